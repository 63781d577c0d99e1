//! Seeds, versions, roles and bounds.
//!
//! Attributes need seeds as literals (Anchor then computes the address at compile time);
//! the constants are for other crates, and a test holds both together.

/// Seed of the config account.
pub const CONFIG_SEED: &[u8] = b"registry";
/// Seed of the class book.
pub const CLASS_BOOK_SEED: &[u8] = b"classes";
/// Seed of an operator, followed by its owner.
pub const OPERATOR_SEED: &[u8] = b"operator";
/// Seed of a client, followed by its owner.
pub const CLIENT_SEED: &[u8] = b"client";
/// Seed of a device, followed by its key.
pub const DEVICE_SEED: &[u8] = b"device";

/// Layout version of [`crate::state::RegistryConfig`].
pub const CONFIG_VERSION: u8 = 1;
/// Layout version of [`crate::state::ClassBook`].
pub const CLASS_BOOK_VERSION: u8 = 1;
/// Layout version of [`crate::state::Operator`].
pub const OPERATOR_VERSION: u8 = 2;
/// Layout version of [`crate::state::Client`].
pub const CLIENT_VERSION: u8 = 1;
/// Layout version of [`crate::state::Device`].
pub const DEVICE_VERSION: u8 = 1;

/// Cluster tag of a local chain: one key may report what verifiers will measure.
pub const CLUSTER_LOCAL: u8 = 0;
/// Cluster tag of every other chain.
pub const CLUSTER_PUBLIC: u8 = 1;

/// Role index of the administrator in `propose_role` and `accept_role`.
pub const ROLE_ADMIN: u8 = 0;
/// Role index of the guardian, who may pause entry.
pub const ROLE_GUARDIAN: u8 = 1;
/// Role index of whoever moves prices within the voted bounds.
pub const ROLE_PRICE_MANAGER: u8 = 2;
/// Role index of whoever reports utilisation on a local chain.
pub const ROLE_CAPACITY_REPORTER: u8 = 3;
/// Number of roles.
pub const ROLES: usize = 4;

/// GPUs of one device at most.
pub const MAX_DEVICE_GPUS: u16 = 64;
