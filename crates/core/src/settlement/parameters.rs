//! What governance can change about the split of a job's money, and the terms of one claim.

use super::{SettlementError, SplitTerms};

/// The smallest network fee, in basis points of the gross.
pub const MIN_FEE_BPS: u16 = 300;
/// The greatest network fee, in basis points of the gross.
pub const MAX_FEE_BPS: u16 = 1_000;
/// The greatest discount for reputation, in basis points of the fee.
pub const MAX_DISCOUNT_BPS: u16 = 2_000;
/// The most that both referrers get together, in basis points of the fee.
pub const MAX_REFERRALS_BPS: u16 = 3_000;
/// The smallest share of the verifiers, in basis points of the fee.
pub const MIN_VERIFIER_BPS: u16 = 500;
/// The greatest share of the verifiers, in basis points of the fee.
pub const MAX_VERIFIER_BPS: u16 = 2_000;
/// The smallest dollar share that an operator can be allowed to choose, in basis points.
pub const MIN_USD_BPS: u16 = 3_000;
/// The greatest dollar share that an operator can choose, in basis points.
pub const MAX_USD_BPS: u16 = 9_000;
/// The smallest share of a participant's stakers, in basis points of the net.
pub const MIN_STAKER_BPS: u16 = 100;
/// The greatest share of a participant's stakers, in basis points of the net.
pub const MAX_STAKER_BPS: u16 = 300;
/// The fewest points that a unit of IOSD counts, in basis points of a dollar.
pub const MIN_IOSD_POINTS_BPS: u16 = 1_000;
/// The most points that a unit of IOSD counts, in basis points of a dollar. No more than the
/// lowest price at which invariant I11 has to hold: who buys IOSD at 0.50 pays for its points.
pub const MAX_IOSD_POINTS_BPS: u16 = 5_000;

/// The parameters of the split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettlementParameters {
    /// The network fee, 300..=1,000 basis points of the gross.
    pub fee_bps: u16,
    /// The discount of a client with the best reputation, 0..=2,000 basis points of the fee.
    pub max_discount_bps: u16,
    /// Share of the client's referrer, basis points of the fee; with the operator's at most
    /// 3,000.
    pub client_referral_bps: u16,
    /// Share of the operator's referrer, basis points of the fee.
    pub operator_referral_bps: u16,
    /// Share of the verifiers, 500..=2,000 basis points of the fee.
    pub verifier_bps: u16,
    /// The smallest dollar share that an operator may choose, 3,000..=9,000 basis points.
    pub min_usd_bps: u16,
    /// Points of one micro-IOSD, 1,000..=5,000 basis points of a micro-dollar.
    pub iosd_points_bps: u16,
}

/// What the two sides of a claim bring with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimChoices {
    /// The client's discount for reputation, basis points of the fee.
    pub discount_bps: u16,
    /// The client has a referrer with enough active stake, within the referral's time.
    pub client_referrer: bool,
    /// The operator has such a referrer.
    pub operator_referrer: bool,
    /// The operator's dollar share, basis points.
    pub usd_bps: u16,
    /// The share of the operator's stakers, 100..=300 basis points.
    pub staker_bps: u16,
    /// The operator's pool has stakers. An empty pool's share goes to the operator.
    pub pool_has_stakers: bool,
}

impl SettlementParameters {
    /// The parameters at genesis.
    pub const DEFAULT: Self = Self {
        fee_bps: 500,
        max_discount_bps: 2_000,
        client_referral_bps: 1_500,
        operator_referral_bps: 1_500,
        verifier_bps: 1_000,
        min_usd_bps: 3_000,
        iosd_points_bps: 5_000,
    };

    /// Checks each field's range. Which values go together is [`crate::wash`]'s concern.
    ///
    /// # Errors
    /// The `…OutOfRange` error of the first field that is outside.
    pub fn validate(&self) -> Result<(), SettlementError> {
        if !(MIN_FEE_BPS..=MAX_FEE_BPS).contains(&self.fee_bps) {
            return Err(SettlementError::FeeOutOfRange);
        }
        if self.max_discount_bps > MAX_DISCOUNT_BPS {
            return Err(SettlementError::MaxDiscountOutOfRange);
        }
        let referrals = self
            .client_referral_bps
            .checked_add(self.operator_referral_bps);
        if referrals.is_none_or(|sum| sum > MAX_REFERRALS_BPS) {
            return Err(SettlementError::ReferralsOutOfRange);
        }
        if !(MIN_VERIFIER_BPS..=MAX_VERIFIER_BPS).contains(&self.verifier_bps) {
            return Err(SettlementError::VerifierShareOutOfRange);
        }
        if !(MIN_USD_BPS..=MAX_USD_BPS).contains(&self.min_usd_bps) {
            return Err(SettlementError::MinUsdOutOfRange);
        }
        if !(MIN_IOSD_POINTS_BPS..=MAX_IOSD_POINTS_BPS).contains(&self.iosd_points_bps) {
            return Err(SettlementError::IosdPointsOutOfRange);
        }
        Ok(())
    }

    /// The terms that a claim fixes for its whole life.
    ///
    /// # Errors
    /// [`SettlementError::DiscountOutOfRange`], [`SettlementError::UsdOutOfRange`] or
    /// [`SettlementError::StakersOutOfRange`] for choices that the parameters do not allow.
    pub fn terms(&self, choices: &ClaimChoices) -> Result<SplitTerms, SettlementError> {
        if choices.discount_bps > self.max_discount_bps {
            return Err(SettlementError::DiscountOutOfRange {
                max_discount_bps: self.max_discount_bps,
            });
        }
        if !(self.min_usd_bps..=MAX_USD_BPS).contains(&choices.usd_bps) {
            return Err(SettlementError::UsdOutOfRange {
                min_usd_bps: self.min_usd_bps,
            });
        }
        if !(MIN_STAKER_BPS..=MAX_STAKER_BPS).contains(&choices.staker_bps) {
            return Err(SettlementError::StakersOutOfRange);
        }
        let if_any = |there: bool, bps: u16| if there { bps } else { 0 };
        Ok(SplitTerms {
            fee_bps: self.fee_bps,
            discount_bps: choices.discount_bps,
            client_referral_bps: if_any(choices.client_referrer, self.client_referral_bps),
            operator_referral_bps: if_any(choices.operator_referrer, self.operator_referral_bps),
            verifier_bps: self.verifier_bps,
            staker_bps: if_any(choices.pool_has_stakers, choices.staker_bps),
            usd_bps: choices.usd_bps,
        })
    }
}

impl Default for SettlementParameters {
    fn default() -> Self {
        Self::DEFAULT
    }
}
