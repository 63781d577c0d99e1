//! One participant's pool: shares against assets.
//!
//! ```text
//! first deposit    shares = amount                        at least 1 IO
//! later            shares = floor(amount · shares / assets)
//! leaving          amount = floor(shares · assets / all shares)
//! ```
//!
//! **`assets + frozen ≤ shares` always.** It holds for the first deposit. A later one mints
//! `floor(a · S / A) ≥ a` shares as `S ≥ A`. Leaving with `s` shares takes `floor(s · A / S)`, which
//! leaves `ceil((S − s) · A / S) ≤ S − s`. A slash takes assets and no shares, a restoration gives
//! at most the same back. So one share is never worth more than one unit, no deposit mints zero
//! shares, and rounding costs a depositor less than one unit (invariant I5). A pool without
//! shares has no assets: `A ≥ 1` as long as `S ≥ 1`.
//!
//! **Frozen parts** belong to the shares that were there when they were frozen. Until they are
//! executed or restored nobody enters, and whoever leaves takes a claim on his part with him
//! (a ticket, see `slash`), so that the rest stays in proportion to the shares that stay.

use super::checkpoint::weighted_floor;
use super::{Checkpoints, REWARD_SLOTS, RewardSlot, StakingError};
use crate::fixed::{mul_div_ceil, mul_div_floor};
use crate::supply::IO_UNIT;

/// The least that the first deposit into an empty pool brings, base units: 1 IO.
pub const MIN_FIRST_DEPOSIT: u64 = IO_UNIT;
/// The most slashes of one pool that are undecided at the same time.
pub const MAX_PENDING_SLASHES: usize = 4;

/// What an undecided slash froze of the pool's assets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frozen {
    /// Number of the slash, from 1; 0: the entry is free.
    pub slash: u64,
    /// What of it still belongs to the pool's shares, base units of IO.
    pub left: u64,
}

/// A participant's pool. Amounts are base units of IO.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pool {
    /// The epoch whose releases are in the indices.
    pub epoch: u64,
    /// What the shares are worth together, frozen parts not included.
    pub assets: u64,
    /// All shares: bonded and unbonding.
    pub shares: u64,
    /// Shares that earn and count, from the next epoch on at the latest.
    pub bonded: u64,
    /// Shares of the pool's owner among `shares`: the self-stake.
    pub own_shares: u64,
    /// Forfeits taken from the self-stake in all.
    pub forfeits_taken: u64,
    /// Slashes ever filed; the number of the last one.
    pub slashes_filed: u64,
    /// Undecided slashes.
    pub frozen: [Frozen; MAX_PENDING_SLASHES],
    /// Active stake by epoch.
    pub checkpoints: Checkpoints,
    /// Active stake averaged over time, as of the start of `epoch`.
    pub weighted: u64,
    /// Rewards, IO first.
    pub slots: [RewardSlot; REWARD_SLOTS],
}

/// What shares take with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Exit {
    pub(super) amount: u64,
    /// Parts of [`Pool::frozen`], entry by entry.
    pub(super) left_behind: [Frozen; MAX_PENDING_SLASHES],
}

impl Pool {
    /// An empty pool, opened in `epoch`.
    pub fn open(epoch: u64) -> Self {
        Self {
            epoch,
            assets: 0,
            shares: 0,
            bonded: 0,
            own_shares: 0,
            forfeits_taken: 0,
            slashes_filed: 0,
            frozen: [Frozen::default(); MAX_PENDING_SLASHES],
            checkpoints: Checkpoints::default(),
            weighted: 0,
            slots: [RewardSlot::default(); REWARD_SLOTS],
        }
    }

    /// What `shares` are worth now, rounded down, frozen parts not included.
    #[inline]
    pub fn value_floor(&self, shares: u64) -> u64 {
        mul_div_floor(shares, self.assets, self.shares).unwrap_or(0)
    }

    /// Active stake in `epoch`.
    pub fn active_at(&self, epoch: u64) -> u64 {
        self.checkpoints.at(epoch)
    }

    /// Active stake from the next epoch on.
    #[inline]
    pub fn active_next(&self) -> u64 {
        self.checkpoints.newer.active
    }

    /// Whether nobody's stake earns: what is booked to the pool's stakers then goes to its
    /// participant.
    pub fn is_empty(&self) -> bool {
        self.bonded == 0
    }

    /// Whether a slash is undecided.
    pub fn has_pending_slash(&self) -> bool {
        self.frozen.iter().any(|frozen| frozen.slash > 0)
    }

    /// The pool with everything released that `epoch` and those before it release. Anyone may
    /// ask for it at any time; it changes nothing for anybody.
    ///
    /// # Errors
    /// [`StakingError::EpochInPast`].
    pub fn synced(&self, epoch: u64) -> Result<Self, StakingError> {
        let passed = epoch
            .checked_sub(self.epoch)
            .ok_or(StakingError::EpochInPast)?;
        let mut pool = *self;
        if passed == 0 {
            return Ok(pool);
        }
        for slot in &mut pool.slots {
            slot.sync(self.epoch, epoch, self.bonded)?;
        }
        // The epoch of the last change, then those after it, which all had its outcome.
        let next = self.active_next();
        let first = weighted_floor(self.weighted, self.active_at(self.epoch).min(next), 1);
        pool.weighted = weighted_floor(first, next, passed.saturating_sub(1));
        pool.epoch = epoch;
        Ok(pool)
    }

    /// Mints shares for `amount`.
    pub(super) fn enter(&mut self, amount: u64) -> Result<u64, StakingError> {
        if amount == 0 {
            return Err(StakingError::ZeroAmount);
        }
        if self.has_pending_slash() {
            return Err(StakingError::SlashPending);
        }
        let shares = if self.shares > 0 {
            mul_div_floor(amount, self.shares, self.assets).map_err(|_| StakingError::Depleted)?
        } else if amount >= MIN_FIRST_DEPOSIT {
            amount
        } else {
            return Err(StakingError::FirstDepositTooSmall);
        };
        let all = self.shares.checked_add(shares);
        self.shares = all.ok_or(StakingError::Depleted)?;
        self.assets = add(self.assets, amount)?;
        Ok(shares)
    }

    /// Takes shares out at their value. The running sums of assets and frozen parts are rounded,
    /// not each part, so that all of them together are rounded down once.
    pub(super) fn exit(&mut self, shares: u64) -> Result<Exit, StakingError> {
        let mut sum = self.assets;
        let mut taken = mul_div_floor(shares, sum, self.shares)?;
        let amount = taken;
        let mut left_behind = self.frozen;
        for (part, frozen) in left_behind.iter_mut().zip(&mut self.frozen) {
            sum = add(sum, frozen.left)?;
            let with_part = mul_div_floor(shares, sum, self.shares)?;
            part.left = sub(with_part, taken)?;
            frozen.left = sub(frozen.left, part.left)?;
            taken = with_part;
        }
        self.assets = sub(self.assets, amount)?;
        self.shares = sub(self.shares, shares)?;
        Ok(Exit {
            amount,
            left_behind,
        })
    }

    /// The least shares that are worth `amount`, which the pool has. As no share is worth more than
    /// a unit, their value rounded down is `amount` exactly.
    pub(super) fn shares_ceil(&self, amount: u64) -> Result<u64, StakingError> {
        if amount == 0 {
            return Ok(0);
        }
        Ok(mul_div_ceil(amount, self.shares, self.assets)?)
    }

    /// Records active stake after a change of shares or assets in [`Self::epoch`].
    pub(super) fn record(&mut self) -> Result<(), StakingError> {
        let active = self.value_floor(self.bonded);
        self.checkpoints.set(active, self.epoch)?;
        self.weighted = self.weighted.min(active);
        Ok(())
    }
}

pub(super) fn add(a: u64, b: u64) -> Result<u64, StakingError> {
    a.checked_add(b).ok_or(StakingError::Overflow)
}

/// A difference that only a state which this module did not write lets fall below zero.
pub(super) fn sub(a: u64, b: u64) -> Result<u64, StakingError> {
    a.checked_sub(b).ok_or(StakingError::StateInvalid)
}
