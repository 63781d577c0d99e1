//! One of sixteen ledgers and vaults of a mint.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};
use ionet_core::{settlement, withdrawal};

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
/// not withdrawn, and the bonds of open disputes; tokens that strangers send to it change nothing.
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
    /// Points booked in the last eight epochs with any: what the compute pool is shared by,
    /// over all shards. An epoch's entry is at its number modulo eight.
    pub points: [ShardPoints; 8],
    /// Bonds of open disputes: in the vault, booked to nobody yet.
    pub dispute_bonds: u64,
    /// Zero, for later versions.
    pub reserved: [u8; 56],
}

const _: () = assert!(size_of::<Shard>() == 392 && size_of::<Shard>().is_multiple_of(8));

/// Compute points of one epoch booked in a shard. Never falls within an epoch.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct ShardPoints {
    /// The epoch.
    pub epoch: u64,
    /// Points of operators, and as many of clients, micro-dollars.
    pub points: u64,
    /// The part of the operators' that earns the bonus.
    pub bonus_points: u64,
}

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
        self.booked = add(self.booked, amount)?;
        Ok(())
    }
}

impl Shard {
    /// Adds an epoch's points to its entry; an older epoch's entry makes room. Emission reads
    /// an epoch's entries within the seven epochs after it.
    ///
    /// # Errors
    /// [`EscrowError::Overflow`].
    pub fn book_points(&mut self, epoch: u64, points: settlement::Points) -> Result<()> {
        let [_, _, _, _, _, _, _, index] = (epoch & 7).to_be_bytes();
        let entry = self
            .points
            .get_mut(usize::from(index))
            .ok_or(EscrowError::Overflow)?;
        if entry.epoch != epoch {
            *entry = ShardPoints {
                epoch,
                ..ShardPoints::default()
            };
        }
        entry.points = add(entry.points, points.points)?;
        entry.bonus_points = add(entry.bonus_points, points.bonus_points)?;
        Ok(())
    }

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

/// The sum of two totals.
///
/// # Errors
/// [`EscrowError::Overflow`].
#[inline]
pub fn add(total: u64, amount: u64) -> Result<u64> {
    total
        .checked_add(amount)
        .ok_or_else(|| EscrowError::Overflow.into())
}
