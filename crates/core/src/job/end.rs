//! When a claim ends, and why.
//!
//! What it earned its meter says: seconds that heartbeats cover, never the grace after the last
//! one. Whoever ends a claim has no say in why it ended, when, or what it earned: all of it
//! follows from its times and its job's.
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
use crate::settlement::{HOLD_BACK_AFTER_END_SECONDS, MAX_GAP_SECONDS, Meter, gross_floor};

/// The grace of an operator that is silent, in slots of 400 milliseconds: as long as
/// [`MAX_GAP_SECONDS`]. Both must pass: after a halt the chain's clock makes up for time in which
/// nobody could send a heartbeat, and slots do not.
pub const REAP_GRACE_SLOTS: u64 = 4_500;

/// The end of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndOutcome {
    /// Why; none for a replica that commits.
    pub reason: Option<EndReason>,
    /// When, unix seconds.
    pub at: i64,
    /// What it earned, micro-dollars, unless a dispute or a tally takes it.
    pub gross: u64,
    /// Whether a part of its bond goes to the client.
    pub forfeits: bool,
    /// How far the end speaks for the operator, basis points; none when it says nothing, and for
    /// replicas, of which the tally speaks. A claim that was reaped counts for the share of its
    /// time that it served.
    pub operator_good_bps: Option<u16>,
    /// The claim, ended.
    pub claim_after: ClaimRecord,
    /// The job, with the claim ended.
    pub job_after: JobState,
}

/// Why, and the meter at its end.
struct Cause {
    event: ClaimEvent,
    meter: Meter,
}

impl ClaimRecord {
    /// The operator delivers a result, and `alive` GPUs worked until now. It counts as a
    /// heartbeat; the claim's time may be over.
    ///
    /// # Errors
    /// [`JobError::CommitInstead`] in a replicated job; [`JobError::WrongState`] unless the
    /// claim runs; [`JobError::Meter`] as [`Meter::finish`].
    pub fn complete(&self, job: &JobState, alive: u32, now: i64) -> Result<EndOutcome, JobError> {
        if job.verification.is_replicate() {
            return Err(JobError::CommitInstead);
        }
        let reason = match job.end {
            // The result of a job that was cancelled before it came changes nothing.
            JobEnd::Cancelled if self.time_over_at(job) == job.ended_at => EndReason::Cancelled,
            _ => EndReason::Completed,
        };
        self.finish(job, ClaimEvent::End(reason), alive, now)
    }

    /// A replica ends with a committed result, and `alive` GPUs worked until now. It counts as a
    /// heartbeat.
    ///
    /// # Errors
    /// [`JobError::NotReplicated`]; [`JobError::JobEnded`]; [`JobError::WrongState`] unless the
    /// claim runs; [`JobError::Meter`] as [`Meter::finish`].
    pub fn commit(&self, job: &JobState, alive: u32, now: i64) -> Result<EndOutcome, JobError> {
        if !job.verification.is_replicate() {
            return Err(JobError::NotReplicated);
        }
        if job.has_ended() {
            return Err(JobError::JobEnded);
        }
        self.finish(job, ClaimEvent::Commit, alive, now)
    }

    /// The end that follows from time and the job's state, for anyone to call.
    ///
    /// A claim whose time is over ends as soon as heartbeats cover it, otherwise
    /// [`HOLD_BACK_AFTER_END_SECONDS`] later, so that nobody can cut off the last minutes by
    /// cancelling and ending it at once. In a cancelled job nothing is reaped, so that nobody
    /// chooses between two ends.
    ///
    /// An operator whose time is over records it with its last heartbeat: an extension that comes
    /// first would make it go on.
    ///
    /// # Errors
    /// [`JobError::WrongState`] when the claim has ended; [`JobError::EndNotDue`];
    /// [`JobError::LastHeartbeatAwaited`].
    pub fn due_end(&self, job: &JobState, now: i64, slot: u64) -> Result<EndOutcome, JobError> {
        let cause = match self.state {
            ClaimState::Claimed | ClaimState::Starting => self.cause_before_start(job, now)?,
            ClaimState::Running => self.cause_while_running(job, now, slot)?,
            _ => return Err(JobError::WrongState),
        };
        self.end(job, &cause, now)
    }

    fn finish(
        &self,
        job: &JobState,
        event: ClaimEvent,
        alive: u32,
        now: i64,
    ) -> Result<EndOutcome, JobError> {
        if self.state != ClaimState::Running {
            return Err(JobError::WrongState);
        }
        let meter = self.meter.finish(now, alive, &job.hire)?;
        self.end(job, &Cause { event, meter }, now)
    }

    fn cause_before_start(&self, job: &JobState, now: i64) -> Result<Cause, JobError> {
        let meter = self.meter_for(job);
        if job.is_failed(now) {
            let meter = Meter {
                ended_at: job.claim_deadline,
                ..meter
            };
            return Ok(because(EndReason::Failed, meter));
        }
        if job.end == JobEnd::Cancelled {
            let reason = if job.ended_at > meter.start_by {
                EndReason::Expired
            } else {
                EndReason::Cancelled
            };
            // What never started has no last heartbeat to wait for.
            let waited = job.ended_at.saturating_add(HOLD_BACK_AFTER_END_SECONDS);
            return Ok(because(reason, meter.close(now.max(waited), &job.hire)?));
        }
        if now <= meter.start_by {
            return Err(JobError::EndNotDue);
        }
        Ok(because(EndReason::Expired, meter.abandon(now, &job.hire)?))
    }

    fn cause_while_running(&self, job: &JobState, now: i64, slot: u64) -> Result<Cause, JobError> {
        let until = self.time_over_at(job);
        let covered = self.meter.newest.at >= until;
        let cancelled = job.end == JobEnd::Cancelled;
        if !covered && !cancelled && self.left_before(until, now, slot) {
            let meter = self.meter.abandon(now, &job.hire)?;
            return Ok(because(EndReason::Reaped, meter));
        }
        if now < until {
            return Err(JobError::EndNotDue);
        }
        let reason = if cancelled && until == job.ended_at {
            EndReason::Cancelled
        } else {
            EndReason::UsedUp
        };
        if covered {
            let meter = self.meter.finish(now, self.meter.alive, &job.hire)?;
            return Ok(because(reason, meter));
        }
        if now < until.saturating_add(HOLD_BACK_AFTER_END_SECONDS) {
            return Err(JobError::LastHeartbeatAwaited);
        }
        Ok(because(reason, self.meter.close(now, &job.hire)?))
    }

    /// Whether the operator was silent for the whole grace, in seconds and in slots, and its
    /// time was not over within it.
    fn left_before(&self, until: i64, now: i64, slot: u64) -> bool {
        let seconds = self.meter.newest.at.saturating_add(MAX_GAP_SECONDS);
        let slots = self.heartbeat_slot.saturating_add(REAP_GRACE_SLOTS);
        now > seconds && slot > slots && until > seconds
    }

    /// When the time of a claim that runs is over: with its seconds, or with its job.
    fn time_over_at(&self, job: &JobState) -> i64 {
        self.meter.end(&job.hire).unwrap_or(i64::MAX)
    }

    fn end(&self, job: &JobState, cause: &Cause, now: i64) -> Result<EndOutcome, JobError> {
        let Cause { event, meter } = *cause;
        let reason = match event {
            ClaimEvent::End(reason) => Some(reason),
            _ => None,
        };
        let mut claim_after = self.after(event)?;
        claim_after.reason = reason;
        claim_after.meter = meter;
        // Extensions that come later are not for this claim. Attack prevented: a client wins a
        // dispute, takes what was held back, and extends its job, so that the claim's time goes on
        // in hindsight and what was held back counts as matured: it would be paid a second time,
        // with the money of the job's other claims.
        claim_after.meter.accepted_seconds = meter.accepted_seconds.min(job.hire.seconds());
        claim_after.recorded_at = now;
        Ok(EndOutcome {
            reason,
            at: meter.ended_at,
            gross: gross_floor(meter.newest.charge),
            forfeits: reason == Some(EndReason::Expired),
            operator_good_bps: good_bps(job, &claim_after),
            claim_after,
            job_after: job.with_ended(&meter, now)?,
        })
    }
}

impl JobState {
    fn with_ended(&self, meter: &Meter, now: i64) -> Result<Self, JobError> {
        let finished = self.slots_finished.checked_add(meter.gpus);
        let finished = finished.filter(|finished| *finished <= self.slots_claimed);
        let mut next = *self;
        next.slots_finished = finished.ok_or(JobError::Overflow)?;
        next.bound = self.bound.end(meter, now, &self.hire)?;
        if next.is_full() && next.all_claims_ended() {
            next.last_ended_at = now;
        }
        Ok(next)
    }
}

fn because(reason: EndReason, meter: Meter) -> Cause {
    Cause {
        event: ClaimEvent::End(reason),
        meter,
    }
}

fn good_bps(job: &JobState, claim: &ClaimRecord) -> Option<u16> {
    let reason = claim.reason?;
    if job.verification.is_replicate() && !claim.never_ran() {
        return None;
    }
    match reason {
        EndReason::Completed | EndReason::UsedUp | EndReason::Cancelled => Some(10_000),
        EndReason::Reaped => {
            let seconds = job.hire.seconds().min(claim.meter.accepted_seconds);
            let each = job.hire.charge(0, seconds).ok()?;
            let promised = each.checked_mul(u64::from(claim.meter.gpus))?;
            let served = claim.meter.newest.charge.min(promised);
            let bps = mul_div_floor(served, BPS_DENOMINATOR, promised).unwrap_or(0);
            u16::try_from(bps).ok()
        }
        EndReason::Expired => Some(0),
        EndReason::Failed => None,
    }
}
