//! A chain made of the core's rules, a machine with a process, and an agent's memory.

use ionet_agent::{Lease, OnChain, Policy, Process, Progress, Seen, Step, decide};
use ionet_core::{
    hiring::JobFilters,
    job::{ClaimRecord, ClaimState, JobState, JobTerms, PartialFill, Tally, Verification},
    settlement::gross_floor,
};

pub const START: i64 = 1_800_000_000;
/// Micro-dollars per GPU-hour: a tenth of a cent a second.
pub const RATE: u64 = 3_600_000;
const POLICY: Policy = Policy {
    settle_above: 500_000,
};

/// What happened besides the agent's own doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Time passes and the agent looks, every so often.
    Passes { seconds: i64 },
    /// Time passes without the agent.
    AgentIsDown { seconds: i64 },
    /// The machine restarts: the process is gone.
    MachineRestarts,
    /// The client cancels.
    Cancel,
    /// Somebody records the end if it is due.
    Keeper,
}

/// Everything.
pub struct World {
    pub now: i64,
    pub job: JobState,
    pub claim: Option<ClaimRecord>,
    pub booked: u64,
    tally: Tally,
    revealed: [u8; 32],
    committed: Option<([u8; 32], [u8; 32])>,
    /// What the journal holds; none once it is forgotten.
    pub lease: Option<Lease>,
    pub process: Process,
    /// When the process will be done.
    done_at: i64,
    /// How long the work takes.
    pub work_seconds: i64,
    /// Whether inputs can be fetched.
    pub inputs_are_good: bool,
    /// Steps that were taken, in order.
    pub steps: Vec<Step>,
    /// Gross of the claim at its end.
    pub earned: u64,
}

impl World {
    /// A job of one GPU and the intention to claim it.
    pub fn new(verification: Verification, seconds: u32, work_seconds: i64) -> Self {
        let replicated = verification.is_replicate();
        let terms = JobTerms {
            gpus: 1,
            granule: 1,
            seconds,
            claim_deadline: START + 600,
            start_seconds: 600,
            verification,
            deterministic: true,
            partial_fill: if replicated {
                PartialFill::Fail
            } else {
                PartialFill::Keep
            },
            filters: JobFilters::default(),
        };
        let mut world = Self {
            now: START,
            job: JobState::post(&terms, RATE, START).expect("terms"),
            claim: None,
            booked: 0,
            tally: Tally::default(),
            revealed: [0; 32],
            committed: None,
            lease: Some(Lease {
                claim: [1; 32],
                job: [2; 32],
                spec: [3; 32],
                gpus: 1,
                progress: Progress::Wanted,
            }),
            process: Process::None,
            done_at: 0,
            work_seconds,
            inputs_are_good: true,
            steps: Vec::new(),
            earned: 0,
        };
        if replicated {
            world.others_take_part();
        }
        world
    }

    /// Two other operators, honest and quick, hold the other replicas and will have the same
    /// result.
    fn others_take_part(&mut self) {
        for _ in 0..2 {
            let taken = self
                .job
                .take(1, 2_592_000, false, self.now)
                .expect("a slot");
            self.job = taken.job_after;
        }
        self.tally = Tally::default();
    }

    fn slot(&self) -> u64 {
        u64::try_from((self.now - START) * 5 / 2).expect("later")
    }

    fn seen(&self) -> Seen {
        let decision = self.tally.decide(&self.job, None, self.now).ok();
        Seen {
            now: self.now,
            slot: self.slot(),
            chain: OnChain {
                job: Some(self.job),
                claim: self.claim,
                booked: self.booked,
                decision,
                revealed: self.revealed,
            },
            process: self.process,
        }
    }

    /// Lets something happen.
    pub fn happen(&mut self, event: Event) {
        match event {
            Event::Passes { seconds } => self.pass(seconds),
            Event::AgentIsDown { seconds } => self.advance(seconds),
            Event::MachineRestarts => self.process = Process::None,
            Event::Cancel => {
                if let Ok(cancelled) = self.job.cancel(self.now) {
                    self.job = cancelled;
                }
            }
            Event::Keeper => self.keeper(),
        }
    }

    fn keeper(&mut self) {
        let Some(claim) = self.claim else { return };
        if let Ok(end) = claim.due_end(&self.job, self.now, self.slot()) {
            self.earned = end.gross;
            (self.claim, self.job) = (Some(end.claim_after), end.job_after);
        }
    }

    fn advance(&mut self, seconds: i64) {
        self.now += seconds;
        if self.process == Process::Running && self.now >= self.done_at {
            self.process = Process::Exited;
        }
    }

    /// The agent looks at least once a minute, and takes every step that is due.
    fn pass(&mut self, seconds: i64) {
        let until = self.now + seconds;
        loop {
            self.agent();
            if self.now >= until {
                return;
            }
            self.advance((until - self.now).min(60));
        }
    }

    /// Steps until the next one is to wait.
    pub fn agent(&mut self) {
        for _ in 0..20 {
            let Some(lease) = self.lease.clone() else {
                return;
            };
            let step = decide(&lease, &self.seen(), POLICY);
            assert_eq!(
                step,
                decide(&lease, &self.seen(), POLICY),
                "the same look, the same step"
            );
            if let Step::Wait { until } = step {
                assert!(until > self.now && until <= self.now + 60);
                self.check();
                return;
            }
            self.take(&lease, &step);
            self.steps.push(step);
        }
        panic!("the agent does not come to rest: {:?}", self.steps);
    }

    /// What holds whenever the agent rests.
    fn check(&self) {
        let is_open = self
            .claim
            .is_some_and(|claim| claim.state == ClaimState::Running);
        assert!(
            self.process != Process::Running || is_open,
            "a process without a claim"
        );
    }

    /// Does the step. The chain's rules have the last word, and must agree.
    fn take(&mut self, lease: &Lease, step: &Step) {
        let (now, slot) = (self.now, self.slot());
        let told = format!("{step:?} at +{} of {:?}", now - START, self.claim);
        match *step {
            Step::Wait { .. } => {}
            Step::Claim => {
                let taken = self
                    .job
                    .take(lease.gpus, 2_592_000, false, now)
                    .expect(&told);
                (self.claim, self.job) = (Some(taken.claim), taken.job_after);
            }
            Step::Hold => self.note(Progress::Held),
            Step::Prepare if self.inputs_are_good => self.note(Progress::Prepared),
            Step::Prepare => self.note(Progress::GivenUp {
                reason: "no inputs".to_owned(),
            }),
            Step::StartHost => {
                let started = self
                    .claim()
                    .start_host(&self.job, 1, now, slot)
                    .expect(&told);
                (self.claim, self.job) = (Some(started.claim_after), started.job_after);
            }
            Step::Launch => {
                let launches = match lease.progress {
                    Progress::Launched { launches } => launches + 1,
                    _ => 1,
                };
                self.note(Progress::Launched { launches });
                self.process = Process::Running;
                self.done_at = now + self.work_seconds;
            }
            Step::Heartbeat { alive } => {
                assert_eq!(
                    self.process,
                    Process::Running,
                    "a heartbeat without a process"
                );
                let after = self
                    .claim()
                    .heartbeat(&self.job, alive, now, slot)
                    .expect(&told);
                self.claim = Some(after);
            }
            Step::Stop(_) => {
                assert_eq!(self.process, Process::Running);
                self.process = Process::Exited;
            }
            Step::Collect => {
                assert_eq!(self.process, Process::Exited, "results of nothing");
                self.note(Progress::Collected {
                    result: [9; 32],
                    salt: [5; 32],
                });
            }
            Step::Complete { result } => {
                assert_eq!(result, [9; 32]);
                let end = self.claim().complete(&self.job, 1, now).expect(&told);
                self.earned = end.gross;
                (self.claim, self.job) = (Some(end.claim_after), end.job_after);
            }
            Step::Commit { result, salt } => {
                let end = self.claim().commit(&self.job, 1, now).expect(&told);
                self.earned = end.gross;
                (self.claim, self.job) = (Some(end.claim_after), end.job_after);
                self.committed = Some((result, salt));
                self.others_reveal();
            }
            Step::Reveal { result, salt } => {
                assert_eq!(self.committed, Some((result, salt)), "another commitment");
                self.claim = Some(self.claim().reveal(&self.job, now).expect(&told));
                self.tally = self.tally.count(&result).expect("room");
                self.revealed = result;
            }
            Step::RecordEnd => {
                let end = self.claim().due_end(&self.job, now, slot).expect(&told);
                self.earned = end.gross;
                (self.claim, self.job) = (Some(end.claim_after), end.job_after);
            }
            Step::Decide => {
                let decision = self.tally.decide(&self.job, None, now).expect(&told);
                let decided = self
                    .claim()
                    .decided(&self.job, &decision, &self.revealed, now);
                let decided = decided.expect(&told);
                self.earned = decided.stays_earned;
                (self.claim, self.job) = (Some(decided.claim_after), decided.job_after);
            }
            Step::Settle => self.settle(&told),
            Step::Close => self.claim = None,
            Step::Forget => {
                assert_ne!(self.process, Process::Running, "forgotten with a process");
                self.lease = None;
            }
        }
    }

    fn settle(&mut self, told: &str) {
        let claim = self.claim();
        let upto = claim.settleable(&self.job, self.now).expect(told);
        let gross = gross_floor(upto.charge);
        assert!(gross >= self.booked, "{told}");
        let settled = claim.settled(&self.job, gross, self.now);
        assert!(
            settled.is_ok() || gross > self.booked,
            "a settlement of nothing: {told}"
        );
        self.booked = gross;
        if let Ok(settled) = settled {
            self.claim = Some(settled);
        }
    }

    /// The other replicas end and reveal as soon as they can.
    fn others_reveal(&mut self) {
        self.job.slots_finished = self.job.slots_claimed;
        self.job.last_ended_at = self.now;
        for _ in 0..2 {
            self.tally = self.tally.count(&[9; 32]).expect("room");
        }
    }

    fn claim(&self) -> ClaimRecord {
        self.claim.expect("a claim")
    }

    fn note(&mut self, progress: Progress) {
        self.lease.as_mut().expect("a lease").progress = progress;
    }

    /// Whether all is over: nothing on chain, in memory or running.
    pub fn is_over(&self) -> bool {
        self.lease.is_none() && self.claim.is_none() && self.process != Process::Running
    }

    /// Whether such a step was taken.
    pub fn did(&self, step: impl Fn(&Step) -> bool) -> bool {
        self.steps.iter().any(step)
    }
}
