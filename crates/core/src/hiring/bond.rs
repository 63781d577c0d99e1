//! The bond: self-stake that a claim locks, worth one hour of its gross when it is made.
//!
//! The IO that a claim needs is its [`hour_gross`] at the oracle's lower bound, rounded up
//! (`oracle::DollarPrice::micro_dollars_to_io_ceil`). Everything later is a share of what was
//! locked, not a value at the price of the day: an end must not wait for an oracle (invariant
//! I8), and nobody gains by choosing the moment. It stays locked until nothing can be charged to
//! it any more (`job::ClaimRecord::locks_bond`).

use core::fmt;

use crate::fixed::{div_const, mul_div_floor};

/// A claim that never starts forfeits 5 minutes of its gross: this part of its bond.
pub const FORFEIT_DIVISOR: u64 = 12;

/// A bond that is locked or released, in IO base units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BondOutcome {
    /// What this claim locks or releases.
    pub amount: u64,
    /// What all claims of the operator locked before.
    pub locked_before: u64,
    /// What they lock after.
    pub locked_after: u64,
}

/// Why a bond is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BondError {
    /// Less self-stake is free.
    NotEnoughSelfStake {
        /// IO base units that are not locked.
        free: u64,
        /// IO base units that the claim needs.
        needed: u64,
    },
    /// Less is locked than is released.
    NotLocked,
    /// An amount is beyond what 64 bits hold.
    Overflow,
}

impl fmt::Display for BondError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotEnoughSelfStake { free, needed } => write!(
                f,
                "the claim locks {needed} IO base units of self-stake and {free} are free; stake more or claim fewer GPUs"
            ),
            Self::NotLocked => f.write_str(
                "the bond to release exceeds what is locked; the state is not what this crate wrote",
            ),
            Self::Overflow => {
                f.write_str("the bond does not fit 64 bits; claim fewer GPUs")
            }
        }
    }
}

impl core::error::Error for BondError {}

/// What a claim of `gpus` GPUs grosses in an hour at `rate` micro-dollars per GPU-hour: what its
/// bond must be worth, in micro-dollars.
///
/// # Errors
/// [`BondError::Overflow`].
pub fn hour_gross(rate: u64, gpus: u32) -> Result<u64, BondError> {
    rate.checked_mul(u64::from(gpus)).ok_or(BondError::Overflow)
}

/// What of an operator's `self_stake` can be bond, IO base units: not what it `forfeited` in all,
/// which belongs to its clients from the moment of the forfeit, whenever staking pays them.
///
/// Attack prevented: a bond is released by the call that charges it, so that the same stake could
/// be forfeited again and again before it is taken, to clients of the operator's own, who would be
/// owed more than there is.
#[inline]
pub fn stake_after_forfeits(self_stake: u64, forfeited: u64) -> u64 {
    self_stake.saturating_sub(forfeited)
}

/// Locks `needed` IO base units of an operator that has `self_stake`, of which `locked` are.
///
/// # Errors
/// [`BondError::NotEnoughSelfStake`]; [`BondError::Overflow`].
pub fn lock_bond(self_stake: u64, locked: u64, needed: u64) -> Result<BondOutcome, BondError> {
    let free = self_stake.saturating_sub(locked);
    if needed > free {
        return Err(BondError::NotEnoughSelfStake { free, needed });
    }
    Ok(BondOutcome {
        amount: needed,
        locked_before: locked,
        locked_after: locked.checked_add(needed).ok_or(BondError::Overflow)?,
    })
}

/// Releases the `bond` of a claim that nothing can be charged to any more. What it forfeited is
/// counted on its own ([`stake_after_forfeits`]) from the same moment on, so that it need not
/// stay locked.
///
/// # Errors
/// [`BondError::NotLocked`].
pub fn release_bond(locked: u64, bond: u64) -> Result<BondOutcome, BondError> {
    Ok(BondOutcome {
        amount: bond,
        locked_before: locked,
        locked_after: locked.checked_sub(bond).ok_or(BondError::NotLocked)?,
    })
}

/// IO base units that a claim with `bond` forfeits to its client when it never starts: a
/// twelfth, rounded down.
#[inline]
pub fn forfeit_floor(bond: u64) -> u64 {
    div_const::<FORFEIT_DIVISOR>(bond)
}

/// IO base units of `bond` that pay `owed` micro-dollars, at the price at which the bond was
/// worth `hour_gross` micro-dollars; all of it when more is owed.
pub fn charge_floor(bond: u64, owed: u64, hour_gross: u64) -> u64 {
    mul_div_floor(bond, owed.min(hour_gross), hour_gross).unwrap_or(0)
}
