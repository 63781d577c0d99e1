//! Time travel, over RPC as any process would do it.

mod support;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ionet_localnet::cheatcodes::{LATEST_TIME, WarpError, chain_time, warp_by, warp_to};
use support::{airdrop, eventually, rpc, start};

const DAY: i64 = 86_400;
const YEAR: i64 = 365 * DAY;
/// Ticks that may pass between two readings on a busy machine.
const SLACK: i64 = 30;

fn host_time() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970");
    i64::try_from(since.as_secs()).expect("fits")
}

#[test]
fn starts_at_the_time_of_the_host() {
    let chain = start();
    let difference = (chain_time(&chain.rpc_url()).expect("a clock") - host_time()).abs();
    assert!(difference <= SLACK, "{difference} s apart");
}

#[test]
fn goes_a_day_then_a_year_then_twenty_years_forward_and_stays_usable() {
    let chain = start();
    let url = chain.rpc_url();
    let mut target = chain_time(&url).expect("a clock");
    for step in [DAY, YEAR, 20 * YEAR] {
        target += step;
        let now = warp_to(&url, target).expect("time moves");
        assert!(
            (target..=target + SLACK).contains(&now),
            "asked {target}, got {now}"
        );
        target = now;
    }
    let wallet = solana_pubkey::Pubkey::new_unique();
    airdrop(&rpc(&chain), &wallet, 1_000_000_000);
    eventually("the clock ticks on from there", || {
        chain_time(&url).expect("a clock") > target
    });
}

#[test]
fn goes_forward_by_a_duration() {
    let chain = start();
    let url = chain.rpc_url();
    let before = chain_time(&url).expect("a clock");
    let after = warp_by(&url, Duration::from_hours(1)).expect("time moves");
    assert!(
        (before + 3_600..=before + 3_600 + SLACK).contains(&after),
        "{before} {after}"
    );
}

#[test]
fn refuses_to_go_backwards() {
    let chain = start();
    let url = chain.rpc_url();
    let now = chain_time(&url).expect("a clock");
    let error = warp_to(&url, now - 1).expect_err("refused");
    assert!(
        matches!(error, WarpError::Backwards { requested, .. } if requested == now - 1),
        "{error}"
    );
    assert!(
        chain_time(&url).expect("a clock") >= now,
        "the clock was not touched"
    );
}

#[test]
fn refuses_times_that_no_calendar_writes() {
    let chain = start();
    let url = chain.rpc_url();
    let error = warp_to(&url, LATEST_TIME + 1).expect_err("refused");
    assert!(matches!(error, WarpError::TooFar { .. }), "{error}");
    let error = warp_by(&url, Duration::MAX).expect_err("refused");
    assert!(
        matches!(
            error,
            WarpError::TooFar {
                requested: i64::MAX
            }
        ),
        "{error}"
    );
}

#[test]
fn says_when_nobody_answers() {
    let url = start().rpc_url();
    let error = chain_time(&url).expect_err("the chain is gone");
    assert!(
        matches!(&error, WarpError::Unreachable { url: u, .. } if *u == url),
        "{error}"
    );
    assert!(error.to_string().contains("ionet localnet"), "{error}");
}
