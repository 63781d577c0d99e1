//! A job from its post to its close, every booked amount as the rules say.

use super::money::{Books, split_of};
use ionet_core::job::{ClaimState, JobEnd};
use ionet_test_kit::{
    market::{DOLLAR_MINT, IOSD_MINT, Market, RATE},
    process::job_escrow as escrow,
};

/// Four GPUs for an hour at $2.40.
const DEPOSIT: u64 = 4 * RATE;

/// Runs an hour of four GPUs with a heartbeat every quarter, then completes.
fn work_an_hour(market: &mut Market, job: &escrow::JobAt) {
    let operator = market.operators[0];
    market.running(job, &operator, 4);
    for _ in 0..3 {
        market.world.chain.warp(900);
        let _ = market.beat(job, &operator, 4);
    }
    market.world.chain.warp(900);
    let _ = market.complete(job, &operator, 4);
}

#[test]
fn a_dollar_job_pays_everybody_to_the_unit() {
    whole_life(DOLLAR_MINT);
}

#[test]
fn an_iosd_job_burns_its_token_share() {
    whole_life(IOSD_MINT);
}

fn whole_life(mint: u8) {
    let mut market = Market::open();
    let operator = market.operators[0];
    let books = Books::open(&market, mint);
    let terms = market.terms(mint, 4);
    let job = market.posted(0, &terms);
    assert_eq!(market.world.chain.balance(&job.vault()), DEPOSIT);
    assert_eq!(books.client(&market) + DEPOSIT, books.client_before);

    work_an_hour(&mut market, &job);
    let claim = market.claim_of(&job, &operator);
    assert_eq!(claim.state, ClaimState::Ended.code());
    assert_eq!(market.participant(&operator.owner).open_claims, 0);
    assert_eq!(market.participant(&operator.owner).locked_bond, claim.bond);

    // The last hour is held back for a quarter of an hour, and the bond with it.
    market.world.chain.warp(900);
    let _ = market.settle(&job, &operator);
    assert_eq!(market.participant(&operator.owner).locked_bond, 0);
    let claim = market.claim_of(&job, &operator);
    assert_eq!(claim.settled_gross, DEPOSIT);
    assert_eq!(claim.state, ClaimState::Settled.code());
    let split = split_of(&claim, DEPOSIT);
    books.hold(&market, &job, &operator, &split);

    let _ = market.world.chain.send(escrow::end_job(&job)).ok();
    assert_eq!(market.job_at(&job).end, JobEnd::Finished.code());
    let close = escrow::close_claim(&job, &operator.owner, operator.device_key);
    let _ = market.world.chain.send(close).ok();
    let keeper = market.world.mallory;
    let _ = market
        .world
        .chain
        .send(escrow::close_job(keeper, &job))
        .ok();
    assert!(
        market
            .world
            .chain
            .account(&job.address)
            .is_none_or(|gone| gone.data.is_empty())
    );
    assert!(
        market
            .world
            .chain
            .account(&job.vault())
            .is_none_or(|gone| gone.data.is_empty())
    );

    books.withdraw_all(&mut market, &job, &operator);
    books.close(&market, &job, &operator, &split, 0);
}
