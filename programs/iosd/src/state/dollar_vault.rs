//! The buy-and-burn vault of one dollar mint.

use anchor_lang::prelude::*;
use ionet_core::iosd as rules;

/// What a vault has spent. Seeds `dollar-vault`, mint. Its balance is that of its token account.
#[account]
pub struct DollarVault {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Bump of the token account's address.
    pub token_bump: u8,
    /// Zero.
    pub reserved_head: [u8; 5],
    /// The dollar mint.
    pub mint: Address,
    /// The vault's token account: where job-escrow sends the dollars of token shares.
    pub token_account: Address,
    /// What was spent lately and has not drained, micro-dollars.
    pub spending_level: u64,
    /// When `spending_level` was computed, unix seconds.
    pub spending_updated_at: i64,
    /// Micro-dollars of IOSD bought and burned in all.
    pub iosd_burned: u64,
    /// Micro-dollars paid for it.
    pub paid_for_iosd: u64,
    /// Base units of IO bought and burned in all.
    pub io_burned: u64,
    /// Micro-dollars paid for it.
    pub paid_for_io: u64,
    /// Zero, for later versions.
    pub reserved: [u8; 32],
}

const _: () =
    assert!(size_of::<DollarVault>() == 152 && size_of::<DollarVault>().is_multiple_of(8));

impl DollarVault {
    /// The vault as the rules know it.
    pub fn to_core(&self) -> rules::Vault {
        rules::Vault {
            spending: rules::LeakyBucket {
                level: self.spending_level,
                updated_at: self.spending_updated_at,
            },
            iosd_burned: self.iosd_burned,
            paid_for_iosd: self.paid_for_iosd,
            io_burned: self.io_burned,
            paid_for_io: self.paid_for_io,
        }
    }

    /// Stores the vault that the rules gave.
    pub fn set_core(&mut self, vault: &rules::Vault) {
        self.spending_level = vault.spending.level;
        self.spending_updated_at = vault.spending.updated_at;
        self.iosd_burned = vault.iosd_burned;
        self.paid_for_iosd = vault.paid_for_iosd;
        self.io_burned = vault.io_burned;
        self.paid_for_io = vault.paid_for_io;
    }
}
