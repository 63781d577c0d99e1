//! Capacity, bond, and slots that are taken and not served.

use super::{DEPOSIT, open_to_all, pass_race, refund, refused, send};
use ionet_test_kit::{
    addresses::participant,
    market::{CLASS, DOLLAR_MINT, GPUS, Market},
    process::{
        job_escrow as escrow,
        local_stand_in::{self as stand_in, Stake},
    },
};

/// Eight GPUs are verified: two jobs of eight are twice what there is.
#[test]
fn capacity_is_not_sold_twice_across_jobs() {
    let mut market = Market::open();
    let operator = market.operators[0];
    let first = market.posted(0, &market.terms(DOLLAR_MINT, 6));
    let second = market.posted(1, &market.terms(DOLLAR_MINT, 6));
    pass_race(&mut market);
    let _ = market.claim(&first, &operator, 6).ok();
    let with = market.claim_accounts(&operator);
    let oversold = |gpus| escrow::claim_slots(&second, &with, gpus, 86_400);
    refused(&mut market, oversold(6), "NotEnoughVerified");
    refused(&mut market, oversold(3), "NotEnoughVerified");
    send(&mut market, oversold(2));
    let hired = market.participant(&operator.owner).hired[0].clone();
    assert_eq!((hired.class, hired.gpus), (CLASS, 8));
    // A second claim on the same job is the same account.
    let again = escrow::claim_slots(&second, &with, 1, 86_400);
    assert!(!market.world.chain.send(again).is_ok());
}

/// Verifiers find fewer GPUs than are hired: nothing more is taken, and what ends frees only
/// what was hired.
#[test]
fn capacity_that_shrank_takes_nothing_more() {
    let (mut market, first) = open_to_all();
    let operator = market.operators[0];
    let _ = market.claim(&first, &operator, 2).ok();
    let second = market.posted(1, &market.terms(DOLLAR_MINT, 2));
    pass_race(&mut market);
    let (admin, epoch) = (market.world.admin, market.epoch());
    let shrunk = stand_in::set_capacity(admin, operator.owner, epoch, &[(CLASS, 1)]);
    send(&mut market, shrunk);
    let with = market.claim_accounts(&operator);
    let claim = escrow::claim_slots(&second, &with, 1, 86_400);
    refused(&mut market, claim.clone(), "NotEnoughVerified");
    send(&mut market, escrow::cancel(&first));
    market.world.chain.warp(900);
    send(&mut market, escrow::finish(&first, &operator.owner));
    assert_eq!(market.participant(&operator.owner).hired[0].gpus, 0);
    market.refresh_prices();
    send(&mut market, claim);
}

/// Verified once, sold for ever: a root older than a day allows nothing.
#[test]
fn an_old_root_takes_nothing() {
    let mut market = Market::open();
    let operator = market.operators[0];
    let terms = escrow::JobTerms {
        claim_deadline: market.world.chain.now() + 3 * 86_400,
        ..market.terms(DOLLAR_MINT, 2)
    };
    let job = market.posted(0, &terms);
    let admin = market.world.admin;
    market.world.warp_epochs(25);
    market.refresh_prices();
    let with = market.claim_accounts(&operator);
    let claim = escrow::claim_slots(&job, &with, 2, 86_400);
    refused(&mut market, claim.clone(), "RootTooOld");
    let next = market.epoch() + 1;
    let gpus = [(CLASS, u32::from(GPUS))];
    let early = stand_in::set_capacity(admin, operator.owner, next, &gpus);
    send(&mut market, early);
    refused(&mut market, claim, "RootFromFuture");
}

/// The same stake behind two claims covers neither.
#[test]
fn one_stake_is_not_the_bond_of_two_claims() {
    let mut market = Market::open();
    let operator = market.operators[0];
    let first = market.posted(0, &market.terms(DOLLAR_MINT, 2));
    let second = market.posted(1, &market.terms(DOLLAR_MINT, 2));
    pass_race(&mut market);
    // $4.80 at two dollars is 2.4 IO.
    let admin = market.world.admin;
    let own = Stake::own(2 * 240_000_000 - 1);
    let stake = stand_in::set_stake(admin, operator.owner, own);
    send(&mut market, stake);
    let _ = market.claim(&first, &operator, 2).ok();
    let with = market.claim_accounts(&operator);
    let claim = escrow::claim_slots(&second, &with, 2, 86_400);
    refused(&mut market, claim, "NotEnoughSelfStake");
    // Delegated stake is no bond.
    let delegated = Stake {
        checkpoints: [(0, u64::from(u32::MAX)); 2],
        ..own
    };
    let stake = stand_in::set_stake(admin, operator.owner, delegated);
    send(&mut market, stake);
    let claim = escrow::claim_slots(&second, &with, 2, 86_400);
    refused(&mut market, claim, "NotEnoughSelfStake");
}

/// Slots taken to keep them from others cost five minutes of their gross each time, a failure
/// in the records, and never the client's money.
#[test]
fn taking_slots_and_never_starting_costs_each_time() {
    let mut market = Market::open();
    let operator = market.operators[0];
    let client_before = market.world.chain.balance(&market.client_dollars);
    for round in 0..3 {
        let job = market.posted(round, &market.terms(DOLLAR_MINT, 2));
        pass_race(&mut market);
        let _ = market.claim(&job, &operator, 2).ok();
        market.world.chain.warp(601);
        // Too late to start, and too late to be cancelled with pay.
        let (key, device) = (operator.device_key, operator.device);
        let late = escrow::start_host(&job, &operator.owner, key, device, None, 2);
        refused(&mut market, late, "StartMissed");
        send(&mut market, escrow::cancel(&job));
        market.world.chain.warp(900);
        send(&mut market, escrow::finish(&job, &operator.owner));
        let record = market.participant(&operator.owner);
        assert_eq!(record.forfeited_io, (round + 1) * 20_000_000);
        assert_eq!(record.locked_bond, 0);
        let client = market.participant(&market.client);
        assert_eq!(client.forfeit_receivable_io, record.forfeited_io);
        assert!(record.operator_outcomes.bad > 0, "it is held against it");
        assert_eq!(record.operator_outcomes.good, 0);
        refund(&mut market, &job);
        let claim = market.claim_of(&job, &operator);
        assert_eq!(claim.newest.charge, 0, "nothing is earned");
    }
    let client_after = market.world.chain.balance(&market.client_dollars);
    assert_eq!(client_after, client_before);
}

/// A bond is released with the forfeit of a claim that never started: the same stake, forfeited again and again to a client
/// of the operator's own before staking takes it, would owe that client more than there is.
#[test]
fn a_forfeited_stake_is_not_forfeited_again() {
    let mut market = Market::open();
    let (operator, admin) = (market.operators[0], market.world.admin);
    // One bond of $4.80 at two dollars, and hardly more.
    let own = 240_000_000 + 30_000_000;
    let stake = stand_in::set_stake(admin, operator.owner, Stake::own(own));
    send(&mut market, stake);
    for round in 0..2 {
        let job = market.posted(round, &market.terms(DOLLAR_MINT, 2));
        pass_race(&mut market);
        let _ = market.claim(&job, &operator, 2).ok();
        market.world.chain.warp(601);
        send(&mut market, escrow::finish(&job, &operator.owner));
    }
    // Two twelfths are gone: what is left is less than a bond.
    let job = market.posted(2, &market.terms(DOLLAR_MINT, 2));
    pass_race(&mut market);
    let with = market.claim_accounts(&operator);
    let claim = escrow::claim_slots(&job, &with, 2, 86_400);
    refused(&mut market, claim, "NotEnoughSelfStake");
    let record = market.participant(&operator.owner);
    assert_eq!(record.forfeited_io, 40_000_000);
}

/// A client that cancels at once pays a minute for every slot it made somebody reserve; one that
/// nobody served gets its deposit back, and nobody gains by it.
#[test]
fn posting_and_cancelling_in_a_loop_never_profits() {
    let mut market = Market::open();
    let operator = market.operators[0];
    let client = market.client;
    let dollars = |market: &Market| market.world.chain.balance(&market.client_dollars);
    let minute = DEPOSIT / 60;
    for round in 0..6 {
        let claimed = round % 2 == 1;
        let (before, lamports) = (dollars(&market), market.world.chain.lamports(&client));
        let job = market.posted(round, &market.terms(DOLLAR_MINT, 2));
        if claimed {
            pass_race(&mut market);
            let _ = market.claim(&job, &operator, 2).ok();
        }
        send(&mut market, escrow::cancel(&job));
        refused(&mut market, escrow::cancel(&job), "JobEnded");
        refund(&mut market, &job);
        let refund = escrow::refund(&job, market.client_dollars);
        refused(&mut market, refund, "NothingToRefund");
        if claimed {
            market.world.chain.warp(900);
            send(&mut market, escrow::finish(&job, &operator.owner));
            market.world.chain.warp(900);
            let _ = market.settle(&job, &operator);
            let key = operator.device_key;
            let close = escrow::close_claim(&job, &operator.owner, key);
            send(&mut market, close);
        }
        // The client itself collects the bounty it paid.
        send(&mut market, escrow::close_job(client, &job));
        let cost = if claimed { minute } else { 0 };
        assert_eq!(before - dollars(&market), cost);
        assert_eq!(market.world.chain.lamports(&client), lamports);
    }
    let record = market.participant(&client);
    assert_eq!(record.balances[1].booked, 0);
    assert_eq!(record.client_outcomes.bad, 0);
    assert_eq!(record.jobs_posted, 6);
    let paid = market.participant(&operator.owner);
    assert!(paid.balances[1].booked > 0);
    assert_ne!(participant(&client), participant(&operator.owner));
}
