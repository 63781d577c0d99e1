//! The unbonding queue: shares on their way out.
//!
//! Shares in the queue are shares of the pool still: a slash takes its part of them until they
//! are withdrawn, however late. They earn nothing and count nowhere.

use super::StakingError;
use crate::time::DAY_SECONDS;

/// How long shares stay in the queue at least, seconds: 14 days.
pub const UNBONDING_SECONDS: i64 = 14 * DAY_SECONDS;
/// Entries of one position's queue.
pub const UNBONDING_ENTRIES: usize = 8;

/// Shares that leave at the same time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unbonding {
    /// Shares; 0: the entry is free.
    pub shares: u64,
    /// From when on they can be withdrawn, unix seconds.
    pub releases_at: i64,
}

/// The queue of one position. Zeroed: empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnbondingQueue {
    /// The entries, in no order.
    pub entries: [Unbonding; UNBONDING_ENTRIES],
}

impl UnbondingQueue {
    /// All shares in the queue.
    pub fn total(&self) -> u64 {
        let entries = self.entries.iter();
        entries.fold(0, |sum: u64, entry| sum.saturating_add(entry.shares))
    }

    /// When the next entry can be withdrawn, unix seconds; none when the queue is empty.
    pub fn next_release(&self) -> Option<i64> {
        let waiting = self.entries.iter().filter(|entry| entry.shares > 0);
        waiting.map(|entry| entry.releases_at).min()
    }

    /// Puts shares in, which can leave 14 days after `now`; returns when.
    pub(super) fn push(&mut self, shares: u64, now: i64) -> Result<i64, StakingError> {
        let releases_at = now
            .checked_add(UNBONDING_SECONDS)
            .ok_or(StakingError::Overflow)?;
        let free = self.entries.iter_mut().find(|entry| entry.shares == 0);
        *free.ok_or(StakingError::QueueFull)? = Unbonding {
            shares,
            releases_at,
        };
        Ok(releases_at)
    }

    /// Takes the entry with an index out.
    pub(super) fn cancel(&mut self, index: u8) -> Result<u64, StakingError> {
        let entry = self.entries.get_mut(usize::from(index));
        match entry.map(core::mem::take) {
            Some(Unbonding { shares, .. }) if shares > 0 => Ok(shares),
            _ => Err(StakingError::NoSuchEntry),
        }
    }

    /// Takes every entry out that can be withdrawn at `now`.
    pub(super) fn take_released(&mut self, now: i64) -> Result<u64, StakingError> {
        let mut shares: u64 = 0;
        for entry in &mut self.entries {
            if entry.releases_at <= now {
                shares = shares
                    .checked_add(core::mem::take(entry).shares)
                    .ok_or(StakingError::Overflow)?;
            }
        }
        match self.next_release() {
            _ if shares > 0 => Ok(shares),
            Some(at) => Err(StakingError::NotReleased { at }),
            None => Err(StakingError::NothingUnbonding),
        }
    }

    /// Takes at most `shares` out, for a slash or a forfeit; returns how many.
    pub(super) fn seize(&mut self, shares: u64) -> u64 {
        let mut rest = shares;
        for entry in &mut self.entries {
            let taken = rest.min(entry.shares);
            entry.shares = entry.shares.saturating_sub(taken);
            rest = rest.saturating_sub(taken);
        }
        shares.saturating_sub(rest)
    }
}
