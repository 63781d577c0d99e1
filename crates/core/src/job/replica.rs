//! Replicated jobs: commit, reveal, and which replicas are paid.
//!
//! Each replica commits the hash of its result, its operator and a salt before anybody reveals,
//! so that a result cannot be copied: a copied commitment names another operator. The strict
//! majority of all `k` replicas is paid. Without one, a verifier's re-run decides. Without that
//! by its deadline, every replica that served to its end is paid, for two reasons: a client who
//! posts a spec that never gives the same result twice must not compute for free, and a cartel
//! that holds a majority of the replicas could agree on a result anyway.
//!
//! | decided by | paid | counts against |
//! | --- | --- | --- |
//! | majority, verdict | who revealed that result | all others that ran |
//! | deadline | revealed, or used up its seconds | committed and did not reveal; reaped |
//! | the client's cancel before that | everyone, seconds served | – |

use core::fmt;

use super::{
    ClaimEvent, ClaimRecord, ClaimState, EndReason, Entitlement, JobEnd, JobError, JobState,
    MAX_REPLICAS,
};
use crate::settlement::gross_floor;
use crate::time::DAY_SECONDS;

/// Begins the bytes of a commitment, so that they are no other message.
pub const COMMITMENT_DOMAIN: &[u8] = b"ionet replica result v1";
/// How long replicas can reveal.
pub const REVEAL_SECONDS: i64 = 3_600;
/// How long verifiers have, on top of the time that the work itself took.
pub const VERDICT_SECONDS: i64 = DAY_SECONDS;

/// The parts of a commitment, to be hashed one after the other.
#[inline]
pub const fn commitment_parts<'a>(
    result: &'a [u8; 32],
    operator: &'a [u8; 32],
    salt: &'a [u8; 32],
) -> [&'a [u8]; 4] {
    [COMMITMENT_DOMAIN, result, operator, salt]
}

/// When a verdict must be there: a re-run of work that took `run_seconds` cannot be quicker than
/// the work.
#[inline]
pub fn verdict_deadline(from: i64, run_seconds: u64) -> i64 {
    let run = i64::try_from(run_seconds).unwrap_or(i64::MAX);
    from.saturating_add(run).saturating_add(VERDICT_SECONDS)
}

/// When replicas can reveal: from `opens_at`, before `closes_at`, unix seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevealWindow {
    /// When the last replica had ended or committed; the end of the time that was bought, if
    /// some have not by then.
    pub opens_at: i64,
    /// [`REVEAL_SECONDS`] later.
    pub closes_at: i64,
}

/// The results revealed so far. Zeroed: none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Distinct results, in the order of their first reveal.
    pub results: [[u8; 32]; MAX_REPLICAS as usize],
    /// How many replicas revealed each; 0 where there is no result.
    pub votes: [u8; MAX_REPLICAS as usize],
}

/// What decides the replicas of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// A strict majority of all replicas revealed this result.
    Majority([u8; 32]),
    /// A verifier's re-run gave this result.
    Verdict([u8; 32]),
    /// There was no majority, and no verdict by its deadline.
    Undecided,
    /// The client cancelled before there was a majority.
    Cancelled,
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

/// Why a reveal or a decision is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplicaError {
    /// The claim or the job does not allow this.
    Job(JobError),
    /// Replicas can still commit.
    RevealNotOpen {
        /// The latest time at which revealing opens.
        opens_at: i64,
    },
    /// The time to reveal is over.
    RevealClosed {
        /// When it ended.
        closed_at: i64,
    },
    /// This replica can still reveal.
    RevealAwaited {
        /// Until when.
        closes_at: i64,
    },
    /// There is no majority, and verifiers still have time.
    VerdictAwaited {
        /// Until when.
        deadline: i64,
    },
    /// More results than replicas: the state is not what this crate wrote.
    TallyFull,
}

impl fmt::Display for ReplicaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Job(error) => write!(f, "{error}"),
            Self::RevealNotOpen { opens_at } => write!(
                f,
                "replicas can still commit; reveal once all have, at the latest at {opens_at}"
            ),
            Self::RevealClosed { closed_at } => {
                write!(f, "the time to reveal ended at {closed_at}")
            }
            Self::RevealAwaited { closes_at } => {
                write!(
                    f,
                    "this replica can reveal until {closes_at}; decide it after that"
                )
            }
            Self::VerdictAwaited { deadline } => write!(
                f,
                "no result has a majority; wait for a verdict, or until {deadline}"
            ),
            Self::TallyFull => f.write_str(
                "the tally has more results than replicas; it is not what this crate wrote",
            ),
        }
    }
}

impl core::error::Error for ReplicaError {}

impl From<JobError> for ReplicaError {
    fn from(error: JobError) -> Self {
        Self::Job(error)
    }
}

impl RevealWindow {
    /// The window of `job`; none while it is not full, or not replicated.
    ///
    /// All start together, so the last second of the last replica is known in advance.
    pub fn of(job: &JobState) -> Option<Self> {
        if !job.verification.is_replicate() || !job.is_full() {
            return None;
        }
        let seconds = i64::try_from(job.hire.seconds()).unwrap_or(i64::MAX);
        let last = job.start_by(0).saturating_add(seconds);
        let opens_at = match job.last_ended_at {
            0 => last,
            ended_at => ended_at.min(last),
        };
        Some(Self {
            opens_at,
            closes_at: opens_at.saturating_add(REVEAL_SECONDS),
        })
    }
}

impl Tally {
    /// Counts one more replica with `result`.
    ///
    /// # Errors
    /// [`ReplicaError::TallyFull`].
    pub fn count(&self, result: &[u8; 32]) -> Result<Self, ReplicaError> {
        let mut next = *self;
        let entries = next.results.iter_mut().zip(&mut next.votes);
        for (known, votes) in entries {
            if *votes == 0 {
                *known = *result;
            }
            if known == result {
                *votes = votes.saturating_add(1);
                return Ok(next);
            }
        }
        Err(ReplicaError::TallyFull)
    }

    /// The result of a strict majority of all `replicas`, revealed or not.
    pub fn majority(&self, replicas: u8) -> Option<[u8; 32]> {
        let mut entries = self.results.iter().zip(&self.votes);
        entries
            .find(|(_, votes)| u16::from(**votes).saturating_mul(2) > u16::from(replicas))
            .map(|(result, _)| *result)
    }

    /// Decides at `now`, with the result of a re-run if there is one. A majority stands whatever
    /// comes later; it can be there before all have revealed.
    ///
    /// # Errors
    /// [`ReplicaError::VerdictAwaited`] while replicas or verifiers still have time;
    /// [`ReplicaError::Job`] when there is nothing to decide.
    pub fn decide(
        &self,
        job: &JobState,
        rerun: Option<[u8; 32]>,
        now: i64,
    ) -> Result<Decision, ReplicaError> {
        let Some(window) = RevealWindow::of(job) else {
            return Err(JobError::NotReplicated.into());
        };
        if let Some(result) = self.majority(job.verification.replicas()) {
            return Ok(Decision::Majority(result));
        }
        if job.end == JobEnd::Cancelled {
            return Ok(Decision::Cancelled);
        }
        let deadline = verdict_deadline(window.closes_at, job.hire.seconds());
        match rerun {
            Some(result) if now >= window.closes_at => Ok(Decision::Verdict(result)),
            _ if now >= deadline => Ok(Decision::Undecided),
            _ => Err(ReplicaError::VerdictAwaited { deadline }),
        }
    }
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
        let window = RevealWindow::of(job).ok_or(JobError::NotReplicated)?;
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
        let window = RevealWindow::of(job).ok_or(JobError::NotReplicated)?;
        let mut claim = self.after(ClaimEvent::Decide)?;
        let can_reveal = self.state == ClaimState::Committed && now < window.closes_at;
        if can_reveal && *decision != Decision::Cancelled {
            return Err(ReplicaError::RevealAwaited {
                closes_at: window.closes_at,
            });
        }
        let revealed = (self.state == ClaimState::Revealed).then_some(result);
        let paid = self.is_paid(decision, revealed);
        let gross = gross_floor(self.meter.newest.charge);
        let lost = if paid { 0 } else { gross };
        if !paid {
            claim.entitlement = Entitlement::Nothing;
        }
        let proved_wrong = matches!((decision, revealed),
            (Decision::Verdict(right), Some(result)) if right != result);
        Ok(ReplicaOutcome {
            stays_earned: gross.saturating_sub(lost),
            refunded: lost,
            operator_good_bps: self.replica_good_bps(decision, paid),
            slashable: job.deterministic && proved_wrong,
            claim_after: claim,
            job_after: job.with_forfeited(lost)?,
        })
    }

    fn is_paid(&self, decision: &Decision, revealed: Option<&[u8; 32]>) -> bool {
        match decision {
            Decision::Majority(right) | Decision::Verdict(right) => revealed == Some(right),
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
