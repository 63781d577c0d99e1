//! The score: how it decays, how outcomes move it, what it is worth.

use crate::fixed::{bps_floor, div_const};

/// The best score.
pub const MAX_SCORE: u16 = 10_000;
/// Fee in micro-dollars that the average remembers: outcomes of weight `w` move the score by
/// the fraction `w / MEMORY` towards them. $50.
pub const MEMORY: u64 = 50_000_000;
/// Each epoch takes this fraction, 1/16384, of a score away.
pub const DECAY_DIVISOR: u64 = 16_384;
/// The race factor at score 0, basis points.
pub const MIN_RACE_FACTOR_BPS: u16 = 5_000;
/// The discount on the network fee at the best score, basis points of the fee.
pub const MAX_FEE_DISCOUNT_BPS: u16 = 2_000;

/// Points of [`Reputation::points`] in one of score.
const POINTS_PER_SCORE: u64 = 1 << 16;
/// Points of the best score.
const MAX_POINTS: u64 = MAX_SCORE as u64 * POINTS_PER_SCORE;
/// 1 in the fixed point of [`DECAY`].
const DECAY_ONE: u64 = 1 << 32;
/// `(1 − 1/16384)^(2^k)` with 32 fraction bits, each the square of the one before, rounded down.
const DECAY: [u64; 18] = decay_powers();

/// A score and the last epoch whose outcomes are in it. Zeroed: a newcomer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reputation {
    /// The score at the end of `epoch` in 1/65,536: 0..=655,360,000.
    pub points: u32,
    /// The last epoch whose outcomes are folded in; 0 before the first.
    pub epoch: u64,
}

impl Reputation {
    /// The score in `epoch`, 0..=10,000, rounded down. An epoch before [`Self::epoch`] reads as
    /// that one.
    pub fn score_at(&self, epoch: u64) -> u16 {
        let score = div_const::<POINTS_PER_SCORE>(self.points_at(epoch));
        u16::try_from(score).unwrap_or(MAX_SCORE).min(MAX_SCORE)
    }

    /// The reputation with the outcomes of a later epoch: weights in micro-dollars, within the
    /// ledger's caps and therefore below [`MEMORY`]. The bad ones come last, so that the good
    /// ones of the same epoch do not soften them.
    pub(super) fn after_epoch(&self, epoch: u64, good: u32, bad: u32) -> Self {
        let risen = moved_towards(self.points_at(epoch), MAX_POINTS, good);
        let points = moved_towards(risen, 0, bad);
        Self {
            points: u32::try_from(points).unwrap_or(u32::MAX),
            epoch,
        }
    }

    /// The points at the end of `epoch`, decayed by the epochs since [`Self::epoch`].
    #[inline(never)]
    fn points_at(&self, epoch: u64) -> u64 {
        let passed = epoch.saturating_sub(self.epoch);
        let mut points = u64::from(self.points);
        if passed >> DECAY.len() != 0 {
            return 0;
        }
        for (k, power) in DECAY.iter().enumerate() {
            if passed >> k & 1 == 1 {
                points = times_fraction(points, *power);
            }
        }
        points
    }
}

/// `floor((points × (MEMORY − weight) + target × weight) ÷ MEMORY)`.
fn moved_towards(points: u64, target: u64, weight: u32) -> u64 {
    let weight = u64::from(weight).min(MEMORY);
    // Points and target are at most 655,360,000, so the sum is at most that × MEMORY < 2⁶⁴.
    let kept = points.saturating_mul(MEMORY.saturating_sub(weight));
    div_const::<MEMORY>(kept.saturating_add(target.saturating_mul(weight)))
}

/// Scales the race weight of an operator with `score`: 5,000 bps at 0 to 10,000 bps at 10,000.
/// A newcomer is hired at half the odds of the best, not at none.
pub fn race_factor_bps(score: u16) -> u16 {
    let half = score.min(MAX_SCORE) >> 1;
    MIN_RACE_FACTOR_BPS.saturating_add(half)
}

/// The discount on the network fee of a client with `score`, basis points of the fee: 0 at 0 to
/// [`MAX_FEE_DISCOUNT_BPS`] at 10,000, rounded down.
pub fn fee_discount_bps(score: u16) -> u16 {
    let discount = bps_floor(u64::from(MAX_FEE_DISCOUNT_BPS), score.min(MAX_SCORE));
    discount.map_or(0, |bps| u16::try_from(bps).unwrap_or(MAX_FEE_DISCOUNT_BPS))
}

/// Whether `score` satisfies a counterparty that demands at least `floor`, both 0..=10,000.
pub fn meets_floor(score: u16, floor: u16) -> bool {
    score >= floor
}

/// `floor(value × fraction ÷ 2³²)` for a value below 2³² and a fraction of at most 1.
const fn times_fraction(value: u64, fraction: u64) -> u64 {
    value.saturating_mul(fraction) >> 32
}

const fn decay_powers() -> [u64; 18] {
    let mut powers = [0; 18];
    let mut power = DECAY_ONE.saturating_sub(DECAY_ONE >> DECAY_DIVISOR.trailing_zeros());
    let mut rest: &mut [u64] = &mut powers;
    while let Some((first, others)) = rest.split_first_mut() {
        *first = power;
        power = times_fraction(power, power);
        rest = others;
    }
    powers
}
