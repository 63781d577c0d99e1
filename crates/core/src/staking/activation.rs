//! Since when the shares of a position count.
//!
//! Stake counts from the next epoch boundary on and votes from seven days later. A position keeps
//! four lots, each with the epoch since which *all* of it counts; merging two takes the later
//! epoch, so that no share is ever thought older than it is. One lot is left alone until it has
//! seasoned: whoever adds stake every day still has votes, seven to fourteen days late.
//!
//! Shares leave newest first.

use super::StakingError;

/// How long stake must have counted before a snapshot to vote, epochs: 7 days.
pub const SEASONING_EPOCHS: u64 = 168;

/// Shares that count since the same epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lot {
    /// Shares; 0: the lot is empty.
    pub shares: u64,
    /// The first epoch in which all of them count.
    pub since: u64,
}

/// The bonded shares of a position, by age. Zeroed: none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lots {
    /// Voting for at least some snapshots.
    pub seasoned: Lot,
    /// Left alone until it has seasoned.
    pub aging: Lot,
    /// Counting, and waiting for its turn to age.
    pub gathering: Lot,
    /// Counting from the next epoch on.
    pub activating: Lot,
}

impl Lot {
    fn absorb(&mut self, younger: Self) -> Result<(), StakingError> {
        if younger.shares > 0 {
            self.shares = add(self.shares, younger.shares)?;
            self.since = younger.since;
        }
        Ok(())
    }

    fn counts_at(&self, epoch: u64) -> u64 {
        if self.since <= epoch { self.shares } else { 0 }
    }
}

impl Lots {
    /// All shares, counting or not.
    #[inline]
    pub fn total(&self) -> u64 {
        let [seasoned, aging, gathering, activating] = self.oldest_first();
        seasoned
            .shares
            .saturating_add(aging.shares)
            .saturating_add(gathering.shares)
            .saturating_add(activating.shares)
    }

    /// Shares that count in `epoch`, if none left since.
    pub fn active_at(&self, epoch: u64) -> u64 {
        let lots = self.oldest_first();
        lots.iter()
            .fold(0, |sum: u64, lot| sum.saturating_add(lot.counts_at(epoch)))
    }

    /// Shares that counted [`SEASONING_EPOCHS`] before the start of `snapshot`, an epoch.
    pub fn seasoned_at(&self, snapshot: u64) -> u64 {
        snapshot
            .checked_sub(SEASONING_EPOCHS)
            .map_or(0, |epoch| self.active_at(epoch))
    }

    /// Adds shares in `epoch`, to count from the next one on. The lots must be of that epoch.
    pub(super) fn add(&mut self, shares: u64, epoch: u64) -> Result<(), StakingError> {
        let since = add(epoch, 1)?;
        self.activating.absorb(Lot { shares, since })
    }

    /// Moves shares on to the lots that they have reached in `epoch`.
    pub(super) fn promote(&mut self, epoch: u64) -> Result<(), StakingError> {
        if self.aging.since.saturating_add(SEASONING_EPOCHS) <= epoch {
            self.seasoned.absorb(core::mem::take(&mut self.aging))?;
        }
        if self.activating.since <= epoch {
            self.gathering
                .absorb(core::mem::take(&mut self.activating))?;
        }
        if self.aging.shares == 0 {
            self.aging = core::mem::take(&mut self.gathering);
        }
        Ok(())
    }

    /// Takes shares out, newest first.
    pub(super) fn remove(&mut self, shares: u64) -> Result<(), StakingError> {
        let mut rest = shares;
        for lot in [
            &mut self.activating,
            &mut self.gathering,
            &mut self.aging,
            &mut self.seasoned,
        ] {
            let taken = rest.min(lot.shares);
            lot.shares = lot.shares.saturating_sub(taken);
            rest = rest.saturating_sub(taken);
        }
        if rest > 0 {
            return Err(StakingError::NotEnoughShares {
                held: shares.saturating_sub(rest),
            });
        }
        Ok(())
    }

    fn oldest_first(&self) -> [Lot; 4] {
        [self.seasoned, self.aging, self.gathering, self.activating]
    }
}

fn add(a: u64, b: u64) -> Result<u64, StakingError> {
    a.checked_add(b).ok_or(StakingError::Overflow)
}
