//! Moving stake between pools, without leaving a slash behind.
//!
//! Moved stake leaves its old pool at once and counts in the new one from the next epoch on, never
//! in both. For 14 days it stays slashable for the old one: its new position carries an exposure,
//! and every slash that the old pool sees in that time costs it the same part as it cost the
//! delegators that stayed. What it costs is taken when the exposure is settled, which anyone may
//! do and which the position needs before its last shares can leave; for a slash that is undecided
//! then, the staker gets a ticket, like anyone who withdraws while a slash is undecided.
//!
//! A position carries one exposure at a time, so that stake cannot run through a chain of pools.
//! Self-stake does not move: it is first to lose where it is.

use super::pool::Exit;
use super::ticket::{Ticket, tickets};
use super::{
    MAX_PENDING_SLASHES, Moment, Slash, SlashState, Stake, StakingError, UNBONDING_SECONDS,
};
use crate::fixed::mul_div_ceil;

/// What moved in and is still slashable for the pool that it came from. Zeroed: nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exposure {
    /// What moved, less what settled slashes took, base units of IO; 0: no exposure.
    pub amount: u64,
    /// Slashes filed before this time count, unix seconds.
    pub until: i64,
    /// Number of the old pool's next slash to settle.
    pub next_slash: u64,
}

/// Stake that moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MoveOutcome {
    /// What moves from the old pool's vault to the new one's, base units of IO.
    pub amount: u64,
    /// Shares minted in the new pool.
    pub shares: u64,
    /// The old pool and the position in it.
    pub from_after: Stake,
    /// The new pool and the position in it.
    pub to_after: Stake,
}

/// A slash of the old pool settled for moved stake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExposureOutcome {
    /// What is taken from the pool where the stake is now, base units of IO; may be 0. It is
    /// burned if `burned`, else kept with what the slash froze.
    pub amount: u64,
    /// Whether the slash is executed already.
    pub burned: bool,
    /// The staker's claim on `amount`, if the slash is not executed in the end; empty otherwise.
    pub ticket: Ticket,
    /// The staker's parts of what is frozen in the pool where the stake is now.
    pub tickets: [Ticket; MAX_PENDING_SLASHES],
    /// The slash with `amount` in it.
    pub slash_after: Slash,
    /// Pool and position where the stake is now.
    pub after: Stake,
}

/// Moves `shares` of a delegator from one pool to its position in another.
///
/// # Errors
/// [`StakingError::ZeroAmount`], [`StakingError::SelfStakeDoesNotMove`],
/// [`StakingError::SlashPending`] in either pool, [`StakingError::ExposureOpen`] on either
/// position, [`StakingError::LockedByVote`], [`StakingError::NotEnoughShares`];
/// [`StakingError::FirstDepositTooSmall`], [`StakingError::Depleted`];
/// [`StakingError::EpochInPast`].
pub fn move_stake(
    from: &Stake,
    to: &Stake,
    shares: u64,
    moment: &Moment,
) -> Result<MoveOutcome, StakingError> {
    if shares == 0 {
        return Err(StakingError::ZeroAmount);
    }
    check_move(from, to, moment)?;
    let mut from_after = from.synced(moment.epoch)?;
    let mut to_after = to.synced(moment.epoch)?;
    from_after.position.unbond(&mut from_after.pool, shares)?;
    let amount = from_after.pool.exit(shares)?.amount;
    let minted = to_after.pool.enter(amount)?;
    to_after.position.bond(&mut to_after.pool, minted)?;
    let until = moment.now.checked_add(UNBONDING_SECONDS);
    to_after.position.exposure = Exposure {
        amount,
        until: until.ok_or(StakingError::Overflow)?,
        next_slash: from_after.pool.slashes_filed.saturating_add(1),
    };
    from_after.pool.record()?;
    to_after.pool.record()?;
    Ok(MoveOutcome {
        amount,
        shares: minted,
        from_after,
        to_after,
    })
}

fn check_move(from: &Stake, to: &Stake, moment: &Moment) -> Result<(), StakingError> {
    if from.position.own || to.position.own {
        return Err(StakingError::SelfStakeDoesNotMove);
    }
    if from.pool.has_pending_slash() || to.pool.has_pending_slash() {
        return Err(StakingError::SlashPending);
    }
    for exposure in [from.position.exposure, to.position.exposure] {
        if exposure.amount > 0 {
            return Err(StakingError::ExposureOpen {
                until: exposure.until,
            });
        }
    }
    from.position.check_unlocked(moment)
}

impl Stake {
    /// Settles the next slash of the old pool for the stake that moved here.
    ///
    /// # Errors
    /// [`StakingError::NoExposure`]; [`StakingError::WrongSlash`] unless `slash` is the old pool's
    /// next; [`StakingError::ExposureOver`] for one that came too late;
    /// [`StakingError::EpochInPast`].
    pub fn settle_exposure(
        &self,
        slash: &Slash,
        epoch: u64,
    ) -> Result<ExposureOutcome, StakingError> {
        let exposure = self.position.exposure;
        exposure.check_next(slash)?;
        if slash.filed_at >= exposure.until {
            return Err(StakingError::ExposureOver);
        }
        let mut after = self.synced(epoch)?;
        let due = slash.part_ceil(exposure.amount)?;
        let amount = due.min(after.pool.value_floor(after.position.shares()));
        let exit = after.take_exposed(amount)?;
        after.position.exposure = Exposure {
            amount: exposure.amount.saturating_sub(due),
            next_slash: exposure.next_slash.saturating_add(1),
            ..exposure
        };
        after.pool.record()?;
        after.pool.checkpoints.lower_running(amount);
        let burned = slash.state == SlashState::Executed;
        Ok(ExposureOutcome {
            amount,
            burned,
            ticket: Ticket {
                slash: slash.number,
                amount: if burned { 0 } else { amount },
            },
            tickets: tickets(&exit),
            slash_after: slash.with_collected(amount)?,
            after,
        })
    }

    /// Ends an exposure whose 14 days are over and whose slashes are settled. `slashes_filed`: of
    /// the old pool; `next`: its next slash, if there is one, which must have come too late.
    ///
    /// # Errors
    /// [`StakingError::NoExposure`], [`StakingError::ExposureOpen`],
    /// [`StakingError::WrongSlash`].
    pub fn end_exposure(
        &self,
        slashes_filed: u64,
        next: Option<&Slash>,
        now: i64,
    ) -> Result<Self, StakingError> {
        let exposure = self.position.exposure;
        let until = exposure.until;
        if exposure.amount == 0 {
            return Err(StakingError::NoExposure);
        }
        if now < until {
            return Err(StakingError::ExposureOpen { until });
        }
        if exposure.next_slash <= slashes_filed {
            let slash = next.ok_or(StakingError::WrongSlash {
                next: exposure.next_slash,
            })?;
            exposure.check_next(slash)?;
            if slash.filed_at < until {
                return Err(StakingError::ExposureOpen { until });
            }
        }
        let mut after = *self;
        after.position.exposure = Exposure::default();
        Ok(after)
    }

    fn take_exposed(&mut self, amount: u64) -> Result<Exit, StakingError> {
        let shares = self.pool.shares_ceil(amount)?;
        self.position.seize(&mut self.pool, shares)?;
        self.pool.exit(shares)
    }
}

impl Exposure {
    fn check_next(&self, slash: &Slash) -> Result<(), StakingError> {
        if self.amount == 0 {
            return Err(StakingError::NoExposure);
        }
        if slash.number != self.next_slash {
            return Err(StakingError::WrongSlash {
                next: self.next_slash,
            });
        }
        Ok(())
    }
}

impl Slash {
    /// What the slash costs stake of `amount` that moved away: the part that delegators lost who
    /// stayed, rounded up; nothing if it was not upheld.
    fn part_ceil(&self, amount: u64) -> Result<u64, StakingError> {
        if self.state == SlashState::Restored || self.delegated == 0 {
            return Ok(0);
        }
        Ok(mul_div_ceil(amount, self.delegated, self.base)?)
    }
}
