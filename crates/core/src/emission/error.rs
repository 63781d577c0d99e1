//! Why emission refuses something.

use core::fmt;

use crate::fixed::MathError;
use crate::supply::SupplyError;

/// Why emission refuses something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmissionError {
    /// The start time is zero or negative.
    StartTimeNotPositive,
    /// The start time is before the current time.
    StartTimeInPast,
    /// The start time is more than 366 days ahead.
    StartTimeTooFar,
    /// The preset's index is above 1.
    UnknownPreset,
    /// `availability_bps` is outside 1,000..=9,000.
    AvailabilityShareOutOfRange,
    /// `claim_window_epochs` is outside 24..=720.
    ClaimWindowOutOfRange,
    /// The number of epochs asked for is outside 1..=730.
    EpochCountOutOfRange,
    /// No epoch has ended since the last advance, or emission has not started.
    NoEpochDue,
    /// Epochs that ended are not advanced yet.
    EpochsBehind,
    /// The claim window since the last checkpoint is still open.
    ClaimWindowOpen {
        /// The roll-over is allowed once `next_epoch` is at least this.
        closes_at_epoch: u64,
    },
    /// The supply does not allow the mint.
    Supply(SupplyError),
    /// A sum or a time is beyond what 64 bits hold.
    Overflow,
}

impl fmt::Display for EmissionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::StartTimeNotPositive => "start_time must be a positive unix time in seconds",
            Self::StartTimeInPast => "start_time is before the chain's clock; give the current time or a later one",
            Self::StartTimeTooFar => "start_time must be at most 366 days ahead of the chain's clock",
            Self::UnknownPreset => "preset must be 0 (official) or 1 (literal)",
            Self::AvailabilityShareOutOfRange => "availability_bps must be 1,000 to 9,000",
            Self::ClaimWindowOutOfRange => "claim_window_epochs must be 24 to 720",
            Self::EpochCountOutOfRange => "max_epochs must be 1 to 730; advance again for more",
            Self::NoEpochDue => "no epoch has ended since the last advance; wait for the end of next_epoch",
            Self::EpochsBehind => "epochs that ended are not advanced yet; advance them first",
            Self::ClaimWindowOpen { closes_at_epoch } => {
                return write!(
                    f,
                    "the claim window is open; roll over once next_epoch is at least {closes_at_epoch}"
                );
            }
            Self::Supply(error) => return write!(f, "supply: {error}"),
            Self::Overflow => "a sum or a time does not fit 64 bits; the state is not what this crate wrote",
        })
    }
}

impl core::error::Error for EmissionError {}

impl From<MathError> for EmissionError {
    fn from(_: MathError) -> Self {
        Self::Overflow
    }
}
