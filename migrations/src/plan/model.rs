//! What a file asks for and what a chain has, in comparable form.

use ionet_core::emission::{EmissionParameters, Preset};
use ionet_core::genesis::{Category, GenesisPlan};
use solana_hash::Hash;
use solana_pubkey::Pubkey;

use crate::file::{ClusterTag, EmissionStart};
use crate::loader::Deployed;

/// A program file to be deployed.
pub(crate) struct WantedProgram {
    pub(crate) name: &'static str,
    pub(crate) id: Pubkey,
    pub(crate) elf: Vec<u8>,
}

/// A grant to a known address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Grant {
    pub(crate) category: Category,
    pub(crate) beneficiary: Pubkey,
    pub(crate) amount: u64,
}

/// What the file asks for, all names resolved.
pub(crate) struct Wanted {
    pub(crate) tag: ClusterTag,
    pub(crate) programs: Vec<WantedProgram>,
    pub(crate) admin: Pubkey,
    pub(crate) guardian: Pubkey,
    pub(crate) plan: GenesisPlan,
    pub(crate) grants: Vec<Grant>,
    pub(crate) emission: EmissionStart,
    /// What the lookup table shall hold.
    pub(crate) fixed_addresses: Vec<Pubkey>,
}

/// io-token's config, as far as a migration decides it.
#[derive(Clone, Debug)]
pub(crate) struct FoundConfig {
    pub(crate) admin: Pubkey,
    pub(crate) guardian: Pubkey,
    pub(crate) plan: GenesisPlan,
    pub(crate) sealed: bool,
    /// By index; `None` for an account that was closed after its last claim.
    pub(crate) grants: Vec<Option<Grant>>,
}

/// emission's state, as far as a migration decides it.
#[derive(Clone, Debug)]
pub(crate) struct FoundEmission {
    pub(crate) admin: Pubkey,
    pub(crate) start_time: i64,
    pub(crate) preset: Preset,
    pub(crate) parameters: EmissionParameters,
}

/// The lookup table that the admin's record names.
#[derive(Clone, Debug)]
pub(crate) struct FoundTable {
    pub(crate) addresses: Vec<Pubkey>,
}

/// What the chain has.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Hash of the cluster's first block.
    pub(crate) genesis_hash: Hash,
    /// In the order of [`Wanted::programs`].
    pub(crate) programs: Vec<Option<Deployed>>,
    pub(crate) config: Option<FoundConfig>,
    pub(crate) emission: Option<FoundEmission>,
    pub(crate) lookup_table: Option<FoundTable>,
    /// The chain's clock, unix seconds.
    pub(crate) time: i64,
}
