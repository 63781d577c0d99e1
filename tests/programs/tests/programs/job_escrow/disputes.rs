//! Disputes: the client's bond, the verdict, the default.

use super::money::split_of;
use ionet_core::job::{ClaimState, VERDICT_SECONDS};
use ionet_test_kit::{
    addresses::shard_vault,
    market::{DOLLAR_MINT, Market, Operator, RATE},
    process::{
        job_escrow::{self as escrow, JobAt, JobTerms},
        local_stand_in as stand_in,
    },
};

/// A quarter of an hour of two GPUs.
const GROSS: u64 = 2 * RATE / 4;
/// The least bond: 5 % of $1.20 would be less.
const BOND: u64 = 1_000_000;

struct Disputed {
    market: Market,
    job: JobAt,
    operator: Operator,
}

impl Disputed {
    /// Two GPUs completed after a quarter of an hour; `verification` as posted.
    fn completed(verification: u8) -> Self {
        let mut market = Market::open();
        let operator = market.operators[0];
        let terms = JobTerms {
            verification,
            ..market.terms(DOLLAR_MINT, 2)
        };
        let job = market.posted(0, &terms);
        market.running(&job, &operator, 2);
        market.world.chain.warp(900);
        let _ = market.complete(&job, &operator, 2);
        let admin = market.world.admin;
        let open = escrow::open_participant(admin, market.verifiers);
        let _ = market.world.chain.send(open).ok();
        Self {
            market,
            job,
            operator,
        }
    }

    fn open() -> Self {
        let mut disputed = Self::completed(0);
        let client = disputed.market.client_dollars;
        let before = disputed.market.world.chain.balance(&client);
        let dispute = escrow::dispute(&disputed.job, &disputed.operator.owner, client);
        let _ = disputed.market.world.chain.send(dispute).ok();
        let after = disputed.market.world.chain.balance(&client);
        assert_eq!(before - after, BOND);
        assert_eq!(disputed.shard().dispute_bonds, BOND);
        assert_eq!(disputed.vault(), BOND);
        disputed
    }

    fn shard(&self) -> ionet_client::generated::job_escrow::accounts::Shard {
        self.market.shard(DOLLAR_MINT, self.job.shard())
    }

    fn vault(&self) -> u64 {
        let vault = shard_vault(DOLLAR_MINT, self.job.shard());
        self.market.world.chain.balance(&vault)
    }

    fn verdict(&mut self, upheld: bool) {
        let admin = self.market.world.admin;
        let claim = self.job.claim(&self.operator.owner);
        let verdict = stand_in::set_verdict(admin, claim, upheld, [8; 32]);
        let _ = self.market.world.chain.send(verdict).ok();
    }

    fn resolve(&self) -> ionet_test_kit::Call {
        escrow::resolve(&self.job, &self.operator.owner, &self.market.verifiers)
    }

    fn resolved(&mut self) {
        let resolve = self.resolve();
        let _ = self.market.world.chain.send(resolve).ok();
        assert_eq!(self.shard().dispute_bonds, 0);
    }

    /// `gross` is the operator's, and everything else the client's.
    fn pays(&mut self, gross: u64) {
        let (job, operator) = (self.job, self.operator);
        self.market.world.chain.warp(3_600);
        let end = escrow::end_job(&job);
        let _ = self.market.world.chain.send(end).ok();
        let _ = self.market.settle(&job, &operator);
        let claim = self.market.claim_of(&job, &operator);
        assert_eq!(claim.settled_gross, gross);
        assert_eq!(claim.state, ClaimState::Settled.code());
        let record = self.market.participant(&operator.owner);
        assert_eq!(record.balances[1].booked, split_of(&claim, gross).usd);
        let refund = escrow::refund(&job, self.market.client_dollars);
        let _ = self.market.world.chain.send(refund).ok();
        assert_eq!(self.market.job_at(&job).refunded, 2 * RATE - gross);
    }
}

#[test]
fn the_operator_was_right() {
    let mut disputed = Disputed::open();
    let settle = escrow::settle(
        &disputed.job,
        &disputed.operator.owner,
        &escrow::SettleAccounts::default(),
    );
    disputed.market.world.chain.warp(900);
    let chain = &mut disputed.market.world.chain;
    chain.send(settle).fails_with("ClaimDisputed");
    disputed.verdict(false);
    disputed.resolved();
    assert_eq!(disputed.shard().verifiers.booked, BOND);
    let owner = disputed.operator.owner;
    let operator = disputed.market.participant(&owner);
    assert!(operator.operator_outcomes.good > 0);
    assert_eq!(operator.proved_wrong, 0);
    disputed.pays(GROSS);
}

#[test]
fn the_operator_was_wrong() {
    let mut disputed = Disputed::open();
    disputed.verdict(true);
    disputed.resolved();
    let client = disputed.market.participant(&disputed.market.client);
    assert_eq!(client.balances[1].booked, BOND);
    assert_eq!(disputed.shard().participants.booked, BOND);
    // Its bond in IO was worth $4.80; a dollar of it pays the re-run.
    let operator = disputed.market.participant(&disputed.operator.owner);
    assert_eq!(operator.forfeited_io, 240_000_000 * 10 / 48);
    assert!(operator.operator_outcomes.bad > 0);
    // What staking reads outlives the claim.
    assert_eq!(
        (operator.proved_wrong, operator.proved_wrong_bond),
        (1, 240_000_000)
    );
    let verifiers = disputed.market.participant(&disputed.market.verifiers);
    assert_eq!(verifiers.forfeit_receivable_io, operator.forfeited_io);
    disputed.pays(0);
}

#[test]
fn without_a_verdict_the_client_gets_it_back() {
    let mut disputed = Disputed::open();
    let resolve = disputed.resolve();
    let chain = &mut disputed.market.world.chain;
    chain.send(resolve).fails_with("VerdictAwaited");
    chain.warp(VERDICT_SECONDS + 3_600);
    disputed.resolved();
    let client = disputed.market.participant(&disputed.market.client);
    assert_eq!(client.balances[1].booked, BOND);
    let operator = disputed.market.participant(&disputed.operator.owner);
    assert_eq!((operator.forfeited_io, operator.proved_wrong), (0, 0));
    assert_eq!(operator.operator_outcomes.bad, 0);
    disputed.pays(0);
}

#[test]
fn a_verdict_disputes_an_audited_job_without_a_bond() {
    let mut disputed = Disputed::completed(2);
    let open = escrow::dispute_by_verdict(&disputed.job, &disputed.operator.owner);
    let chain = &mut disputed.market.world.chain;
    chain.send(open.clone()).fails_with("WrongVerdict");
    disputed.verdict(true);
    let _ = disputed.market.world.chain.send(open).ok();
    disputed.resolved();
    let operator = disputed.market.participant(&disputed.operator.owner);
    assert_eq!((operator.forfeited_io, operator.proved_wrong), (0, 1));
    assert_eq!(disputed.vault(), 0);
    disputed.pays(0);
}

/// Neither side waits for the other to be late: whoever calls, and whenever, the dispute ends as
/// the verdict's own time says.
#[test]
fn a_verdict_after_the_deadline_decides_nothing() {
    let mut disputed = Disputed::open();
    disputed.market.world.chain.warp(VERDICT_SECONDS + 3_600);
    disputed.verdict(false);
    disputed.resolved();
    let client = disputed.market.participant(&disputed.market.client);
    assert_eq!(client.balances[1].booked, BOND, "the default holds");
    disputed.pays(0);

    let mut disputed = Disputed::open();
    disputed.market.world.chain.warp(VERDICT_SECONDS + 3_599);
    disputed.verdict(false);
    disputed.market.world.chain.warp(100_000);
    disputed.resolved();
    assert_eq!(
        disputed.shard().verifiers.booked,
        BOND,
        "so does the verdict"
    );
    disputed.pays(GROSS);
}

#[test]
fn a_dispute_comes_too_late() {
    let mut disputed = Disputed::completed(0);
    disputed.market.world.chain.warp(900);
    let source = disputed.market.client_dollars;
    let dispute = escrow::dispute(&disputed.job, &disputed.operator.owner, source);
    let chain = &mut disputed.market.world.chain;
    chain.send(dispute).fails_with("DisputeTooLate");
}
