//! Filing a slash: for what, how much, by whom, and what it freezes.

use super::pool::{add, sub};
use super::slash::APPEAL_SECONDS;
use super::{Bonds, Frozen, IO_SLOT, Moment, Pool, Slash, SlashState, Stake, StakingError, Ticket};
use crate::fixed::bps_floor;

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
}
