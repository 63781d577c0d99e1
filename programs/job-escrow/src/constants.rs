//! Seeds, ids and versions.
//!
//! Attributes need seeds as literals (Anchor then computes the address at compile time);
//! the constants are for signing and for other crates, and a test holds both together.

use anchor_lang::prelude::*;

/// Seed of the config account.
pub const CONFIG_SEED: &[u8] = b"escrow";
/// Seed of the authority: a signer without data, owner of the shards' vaults.
pub const AUTHORITY_SEED: &[u8] = b"authority";
/// Seed of a shard, followed by mint index and shard number (a byte each).
pub const SHARD_SEED: &[u8] = b"shard";
/// Seed of a shard's token account, followed by mint index and shard number.
pub const SHARD_VAULT_SEED: &[u8] = b"shard-vault";
/// Seed of a participant, followed by its wallet.
pub const PARTICIPANT_SEED: &[u8] = b"participant";
/// Seed of a job, followed by the client's wallet and the job's number (u64, little endian).
pub const JOB_SEED: &[u8] = b"job";
/// Seed of a job's token account, followed by the job.
pub const VAULT_SEED: &[u8] = b"vault";
/// Seed of a claim, followed by the job and the operator's wallet.
pub const CLAIM_SEED: &[u8] = b"claim";
/// Seed of a device's binding, followed by the device's account in registry.
pub const BINDING_SEED: &[u8] = b"binding";

/// Layout version of [`crate::state::EscrowConfig`].
pub const CONFIG_VERSION: u8 = 1;
/// Layout version of [`crate::state::Shard`].
pub const SHARD_VERSION: u8 = 1;
/// Layout version of [`crate::state::Participant`].
pub const PARTICIPANT_VERSION: u8 = 1;
/// Layout version of [`crate::state::Job`].
pub const JOB_VERSION: u8 = 1;
/// Layout version of [`crate::state::Claim`].
pub const CLAIM_VERSION: u8 = 1;
/// Layout version of [`crate::state::Binding`].
pub const BINDING_VERSION: u8 = 1;

/// Mints that can be listed.
pub const MINTS: usize = 8;
/// Index of IOSD among the listed mints: its token share is burned.
pub const IOSD_INDEX: u8 = 0;
/// Decimals of every listed mint: amounts are micro-dollars.
pub const MINT_DECIMALS: u8 = 6;
/// Shards of a mint.
pub const SHARDS: u8 = 16;

/// Cluster tag of a local chain: the stand-in for staking and verifiers is accepted.
pub const CLUSTER_LOCAL: u8 = 0;
/// Cluster tag of every other chain.
pub const CLUSTER_PUBLIC: u8 = 1;
/// The program that stands in for staking and verifiers on a local chain.
pub const LOCAL_STAND_IN_ID: Address =
    anchor_lang::address!("Cwc3ei5kuBkbayQtBaYKcPrhguWeDJJEea8ETdfPaHmJ");

/// Role index of the administrator in `propose_role` and `accept_role`.
pub const ROLE_ADMIN: u8 = 0;
/// Role index of the guardian, who may pause entry.
pub const ROLE_GUARDIAN: u8 = 1;
/// Role index of the treasury, which withdraws its part of the fees.
pub const ROLE_TREASURY: u8 = 2;
/// Role index of whoever distributes the verifiers' part of the fees.
pub const ROLE_VERIFIERS: u8 = 3;
/// Number of roles.
pub const ROLES: usize = 4;

/// The `SlotHashes` sysvar.
pub const SLOT_HASHES_ID: Address =
    anchor_lang::address!("SysvarS1otHashes111111111111111111111111111");

/// Bytes of a classic token account.
pub const TOKEN_ACCOUNT_SPACE: usize = 165;
