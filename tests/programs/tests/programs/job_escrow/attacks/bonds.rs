//! The bond after the work: it answers for a result until nobody can dispute it any more, once,
//! and stands behind no other claim meanwhile.

use super::{pass_race, refused, running, send};
use ionet_core::job::{ClaimState, VERDICT_SECONDS};
use ionet_test_kit::{
    Call,
    market::{DOLLAR_MINT, Market, Operator},
    process::{
        job_escrow::{self as escrow, JobAt, JobTerms, SettleAccounts},
        local_stand_in::{self as stand_in, Stake},
    },
};

/// An hour of two GPUs at $2.40, IO at two dollars.
const BOND: u64 = 240_000_000;
/// What the operator owes for a re-run: a dollar.
const RERUN: u64 = 50_000_000;

/// A job of two GPUs that completed after a quarter of an hour, all of it held back.
fn completed() -> (Market, JobAt, Operator) {
    let (mut market, job, operator) = running();
    market.world.chain.warp(900);
    let _ = market.complete(&job, &operator, 2);
    let (admin, verifiers) = (market.world.admin, market.verifiers);
    send(&mut market, escrow::open_participant(admin, verifiers));
    (market, job, operator)
}

fn dispute(market: &mut Market, job: &JobAt, operator: &Operator) {
    let call = escrow::dispute(job, &operator.owner, market.client_dollars);
    send(market, call);
}

fn verdict(market: &mut Market, job: &JobAt, operator: &Operator, upheld: bool) {
    let claim = job.claim(&operator.owner);
    let call = stand_in::set_verdict(market.world.admin, claim, upheld, [8; 32]);
    send(market, call);
}

fn resolve(market: &Market, job: &JobAt, operator: &Operator) -> Call {
    escrow::resolve(job, &operator.owner, &market.verifiers)
}

fn stake(market: &mut Market, operator: &Operator, amount: u64) {
    let own = Stake::own(amount);
    let call = stand_in::set_stake(market.world.admin, operator.owner, own);
    send(market, call);
}

/// What the operator's record says is locked, which is what its claims on `jobs` say.
fn locked(market: &Market, operator: &Operator, jobs: &[&JobAt]) -> u64 {
    let record = market.participant(&operator.owner);
    let bonds = jobs.iter().map(|job| market.claim_of(job, operator).bond);
    assert_eq!(record.locked_bond, bonds.sum::<u64>());
    record.locked_bond
}

/// A wrong result, delivered and disputed minutes later: the GPUs are free, the bond is not, and
/// it pays the re-run.
#[test]
fn a_dispute_after_the_end_finds_the_bond_locked() {
    let (mut market, job, operator) = completed();
    let record = market.participant(&operator.owner);
    assert_eq!((record.open_claims, record.hired[0].gpus), (0, 0));
    assert_eq!(locked(&market, &operator, &[&job]), BOND);
    market.world.chain.warp(899);
    dispute(&mut market, &job, &operator);
    market.world.chain.warp(3_600);
    assert_eq!(locked(&market, &operator, &[&job]), BOND);
    verdict(&mut market, &job, &operator, true);
    let resolve = resolve(&market, &job, &operator);
    send(&mut market, resolve.clone());
    assert_eq!(locked(&market, &operator, &[&job]), 0);
    let record = market.participant(&operator.owner);
    assert_eq!(record.forfeited_io, RERUN);
    // Released once, charged once.
    refused(&mut market, resolve, "WrongState");
    assert_eq!(market.participant(&operator.owner).forfeited_io, RERUN);
}

/// The re-run costs more than the claim's bond is worth: the operator owes the bond, and what
/// its other claims lock stays theirs.
#[test]
fn a_charge_is_at_most_the_bond_of_its_claim() {
    let (mut market, job, operator) = completed();
    let other = market.posted(1, &market.terms(DOLLAR_MINT, 2));
    pass_race(&mut market);
    let _ = market.claim(&other, &operator, 2).ok();
    assert_eq!(locked(&market, &operator, &[&job, &other]), 2 * BOND);
    let claim = job.claim(&operator.owner);
    let chain = &mut market.world.chain;
    chain.rewrite(
        &claim,
        |claim: &mut ionet_client::generated::job_escrow::accounts::Claim| {
            claim.bond_worth = 500_000;
        },
    );
    dispute(&mut market, &job, &operator);
    verdict(&mut market, &job, &operator, true);
    let resolve = resolve(&market, &job, &operator);
    send(&mut market, resolve);
    assert_eq!(market.participant(&operator.owner).forfeited_io, BOND);
    assert_eq!(locked(&market, &operator, &[&job, &other]), BOND);
}

/// Between its end and the verdict the operator's stake is gone, slashed or taken: the dispute
/// ends all the same, what is owed is counted, and the operator claims nothing any more.
#[test]
fn a_stake_that_is_gone_stops_no_verdict() {
    let (mut market, job, operator) = completed();
    dispute(&mut market, &job, &operator);
    stake(&mut market, &operator, RERUN);
    verdict(&mut market, &job, &operator, true);
    let resolve = resolve(&market, &job, &operator);
    send(&mut market, resolve);
    let record = market.participant(&operator.owner);
    assert_eq!((record.locked_bond, record.forfeited_io), (0, RERUN));
    let next = market.posted(1, &market.terms(DOLLAR_MINT, 2));
    pass_race(&mut market);
    let with = market.claim_accounts(&operator);
    let claim = escrow::claim_slots(&next, &with, 1, 86_400);
    refused(&mut market, claim, "NotEnoughSelfStake");
}

/// A stake of one bond: until the first result is beyond dispute it stands behind no second
/// claim, and behind one again as soon as it is.
#[test]
fn one_bond_does_not_cover_the_next_claim_while_the_last_is_held_back() {
    let (mut market, job, operator) = completed();
    stake(&mut market, &operator, 2 * BOND - 1);
    let next = market.posted(1, &market.terms(DOLLAR_MINT, 2));
    pass_race(&mut market);
    let with = market.claim_accounts(&operator);
    let claim = escrow::claim_slots(&next, &with, 2, 86_400);
    refused(&mut market, claim.clone(), "NotEnoughSelfStake");
    // Nor while it is disputed.
    let mut disputed = market.clone();
    dispute(&mut disputed, &job, &operator);
    disputed.world.chain.warp(900);
    disputed.refresh_prices();
    refused(&mut disputed, claim.clone(), "NotEnoughSelfStake");
    verdict(&mut disputed, &job, &operator, false);
    let resolve = resolve(&disputed, &job, &operator);
    send(&mut disputed, resolve);
    send(&mut disputed, claim.clone());
    assert_eq!(locked(&disputed, &operator, &[&job, &next]), BOND);

    market.world.chain.warp(900);
    market.refresh_prices();
    refused(&mut market, claim.clone(), "NotEnoughSelfStake");
    let _ = market.settle(&job, &operator);
    send(&mut market, claim);
    assert_eq!(locked(&market, &operator, &[&job, &next]), BOND);
}

/// Every call that could release it a second time, while another claim locks as much.
#[test]
fn a_bond_is_released_once() {
    let (mut market, job, operator) = completed();
    let other = market.posted(1, &market.terms(DOLLAR_MINT, 2));
    pass_race(&mut market);
    let _ = market.claim(&other, &operator, 2).ok();
    market.world.chain.warp(900);
    let stranger = market.world.mallory;
    send(&mut market, escrow::end_job(&job));
    let _ = market.settle(&job, &operator);
    assert_eq!(locked(&market, &operator, &[&job, &other]), BOND);
    market.refresh_prices();
    let again = escrow::settle(&job, &operator.owner, &SettleAccounts::default());
    refused(&mut market, again, "ClaimSettled");
    let finish = escrow::finish(&job, &operator.owner);
    refused(&mut market, finish, "WrongState");
    let late = resolve(&market, &job, &operator);
    refused(&mut market, late, "WrongState");
    assert_eq!(locked(&market, &operator, &[&job, &other]), BOND);
    let close = escrow::close_claim(&job, &operator.owner, operator.device_key);
    send(&mut market, close);
    send(&mut market, escrow::close_job(stranger, &job));
    assert_eq!(locked(&market, &operator, &[&other]), BOND);
}

/// The operator is gone for good, and so is its client: a stranger frees what it locked (I8).
#[test]
fn a_stranger_frees_the_bond_of_an_operator_that_is_gone() {
    let (mut market, job, operator) = running();
    market.world.chain.warp(900);
    let _ = market.beat(&job, &operator, 2);
    market.world.chain.warp(1_801);
    send(&mut market, escrow::finish(&job, &operator.owner));
    assert_eq!(locked(&market, &operator, &[&job]), BOND);
    market.world.chain.warp(900);
    let _ = market.settle(&job, &operator);
    assert_eq!(locked(&market, &operator, &[&job]), 0);

    // Disputed, and neither client nor verifiers come back.
    let (mut market, job, operator) = completed();
    dispute(&mut market, &job, &operator);
    let resolve = resolve(&market, &job, &operator);
    refused(&mut market, resolve.clone(), "VerdictAwaited");
    market.world.chain.warp(VERDICT_SECONDS + 3_600);
    send(&mut market, resolve);
    assert_eq!(locked(&market, &operator, &[&job]), 0);
}

/// A result that nobody can dispute holds nothing.
#[test]
fn the_bond_of_a_result_that_cannot_be_disputed_is_free_at_once() {
    let mut market = Market::open();
    let operator = market.operators[0];
    let terms = JobTerms {
        deterministic: 0,
        ..market.terms(DOLLAR_MINT, 2)
    };
    let job = market.posted(0, &terms);
    market.running(&job, &operator, 2);
    market.world.chain.warp(900);
    assert_eq!(locked(&market, &operator, &[&job]), BOND);
    let _ = market.complete(&job, &operator, 2);
    let claim = market.claim_of(&job, &operator);
    assert_eq!((claim.state, claim.bond), (ClaimState::Ended.code(), 0));
    assert_eq!(locked(&market, &operator, &[&job]), 0);
}
