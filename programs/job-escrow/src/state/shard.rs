//! One of sixteen ledgers and vaults of a mint.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};
use ionet_core::withdrawal;

use crate::{
    constants::{ROLE_TREASURY, ROLE_VERIFIERS},
    error::EscrowError,
};

/// What settlements of a sixteenth of the jobs booked in one mint, and who has withdrawn.
/// Seeds `shard`, mint index, shard number.
///
/// Every settlement writes totals; one account for all would let only one settlement of the
/// whole network into a block at a time. A job uses the shard of its address's first byte.
/// All totals are base units of the mint and never fall. The vault holds what is booked and
/// not withdrawn; tokens that strangers send to it change nothing.
#[account]
pub struct Shard {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Bump of the vault's address.
    pub vault_bump: u8,
    /// Index of the mint in the config.
    pub mint_index: u8,
    /// Number of the shard, 0 to 15.
    pub shard: u8,
    /// Zero.
    pub reserved_head: [u8; 3],
    /// The mint.
    pub mint: Address,
    /// The shard's token account.
    pub vault: Address,
    /// Gross of all settlements.
    pub gross: u64,
    /// Token shares burned (IOSD) or sent to the buy-and-burn vault; never in this vault.
    pub token_shares: u64,
    /// Booked to participants: operators, stakers, referrers, clients.
    pub participants: Balance,
    /// Booked to the treasury.
    pub treasury: Balance,
    /// Booked to the verifiers.
    pub verifiers: Balance,
    /// Zero, for later versions.
    pub reserved: [u8; 64],
}

const _: () = assert!(size_of::<Shard>() == 200 && size_of::<Shard>().is_multiple_of(8));

/// Booked and withdrawn in all, base units of a mint. Neither falls; withdrawn ≤ booked.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Balance {
    /// Booked in all.
    pub booked: u64,
    /// Withdrawn in all.
    pub withdrawn: u64,
}

impl From<Balance> for withdrawal::Balance {
    fn from(balance: Balance) -> Self {
        Self {
            booked: balance.booked,
            withdrawn: balance.withdrawn,
        }
    }
}

impl From<withdrawal::Balance> for Balance {
    fn from(balance: withdrawal::Balance) -> Self {
        Self {
            booked: balance.booked,
            withdrawn: balance.withdrawn,
        }
    }
}

impl Balance {
    /// Books `amount` more.
    ///
    /// # Errors
    /// [`EscrowError::Overflow`].
    #[inline]
    pub fn book(&mut self, amount: u64) -> Result<()> {
        self.booked = self
            .booked
            .checked_add(amount)
            .ok_or(EscrowError::Overflow)?;
        Ok(())
    }
}

impl Shard {
    /// The ledger of a role that gets a part of the fees.
    ///
    /// # Errors
    /// [`EscrowError::NotAFeeRole`].
    pub fn fees_mut(&mut self, role: u8) -> Result<&mut Balance> {
        match role {
            ROLE_TREASURY => Ok(&mut self.treasury),
            ROLE_VERIFIERS => Ok(&mut self.verifiers),
            _ => Err(EscrowError::NotAFeeRole.into()),
        }
    }
}
