//! Why settlement refuses something.

use core::fmt;

use crate::fixed::MathError;

/// Why settlement refuses something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettlementError {
    /// `fee_bps` is outside 300..=1,000.
    FeeOutOfRange,
    /// `max_discount_bps` is above 2,000.
    MaxDiscountOutOfRange,
    /// `client_referral_bps` and `operator_referral_bps` are together above 3,000.
    ReferralsOutOfRange,
    /// `verifier_bps` is outside 500..=2,000.
    VerifierShareOutOfRange,
    /// `min_usd_bps` is outside 3,000..=9,000.
    MinUsdOutOfRange,
    /// `iosd_points_bps` is outside 1,000..=5,000.
    IosdPointsOutOfRange,
    /// `buyer_rebate_bps` is above 2,000.
    RebateOutOfRange,
    /// `token_bonus_bps` is above 1,500.
    BonusOutOfRange,
    /// `point_pay_cap_bps` is outside 1,000..=9,000.
    PayCapOutOfRange,
    /// The client's discount is above `max_discount_bps`.
    DiscountOutOfRange {
        /// The parameter.
        max_discount_bps: u16,
    },
    /// The operator's `usd_bps` is outside `min_usd_bps`..=9,000.
    UsdOutOfRange {
        /// The parameter.
        min_usd_bps: u16,
    },
    /// The operator's `staker_bps` is outside 100..=300.
    StakersOutOfRange,
    /// The rate is zero.
    RateZero,
    /// The job is for no GPU, or for less than 10 minutes of one in all.
    JobTooShort,
    /// The job, extensions included, lasts longer than 90 days.
    JobTooLong,
    /// The deposit is below $0.10.
    DepositTooSmall,
    /// The job's charge does not fit 64 bits.
    DepositTooLarge,
    /// The job's rate has changed three times.
    TooManyRates,
    /// The job is cancelled.
    JobCancelled,
    /// The claim is for no GPU, accepts no time, or has no time to start by.
    ClaimEmpty,
    /// The claim has started.
    AlreadyStarted,
    /// The claim has not started.
    NotStarted,
    /// The time to start is over.
    StartTooLate {
        /// The last second in which the claim could start.
        start_by: i64,
    },
    /// The claim has ended.
    ClaimEnded,
    /// The claim can still earn.
    ClaimOpen,
    /// The last heartbeat is less than 15 minutes old.
    HeartbeatTooEarly {
        /// The first second in which a heartbeat is accepted.
        next_at: i64,
    },
    /// More GPUs alive than the claim has.
    AliveOutOfRange {
        /// GPUs of the claim.
        gpus: u32,
    },
    /// The operator is not late.
    NotDark,
    /// Nothing can be settled that is not.
    NothingToSettle,
    /// The deposit's mint has no price to count points with.
    PriceNeeded,
    /// A stored amount or time is not what this crate wrote.
    StateInvalid,
}

impl fmt::Display for SettlementError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FeeOutOfRange => "fee_bps must be 300 to 1,000",
            Self::MaxDiscountOutOfRange => "max_discount_bps must be 0 to 2,000",
            Self::ReferralsOutOfRange => "client_referral_bps and operator_referral_bps must together be at most 3,000",
            Self::VerifierShareOutOfRange => "verifier_bps must be 500 to 2,000",
            Self::MinUsdOutOfRange => "min_usd_bps must be 3,000 to 9,000",
            Self::IosdPointsOutOfRange => "iosd_points_bps must be 1,000 to 5,000",
            Self::RebateOutOfRange => "buyer_rebate_bps must be 0 to 2,000",
            Self::BonusOutOfRange => "token_bonus_bps must be 0 to 1,500",
            Self::PayCapOutOfRange => "point_pay_cap_bps must be 1,000 to 9,000",
            Self::DiscountOutOfRange { max_discount_bps } => {
                return write!(f, "the client's discount must be at most {max_discount_bps} bps of the fee");
            }
            Self::UsdOutOfRange { min_usd_bps } => {
                return write!(f, "the operator's usd_bps must be {min_usd_bps} to 9000; update the operator, then claim");
            }
            Self::StakersOutOfRange => "the operator's staker_bps must be 100 to 300; update the operator, then claim",
            Self::RateZero => "rate must be at least 1 micro-dollar per GPU-hour",
            Self::JobTooShort => "gpus and seconds must make at least 600 GPU-seconds",
            Self::JobTooLong => "seconds, extensions included, must be at most 7,776,000 (90 days); post another job for more",
            Self::DepositTooSmall => "the deposit must be at least $0.10; raise seconds or gpus",
            Self::DepositTooLarge => "rate x gpus x seconds does not fit 64 bits; post several smaller jobs",
            Self::TooManyRates => "a job's rate can change 3 times; extend at the last rate, or post another job",
            Self::JobCancelled => "the job is cancelled; close its claims once their hold-back is over",
            Self::ClaimEmpty => "gpus, accepted_seconds and start_by must be at least 1",
            Self::AlreadyStarted => "the claim has started; send heartbeats",
            Self::NotStarted => "the claim has not started; start all its hosts first",
            Self::StartTooLate { start_by } => {
                return write!(f, "the claim had to start by {start_by}; it can only be abandoned now");
            }
            Self::ClaimEnded => "the claim has ended; settle it",
            Self::ClaimOpen => "the claim can still earn; wait until 15 minutes after its end",
            Self::HeartbeatTooEarly { next_at } => {
                return write!(f, "a heartbeat is accepted from {next_at} on, 15 minutes after the last");
            }
            Self::AliveOutOfRange { gpus } => {
                return write!(f, "alive must be at most the claim's {gpus} GPUs");
            }
            Self::NotDark => "the operator is not late: 30 minutes since its last heartbeat, or start_by, must have passed",
            Self::NothingToSettle => "everything that can be settled is; wait for more to become an hour old, or for the end",
            Self::PriceNeeded => "the deposit's mint has no valid price; refresh it, let the operator settle without points, or wait 24 hours",
            Self::StateInvalid => "a stored amount or time is not what this program wrote",
        })
    }
}

impl core::error::Error for SettlementError {}

impl From<MathError> for SettlementError {
    fn from(_: MathError) -> Self {
        Self::StateInvalid
    }
}
