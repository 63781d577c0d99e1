//! What reaches a pool is released over 168 epochs, in equal parts, so that nobody stakes for one
//! payment.
//!
//! One stream holds everything that is not released. When more arrives, the sum is released over
//! the mean of the times left, each weighted by its amount and the mean rounded down:
//!
//! ```text
//! length = floor((rest · epochs left + amount · 168) / (rest + amount))
//! ```
//!
//! - It is never below the epochs that were left, and the rate is never above that of the two
//!   streams side by side: nothing that anybody sends makes a release faster.
//! - A small amount leaves the length as it was: nobody delays what others are owed by sending
//!   dust. (Beginning anew with 168 at each arrival would let him.)
//! - With equal arrivals in every epoch the length stands at 84, half of 168: what arrives waits
//!   on average as long as it would in a stream of its own.
//!
//! While no stake earns, the stream stands still.

use super::StakingError;
use crate::fixed::mul_div_floor;

/// Over how many epochs an amount is released: 7 days.
pub const STREAM_EPOCHS: u64 = 168;

/// A stream, in base units of its mint and epochs. Zeroed: dry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stream {
    /// What is released in all from `start` on.
    pub amount: u64,
    /// What of it is released.
    pub released: u64,
    /// The epoch after which the first part is released.
    pub start: u64,
    /// Over how many epochs, 1..=168; 0: dry.
    pub length: u64,
}

impl Stream {
    /// What is not released.
    #[inline]
    pub fn rest(&self) -> u64 {
        self.amount.saturating_sub(self.released)
    }

    /// The last epoch that releases a part, if the stream does not stand still.
    pub fn last_epoch(&self) -> u64 {
        self.start.saturating_add(self.length)
    }

    /// Releases what is due by the end of `epoch`, and returns it. How often this is called
    /// changes nothing: what is released in all is `floor(amount × epochs ÷ length)`.
    pub(super) fn release(&mut self, epoch: u64) -> Result<u64, StakingError> {
        if self.rest() == 0 {
            return Ok(0);
        }
        let passed = epoch.saturating_sub(self.start).min(self.length);
        let due = mul_div_floor(self.amount, passed, self.length)?;
        let part = due.saturating_sub(self.released);
        self.released = due.max(self.released);
        Ok(part)
    }

    /// Stands still for some epochs.
    pub(super) fn pause(&mut self, epochs: u64) {
        self.start = self.start.saturating_add(epochs);
    }

    /// Adds an amount that arrives in `epoch`, for which everything is released.
    pub(super) fn add(&mut self, amount: u64, epoch: u64) -> Result<(), StakingError> {
        let rest = self.rest();
        let left = self.last_epoch().saturating_sub(epoch);
        let sum = rest.checked_add(amount).ok_or(StakingError::Overflow)?;
        // rest · left + amount · 168 = sum · left + amount · (168 − left): the mean is `left`
        // and a part of the difference.
        let ahead = STREAM_EPOCHS.saturating_sub(left);
        let mean = if rest == 0 {
            STREAM_EPOCHS
        } else {
            left.saturating_add(mul_div_floor(amount, ahead, sum)?)
        };
        *self = Self {
            amount: sum,
            released: 0,
            start: epoch,
            length: mean,
        };
        Ok(())
    }
}
