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
    ClaimEvent, ClaimRecord, ClaimState, EndReason, JobEnd, JobError, JobState, MAX_REPLICAS,
};
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
pub fn verdict_deadline(from: i64, run_seconds: u32) -> i64 {
    from.saturating_add(i64::from(run_seconds))
        .saturating_add(VERDICT_SECONDS)
}

/// When replicas can reveal: from `opens_at`, before `closes_at`, unix seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevealWindow {
    /// When the last replica ended or committed; the commit deadline if some never did.
    pub opens_at: i64,
    /// [`REVEAL_SECONDS`] later.
    pub closes_at: i64,
}

/// The results revealed so far. Zeroed: none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tally {
    /// Distinct results, in the order of their first reveal.
    pub results: [[u8; 32]; MAX_REPLICAS as usize],
    /// How many replicas revealed each; 0 where there is no result.
    pub votes: [u8; MAX_REPLICAS as usize],
}

/// What decides the replicas of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// Whether it is paid what it served.
    pub paid: bool,
    /// How far it speaks for its operator, basis points; none when it says nothing.
    pub operator_good_bps: Option<u16>,
    /// Whether its result was proved wrong: by a re-run, of a deterministic spec.
    pub slashable: bool,
    /// The claim, resolved.
    pub claim_after: ClaimRecord,
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
    /// The window of `job`, of which the last replica ended or committed at `all_ended_at` (0:
    /// some have not).
    ///
    /// All start together, so the last second of the last replica is known in advance.
    ///
    /// # Errors
    /// [`JobError::JobNotDue`] while the job is not full.
    pub fn of(job: &JobState, all_ended_at: i64) -> Result<Self, JobError> {
        let window = job.start_window(0).ok_or(JobError::JobNotDue)?;
        let last = window.deadline.saturating_add(i64::from(job.seconds));
        let opens_at = if all_ended_at > 0 {
            all_ended_at.min(last)
        } else {
            last
        };
        Ok(Self {
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
    /// comes later; it is known before its window closes.
    ///
    /// # Errors
    /// [`ReplicaError::VerdictAwaited`] while replicas or verifiers still have time;
    /// [`ReplicaError::Job`].
    pub fn decide(
        &self,
        job: &JobState,
        window: RevealWindow,
        rerun: Option<[u8; 32]>,
        now: i64,
    ) -> Result<Decision, ReplicaError> {
        if !job.verification.is_replicate() {
            return Err(JobError::NotReplicated.into());
        }
        if let Some(result) = self.majority(job.verification.replicas()) {
            return Ok(Decision::Majority(result));
        }
        if job.end == JobEnd::Cancelled {
            return Ok(Decision::Cancelled);
        }
        let deadline = verdict_deadline(window.closes_at, job.seconds);
        match rerun {
            Some(result) if now >= window.closes_at => Ok(Decision::Verdict(result)),
            _ if now >= deadline => Ok(Decision::Undecided),
            _ => Err(ReplicaError::VerdictAwaited { deadline }),
        }
    }
}

impl Decision {
    /// What it means for a replica that revealed `result`, if it did.
    ///
    /// # Errors
    /// [`ReplicaError::RevealAwaited`] for a replica that can still reveal;
    /// [`ReplicaError::Job`] unless the claim has ended and is not decided.
    pub fn for_replica(
        &self,
        claim: &ClaimRecord,
        result: Option<&[u8; 32]>,
        deterministic: bool,
        window: RevealWindow,
        now: i64,
    ) -> Result<ReplicaOutcome, ReplicaError> {
        let claim_after = claim.after(ClaimEvent::Decide)?;
        let waits = claim.state == ClaimState::Committed && *self != Self::Cancelled;
        if waits && now < window.closes_at {
            return Err(ReplicaError::RevealAwaited {
                closes_at: window.closes_at,
            });
        }
        let revealed = result.filter(|_| claim.state == ClaimState::Revealed);
        let wrong = |right: &[u8; 32]| revealed.is_some_and(|result| result != right);
        let (paid, good_bps) = match self {
            Self::Majority(right) | Self::Verdict(right) => {
                let paid = revealed == Some(right);
                (paid, Some(if paid { 10_000 } else { 0 }))
            }
            Self::Undecided => {
                let served = revealed.is_some() || claim.reason == Some(EndReason::UsedUp);
                (served, if served { None } else { Some(0) })
            }
            Self::Cancelled => (true, None),
        };
        let never_ran = claim.never_ran();
        Ok(ReplicaOutcome {
            paid: paid && !never_ran,
            operator_good_bps: if never_ran { None } else { good_bps },
            slashable: deterministic && matches!(self, Self::Verdict(right) if wrong(right)),
            claim_after,
        })
    }
}

impl ClaimRecord {
    /// Reveals a committed result.
    ///
    /// # Errors
    /// [`ReplicaError::RevealNotOpen`], [`ReplicaError::RevealClosed`];
    /// [`ReplicaError::Job`] when the job has ended, so that the tally of a cancelled job stays
    /// as it is, and unless the claim is committed.
    pub fn reveal(
        &self,
        job: &JobState,
        window: RevealWindow,
        now: i64,
    ) -> Result<Self, ReplicaError> {
        let next = self.after(ClaimEvent::Reveal)?;
        if job.has_ended() {
            return Err(JobError::JobEnded.into());
        }
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
}
