//! What an epoch pays at most for compute points (invariant I11).
//!
//! The compute pool of an epoch is shared by points, but never pays more per point than a part
//! of a dollar. This is that limit; the reward program divides the pool.

use super::{MAX_USD_BPS, MIN_USD_BPS, Points, SettlementError};
use crate::fixed::{BPS_DENOMINATOR, bps_floor, mul_div_floor};

/// The greatest share of the clients, in basis points of the pay.
pub const MAX_REBATE_BPS: u16 = 2_000;
/// The greatest bonus for the token share, in basis points of the operators' pay.
pub const MAX_BONUS_BPS: u16 = 1_500;
/// The smallest limit on the pay of a point, in basis points of a dollar.
pub const MIN_PAY_CAP_BPS: u16 = 1_000;
/// The greatest limit on the pay of a point, in basis points of a dollar.
pub const MAX_PAY_CAP_BPS: u16 = 9_000;

/// The parameters of compute rewards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComputeRewardParameters {
    /// The most that an epoch pays for a point, bonus not included, 1,000..=9,000 basis points
    /// of a dollar; IO is valued at the epoch's highest price.
    pub point_pay_cap_bps: u16,
    /// The clients' part of that pay, 0..=2,000 basis points.
    pub buyer_rebate_bps: u16,
    /// What an operator with the smallest dollar share gets on top of its part, 0..=1,500 basis
    /// points, in IO that vests over 12 months. An operator with 9,000 bps in dollars gets none,
    /// one between in proportion.
    pub token_bonus_bps: u16,
}

/// The most that an epoch pays for some points, in micro-dollars of IO.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComputePay {
    /// To the client.
    pub client: u64,
    /// To the operator.
    pub operator: u64,
    /// To the operator, vesting.
    pub bonus: u64,
}

impl ComputeRewardParameters {
    /// The parameters at genesis.
    pub const DEFAULT: Self = Self {
        point_pay_cap_bps: 9_000,
        buyer_rebate_bps: 500,
        token_bonus_bps: 1_500,
    };

    /// Checks each field's range. Which values go together is [`crate::wash`]'s concern.
    ///
    /// # Errors
    /// The `…OutOfRange` error of the first field that is outside.
    pub fn validate(&self) -> Result<(), SettlementError> {
        if !(MIN_PAY_CAP_BPS..=MAX_PAY_CAP_BPS).contains(&self.point_pay_cap_bps) {
            return Err(SettlementError::PayCapOutOfRange);
        }
        if self.buyer_rebate_bps > MAX_REBATE_BPS {
            return Err(SettlementError::RebateOutOfRange);
        }
        if self.token_bonus_bps > MAX_BONUS_BPS {
            return Err(SettlementError::BonusOutOfRange);
        }
        Ok(())
    }

    /// The most that an epoch pays for `points`.
    ///
    /// # Errors
    /// [`SettlementError::StateInvalid`] for rates above 10,000 basis points.
    pub fn most_pay(&self, points: &Points) -> Result<ComputePay, SettlementError> {
        let pay = bps_floor(points.points, self.point_pay_cap_bps)?;
        let client = bps_floor(pay, self.buyer_rebate_bps)?;
        let operator = pay
            .checked_sub(client)
            .ok_or(SettlementError::StateInvalid)?;
        let bonus_pay = bps_floor(points.bonus_points, self.point_pay_cap_bps)?;
        let operator_bps = BPS_DENOMINATOR.saturating_sub(u64::from(self.buyer_rebate_bps));
        let bonus_operator = mul_div_floor(bonus_pay, operator_bps, BPS_DENOMINATOR)?;
        let bonus = bps_floor(bonus_operator, self.token_bonus_bps)?;
        Ok(ComputePay {
            client,
            operator,
            bonus,
        })
    }
}

impl Default for ComputeRewardParameters {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// The part of an operator's points that earns the bonus: all of them with the smallest dollar
/// share, none with the greatest.
pub(super) fn bonus_points_floor(points: u64, usd_bps: u16) -> Result<u64, SettlementError> {
    const RANGE: u64 = (MAX_USD_BPS - MIN_USD_BPS) as u64;
    let below = u64::from(MAX_USD_BPS.saturating_sub(usd_bps));
    Ok(mul_div_floor(points, below.min(RANGE), RANGE)?)
}
