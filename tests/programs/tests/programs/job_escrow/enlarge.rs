//! A claim that takes more slots is one claim of all of them.

use super::money::{Books, split_of};
use ionet_client::{
    generated::{
        Event,
        job_escrow::{
            accounts::{Claim, Job, Participant},
            events::JobEscrowEvent,
        },
    },
    instructions::job_escrow as client,
};
use ionet_core::job::{ClaimState, JobEnd};
use ionet_test_kit::{
    addresses::participant,
    market::{DOLLAR_MINT, Market, RATE},
    process::job_escrow::{self as escrow, JobAt},
};

/// An hour of a GPU at two dollars an IO.
const BOND: u64 = 120_000_000;

/// A sealed job for four GPUs, after its race.
fn open_to_all() -> (Market, JobAt) {
    let mut market = Market::open();
    let job = market.posted(0, &market.terms(DOLLAR_MINT, 4));
    market.world.chain.pass_slots(40);
    market.refresh_prices();
    (market, job)
}

fn books(market: &Market, job: &JobAt) -> (Job, Claim, Participant) {
    let operator = market.operators[0];
    let record = market.world.chain.read(&participant(&operator.owner));
    (market.job_at(job), market.claim_of(job, &operator), record)
}

#[test]
fn parts_leave_the_books_of_the_whole() {
    let (mut market, job) = open_to_all();
    let operator = market.operators[0];
    let mut at_once = market.clone();
    let _ = at_once.claim(&job, &operator, 4).ok();
    let _ = market.claim(&job, &operator, 1).ok();
    for gpus in [1, 2] {
        let _ = market.enlarge(&job, &operator, gpus).ok();
    }
    assert_eq!(books(&market, &job), books(&at_once, &job));
    let (stored, claim, record) = books(&market, &job);
    assert_eq!((stored.slots_claimed, stored.claims_open), (4, 1));
    assert_eq!((claim.bond, claim.bond_worth), (4 * BOND, 4 * RATE));
    assert_eq!((record.open_claims, record.hired[0].gpus), (1, 4));
    assert_eq!(record.locked_bond, 4 * BOND);
}

#[test]
fn an_enlargement_says_what_was_before_and_what_is_after() {
    let (mut market, job) = open_to_all();
    let operator = market.operators[0];
    let _ = market.claim(&job, &operator, 1).ok();
    let outcome = market.enlarge(&job, &operator, 2).ok();
    let [Event::JobEscrow(JobEscrowEvent::Enlarged(event))] = outcome.events.as_slice() else {
        panic!("one event, Enlarged, but got {:?}", outcome.events);
    };
    assert_eq!(
        (event.claim, event.job, event.operator),
        (job.claim(&operator.owner), job.address, operator.owner)
    );
    assert_eq!((event.gpus_before, event.gpus_after), (1, 3));
    assert_eq!((event.free_slots_before, event.free_slots_after), (3, 1));
    assert_eq!((event.bond_before, event.bond_after), (BOND, 3 * BOND));
    assert_eq!(event.locked_bond_after, 3 * BOND);
}

#[test]
fn the_client_builds_the_call() {
    let (market, job) = open_to_all();
    let operator = market.operators[0];
    let with = market.claim_accounts(&operator);
    let at = client::JobAt {
        address: job.address,
        client: job.client,
        mint: job.mint,
        mint_index: job.mint_index,
    };
    let claimant = client::Claimant {
        operator: with.owner,
        device_key: with.device_key,
        stake: with.stake,
        capacity: with.capacity,
        price: with.price,
        referrer_stake: None,
    };
    let built = client::enlarge(&at, &claimant, 3);
    assert_eq!(built, escrow::enlarge(&job, &with, 3).raw);
}

/// Four GPUs, taken one and three, work for an hour and are paid as four.
#[test]
fn an_enlarged_claim_is_served_settled_and_closed() {
    let (mut market, job) = open_to_all();
    let operator = market.operators[0];
    let books = Books::open(&market, DOLLAR_MINT);
    let _ = market.claim(&job, &operator, 1).ok();
    let _ = market.enlarge(&job, &operator, 3).ok();
    let _ = market.start_host(&job, &operator, 4);
    for _ in 0..3 {
        market.world.chain.warp(900);
        let _ = market.beat(&job, &operator, 4);
    }
    market.world.chain.warp(900);
    let _ = market.complete(&job, &operator, 4);
    let record = market.participant(&operator.owner);
    assert_eq!((record.open_claims, record.hired[0].gpus), (0, 0));
    assert!(record.locked_bond > 0);
    market.world.chain.warp(900);
    let _ = market.settle(&job, &operator);
    assert_eq!(market.participant(&operator.owner).locked_bond, 0);
    let claim = market.claim_of(&job, &operator);
    assert_eq!(claim.settled_gross, 4 * RATE);
    assert_eq!(claim.state, ClaimState::Settled.code());
    books.hold(&market, &job, &operator, &split_of(&claim, 4 * RATE));
    let keeper = market.world.mallory;
    for call in [
        escrow::end_job(&job),
        escrow::close_claim(&job, &operator.owner, operator.device_key),
    ] {
        let _ = market.world.chain.send(call).ok();
    }
    assert_eq!(market.job_at(&job).end, JobEnd::Finished.code());
    let close = escrow::close_job(keeper, &job);
    let _ = market.world.chain.send(close).ok();
}
