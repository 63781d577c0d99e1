//! What of an ended or running claim can be settled, and when it is settled in full.
//!
//! What matured while it ran, seconds older than an hour, can be settled at any time. The rest
//! waits for 15 minutes after its end was recorded, or for the dispute. A replica waits for its
//! tally with all of it.

use super::{ClaimEvent, ClaimRecord, ClaimState, Entitlement, JobError, JobState};
use crate::settlement::{Checkpoint, HOLD_BACK_AFTER_END_SECONDS, gross_floor};

impl ClaimRecord {
    /// Until when what is held back can be disputed, unix seconds; meaningful once the end is
    /// recorded.
    #[inline]
    pub fn hold_back_ends_at(&self) -> i64 {
        self.recorded_at.saturating_add(HOLD_BACK_AFTER_END_SECONDS)
    }

    /// Up to where the claim can be settled at `now`; zeroed when nothing can be yet.
    ///
    /// # Errors
    /// [`JobError::WrongState`] before it runs and once it is closed; [`JobError::NotDecided`] for a replica without
    /// a decision; [`JobError::Meter`].
    pub fn settleable(&self, job: &JobState, now: i64) -> Result<Checkpoint, JobError> {
        self.check_settle(job)?;
        if self.entitlement == Entitlement::Nothing {
            return Ok(Checkpoint::default());
        }
        let held_back = match self.state {
            ClaimState::Ended => now < self.hold_back_ends_at(),
            ClaimState::Resolved | ClaimState::Settled => self.entitlement != Entitlement::Full,
            _ => true,
        };
        if held_back {
            return self.matured(job, now);
        }
        Ok(self.meter.settleable(now, &job.hire, false)?)
    }

    /// Marks the claim settled, of which `booked` micro-dollars of gross are booked.
    ///
    /// # Errors
    /// [`JobError::Disputed`], [`JobError::AlreadySettled`], [`JobError::WrongState`] unless it
    /// has ended; [`JobError::HeldBack`]; [`JobError::NotSettled`] when there is more to book; as
    /// [`Self::settleable`].
    pub fn settled(&self, job: &JobState, booked: u64, now: i64) -> Result<Self, JobError> {
        let next = match self.state {
            ClaimState::Disputed => return Err(JobError::Disputed),
            ClaimState::Settled => return Err(JobError::AlreadySettled),
            _ => self.after(ClaimEvent::Settle)?,
        };
        let until = self.settled_from();
        if now < until {
            return Err(JobError::HeldBack { until });
        }
        let all = self.settleable(job, now)?;
        if gross_floor(all.charge) != booked {
            return Err(JobError::NotSettled);
        }
        Ok(next)
    }

    /// Micro-dollars of gross that are held back at the end: what a dispute is about.
    ///
    /// # Errors
    /// [`JobError::Meter`].
    pub fn held_back(&self, job: &JobState) -> Result<u64, JobError> {
        let matured = self.matured(job, self.recorded_at)?;
        let all = gross_floor(self.meter.newest.charge);
        Ok(all.saturating_sub(gross_floor(matured.charge)))
    }

    /// What is older than an hour at `now`, or was when the end was recorded. An operator that is
    /// reaped ended long before that: what had matured by then may be settled, and stays so.
    fn matured(&self, job: &JobState, now: i64) -> Result<Checkpoint, JobError> {
        let at = match self.recorded_at {
            0 => now,
            recorded_at => now.min(recorded_at),
        };
        let mut running = self.meter;
        running.ended_at = 0;
        Ok(running.settleable(at, &job.hire, true)?)
    }

    /// From when on the meter gives out all that the claim is entitled to.
    fn settled_from(&self) -> i64 {
        if self.state == ClaimState::Ended {
            return self.hold_back_ends_at();
        }
        match self.entitlement {
            Entitlement::Full => self
                .meter
                .ended_at
                .saturating_add(HOLD_BACK_AFTER_END_SECONDS),
            Entitlement::Matured | Entitlement::Nothing => self.recorded_at,
        }
    }

    fn check_settle(&self, job: &JobState) -> Result<(), JobError> {
        match self.state {
            ClaimState::Claimed | ClaimState::Starting | ClaimState::Closed => {
                Err(JobError::WrongState)
            }
            ClaimState::Resolved | ClaimState::Settled => Ok(()),
            _ if job.verification.is_replicate() && !self.never_ran() => Err(JobError::NotDecided),
            _ => Ok(()),
        }
    }
}
