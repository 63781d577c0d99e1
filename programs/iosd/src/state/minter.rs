//! What one wallet minted lately.

use anchor_lang::prelude::*;
use ionet_core::iosd::LeakyBucket;

/// A wallet's own mint window. Seeds `minter`, wallet.
#[account]
pub struct Minter {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Zero.
    pub reserved_head: [u8; 6],
    /// Whose window it is.
    pub wallet: Address,
    /// Who paid the account's rent and gets it back when it closes.
    pub payer: Address,
    /// What the wallet minted lately and has not drained, micro-dollars.
    pub level: u64,
    /// When `level` was computed, unix seconds.
    pub updated_at: i64,
    /// Zero, for later versions.
    pub reserved: [u8; 32],
}

const _: () = assert!(size_of::<Minter>() == 120 && size_of::<Minter>().is_multiple_of(8));

impl Minter {
    /// The window as the rules know it.
    pub fn to_core(&self) -> LeakyBucket {
        LeakyBucket {
            level: self.level,
            updated_at: self.updated_at,
        }
    }

    /// Stores the window that the rules gave.
    pub fn set_core(&mut self, window: &LeakyBucket) {
        self.level = window.level;
        self.updated_at = window.updated_at;
    }
}
