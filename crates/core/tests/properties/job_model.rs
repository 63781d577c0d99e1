//! A job with its claims and its vault, as the programs would keep them, driven by anybody.

use ionet_core::hiring::{charge_floor, hour_gross, lock_bond, release_bond};
use ionet_core::job::{
    ClaimRecord, ClaimState, Decision, Dispute, DisputeError, EndReason, Entitlement, JobEnd,
    JobError, JobState, Posted, Tally, Verdict,
};
use ionet_core::settlement::gross_floor;

pub const POSTED_AT: i64 = 1_800_000_000;
/// Micro-dollars per GPU-hour; odd, so that everything rounds.
pub const RATE: u64 = 1_234_567;

/// What anybody can try. `claim` counts modulo the claims there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Wait { seconds: i64, halted: bool },
    Take { gpus: u32, more_seconds: u32 },
    Enlarge { claim: usize, gpus: u32 },
    Start { claim: usize, gpus: u32 },
    Heartbeat { claim: usize, dead: u32 },
    Complete { claim: usize, dead: u32 },
    Commit { claim: usize, result: u8 },
    Reveal { claim: usize },
    Cancel,
    Extend { seconds: u32, rate: u64 },
    Dispute { claim: usize },
    Audit { claim: usize },
    Donate { amount: u64 },
    Resolve { claim: usize, verdict: Option<bool> },
    Decide { claim: usize, rerun: Option<u8> },
    DueEnd { claim: usize },
    EndJob,
    Refund,
    Settle { claim: usize },
    CloseClaim { claim: usize },
    CloseJob,
}

#[derive(Clone, Debug)]
pub struct Claim {
    pub record: ClaimRecord,
    /// Gross that was booked.
    pub booked: u64,
    pub dispute: Option<Dispute>,
    pub result: [u8; 32],
    /// What it locks of its operator's stake; 0 once that is released.
    pub bond: u64,
    /// What verifiers said of it, once they did.
    pub verdict: Option<Posted<Verdict>>,
}

#[derive(Clone, Debug)]
pub struct Model {
    pub job: JobState,
    pub claims: Vec<Claim>,
    pub tally: Tally,
    /// What verifiers said of the job, once they did.
    pub rerun: Option<Posted<[u8; 32]>>,
    /// What the first replica was decided by.
    pub decision: Option<Decision>,
    pub now: i64,
    pub slot: u64,
    /// What the job's token account holds.
    pub vault: u64,
    /// What went to participants.
    pub moved: u64,
    /// What went back to the client.
    pub returned: u64,
    /// Surplus that went to the treasury.
    pub surplus: u64,
    pub donated: u64,
    /// Dispute bonds that the client put down, and where they went.
    pub bonds_in: u64,
    pub bonds_to_client: u64,
    pub bonds_to_verifiers: u64,
    /// What the claims lock of the stake of one operator, who holds them all.
    pub locked: u64,
    pub closed: bool,
}

impl Model {
    pub fn new(job: JobState) -> Self {
        Self {
            job,
            claims: Vec::new(),
            tally: Tally::default(),
            rerun: None,
            decision: None,
            now: POSTED_AT,
            slot: 1_000,
            vault: job.deposit,
            moved: 0,
            returned: 0,
            surplus: 0,
            donated: 0,
            bonds_in: 0,
            bonds_to_client: 0,
            bonds_to_verifiers: 0,
            locked: 0,
            closed: false,
        }
    }

    /// The job filled with claims of `gpus` each, and all of them running.
    pub fn filled_and_started(mut self, gpus: u32) -> Self {
        while self.step(Step::Take {
            gpus,
            more_seconds: 0,
        }) {}
        for claim in 0..self.claims.len() {
            assert!(self.step(Step::Start { claim, gpus }));
        }
        self
    }

    /// Tries a step; whether it was accepted. A step that is refused changes nothing, but a
    /// verdict that it brings stays posted.
    pub fn step(&mut self, step: Step) -> bool {
        if let Step::Wait { seconds, halted } = step {
            self.now += seconds;
            self.slot += if halted {
                0
            } else {
                seconds.unsigned_abs() * 5 / 2
            };
            return true;
        }
        if self.closed {
            return false;
        }
        self.step_while_open(step).is_some()
    }

    fn step_while_open(&mut self, step: Step) -> Option<()> {
        let now = self.now;
        match step {
            Step::Wait { .. } => {}
            Step::Donate { amount } => {
                self.vault += amount;
                self.donated += amount;
            }
            Step::Take { gpus, more_seconds } => self.take(gpus, more_seconds)?,
            Step::Cancel => self.job = self.job.cancel(now).ok()?,
            Step::EndJob => self.job = self.job.end_if_due(now).ok()?,
            Step::Extend { seconds, rate } => {
                let extended = self.job.extend(rate, seconds, now).ok()?;
                self.job = extended.job_after;
                self.vault += extended.deposit;
            }
            Step::Refund => {
                let refund = self.job.refund(now).ok()?;
                assert!(refund.amount > 0);
                assert_eq!(
                    refund.refunded_after - refund.refunded_before,
                    refund.amount
                );
                self.job = refund.job_after;
                self.pay_client(refund.amount);
            }
            Step::CloseJob => self.close_job()?,
            Step::Enlarge { claim, .. }
            | Step::Start { claim, .. }
            | Step::Heartbeat { claim, .. }
            | Step::Complete { claim, .. }
            | Step::Commit { claim, .. }
            | Step::Reveal { claim }
            | Step::Dispute { claim }
            | Step::Audit { claim }
            | Step::Resolve { claim, .. }
            | Step::Decide { claim, .. }
            | Step::DueEnd { claim }
            | Step::Settle { claim }
            | Step::CloseClaim { claim } => {
                let index = claim.checked_rem(self.claims.len())?;
                self.step_of_claim(index, step)?;
            }
        }
        Some(())
    }

    fn step_of_claim(&mut self, index: usize, step: Step) -> Option<()> {
        let now = self.now;
        let Claim { record, result, .. } = self.claims[index].clone();
        let gpus = record.meter.gpus;
        let next;
        match step {
            Step::Enlarge { gpus, .. } => {
                let more = record.enlarge(&self.job, gpus, false, now).ok()?;
                assert_eq!(more.free_before - more.free_after, gpus);
                (next, self.job) = (more.claim, more.job_after);
            }
            Step::Start { gpus, .. } => {
                let started = record.start_host(&self.job, gpus, now, self.slot).ok()?;
                (next, self.job) = (started.claim_after, started.job_after);
            }
            Step::Heartbeat { dead, .. } => {
                let alive = gpus.saturating_sub(dead);
                next = record.heartbeat(&self.job, alive, now, self.slot).ok()?;
            }
            Step::Complete { dead, .. } => {
                let alive = gpus.saturating_sub(dead);
                let end = record.complete(&self.job, alive, now).ok()?;
                (next, self.job) = (end.claim_after, end.job_after);
            }
            Step::Commit { result, .. } => {
                let end = record.commit(&self.job, gpus, now).ok()?;
                (next, self.job) = (end.claim_after, end.job_after);
                self.claims[index].result = [result; 32];
            }
            Step::DueEnd { .. } => {
                let end = record.due_end(&self.job, now, self.slot).ok()?;
                (next, self.job) = (end.claim_after, end.job_after);
            }
            Step::Reveal { .. } => {
                next = record.reveal(&self.job, now).ok()?;
                self.tally = self.tally.count(&result).ok()?;
            }
            Step::Dispute { .. } | Step::Audit { .. } => {
                let opened = match step {
                    Step::Dispute { .. } => record.dispute(&self.job, now),
                    _ => record.dispute_by_verdict(&self.job, Verdict::OperatorWrong, now),
                };
                let opened = opened.ok()?;
                next = opened.claim_after;
                self.bonds_in += opened.dispute.bond;
                self.claims[index].dispute = Some(opened.dispute);
            }
            Step::Resolve { verdict, .. } => next = self.resolve(index, verdict)?,
            Step::Decide { rerun, .. } => {
                if let Some(byte) = rerun {
                    let said = [byte; 32];
                    self.rerun.get_or_insert(Posted { said, at: now });
                }
                let decision = self.tally.decide(&self.job, self.rerun, now).ok()?;
                let decided = record.decided(&self.job, &decision, &result, now).ok()?;
                let gross = gross_floor(record.meter.newest.charge);
                assert_eq!(decided.stays_earned + decided.refunded, gross);
                let first = *self.decision.get_or_insert(decision);
                assert_eq!(decision, first, "all replicas are decided by the same");
                (next, self.job) = (decided.claim_after, decided.job_after);
            }
            Step::Settle { .. } => return self.settle(index),
            Step::CloseClaim { .. } => {
                next = record.close(&self.job, now).ok()?;
                self.job = self.job.claim_closed().unwrap();
            }
            _ => unreachable!("not a step of a claim"),
        }
        self.claims[index].record = next;
        self.free_bond(index);
        Some(())
    }

    /// As the programs do after everything that happens to a claim.
    fn free_bond(&mut self, index: usize) {
        let claim = &mut self.claims[index];
        if claim.bond > 0 && !claim.record.locks_bond(&self.job) {
            self.locked = release_bond(self.locked, claim.bond).unwrap().locked_after;
            claim.bond = 0;
        }
    }

    /// Ends the dispute of a claim, of which verifiers may now say whether its operator was wrong.
    fn resolve(&mut self, index: usize, wrong: Option<bool>) -> Option<ClaimRecord> {
        let claim = &mut self.claims[index];
        if let Some(wrong) = wrong {
            let said = if wrong {
                Verdict::OperatorWrong
            } else {
                Verdict::OperatorRight
            };
            let at = self.now;
            claim.verdict.get_or_insert(Posted { said, at });
        }
        let (record, dispute, verdict) = (claim.record, claim.dispute?, claim.verdict);
        let disputed = record.held_back(&self.job).ok()?;
        let ended = record
            .resolve(&self.job, &dispute, verdict, self.now)
            .ok()?;
        assert_eq!(ended.stays_earned + ended.refunded, disputed);
        let bond = ended.bond_to_client + ended.bond_to_verifiers;
        assert_eq!(bond, dispute.bond);
        let in_time = verdict.filter(|verdict| verdict.at < dispute.deadline);
        let right = in_time.is_some_and(|found| found.said == Verdict::OperatorRight);
        assert_eq!(
            ended.refunded > 0,
            !right,
            "the verdict in time, or the client"
        );

        let worth = hour_gross(RATE, record.meter.gpus).unwrap();
        let charged = charge_floor(claim.bond, ended.operator_owes, worth);
        assert!(charged <= claim.bond, "no more than the claim still locks");
        assert_eq!(charged > 0, ended.operator_owes > 0);
        self.bonds_to_client += ended.bond_to_client;
        self.bonds_to_verifiers += ended.bond_to_verifiers;
        self.job = ended.job_after;
        Some(ended.claim_after)
    }

    fn take(&mut self, gpus: u32, more_seconds: u32) -> Option<()> {
        let seconds = u32::try_from(self.job.hire.seconds()).unwrap() + more_seconds;
        let taken = self.job.take(gpus, seconds, false, self.now).ok()?;
        assert_eq!(taken.free_before - taken.free_after, gpus);
        self.job = taken.job_after;
        let bond = lock_bond(u64::MAX, self.locked, u64::from(gpus) * 1_000_000).unwrap();
        self.locked = bond.locked_after;
        self.claims.push(Claim {
            record: taken.claim,
            booked: 0,
            dispute: None,
            result: [0; 32],
            bond: bond.amount,
            verdict: None,
        });
        Some(())
    }

    /// Books what is settleable, and marks the claim when that was all. Accepted when something
    /// was booked or marked.
    fn settle(&mut self, index: usize) -> Option<()> {
        let claim = &mut self.claims[index];
        let up_to = claim.record.settleable(&self.job, self.now).ok()?;
        let gross = gross_floor(up_to.charge);
        let booked = gross
            .checked_sub(claim.booked)
            .expect("a claim's gross never falls");
        claim.booked = gross;
        self.moved += booked;
        self.vault = self
            .vault
            .checked_sub(booked)
            .expect("the vault covers every claim");
        match claim.record.settled(&self.job, gross, self.now) {
            Ok(settled) => claim.record = settled,
            Err(_) if booked == 0 => return None,
            Err(_) => {}
        }
        self.free_bond(index);
        Some(())
    }

    fn close_job(&mut self) -> Option<()> {
        let closed = self.job.close(self.moved, self.vault).ok()?;
        assert_eq!(closed.to_client + closed.to_treasury, self.vault);
        self.job = closed.job_after;
        self.pay_client(closed.to_client);
        self.vault -= closed.to_treasury;
        self.surplus += closed.to_treasury;
        self.closed = true;
        Some(())
    }

    fn pay_client(&mut self, amount: u64) {
        self.vault = self
            .vault
            .checked_sub(amount)
            .expect("the vault covers every refund");
        self.returned += amount;
    }

    /// Everything that an anonymous keeper can try now, once each.
    pub fn keeper_steps(&self) -> Vec<Step> {
        let mut steps = vec![Step::EndJob];
        for claim in 0..self.claims.len() {
            steps.extend([
                Step::DueEnd { claim },
                Step::Decide { claim, rerun: None },
                Step::Resolve {
                    claim,
                    verdict: None,
                },
                Step::Settle { claim },
                Step::CloseClaim { claim },
            ]);
        }
        steps.extend([Step::EndJob, Step::Refund, Step::CloseJob]);
        steps
    }

    /// A keeper alone, who looks once in a while. How many rounds until the job is closed.
    pub fn closed_by_keeper(&self, pause: i64, most_rounds: usize) -> Option<usize> {
        let mut model = self.clone();
        for round in 0..most_rounds {
            if model.closed {
                model.check();
                return Some(round);
            }
            for step in model.keeper_steps() {
                model.step(step);
            }
            model.step(Step::Wait {
                seconds: pause,
                halted: false,
            });
        }
        None
    }

    /// What an ended claim is entitled to, from its meter.
    fn entitled(&self, claim: &Claim) -> u64 {
        let all = gross_floor(claim.record.meter.newest.charge);
        match claim.record.entitlement {
            Entitlement::Full => all,
            Entitlement::Matured => all - claim.record.held_back(&self.job).unwrap(),
            Entitlement::Nothing => 0,
        }
    }

    /// Whether something can still be charged to a claim or proved against it, from what the
    /// rules accept.
    fn is_answerable(&self, claim: &Claim) -> bool {
        let record = &claim.record;
        match record.state {
            ClaimState::Ended
                if matches!(record.reason, Some(EndReason::Expired | EndReason::Failed)) =>
            {
                false
            }
            ClaimState::Ended => {
                let undecided = record.settleable(&self.job, self.now);
                let disputed = record.dispute(&self.job, record.recorded_at);
                undecided == Err(JobError::NotDecided)
                    || disputed.is_ok()
                    || disputed == Err(DisputeError::NothingHeldBack)
            }
            ClaimState::Committed | ClaimState::Revealed | ClaimState::Disputed => true,
            state => state.is_open(),
        }
    }

    /// Invariants I2, I3 and the counters, in any state.
    pub fn check(&self) {
        let job = &self.job;
        assert_eq!(
            self.vault + self.moved + self.returned + self.surplus,
            job.deposit + self.donated,
            "every unit is somewhere"
        );
        let has_ended = |claim: &&Claim| !claim.record.state.is_open();
        let gpus = |claims: &mut dyn Iterator<Item = &Claim>| -> u32 {
            claims.map(|claim| claim.record.meter.gpus).sum()
        };
        assert_eq!(gpus(&mut self.claims.iter()), job.slots_claimed);
        assert_eq!(
            gpus(&mut self.claims.iter().filter(has_ended)),
            job.slots_finished
        );
        let booked: u64 = self.claims.iter().map(|claim| claim.booked).sum();
        assert_eq!(booked, self.moved);
        let entitled = self
            .claims
            .iter()
            .filter(has_ended)
            .map(|claim| self.entitled(claim));
        assert_eq!(
            entitled.sum::<u64>(),
            job.bound.ended_gross,
            "what ended claims earned"
        );
        for claim in self.claims.iter().filter(has_ended) {
            assert!(claim.booked <= self.entitled(claim));
        }
        let locked: u64 = self.claims.iter().map(|claim| claim.bond).sum();
        assert_eq!(locked, self.locked, "what claims lock is what is locked");
        for claim in &self.claims {
            assert_eq!(claim.bond > 0, self.is_answerable(claim));
        }
        if self.closed {
            assert_eq!(self.locked, 0);
            assert_eq!(self.vault, 0);
            assert_eq!(
                self.moved + self.returned,
                job.deposit,
                "deposit = paid + returned"
            );
            assert_eq!(self.surplus, self.donated);
            assert_eq!(
                self.bonds_in,
                self.bonds_to_client + self.bonds_to_verifiers
            );
            assert_ne!(job.end, JobEnd::Open);
        } else {
            let owed = job.bound.ended_gross.saturating_sub(booked);
            assert!(
                self.vault >= owed,
                "the vault covers what ended claims are owed"
            );
            let open = self
                .claims
                .iter()
                .filter(|claim| claim.record.state != ClaimState::Closed);
            assert_eq!(open.count(), usize::try_from(job.claims_open).unwrap());
        }
    }
}
