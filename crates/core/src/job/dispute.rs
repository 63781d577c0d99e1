//! Disputes: the client's bond, the verdict, and what happens without one.
//!
//! | | what is held back | the bond | the re-run is paid by |
//! | --- | --- | --- | --- |
//! | operator right | stays earned | to the verifiers | the client's bond |
//! | operator wrong | to the client | to the client | the operator's bond, the same amount |
//! | no verdict before the deadline | to the client | to the client | – |

use core::fmt;

use super::{
    ClaimEvent, ClaimRecord, Entitlement, JobError, JobState, Posted, Verification,
    verdict_deadline,
};
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

/// An open dispute, of all that is held back ([`ClaimRecord::held_back`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// When it was opened, unix seconds.
    pub opened_at: i64,
    /// When it is decided for the client unless there is a verdict, unix seconds.
    pub deadline: i64,
    /// What the client put down, micro-dollars; 0 when verifiers opened it.
    pub bond: u64,
}

/// A dispute that is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DisputeOpened {
    /// What it is about, micro-dollars.
    pub disputed: u64,
    /// Its bond and its deadline.
    pub dispute: Dispute,
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
    /// Whether its result was proved wrong: by a re-run; what is disputed is deterministic.
    pub slashable: bool,
    /// The claim, resolved.
    pub claim_after: ClaimRecord,
    /// The job, with what the claim lost.
    pub job_after: JobState,
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
    /// The client disputes what is held back.
    ///
    /// # Errors
    /// [`DisputeError::Job`] unless the claim has ended and is neither settled nor disputed;
    /// [`DisputeError::Replicated`]; [`DisputeError::NotDeterministic`];
    /// [`DisputeError::TooLate`]; [`DisputeError::NothingHeldBack`].
    pub fn dispute(&self, job: &JobState, now: i64) -> Result<DisputeOpened, DisputeError> {
        let claim_after = self.after(ClaimEvent::Dispute)?;
        if job.verification.is_replicate() {
            return Err(DisputeError::Replicated);
        }
        if !job.deterministic {
            return Err(DisputeError::NotDeterministic);
        }
        let ended_at = self.hold_back_ends_at();
        if now >= ended_at {
            return Err(DisputeError::TooLate { ended_at });
        }
        let disputed = self.held_back(job)?;
        if disputed == 0 {
            return Err(DisputeError::NothingHeldBack);
        }
        Ok(DisputeOpened {
            disputed,
            dispute: Dispute {
                opened_at: now,
                deadline: verdict_deadline(now, job.hire.seconds()),
                bond: dispute_bond_ceil(disputed)?,
            },
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
        now: i64,
    ) -> Result<DisputeOpened, DisputeError> {
        if job.verification != Verification::Audit || verdict != Verdict::OperatorWrong {
            return Err(DisputeError::NotAudited);
        }
        let opened = self.dispute(job, now)?;
        Ok(DisputeOpened {
            dispute: Dispute {
                bond: 0,
                ..opened.dispute
            },
            ..opened
        })
    }

    /// Ends `dispute` by a verdict that was posted before its deadline, or by the deadline,
    /// whoever calls first and whenever ([`Posted::before`]). `None` says that there is no verdict, not
    /// that the caller left it out: the program looks itself.
    ///
    /// # Errors
    /// [`DisputeError::VerdictAwaited`]; [`DisputeError::Job`] unless the claim is disputed.
    pub fn resolve(
        &self,
        job: &JobState,
        dispute: &Dispute,
        verdict: Option<Posted<Verdict>>,
        now: i64,
    ) -> Result<DisputeOutcome, DisputeError> {
        let mut claim_after = self.after(ClaimEvent::Resolve)?;
        let verdict = verdict.and_then(|verdict| verdict.before(dispute.deadline));
        let (for_operator, good_bps) = match verdict {
            Some(Verdict::OperatorRight) => (true, Some(10_000)),
            Some(Verdict::OperatorWrong) => (false, Some(0)),
            None if now >= dispute.deadline => (false, None),
            None => {
                return Err(DisputeError::VerdictAwaited {
                    deadline: dispute.deadline,
                });
            }
        };
        let disputed = self.held_back(job)?;
        let (stays_earned, refunded) = either(for_operator, disputed);
        let (bond_to_verifiers, bond_to_client) = either(for_operator, dispute.bond);
        if !for_operator {
            claim_after.entitlement = Entitlement::Matured;
        }
        let lost_by_verdict = verdict == Some(Verdict::OperatorWrong);
        Ok(DisputeOutcome {
            stays_earned,
            refunded,
            bond_to_client,
            bond_to_verifiers,
            operator_owes: if lost_by_verdict { dispute.bond } else { 0 },
            operator_good_bps: good_bps,
            slashable: lost_by_verdict,
            claim_after,
            job_after: job.with_forfeited(refunded)?,
        })
    }
}

/// The whole amount on one of two sides.
const fn either(first: bool, amount: u64) -> (u64, u64) {
    if first { (amount, 0) } else { (0, amount) }
}
