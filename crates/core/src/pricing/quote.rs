//! The rate a job is posted at. What it deposits and earns at that rate is in
//! [`crate::settlement`].

use super::{MAX_MULTIPLIER_BPS, MIN_MULTIPLIER_BPS, PricingError};
use crate::fixed::bps_ceil;

/// The rate a job is posted at, micro-dollars per GPU-hour: `ceil(price × multiplier ÷ 10⁴)`.
/// `price` is the class's book price, `multiplier_bps` (7,000..=20,000) the class's
/// [`super::Utilisation::multiplier_bps`].
///
/// # Errors
/// [`PricingError::MultiplierOutOfRange`], [`PricingError::Overflow`].
pub fn quoted_rate_ceil(price: u64, multiplier_bps: u16) -> Result<u64, PricingError> {
    if !(MIN_MULTIPLIER_BPS..=MAX_MULTIPLIER_BPS).contains(&multiplier_bps) {
        return Err(PricingError::MultiplierOutOfRange);
    }
    Ok(bps_ceil(price, multiplier_bps)?)
}
