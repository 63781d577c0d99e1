//! One staker's position in one pool.

use super::pool::{add, sub};
use super::{Earnings, Exposure, Lots, Moment, Pool, REWARD_SLOTS, StakingError, UnbondingQueue};
use crate::time::DAY_SECONDS;

/// How far ahead a vote can lock a position, seconds: 30 days.
pub const MAX_VOTE_LOCK_SECONDS: i64 = 30 * DAY_SECONDS;

/// A staker's position. Zeroed: a delegator's without shares. One that is closed and opened again
/// therefore begins without history: it earns from the index of its first deposit on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Whether it is the pool owner's: the self-stake.
    pub own: bool,
    /// Bonded shares, by age.
    pub lots: Lots,
    /// Shares on their way out.
    pub unbonding: UnbondingQueue,
    /// Rewards, slot by slot.
    pub earnings: [Earnings; REWARD_SLOTS],
    /// What moved in and is still slashable for its old pool.
    pub exposure: Exposure,
    /// Bonded shares stay until then, unix seconds.
    pub locked_until: i64,
}

impl Position {
    /// The empty position of a pool's owner.
    pub fn of_owner() -> Self {
        Self {
            own: true,
            ..Self::default()
        }
    }

    /// All its shares: bonded and unbonding.
    pub fn shares(&self) -> u64 {
        self.lots.total().saturating_add(self.unbonding.total())
    }

    /// Whether nothing is in it, so that it can be closed. A fraction of a unit may be lost.
    pub fn is_closable(&self) -> bool {
        let unclaimed = self.earnings.iter().any(|earned| earned.claimable() > 0);
        self.shares() == 0 && self.exposure.amount == 0 && !unclaimed
    }

    /// The weight of its votes on a proposal with a snapshot at the start of epoch `snapshot`, base
    /// units of IO: bonded stake that counted for 7 days then, at today's value. What is unbonding
    /// or came later has none, and what is frozen neither.
    pub fn vote_weight(&self, pool: &Pool, snapshot: u64) -> u64 {
        pool.value_floor(self.lots.seasoned_at(snapshot))
    }

    /// The position locked until a vote has ended. A slash takes its part all the same.
    ///
    /// # Errors
    /// [`StakingError::LockTooLong`] for more than 30 days.
    pub fn lock_for_vote(&self, until: i64, now: i64) -> Result<Self, StakingError> {
        if until > now.saturating_add(MAX_VOTE_LOCK_SECONDS) {
            return Err(StakingError::LockTooLong);
        }
        Ok(Self {
            locked_until: self.locked_until.max(until),
            ..*self
        })
    }

    /// Brings earnings and lots to the pool's epoch.
    pub(super) fn sync(&mut self, pool: &Pool) -> Result<(), StakingError> {
        let bonded = self.lots.total();
        for (earned, slot) in self.earnings.iter_mut().zip(&pool.slots) {
            earned.settle(slot, bonded)?;
        }
        self.lots.promote(pool.epoch)
    }

    pub(super) fn check_unlocked(&self, moment: &Moment) -> Result<(), StakingError> {
        if moment.now < self.locked_until {
            return Err(StakingError::LockedByVote {
                until: self.locked_until,
            });
        }
        Ok(())
    }

    /// Bonds shares in the pool.
    pub(super) fn bond(&mut self, pool: &mut Pool, shares: u64) -> Result<(), StakingError> {
        pool.bonded = add(pool.bonded, shares)?;
        self.lots.add(shares, pool.epoch)
    }

    /// Takes shares out of those that are bonded in the pool.
    pub(super) fn unbond(&mut self, pool: &mut Pool, shares: u64) -> Result<(), StakingError> {
        self.lots.remove(shares)?;
        pool.bonded = sub(pool.bonded, shares)?;
        Ok(())
    }

    /// Takes shares from the position and counts them out of the pool's bonded and own ones:
    /// those first that are leaving anyway, since bonded self-stake stands behind claims.
    pub(super) fn seize(&mut self, pool: &mut Pool, shares: u64) -> Result<(), StakingError> {
        let leaving = self.unbonding.seize(shares);
        self.unbond(pool, sub(shares, leaving)?)?;
        if self.own {
            pool.own_shares = sub(pool.own_shares, shares)?;
        }
        Ok(())
    }
}
