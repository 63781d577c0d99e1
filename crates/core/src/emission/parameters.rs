//! What governance can change, and within which bounds.

use super::EmissionError;

/// The least share of the availability pool.
pub const MIN_AVAILABILITY_BPS: u16 = 1_000;
/// The greatest share of the availability pool.
pub const MAX_AVAILABILITY_BPS: u16 = 9_000;
/// The shortest claim window, in epochs: one day.
pub const MIN_CLAIM_WINDOW_EPOCHS: u16 = 24;
/// The longest claim window, in epochs: thirty days.
pub const MAX_CLAIM_WINDOW_EPOCHS: u16 = 720;

/// The parameters of emission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmissionParameters {
    /// Share of each epoch that goes to the availability pool, 1,000..=9,000 basis points; the
    /// rest goes to the compute pool.
    pub availability_bps: u16,
    /// Epochs that funds stay in a pool before a roll-over can take them, 24..=720.
    pub claim_window_epochs: u16,
}

/// Parameters that were accepted and are not in force yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PendingParameters {
    /// What will be in force.
    pub parameters: EmissionParameters,
    /// The first epoch that uses it.
    pub from_epoch: u64,
}

impl EmissionParameters {
    /// Half to each pool, and a claim window of one day.
    pub const DEFAULT: Self = Self {
        availability_bps: 5_000,
        claim_window_epochs: 24,
    };

    /// Checks each field's range.
    ///
    /// # Errors
    /// [`EmissionError::AvailabilityShareOutOfRange`] or
    /// [`EmissionError::ClaimWindowOutOfRange`].
    pub fn validate(&self) -> Result<(), EmissionError> {
        if !(MIN_AVAILABILITY_BPS..=MAX_AVAILABILITY_BPS).contains(&self.availability_bps) {
            return Err(EmissionError::AvailabilityShareOutOfRange);
        }
        if !(MIN_CLAIM_WINDOW_EPOCHS..=MAX_CLAIM_WINDOW_EPOCHS).contains(&self.claim_window_epochs)
        {
            return Err(EmissionError::ClaimWindowOutOfRange);
        }
        Ok(())
    }
}

impl Default for EmissionParameters {
    fn default() -> Self {
        Self::DEFAULT
    }
}
