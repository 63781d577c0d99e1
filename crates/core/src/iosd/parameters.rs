//! What governance can change, and within which bounds.

use super::IosdError;
use crate::oracle::PriceRules;

/// The least `window_cap`: 1,000 IOSD.
pub const MIN_WINDOW_CAP: u64 = 1_000_000_000;
/// The greatest `window_cap`: 10,000,000 IOSD.
pub const MAX_WINDOW_CAP: u64 = 10_000_000_000_000;
/// The least `spread_bps`.
pub const MIN_SPREAD_BPS: u16 = 10;
/// The greatest `spread_bps`: 10 %.
pub const MAX_SPREAD_BPS: u16 = 1_000;

/// The parameters of IOSD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IosdParameters {
    /// The most micro-dollars minted in any 24 hours, by all together:
    /// 1,000,000,000..=10,000,000,000,000.
    pub window_cap: u64,
    /// How far below the lower bound the vaults buy IO, 10..=1,000 basis points.
    pub spread_bps: u16,
    /// Which price updates are accepted.
    pub price: PriceRules,
}

impl IosdParameters {
    /// 100,000 IOSD a day, 1 % of spread, and the loosest price rules there are.
    pub const DEFAULT: Self = Self {
        window_cap: 100_000_000_000,
        spread_bps: 100,
        price: PriceRules::DEFAULT,
    };

    /// Checks each field's range.
    ///
    /// # Errors
    /// [`IosdError::WindowCapOutOfRange`], [`IosdError::SpreadOutOfRange`], or as
    /// [`PriceRules::validate`].
    pub fn validate(&self) -> Result<(), IosdError> {
        if !(MIN_WINDOW_CAP..=MAX_WINDOW_CAP).contains(&self.window_cap) {
            return Err(IosdError::WindowCapOutOfRange);
        }
        if !(MIN_SPREAD_BPS..=MAX_SPREAD_BPS).contains(&self.spread_bps) {
            return Err(IosdError::SpreadOutOfRange);
        }
        Ok(self.price.validate()?)
    }
}

impl Default for IosdParameters {
    fn default() -> Self {
        Self::DEFAULT
    }
}
