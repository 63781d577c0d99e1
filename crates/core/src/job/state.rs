//! A job and a claim as numbers: what the rules need, and nothing about accounts.

use super::{ClaimState, EndReason, JobError, JobTerms, PartialFill, Verification};

/// How a job ended. Stored on chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum JobEnd {
    /// It has not.
    Open = 0,
    /// No slot can be claimed any more and every claim has ended.
    Finished = 1,
    /// The client cancelled it.
    Cancelled = 2,
    /// It was not filled, and the client wanted all or nothing.
    Failed = 3,
}

/// A job: its terms as far as its claims need them, and its progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct JobState {
    /// GPUs of one replica.
    pub gpus: u32,
    /// GPUs that must sit on one host.
    pub granule: u16,
    /// How the work is checked.
    pub verification: Verification,
    /// What happens when not all slots are claimed.
    pub partial_fill: PartialFill,
    /// How long each slot runs, extensions included.
    pub seconds: u32,
    /// How long an operator has to start.
    pub start_seconds: u32,
    /// Claims are made before this time, unix seconds.
    pub claim_deadline: i64,
    /// Slots of all replicas.
    pub slots: u32,
    /// Slots ever claimed; never falls.
    pub slots_claimed: u32,
    /// Slots of claims that ended, at most `slots_claimed`.
    pub slots_finished: u32,
    /// Claims whose accounts are not closed.
    pub claims_open: u32,
    /// When the last slot was claimed, unix seconds; 0 while slots are free.
    pub filled_at: i64,
    /// How it ended.
    pub end: JobEnd,
    /// When it ended, unix seconds; 0 while open.
    pub ended_at: i64,
    /// All that the client deposited, micro-dollars.
    pub deposit: u64,
    /// All that was refunded.
    pub refunded: u64,
}

/// A claim: its slots, its times, its last sign of life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClaimRecord {
    /// Where it stands.
    pub state: ClaimState,
    /// Slots it holds.
    pub gpus: u32,
    /// Slots whose host has started.
    pub gpus_started: u32,
    /// The longest it runs, extensions included: what the operator accepted.
    pub max_seconds: u32,
    /// When the slots were taken, unix seconds.
    pub granted_at: i64,
    /// When the last host started and billing began, unix seconds; 0 before.
    pub started_at: i64,
    /// The last heartbeat, or `started_at`, unix seconds.
    pub heartbeat_at: i64,
    /// The slot of the chain at the last heartbeat or at the start.
    pub heartbeat_slot: u64,
    /// When it ended, unix seconds; 0 before.
    pub ended_at: i64,
    /// Why it ended; none before, and for a replica that committed.
    pub reason: Option<EndReason>,
}

impl JobEnd {
    /// The end with a stored code.
    ///
    /// # Errors
    /// [`JobError::UnknownJobEnd`] for a code above 3.
    pub fn from_code(code: u8) -> Result<Self, JobError> {
        match code {
            0 => Ok(Self::Open),
            1 => Ok(Self::Finished),
            2 => Ok(Self::Cancelled),
            3 => Ok(Self::Failed),
            _ => Err(JobError::UnknownJobEnd),
        }
    }

    /// The stored code.
    #[inline]
    pub const fn code(self) -> u8 {
        self as u8
    }
}

impl JobState {
    /// A job that is posted with `deposit` micro-dollars on terms that are valid.
    pub fn posted(terms: &JobTerms, deposit: u64) -> Self {
        Self {
            gpus: terms.gpus,
            granule: terms.granule,
            verification: terms.verification,
            partial_fill: terms.partial_fill,
            seconds: terms.seconds,
            start_seconds: terms.start_seconds,
            claim_deadline: terms.claim_deadline,
            slots: terms.slots(),
            slots_claimed: 0,
            slots_finished: 0,
            claims_open: 0,
            filled_at: 0,
            end: JobEnd::Open,
            ended_at: 0,
            deposit,
            refunded: 0,
        }
    }

    /// Slots that nobody claimed.
    #[inline]
    pub fn free_slots(&self) -> u32 {
        self.slots.saturating_sub(self.slots_claimed)
    }

    /// Whether every slot is claimed.
    #[inline]
    pub fn is_full(&self) -> bool {
        self.slots_claimed >= self.slots
    }

    /// Whether the job has ended.
    #[inline]
    pub fn has_ended(&self) -> bool {
        self.end != JobEnd::Open
    }

    /// Whether no slot can be claimed at `now` or later.
    #[inline]
    pub fn claiming_closed(&self, now: i64) -> bool {
        self.has_ended() || self.is_full() || now >= self.claim_deadline
    }

    /// Whether every claim so far has ended.
    #[inline]
    pub fn all_claims_ended(&self) -> bool {
        self.slots_finished >= self.slots_claimed
    }

    /// Whether the job fails for want of claims at `now`, materialised or not.
    #[inline]
    pub fn is_failed(&self, now: i64) -> bool {
        match self.end {
            JobEnd::Open => {
                self.partial_fill == PartialFill::Fail
                    && !self.is_full()
                    && now >= self.claim_deadline
            }
            end => end == JobEnd::Failed,
        }
    }

    /// The job after one of its claims, of `gpus` slots, ended.
    ///
    /// # Errors
    /// [`JobError::Overflow`] when more ends than was claimed.
    pub fn claim_ended(&self, gpus: u32) -> Result<Self, JobError> {
        let finished = self.slots_finished.checked_add(gpus);
        let finished = finished.filter(|finished| *finished <= self.slots_claimed);
        Ok(Self {
            slots_finished: finished.ok_or(JobError::Overflow)?,
            ..*self
        })
    }
}

impl ClaimRecord {
    /// The claim after `event`, with nothing else changed.
    ///
    /// # Errors
    /// [`JobError::WrongState`].
    pub fn after(&self, event: super::ClaimEvent) -> Result<Self, JobError> {
        Ok(Self {
            state: self.state.after(event)?,
            ..*self
        })
    }
}
