//! Why pricing refuses something.

use core::fmt;

use crate::fixed::MathError;

/// Why pricing refuses something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PricingError {
    /// `min_price` or `max_price` is outside 100..=1,000,000,000, or they are the wrong way round.
    BoundsOutOfRange,
    /// The price is outside the voted bounds.
    PriceOutOfBounds {
        /// The least price that is accepted.
        min: u64,
        /// The greatest price that is accepted.
        max: u64,
    },
    /// The price is the one in force.
    PriceUnchanged,
    /// The price moves further than what is left of the day's allowance.
    MoveTooFar {
        /// Micro-dollars by which the price can still move.
        left: u64,
        /// When the whole allowance is back, unix seconds, if no further move is made.
        renewed_at: i64,
    },
    /// `utilisation_bps` is above 10,000.
    UtilisationOutOfRange,
    /// The epoch is reported already.
    EpochReported,
    /// The epoch has not ended.
    EpochRunning,
    /// `multiplier_bps` is outside 7,000..=20,000.
    MultiplierOutOfRange,
    /// An amount or a time is beyond what 64 bits hold.
    Overflow,
}

impl fmt::Display for PricingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BoundsOutOfRange => {
                "min_price and max_price must be 100 to 1,000,000,000 micro-dollars per GPU-hour, min_price not above max_price"
            }
            Self::PriceOutOfBounds { min, max } => {
                return write!(
                    f,
                    "price must be within the voted bounds, {min} to {max} micro-dollars per GPU-hour"
                );
            }
            Self::PriceUnchanged => "price is the one in force; there is nothing to move",
            Self::MoveTooFar { left, renewed_at } => {
                return write!(
                    f,
                    "the price may move 5 % a day; {left} micro-dollars are left of it, all of it again at {renewed_at} if nothing moves until then"
                );
            }
            Self::UtilisationOutOfRange => "utilisation_bps must be 0 to 10,000",
            Self::EpochReported => "the epoch is reported already; report a later one that has ended",
            Self::EpochRunning => "the epoch has not ended; report it once it has",
            Self::MultiplierOutOfRange => "multiplier_bps must be 7,000 to 20,000",
            Self::Overflow => "the amount or time does not fit 64 bits; ask for fewer GPUs or hours",
        })
    }
}

impl core::error::Error for PricingError {}

impl From<MathError> for PricingError {
    fn from(_: MathError) -> Self {
        Self::Overflow
    }
}
