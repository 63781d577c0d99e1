//! Replicated jobs: commit, reveal, and which replicas are paid.
//!
//! Each replica commits the hash of its result, its operator and a salt before anybody reveals,
//! so that a result cannot be copied: a copied commitment names another operator. The strict
//! majority of all `k` replicas is paid. Without one, a verifier's re-run decides. Without one
//! before its deadline, every replica that served to its end is paid, for two reasons: a client who
//! posts a spec that never gives the same result twice must not compute for free, and a cartel
//! that holds a majority of the replicas could agree on a result anyway.
//!
//! | decided by | paid | counts against |
//! | --- | --- | --- |
//! | majority, verdict | who revealed that result | all others that ran |
//! | deadline | revealed, or used up its seconds | committed and did not reveal; reaped |
//! | the client's cancel before a majority and while replicas can reveal | everyone, seconds served | – |

use super::{
    ClaimEvent, ClaimRecord, ClaimState, Decision, EndReason, Entitlement, JobEnd, JobError,
    JobState, ReplicaError, RevealWindow, is_same,
};
use crate::settlement::gross_floor;

/// Begins the bytes of a commitment, so that they are no other message.
pub const COMMITMENT_DOMAIN: &[u8] = b"ionet replica result v1";

/// The parts of a commitment, to be hashed one after the other.
#[inline]
pub const fn commitment_parts<'a>(
    result: &'a [u8; 32],
    operator: &'a [u8; 32],
    salt: &'a [u8; 32],
) -> [&'a [u8]; 4] {
    [COMMITMENT_DOMAIN, result, operator, salt]
}

/// What a decision means for one replica.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplicaOutcome {
    /// What it keeps of its gross, micro-dollars: all or nothing.
    pub stays_earned: u64,
    /// What goes back to the client, micro-dollars.
    pub refunded: u64,
    /// How far it speaks for its operator, basis points; none when it says nothing.
    pub operator_good_bps: Option<u16>,
    /// Whether its result was proved wrong: by a re-run, of a deterministic spec.
    pub slashable: bool,
    /// The claim, resolved.
    pub claim_after: ClaimRecord,
    /// The job, with what it lost.
    pub job_after: JobState,
}

impl ClaimRecord {
    /// Reveals a committed result.
    ///
    /// # Errors
    /// [`ReplicaError::RevealNotOpen`], [`ReplicaError::RevealClosed`];
    /// [`ReplicaError::Job`] unless the claim is committed, and when the job was cancelled, so
    /// that its tally stays as it was.
    pub fn reveal(&self, job: &JobState, now: i64) -> Result<Self, ReplicaError> {
        let next = self.after(ClaimEvent::Reveal)?;
        if job.end == JobEnd::Cancelled {
            return Err(JobError::JobEnded.into());
        }
        let window = RevealWindow::of(job).ok_or(JobError::NotFull)?;
        if now < window.opens_at {
            return Err(ReplicaError::RevealNotOpen {
                opens_at: window.opens_at,
            });
        }
        if now >= window.closes_at {
            return Err(ReplicaError::RevealClosed {
                closed_at: window.closes_at,
            });
        }
        Ok(next)
    }

    /// What `decision` means for a replica with `result`, which counts if it was revealed.
    ///
    /// # Errors
    /// [`ReplicaError::RevealAwaited`] for a replica that can still reveal;
    /// [`ReplicaError::Job`] unless it is a replica that has ended and is not decided.
    pub fn decided(
        &self,
        job: &JobState,
        decision: &Decision,
        result: &[u8; 32],
        now: i64,
    ) -> Result<ReplicaOutcome, ReplicaError> {
        if !job.verification.is_replicate() {
            return Err(JobError::NotReplicated.into());
        }
        let mut claim = self.after(ClaimEvent::Decide)?;
        self.check_reveal_over(job, now)?;
        let revealed = (self.state == ClaimState::Revealed).then_some(result);
        let paid = self.is_paid(decision, revealed);
        let gross = gross_floor(self.meter.newest.charge);
        let lost = if paid { 0 } else { gross };
        if !paid {
            claim.entitlement = Entitlement::Nothing;
        }
        let proved_wrong = matches!((decision, revealed),
            (Decision::Verdict(right), Some(result)) if !is_same(right, result));
        Ok(ReplicaOutcome {
            stays_earned: gross.saturating_sub(lost),
            refunded: lost,
            operator_good_bps: self.replica_good_bps(decision, paid),
            slashable: job.deterministic && proved_wrong,
            claim_after: claim,
            job_after: job.with_forfeited(lost)?,
        })
    }

    fn check_reveal_over(&self, job: &JobState, now: i64) -> Result<(), ReplicaError> {
        if self.state != ClaimState::Committed || job.end == JobEnd::Cancelled {
            return Ok(());
        }
        match RevealWindow::of(job) {
            Some(window) if now < window.closes_at => Err(ReplicaError::RevealAwaited {
                closes_at: window.closes_at,
            }),
            _ => Ok(()),
        }
    }

    fn is_paid(&self, decision: &Decision, revealed: Option<&[u8; 32]>) -> bool {
        match decision {
            Decision::Majority(right) | Decision::Verdict(right) => {
                revealed.is_some_and(|revealed| is_same(revealed, right))
            }
            Decision::Undecided => revealed.is_some() || self.reason == Some(EndReason::UsedUp),
            Decision::Cancelled => true,
        }
    }

    fn replica_good_bps(&self, decision: &Decision, paid: bool) -> Option<u16> {
        match decision {
            // Its end has spoken for it.
            _ if self.never_ran() => None,
            Decision::Majority(_) | Decision::Verdict(_) if paid => Some(10_000),
            Decision::Undecided if paid => None,
            Decision::Cancelled => None,
            _ => Some(0),
        }
    }
}
