//! Disputes: the client's bond, the verdict, and what happens without one.
//!
//! | | what is held back | the bond | the re-run is paid by |
//! | --- | --- | --- | --- |
//! | operator right | stays earned | to the verifiers | the client's bond |
//! | operator wrong | to the client | to the client | the operator's bond, the same amount |
//! | no verdict by the deadline | to the client | to the client | – |

use core::fmt;

use super::{ClaimEvent, ClaimRecord, JobError, JobState, Verification, verdict_deadline};
use crate::fixed::bps_ceil;

/// The least bond, micro-dollars: $1.
pub const MIN_DISPUTE_BOND: u64 = 1_000_000;
/// The bond as a share of the disputed amount, basis points.
pub const DISPUTE_BOND_BPS: u16 = 500;

/// What a re-run says. Stored on chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Verdict {
    /// The re-run gave the operator's result.
    OperatorRight = 0,
    /// It gave another.
    OperatorWrong = 1,
}

/// An open dispute, amounts in micro-dollars of the job's mint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// When it was opened, unix seconds.
    pub opened_at: i64,
    /// When it is decided for the client unless there is a verdict, unix seconds.
    pub deadline: i64,
    /// Gross that was not settled when it was opened: nothing more is settled until it ends.
    pub disputed: u64,
    /// What the client put down; 0 when verifiers opened it.
    pub bond: u64,
    /// The claim, disputed.
    pub claim_after: ClaimRecord,
}

/// How a dispute ends, in micro-dollars. `stays_earned + refunded` is what was disputed,
/// `bond_to_client + bond_to_verifiers` the bond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DisputeOutcome {
    /// Of the disputed amount: still earned, to be settled as usual.
    pub stays_earned: u64,
    /// Of the disputed amount: no longer earned.
    pub refunded: u64,
    /// Of the bond: back to the client.
    pub bond_to_client: u64,
    /// Of the bond: for the re-run.
    pub bond_to_verifiers: u64,
    /// What the operator owes for the re-run, to be taken from its bond in IO.
    pub operator_owes: u64,
    /// How far the dispute speaks for the operator, basis points; none when it says nothing.
    pub operator_good_bps: Option<u16>,
    /// The claim, resolved.
    pub claim_after: ClaimRecord,
}

/// Why a dispute is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisputeError {
    /// The claim does not allow this.
    Job(JobError),
    /// The spec is not declared deterministic.
    NotDeterministic,
    /// The job is replicated.
    Replicated,
    /// The hold-back is over.
    TooLate {
        /// When it ended.
        ended_at: i64,
    },
    /// Everything is settled, or nothing was earned.
    NothingHeldBack,
    /// Verifiers open disputes in audited jobs only, and only with a verdict against the operator.
    NotAudited,
    /// There is no verdict, and verifiers still have time.
    VerdictAwaited {
        /// Until when.
        deadline: i64,
    },
    /// The verdict's code is above 1.
    UnknownVerdict,
    /// The amount is beyond what 64 bits hold.
    Overflow,
}

impl fmt::Display for DisputeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Job(error) => return write!(f, "{error}"),
            Self::NotDeterministic => {
                "the job's spec is not declared deterministic; a re-run proves nothing, so it cannot be disputed"
            }
            Self::Replicated => "a replicated job is decided by its replicas; it cannot be disputed",
            Self::TooLate { ended_at } => {
                return write!(f, "the hold-back ended at {ended_at}; dispute before that");
            }
            Self::NothingHeldBack => "nothing is held back, so there is nothing to dispute",
            Self::NotAudited => {
                "verifiers dispute audited jobs only, with a verdict against the operator"
            }
            Self::VerdictAwaited { deadline } => {
                return write!(f, "there is no verdict; wait for one, or until {deadline}");
            }
            Self::UnknownVerdict => "verdict must be 0 (operator right) or 1 (operator wrong)",
            Self::Overflow => "an amount does not fit 64 bits; the state is not what this crate wrote",
        })
    }
}

impl core::error::Error for DisputeError {}

impl From<JobError> for DisputeError {
    fn from(error: JobError) -> Self {
        Self::Job(error)
    }
}

impl Verdict {
    /// The verdict with a stored code.
    ///
    /// # Errors
    /// [`DisputeError::UnknownVerdict`] for a code above 1.
    pub fn from_code(code: u8) -> Result<Self, DisputeError> {
        match code {
            0 => Ok(Self::OperatorRight),
            1 => Ok(Self::OperatorWrong),
            _ => Err(DisputeError::UnknownVerdict),
        }
    }
}

/// What a client puts down to dispute `disputed` micro-dollars.
///
/// # Errors
/// [`DisputeError::Overflow`], never in practice: it is a share.
pub fn dispute_bond_ceil(disputed: u64) -> Result<u64, DisputeError> {
    let share = bps_ceil(disputed, DISPUTE_BOND_BPS).map_err(|_| DisputeError::Overflow)?;
    Ok(share.max(MIN_DISPUTE_BOND))
}

impl ClaimRecord {
    /// The client disputes `held_back` micro-dollars, the gross that is not settled.
    ///
    /// # Errors
    /// [`DisputeError::Job`] unless the claim has ended and is neither settled nor disputed;
    /// [`DisputeError::Replicated`]; [`DisputeError::NotDeterministic`];
    /// [`DisputeError::TooLate`]; [`DisputeError::NothingHeldBack`].
    pub fn dispute(
        &self,
        job: &JobState,
        deterministic: bool,
        held_back: u64,
        hold_back_ends_at: i64,
        now: i64,
    ) -> Result<Dispute, DisputeError> {
        let claim_after = self.after(ClaimEvent::Dispute)?;
        if job.verification.is_replicate() {
            return Err(DisputeError::Replicated);
        }
        if !deterministic {
            return Err(DisputeError::NotDeterministic);
        }
        if now >= hold_back_ends_at {
            return Err(DisputeError::TooLate {
                ended_at: hold_back_ends_at,
            });
        }
        if held_back == 0 {
            return Err(DisputeError::NothingHeldBack);
        }
        Ok(Dispute {
            opened_at: now,
            deadline: verdict_deadline(now, job.seconds),
            disputed: held_back,
            bond: dispute_bond_ceil(held_back)?,
            claim_after,
        })
    }

    /// Verifiers who re-ran a claim of an audited job dispute it by their verdict, without a
    /// bond: the re-run was paid from fees.
    ///
    /// # Errors
    /// [`DisputeError::NotAudited`] unless the job is audited and the verdict is against the
    /// operator; as [`Self::dispute`].
    pub fn dispute_by_verdict(
        &self,
        job: &JobState,
        verdict: Verdict,
        held_back: u64,
        hold_back_ends_at: i64,
        now: i64,
    ) -> Result<Dispute, DisputeError> {
        if job.verification != Verification::Audit || verdict != Verdict::OperatorWrong {
            return Err(DisputeError::NotAudited);
        }
        Ok(Dispute {
            bond: 0,
            ..self.dispute(job, true, held_back, hold_back_ends_at, now)?
        })
    }
}

impl Dispute {
    /// Ends the dispute by a verdict, or by its deadline.
    ///
    /// # Errors
    /// [`DisputeError::VerdictAwaited`]; [`DisputeError::Job`] unless `self.claim_after` is
    /// disputed.
    pub fn resolve(
        &self,
        verdict: Option<Verdict>,
        now: i64,
    ) -> Result<DisputeOutcome, DisputeError> {
        let claim_after = self.claim_after.after(ClaimEvent::Resolve)?;
        let for_client = DisputeOutcome {
            stays_earned: 0,
            refunded: self.disputed,
            bond_to_client: self.bond,
            bond_to_verifiers: 0,
            operator_owes: 0,
            operator_good_bps: None,
            claim_after,
        };
        match verdict {
            Some(Verdict::OperatorRight) => Ok(DisputeOutcome {
                stays_earned: self.disputed,
                refunded: 0,
                bond_to_client: 0,
                bond_to_verifiers: self.bond,
                operator_good_bps: Some(10_000),
                ..for_client
            }),
            Some(Verdict::OperatorWrong) => Ok(DisputeOutcome {
                operator_owes: self.bond,
                operator_good_bps: Some(0),
                ..for_client
            }),
            None if now >= self.deadline => Ok(for_client),
            None => Err(DisputeError::VerdictAwaited {
                deadline: self.deadline,
            }),
        }
    }
}
