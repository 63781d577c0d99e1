//! Taking slots, enlarging a claim, starting hosts, and signs of life.

use super::{ClaimEvent, ClaimRecord, ClaimState, Entitlement, JobError, JobState, PartialFill};
use crate::settlement::Meter;

/// Slots taken, by a new claim or by one that is enlarged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakeOutcome {
    /// The claim with the slots.
    pub claim: ClaimRecord,
    /// Slots that were free before.
    pub free_before: u32,
    /// Slots that are free after.
    pub free_after: u32,
    /// The job with the slots taken.
    pub job_after: JobState,
}

/// A host started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StartOutcome {
    /// GPUs of the claim that have started, this host's included.
    pub gpus_started: u32,
    /// Whether this was the last host: the claim is billed from now on.
    pub running: bool,
    /// The claim with the host.
    pub claim_after: ClaimRecord,
    /// The job, changed only by the last host.
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
        let accepted_seconds = u64::from(max_seconds);
        let job_after = self.with_taken(0, gpus, accepted_seconds, paused, now)?;
        let start_by = job_after.start_by(now);
        let claim = ClaimRecord {
            state: ClaimState::Claimed,
            reason: None,
            entitlement: Entitlement::Full,
            gpus_started: 0,
            granted_at: now,
            heartbeat_slot: 0,
            recorded_at: 0,
            meter: Meter::claim(gpus, start_by, accepted_seconds)?,
        };
        Ok(self.taken(claim, job_after))
    }

    /// When a claim granted at `granted_at` can start; none when the job fails before that.
    ///
    /// The deadline runs from the moment at which nothing but the operator holds up the start:
    /// whoever claimed first is not punished for waiting for the last.
    #[inline(never)]
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

    /// The last second in which a claim granted at `granted_at` can start, as far as it is known.
    pub(super) fn start_by(&self, granted_at: i64) -> i64 {
        self.start_window(granted_at)
            .map_or(i64::MAX, |window| window.deadline)
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

    fn check_gpus(&self, held: u32, gpus: u32) -> Result<(), JobError> {
        self.check_granule(gpus)?;
        if self.verification.is_replicate() && (held > 0 || gpus != self.gpus) {
            return Err(JobError::NotAReplica { gpus: self.gpus });
        }
        let free = self.free_slots();
        if gpus > free {
            return Err(JobError::NotEnoughSlots { free });
        }
        Ok(())
    }

    fn check_granule(&self, gpus: u32) -> Result<(), JobError> {
        let granule = self.granule;
        if gpus == 0 || !gpus.is_multiple_of(u32::from(granule)) {
            return Err(JobError::NotAGranule { granule });
        }
        Ok(())
    }

    /// The job with `gpus` slots taken by a claim that holds `held` already; 0: by a new one.
    fn with_taken(
        &self,
        held: u32,
        gpus: u32,
        accepted_seconds: u64,
        paused: bool,
        now: i64,
    ) -> Result<Self, JobError> {
        if paused {
            return Err(JobError::Paused);
        }
        self.check_claimable(now)?;
        self.check_gpus(held, gpus)?;
        let seconds = self.hire.seconds();
        if accepted_seconds < seconds {
            return Err(JobError::MaxSecondsTooShort { seconds });
        }
        let claimed = self.slots_claimed.checked_add(gpus);
        let claims = self.claims_open.checked_add(u32::from(held == 0));
        let mut next = *self;
        next.slots_claimed = claimed.ok_or(JobError::Overflow)?;
        next.claims_open = claims.ok_or(JobError::Overflow)?;
        next.bound = self.bound.claim(gpus)?;
        if next.is_full() {
            next.filled_at = now;
        }
        Ok(next)
    }

    fn taken(&self, claim: ClaimRecord, job_after: Self) -> TakeOutcome {
        TakeOutcome {
            claim,
            free_before: self.free_slots(),
            free_after: job_after.free_slots(),
            job_after,
        }
    }
}

impl ClaimRecord {
    /// Takes `gpus` slots more at `now`. Books and times are then those of one claim of the
    /// total, made when this one was; whose turn it is to hold the total, others decide (`race`).
    ///
    /// The time to start runs from the first grant. Attack prevented: if each enlargement renewed
    /// it, an operator could keep a job waiting by taking one GPU more every few minutes.
    ///
    /// # Errors
    /// [`JobError::WrongState`] once a host has started; as [`JobState::take`], with
    /// [`JobError::NotAReplica`] for any replica, which is whole, and
    /// [`JobError::MaxSecondsTooShort`] when the job was extended beyond what the claim accepted;
    /// [`JobError::StartMissed`].
    pub fn enlarge(
        &self,
        job: &JobState,
        gpus: u32,
        paused: bool,
        now: i64,
    ) -> Result<TakeOutcome, JobError> {
        let mut claim = self.after(ClaimEvent::Enlarge)?;
        let (held, accepted) = (self.meter.gpus, self.meter.accepted_seconds);
        let job_after = job.with_taken(held, gpus, accepted, paused, now)?;
        let deadline = job.start_by(self.granted_at);
        if now > deadline {
            return Err(JobError::StartMissed { deadline });
        }
        claim.meter.gpus = held.checked_add(gpus).ok_or(JobError::Overflow)?;
        claim.meter.start_by = job_after.start_by(self.granted_at);
        Ok(job.taken(claim, job_after))
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
    ) -> Result<StartOutcome, JobError> {
        let left = self.meter.gpus.saturating_sub(self.gpus_started);
        let running = gpus == left;
        let event = if running {
            ClaimEvent::StartLastHost
        } else {
            ClaimEvent::StartHost
        };
        let mut claim = self.after(event)?;
        self.check_start_time(job, now)?;
        job.check_granule(gpus)?;
        if gpus > left {
            return Err(JobError::TooManyGpus { left });
        }
        claim.gpus_started = self.gpus_started.saturating_add(gpus);
        let mut job_after = *job;
        if running {
            claim.meter = self.meter_for(job).start(now, &job.hire)?;
            claim.heartbeat_slot = slot;
            job_after.bound = job.bound.start(&claim.meter, &job.hire)?;
        }
        Ok(StartOutcome {
            gpus_started: claim.gpus_started,
            running,
            claim_after: claim,
            job_after,
        })
    }

    /// Notes that `alive` GPUs are at work.
    ///
    /// # Errors
    /// [`JobError::WrongState`] unless the claim runs; [`JobError::Meter`] as
    /// [`Meter::heartbeat`].
    pub fn heartbeat(
        &self,
        job: &JobState,
        alive: u32,
        now: i64,
        slot: u64,
    ) -> Result<Self, JobError> {
        if self.state != ClaimState::Running {
            return Err(JobError::WrongState);
        }
        let mut next = *self;
        next.meter = self.meter.heartbeat(now, alive, &job.hire)?;
        next.heartbeat_slot = slot.max(self.heartbeat_slot);
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

    /// The meter, with the time to start by as it is known now: when the claim was made, the job
    /// may still have waited to be full.
    pub(super) fn meter_for(&self, job: &JobState) -> Meter {
        let mut meter = self.meter;
        if !meter.has_started() {
            meter.start_by = job.start_by(self.granted_at);
        }
        meter
    }
}
