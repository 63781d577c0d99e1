//! What a client can post.

use core::fmt;

use crate::hiring::{FilterError, JobFilters};
use crate::settlement::SettlementError;
use crate::time::DAY_SECONDS;

/// The most GPUs of one replica.
pub const MAX_GPUS: u32 = 10_000;
/// The fewest replicas that can be compared.
pub const MIN_REPLICAS: u8 = 2;
/// The most replicas, and with it the most results that a tally tells apart.
pub const MAX_REPLICAS: u8 = 5;
/// The most slots of a job, and so the most claims: the largest job there can be.
///
/// What limits it is that every claim writes the job's account, and a block has room for 12M
/// compute units on one account: 50,000 claims of one GPU each, at 8,000 units, take 34 blocks
/// (14 seconds) of the shortest claim window, which has 750. They start, end, settle and close
/// at some 25,000 units more each, in 105 blocks. Money is no limit: a deposit's charge (rate
/// times GPU-seconds) fits 64 bits for 50,000 slots over 30 days at up to $142 a GPU-hour, and
/// the counters have 32 bits.
pub const MAX_SLOTS: u32 = MAX_GPUS * MAX_REPLICAS as u32;
/// The most GPUs that must sit on one host.
pub const MAX_GRANULE: u16 = 16;
/// The shortest duration: what the least deposit pays for one GPU.
pub const MIN_JOB_SECONDS: u32 = 600;
/// The longest duration at posting: 30 days. Extensions can add to it.
pub const MAX_JOB_SECONDS: u32 = 2_592_000;
/// The shortest time from posting to the claim deadline: time to seal the race and to run it.
pub const MIN_CLAIM_WINDOW_SECONDS: i64 = 300;
/// The longest time from posting to the claim deadline: 7 days.
pub const MAX_CLAIM_WINDOW_SECONDS: i64 = 7 * DAY_SECONDS;
/// The least time that operators get to start: secrets have 5 minutes to arrive.
pub const MIN_START_SECONDS: u32 = 600;
/// The most time that operators get to start: a day, for large downloads.
pub const MAX_START_SECONDS: u32 = 86_400;

/// How a job's work is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verification {
    /// Not at all, unless the client disputes.
    None,
    /// That many replicas run the whole job; a strict majority of equal results is paid: both of
    /// 2, 2 of 3, 3 of 4, 3 of 5.
    Replicate {
        /// 2..=5.
        replicas: u8,
    },
    /// Verifiers re-run a sample.
    Audit,
}

/// What happens when not all slots are claimed at the claim deadline. Stored on chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum PartialFill {
    /// Claims start at once and independently; what nobody claimed is refunded.
    Keep = 0,
    /// Claims wait for each other until the job is full or the claim deadline has passed, then
    /// start with those that came; what nobody claimed is refunded.
    Wait = 1,
    /// All or nothing: claims start once the job is full; otherwise it fails at the claim
    /// deadline, nobody is paid, nobody forfeits, and all is refunded.
    Fail = 2,
}

/// The terms of a job, fixed when it is posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobTerms {
    /// GPUs of one replica, 1..=10,000.
    pub gpus: u32,
    /// GPUs that must sit on one host, 1..=16; divides `gpus`. Claims and hosts come in
    /// multiples of it.
    pub granule: u16,
    /// How long each slot runs, 600..=2,592,000 seconds.
    pub seconds: u32,
    /// Claims are made before this time, unix seconds; 5 minutes to 7 days after posting.
    pub claim_deadline: i64,
    /// How long an operator has to start, 600..=86,400 seconds. Downloads are its own time.
    pub start_seconds: u32,
    /// How the work is checked.
    pub verification: Verification,
    /// Whether the same spec always gives the same result bytes. Disputes and slashing need it.
    pub deterministic: bool,
    /// What happens when not all slots are claimed.
    pub partial_fill: PartialFill,
    /// Which operators and devices may claim.
    pub filters: JobFilters,
}

/// Why terms are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostError {
    /// `gpus` is outside 1..=10,000.
    GpusOutOfRange,
    /// `granule` is outside 1..=16.
    GranuleOutOfRange,
    /// `granule` does not divide `gpus`.
    GranuleDoesNotDivide,
    /// `seconds` is outside 600..=2,592,000.
    SecondsOutOfRange,
    /// `claim_deadline` is less than 300 seconds or more than 7 days away.
    ClaimDeadlineOutOfRange,
    /// `start_seconds` is outside 600..=86,400.
    StartSecondsOutOfRange,
    /// The verification mode's code is above 2.
    UnknownVerification,
    /// `replicas` does not fit the verification mode.
    ReplicasOutOfRange,
    /// The partial-fill choice's code is above 2.
    UnknownPartialFill,
    /// A replicated job has another partial-fill choice than fail.
    ReplicasNeedAll,
    /// An audited job is not declared deterministic.
    AuditNeedsDeterministic,
    /// A filter is out of range.
    Filter(FilterError),
    /// The rate or the deposit is out of range.
    Hire(SettlementError),
}

impl fmt::Display for PostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::GpusOutOfRange => "gpus must be 1 to 10,000 (per replica); post a second job for more",
            Self::GranuleOutOfRange => "granule must be 1 to 16 GPUs on one host",
            Self::GranuleDoesNotDivide => "granule must divide gpus; choose gpus as a multiple of it",
            Self::SecondsOutOfRange => "seconds must be 600 (10 minutes) to 2,592,000 (30 days)",
            Self::ClaimDeadlineOutOfRange => {
                "claim_deadline must be 300 seconds to 7 days after the chain's clock"
            }
            Self::StartSecondsOutOfRange => "start_seconds must be 600 (10 minutes) to 86,400 (a day)",
            Self::UnknownVerification => "verification must be 0 (none), 1 (replicate) or 2 (audit)",
            Self::ReplicasOutOfRange => {
                "replicas must be 2 to 5 with verification replicate, and 1 otherwise"
            }
            Self::UnknownPartialFill => "partial_fill must be 0 (keep), 1 (wait) or 2 (fail)",
            Self::ReplicasNeedAll => {
                "partial_fill must be 2 (fail) for a replicated job; without all replicas there is no majority to count"
            }
            Self::AuditNeedsDeterministic => {
                "deterministic must be true for an audited job; a re-run proves nothing otherwise"
            }
            Self::Filter(error) => return write!(f, "filters: {error}"),
            Self::Hire(error) => return write!(f, "{error}"),
        })
    }
}

impl core::error::Error for PostError {}

impl From<FilterError> for PostError {
    fn from(error: FilterError) -> Self {
        Self::Filter(error)
    }
}

impl From<SettlementError> for PostError {
    fn from(error: SettlementError) -> Self {
        Self::Hire(error)
    }
}

impl Verification {
    /// The mode with a stored code and number of replicas.
    ///
    /// # Errors
    /// [`PostError::UnknownVerification`], [`PostError::ReplicasOutOfRange`].
    pub fn from_parts(code: u8, replicas: u8) -> Result<Self, PostError> {
        match (code, replicas) {
            (0, 1) => Ok(Self::None),
            (1, MIN_REPLICAS..=MAX_REPLICAS) => Ok(Self::Replicate { replicas }),
            (2, 1) => Ok(Self::Audit),
            (0..=2, _) => Err(PostError::ReplicasOutOfRange),
            _ => Err(PostError::UnknownVerification),
        }
    }

    /// The stored code: 0 none, 1 replicate, 2 audit.
    #[inline]
    pub const fn code(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Replicate { .. } => 1,
            Self::Audit => 2,
        }
    }

    /// How often the whole job runs: 1..=5.
    #[inline]
    pub const fn replicas(self) -> u8 {
        match self {
            Self::Replicate { replicas } => replicas,
            Self::None | Self::Audit => 1,
        }
    }

    /// Whether payment waits for a tally of results.
    #[inline]
    pub const fn is_replicate(self) -> bool {
        matches!(self, Self::Replicate { .. })
    }
}

impl PartialFill {
    /// The choice with a stored code.
    ///
    /// # Errors
    /// [`PostError::UnknownPartialFill`] for a code above 2.
    pub fn from_code(code: u8) -> Result<Self, PostError> {
        match code {
            0 => Ok(Self::Keep),
            1 => Ok(Self::Wait),
            2 => Ok(Self::Fail),
            _ => Err(PostError::UnknownPartialFill),
        }
    }

    /// The stored code.
    #[inline]
    pub const fn code(self) -> u8 {
        self as u8
    }
}

impl JobTerms {
    /// Checks each field, and the fields against each other, for posting at `now`.
    ///
    /// # Errors
    /// The [`PostError`] of the first field that is out of range.
    pub fn validate(&self, now: i64) -> Result<(), PostError> {
        if !(1..=MAX_GPUS).contains(&self.gpus) {
            return Err(PostError::GpusOutOfRange);
        }
        if !(1..=MAX_GRANULE).contains(&self.granule) {
            return Err(PostError::GranuleOutOfRange);
        }
        if !self.gpus.is_multiple_of(u32::from(self.granule)) {
            return Err(PostError::GranuleDoesNotDivide);
        }
        if !(MIN_JOB_SECONDS..=MAX_JOB_SECONDS).contains(&self.seconds) {
            return Err(PostError::SecondsOutOfRange);
        }
        let window = self.claim_deadline.saturating_sub(now);
        if !(MIN_CLAIM_WINDOW_SECONDS..=MAX_CLAIM_WINDOW_SECONDS).contains(&window) {
            return Err(PostError::ClaimDeadlineOutOfRange);
        }
        if !(MIN_START_SECONDS..=MAX_START_SECONDS).contains(&self.start_seconds) {
            return Err(PostError::StartSecondsOutOfRange);
        }
        self.validate_verification()?;
        Ok(self.filters.validate()?)
    }

    fn validate_verification(&self) -> Result<(), PostError> {
        match self.verification {
            Verification::Replicate {
                replicas: MIN_REPLICAS..=MAX_REPLICAS,
            } => match self.partial_fill {
                PartialFill::Fail => Ok(()),
                _ => Err(PostError::ReplicasNeedAll),
            },
            Verification::Replicate { .. } => Err(PostError::ReplicasOutOfRange),
            Verification::Audit if !self.deterministic => Err(PostError::AuditNeedsDeterministic),
            Verification::Audit | Verification::None => Ok(()),
        }
    }

    /// Slots of all replicas together, at most [`MAX_SLOTS`] for terms that are valid.
    #[inline]
    pub fn slots(&self) -> u32 {
        self.gpus
            .saturating_mul(u32::from(self.verification.replicas()))
    }
}
