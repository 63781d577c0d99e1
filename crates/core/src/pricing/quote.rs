//! Rate, deposit and earnings, in micro-dollars.
//!
//! A deposit covers its job whatever happens: earnings round down, so no split of the job's
//! GPU-seconds into claims and settlements sums to more than one floor of the whole, and the
//! deposit is the ceiling.

use super::{MAX_MULTIPLIER_BPS, MIN_MULTIPLIER_BPS, PricingError};
use crate::fixed::{bps_ceil, mul_div_ceil, mul_div_floor};
use crate::time::EPOCH_SECONDS;

/// The least deposit, micro-dollars: $0.10.
pub const MIN_DEPOSIT: u64 = 100_000;
/// The least deposit as a time of one GPU: 10 minutes.
pub const MIN_DEPOSIT_GPU_SECONDS: u64 = 600;
/// Seconds in the hour that rates are given for.
const HOUR_SECONDS: u64 = EPOCH_SECONDS.unsigned_abs();

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

/// What a client deposits for `gpus` GPUs over `seconds` seconds at `rate` micro-dollars per
/// GPU-hour: `ceil(rate × gpus × seconds ÷ 3600)`, at least 10 minutes of one GPU, at least
/// [`MIN_DEPOSIT`]. What is not earned is refunded.
///
/// # Errors
/// [`PricingError::NothingQuoted`] when `gpus` or `seconds` is zero; [`PricingError::Overflow`].
pub fn deposit_ceil(rate: u64, gpus: u32, seconds: u32) -> Result<u64, PricingError> {
    let gpu_seconds = u64::from(gpus)
        .checked_mul(u64::from(seconds))
        .ok_or(PricingError::Overflow)?;
    if gpu_seconds == 0 {
        return Err(PricingError::NothingQuoted);
    }
    let charged = gpu_seconds.max(MIN_DEPOSIT_GPU_SECONDS);
    Ok(mul_div_ceil(rate, charged, HOUR_SECONDS)?.max(MIN_DEPOSIT))
}

/// What `gpu_seconds` of work earn at `rate` micro-dollars per GPU-hour:
/// `floor(rate × gpu_seconds ÷ 3600)`.
///
/// # Errors
/// [`PricingError::Overflow`].
pub fn earned_floor(rate: u64, gpu_seconds: u64) -> Result<u64, PricingError> {
    Ok(mul_div_floor(rate, gpu_seconds, HOUR_SECONDS)?)
}
