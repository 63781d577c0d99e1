//! Taking slots and starting hosts.

use super::{ClaimEvent, ClaimRecord, ClaimState, JobError, JobState, PartialFill};

/// Slots taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakeOutcome {
    /// The new claim.
    pub claim: ClaimRecord,
    /// Slots that were free before.
    pub free_before: u32,
    /// Slots that are free after.
    pub free_after: u32,
    /// The job with the slots taken.
    pub job_after: JobState,
}

/// When the hosts of a claim can start, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StartWindow {
    /// The first second to start in.
    pub opens_at: i64,
    /// The last second to start in. After it the claim has missed its start.
    pub deadline: i64,
}

impl JobState {
    /// Takes `gpus` slots at `now` for an operator that accepts to run at most `max_seconds`.
    /// Who is eligible, and whose turn it is, others decide (`hiring`, `race`).
    ///
    /// # Errors
    /// The first of [`JobError::Paused`], [`JobError::JobEnded`],
    /// [`JobError::ClaimDeadlinePassed`], [`JobError::NotAGranule`], [`JobError::NotAReplica`],
    /// [`JobError::NotEnoughSlots`] and [`JobError::MaxSecondsTooShort`] that holds.
    pub fn take(
        &self,
        gpus: u32,
        max_seconds: u32,
        paused: bool,
        now: i64,
    ) -> Result<TakeOutcome, JobError> {
        if paused {
            return Err(JobError::Paused);
        }
        self.check_claimable(now)?;
        self.check_gpus(gpus)?;
        if max_seconds < self.seconds {
            return Err(JobError::MaxSecondsTooShort {
                seconds: self.seconds,
            });
        }
        let job_after = self.with_taken(gpus, now)?;
        Ok(TakeOutcome {
            claim: ClaimRecord::granted(gpus, max_seconds, now),
            free_before: self.free_slots(),
            free_after: job_after.free_slots(),
            job_after,
        })
    }

    /// When a claim granted at `granted_at` can start; none when the job fails before that.
    ///
    /// The deadline runs from the moment at which nothing but the operator holds up the start:
    /// whoever claimed first is not punished for waiting for the last.
    pub fn start_window(&self, granted_at: i64) -> Option<StartWindow> {
        let full = self.is_full().then_some(self.filled_at);
        let opens_at = match self.partial_fill {
            PartialFill::Keep => granted_at,
            PartialFill::Wait => full.unwrap_or(self.claim_deadline),
            PartialFill::Fail => full?,
        };
        let from = opens_at.max(granted_at);
        Some(StartWindow {
            opens_at: from,
            deadline: from.saturating_add(i64::from(self.start_seconds)),
        })
    }

    fn check_claimable(&self, now: i64) -> Result<(), JobError> {
        if self.has_ended() {
            Err(JobError::JobEnded)
        } else if now >= self.claim_deadline {
            Err(JobError::ClaimDeadlinePassed)
        } else {
            Ok(())
        }
    }

    fn check_gpus(&self, gpus: u32) -> Result<(), JobError> {
        if !is_granular(gpus, self.granule) {
            return Err(JobError::NotAGranule {
                granule: self.granule,
            });
        }
        if self.verification.is_replicate() && gpus != self.gpus {
            return Err(JobError::NotAReplica { gpus: self.gpus });
        }
        let free = self.free_slots();
        if gpus > free {
            return Err(JobError::NotEnoughSlots { free });
        }
        Ok(())
    }

    fn with_taken(&self, gpus: u32, now: i64) -> Result<Self, JobError> {
        let claimed = self.slots_claimed.checked_add(gpus);
        let claims = self.claims_open.checked_add(1);
        let mut next = Self {
            slots_claimed: claimed.ok_or(JobError::Overflow)?,
            claims_open: claims.ok_or(JobError::Overflow)?,
            ..*self
        };
        if next.is_full() {
            next.filled_at = now;
        }
        Ok(next)
    }
}

impl ClaimRecord {
    fn granted(gpus: u32, max_seconds: u32, now: i64) -> Self {
        Self {
            state: ClaimState::Claimed,
            gpus,
            gpus_started: 0,
            max_seconds,
            granted_at: now,
            started_at: 0,
            heartbeat_at: 0,
            heartbeat_slot: 0,
            ended_at: 0,
            reason: None,
        }
    }

    /// Starts one host with `gpus` of the claim's slots. With the last one billing begins: what
    /// happens before that, downloads above all, is the operator's time.
    ///
    /// # Errors
    /// [`JobError::WrongState`] when the claim runs or has ended; [`JobError::JobEnded`];
    /// [`JobError::StartNotOpen`] while the job waits to be full; [`JobError::StartMissed`];
    /// [`JobError::NotAGranule`]; [`JobError::TooManyGpus`].
    pub fn start_host(
        &self,
        job: &JobState,
        gpus: u32,
        now: i64,
        slot: u64,
    ) -> Result<Self, JobError> {
        let left = self.gpus.saturating_sub(self.gpus_started);
        let event = if gpus == left {
            ClaimEvent::StartLastHost
        } else {
            ClaimEvent::StartHost
        };
        let mut next = self.after(event)?;
        self.check_start_time(job, now)?;
        if !is_granular(gpus, job.granule) {
            return Err(JobError::NotAGranule {
                granule: job.granule,
            });
        }
        if gpus > left {
            return Err(JobError::TooManyGpus { left });
        }
        next.gpus_started = self.gpus_started.saturating_add(gpus);
        if next.state == ClaimState::Running {
            next.started_at = now;
            next.heartbeat_at = now;
            next.heartbeat_slot = slot;
        }
        Ok(next)
    }

    fn check_start_time(&self, job: &JobState, now: i64) -> Result<(), JobError> {
        if job.has_ended() || job.is_failed(now) {
            return Err(JobError::JobEnded);
        }
        let Some(window) = job.start_window(self.granted_at) else {
            return Err(JobError::StartNotOpen {
                opens_at: job.claim_deadline,
            });
        };
        if now < window.opens_at {
            return Err(JobError::StartNotOpen {
                opens_at: window.opens_at,
            });
        }
        if now > window.deadline {
            return Err(JobError::StartMissed {
                deadline: window.deadline,
            });
        }
        Ok(())
    }

    /// When the claim's time is over: its seconds are used up, or the job ended before that.
    /// Meaningful once it runs.
    pub fn runs_until(&self, job: &JobState) -> i64 {
        let seconds = job.seconds.min(self.max_seconds);
        let used_up = self.started_at.saturating_add(i64::from(seconds));
        if job.has_ended() {
            used_up.min(job.ended_at)
        } else {
            used_up
        }
    }

    /// Up to when a heartbeat at `now` counts: never beyond the claim's time.
    #[inline]
    pub fn served_until(&self, job: &JobState, now: i64) -> i64 {
        now.min(self.runs_until(job))
    }

    /// Notes a heartbeat. Once the claim's time is over one more is accepted, so that the last
    /// seconds are paid too; it counts up to [`Self::served_until`].
    ///
    /// # Errors
    /// [`JobError::WrongState`] unless the claim runs.
    pub fn heartbeat(&self, job: &JobState, now: i64, slot: u64) -> Result<Self, JobError> {
        if self.state != ClaimState::Running {
            return Err(JobError::WrongState);
        }
        Ok(Self {
            heartbeat_at: self.served_until(job, now).max(self.heartbeat_at),
            heartbeat_slot: slot.max(self.heartbeat_slot),
            ..*self
        })
    }
}

fn is_granular(gpus: u32, granule: u16) -> bool {
    gpus > 0 && gpus.is_multiple_of(u32::from(granule))
}
