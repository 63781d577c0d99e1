//! When a claim ends, and why.
//!
//! What a claim earned is its meter's to say (`settlement`): seconds that heartbeats cover, never
//! the grace after the last one. This module says which end it is, and [`MeterEnd`] which of the
//! meter's ends goes with it. Whoever ends a claim has no say in that: it follows from its times
//! and its job's.
//!
//! | why | from | at | pays |
//! | --- | --- | --- | --- |
//! | completed | running | now, or the end of its time | what is covered |
//! | cancelled | before or while running | the cancellation | what is covered, at least 60 s per slot |
//! | used up | running | the end of its seconds | what is covered |
//! | reaped | running | the last heartbeat | what is covered |
//! | expired (never started) | before | the start deadline | nothing; forfeits |
//! | failed (job not filled) | before | the claim deadline | nothing |

use super::{ClaimEvent, ClaimRecord, ClaimState, EndReason, JobEnd, JobError, JobState};
use crate::fixed::{BPS_DENOMINATOR, mul_div_floor};

/// How long an operator can be silent: two heartbeats of 15 minutes.
pub const REAP_GRACE_SECONDS: i64 = 1_800;
/// The same in slots of 400 milliseconds. Both must pass: after a halt the chain's clock makes
/// up for time in which nobody could send a heartbeat, and slots do not.
pub const REAP_GRACE_SLOTS: u64 = 4_500;
/// How long after the end of a claim's time its last heartbeat is awaited, so that nobody can
/// cut off the last minutes by cancelling and ending the claim at once.
pub const LAST_HEARTBEAT_SECONDS: i64 = 900;

/// Which end of the meter goes with the end of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeterEnd {
    /// `Meter::finish`: covers the time since the last heartbeat.
    Finish,
    /// `Meter::close`: its time was over some while ago.
    Close,
    /// `Meter::abandon`: it was late.
    Abandon,
    /// Sets `ended_at`: it earned nothing.
    Stop,
}

/// The end of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimEnd {
    /// Why; none for a replica that commits.
    pub reason: Option<EndReason>,
    /// When, unix seconds: also the meter's end.
    pub at: i64,
    /// Which of the meter's ends goes with it.
    pub meter: MeterEnd,
    /// Whether a part of the bond goes to the client.
    pub forfeits: bool,
    /// The claim, ended.
    pub claim_after: ClaimRecord,
}

impl ClaimRecord {
    /// The operator delivers a result. It counts as a heartbeat; the claim's time may be over.
    ///
    /// # Errors
    /// [`JobError::CommitInstead`] in a replicated job; [`JobError::WrongState`] unless the
    /// claim runs.
    pub fn complete(&self, job: &JobState, now: i64, slot: u64) -> Result<ClaimEnd, JobError> {
        if job.verification.is_replicate() {
            return Err(JobError::CommitInstead);
        }
        let alive = self.heartbeat(job, now, slot)?;
        let at = alive.served_until(job, now);
        // The result of a job that was cancelled before it came changes nothing.
        let reason = match job.end {
            JobEnd::Cancelled if at == job.ended_at => EndReason::Cancelled,
            _ => EndReason::Completed,
        };
        alive.end(reason, at, MeterEnd::Finish)
    }

    /// A replica ends with a committed result. It counts as a heartbeat.
    ///
    /// # Errors
    /// [`JobError::NotReplicated`]; [`JobError::JobEnded`]; [`JobError::WrongState`] unless the
    /// claim runs.
    pub fn commit(&self, job: &JobState, now: i64, slot: u64) -> Result<ClaimEnd, JobError> {
        if !job.verification.is_replicate() {
            return Err(JobError::NotReplicated);
        }
        if job.has_ended() {
            return Err(JobError::JobEnded);
        }
        let alive = self.heartbeat(job, now, slot)?;
        let at = alive.served_until(job, now);
        let ended = Self {
            ended_at: at,
            ..alive.after(ClaimEvent::Commit)?
        };
        Ok(ClaimEnd {
            reason: None,
            at,
            meter: MeterEnd::Finish,
            forfeits: false,
            claim_after: ended,
        })
    }

    /// The end that follows from time and the job's state, for anyone to call.
    ///
    /// A claim whose time is over ends as soon as heartbeats cover it, otherwise
    /// [`LAST_HEARTBEAT_SECONDS`] later. Once the job is cancelled nothing is reaped, so that
    /// nobody chooses between two ends.
    ///
    /// # Errors
    /// [`JobError::WrongState`] when the claim has ended; [`JobError::EndNotDue`];
    /// [`JobError::LastHeartbeatAwaited`].
    pub fn due_end(&self, job: &JobState, now: i64, slot: u64) -> Result<ClaimEnd, JobError> {
        match self.state {
            ClaimState::Claimed | ClaimState::Starting => self.due_before_start(job, now),
            ClaimState::Running => self.due_while_running(job, now, slot),
            _ => Err(JobError::WrongState),
        }
    }

    fn due_before_start(&self, job: &JobState, now: i64) -> Result<ClaimEnd, JobError> {
        if job.is_failed(now) {
            return self.end(EndReason::Failed, job.claim_deadline, MeterEnd::Stop);
        }
        let deadline = job.start_window(self.granted_at).map(|w| w.deadline);
        if job.end == JobEnd::Cancelled {
            let missed = deadline.is_some_and(|deadline| job.ended_at > deadline);
            let reason = if missed {
                EndReason::Expired
            } else {
                EndReason::Cancelled
            };
            check_awaited(job.ended_at, now)?;
            return self.end(reason, job.ended_at, MeterEnd::Close);
        }
        match deadline {
            Some(deadline) if now > deadline => {
                self.end(EndReason::Expired, deadline, MeterEnd::Abandon)
            }
            _ => Err(JobError::EndNotDue),
        }
    }

    fn due_while_running(&self, job: &JobState, now: i64, slot: u64) -> Result<ClaimEnd, JobError> {
        let until = self.runs_until(job);
        let over = now >= until;
        let covered = over && self.heartbeat_at >= until;
        let left = self.grace_ends_at() < until && self.is_silent(now, slot);
        if left && !covered && job.end != JobEnd::Cancelled {
            return self.end(EndReason::Reaped, self.heartbeat_at, MeterEnd::Abandon);
        }
        if !over {
            return Err(JobError::EndNotDue);
        }
        let reason = match job.end {
            JobEnd::Cancelled if until == job.ended_at => EndReason::Cancelled,
            _ => EndReason::UsedUp,
        };
        if covered {
            return self.end(reason, until, MeterEnd::Finish);
        }
        check_awaited(until, now)?;
        self.end(reason, until, MeterEnd::Close)
    }

    /// Whether both the seconds and the slots of the grace have passed since the last heartbeat.
    fn is_silent(&self, now: i64, slot: u64) -> bool {
        now > self.grace_ends_at() && slot > self.heartbeat_slot.saturating_add(REAP_GRACE_SLOTS)
    }

    fn grace_ends_at(&self) -> i64 {
        self.heartbeat_at.saturating_add(REAP_GRACE_SECONDS)
    }

    fn end(&self, reason: EndReason, at: i64, meter: MeterEnd) -> Result<ClaimEnd, JobError> {
        Ok(ClaimEnd {
            reason: Some(reason),
            at,
            meter,
            forfeits: reason == EndReason::Expired,
            claim_after: Self {
                ended_at: at,
                reason: Some(reason),
                ..self.after(ClaimEvent::End(reason))?
            },
        })
    }

    /// Checks that earnings of the claim can be settled: those of a replica only once it is
    /// decided, whatever its meter says.
    ///
    /// # Errors
    /// [`JobError::NotDecided`].
    pub fn check_settle(&self, job: &JobState) -> Result<(), JobError> {
        let decided = matches!(self.state, ClaimState::Resolved | ClaimState::Settled);
        if job.verification.is_replicate() && !decided && !self.never_ran() {
            return Err(JobError::NotDecided);
        }
        Ok(())
    }

    /// Whether it ended without having run, other than by a cancellation: it earned nothing.
    pub(super) fn never_ran(&self) -> bool {
        matches!(self.reason, Some(EndReason::Expired | EndReason::Failed))
    }

    /// Marks the claim settled, when all that was earned is booked.
    ///
    /// # Errors
    /// [`JobError::NotDecided`] for a replica that ran and is not decided;
    /// [`JobError::HeldBack`] before `hold_back_ends_at`, unless a verdict or a tally decided;
    /// [`JobError::WrongState`].
    pub fn settled(
        &self,
        job: &JobState,
        hold_back_ends_at: i64,
        now: i64,
    ) -> Result<Self, JobError> {
        let next = self.after(ClaimEvent::Settle)?;
        if self.state == ClaimState::Resolved {
            return Ok(next);
        }
        self.check_settle(job)?;
        if now < hold_back_ends_at {
            return Err(JobError::HeldBack {
                until: hold_back_ends_at,
            });
        }
        Ok(next)
    }
}

/// Checks that no last heartbeat is awaited for a time that was over at `until`.
fn check_awaited(until: i64, now: i64) -> Result<(), JobError> {
    if now < until.saturating_add(LAST_HEARTBEAT_SECONDS) {
        return Err(JobError::LastHeartbeatAwaited);
    }
    Ok(())
}

/// How far the end of a claim speaks for its operator, basis points of the outcome; none when it
/// says nothing. A claim that was reaped counts for the share that it served: `paid` of
/// `promised` GPU-seconds.
pub fn operator_good_bps(reason: EndReason, paid: u64, promised: u64) -> Option<u16> {
    match reason {
        EndReason::Completed | EndReason::UsedUp | EndReason::Cancelled => Some(10_000),
        EndReason::Reaped => {
            let served = mul_div_floor(paid.min(promised), BPS_DENOMINATOR, promised);
            Some(u16::try_from(served.unwrap_or(0)).unwrap_or(0))
        }
        EndReason::Expired => Some(0),
        EndReason::Failed => None,
    }
}
