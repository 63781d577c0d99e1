//! When a claim ends, why, and what it is paid at least.
//!
//! What a claim earns is what its meter counted up to its end; the grace after the last
//! heartbeat is never paid. Whoever ends a claim has no say in the outcome: the earliest cause
//! counts, at the time it happened, however late somebody notices.
//!
//! | cause | from | at | pays at least |
//! | --- | --- | --- | --- |
//! | completed | running | now, or the end of its time | – |
//! | cancelled | before or while running | the cancellation | 60 s per slot |
//! | used up | running | the end of its seconds | – |
//! | reaped | running | the last heartbeat | – |
//! | expired (never started) | before | the start deadline | nothing; forfeits |
//! | failed (job not filled) | before | the claim deadline | nothing |

use super::{ClaimEvent, ClaimRecord, ClaimState, EndReason, JobEnd, JobError, JobState};
use crate::fixed::{BPS_DENOMINATOR, mul_div_floor};

/// How long an operator can be silent: two heartbeats of 15 minutes.
pub const REAP_GRACE_SECONDS: i64 = 1_800;
/// The same in slots of 400 milliseconds. Both must pass: after a halt the chain's clock runs
/// ahead of what operators had a chance to send, and slots do not.
pub const REAP_GRACE_SLOTS: u64 = 4_500;
/// What a client pays at least per claimed slot when it cancels, seconds, so that to post and
/// cancel in a loop is not free.
pub const CANCEL_PAID_SECONDS: u32 = 60;

/// The end of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimEnd {
    /// Why; none for a replica that commits.
    pub reason: Option<EndReason>,
    /// When, unix seconds. The meter counts up to here.
    pub at: i64,
    /// GPU-seconds that are paid whatever the meter says.
    pub least_gpu_seconds: u64,
    /// Whether a part of the bond goes to the client.
    pub forfeits: bool,
    /// The claim, ended.
    pub claim_after: ClaimRecord,
}

impl ClaimEnd {
    /// GPU-seconds to pay, of a meter that counted `metered` up to [`Self::at`].
    #[inline]
    pub fn paid_gpu_seconds(&self, metered: u64) -> u64 {
        metered.max(self.least_gpu_seconds)
    }
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
        if job.end == JobEnd::Cancelled && at == job.ended_at {
            return alive.end(EndReason::Cancelled, at);
        }
        alive.end(EndReason::Completed, at)
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
            least_gpu_seconds: 0,
            forfeits: false,
            claim_after: ended,
        })
    }

    /// The end that follows from time and the job's state, for anyone to call.
    ///
    /// A claim whose time is over ends as soon as heartbeats cover it; otherwise after the
    /// grace, so that nobody can cut off the last seconds by being quick.
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
            return self.end(EndReason::Failed, job.claim_deadline);
        }
        let stop = if job.has_ended() { job.ended_at } else { now };
        if let Some(window) = job.start_window(self.granted_at)
            && stop > window.deadline
        {
            return self.end(EndReason::Expired, window.deadline);
        }
        if job.has_ended() {
            return self.end(EndReason::Cancelled, job.ended_at);
        }
        Err(JobError::EndNotDue)
    }

    fn due_while_running(&self, job: &JobState, now: i64, slot: u64) -> Result<ClaimEnd, JobError> {
        let until = self.runs_until(job);
        let over = now >= until;
        if over && self.heartbeat_at >= until {
            return self.end(time_over_reason(job, until), until);
        }
        if !self.is_silent(now, slot) {
            return Err(if over {
                JobError::LastHeartbeatAwaited
            } else {
                JobError::EndNotDue
            });
        }
        // Silent for the whole grace before its time was over: it left. Otherwise only its last
        // heartbeat is missing.
        if self.grace_ends_at() < until {
            self.end(EndReason::Reaped, self.heartbeat_at)
        } else {
            self.end(time_over_reason(job, until), until)
        }
    }

    /// Whether both the seconds and the slots of the grace have passed since the last heartbeat.
    fn is_silent(&self, now: i64, slot: u64) -> bool {
        now > self.grace_ends_at() && slot > self.heartbeat_slot.saturating_add(REAP_GRACE_SLOTS)
    }

    fn grace_ends_at(&self) -> i64 {
        self.heartbeat_at.saturating_add(REAP_GRACE_SECONDS)
    }

    fn end(&self, reason: EndReason, at: i64) -> Result<ClaimEnd, JobError> {
        let cancelled = reason == EndReason::Cancelled;
        let least = u64::from(self.gpus).saturating_mul(u64::from(CANCEL_PAID_SECONDS));
        Ok(ClaimEnd {
            reason: Some(reason),
            at,
            least_gpu_seconds: if cancelled { least } else { 0 },
            forfeits: reason == EndReason::Expired,
            claim_after: Self {
                ended_at: at,
                reason: Some(reason),
                ..self.after(ClaimEvent::End(reason))?
            },
        })
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
        let never_ran = matches!(self.reason, Some(EndReason::Expired | EndReason::Failed));
        if job.verification.is_replicate() && !never_ran {
            return Err(JobError::NotDecided);
        }
        if now < hold_back_ends_at {
            return Err(JobError::HeldBack {
                until: hold_back_ends_at,
            });
        }
        Ok(next)
    }
}

/// Why a claim whose time is over at `until` ends.
fn time_over_reason(job: &JobState, until: i64) -> EndReason {
    if job.end == JobEnd::Cancelled && until == job.ended_at {
        EndReason::Cancelled
    } else {
        EndReason::UsedUp
    }
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
