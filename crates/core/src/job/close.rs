//! Where the rest of a job's money goes: refund, surplus, rent and bounty.
//!
//! The client gets what no claim can still earn as soon as no more slots can be claimed, long
//! before every claim is settled (`settlement::EarnableBound`). What that bound was too cautious
//! about, rounding included, follows as claims end, and the last of it at the close.

use super::{ClaimEvent, ClaimRecord, JobError, JobState};

/// Lamports that the poster adds for whoever closes its job: 20 transaction fees.
pub const CLOSE_BOUNTY_LAMPORTS: u64 = 100_000;

/// A refund while claims may still earn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefundOutcome {
    /// Micro-dollars from the job's vault to the client; at least 1.
    pub amount: u64,
    /// All refunds before this one.
    pub refunded_before: u64,
    /// All refunds, this one included.
    pub refunded_after: u64,
    /// The job with the refund booked.
    pub job_after: JobState,
}

/// What the vault of a job holds at its close, in micro-dollars; the two parts sum to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CloseOutcome {
    /// Deposited, neither earned nor refunded: the client's.
    pub to_client: u64,
    /// Sent to the vault by strangers: the treasury's.
    pub to_treasury: u64,
    /// The job with the client's part booked as refunded.
    pub job_after: JobState,
}

/// Where the lamports of a closed account go; the two parts sum to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LamportsOutcome {
    /// The bounty, to whoever closes.
    pub to_caller: u64,
    /// The rent, to whoever paid it.
    pub to_payer: u64,
}

impl JobState {
    /// Refunds what no claim can still earn. A job that failed owes nobody anything.
    ///
    /// # Errors
    /// [`JobError::ClaimingOpen`] while slots can be claimed; [`JobError::NothingToRefund`];
    /// [`JobError::Meter`].
    pub fn refund(&self, now: i64) -> Result<RefundOutcome, JobError> {
        if !self.claiming_closed(now) {
            return Err(JobError::ClaimingOpen);
        }
        let refundable = if self.is_failed(now) {
            self.deposit.saturating_sub(self.bound.ended_gross)
        } else {
            self.bound.refundable(self.deposit, 0, &self.hire)?
        };
        let amount = refundable.saturating_sub(self.refunded);
        if amount == 0 {
            return Err(JobError::NothingToRefund);
        }
        let mut job_after = *self;
        job_after.refunded = refundable;
        Ok(RefundOutcome {
            amount,
            refunded_before: self.refunded,
            refunded_after: refundable,
            job_after,
        })
    }

    /// The job after a dispute or a tally took `gross` micro-dollars from a claim that ended.
    pub(super) fn with_forfeited(&self, gross: u64) -> Result<Self, JobError> {
        let mut next = *self;
        next.bound = self.bound.forfeit(gross)?;
        Ok(next)
    }

    /// The job after the account of one of its claims is closed.
    ///
    /// # Errors
    /// [`JobError::Overflow`] when there is none.
    pub fn claim_closed(&self) -> Result<Self, JobError> {
        let claims = self.claims_open.checked_sub(1);
        let mut next = *self;
        next.claims_open = claims.ok_or(JobError::Overflow)?;
        Ok(next)
    }

    /// Closes the job, whose settlements moved `moved` micro-dollars out of its vault in all, and
    /// whose vault holds `balance`.
    ///
    /// # Errors
    /// [`JobError::JobOpen`], [`JobError::ClaimsOpen`], [`JobError::NotSettled`];
    /// [`JobError::Overflow`] when the vault holds less than it owes.
    pub fn close(&self, moved: u64, balance: u64) -> Result<CloseOutcome, JobError> {
        if !self.has_ended() {
            return Err(JobError::JobOpen);
        }
        if self.claims_open > 0 {
            return Err(JobError::ClaimsOpen {
                claims: self.claims_open,
            });
        }
        let earned = self.bound.ended_gross;
        if moved != earned {
            return Err(JobError::NotSettled);
        }
        let left = self.deposit.checked_sub(self.refunded);
        let to_client = left.and_then(|left| left.checked_sub(earned));
        let to_client = to_client.ok_or(JobError::Overflow)?;
        let surplus = balance.checked_sub(to_client);
        let mut job_after = *self;
        job_after.refunded = self.refunded.saturating_add(to_client);
        Ok(CloseOutcome {
            to_client,
            to_treasury: surplus.ok_or(JobError::Overflow)?,
            job_after,
        })
    }
}

impl ClaimRecord {
    /// Closes the claim's account; its rent goes to whoever paid it.
    ///
    /// # Errors
    /// [`JobError::NotSettled`] unless it is settled; [`JobError::ClaimingOpen`] while slots can
    /// be claimed: whoever is rid of its claim could claim again.
    pub fn close(&self, job: &JobState, now: i64) -> Result<Self, JobError> {
        let next = self.after(ClaimEvent::Close);
        let next = next.map_err(|_| JobError::NotSettled)?;
        if !job.claiming_closed(now) {
            return Err(JobError::ClaimingOpen);
        }
        Ok(next)
    }
}

/// Splits the lamports of a closed account that was created with `bounty` on top of its rent.
/// Should less than the bounty be there, the caller gets it all.
pub fn close_lamports(lamports: u64, bounty: u64) -> LamportsOutcome {
    let to_caller = bounty.min(lamports);
    LamportsOutcome {
        to_caller,
        to_payer: lamports.saturating_sub(to_caller),
    }
}
