//! What this program reports. Every move of value carries the totals before and after. Prices
//! are pico-dollars (10^−12 dollars) for one IO.

use anchor_lang::prelude::*;

use crate::state::Parameters;

/// The program was initialised.
#[event]
pub struct Initialized {
    /// First admin.
    pub admin: Address,
    /// First guardian.
    pub guardian: Address,
    /// The IOSD mint.
    pub iosd_mint: Address,
    /// The program whose price accounts are read.
    pub feed_owner: Address,
    /// The price of IO in dollars there.
    pub feed_id: [u8; 32],
    /// First parameters.
    pub parameters: Parameters,
}

/// A wallet's mint record was opened.
#[event]
pub struct MinterOpened {
    /// The record.
    pub minter: Address,
    /// Whose.
    pub wallet: Address,
    /// Who paid the rent.
    pub payer: Address,
}

/// A wallet's mint record was closed.
#[event]
pub struct MinterClosed {
    /// The record.
    pub minter: Address,
    /// Whose.
    pub wallet: Address,
    /// Who got the rent.
    pub payer: Address,
    /// Lamports returned.
    pub rent: u64,
}

/// IO was burned and IOSD minted.
#[event]
pub struct Minted {
    /// Who burned.
    pub wallet: Address,
    /// The token account that received the IOSD.
    pub destination: Address,
    /// Base units of IO burned.
    pub io_amount: u64,
    /// Micro-dollars of IOSD minted.
    pub iosd_amount: u64,
    /// The price used: the lower bound.
    pub price: u64,
    /// Its publish time, unix seconds.
    pub publish_time: i64,
    /// IOSD minted ever before, micro-dollars.
    pub minted_ever_before: u64,
    /// IOSD minted ever after, micro-dollars.
    pub minted_ever_after: u64,
    /// IO burned for it in all before, base units.
    pub io_burned_before: u64,
    /// IO burned for it in all after, base units.
    pub io_burned_after: u64,
}

/// A dollar mint was listed.
#[event]
pub struct VaultListed {
    /// The vault's record.
    pub vault: Address,
    /// The dollar mint.
    pub mint: Address,
    /// The vault's token account.
    pub token_account: Address,
}

/// A vault bought IOSD, and it was burned.
#[event]
pub struct IosdBought {
    /// The vault's record.
    pub vault: Address,
    /// Who sold.
    pub seller: Address,
    /// Micro-dollars of IOSD burned.
    pub iosd_amount: u64,
    /// Micro-dollars paid.
    pub paid: u64,
    /// The vault's balance before, micro-dollars.
    pub balance_before: u64,
    /// The vault's balance after, micro-dollars.
    pub balance_after: u64,
    /// IOSD burned by this vault in all before, micro-dollars.
    pub iosd_burned_before: u64,
    /// IOSD burned by this vault in all after, micro-dollars.
    pub iosd_burned_after: u64,
}

/// A vault bought IO, and it was burned.
#[event]
pub struct IoBought {
    /// The vault's record.
    pub vault: Address,
    /// Who sold.
    pub seller: Address,
    /// Base units of IO burned.
    pub io_amount: u64,
    /// Micro-dollars paid.
    pub paid: u64,
    /// The lower bound of the price; the vault paid the spread less.
    pub price: u64,
    /// Its publish time, unix seconds.
    pub publish_time: i64,
    /// The vault's balance before, micro-dollars.
    pub balance_before: u64,
    /// The vault's balance after, micro-dollars.
    pub balance_after: u64,
    /// IO burned by this vault in all before, base units.
    pub io_burned_before: u64,
    /// IO burned by this vault in all after, base units.
    pub io_burned_after: u64,
}

/// Parameters were changed.
#[event]
pub struct ParametersChanged {
    /// In force before.
    pub before: Parameters,
    /// In force from now on.
    pub after: Parameters,
}

/// Entry was paused.
#[event]
pub struct Paused {
    /// Guardian or admin.
    pub authority: Address,
    /// Until when, unix seconds.
    pub paused_until: i64,
    /// When the guardian may pause again, unix seconds.
    pub guardian_pause_allowed_from: i64,
}

/// A pause was lifted early.
#[event]
pub struct Unpaused {
    /// Guardian or admin.
    pub authority: Address,
    /// Until when it would have lasted, unix seconds.
    pub paused_until_before: i64,
}

/// A next holder of a role was proposed, or a proposal withdrawn (default address).
#[event]
pub struct RoleProposed {
    /// 0 admin, 1 guardian.
    pub role: u8,
    /// Present holder.
    pub holder: Address,
    /// Proposed holder.
    pub proposed: Address,
}

/// A role changed hands.
#[event]
pub struct RoleChanged {
    /// 0 admin, 1 guardian.
    pub role: u8,
    /// Holder before.
    pub holder_before: Address,
    /// Holder after.
    pub holder_after: Address,
}
