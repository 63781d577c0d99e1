//! Every way in which a claim or a job ends.

use super::money::split_of;
use ionet_core::job::{ClaimState, EndReason, JobEnd};
use ionet_test_kit::{
    market::{DOLLAR_MINT, Market, RATE},
    process::job_escrow as escrow,
};

/// Two GPUs for an hour at $2.40.
const DEPOSIT: u64 = 2 * RATE;

#[test]
fn a_cancelled_job_refunds_at_once_and_pays_what_was_served() {
    let mut market = Market::open();
    let operator = market.operators[0];
    let job = market.posted(0, &market.terms(DOLLAR_MINT, 2));
    market.running(&job, &operator, 2);
    market.world.chain.warp(900);
    let _ = market.beat(&job, &operator, 2);
    let before = market.world.chain.balance(&market.client_dollars);
    let _ = market.world.chain.send(escrow::cancel(&job)).ok();

    // Three quarters come back before a claim is ended or settled.
    let refund = escrow::refund(&job, market.client_dollars);
    let _ = market.world.chain.send(refund).ok();
    let after = market.world.chain.balance(&market.client_dollars);
    assert_eq!(after - before, DEPOSIT * 3 / 4);
    assert_eq!(market.job_at(&job).end, JobEnd::Cancelled.code());

    let finish = escrow::finish(&job, &operator.owner);
    let _ = market.world.chain.send(finish).ok();
    let claim = market.claim_of(&job, &operator);
    assert_eq!(claim.end_reason, EndReason::Cancelled.code());
    market.world.chain.warp(900);
    let _ = market.settle(&job, &operator);
    assert_eq!(market.claim_of(&job, &operator).settled_gross, DEPOSIT / 4);
}

#[test]
fn nobody_claims_and_all_is_refunded() {
    let mut market = Market::open();
    let job = market.posted(0, &market.terms(DOLLAR_MINT, 2));
    let before = market.world.chain.balance(&market.client_dollars);
    let refund = escrow::refund(&job, market.client_dollars);
    market
        .world
        .chain
        .send(refund.clone())
        .fails_with("ClaimingOpen");
    market.world.chain.warp(3_600);
    let _ = market.world.chain.send(refund).ok();
    let after = market.world.chain.balance(&market.client_dollars);
    assert_eq!(after - before, DEPOSIT);
    let _ = market.world.chain.send(escrow::end_job(&job)).ok();
    let keeper = market.world.mallory;
    let bounty_before = lamports(&market, &keeper);
    let _ = market
        .world
        .chain
        .send(escrow::close_job(keeper, &job))
        .ok();
    assert_eq!(lamports(&market, &keeper), bounty_before + 100_000);
}

#[test]
fn who_never_starts_forfeits_a_part_of_the_bond() {
    let mut market = Market::open();
    let operator = market.operators[0];
    let job = market.posted(0, &market.terms(DOLLAR_MINT, 2));
    market.world.chain.warp(8);
    market.refresh_prices();
    let with = market.claim_accounts(&operator);
    let claim = escrow::claim_slots(&job, &with, 2, 86_400);
    let _ = market.world.chain.send(claim).ok();
    // An hour of two GPUs is $4.80, and IO is at two dollars.
    let bond = market.claim_of(&job, &operator).bond;
    assert_eq!(bond, 240_000_000);
    assert_eq!(market.participant(&operator.owner).locked_bond, bond);

    let finish = escrow::finish(&job, &operator.owner);
    market
        .world
        .chain
        .send(finish.clone())
        .fails_with("EndNotDue");
    market.world.chain.warp(601);
    let _ = market.world.chain.send(finish).ok();
    let claim = market.claim_of(&job, &operator);
    assert_eq!(claim.end_reason, EndReason::Expired.code());
    let record = market.participant(&operator.owner);
    assert_eq!((record.locked_bond, record.open_claims), (0, 0));
    assert_eq!(record.forfeited_io, bond / 12);
    assert!(record.operator_outcomes.bad > 0);
    let client = market.participant(&market.client);
    assert_eq!(client.forfeit_receivable_io, bond / 12);
}

#[test]
fn a_dark_operator_is_reaped_and_paid_up_to_its_last_heartbeat() {
    let mut market = Market::open();
    let operator = market.operators[0];
    let job = market.posted(0, &market.terms(DOLLAR_MINT, 2));
    market.running(&job, &operator, 2);
    market.world.chain.warp(900);
    let _ = market.beat(&job, &operator, 2);
    let finish = escrow::finish(&job, &operator.owner);
    market.world.chain.warp(1_800);
    market
        .world
        .chain
        .send(finish.clone())
        .fails_with("EndNotDue");
    market.world.chain.warp(1);
    let _ = market.world.chain.send(finish).ok();
    let claim = market.claim_of(&job, &operator);
    assert_eq!(claim.end_reason, EndReason::Reaped.code());
    market.world.chain.warp(900);
    let _ = market.settle(&job, &operator);
    let claim = market.claim_of(&job, &operator);
    assert_eq!(claim.settled_gross, DEPOSIT / 4);
    assert_eq!(claim.state, ClaimState::Settled.code());
    let split = split_of(&claim, DEPOSIT / 4);
    let record = market.participant(&operator.owner);
    assert_eq!(record.balances[1].booked, split.usd);
}

#[test]
fn seconds_that_are_used_up_end_the_claim() {
    let mut market = Market::open();
    let operator = market.operators[0];
    let job = market.posted(0, &market.terms(DOLLAR_MINT, 2));
    market.running(&job, &operator, 2);
    for _ in 0..4 {
        market.world.chain.warp(900);
        let _ = market.beat(&job, &operator, 2);
    }
    let finish = escrow::finish(&job, &operator.owner);
    let _ = market.world.chain.send(finish).ok();
    let claim = market.claim_of(&job, &operator);
    assert_eq!(claim.end_reason, EndReason::UsedUp.code());
    // While it ran, nothing was an hour old.
    let settle = escrow::settle(&job, &operator.owner, &escrow::SettleAccounts::default());
    market
        .world
        .chain
        .send(settle)
        .fails_with("NothingToSettle");
}

fn lamports(market: &Market, wallet: &solana_address::Address) -> u64 {
    market
        .world
        .chain
        .account(wallet)
        .map_or(0, |account| account.lamports)
}

/// The minimum that it earned in no time is paid, and everything closes (I8).
#[test]
fn a_job_cancelled_in_the_second_of_its_start_pays_its_minimum_and_closes() {
    let mut market = Market::open();
    let operator = market.operators[0];
    let job = market.posted(0, &market.terms(DOLLAR_MINT, 2));
    market.running(&job, &operator, 2);
    let _ = market.world.chain.send(escrow::cancel(&job)).ok();
    let finish = escrow::finish(&job, &operator.owner);
    let _ = market.world.chain.send(finish).ok();
    market.world.chain.warp(900);
    let _ = market.settle(&job, &operator);
    let claim = market.claim_of(&job, &operator);
    // A minute of two GPUs.
    assert_eq!(claim.settled_gross, 2 * RATE / 60);
    assert_eq!(claim.state, ClaimState::Settled.code());
    let close = escrow::close_claim(&job, &operator.owner, operator.device_key);
    let _ = market.world.chain.send(close).ok();
    let keeper = market.world.mallory;
    let close = escrow::close_job(keeper, &job);
    let _ = market.world.chain.send(close).ok();
}
