//! While a class is scarce, operators wait with a job the longer the less its client has staked.

use ionet_core::{
    race::{PriorityParameters, RACE_SLOTS},
    supply::IO_UNIT,
};
use ionet_test_kit::{
    Outcome,
    addresses::stake,
    market::{CLASS, DOLLAR_MINT, Market, RATE},
    process::{
        job_escrow::{self as escrow, JobAt, JobTerms, PostAccounts},
        local_stand_in::{self as stand_in, Stake},
        registry,
    },
};

/// Slots of the chain in two seconds, and in one after that; the kit's clock drops halves.
const SLOTS_IN_TWO_SECONDS: i64 = 5;
const SLOTS_IN_ONE_SECOND: i64 = 2;

/// A market in which all GPUs of the class were hired for 24 epochs, as registry was told.
fn scarce() -> Market {
    let mut market = Market::open();
    report(&mut market, 10_000);
    market
}

/// The reporter reports the last 24 epochs.
fn report(market: &mut Market, utilisation_bps: u16) {
    let (reporter, running) = (market.reporter, market.epoch());
    for epoch in running - 24..running {
        let report = registry::report_utilisation(reporter, CLASS, epoch, utilisation_bps);
        let _ = market.world.chain.send(report).ok();
    }
}

/// Terms that accept the price of a scarce class, which is up to twice the book's.
fn terms(market: &Market) -> JobTerms {
    JobTerms {
        max_rate: 2 * RATE,
        ..market.terms(DOLLAR_MINT, 2)
    }
}

/// Posts and seals the client's first job; `staked` IO on time average count for it.
fn posted(market: &mut Market, staked: u64) -> JobAt {
    let (admin, client) = (market.world.admin, market.client);
    let call = stand_in::set_stake(admin, client, Stake::own(staked * IO_UNIT));
    let _ = market.world.chain.send(call).ok();
    let with = PostAccounts {
        client_stake: Some(stake(&client)),
        ..market.post_accounts(DOLLAR_MINT)
    };
    let terms = terms(market);
    market.posted_with(0, &terms, &with)
}

/// The first operator's claim on all slots of the job, `slots` after the job opened; on a copy
/// of the market.
fn claim_after(market: &Market, job: &JobAt, slots: i64) -> Outcome {
    let mut market = market.clone();
    let open_slot = market.job_at(job).open_slot;
    let ones = slots % SLOTS_IN_TWO_SECONDS / SLOTS_IN_ONE_SECOND;
    market.world.chain.warp(slots / SLOTS_IN_TWO_SECONDS * 2);
    for _ in 0..ones {
        market.world.chain.warp(1);
    }
    let slot = market.world.chain.slot();
    assert_eq!(i64::try_from(slot - open_slot), Ok(slots));
    market.refresh_prices();
    let operator = market.operators[0];
    let claim = escrow::claim_slots(job, &market.claim_accounts(&operator), 2, 86_400);
    market.world.chain.send(claim)
}

#[test]
fn a_job_of_a_client_without_stake_waits() {
    let mut market = scarce();
    let terms = terms(&market);
    let job = market.posted(0, &terms);
    assert_eq!(market.job_at(&job).utilisation_bps, 10_000);
    let wait = i64::from(PriorityParameters::DEFAULT.wait_slots);
    for slots in [0, i64::try_from(RACE_SLOTS).expect("a few"), wait - 1] {
        claim_after(&market, &job, slots).fails_with("PriorityWait");
    }
    // The race runs from the end of the wait: its turn may not have come, but nobody is before it.
    let outcome = claim_after(&market, &job, wait);
    assert!(outcome.is_ok() || outcome.failure() == "RaceTooEarly");
    let _ = claim_after(&market, &job, wait + 40).ok();
}

#[test]
fn a_job_of_a_client_with_a_million_io_does_not_wait() {
    let mut market = scarce();
    let job = posted(&mut market, 1_000_000);
    let _ = claim_after(&market, &job, 40).ok();
    // At the same slot, the client's stake is what makes the difference.
    let mut market = scarce();
    let job = posted(&mut market, 0);
    claim_after(&market, &job, 40).fails_with("PriorityWait");
}

#[test]
fn every_tier_waits_as_long_as_it_says() {
    for (staked, wait) in [(1_000, 100), (10_000, 60), (100_000, 25), (999_999, 25)] {
        let mut market = scarce();
        let job = posted(&mut market, staked);
        claim_after(&market, &job, wait - 1).fails_with("PriorityWait");
        let _ = claim_after(&market, &job, wait + 40).ok();
    }
}

#[test]
fn nobody_waits_below_nine_tenths() {
    let mut market = Market::open();
    report(&mut market, 8_999);
    let terms = terms(&market);
    let job = market.posted(0, &terms);
    assert_eq!(market.job_at(&job).utilisation_bps, 8_999);
    let _ = claim_after(&market, &job, 40).ok();
}
