//! Seeds, versions and roles.
//!
//! Attributes need seeds as literals (Anchor then computes the address at compile time);
//! the constants are for signing and for other crates, and a test holds both together.

/// Seed of the state account.
pub const STATE_SEED: &[u8] = b"iosd";
/// Seed of the IOSD mint.
pub const MINT_SEED: &[u8] = b"mint";
/// Seed of the authority: a signer without data, mint authority of IOSD and owner of every
/// vault's token account.
pub const AUTHORITY_SEED: &[u8] = b"authority";
/// Seed of a wallet's mint record, followed by the wallet's address.
pub const MINTER_SEED: &[u8] = b"minter";
/// Seed of a dollar mint's vault record, followed by the mint's address.
pub const DOLLAR_VAULT_SEED: &[u8] = b"dollar-vault";
/// Seed of that vault's token account, followed by the mint's address.
pub const DOLLAR_TOKENS_SEED: &[u8] = b"dollar-tokens";

/// Layout version of [`crate::state::IosdState`].
pub const STATE_VERSION: u8 = 1;
/// Layout version of [`crate::state::Minter`].
pub const MINTER_VERSION: u8 = 1;
/// Layout version of [`crate::state::DollarVault`].
pub const VAULT_VERSION: u8 = 1;

/// Role index of the administrator in `propose_role` and `accept_role`.
pub const ROLE_ADMIN: u8 = 0;
/// Role index of the guardian.
pub const ROLE_GUARDIAN: u8 = 1;
