//! What to do about a lease next.

use ionet_core::{
    job::{ClaimRecord, ClaimState, JobEnd, JobState, RevealWindow},
    settlement::{HEARTBEAT_INTERVAL_SECONDS, gross_floor},
};

use crate::lease::{Lease, Process, Progress, Seen, Step, StopCause};

/// How often a process that vanished without an exit (a crash or a restart of the machine) is
/// launched again. After that something is wrong with this machine or with the job.
pub const MAX_LAUNCHES: u32 = 3;

/// A look is worth it at least so often, whatever was foreseen: seconds.
const LOOK_AGAIN_SECONDS: i64 = 60;

/// What the operator wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// While a job runs, what has matured is booked once it is so much: micro-dollars of gross.
    /// Every settlement costs a fee.
    pub settle_above: u64,
}

/// The next step. The same look gives the same step; a step that failed is the next step again.
pub fn decide(lease: &Lease, seen: &Seen, policy: Policy) -> Step {
    let Some(claim) = &seen.chain.claim else {
        return without_claim(lease, seen);
    };
    // A claim keeps its job open, so this is a look that fell between two blocks.
    let Some(job) = &seen.chain.job else {
        return soon(seen);
    };
    let look = Look {
        lease,
        seen,
        job,
        claim,
    };
    match claim.state {
        ClaimState::Claimed | ClaimState::Starting => look.before_start(),
        ClaimState::Running => look.running(policy),
        _ if seen.process == Process::Running => Step::Stop(StopCause::ClaimEnded),
        ClaimState::Committed => look.committed(),
        ClaimState::Revealed => look.undecided(),
        ClaimState::Ended | ClaimState::Resolved => look.ended(),
        ClaimState::Disputed => soon(seen),
        ClaimState::Settled => Step::Close,
        ClaimState::Closed => Step::Forget,
    }
}

fn soon(seen: &Seen) -> Step {
    Step::Wait {
        until: seen.now.saturating_add(LOOK_AGAIN_SECONDS),
    }
}

fn without_claim(lease: &Lease, seen: &Seen) -> Step {
    if seen.process == Process::Running {
        return Step::Stop(StopCause::ClaimEnded);
    }
    let wanted = lease.progress == Progress::Wanted;
    let claimable = seen
        .chain
        .job
        .is_some_and(|job| !job.claiming_closed(seen.now) && job.free_slots() >= lease.gpus);
    if wanted && claimable {
        return Step::Claim;
    }
    // Not wanted any more: the claim was closed, or somebody else was faster.
    Step::Forget
}

struct Look<'a> {
    lease: &'a Lease,
    seen: &'a Seen,
    job: &'a JobState,
    claim: &'a ClaimRecord,
}

impl Look<'_> {
    fn before_start(&self) -> Step {
        if self.process() == Process::Running {
            return Step::Stop(StopCause::ClaimEnded);
        }
        if self.end_is_due() {
            return Step::RecordEnd;
        }
        match &self.lease.progress {
            Progress::Wanted => Step::Hold,
            Progress::Held => Step::Prepare,
            Progress::GivenUp { .. } => soon(self.seen),
            _ if self.can_start() => Step::StartHost,
            _ => soon(self.seen),
        }
    }

    fn running(&self, policy: Policy) -> Step {
        let is_over = self.time_over_at() <= self.seen.now;
        match (&self.lease.progress, self.process()) {
            (Progress::GivenUp { .. }, Process::Running) => Step::Stop(StopCause::GivenUp),
            (Progress::GivenUp { .. }, _) => self.silent(),
            (_, Process::Running) if is_over => self.stop_at_the_end(),
            (_, Process::Running) if self.heartbeat_is_due() => self.heartbeat(),
            (_, Process::Running) if self.matured_is_worth(policy.settle_above) => Step::Settle,
            (_, Process::Running) => self.until_next_heartbeat(),
            (Progress::Collected { result, salt }, _) => self.deliver(*result, *salt),
            (Progress::Launched { .. }, Process::Exited) => Step::Collect,
            (Progress::Launched { launches }, Process::None) if *launches >= MAX_LAUNCHES => {
                self.silent()
            }
            (_, _) if is_over => self.silent(),
            // An exit of an earlier life counts for nothing: its launch was not noted.
            (Progress::Launched { .. } | Progress::Prepared, _) => Step::Launch,
            (Progress::Held, _) => Step::Prepare,
            (Progress::Wanted, _) => Step::Hold,
        }
    }

    /// A replica of a cancelled job commits to nothing, so its last sign of life is a heartbeat,
    /// which comes while the process still runs.
    fn stop_at_the_end(&self) -> Step {
        if self.job.end == JobEnd::Cancelled && self.can_beat() {
            return self.heartbeat();
        }
        Step::Stop(StopCause::TimeOver)
    }

    /// No process, so no sign of life: the claim ends by time, paid up to the last heartbeat.
    fn silent(&self) -> Step {
        if self.end_is_due() {
            return Step::RecordEnd;
        }
        soon(self.seen)
    }

    fn deliver(&self, result: [u8; 32], salt: [u8; 32]) -> Step {
        let replicated = self.job.verification.is_replicate();
        if replicated && self.job.has_ended() {
            return self.silent();
        }
        if replicated {
            return Step::Commit { result, salt };
        }
        // Refused when the end was recorded meanwhile, which the next look shows.
        Step::Complete { result }
    }

    fn committed(&self) -> Step {
        if let Progress::Collected { result, salt } = self.lease.progress
            && self.claim.reveal(self.job, self.seen.now).is_ok()
        {
            return Step::Reveal { result, salt };
        }
        if let Some(window) = RevealWindow::of(self.job)
            && self.seen.now < window.opens_at
        {
            return self.wait_until(window.opens_at);
        }
        self.undecided()
    }

    fn undecided(&self) -> Step {
        let Some(decision) = &self.seen.chain.decision else {
            return soon(self.seen);
        };
        let revealed = &self.seen.chain.revealed;
        let decided = self
            .claim
            .decided(self.job, decision, revealed, self.seen.now);
        if decided.is_ok() {
            return Step::Decide;
        }
        soon(self.seen)
    }

    fn ended(&self) -> Step {
        let now = self.seen.now;
        match self.claim.settleable(self.job, now) {
            Err(_) => self.undecided(),
            Ok(upto) => {
                let gross = gross_floor(upto.charge);
                let is_last = self.claim.settled(self.job, gross, now).is_ok();
                if is_last || gross > self.seen.chain.booked {
                    return Step::Settle;
                }
                self.wait_until(self.claim.hold_back_ends_at())
            }
        }
    }

    fn process(&self) -> Process {
        self.seen.process
    }

    fn end_is_due(&self) -> bool {
        let (now, slot) = (self.seen.now, self.seen.slot);
        self.claim.due_end(self.job, now, slot).is_ok()
    }

    fn can_start(&self) -> bool {
        let left = self
            .claim
            .meter
            .gpus
            .saturating_sub(self.claim.gpus_started);
        let (now, slot) = (self.seen.now, self.seen.slot);
        self.claim.start_host(self.job, left, now, slot).is_ok()
    }

    fn can_beat(&self) -> bool {
        let (now, slot) = (self.seen.now, self.seen.slot);
        let gpus = self.claim.meter.gpus;
        self.claim.heartbeat(self.job, gpus, now, slot).is_ok()
    }

    fn heartbeat_is_due(&self) -> bool {
        self.seen.now >= self.next_heartbeat_at() && self.can_beat()
    }

    fn next_heartbeat_at(&self) -> i64 {
        let last = self.claim.meter.newest.at;
        last.saturating_add(HEARTBEAT_INTERVAL_SECONDS)
    }

    fn heartbeat(&self) -> Step {
        Step::Heartbeat {
            alive: self.claim.meter.gpus,
        }
    }

    fn until_next_heartbeat(&self) -> Step {
        self.wait_until(self.next_heartbeat_at().min(self.time_over_at()))
    }

    fn time_over_at(&self) -> i64 {
        self.claim.meter.end(&self.job.hire).unwrap_or(i64::MAX)
    }

    fn matured_is_worth(&self, least: u64) -> bool {
        let upto = self.claim.settleable(self.job, self.seen.now);
        upto.is_ok_and(|upto| {
            let new = gross_floor(upto.charge).saturating_sub(self.seen.chain.booked);
            new > 0 && new >= least
        })
    }

    /// Not in the past, and not without a look for long: an extension or a cancel may come.
    fn wait_until(&self, at: i64) -> Step {
        let now = self.seen.now;
        let last = now.saturating_add(LOOK_AGAIN_SECONDS);
        Step::Wait {
            until: at.clamp(now.saturating_add(1), last),
        }
    }
}
