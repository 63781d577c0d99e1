//! A job and a claim as numbers: what the rules need, and nothing about accounts.

use super::{ClaimState, EndReason, JobError, JobTerms, PartialFill, PostError, Verification};
use crate::settlement::{EarnableBound, Hire, Meter};

/// How a job ended. Stored on chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// What of its meter a claim is entitled to. Stored on chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Entitlement {
    /// All of it.
    Full = 0,
    /// What was not held back when it ended: a dispute took the rest.
    Matured = 1,
    /// Nothing: a replica whose result was not the right one.
    Nothing = 2,
}

/// A job: its terms as far as its claims need them, and its progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobState {
    /// GPUs of one replica.
    pub gpus: u32,
    /// GPUs that must sit on one host.
    pub granule: u16,
    /// How the work is checked.
    pub verification: Verification,
    /// Whether the same spec always gives the same result.
    pub deterministic: bool,
    /// What happens when not all slots are claimed.
    pub partial_fill: PartialFill,
    /// How long an operator has to start, seconds.
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
    /// When the last claim of a full job ended, unix seconds; 0 before.
    pub last_ended_at: i64,
    /// How it ended.
    pub end: JobEnd,
    /// When it ended, unix seconds; 0 while open. The hire's `cancelled_at` if it was cancelled.
    pub ended_at: i64,
    /// The time that was bought, and its price.
    pub hire: Hire,
    /// What claims earned and can still earn.
    pub bound: EarnableBound,
    /// All that the client deposited, micro-dollars.
    pub deposit: u64,
    /// All that was refunded, micro-dollars.
    pub refunded: u64,
}

/// A claim: its slots, its times, its last sign of life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimRecord {
    /// Where it stands.
    pub state: ClaimState,
    /// Why it ended; none before, and for a replica that committed.
    pub reason: Option<EndReason>,
    /// What of its meter it is entitled to.
    pub entitlement: Entitlement,
    /// Slots whose host has started.
    pub gpus_started: u32,
    /// When its first slots were taken, unix seconds.
    pub granted_at: i64,
    /// The slot of the chain at the last heartbeat, or when the last host started.
    pub heartbeat_slot: u64,
    /// When the end was recorded, unix seconds; 0 before. The hold-back runs from here, not from
    /// the end: nobody could dispute a claim whose end is recorded late.
    pub recorded_at: i64,
    /// What it earned, and when.
    pub meter: Meter,
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

impl Entitlement {
    /// The entitlement with a stored code.
    ///
    /// # Errors
    /// [`JobError::UnknownEntitlement`] for a code above 2.
    pub fn from_code(code: u8) -> Result<Self, JobError> {
        match code {
            0 => Ok(Self::Full),
            1 => Ok(Self::Matured),
            2 => Ok(Self::Nothing),
            _ => Err(JobError::UnknownEntitlement),
        }
    }

    /// The stored code.
    #[inline]
    pub const fn code(self) -> u8 {
        self as u8
    }
}

impl JobState {
    /// A job posted at `now`, at `rate` micro-dollars per GPU-hour. Its `deposit` is to be paid
    /// into its vault.
    ///
    /// # Errors
    /// As [`JobTerms::validate`]; [`PostError::Hire`] for a rate or a deposit out of range.
    pub fn post(terms: &JobTerms, rate: u64, now: i64) -> Result<Self, PostError> {
        terms.validate(now)?;
        let slots = terms.slots();
        let hired = Hire::post(rate, slots, u64::from(terms.seconds))?;
        Ok(Self {
            gpus: terms.gpus,
            granule: terms.granule,
            verification: terms.verification,
            deterministic: terms.deterministic,
            partial_fill: terms.partial_fill,
            start_seconds: terms.start_seconds,
            claim_deadline: terms.claim_deadline,
            slots,
            slots_claimed: 0,
            slots_finished: 0,
            claims_open: 0,
            filled_at: 0,
            last_ended_at: 0,
            end: JobEnd::Open,
            ended_at: 0,
            hire: hired.hire_after,
            bound: EarnableBound::default(),
            deposit: hired.deposit,
            refunded: 0,
        })
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

    /// Whether the job has failed for want of claims at `now`, recorded or not.
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
}

impl ClaimRecord {
    /// The claim after `event`, with nothing else changed.
    ///
    /// # Errors
    /// [`JobError::WrongState`].
    pub(super) fn after(&self, event: super::ClaimEvent) -> Result<Self, JobError> {
        let mut next = *self;
        next.state = self.state.after(event)?;
        Ok(next)
    }

    /// Whether it ended without having run, other than by a cancellation: it earned nothing.
    pub(super) fn never_ran(&self) -> bool {
        matches!(self.reason, Some(EndReason::Expired | EndReason::Failed))
    }
}
