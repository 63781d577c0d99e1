//! The bond: self-stake behind the claims of job-escrow, and what they forfeit.
//!
//! Job-escrow keeps two figures of a participant: what its open claims lock, and what it forfeited
//! in all. Staking reads both. Bonded self-stake can leave only down to what is locked; forfeits
//! are taken from the self-stake (what is unbonding first) before the owner can do anything with
//! it, and by anybody at any time, each unit once as only the figure's growth is taken.
//!
//! ```text
//! free for unbonding = bonded self-stake − locked − forfeits not taken yet
//! ```
//!
//! Only a slash can leave less self-stake than is locked or forfeited. What is missing then stays
//! owed and is taken from whatever self-stake comes later, before anything else.

use super::pool::sub;
use super::{Pool, Position, Stake, StakingError};

/// What job-escrow says of a participant, base units of IO.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bonds {
    /// Locked by open claims.
    pub locked: u64,
    /// Forfeited in all; never falls.
    pub forfeited: u64,
}

/// Forfeits taken from the self-stake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CollectOutcome {
    /// To move from the pool's vault to the vault of forfeits, base units of IO; may be 0.
    pub amount: u64,
    /// What is still owed, because there is no self-stake left.
    pub owed: u64,
    /// Pool and owner's position after it.
    pub after: Stake,
}

/// Takes what the owner forfeited and what was not taken yet.
///
/// # Errors
/// [`StakingError::NotOwnPosition`]; [`StakingError::FigureFell`]; [`StakingError::EpochInPast`].
pub fn collect_forfeits(
    own: &Stake,
    bonds: &Bonds,
    epoch: u64,
) -> Result<CollectOutcome, StakingError> {
    let mut after = own.synced(epoch)?;
    let amount = after.collect(bonds)?;
    Ok(CollectOutcome {
        amount,
        owed: bonds.forfeited.saturating_sub(after.pool.forfeits_taken),
        after,
    })
}

impl Stake {
    /// Takes forfeits of the owner; the pair must be of the running epoch.
    pub(super) fn collect(&mut self, bonds: &Bonds) -> Result<u64, StakingError> {
        self.check_own()?;
        let due = bonds
            .forfeited
            .checked_sub(self.pool.forfeits_taken)
            .ok_or(StakingError::FigureFell)?;
        let amount = due.min(self.pool.value_floor(self.pool.own_shares));
        if amount > 0 {
            self.take_own(amount)?;
            self.pool.forfeits_taken = self.pool.forfeits_taken.saturating_add(amount);
            self.pool.record()?;
        }
        Ok(amount)
    }

    /// Takes `amount` from the self-stake, which is worth at least that; all its shares if it is
    /// worth just that, so that self-stake and frozen parts never meet: a slash freezes assets of
    /// delegators only when no self-stake is left, and none comes while it is undecided.
    pub(super) fn take_own(&mut self, amount: u64) -> Result<(), StakingError> {
        let own = self.pool.own_shares;
        let shares = if amount == self.pool.value_floor(own) {
            own
        } else {
            self.pool.shares_ceil(amount)?
        };
        self.position.seize(&mut self.pool, shares)?;
        self.pool.exit(shares)?;
        Ok(())
    }

    /// Checks that the position is the owner's, and all the owner has.
    pub(super) fn check_own(&self) -> Result<(), StakingError> {
        if self.position.own && self.position.shares() == self.pool.own_shares {
            Ok(())
        } else {
            Err(StakingError::NotOwnPosition)
        }
    }
}

impl Pool {
    /// The self-stake that job-escrow reads in `epoch`, base units of IO: what of the owner's
    /// position counts, plus all forfeits ever taken, because job-escrow subtracts all ever made.
    pub fn self_stake(&self, own: &Position, epoch: u64) -> u64 {
        self.value_floor(own.lots.active_at(epoch))
            .saturating_add(self.forfeits_taken)
    }

    /// Checks that bonded self-stake worth `locked` remains without `shares` of `own`.
    pub(super) fn check_free(
        &self,
        own: &Position,
        shares: u64,
        locked: u64,
    ) -> Result<(), StakingError> {
        let bonded = own.lots.total();
        let kept =
            sub(bonded, shares).map_err(|_| StakingError::NotEnoughShares { held: bonded })?;
        // Whole units are what is locked, whole units must remain.
        if self.value_floor(kept) < locked {
            let free = self.value_floor(bonded).saturating_sub(locked);
            return Err(StakingError::SelfStakeLocked { free });
        }
        Ok(())
    }
}
