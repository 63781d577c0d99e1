//! Who comes first changes no money.

use super::{Money, money, refund, refused, running, send, wind_up};
use ionet_test_kit::{
    Call,
    addresses::feed,
    market::{DOLLAR_FEED, DOLLAR_MINT, Market, Operator},
    process::job_escrow::{self as escrow, JobAt, Parameters, SettleAccounts},
    registry_accounts::OperatorBytes,
};

fn settle(job: &JobAt, operator: &Operator) -> Call {
    let with = SettleAccounts {
        price: Some(feed(&DOLLAR_FEED)),
        ..SettleAccounts::default()
    };
    escrow::settle(job, &operator.owner, &with)
}

fn heartbeat(job: &JobAt, operator: &Operator) -> Call {
    let (key, device) = (operator.device_key, operator.device);
    escrow::heartbeat(job, &operator.owner, key, device, 2)
}

fn complete(job: &JobAt, operator: &Operator) -> Call {
    let (key, device) = (operator.device_key, operator.device);
    escrow::complete(job, &operator.owner, key, device, 2, [7; 32])
}

/// A claim of four hours with six heartbeats: some of its seconds are older than an hour.
fn long_running() -> (Market, JobAt, Operator) {
    let mut market = Market::open();
    let operator = market.operators[0];
    let terms = escrow::JobTerms {
        seconds: 4 * 3_600,
        ..market.terms(DOLLAR_MINT, 2)
    };
    let job = market.posted(0, &terms);
    market.running(&job, &operator, 2);
    for _ in 0..6 {
        market.world.chain.warp(900);
        let _ = market.beat(&job, &operator, 2);
    }
    market.refresh_prices();
    (market, job, operator)
}

/// What everybody has once all is closed; calls that one order refuses are left out.
fn at_the_end(market: &Market, calls: &[Call], job: &JobAt, operator: &Operator) -> Money {
    let mut market = market.clone();
    for call in calls {
        let _ = market.world.chain.send(call.clone());
    }
    refund(&mut market, job);
    market.world.chain.warp(900);
    let finish = escrow::finish(job, &operator.owner);
    let _ = market.world.chain.send(finish);
    wind_up(&mut market, job, &[*operator]);
    // The client's remainder is booked: refunded earlier or later, it is the same dollar.
    let mut result = money(&market, job);
    result.client += result.booked[0][0];
    result.shard -= result.booked[0][0];
    result.participants -= result.booked[0][0];
    result.booked[0][0] = 0;
    result
}

#[test]
fn a_settlement_before_or_after_a_cancel_pays_the_same() {
    let (mut market, job, operator) = long_running();
    market.world.chain.warp(300);
    market.refresh_prices();
    let (cancel, settle) = (escrow::cancel(&job), settle(&job, &operator));
    let settled_first = at_the_end(&market, &[settle.clone(), cancel.clone()], &job, &operator);
    let cancelled_first = at_the_end(&market, &[cancel.clone(), settle], &job, &operator);
    let never = at_the_end(&market, &[cancel], &job, &operator);
    assert_eq!(settled_first, cancelled_first);
    assert_eq!(settled_first, never);
    assert!(settled_first.booked[1][0] > 0);
}

/// A cancel in the same second as the last heartbeat, or as the result.
#[test]
fn a_cancel_takes_no_second_from_who_reports_in_the_same_one() {
    let (mut market, job, operator) = long_running();
    market.world.chain.warp(900);
    market.refresh_prices();
    let cancel = escrow::cancel(&job);
    for report in [heartbeat(&job, &operator), complete(&job, &operator)] {
        let report_first = at_the_end(&market, &[report.clone(), cancel.clone()], &job, &operator);
        let cancel_first = at_the_end(&market, &[cancel.clone(), report], &job, &operator);
        assert_eq!(report_first, cancel_first);
    }
    // Cancelled between two heartbeats, the last one still counts.
    let late = at_the_end(&market, std::slice::from_ref(&cancel), &job, &operator);
    let mut reported = market.clone();
    send(&mut reported, cancel);
    reported.world.chain.warp(600);
    let last = heartbeat(&job, &operator);
    let with_last = at_the_end(&reported, &[last], &job, &operator);
    assert!(with_last.booked[1][0] > late.booked[1][0]);
}

#[test]
fn refund_and_settlement_in_any_order_pay_the_same() {
    let (mut market, job, operator) = long_running();
    send(&mut market, escrow::cancel(&job));
    send(&mut market, escrow::finish(&job, &operator.owner));
    market.world.chain.warp(900);
    market.refresh_prices();
    let refund = escrow::refund(&job, market.client_dollars);
    let settle = settle(&job, &operator);
    let finished = |calls: &[Call]| {
        let mut market = market.clone();
        for call in calls {
            send(&mut market, call.clone());
        }
        money(&market, &job)
    };
    let refund_first = finished(&[refund.clone(), settle.clone()]);
    let settled_first = finished(&[settle.clone(), refund.clone()]);
    assert_eq!(refund_first, settled_first);
    // Each once.
    send(&mut market, refund.clone());
    send(&mut market, settle.clone());
    refused(&mut market, refund, "NothingToRefund");
    // A settled claim has nothing left, with the outcome recorded already.
    refused(&mut market, settle, "ClaimSettled");
}

/// Every second, or once: rounding would be whoever's that calls more often.
#[test]
fn settling_every_second_books_what_settling_once_books() {
    let mut market = Market::open();
    let operator = market.operators[0];
    // Odd enough that hardly a quotient is whole.
    market.class_book = market
        .world
        .chain
        .write_class_book(&[(ionet_test_kit::market::CLASS, 1_234_567)]);
    let terms = escrow::JobTerms {
        seconds: 9_000,
        ..market.terms(DOLLAR_MINT, 7)
    };
    let job = market.posted(0, &terms);
    market.running(&job, &operator, 7);
    let mut often = market.clone();
    let mut settlements = 0;
    for second in 1..=(9_000_u32 + 900) {
        for market in [&mut often, &mut market] {
            market.world.chain.warp(1);
            if second % 907 == 0 && second < 9_000 {
                // One GPU is down every other time.
                let _ = market.beat(&job, &operator, 7 - second / 907 % 2);
            }
            if second == 9_000 {
                let _ = market.complete(&job, &operator, 7);
            }
        }
        if second % 50 == 0 {
            often.refresh_prices();
        }
        let outcome = often.world.chain.send(settle(&job, &operator));
        if outcome.is_ok() {
            settlements += 1;
        } else {
            outcome.fails_with("NothingToSettle");
        }
    }
    let _ = market.settle(&job, &operator);
    assert!(settlements >= 6, "{settlements} settlements");
    assert_eq!(money(&often, &job), money(&market, &job));
    let gross = |market: &Market| market.claim_of(&job, &operator).settled_gross;
    assert_eq!(gross(&often), gross(&market));
    // Points are floored at each settlement: never more for more of them.
    let points = |market: &Market| {
        let record = market.participant(&operator.owner);
        record.operator_points.iter().map(|b| b.points).sum::<u64>()
    };
    assert!(points(&often) <= points(&market));
    assert!(points(&often) + settlements > points(&market));
}

/// Fee, shares and choices of a claim are those of the second in which it was made.
#[test]
fn split_parameters_that_change_after_the_claim_change_nothing() {
    let (market, job, operator) = running();
    let finished = |mut market: Market| {
        for _ in 0..4 {
            market.world.chain.warp(900);
            let _ = market.beat(&job, &operator, 2);
        }
        send(&mut market, escrow::finish(&job, &operator.owner));
        wind_up(&mut market, &job, &[operator]);
        money(&market, &job)
    };
    let mut changed = market.clone();
    let mut parameters = Parameters::default();
    parameters.joint[0] = 1_000;
    parameters.joint[1] = 0;
    parameters.joint[2] = 0;
    parameters.joint[3] = 0;
    let admin = changed.world.admin;
    send(&mut changed, escrow::set_parameters(admin, parameters));
    // The operator would rather have all of it in dollars, and leave its stakers nothing.
    let _ = changed.world.chain.write_operator(&OperatorBytes {
        owner: operator.owner,
        accepted_mints: 0,
        draining: true,
        usd_bps: 9_000,
        staker_bps: 100,
        min_client_reputation: 10_000,
        max_seconds: 1,
        registered_at: changed.world.chain.now(),
        referrer: operator.owner,
    });
    // The mint is closed to new jobs, and its price feed is another.
    assert_eq!(finished(changed), finished(market));
}

/// A guardian that pauses for ever, or a stolen guardian key, locks nobody's money in (I10).
#[test]
fn a_pause_stops_entry_and_never_an_exit() {
    let (mut market, job, operator) = running();
    let second = market.posted(1, &market.terms(DOLLAR_MINT, 2));
    let rival = market.operators[1];
    market.world.chain.pass_slots(40);
    market.refresh_prices();
    let guardian = market.world.guardian;
    send(&mut market, escrow::pause(guardian));

    let with = market.claim_accounts(&rival);
    let claim = escrow::claim_slots(&second, &with, 2, 86_400);
    refused(&mut market, claim, "Paused");
    let with = market.post_accounts(DOLLAR_MINT);
    let terms = market.terms(DOLLAR_MINT, 2);
    let post = escrow::post(market.client, 2, &terms, &with);
    refused(&mut market, post, "Paused");
    refused(&mut market, escrow::pause(guardian), "GuardianCoolingDown");

    send(&mut market, escrow::cancel(&second));
    refund(&mut market, &second);
    market.world.chain.warp(900);
    let _ = market.beat(&job, &operator, 2);
    market.world.chain.warp(60);
    send(&mut market, complete(&job, &operator));
    refund(&mut market, &job);
    wind_up(&mut market, &job, &[operator]);
    let (owner, to) = (operator.owner, operator.dollars);
    let withdraw = escrow::withdraw(owner, DOLLAR_MINT, job.shard(), to, u64::MAX);
    send(&mut market, withdraw);
    let record = market.participant(&owner);
    assert_eq!(market.world.chain.balance(&to), record.balances[1].booked);
    assert!(record.balances[1].booked > 0);
}
