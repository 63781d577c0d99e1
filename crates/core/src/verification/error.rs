//! Why verification refuses something.

use core::fmt;

use crate::fixed::MathError;

/// Why verification refuses something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerificationError {
    /// A reason's code is not 1 to 16.
    UnknownReason,
    /// `multiplier_bps` is above 1,000,000.
    MultiplierOutOfRange,
    /// The class's speed is outside 1..=1,000,000,000.
    SpeedOutOfRange,
    /// The device is slower than its class.
    TooSlow,
    /// Entries are not in order of operator and class, or one comes twice.
    EntriesUnsorted,
    /// A class above 31.
    UnknownClass,
    /// More idle GPUs than verified ones.
    IdleAboveVerified,
    /// Outside the ten minutes for commitments.
    CommitClosed {
        /// When they begin, unix seconds.
        from: i64,
    },
    /// Outside the twenty minutes for vectors.
    PublishClosed {
        /// When they begin, unix seconds.
        from: i64,
    },
    /// More than 64 vectors.
    TooManyVectors,
    /// More leaves than 32 bits count.
    TooManyLeaves,
    /// The proof does not lead from the leaf to the root.
    WrongProof,
    /// The previous leaves are not in order of operator.
    LeavesUnsorted,
    /// The verifier has no stake.
    NoStake,
    /// An epoch before the last one.
    EpochInPast,
    /// The verifier was not silent long enough.
    NotSilent {
        /// The last epoch in which it counts in any case.
        after: u64,
    },
    /// The verifier's stake is not counted.
    NotCounted,
    /// The verifiers' stake is below 30 days of availability emission.
    SetTooSmall {
        /// Base units of IO that are needed.
        least: u64,
    },
    /// Too little stake agrees.
    NoQuorum,
    /// A root without leaves.
    NoLeaves,
    /// A root of an epoch that has one, or of an earlier one.
    RootNotNewer {
        /// The epoch of the newest root.
        after: u64,
    },
    /// The lifetime rewards are below those of the root before.
    LifetimeFell,
    /// The root pays more than the pool can.
    AbovePool {
        /// What the pool can pay, base units of IO.
        available: u64,
    },
    /// Eight roots wait already.
    TooManyPending,
    /// No root of that epoch waits.
    NotPending,
    /// The root of that epoch is not one of the two last final ones.
    NotFinal,
    /// The leaf has nothing that was not claimed.
    NothingNew,
    /// All claims together would exceed what the root was posted with.
    AboveRoot,
    /// A sum or a time is beyond what 64 bits hold.
    Overflow,
    /// Parts of the state contradict each other.
    StateInvalid,
}

impl fmt::Display for VerificationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownReason => "reason must be 1 (hired) to 16 (no price)",
            Self::MultiplierOutOfRange => "multiplier_bps must be 0 to 1,000,000",
            Self::SpeedOutOfRange => "speed must be 1 to 1,000,000,000 (10⁹ int8 operations per second)",
            Self::TooSlow => "the device is slower than its class; it fails the draw",
            Self::EntriesUnsorted => "entries must rise by operator and class, each once",
            Self::UnknownClass => "class must be 0 to 31",
            Self::IdleAboveVerified => "idle must be at most verified",
            Self::CommitClosed { from } => {
                return write!(f, "commitments are taken for 600 seconds from {from} on");
            }
            Self::PublishClosed { from } => {
                return write!(f, "vectors are taken for 1,200 seconds from {from} on");
            }
            Self::TooManyVectors => "an epoch has at most 64 vectors",
            Self::TooManyLeaves => "a tree has at most 4,294,967,295 leaves",
            Self::WrongProof => "proof does not lead to the root; build it again from the epoch's leaves",
            Self::LeavesUnsorted => "the previous leaves must rise by operator, each once",
            Self::NoStake => "a verifier needs active stake; stake first",
            Self::EpochInPast => "epoch is before the verifier's last one",
            Self::NotSilent { after } => {
                return write!(f, "the verifier counts until epoch {after}; retire it after that");
            }
            Self::NotCounted => "the verifier's stake is not counted; nothing to retire",
            Self::SetTooSmall { least } => {
                return write!(f, "all verifiers together need at least {least} base units of active stake");
            }
            Self::NoQuorum => "more of the active verifier stake must agree: over two thirds to post, over one third to veto",
            Self::NoLeaves => "a root has at least 32 leaves",
            Self::RootNotNewer { after } => {
                return write!(f, "the newest root is of epoch {after}; post a later one");
            }
            Self::LifetimeFell => "lifetime rewards are below the newest root's; build on that one",
            Self::AbovePool { available } => {
                return write!(f, "the root pays more than the pool can; at most {available} base units");
            }
            Self::TooManyPending => "8 roots wait for the end of their veto time; post later",
            Self::NotPending => "no root of this epoch waits; a final root cannot be vetoed",
            Self::NotFinal => "the root of this epoch is not one of the two last final ones; take one of those",
            Self::NothingNew => "all of this leaf is claimed and its capacity taken over; claim with a later root",
            Self::AboveRoot => "claims would exceed what the root was posted with; its leaves are false, report it",
            Self::Overflow => "a sum or a time does not fit 64 bits; check the input",
            Self::StateInvalid => "parts of the state contradict each other; the state is not what this crate wrote",
        })
    }
}

impl core::error::Error for VerificationError {}

impl From<MathError> for VerificationError {
    fn from(_: MathError) -> Self {
        Self::StateInvalid
    }
}
