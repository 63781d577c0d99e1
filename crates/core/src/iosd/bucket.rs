//! The decaying window: a leaky bucket that keeps a limit in every period.

use crate::fixed::{div_const, mul_div_floor};

/// What went through lately, draining evenly. Zeroed: nothing yet.
///
/// A bucket that holds a limit and drains it once a period lets nearly twice the limit through
/// within one period: what it holds, and what drains meanwhile. So it holds half the limit and
/// drains half a period's limit: in *no* period, whenever it begins, does more than the limit go
/// through, and at most half of it goes through at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeakyBucket {
    /// What had not drained at `updated_at`, in the unit of the limit.
    pub level: u64,
    /// When `level` was computed, unix seconds.
    pub updated_at: i64,
}

/// What a bucket holds, and how fast it drains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// Half the limit.
    capacity: u64,
    /// Length of the period, seconds; in it the capacity drains once.
    period: u64,
}

impl Window {
    /// At most `limit` in every `PERIOD` seconds.
    pub(super) const fn new<const PERIOD: i64>(limit: u64) -> Self {
        const { assert!(PERIOD > 0, "a period is at least a second") };
        Self {
            capacity: div_const::<2>(limit),
            period: PERIOD.unsigned_abs(),
        }
    }
}

impl LeakyBucket {
    /// The bucket at `now`. A part of a unit does not drain, so that the room never exceeds the
    /// true one; a clock that went back drains nothing.
    pub(super) fn drained(&self, window: Window, now: i64) -> Self {
        let elapsed = now.saturating_sub(self.updated_at).max(0).unsigned_abs();
        // More than 64 bits is more than any level.
        let drained = mul_div_floor(window.capacity, elapsed, window.period).unwrap_or(u64::MAX);
        Self {
            level: self.level.saturating_sub(drained),
            updated_at: self.updated_at.max(now),
        }
    }

    /// What still fits a bucket that is drained up to now.
    pub(super) fn room(&self, window: Window) -> u64 {
        window.capacity.saturating_sub(self.level)
    }

    /// The bucket with `amount` more, when it fits.
    pub(super) fn filled(&self, amount: u64, window: Window) -> Option<Self> {
        let level = self.level.checked_add(amount)?;
        (level <= window.capacity).then_some(Self { level, ..*self })
    }
}
