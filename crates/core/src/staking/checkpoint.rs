//! Active stake by epoch, and averaged over time: what race, priority access and governance read.
//!
//! Whatever changes stake counts from the next epoch on, so the two last changes tell the stake
//! of this epoch and the next. Of epochs before both nothing is known and nothing counts. A slash
//! lowers both at once.

use super::StakingError;

/// The epochs after which the gap between average and active stake is 1/e of what it was.
pub const WEIGHTED_EPOCHS: u64 = 168;

/// Stake that counts from an epoch on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checkpoint {
    /// The first epoch in which it counts.
    pub epoch: u64,
    /// Active stake, base units of IO.
    pub active: u64,
}

/// The two last changes of active stake: of a pool, or of all pools together. Zeroed: no stake.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checkpoints {
    /// The change before the last.
    pub older: Checkpoint,
    /// The last change.
    pub newer: Checkpoint,
}

impl Checkpoints {
    /// Active stake in `epoch`, base units of IO; 0 before both checkpoints.
    #[inline]
    pub fn at(&self, epoch: u64) -> u64 {
        if self.newer.epoch <= epoch {
            self.newer.active
        } else if self.older.epoch <= epoch {
            self.older.active
        } else {
            0
        }
    }

    /// Replaces a pool's `before` by its `after` in a total of many pools, from the epoch after
    /// `epoch` on.
    ///
    /// # Errors
    /// [`StakingError::EpochInPast`]; [`StakingError::Overflow`] for a `before` that is not in
    /// the total.
    pub fn replace(&self, before: u64, after: u64, epoch: u64) -> Result<Self, StakingError> {
        let others = self.newer.active.checked_sub(before);
        let total = others
            .and_then(|others| others.checked_add(after))
            .ok_or(StakingError::Overflow)?;
        let mut next = *self;
        next.set(total, epoch)?;
        Ok(next)
    }

    /// Stake that counts from the epoch after `epoch` on.
    pub(super) fn set(&mut self, active: u64, epoch: u64) -> Result<(), StakingError> {
        let from = epoch.checked_add(1).ok_or(StakingError::Overflow)?;
        if from < self.newer.epoch {
            return Err(StakingError::EpochInPast);
        }
        if from > self.newer.epoch {
            self.older = self.newer;
        }
        self.newer = Checkpoint {
            epoch: from,
            active,
        };
        Ok(())
    }

    /// Takes `amount` off what counts in the running epoch.
    pub(super) fn lower_running(&mut self, amount: u64) {
        self.older.active = self.older.active.saturating_sub(amount);
    }
}

/// The average after `epochs` more with `active` stake:
/// `active − ceil((active − average) · (1 − 1/168)^epochs)`, and never above `active`. Stake that
/// just came therefore counts for next to nothing, and what left for nothing at once.
pub(super) fn weighted_floor(average: u64, active: u64, epochs: u64) -> u64 {
    let mut gap = active.saturating_sub(average);
    if epochs >> DECAY.len() != 0 {
        // Below one unit of any gap.
        return active.saturating_sub(gap.min(1));
    }
    for (k, power) in DECAY.iter().enumerate() {
        if epochs >> k & 1 == 1 {
            gap = times_fraction_ceil(gap, *power);
        }
    }
    active.saturating_sub(gap)
}

/// `(1 − 1/168)^(2^k)` with 32 fraction bits, each the square of the one before, rounded up.
const DECAY: [u64; 13] = decay_powers();

/// `ceil(value × fraction ÷ 2³²)` for a fraction of at most 1: both halves of the value times the
/// fraction fit 64 bits, and the sum is at most `value`.
const fn times_fraction_ceil(value: u64, fraction: u64) -> u64 {
    let high = (value >> 32).wrapping_mul(fraction);
    let low = (value & LOW_HALF).wrapping_mul(fraction);
    let round_up = if low & LOW_HALF == 0 { 0 } else { 1 };
    high.wrapping_add(low >> 32).wrapping_add(round_up)
}

const LOW_HALF: u64 = 0xFFFF_FFFF;

const fn decay_powers() -> [u64; 13] {
    let mut powers = [0; 13];
    // ceil(2³² · 167 / 168).
    let mut power = crate::fixed::div_const::<WEIGHTED_EPOCHS>(
        (1_u64 << 32)
            .wrapping_mul(WEIGHTED_EPOCHS.wrapping_sub(1))
            .wrapping_add(WEIGHTED_EPOCHS.wrapping_sub(1)),
    );
    let mut rest: &mut [u64] = &mut powers;
    while let Some((first, others)) = rest.split_first_mut() {
        *first = power;
        power = times_fraction_ceil(power, power);
        rest = others;
    }
    powers
}
