//! What a staker does: stake, unstake, change its mind, withdraw, claim.
//!
//! Each function takes a pool and a position in it as stored, brings both to the running epoch,
//! and returns both as they are to be stored. For the owner's own position it also takes the
//! figures of job-escrow and collects forfeits first.

use super::pool::{add, sub};
use super::ticket::{Ticket, tickets};
use super::{Bonds, MAX_PENDING_SLASHES, Pool, Position, StakingError};

/// The chain's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Unix seconds.
    pub now: i64,
    /// The running epoch.
    pub epoch: u64,
}

/// A pool and one position in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stake {
    /// The pool.
    pub pool: Pool,
    /// The position.
    pub position: Position,
}

/// A deposit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StakeOutcome {
    /// Shares minted: at least one per base unit.
    pub shares: u64,
    /// Forfeits taken from the owner before, base units of IO.
    pub forfeits: u64,
    /// Pool and position after it.
    pub after: Stake,
}

/// Shares that began to unbond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnstakeOutcome {
    /// What they are worth now, base units of IO; a slash can lower it.
    pub value: u64,
    /// From when on they can be withdrawn, unix seconds.
    pub releases_at: i64,
    /// Forfeits taken from the owner before, base units of IO.
    pub forfeits: u64,
    /// Pool and position after it.
    pub after: Stake,
}

/// Shares that are bonded again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CancelOutcome {
    /// How many.
    pub shares: u64,
    /// Forfeits taken from the owner before, base units of IO.
    pub forfeits: u64,
    /// Pool and position after it.
    pub after: Stake,
}

/// Shares that left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WithdrawOutcome {
    /// To pay from the pool's vault to the staker, base units of IO.
    pub amount: u64,
    /// The staker's parts of frozen amounts, to pay if the slash is not executed.
    pub tickets: [Ticket; MAX_PENDING_SLASHES],
    /// Shares that left.
    pub shares: u64,
    /// Forfeits taken from the owner before, base units of IO.
    pub forfeits: u64,
    /// Pool and position after it.
    pub after: Stake,
}

/// Claimed rewards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimOutcome {
    /// To pay from the slot's vault to the staker, base units of its mint; at least 1.
    pub amount: u64,
    /// Pool and position after it.
    pub after: Stake,
}

impl Stake {
    /// Stakes `amount` base units of IO, counting from the next epoch on. `bonds`: the owner's
    /// for its own position, none for a delegator.
    ///
    /// # Errors
    /// [`StakingError::ZeroAmount`], [`StakingError::SlashPending`],
    /// [`StakingError::FirstDepositTooSmall`], [`StakingError::Depleted`];
    /// [`StakingError::NotOwnPosition`], [`StakingError::EpochInPast`],
    /// [`StakingError::FigureFell`].
    pub fn stake(
        &self,
        amount: u64,
        bonds: Option<&Bonds>,
        epoch: u64,
    ) -> Result<StakeOutcome, StakingError> {
        let (mut after, forfeits) = self.begin(bonds, epoch)?;
        let shares = after.pool.enter(amount)?;
        after.position.bond(&mut after.pool, shares)?;
        if after.position.own {
            after.pool.own_shares = add(after.pool.own_shares, shares)?;
        }
        after.pool.record()?;
        Ok(StakeOutcome {
            shares,
            forfeits,
            after,
        })
    }

    /// Begins to unbond `shares`. They count in the running epoch still and in none after it.
    ///
    /// # Errors
    /// [`StakingError::ZeroAmount`], [`StakingError::NotEnoughShares`],
    /// [`StakingError::SelfStakeLocked`], [`StakingError::LockedByVote`],
    /// [`StakingError::QueueFull`]; as [`Self::stake`] for the pair.
    pub fn unstake(
        &self,
        shares: u64,
        bonds: Option<&Bonds>,
        moment: &Moment,
    ) -> Result<UnstakeOutcome, StakingError> {
        if shares == 0 {
            return Err(StakingError::ZeroAmount);
        }
        self.position.check_unlocked(moment)?;
        let (mut after, forfeits) = self.begin(bonds, moment.epoch)?;
        if let Some(bonds) = bonds {
            let own = &after.position;
            after.pool.check_free(own, shares, bonds.locked)?;
        }
        after.position.unbond(&mut after.pool, shares)?;
        let releases_at = after.position.unbonding.push(shares, moment.now)?;
        after.pool.record()?;
        Ok(UnstakeOutcome {
            value: after.pool.value_floor(shares),
            releases_at,
            forfeits,
            after,
        })
    }

    /// Bonds the shares of an entry of the queue again. They count like new ones, but it is
    /// allowed while a slash is undecided: they share it already.
    ///
    /// # Errors
    /// [`StakingError::NoSuchEntry`]; as [`Self::stake`] for the pair.
    pub fn cancel_unbonding(
        &self,
        entry: u8,
        bonds: Option<&Bonds>,
        epoch: u64,
    ) -> Result<CancelOutcome, StakingError> {
        let (mut after, forfeits) = self.begin(bonds, epoch)?;
        let shares = after.position.unbonding.cancel(entry)?;
        after.position.bond(&mut after.pool, shares)?;
        after.pool.record()?;
        Ok(CancelOutcome {
            shares,
            forfeits,
            after,
        })
    }

    /// Withdraws everything that has unbonded. What an undecided slash froze stays behind.
    ///
    /// # Errors
    /// [`StakingError::NothingUnbonding`], [`StakingError::NotReleased`];
    /// [`StakingError::ExposureOpen`] when what remains is worth less than what a former pool
    /// may still slash; as [`Self::stake`] for the pair.
    pub fn withdraw(
        &self,
        bonds: Option<&Bonds>,
        moment: &Moment,
    ) -> Result<WithdrawOutcome, StakingError> {
        let (mut after, forfeits) = self.begin(bonds, moment.epoch)?;
        let shares = after.position.unbonding.take_released(moment.now)?;
        let exit = after.pool.exit(shares)?;
        if after.position.own {
            after.pool.own_shares = sub(after.pool.own_shares, shares)?;
        }
        let exposure = &after.position.exposure;
        if after.pool.value_floor(after.position.shares()) < exposure.amount {
            return Err(StakingError::ExposureOpen {
                until: exposure.until,
            });
        }
        Ok(WithdrawOutcome {
            amount: exit.amount,
            tickets: tickets(&exit),
            shares,
            forfeits,
            after,
        })
    }

    /// Claims what the position earned in a slot by the end of the running epoch, rounded down;
    /// the fraction of a unit stays.
    ///
    /// # Errors
    /// [`StakingError::NoSuchSlot`], [`StakingError::NothingToClaim`],
    /// [`StakingError::EpochInPast`].
    pub fn claim(&self, slot: u8, epoch: u64) -> Result<ClaimOutcome, StakingError> {
        let mut after = self.synced(epoch)?;
        let earned = after
            .position
            .earnings
            .get_mut(usize::from(slot))
            .ok_or(StakingError::NoSuchSlot)?;
        let amount = earned.claimable();
        if amount == 0 {
            return Err(StakingError::NothingToClaim);
        }
        earned.take(amount)?;
        after.pool.slot_mut(slot)?.pay(amount)?;
        Ok(ClaimOutcome { amount, after })
    }

    /// Pool and position brought to `epoch`.
    ///
    /// # Errors
    /// [`StakingError::EpochInPast`].
    pub fn synced(&self, epoch: u64) -> Result<Self, StakingError> {
        let pool = self.pool.synced(epoch)?;
        let mut position = self.position;
        position.sync(&pool)?;
        Ok(Self { pool, position })
    }

    /// Brings both to `epoch`, and takes the owner's forfeits.
    pub(super) fn begin(
        &self,
        bonds: Option<&Bonds>,
        epoch: u64,
    ) -> Result<(Self, u64), StakingError> {
        let mut after = self.synced(epoch)?;
        match bonds {
            Some(bonds) => {
                let forfeits = after.collect(bonds)?;
                Ok((after, forfeits))
            }
            None if after.position.own => Err(StakingError::BondsMissing),
            None => Ok((after, 0)),
        }
    }
}
