//! When the job itself ends, and how it is prolonged.

use super::{JobEnd, JobError, JobState, RevealWindow};

/// An extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtendOutcome {
    /// To pay into the job's vault, micro-dollars.
    pub deposit: u64,
    /// Seconds bought per slot before.
    pub seconds_before: u64,
    /// Seconds bought per slot after.
    pub seconds_after: u64,
    /// The job, extended.
    pub job_after: JobState,
}

impl JobState {
    /// The client cancels, whatever its claims do. They end at `now` at the latest, and each is
    /// ended by whoever comes first. A job that has failed by then stays failed.
    ///
    /// # Errors
    /// [`JobError::JobEnded`].
    pub fn cancel(&self, now: i64) -> Result<Self, JobError> {
        if self.has_ended() {
            return Err(JobError::JobEnded);
        }
        if self.is_failed(now) {
            return Ok(self.ended(JobEnd::Failed, self.claim_deadline));
        }
        let mut next = self.ended(JobEnd::Cancelled, now);
        next.hire = self.hire.cancel(now)?;
        Ok(next)
    }

    /// Ends a job that nobody can claim from any more and whose claims have all ended, or that
    /// was not filled although the client wanted all or nothing. Anyone may call it. In a
    /// replicated job that is when the last replica committed: the tally then decides, and the
    /// client can no longer cancel it away.
    ///
    /// # Errors
    /// [`JobError::JobEnded`], [`JobError::JobNotDue`].
    pub fn end_if_due(&self, now: i64) -> Result<Self, JobError> {
        if self.has_ended() {
            return Err(JobError::JobEnded);
        }
        if self.is_failed(now) {
            return Ok(self.ended(JobEnd::Failed, self.claim_deadline));
        }
        if self.claiming_closed(now) && self.all_claims_ended() {
            return Ok(self.ended(JobEnd::Finished, now));
        }
        Err(JobError::JobNotDue)
    }

    /// Buys `seconds` more for each slot at `rate` micro-dollars per GPU-hour, the quote of the
    /// day. A claim runs on for at most the seconds its operator accepted.
    ///
    /// # Errors
    /// [`JobError::JobEnded`]; [`JobError::TimeOver`] once replicas can reveal;
    /// [`JobError::Meter`] as [`crate::settlement::Hire::extend`].
    pub fn extend(&self, rate: u64, seconds: u32, now: i64) -> Result<ExtendOutcome, JobError> {
        if self.has_ended() || self.is_failed(now) {
            return Err(JobError::JobEnded);
        }
        if RevealWindow::of(self).is_some_and(|window| now >= window.opens_at) {
            return Err(JobError::TimeOver);
        }
        let hired = self.hire.extend(rate, self.slots, u64::from(seconds))?;
        let deposit = self.deposit.checked_add(hired.deposit);
        let mut job_after = *self;
        job_after.hire = hired.hire_after;
        job_after.deposit = deposit.ok_or(JobError::Overflow)?;
        Ok(ExtendOutcome {
            deposit: hired.deposit,
            seconds_before: self.hire.seconds(),
            seconds_after: hired.hire_after.seconds(),
            job_after,
        })
    }

    fn ended(&self, end: JobEnd, at: i64) -> Self {
        let mut next = *self;
        next.end = end;
        next.ended_at = at;
        next
    }
}
