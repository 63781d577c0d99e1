//! What reaches a pool is released over 168 epochs, in equal parts, so that nobody stakes for one
//! payment.
//!
//! One stream holds everything that is not released. When more arrives, the sum is released over
//! the mean of the times left, each weighted by its amount:
//!
//! ```text
//! length = (rest · epochs left + amount · 168) / (rest + amount)    rounded down to 1/65,536
//! ```
//!
//! - What is not released waits on average exactly as long as it would in streams side by side.
//!   With equal arrivals in every epoch the length stands at 84, half of 168.
//! - The rate after an arrival is at most the rate before it and what a stream of its own would
//!   add: nobody makes a release faster by sending anything.
//! - A small amount changes the length by little: nobody delays what others are owed by sending
//!   dust. (Beginning anew with 168 at each arrival would let him.)
//!
//! While no stake earns, the stream stands still.

use super::StakingError;
use crate::fixed::{div_const, mul_div_floor};

/// Over how many epochs an amount is released: 7 days.
pub const STREAM_EPOCHS: u64 = 168;
/// Parts of an epoch in which [`Stream::length`] is counted. With 168 epochs below 2³², for the
/// cheap division.
pub const EPOCH_PARTS: u64 = 1 << 16;

/// A stream, in base units of its mint. Zeroed: dry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stream {
    /// What is released in all from `start` on.
    pub amount: u64,
    /// What of it is released.
    pub released: u64,
    /// The epoch after which the first part is released.
    pub start: u64,
    /// Over which time, in 1/65,536 of an epoch: at most 168 epochs; 0: dry.
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
        let whole = div_const::<EPOCH_PARTS>(self.length.saturating_add(EPOCH_PARTS - 1));
        self.start.saturating_add(whole)
    }

    /// Releases what is due by the end of `epoch`, and returns it. How often this is called
    /// changes nothing: what is released in all is `floor(amount × time ÷ length)`.
    pub(super) fn release(&mut self, epoch: u64) -> Result<u64, StakingError> {
        if self.rest() == 0 {
            return Ok(0);
        }
        let due = mul_div_floor(self.amount, self.passed(epoch), self.length)?;
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
        const WHOLE: u64 = STREAM_EPOCHS * EPOCH_PARTS;
        let rest = self.rest();
        let sum = rest.checked_add(amount).ok_or(StakingError::Overflow)?;
        let left = if rest > 0 {
            self.length.saturating_sub(self.passed(epoch))
        } else {
            WHOLE
        };
        // rest · left + amount · whole = sum · left + amount · (whole − left).
        let longer = mul_div_floor(amount, WHOLE.saturating_sub(left), sum)?;
        *self = Self {
            amount: sum,
            released: 0,
            start: epoch,
            length: left.saturating_add(longer),
        };
        Ok(())
    }

    /// The time from `start` to the end of `epoch`, at most the length.
    fn passed(&self, epoch: u64) -> u64 {
        let epochs = epoch.saturating_sub(self.start);
        epochs.saturating_mul(EPOCH_PARTS).min(self.length)
    }
}
