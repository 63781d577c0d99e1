//! The ledger of one reward pool.

use super::EmissionError;

/// Lifetime totals of one reward pool, in base units. None of them ever falls.
///
/// The ledger, not the token account's balance, says what the pool holds: tokens sent to the
/// vault by strangers change nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PoolLedger {
    /// All that came in: shares of mints and of reserve returns. A unit that goes round through
    /// the reserve counts each time. (Even with the whole emission in the reserve and never a
    /// unit earned, 64 bits last for 50 years.)
    pub funded: u64,
    /// All that participants earned, paid out or still owed.
    pub earned: u64,
    /// All that went back to the reserve unearned.
    pub rolled_over: u64,
    /// `funded` when the last checkpoint was taken.
    pub checkpoint_funded: u64,
    /// `next_epoch` when the last checkpoint was taken.
    pub checkpoint_epoch: u64,
}

impl PoolLedger {
    /// What can still be earned: in the pool and owed to nobody.
    #[inline]
    pub fn unearned(&self) -> u64 {
        self.funded
            .saturating_sub(self.earned)
            .saturating_sub(self.rolled_over)
    }

    /// What was in the pool at the checkpoint and nobody earned since. Earnings use up the
    /// oldest funds first, so this never exceeds [`Self::unearned`].
    #[inline]
    pub fn expired(&self) -> u64 {
        self.checkpoint_funded
            .saturating_sub(self.earned)
            .saturating_sub(self.rolled_over)
    }

    pub(super) fn fund(&mut self, amount: u64) -> Result<(), EmissionError> {
        self.funded = self
            .funded
            .checked_add(amount)
            .ok_or(EmissionError::Overflow)?;
        Ok(())
    }

    /// Takes what expired out of the pool and takes a new checkpoint; returns the amount taken.
    pub(super) fn expire(&mut self, next_epoch: u64) -> Result<u64, EmissionError> {
        let expired = self.expired();
        self.rolled_over = self
            .rolled_over
            .checked_add(expired)
            .ok_or(EmissionError::Overflow)?;
        self.checkpoint_funded = self.funded;
        self.checkpoint_epoch = next_epoch;
        Ok(expired)
    }
}
