//! The utilisation curve: what scarcity does to a price.

use super::PricingError;
use crate::fixed::mul_div_floor;

/// The multiplier of a class that nobody hires, basis points.
pub const MIN_MULTIPLIER_BPS: u16 = 7_000;
/// The multiplier of a class that is hired out, basis points.
pub const MAX_MULTIPLIER_BPS: u16 = 20_000;

/// The published curve as (utilisation, multiplier), both in basis points; straight lines
/// between the points. At 70 % utilisation the book price holds; below it falls slowly, above
/// it rises steeply.
pub const CURVE: [(u16, u16); 5] = [
    (0, MIN_MULTIPLIER_BPS),
    (5_000, 9_000),
    (7_000, 10_000),
    (9_000, 14_000),
    (10_000, MAX_MULTIPLIER_BPS),
];

/// The multiplier for a utilisation of `utilisation_bps` (0..=10,000), rounded down.
///
/// # Errors
/// [`PricingError::UtilisationOutOfRange`].
pub fn curve_bps(utilisation_bps: u16) -> Result<u16, PricingError> {
    for pair in CURVE.windows(2) {
        let [(from, low), (to, high)] = *pair else {
            continue;
        };
        if utilisation_bps <= to {
            let along = u64::from(utilisation_bps.saturating_sub(from));
            let rise = u64::from(high.saturating_sub(low));
            let width = u64::from(to.saturating_sub(from));
            let risen = mul_div_floor(rise, along, width)?;
            return u16::try_from(risen)
                .ok()
                .and_then(|risen| low.checked_add(risen))
                .ok_or(PricingError::Overflow);
        }
    }
    Err(PricingError::UtilisationOutOfRange)
}
