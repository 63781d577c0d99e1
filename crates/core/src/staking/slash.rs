//! Slashing: filed by a quorum of verifiers, frozen at once, burned unless an appeal succeeds.
//!
//! ```text
//! file ──30 days without appeal──────────────────────▶ executed: burned
//!   └─appeal─▶ vote ──rejected, or 30 days of silence──▶ executed
//!                └──upheld──▶ restored
//! ```
//!
//! **Who loses, in this order:** the participant's self-stake (unbonding first, then bonded), its
//! unclaimed IO rewards, then all delegators in proportion, unbonding included. The amount is
//! bounded per offence by the pool's assets, so that claiming rewards first lowers nothing.

use super::pool::{add, sub};
use super::{Moment, Pool, StakingError};
use crate::time::DAY_SECONDS;

/// How long a slash can be appealed, seconds: 30 days.
pub const APPEAL_SECONDS: i64 = 30 * DAY_SECONDS;
/// How long after an appeal a vote can decide, seconds: 30 days; silence executes.
pub const DECISION_SECONDS: i64 = 30 * DAY_SECONDS;

/// Where a slash stands. The discriminants are stored on chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum SlashState {
    /// Frozen; can be appealed.
    Filed = 1,
    /// Frozen; a vote decides.
    Appealed = 2,
    /// Burned.
    Executed = 3,
    /// Given back.
    Restored = 4,
}

/// One slash of one pool, kept for ever: exposures and tickets refer to it. Base units of IO.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slash {
    /// Number within the pool, from 1.
    pub number: u64,
    /// Where it stands.
    pub state: SlashState,
    /// What the self-stake lost.
    pub own_stake: u64,
    /// What the participant's unclaimed rewards lost.
    pub own_rewards: u64,
    /// What the delegators lost.
    pub delegated: u64,
    /// What the delegators had.
    pub base: u64,
    /// What was taken from stake that had moved away.
    pub collected: u64,
    /// What tickets can still be paid, once restored.
    pub tickets: u64,
    /// When it was filed, unix seconds.
    pub filed_at: i64,
    /// From when on it can be executed unless it is appealed or decided, unix seconds.
    pub executes_at: i64,
}

/// A slash that was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResolveOutcome {
    /// To burn from the pool's vault, base units of IO; 0 when restored.
    pub burned: u64,
    /// What returned to the pool's shares; 0 when executed.
    pub returned: u64,
    /// The slash after it.
    pub slash_after: Slash,
    /// The pool after it.
    pub pool_after: Pool,
}

impl SlashState {
    /// The state with a stored code.
    ///
    /// # Errors
    /// [`StakingError::UnknownSlashState`].
    pub fn from_code(code: u8) -> Result<Self, StakingError> {
        match code {
            1 => Ok(Self::Filed),
            2 => Ok(Self::Appealed),
            3 => Ok(Self::Executed),
            4 => Ok(Self::Restored),
            _ => Err(StakingError::UnknownSlashState),
        }
    }

    /// Whether it is neither executed nor restored.
    pub fn is_pending(self) -> bool {
        matches!(self, Self::Filed | Self::Appealed)
    }
}

impl Slash {
    /// What the slash took in all, moved stake included.
    ///
    /// # Errors
    /// [`StakingError::Overflow`].
    pub fn total(&self) -> Result<u64, StakingError> {
        let own = add(self.own_stake, self.own_rewards)?;
        add(add(own, self.delegated)?, self.collected)
    }

    /// Appeals: from now on a vote decides.
    ///
    /// # Errors
    /// [`StakingError::NotAppealable`] more than 30 days after the filing, or a second time.
    pub fn appeal(&self, now: i64) -> Result<Self, StakingError> {
        if self.state != SlashState::Filed || now >= self.executes_at {
            return Err(StakingError::NotAppealable);
        }
        let executes_at = now.checked_add(DECISION_SECONDS);
        Ok(Self {
            state: SlashState::Appealed,
            executes_at: executes_at.ok_or(StakingError::Overflow)?,
            ..*self
        })
    }

    /// Executes what nobody appealed or no vote decided in time. Anyone may call it.
    ///
    /// # Errors
    /// [`StakingError::Decided`]; [`StakingError::NotExecutable`] before its time.
    pub fn execute(&self, pool: &Pool, moment: &Moment) -> Result<ResolveOutcome, StakingError> {
        if self.state.is_pending() && moment.now < self.executes_at {
            return Err(StakingError::NotExecutable {
                at: self.executes_at,
            });
        }
        self.resolve(pool, false, moment)
    }

    /// The vote's decision on an appeal: `restore`, or execute at once.
    ///
    /// # Errors
    /// [`StakingError::Decided`]; [`StakingError::NotAppealed`] before an appeal, and once the
    /// time for a decision is over.
    pub fn decide(
        &self,
        pool: &Pool,
        restore: bool,
        moment: &Moment,
    ) -> Result<ResolveOutcome, StakingError> {
        let in_time = self.state == SlashState::Appealed && moment.now < self.executes_at;
        if self.state.is_pending() && !in_time {
            return Err(StakingError::NotAppealed);
        }
        self.resolve(pool, restore, moment)
    }

    fn resolve(
        &self,
        pool: &Pool,
        restore: bool,
        moment: &Moment,
    ) -> Result<ResolveOutcome, StakingError> {
        if !self.state.is_pending() {
            return Err(StakingError::Decided);
        }
        let mut pool = pool.synced(moment.epoch)?;
        let left = pool.unfreeze(self.number)?;
        let total = self.total()?;
        let mut slash = *self;
        if !restore {
            slash.state = SlashState::Executed;
            return Ok(ResolveOutcome {
                burned: total,
                returned: 0,
                slash_after: slash,
                pool_after: pool,
            });
        }
        pool.assets = add(pool.assets, left)?;
        pool.record()?;
        slash.state = SlashState::Restored;
        slash.tickets = sub(total, left)?;
        Ok(ResolveOutcome {
            burned: 0,
            returned: left,
            slash_after: slash,
            pool_after: pool,
        })
    }

    /// The slash with what moved stake paid while it was undecided.
    pub(super) fn with_collected(&self, amount: u64) -> Result<Self, StakingError> {
        Ok(Self {
            collected: add(self.collected, amount)?,
            ..*self
        })
    }
}

impl Pool {
    /// Takes a frozen part out; returns what of it is left.
    fn unfreeze(&mut self, slash: u64) -> Result<u64, StakingError> {
        let frozen = self.frozen.iter_mut().find(|frozen| frozen.slash == slash);
        let frozen = frozen.ok_or(StakingError::StateInvalid)?;
        Ok(core::mem::take(frozen).left)
    }
}
