//! When the job itself ends.

use super::{JobEnd, JobError, JobState};

impl JobState {
    /// The client cancels, whatever its claims do. They end at `now` at the latest, and each is
    /// ended by whoever comes first. A job that was due to fail by then fails instead.
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
        Ok(self.ended(JobEnd::Cancelled, now))
    }

    /// Ends a job that nobody can claim from any more and whose claims have all ended, or that
    /// was not filled although the client wanted all or nothing. Anyone may call it.
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

    /// The job after an extension to `seconds` in all per slot, with `deposit` micro-dollars more
    /// (`settlement::Hire::extend`). A claim runs on for at most the seconds its operator
    /// accepted.
    ///
    /// # Errors
    /// [`JobError::JobEnded`]; [`JobError::Overflow`].
    pub fn extended(&self, seconds: u32, deposit: u64, now: i64) -> Result<Self, JobError> {
        if self.has_ended() || self.is_failed(now) {
            return Err(JobError::JobEnded);
        }
        Ok(Self {
            seconds: seconds.max(self.seconds),
            deposit: self
                .deposit
                .checked_add(deposit)
                .ok_or(JobError::Overflow)?,
            ..*self
        })
    }

    fn ended(&self, end: JobEnd, at: i64) -> Self {
        Self {
            end,
            ended_at: at,
            ..*self
        }
    }
}
