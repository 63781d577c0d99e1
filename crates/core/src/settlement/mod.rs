//! Settlement of jobs: what hosts earn, who gets which part, and what goes back to the client.
//!
//! | module | rule |
//! | --- | --- |
//! | `hire` | the price of a job's time, its deposit, extension and cancellation |
//! | `metering` | what a claim earned, and which part of it can be settled |
//! | `earnable` | what a job's claims can still earn, and the refund |
//! | `split` | the parts of a gross |
//! | `points` | compute points of a token share, and the record that keeps them |
//! | `settle` | one settlement |
//! | `parameters` | what governance can change about it, with its bounds |
//! | `rewards` | the most that an epoch pays for points |
//!
//! The life of a job's money:
//!
//! ```text
//! deposit ──▶ vault ──metered, mature──▶ gross ──split──▶ fee: referrers, verifiers, treasury
//!               │                                 ├─────▶ stakers
//!        never earnable                           ├─────▶ operator, in the deposit's mint
//!               ▼                                 └─────▶ burn, or buy-and-burn ──▶ points
//!            client
//! ```
//!
//! ```
//! use ionet_core::settlement::{
//!     Circumstances, ClaimChoices, Funding, Hire, Meter, Settled, SettlementParameters,
//! };
//!
//! let start = 1_800_000_000;
//! // One GPU for two hours at $1.80; the operator takes 70 % in dollars.
//! let hire = Hire::post(1_800_000, 1, 7_200)?;
//! assert_eq!(hire.deposit, 3_600_000);
//! let hire = hire.hire_after;
//! let terms = SettlementParameters::DEFAULT.terms(&ClaimChoices {
//!     discount_bps: 0,
//!     client_referrer: false,
//!     operator_referrer: false,
//!     usd_bps: 7_000,
//!     staker_bps: 200,
//!     pool_has_stakers: true,
//! })?;
//! let mut meter = Meter::claim(1, start + 300, 7_200)?.start(start, &hire)?;
//! // Two heartbeats, and the work is done after 50 minutes.
//! meter = meter.heartbeat(start + 1_000, 1, &hire)?;
//! meter = meter.heartbeat(start + 2_000, 1, &hire)?;
//! meter = meter.finish(start + 3_000, 1, &hire)?;
//! // A quarter of an hour later all of it can be settled.
//! let up_to = meter.settleable(start + 3_900, &hire, false)?;
//! let circumstances = Circumstances {
//!     now: start + 3_900,
//!     funding: Funding::Dollar { price_lower: Some(999_000) },
//!     by_operator: false,
//! };
//! let settled = Settled { gross: 0, until: start };
//! let outcome = settled.settle(&up_to, &terms, &circumstances)?;
//! assert_eq!(outcome.booked.gross, 1_500_000);
//! assert_eq!(outcome.booked.fee, 75_000);
//! assert_eq!(outcome.booked.stakers, 28_500);
//! assert_eq!(outcome.booked.usd, 977_550);
//! assert_eq!(outcome.booked.token, 418_950);
//! assert_eq!(outcome.points.points, 418_531);
//! # Ok::<(), ionet_core::settlement::SettlementError>(())
//! ```

mod earnable;
mod error;
mod hire;
mod metering;
mod parameters;
mod points;
mod rewards;
mod settle;
mod split;

pub use earnable::EarnableBound;
pub use error::SettlementError;
pub use hire::{
    CANCEL_MINIMUM_SECONDS, Hire, HireOutcome, MAX_JOB_SECONDS, MAX_WINDOWS, MIN_DEPOSIT,
    MIN_JOB_GPU_SECONDS, Window, gross_ceil, gross_floor,
};
pub use metering::{
    CHECKPOINTS, Checkpoint, HEARTBEAT_GRACE_SECONDS, HEARTBEAT_INTERVAL_SECONDS,
    HOLD_BACK_AFTER_END_SECONDS, HOLD_BACK_SECONDS, MAX_GAP_SECONDS, Meter,
};
pub use parameters::{
    ClaimChoices, MAX_DISCOUNT_BPS, MAX_FEE_BPS, MAX_IOSD_POINTS_BPS, MAX_REFERRALS_BPS,
    MAX_STAKER_BPS, MAX_USD_BPS, MAX_VERIFIER_BPS, MIN_FEE_BPS, MIN_IOSD_POINTS_BPS,
    MIN_STAKER_BPS, MIN_USD_BPS, MIN_VERIFIER_BPS, SettlementParameters,
};
pub use points::{
    BookOutcome, Funding, MAX_POINTS_AGE_SECONDS, POINTS_BUCKETS, Points, PointsBucket,
    PointsBuckets, TokenRoute,
};
pub use rewards::{
    ComputePay, ComputeRewardParameters, MAX_BONUS_BPS, MAX_PAY_CAP_BPS, MAX_REBATE_BPS,
    MIN_PAY_CAP_BPS,
};
pub use settle::{Circumstances, SettleOutcome, Settled};
pub use split::{Split, SplitTerms};
