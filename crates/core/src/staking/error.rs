//! Why staking refuses something.

use core::fmt;

use crate::fixed::MathError;

/// Why staking refuses something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StakingError {
    /// An amount, or a number of shares, is zero.
    ZeroAmount,
    /// The first deposit into an empty pool is below 1 IO.
    FirstDepositTooSmall,
    /// The pool lost so much that its shares no longer fit 64 bits.
    Depleted,
    /// A slash of the pool is undecided.
    SlashPending,
    /// The position has fewer bonded shares.
    NotEnoughShares {
        /// How many it has.
        held: u64,
    },
    /// The self-stake is locked by claims.
    SelfStakeLocked {
        /// Base units that are free.
        free: u64,
    },
    /// The position is locked until a vote has ended.
    LockedByVote {
        /// Unix seconds.
        until: i64,
    },
    /// A lock of more than 30 days.
    LockTooLong,
    /// All entries of the unbonding queue are taken.
    QueueFull,
    /// No shares in this entry of the queue.
    NoSuchEntry,
    /// Nothing is unbonding.
    NothingUnbonding,
    /// Nothing has unbonded yet.
    NotReleased {
        /// Unix seconds.
        at: i64,
    },
    /// Self-stake cannot move.
    SelfStakeDoesNotMove,
    /// Stake that moved is slashable for its old pool still.
    ExposureOpen {
        /// Unix seconds.
        until: i64,
    },
    /// Nothing in the position moved from elsewhere.
    NoExposure,
    /// The slash came after the exposure had ended.
    ExposureOver,
    /// Not the slash that is asked for.
    WrongSlash {
        /// The number of the right one.
        next: u64,
    },
    /// The position is not the pool owner's, or not all of it.
    NotOwnPosition,
    /// The figures of job-escrow are missing for the owner's position.
    BondsMissing,
    /// The epoch is before the pool's.
    EpochInPast,
    /// A cumulative figure is below what was seen of it.
    FigureFell,
    /// A slot above 3.
    NoSuchSlot,
    /// Less than one unit is earned.
    NothingToClaim,
    /// The slash is above the offence's cap.
    AboveCap {
        /// Base units that are accepted.
        most: u64,
    },
    /// Four slashes of the pool are undecided.
    TooManySlashes,
    /// Verifiers with two thirds of the stake or less.
    NoQuorum,
    /// An offence's code is not 1 to 5.
    UnknownOffence,
    /// A slash state's code is not 1 to 4.
    UnknownSlashState,
    /// The slash cannot be appealed any more.
    NotAppealable,
    /// No appeal waits for a decision.
    NotAppealed,
    /// The slash cannot be executed yet.
    NotExecutable {
        /// Unix seconds.
        at: i64,
    },
    /// The slash is executed or restored.
    Decided,
    /// The slash is not restored.
    NotRestored,
    /// A sum or a time is beyond what 64 bits hold.
    Overflow,
    /// Parts of the state contradict each other.
    StateInvalid,
}

impl fmt::Display for StakingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ZeroAmount => "amount must be at least 1",
            Self::FirstDepositTooSmall => {
                "the first deposit into a pool must be at least 100,000,000 base units (1 IO)"
            }
            Self::Depleted => "slashes left this pool next to nothing; stake in another pool",
            Self::SlashPending => {
                "a slash of this pool is undecided; stake or move after it is executed or restored, or choose another pool"
            }
            Self::NotEnoughShares { held } => {
                return write!(f, "shares exceeds the bonded ones; give at most {held}");
            }
            Self::SelfStakeLocked { free } => {
                return write!(
                    f,
                    "claims lock the self-stake; unstake at most {free} base units, or more when claims have ended"
                );
            }
            Self::LockedByVote { until } => {
                return write!(f, "a vote locks the position; unstake or move after {until}");
            }
            Self::LockTooLong => "a vote can lock a position for at most 30 days",
            Self::QueueFull => {
                "all 8 entries of the unbonding queue are taken; withdraw what has unbonded, or cancel an entry"
            }
            Self::NoSuchEntry => "entry must be 0 to 7 and hold shares; read the position again",
            Self::NothingUnbonding => "nothing is unbonding; unstake first",
            Self::NotReleased { at } => {
                return write!(f, "nothing has unbonded yet; withdraw from {at} on");
            }
            Self::SelfStakeDoesNotMove => {
                "self-stake does not move between pools; unstake it, or move a delegation"
            }
            Self::ExposureOpen { until } => {
                return write!(
                    f,
                    "moved stake is slashable for its old pool until {until}; settle that pool's slashes and end the exposure after that"
                );
            }
            Self::NoExposure => "no stake in this position is slashable for another pool",
            Self::ExposureOver => "this slash was filed after the 14 days; end the exposure instead",
            Self::WrongSlash { next } => {
                return write!(f, "slash must be number {next} of that pool");
            }
            Self::NotOwnPosition => "position must be the pool owner's",
            Self::BondsMissing => "the owner's own position needs its participant account of job-escrow",
            Self::EpochInPast => "the epoch is before the one the pool was brought to; check the clock",
            Self::FigureFell => {
                "a cumulative figure is below what was taken over before; pass the participant's own account"
            }
            Self::NoSuchSlot => "slot must be 0 to 3",
            Self::NothingToClaim => "less than one base unit is earned; claim after the next epoch",
            Self::AboveCap { most } => {
                return write!(f, "amount exceeds the offence's cap; at most {most} base units");
            }
            Self::TooManySlashes => {
                "4 slashes of this pool are undecided; file after one is executed or restored"
            }
            Self::NoQuorum => "verifiers with more than two thirds of the active verifier stake must agree",
            Self::UnknownOffence => "offence must be 1 (poor service) to 5 (false vector)",
            Self::UnknownSlashState => "state must be 1 (filed) to 4 (restored)",
            Self::NotAppealable => "a slash can be appealed once, within 30 days of its filing",
            Self::NotAppealed => "no appeal of this slash waits for a decision",
            Self::NotExecutable { at } => {
                return write!(f, "the slash can still be appealed or decided; execute it from {at} on");
            }
            Self::Decided => "the slash is executed or restored already",
            Self::NotRestored => "the slash is not restored; nothing is due on this ticket",
            Self::Overflow => "a sum or a time does not fit 64 bits; use a smaller amount and check the clock",
            Self::StateInvalid => "parts of the state contradict each other; the state is not what this crate wrote",
        })
    }
}

impl core::error::Error for StakingError {}

impl From<MathError> for StakingError {
    fn from(_: MathError) -> Self {
        Self::StateInvalid
    }
}
