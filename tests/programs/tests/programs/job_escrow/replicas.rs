//! Replicated jobs: commit, reveal, decide.

use super::money::split_of;
use ionet_core::job::{ClaimState, Entitlement, JobEnd, REVEAL_SECONDS, VERDICT_SECONDS};
use ionet_test_kit::{
    market::{DOLLAR_MINT, Market, Operator, RATE},
    process::{
        job_escrow::{self as escrow, JobAt, JobTerms},
        local_stand_in as stand_in,
    },
};

/// What each replica of two GPUs earns in a quarter of an hour.
const GROSS: u64 = 2 * RATE / 4;
/// What a replica of two GPUs asks for an hour.
const DEPOSIT_EACH: u64 = 2 * RATE;
/// What each locks: an hour, IO at two dollars.
const BOND: u64 = 240_000_000;
const SALT: [u8; 32] = [0x5a; 32];

/// A job of `N` replicas, which all committed after a quarter of an hour.
struct Replicated<const N: usize> {
    market: Market,
    job: JobAt,
    operators: [Operator; N],
}

impl<const N: usize> Replicated<N> {
    fn committed(results: [u8; N]) -> Self {
        let mut replicated = Self::running();
        let Self { job, operators, .. } = replicated;
        for (operator, result) in operators.iter().zip(results) {
            let commitment = escrow::commitment(&[result; 32], &operator.owner, &SALT);
            replicated.commit(&job, operator, commitment);
        }
        replicated
    }

    fn running() -> Self {
        let mut market = Market::open();
        let known = market.operators;
        let operators = std::array::from_fn(|number| match known.get(number) {
            Some(operator) => *operator,
            None => market.join(&format!("operator {number}")),
        });
        let terms = JobTerms {
            verification: 1,
            replicas: u8::try_from(N).unwrap(),
            partial_fill: 2,
            ..market.terms(DOLLAR_MINT, 2)
        };
        let job = market.posted(0, &terms);
        market.world.chain.warp(8);
        market.refresh_prices();
        for operator in &operators {
            let with = market.claim_accounts(operator);
            let claim = escrow::claim_slots(&job, &with, 2, 86_400);
            let _ = market.world.chain.send(claim).ok();
        }
        for operator in &operators {
            let _ = market.start_host(&job, operator, 2);
        }
        market.world.chain.warp(900);
        Self {
            market,
            job,
            operators,
        }
    }

    fn commit(&mut self, job: &JobAt, operator: &Operator, commitment: [u8; 32]) {
        let (key, device) = (operator.device_key, operator.device);
        let commit = escrow::commit(job, &operator.owner, key, device, 2, commitment);
        let _ = self.market.world.chain.send(commit).ok();
    }

    fn reveal(&mut self, results: [u8; N]) {
        for (operator, result) in self.operators.into_iter().zip(results) {
            let reveal = escrow::reveal(&self.job, &operator.owner, [result; 32], SALT);
            let _ = self.market.world.chain.send(reveal).ok();
        }
    }

    /// Each replica's bond answers for its result until then.
    fn decide(&mut self) {
        for operator in self.operators {
            let bond = self.market.claim_of(&self.job, &operator).bond;
            let record = self.market.participant(&operator.owner);
            assert!(bond > 0 && record.locked_bond == bond);
            let decide = escrow::decide(&self.job, &operator.owner);
            let _ = self.market.world.chain.send(decide).ok();
            assert_eq!(self.market.claim_of(&self.job, &operator).bond, 0);
            assert_eq!(self.market.participant(&operator.owner).locked_bond, 0);
        }
    }

    /// Every replica's part is booked and closed, and the rest is the client's.
    fn pays(&mut self, paid: [bool; N]) {
        let job = self.job;
        let before = self.market.world.chain.balance(&self.market.client_dollars);
        let end = escrow::end_job(&job);
        let _ = self.market.world.chain.send(end).ok();
        assert_eq!(self.market.job_at(&job).end, JobEnd::Finished.code());
        let refund = escrow::refund(&job, self.market.client_dollars);
        let _ = self.market.world.chain.send(refund).ok();
        let refunded = self.market.world.chain.balance(&self.market.client_dollars) - before;
        let winners = paid.iter().filter(|paid| **paid).count() as u64;
        assert_eq!(refunded, N as u64 * DEPOSIT_EACH - winners * GROSS);
        self.market.world.chain.warp(900);
        for (operator, paid) in self.operators.into_iter().zip(paid) {
            let _ = self.market.settle(&job, &operator);
            let claim = self.market.claim_of(&job, &operator);
            let gross = if paid { GROSS } else { 0 };
            assert_eq!(claim.settled_gross, gross);
            assert_eq!(claim.state, ClaimState::Settled.code());
            let record = self.market.participant(&operator.owner);
            assert_eq!(record.balances[1].booked, split_of(&claim, gross).usd);
            let close = escrow::close_claim(&job, &operator.owner, operator.device_key);
            let _ = self.market.world.chain.send(close).ok();
        }
        let keeper = self.market.world.mallory;
        let close = escrow::close_job(keeper, &job);
        let _ = self.market.world.chain.send(close).ok();
    }
}

#[test]
fn a_majority_is_paid_and_the_rest_refunded() {
    let mut replicated = Replicated::committed([1, 1, 2]);
    replicated.reveal([1, 1, 2]);
    replicated.decide();
    let Replicated { job, operators, .. } = replicated;
    let loser = replicated.market.claim_of(&job, &operators[2]);
    assert_eq!(loser.entitlement, Entitlement::Nothing.code());
    assert_eq!(loser.proved_wrong, 0, "other replicas prove nothing");
    for (operator, good) in operators.iter().zip([true, true, false]) {
        let outcomes = replicated
            .market
            .participant(&operator.owner)
            .operator_outcomes;
        assert_eq!((outcomes.good > 0, outcomes.bad > 0), (good, !good));
    }
    replicated.pays([true, true, false]);
}

#[test]
fn without_a_majority_the_verdict_on_the_job_decides() {
    let mut replicated = Replicated::committed([1, 2, 3]);
    replicated.reveal([1, 2, 3]);
    let Replicated { job, operators, .. } = replicated;
    let decide = escrow::decide(&job, &operators[0].owner);
    let chain = &mut replicated.market.world.chain;
    chain.send(decide).fails_with("VerdictAwaited");
    chain.warp(REVEAL_SECONDS);
    let admin = replicated.market.world.admin;
    let verdict = stand_in::set_verdict(admin, job.address, false, [2; 32]);
    let _ = replicated.market.world.chain.send(verdict).ok();
    replicated.decide();
    let proved = operators.map(|operator| replicated.market.claim_of(&job, &operator).proved_wrong);
    assert_eq!(proved, [1, 0, 1]);
    let counted = operators.map(|operator| replicated.market.participant(&operator.owner));
    assert_eq!(
        counted.each_ref().map(|record| record.proved_wrong),
        [1, 0, 1]
    );
    let bonds = counted.map(|record| record.proved_wrong_bond);
    assert_eq!(bonds, [BOND, 0, BOND]);
    replicated.pays([false, true, false]);
}

#[test]
fn without_a_verdict_everyone_who_revealed_is_paid() {
    let mut replicated = Replicated::committed([1, 2, 3]);
    replicated.reveal([1, 2, 3]);
    let seconds = REVEAL_SECONDS + VERDICT_SECONDS + 3_600;
    replicated.market.world.chain.warp(seconds);
    replicated.decide();
    replicated.pays([true; 3]);
}

/// Two that agree are a majority of two.
#[test]
fn two_replicas_that_agree_are_paid() {
    let mut replicated = Replicated::committed([1, 1]);
    replicated.reveal([1, 1]);
    replicated.decide();
    replicated.pays([true; 2]);
}

/// One of two is no majority: nobody is paid before a re-run says who was right.
#[test]
fn two_replicas_that_differ_wait_for_the_verdict() {
    let mut replicated = Replicated::committed([1, 2]);
    replicated.reveal([1, 2]);
    let Replicated { job, operators, .. } = replicated;
    let chain = &mut replicated.market.world.chain;
    for operator in &operators {
        let decide = escrow::decide(&job, &operator.owner);
        chain.send(decide).fails_with("VerdictAwaited");
    }
    chain.warp(REVEAL_SECONDS);
    let admin = replicated.market.world.admin;
    let verdict = stand_in::set_verdict(admin, job.address, false, [1; 32]);
    let _ = replicated.market.world.chain.send(verdict).ok();
    replicated.decide();
    let proved = operators.map(|operator| replicated.market.claim_of(&job, &operator).proved_wrong);
    assert_eq!(proved, [0, 1]);
    replicated.pays([true, false]);
}

/// Two against two of four.
#[test]
fn four_replicas_need_three_that_agree() {
    let mut replicated = Replicated::committed([1, 1, 2, 2]);
    replicated.reveal([1, 1, 2, 2]);
    let Replicated { job, operators, .. } = replicated;
    let decide = escrow::decide(&job, &operators[0].owner);
    let chain = &mut replicated.market.world.chain;
    chain.send(decide).fails_with("VerdictAwaited");

    let mut replicated = Replicated::committed([1, 2, 1, 1]);
    replicated.reveal([1, 2, 1, 1]);
    replicated.decide();
    replicated.pays([true, false, true, true]);
}

/// The first replica is decided when there is no verdict. One that comes then, or a cancel,
/// brings the second nothing else.
#[test]
fn replicas_of_a_job_are_decided_by_the_same_whoever_calls_when() {
    let mut replicated = Replicated::committed([1, 2, 3]);
    replicated.reveal([1, 2, 3]);
    let Replicated { job, operators, .. } = replicated;
    let seconds = REVEAL_SECONDS + VERDICT_SECONDS + 3_600;
    replicated.market.world.chain.warp(seconds);
    let decide = |operator: &Operator| escrow::decide(&job, &operator.owner);
    let admin = replicated.market.world.admin;
    let verdict = stand_in::set_verdict(admin, job.address, false, [2; 32]);
    let chain = &mut replicated.market.world.chain;
    let _ = chain.send(decide(&operators[0])).ok();
    let _ = chain.send(verdict).ok();
    let _ = chain.send(escrow::cancel(&job)).ok();
    let _ = chain.send(decide(&operators[1])).ok();
    let _ = chain.send(decide(&operators[2])).ok();
    for operator in &operators {
        let claim = replicated.market.claim_of(&job, operator);
        assert_eq!((claim.entitlement, claim.proved_wrong), (0, 0));
    }

    // A verdict in time, a client that cancels to save who was wrong, and a call that comes late.
    let mut replicated = Replicated::committed([1, 2, 3]);
    replicated.reveal([1, 2, 3]);
    let Replicated { job, operators, .. } = replicated;
    let decide = |operator: &Operator| escrow::decide(&job, &operator.owner);
    let verdict = stand_in::set_verdict(admin, job.address, false, [2; 32]);
    let chain = &mut replicated.market.world.chain;
    chain.warp(REVEAL_SECONDS);
    let _ = chain.send(verdict).ok();
    let _ = chain.send(decide(&operators[0])).ok();
    let _ = chain.send(escrow::cancel(&job)).ok();
    let _ = chain.send(decide(&operators[1])).ok();
    chain.warp(10 * VERDICT_SECONDS);
    let _ = chain.send(decide(&operators[2])).ok();
    let of = |operator| replicated.market.claim_of(&job, &operator);
    assert_eq!(
        operators.map(|operator| of(operator).proved_wrong),
        [1, 0, 1]
    );
    assert_eq!(
        operators.map(|operator| of(operator).entitlement),
        [2, 0, 2]
    );
}

#[test]
fn a_copied_commitment_cannot_be_revealed() {
    let mut replicated = Replicated::<3>::running();
    let Replicated { job, operators, .. } = replicated;
    let copied = escrow::commitment(&[1; 32], &operators[0].owner, &SALT);
    for operator in &operators {
        replicated.commit(&job, operator, copied);
    }
    let reveal = |operator: &Operator| escrow::reveal(&job, &operator.owner, [1; 32], SALT);
    let chain = &mut replicated.market.world.chain;
    let _ = chain.send(reveal(&operators[0])).ok();
    chain.send(reveal(&operators[1])).fails_with("WrongReveal");
    // Who cannot reveal is not paid.
    chain.warp(REVEAL_SECONDS + VERDICT_SECONDS + 3_600);
    replicated.decide();
    replicated.pays([true, false, false]);
}

#[test]
fn nobody_reveals_while_replicas_can_still_commit() {
    let mut replicated = Replicated::<3>::running();
    let Replicated { job, operators, .. } = replicated;
    let operator = operators[0];
    let commitment = escrow::commitment(&[1; 32], &operator.owner, &SALT);
    replicated.commit(&job, &operator, commitment);
    let reveal = escrow::reveal(&job, &operator.owner, [1; 32], SALT);
    let chain = &mut replicated.market.world.chain;
    chain.send(reveal).fails_with("RevealNotOpen");
}
