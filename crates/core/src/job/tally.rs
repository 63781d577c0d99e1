//! The tally of a replicated job: when replicas can reveal, and what decides them.

use core::fmt;

use super::{JobEnd, JobError, JobState, MAX_REPLICAS};
use crate::time::DAY_SECONDS;

/// How long replicas can reveal.
pub const REVEAL_SECONDS: i64 = 3_600;
/// How long verifiers have, on top of the time that the work itself took.
pub const VERDICT_SECONDS: i64 = DAY_SECONDS;

/// When a verdict must be there: a re-run of work that took `run_seconds` cannot be quicker than
/// the work.
#[inline]
pub fn verdict_deadline(from: i64, run_seconds: u64) -> i64 {
    let run = i64::try_from(run_seconds).unwrap_or(i64::MAX);
    from.saturating_add(run).saturating_add(VERDICT_SECONDS)
}

/// What verifiers said, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posted<T> {
    /// What they said.
    pub said: T,
    /// When they posted it, unix seconds.
    pub at: i64,
}

impl<T> Posted<T> {
    /// What they said, if they said it before `deadline`.
    ///
    /// Attack prevented: a verdict that counts whenever it comes, as long as nobody was told the
    /// default yet, leaves the choice between the two to whoever calls first; and of two replicas
    /// of one job one could be decided by it and the other not. Nor does it matter whether
    /// somebody looks before the deadline or after it.
    pub fn before(self, deadline: i64) -> Option<T> {
        (self.at < deadline).then_some(self.said)
    }
}

/// Whether two hashes are the same. Not inlined: a comparison of 32 bytes is 25 instructions.
#[inline(never)]
pub fn is_same(one: &[u8; 32], other: &[u8; 32]) -> bool {
    one == other
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
    /// A verifier's re-run, posted before its deadline, gave this result.
    Verdict([u8; 32]),
    /// There was no majority, and no verdict before its deadline.
    Undecided,
    /// The client cancelled before there was a majority, and while replicas could reveal.
    Cancelled,
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
    #[inline(never)]
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
            if is_same(known, result) {
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

    /// Decides at `now`, with the result of a re-run if there is one (which the program looks for
    /// itself: a caller could leave it out). A majority stands whatever comes later; it can be
    /// there before all have revealed. Once there is a decision, every later call comes to the
    /// same: neither a late verdict nor a late cancel changes what the other replicas get.
    ///
    /// # Errors
    /// [`ReplicaError::VerdictAwaited`] while replicas or verifiers still have time;
    /// [`ReplicaError::Job`] when there is nothing to decide.
    pub fn decide(
        &self,
        job: &JobState,
        rerun: Option<Posted<[u8; 32]>>,
        now: i64,
    ) -> Result<Decision, ReplicaError> {
        if !job.verification.is_replicate() {
            return Err(JobError::NotReplicated.into());
        }
        if let Some(result) = self.majority(job.verification.replicas()) {
            return Ok(Decision::Majority(result));
        }
        let window = RevealWindow::of(job);
        let could_reveal = window.is_none_or(|window| job.ended_at < window.closes_at);
        if job.end == JobEnd::Cancelled && could_reveal {
            return Ok(Decision::Cancelled);
        }
        let window = window.ok_or(JobError::NotFull)?;
        let deadline = verdict_deadline(window.closes_at, job.hire.seconds());
        match rerun.and_then(|rerun| rerun.before(deadline)) {
            Some(result) if now >= window.closes_at => Ok(Decision::Verdict(result)),
            _ if now >= deadline => Ok(Decision::Undecided),
            _ => Err(ReplicaError::VerdictAwaited { deadline }),
        }
    }
}
