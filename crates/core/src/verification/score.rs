//! The score of one idle device in one epoch.
//!
//! ```text
//! score = multiplier · p(x) · passes / 24 · reputation factor      in basis points, rounded down
//! p(x)  = 1 + log₂ x,  x = measured ÷ calibrated speed, 1 to 1.25
//! ```
//!
//! Scores are summed plainly over an operator's devices: identities gain nothing by splitting, and
//! `classes` shows that one card gains nothing by posing as several slower ones.

use super::{DRAWS, DrawHistory, VerificationError};
use crate::classes::{MAX_CLASS_MULTIPLIER_BPS, MAX_SPEED, SPEED_SPREAD_BPS};
use crate::fixed::{BPS_DENOMINATOR, mul_div_ceil, mul_div_floor};
use crate::reputation::race_factor_bps;
use crate::supply::IO_UNIT;

/// Self-stake that a GPU of multiplier 1 or below needs for availability, base units: 200 IO.
pub const STAKE_PER_GPU: u64 = 200 * IO_UNIT;

/// What a device's score depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceScore {
    /// Its class's multiplier, basis points, 0..=1,000,000.
    pub multiplier_bps: u32,
    /// Its measured speed, 10⁹ int8 operations per second.
    pub measured_speed: u32,
    /// Its class's calibrated speed, 1..=1,000,000,000.
    pub class_speed: u32,
    /// Its draws, those of this epoch included.
    pub history: DrawHistory,
    /// Its operator's reputation, 0..=10,000.
    pub reputation: u16,
}

impl DeviceScore {
    /// The score, basis points of a device of multiplier 1: 0..=1,322,000, rounded down.
    ///
    /// # Errors
    /// [`VerificationError::TooSlow`]; [`VerificationError::MultiplierOutOfRange`],
    /// [`VerificationError::SpeedOutOfRange`].
    pub fn score_floor(&self) -> Result<u64, VerificationError> {
        if self.multiplier_bps > MAX_CLASS_MULTIPLIER_BPS {
            return Err(VerificationError::MultiplierOutOfRange);
        }
        let performance = performance_bps(self.measured_speed, self.class_speed)?;
        let factor = u64::from(race_factor_bps(self.reputation));
        let rate = factor.saturating_mul(u64::from(self.history.pass_count()));
        // At most 10⁶ · 13,220 · 240,000 < 2⁶⁴, divided once.
        let product = u64::from(self.multiplier_bps)
            .saturating_mul(u64::from(performance))
            .saturating_mul(rate);
        Ok(crate::fixed::div_const::<SCALE>(product))
    }
}

/// `p(x)` in basis points, rounded down: 10,000..=13,219.
///
/// # Errors
/// [`VerificationError::TooSlow`] below the class's speed; [`VerificationError::SpeedOutOfRange`].
pub fn performance_bps(measured: u32, calibrated: u32) -> Result<u16, VerificationError> {
    if calibrated == 0 || calibrated > MAX_SPEED {
        return Err(VerificationError::SpeedOutOfRange);
    }
    if measured < calibrated {
        return Err(VerificationError::TooSlow);
    }
    // 1 to 1.25 with 31 fraction bits; squared below 2⁶⁴ as long as it is below 2.
    let ratio = (u64::from(measured) << 31).checked_div(u64::from(calibrated));
    let most = mul_div_floor(ONE, u64::from(SPEED_SPREAD_BPS), BPS_DENOMINATOR)?;
    let log = log2_floor(ratio.unwrap_or(ONE).min(most));
    let bps = mul_div_floor(log, BPS_DENOMINATOR, 1 << LOG_BITS)?;
    u16::try_from(bps.saturating_add(BPS_DENOMINATOR)).map_err(|_| VerificationError::StateInvalid)
}

/// The self-stake that `gpus` GPUs of a class need for availability, base units, rounded up:
/// `200 IO · max(1, multiplier)` each.
///
/// # Errors
/// [`VerificationError::MultiplierOutOfRange`]; [`VerificationError::Overflow`].
pub fn self_stake_ceil(multiplier_bps: u32, gpus: u32) -> Result<u64, VerificationError> {
    if multiplier_bps > MAX_CLASS_MULTIPLIER_BPS {
        return Err(VerificationError::MultiplierOutOfRange);
    }
    let multiplier = u64::from(multiplier_bps).max(BPS_DENOMINATOR);
    let each = mul_div_ceil(STAKE_PER_GPU, multiplier, BPS_DENOMINATOR)?;
    each.checked_mul(u64::from(gpus))
        .ok_or(VerificationError::Overflow)
}

/// `10⁴` for performance and reputation each, and the draws.
const SCALE: u64 = BPS_DENOMINATOR * BPS_DENOMINATOR * DRAWS as u64;
/// One with 31 fraction bits.
const ONE: u64 = 1 << 31;
/// Bits of the logarithm behind the point.
const LOG_BITS: u32 = 20;

/// `log₂ x` with 20 fraction bits for `x` in 1..2 with 31, never above the true value: bit by bit,
/// each square rounded down.
fn log2_floor(x: u64) -> u64 {
    let mut log = 0_u64;
    let mut y = x;
    for _ in 0..LOG_BITS {
        y = y.saturating_mul(y) >> 31;
        let bit = y >= ONE << 1;
        log = log << 1 | u64::from(bit);
        y >>= u32::from(bit);
    }
    log
}
