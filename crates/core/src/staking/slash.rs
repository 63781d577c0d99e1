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
//!
//! **Tickets.** What was the participant's is owed to it as a ticket; so is the part of whoever
//! withdraws while a slash is undecided. If the slash is restored, the ticket is paid, and what
//! was nobody's ticket returns to the pool, whose shares are those of before: nobody could come
//! in between.

use super::pool::{Exit, add, sub};
use super::{Bonds, Frozen, IO_SLOT, MAX_PENDING_SLASHES, Moment, Pool, Stake, StakingError};
use crate::fixed::bps_floor;
use crate::time::DAY_SECONDS;

/// How long a slash can be appealed, seconds: 30 days.
pub const APPEAL_SECONDS: i64 = 30 * DAY_SECONDS;
/// How long after an appeal a vote can decide, seconds: 30 days; silence executes.
pub const DECISION_SECONDS: i64 = 30 * DAY_SECONDS;

/// What was done. The discriminants are stored on chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Offence {
    /// Service that a re-run or the transcripts show to be far below what was sold.
    PoorService = 1,
    /// A result that a re-run of a deterministic job proved wrong.
    WrongResult = 2,
    /// Capacity that is not there: posing, relaying, one card behind two identities.
    FalseCapacity = 3,
    /// A tenant's data disclosed or tampered with.
    DataCompromise = 4,
    /// A verifier's score vector that its transcripts contradict.
    FalseVector = 5,
}

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

/// A claim on a frozen amount: empty when `amount` is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ticket {
    /// Number of the slash.
    pub slash: u64,
    /// Base units of IO.
    pub amount: u64,
}

/// A slash that was filed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileOutcome {
    /// The slash. What it froze stays in the pool's vault, except `own_rewards`, which move
    /// there from the vault of the IO slot.
    pub slash: Slash,
    /// The participant's claim if it is restored.
    pub own_ticket: Ticket,
    /// Forfeits taken before: they belong to clients.
    pub forfeits: u64,
    /// Pool and owner's position after it.
    pub after: Stake,
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

/// A ticket that is paid and gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RedeemOutcome {
    /// To pay from the pool's vault, base units of IO.
    pub amount: u64,
    /// The slash after it.
    pub slash_after: Slash,
}

/// Checks that verifiers with `stake_for` of all active verifiers' `total` stake file a slash:
/// more than two thirds.
///
/// # Errors
/// [`StakingError::NoQuorum`].
pub fn check_quorum(stake_for: u64, total: u64) -> Result<(), StakingError> {
    let quorum = u128::from(total).wrapping_mul(2);
    if u128::from(stake_for).wrapping_mul(3) > quorum && stake_for <= total {
        return Ok(());
    }
    Err(StakingError::NoQuorum)
}

impl Offence {
    /// The offence with a stored code.
    ///
    /// # Errors
    /// [`StakingError::UnknownOffence`].
    pub fn from_code(code: u8) -> Result<Self, StakingError> {
        match code {
            1 => Ok(Self::PoorService),
            2 => Ok(Self::WrongResult),
            3 => Ok(Self::FalseCapacity),
            4 => Ok(Self::DataCompromise),
            5 => Ok(Self::FalseVector),
            _ => Err(StakingError::UnknownOffence),
        }
    }

    /// The most that one slash takes, basis points of the pool's assets: at most half, so that
    /// a pool with shares always has assets.
    pub const fn cap_bps(self) -> u16 {
        match self {
            Self::PoorService => 500,
            Self::WrongResult => 1_000,
            Self::FalseCapacity => 3_000,
            Self::DataCompromise | Self::FalseVector => 5_000,
        }
    }
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

/// Files a slash of `amount` against the pool of `own`, the owner's position (an empty one if it
/// never staked), and freezes it.
///
/// # Errors
/// [`StakingError::ZeroAmount`], [`StakingError::AboveCap`], [`StakingError::TooManySlashes`];
/// [`StakingError::NotOwnPosition`], [`StakingError::EpochInPast`],
/// [`StakingError::FigureFell`].
pub fn file_slash(
    own: &Stake,
    bonds: &Bonds,
    offence: Offence,
    amount: u64,
    moment: &Moment,
) -> Result<FileOutcome, StakingError> {
    if amount == 0 {
        return Err(StakingError::ZeroAmount);
    }
    let (mut after, forfeits) = own.begin(Some(bonds), moment.epoch)?;
    let most = bps_floor(after.pool.assets, offence.cap_bps())?;
    if amount > most {
        return Err(StakingError::AboveCap { most });
    }
    let own_stake = amount.min(after.pool.value_floor(after.pool.own_shares));
    after.take_own(own_stake)?;
    let own_rewards = after.take_own_rewards(sub(amount, own_stake)?)?;
    let base = after.pool.assets;
    let delegated = sub(sub(amount, own_stake)?, own_rewards)?;
    let number = after.pool.freeze(delegated)?;
    after.pool.record()?;
    after.pool.checkpoints.lower_running(amount);
    let executes_at = moment.now.checked_add(APPEAL_SECONDS);
    let slash = Slash {
        number,
        state: SlashState::Filed,
        own_stake,
        own_rewards,
        delegated,
        base,
        collected: 0,
        tickets: 0,
        filed_at: moment.now,
        executes_at: executes_at.ok_or(StakingError::Overflow)?,
    };
    let own_ticket = Ticket {
        slash: number,
        amount: add(own_stake, own_rewards)?,
    };
    Ok(FileOutcome {
        slash,
        own_ticket,
        forfeits,
        after,
    })
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

    /// Pays a ticket. The caller destroys it.
    ///
    /// # Errors
    /// [`StakingError::WrongSlash`]; [`StakingError::NotRestored`]; [`StakingError::ZeroAmount`]
    /// for an empty ticket.
    pub fn redeem(&self, ticket: &Ticket) -> Result<RedeemOutcome, StakingError> {
        if ticket.slash != self.number {
            return Err(StakingError::WrongSlash { next: self.number });
        }
        if self.state != SlashState::Restored {
            return Err(StakingError::NotRestored);
        }
        if ticket.amount == 0 {
            return Err(StakingError::ZeroAmount);
        }
        Ok(RedeemOutcome {
            amount: ticket.amount,
            slash_after: Self {
                tickets: sub(self.tickets, ticket.amount)?,
                ..*self
            },
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

/// The tickets of whoever left with an exit.
pub(super) fn tickets(exit: &Exit) -> [Ticket; MAX_PENDING_SLASHES] {
    exit.left_behind.map(|part| Ticket {
        slash: part.slash,
        amount: part.left,
    })
}

impl Stake {
    /// Takes at most `amount` of the owner's unclaimed IO rewards; returns how much.
    fn take_own_rewards(&mut self, amount: u64) -> Result<u64, StakingError> {
        let [earned, ..] = &mut self.position.earnings;
        let taken = amount.min(earned.claimable());
        earned.take(taken)?;
        self.pool.slot_mut(IO_SLOT)?.pay(taken)?;
        Ok(taken)
    }
}

impl Pool {
    /// Freezes a part of the assets; returns the number of the slash.
    fn freeze(&mut self, amount: u64) -> Result<u64, StakingError> {
        let number = add(self.slashes_filed, 1)?;
        let free = self.frozen.iter_mut().find(|frozen| frozen.slash == 0);
        *free.ok_or(StakingError::TooManySlashes)? = Frozen {
            slash: number,
            left: amount,
        };
        self.assets = sub(self.assets, amount)?;
        self.slashes_filed = number;
        Ok(number)
    }

    /// Takes a frozen part out; returns what of it is left.
    fn unfreeze(&mut self, slash: u64) -> Result<u64, StakingError> {
        let frozen = self.frozen.iter_mut().find(|frozen| frozen.slash == slash);
        let frozen = frozen.ok_or(StakingError::StateInvalid)?;
        Ok(core::mem::take(frozen).left)
    }
}
