//! The states of a claim and every transition between them, in one table.

use super::JobError;

/// Where a claim stands. Stored on chain; 0 is no state, so that a zeroed account is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ClaimState {
    /// Slots are taken, no host has started.
    Claimed = 1,
    /// Some hosts have started. Nothing is billed.
    Starting = 2,
    /// All hosts have started. Billed by the second.
    Running = 3,
    /// A replica that ended with a committed result. Not paid before the tally.
    Committed = 4,
    /// A replica whose result is counted. Not paid before the tally.
    Revealed = 5,
    /// Ended; the hold-back runs, or, in a replicated job, the tally.
    Ended = 6,
    /// The client disputes what is held back.
    Disputed = 7,
    /// Verdict, tally or deadline decided what is earned.
    Resolved = 8,
    /// All that was earned is booked.
    Settled = 9,
    /// The account is closed. Never stored.
    Closed = 10,
}

/// Why a claim ended. Stored on chain; 0: not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum EndReason {
    /// The operator delivered a result.
    Completed = 1,
    /// The client cancelled the job.
    Cancelled = 2,
    /// The seconds that were bought are over.
    UsedUp = 3,
    /// The operator stopped its heartbeats.
    Reaped = 4,
    /// The operator never started.
    Expired = 5,
    /// The job was not filled, and the client wanted all or nothing.
    Failed = 6,
}

/// What moves a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimEvent {
    /// The claim takes more slots. By its lead device.
    Enlarge,
    /// One host starts, not the last one. By its device.
    StartHost,
    /// The last host starts. By its device.
    StartLastHost,
    /// The claim ends. [`EndReason::Completed`] by the lead device; the rest by anyone, once
    /// [`super::ClaimRecord::due_end`] says so.
    End(EndReason),
    /// A replica ends with a committed result. By the lead device.
    Commit,
    /// A replica shows its result. By the lead device.
    Reveal,
    /// The tally, a verdict or a deadline decides a replica. By anyone.
    Decide,
    /// The client disputes; in an audited job, verifiers do by a verdict.
    Dispute,
    /// A verdict or the deadline decides a dispute. By anyone.
    Resolve,
    /// The last settlement books all that was earned. By anyone.
    Settle,
    /// The account is closed. By anyone.
    Close,
}

impl ClaimState {
    /// All states, in the order of their codes.
    pub const ALL: [Self; 10] = [
        Self::Claimed,
        Self::Starting,
        Self::Running,
        Self::Committed,
        Self::Revealed,
        Self::Ended,
        Self::Disputed,
        Self::Resolved,
        Self::Settled,
        Self::Closed,
    ];

    /// The state after `event`: the whole table. What is not here is refused.
    ///
    /// # Errors
    /// [`JobError::WrongState`].
    #[rustfmt::skip]
    #[expect(clippy::match_same_arms, reason = "a row per cause reads as a table")]
    pub fn after(self, event: ClaimEvent) -> Result<Self, JobError> {
        use ClaimEvent as Event;
        use EndReason::{Cancelled, Completed, Expired, Failed, Reaped, UsedUp};
        Ok(match (self, event) {
            (Self::Claimed, Event::Enlarge) => Self::Claimed,
            (Self::Claimed | Self::Starting, Event::StartHost) => Self::Starting,
            (Self::Claimed | Self::Starting, Event::StartLastHost) => Self::Running,
            (Self::Claimed | Self::Starting, Event::End(Cancelled | Expired | Failed)) => Self::Ended,
            (Self::Running, Event::End(Completed | Cancelled | UsedUp | Reaped)) => Self::Ended,
            (Self::Running, Event::Commit) => Self::Committed,
            (Self::Committed, Event::Reveal) => Self::Revealed,
            (Self::Committed | Self::Revealed | Self::Ended, Event::Decide) => Self::Resolved,
            (Self::Ended, Event::Dispute) => Self::Disputed,
            (Self::Disputed, Event::Resolve) => Self::Resolved,
            (Self::Ended | Self::Resolved, Event::Settle) => Self::Settled,
            (Self::Settled, Event::Close) => Self::Closed,
            _ => return Err(JobError::WrongState),
        })
    }

    /// The state with a stored code.
    ///
    /// # Errors
    /// [`JobError::UnknownState`] for a code outside 1..=10.
    pub fn from_code(code: u8) -> Result<Self, JobError> {
        let index = code.checked_sub(1).ok_or(JobError::UnknownState)?;
        let state = Self::ALL.get(usize::from(index)).copied();
        state.ok_or(JobError::UnknownState)
    }

    /// The stored code.
    #[inline]
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// Whether the claim holds GPUs: until it ends. Its bond can stay locked for longer
    /// ([`super::ClaimRecord::locks_bond`]).
    #[inline]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Claimed | Self::Starting | Self::Running)
    }
}

impl EndReason {
    /// All reasons, in the order of their codes.
    pub const ALL: [Self; 6] = [
        Self::Completed,
        Self::Cancelled,
        Self::UsedUp,
        Self::Reaped,
        Self::Expired,
        Self::Failed,
    ];

    /// The reason with a stored code; none for 0.
    ///
    /// # Errors
    /// [`JobError::UnknownReason`] for a code above 6.
    pub fn from_code(code: u8) -> Result<Option<Self>, JobError> {
        let Some(index) = code.checked_sub(1) else {
            return Ok(None);
        };
        match Self::ALL.get(usize::from(index)) {
            Some(reason) => Ok(Some(*reason)),
            None => Err(JobError::UnknownReason),
        }
    }

    /// The stored code, 1..=6.
    #[inline]
    pub const fn code(self) -> u8 {
        self as u8
    }
}
