//! A price in one fixed unit, and the conversions at it.

use super::OracleError;
use crate::fixed::{BPS_DENOMINATOR, MathError, div_const, mul_div_ceil, mul_div_floor};

/// Parts per million in one.
pub const PPM_DENOMINATOR: u64 = 1_000_000;

/// IO base units times pico-dollars per IO, in one micro-dollar: 10^8 · 10^12 / 10^6.
const IO_SCALE: u64 = 100_000_000_000_000;

/// Dollars for one whole token, in pico-dollars (10^−12): at least 1, at most 18,446,744 dollars.
///
/// Every accepted exponent converts to this unit exactly, so that prices of different exponents
/// compare, and a stored one is a plain `u64`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DollarPrice {
    pico_dollars: u64,
}

impl DollarPrice {
    /// The price of that many pico-dollars for one whole token.
    ///
    /// # Errors
    /// [`OracleError::PriceNotPositive`] for zero.
    #[inline]
    pub fn from_pico_dollars(pico_dollars: u64) -> Result<Self, OracleError> {
        if pico_dollars == 0 {
            return Err(OracleError::PriceNotPositive);
        }
        Ok(Self { pico_dollars })
    }

    /// Pico-dollars for one whole token, at least 1.
    #[inline]
    pub const fn pico_dollars(self) -> u64 {
        self.pico_dollars
    }

    /// What `io` base units are worth, micro-dollars rounded down: for what the network gives.
    ///
    /// # Errors
    /// [`OracleError::AmountTooLarge`].
    #[inline]
    pub fn io_to_micro_dollars_floor(self, io: u64) -> Result<u64, OracleError> {
        mul_div_floor(io, self.pico_dollars, IO_SCALE).map_err(too_large)
    }

    /// What `io` base units are worth, micro-dollars rounded up: for what the network asks.
    ///
    /// # Errors
    /// [`OracleError::AmountTooLarge`].
    #[inline]
    pub fn io_to_micro_dollars_ceil(self, io: u64) -> Result<u64, OracleError> {
        mul_div_ceil(io, self.pico_dollars, IO_SCALE).map_err(too_large)
    }

    /// The IO base units that `micro_dollars` buy, rounded down: for what the network gives.
    ///
    /// # Errors
    /// [`OracleError::AmountTooLarge`].
    #[inline]
    pub fn micro_dollars_to_io_floor(self, micro_dollars: u64) -> Result<u64, OracleError> {
        mul_div_floor(micro_dollars, IO_SCALE, self.pico_dollars).map_err(too_large)
    }

    /// The IO base units that `micro_dollars` buy, rounded up: for what the network asks.
    ///
    /// # Errors
    /// [`OracleError::AmountTooLarge`].
    #[inline]
    pub fn micro_dollars_to_io_ceil(self, micro_dollars: u64) -> Result<u64, OracleError> {
        mul_div_ceil(micro_dollars, IO_SCALE, self.pico_dollars).map_err(too_large)
    }

    /// The price less `bps` (0..=10,000) of it, rounded down.
    ///
    /// # Errors
    /// [`OracleError::PriceNotPositive`] when nothing is left.
    #[inline]
    pub fn less_bps_floor(self, bps: u16) -> Result<Self, OracleError> {
        let kept = BPS_DENOMINATOR.saturating_sub(u64::from(bps));
        let pico_dollars =
            mul_div_floor(self.pico_dollars, kept, BPS_DENOMINATOR).map_err(too_large)?;
        Self::from_pico_dollars(pico_dollars)
    }

    /// What one unit of a dollar token counts for, in parts per million of a dollar rounded
    /// down; never more than [`PPM_DENOMINATOR`], so that a dollar above par is a dollar.
    #[inline]
    pub fn dollar_fraction_ppm_floor(self) -> u64 {
        div_const::<1_000_000>(self.pico_dollars).min(PPM_DENOMINATOR)
    }

    /// How far this price lies below `spot`, in basis points of spot rounded up; 0 when it does
    /// not. Clients show it before a mint and ask above 300.
    #[inline]
    pub fn below_spot_bps_ceil(self, spot: Self) -> u16 {
        let below = spot.pico_dollars.saturating_sub(self.pico_dollars);
        // At most 10,000, since below < spot.
        let bps = mul_div_ceil(below, BPS_DENOMINATOR, spot.pico_dollars).unwrap_or(u64::MAX);
        u16::try_from(bps).unwrap_or(u16::MAX)
    }
}

/// A price is never zero, so only the size of the result can be at fault.
fn too_large(_: MathError) -> OracleError {
    OracleError::AmountTooLarge
}
