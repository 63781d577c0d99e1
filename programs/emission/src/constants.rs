//! Seeds and versions.
//!
//! Attributes need seeds as literals (Anchor then computes the address at compile time);
//! the constants are for signing and for other crates, and a test holds both together.

/// Seed of the state account.
pub const STATE_SEED: &[u8] = b"emission";
/// Seed of the authority: a signer without data, owner of the vaults, and the only address
/// that io-token mints emission for.
pub const AUTHORITY_SEED: &[u8] = b"authority";
/// Seed of the availability pool's IO token account.
pub const AVAILABILITY_VAULT_SEED: &[u8] = b"availability";
/// Seed of the compute pool's IO token account.
pub const COMPUTE_VAULT_SEED: &[u8] = b"compute";
/// Seed of the reserve's IO token account.
pub const RESERVE_VAULT_SEED: &[u8] = b"reserve";

/// Layout version of [`crate::state::EmissionState`].
pub const STATE_VERSION: u8 = 1;
