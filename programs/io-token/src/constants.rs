//! Seeds, ids and versions.
//!
//! Attributes need seeds as literals (Anchor then computes the address at compile time);
//! the constants are for signing and for other crates, and a test holds both together.

use anchor_lang::prelude::*;

/// Seed of the config account.
pub const CONFIG_SEED: &[u8] = b"config";
/// Seed of the IO mint.
pub const MINT_SEED: &[u8] = b"mint";
/// Seed of the mint authority: a signer without data, authority of the mint and of the
/// vesting vault.
pub const MINT_AUTHORITY_SEED: &[u8] = b"mint-authority";
/// Seed of the token account that holds all unclaimed genesis tokens.
pub const VESTING_VAULT_SEED: &[u8] = b"vesting-vault";
/// Seed of a vesting account, followed by its index (u32, little endian).
pub const VESTING_SEED: &[u8] = b"vesting";

/// The only program that may ask for emission.
pub const EMISSION_PROGRAM_ID: Address =
    anchor_lang::address!("9nnN9TX8JFM9AcmRKHSvhFoRowGkSzcZbkvsYHn8o88e");
/// Seed of the emission program's address that signs the request.
pub const EMISSION_AUTHORITY_SEED: &[u8] = b"authority";

/// Layout version of [`crate::state::Config`].
pub const CONFIG_VERSION: u8 = 1;
/// Layout version of [`crate::state::Vesting`].
pub const VESTING_VERSION: u8 = 1;

/// Role index of the administrator in `propose_role` and `accept_role`.
pub const ROLE_ADMIN: u8 = 0;
/// Role index of the guardian.
pub const ROLE_GUARDIAN: u8 = 1;
