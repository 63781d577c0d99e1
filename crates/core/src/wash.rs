//! The joint bound on parameters that keeps washing unprofitable (invariant I11).
//!
//! A ring is client, operator, staker, both referrers and verifier at once, and hires its own
//! machines to be paid compute points. Of every dollar it puts into a job it gets back all but
//! two parts: what the treasury keeps of the fee, and the token share. For the token share it
//! is paid, alone in its epoch, the most that an epoch pays for points. With
//!
//! ```text
//! f = fee_bps · (1 − max_discount)           what a job pays in fees, of its gross
//! k = 1 − referrals − verifiers              what the treasury keeps, of the fee
//! u = min_usd_bps                            the dollar share that leaves the most tokens
//! m = cap · (rebate + (1 − rebate) · (1 + bonus(u)))       the pay of a dollar of tokens
//! ```
//!
//! the ring loses `f·k − (m − 1)·(1 − f)·(1 − u)` of each dollar of gross. The bound demands that
//! this is more than `f · (m − 1)`. Nothing else is worse for the network:
//!
//! - **Dollar share**: tokens and bonus both grow as it falls, so for `m > 1` its minimum is the
//!   ring's best. For `m ≤ 1` the token share costs the ring as well, and `f·k` alone is lost.
//! - **Stakers** are the ring, or the pool is empty; the share only lessens the tokens.
//! - **Price**: whoever buys the deposit at `p` of a dollar loses `p` for each unit that is gone,
//!   and a unit's points count at most `p`: the feed's lower bound of a dollar mint, at most
//!   0.50 for IOSD, for any `p` down to 0.50. So the ring's sum is `p` times the one above, or
//!   worse.
//! - **Availability**: a hired hour has availability weight 0, so washing adds none. Even if the
//!   same hour were paid both ways, availability would have been paid without the wash too.
//! - **Rounding**: the fee is at least 1, so at least 1 goes to the treasury. The token share is
//!   rounded up by less than 1, which gains less than `m − 1`. Up to a gross of `1/f` the loss is
//!   at least `1 − k > 0`; above, what is lost exceeds `f·(m − 1)/f`. Hence every job loses,
//!   however small.

use core::fmt;

use crate::fixed::BPS_DENOMINATOR;
use crate::settlement::{
    ComputeRewardParameters, MAX_JOB_SECONDS, MAX_USD_BPS, MIN_USD_BPS, SettlementError,
    SettlementParameters,
};
use crate::time::DAY_SECONDS;

/// Everything that decides whether washing pays. Check it on every change of either part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JointParameters {
    /// The split.
    pub settlement: SettlementParameters,
    /// The pay of points.
    pub rewards: ComputeRewardParameters,
}

/// How far parameters are from letting a ring gain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Margin {
    /// What a ring loses at least, millionths of the gross, rounded down.
    pub loss_ppm: u32,
    /// What it has to lose at least, millionths of the gross, rounded up.
    pub required_ppm: u32,
}

/// Why parameters are refused together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WashError {
    /// A field is outside its own range.
    Range(SettlementError),
    /// A ring could gain.
    RingCouldGain {
        /// What `loss` is missing, millionths of the gross, rounded up.
        missing_ppm: u32,
    },
}

impl fmt::Display for WashError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Range(error) => error.fmt(f),
            Self::RingCouldGain { missing_ppm } => write!(
                f,
                "together the parameters would let a ring gain from hiring itself ({missing_ppm} millionths of the gross are missing); raise fee_bps or min_usd_bps, or lower max_discount_bps, client_referral_bps, operator_referral_bps, verifier_bps, point_pay_cap_bps or token_bonus_bps"
            ),
        }
    }
}

impl core::error::Error for WashError {}

// Units, so that every sum is an integer. All sums below stay under 2^113.
const WHOLE: i128 = BPS_DENOMINATOR as i128;
const USD_RANGE: i128 = (MAX_USD_BPS - MIN_USD_BPS) as i128;
/// One, for a part of the fee: a rate, a discount, a share.
const FEE_UNIT: i128 = WHOLE * WHOLE * WHOLE;
/// One, for the pay of a dollar of tokens: a cap, a rebate, a bonus in proportion.
const PAY_UNIT: i128 = WHOLE * WHOLE * WHOLE * USD_RANGE;
/// One, for what the ring loses of its gross.
const LOSS_UNIT: i128 = FEE_UNIT * PAY_UNIT;
const MILLION: i128 = 1_000_000;

impl JointParameters {
    /// The parameters at genesis.
    pub const DEFAULT: Self = Self {
        settlement: SettlementParameters::DEFAULT,
        rewards: ComputeRewardParameters::DEFAULT,
    };

    /// Checks each field, and then all of them together, exactly.
    ///
    /// # Errors
    /// [`WashError::Range`] or [`WashError::RingCouldGain`].
    pub fn check(&self) -> Result<Margin, WashError> {
        self.settlement.validate().map_err(WashError::Range)?;
        self.rewards.validate().map_err(WashError::Range)?;
        let (loss, required) = self.loss_and_requirement();
        if loss <= required {
            return Err(WashError::RingCouldGain {
                missing_ppm: ppm_ceil(required.wrapping_sub(loss)),
            });
        }
        Ok(Margin {
            loss_ppm: ppm_floor(loss),
            required_ppm: ppm_ceil(required),
        })
    }

    /// The worse of two sets, field by field, to be checked and not to be used. A claim keeps the
    /// split that it was made with, so a change has to hold with every split that a claim can
    /// still have: those of the last [`crate::settlement::MAX_JOB_SECONDS`] and a day.
    #[must_use]
    pub fn worst_of(&self, other: &Self) -> Self {
        let (a, b) = (&self.settlement, &other.settlement);
        let referrals = |part: &SettlementParameters| {
            part.client_referral_bps
                .saturating_add(part.operator_referral_bps)
        };
        let settlement = SettlementParameters {
            fee_bps: a.fee_bps.min(b.fee_bps),
            max_discount_bps: a.max_discount_bps.max(b.max_discount_bps),
            client_referral_bps: referrals(a).max(referrals(b)),
            operator_referral_bps: 0,
            verifier_bps: a.verifier_bps.max(b.verifier_bps),
            min_usd_bps: a.min_usd_bps.min(b.min_usd_bps),
            iosd_points_bps: a.iosd_points_bps.max(b.iosd_points_bps),
        };
        let (a, b) = (&self.rewards, &other.rewards);
        let rewards = ComputeRewardParameters {
            point_pay_cap_bps: a.point_pay_cap_bps.max(b.point_pay_cap_bps),
            buyer_rebate_bps: a.buyer_rebate_bps.min(b.buyer_rebate_bps),
            token_bonus_bps: a.token_bonus_bps.max(b.token_bonus_bps),
        };
        Self {
            settlement,
            rewards,
        }
    }

    /// What a ring loses, and what it has to lose, of each unit of gross; in [`LOSS_UNIT`].
    fn loss_and_requirement(&self) -> (i128, i128) {
        let split = &self.settlement;
        let part = |bps: u16| WHOLE.wrapping_sub(i128::from(bps));
        let fee = i128::from(split.fee_bps).wrapping_mul(part(split.max_discount_bps));
        let kept = part(split.client_referral_bps)
            .wrapping_sub(i128::from(split.operator_referral_bps))
            .wrapping_sub(i128::from(split.verifier_bps));
        let net = WHOLE.wrapping_mul(WHOLE).wrapping_sub(fee);
        let token = net.wrapping_mul(part(split.min_usd_bps));
        let gain = self.pay_of_a_token().wrapping_sub(PAY_UNIT).max(0);

        let retained = fee.wrapping_mul(kept).wrapping_mul(PAY_UNIT);
        let loss = retained.wrapping_sub(gain.wrapping_mul(token));
        let required = fee.wrapping_mul(WHOLE).wrapping_mul(gain);
        (loss, required)
    }

    /// The most that an epoch pays for a dollar of tokens, to all sides; in [`PAY_UNIT`].
    fn pay_of_a_token(&self) -> i128 {
        let rewards = &self.rewards;
        let below = i128::from(MAX_USD_BPS.saturating_sub(self.settlement.min_usd_bps));
        let bonus = i128::from(rewards.token_bonus_bps).wrapping_mul(below);
        let rebate = i128::from(rewards.buyer_rebate_bps);
        let operator = WHOLE
            .wrapping_sub(rebate)
            .wrapping_mul(WHOLE.wrapping_mul(USD_RANGE).wrapping_add(bonus));
        let client = rebate.wrapping_mul(WHOLE).wrapping_mul(USD_RANGE);
        i128::from(rewards.point_pay_cap_bps).wrapping_mul(client.wrapping_add(operator))
    }
}

/// Parameters in force, and the worst of those that claims may still have. A claim keeps the split
/// it was made with, while points are paid by the parameters of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JointHistory {
    /// In force for new claims.
    pub current: JointParameters,
    /// The worst of all that were in force before, as far back as a claim can reach.
    pub worst: JointParameters,
    /// When `current` came into force, unix seconds.
    pub changed_at: i64,
}

/// How long a claim can outlive the parameters that it was made with: the longest job, and a day
/// to settle it.
const MEMORY_SECONDS: i64 = 90 * DAY_SECONDS + DAY_SECONDS;

const _: () = assert!(MAX_JOB_SECONDS == 90 * DAY_SECONDS.unsigned_abs());

impl JointHistory {
    /// First parameters, in force from `now`.
    ///
    /// # Errors
    /// As [`JointParameters::check`].
    pub fn start(first: JointParameters, now: i64) -> Result<Self, WashError> {
        first.check()?;
        Ok(Self {
            current: first,
            worst: first,
            changed_at: now,
        })
    }

    /// New parameters, in force from `now`: they must hold by themselves, and with the worst of
    /// all that claims may still have, so that two harmless changes make no harmful one.
    ///
    /// Once no change was made for 91 days, what was in force before the last one is forgotten.
    ///
    /// # Errors
    /// As [`JointParameters::check`].
    pub fn change(&self, new: JointParameters, now: i64) -> Result<Self, WashError> {
        new.check()?;
        let forgotten = now.saturating_sub(self.changed_at) > MEMORY_SECONDS;
        let past = if forgotten { self.current } else { self.worst };
        let worst = past.worst_of(&self.current).worst_of(&new);
        worst.check()?;
        Ok(Self {
            current: new,
            worst,
            changed_at: now,
        })
    }
}

/// Millionths of one, for a value of 0 to 1 in [`LOSS_UNIT`].
fn ppm_floor(value: i128) -> u32 {
    let millionths = value.wrapping_mul(MILLION);
    u32::try_from(millionths.checked_div(LOSS_UNIT).unwrap_or(0)).unwrap_or(u32::MAX)
}

/// As [`ppm_floor`], rounded up.
fn ppm_ceil(value: i128) -> u32 {
    const BELOW_ONE: i128 = LOSS_UNIT - 1;
    let millionths = value.wrapping_mul(MILLION).wrapping_add(BELOW_ONE);
    u32::try_from(millionths.checked_div(LOSS_UNIT).unwrap_or(0)).unwrap_or(u32::MAX)
}
