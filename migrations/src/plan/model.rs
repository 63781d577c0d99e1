//! What a file asks for and what a chain has, in comparable form.

use ionet_client::iosd::pdas::find_mint_pda;
use ionet_core::classes::GpuClass;
use ionet_core::emission::{EmissionParameters, Preset};
use ionet_core::genesis::{Category, GenesisPlan};
use ionet_core::iosd::IosdParameters;
use ionet_core::oracle::PriceRules;
use ionet_core::race::{PriorityParameters, WeightParameters};
use ionet_core::wash::JointParameters;
use solana_hash::Hash;
use solana_pubkey::Pubkey;

use crate::file::{Class, ClusterTag, EmissionStart};
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
    pub(crate) oracle: WantedOracle,
    pub(crate) iosd: IosdParameters,
    pub(crate) dollars: Vec<WantedDollar>,
    pub(crate) price_manager: Pubkey,
    pub(crate) capacity_reporter: Pubkey,
    pub(crate) classes: Vec<Class>,
    pub(crate) escrow: WantedEscrow,
    /// What the lookup table shall hold.
    pub(crate) fixed_addresses: Vec<Pubkey>,
}

/// Where prices come from.
pub(crate) struct WantedOracle {
    /// Owner of the price accounts.
    pub(crate) owner: Pubkey,
    /// Who publishes on a local chain.
    pub(crate) publisher: Option<Pubkey>,
    /// The price of IO.
    pub(crate) io: WantedFeed,
}

/// One price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WantedFeed {
    /// Field of the file.
    pub(crate) field: String,
    pub(crate) id: [u8; 32],
    pub(crate) account: Pubkey,
    /// On a local chain, micro-dollars.
    pub(crate) first_price: Option<u64>,
}

/// A dollar mint beside IOSD.
pub(crate) struct WantedDollar {
    pub(crate) name: String,
    pub(crate) mint: Pubkey,
    /// Who makes it on a local chain.
    pub(crate) issuer: Option<Pubkey>,
    pub(crate) feed: WantedFeed,
}

/// How GPUs are hired and paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WantedEscrow {
    pub(crate) treasury: Pubkey,
    pub(crate) verifiers: Pubkey,
    pub(crate) staking_program: Pubkey,
    pub(crate) verification_program: Pubkey,
    pub(crate) rules: EscrowRules,
}

/// What an admin may change of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EscrowRules {
    pub(crate) price: PriceRules,
    pub(crate) weights: WeightParameters,
    pub(crate) priority: PriorityParameters,
    pub(crate) joint: JointParameters,
}

/// Shards of a mint.
pub(crate) const SHARDS: u8 = 16;

impl Wanted {
    /// Every mint that job-escrow lists, in the order of its index: IOSD, then the dollars.
    pub(crate) fn mints(&self) -> impl Iterator<Item = (String, Pubkey)> {
        let dollars = self.dollars.iter();
        std::iter::once(("IOSD".to_owned(), find_mint_pda().0))
            .chain(dollars.map(|dollar| (dollar.name.clone(), dollar.mint)))
    }

    /// Every price, IO's first.
    pub(crate) fn feeds(&self) -> impl Iterator<Item = &WantedFeed> {
        std::iter::once(&self.oracle.io).chain(self.dollars.iter().map(|dollar| &dollar.feed))
    }
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

/// A price account.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FoundFeed {
    pub(crate) publisher: Pubkey,
    /// Whether it ever had a price.
    pub(crate) published: bool,
}

/// iosd's state, as far as a migration decides it.
#[derive(Clone, Debug)]
pub(crate) struct FoundIosd {
    pub(crate) admin: Pubkey,
    pub(crate) guardian: Pubkey,
    pub(crate) parameters: IosdParameters,
    pub(crate) feed_owner: Pubkey,
    pub(crate) feed_id: [u8; 32],
}

/// What there is of a dollar mint.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FoundDollar {
    pub(crate) mint: bool,
    /// Its buy-and-burn vault.
    pub(crate) vault: bool,
}

/// registry's config, as far as a migration decides it.
#[derive(Clone, Debug)]
pub(crate) struct FoundRegistry {
    pub(crate) tag: ClusterTag,
    /// When it began to count epochs, unix seconds.
    pub(crate) epoch_zero: i64,
    /// Admin, guardian, price manager, capacity reporter.
    pub(crate) roles: [Pubkey; 4],
    /// Ids and terms of the classes it has.
    pub(crate) classes: Vec<(u16, GpuClass)>,
}

/// job-escrow's config, as far as a migration decides it.
#[derive(Clone, Debug)]
pub(crate) struct FoundEscrow {
    pub(crate) tag: ClusterTag,
    /// When it began to count epochs, unix seconds.
    pub(crate) epoch_zero: i64,
    /// Admin, guardian, treasury, verifiers.
    pub(crate) roles: [Pubkey; 4],
    pub(crate) staking_program: Pubkey,
    pub(crate) verification_program: Pubkey,
    pub(crate) price_program: Pubkey,
    pub(crate) io_feed_id: [u8; 32],
    pub(crate) rules: EscrowRules,
    /// Listed mints, by index.
    pub(crate) mints: Vec<Pubkey>,
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
    /// In the order of [`Wanted::feeds`].
    pub(crate) feeds: Vec<Option<FoundFeed>>,
    pub(crate) iosd: Option<FoundIosd>,
    /// In the order of [`Wanted::dollars`].
    pub(crate) dollars: Vec<FoundDollar>,
    pub(crate) registry: Option<FoundRegistry>,
    pub(crate) escrow: Option<FoundEscrow>,
    /// In the order of [`Wanted::mints`]: whether each shard is open.
    pub(crate) shards: Vec<[bool; SHARDS as usize]>,
    pub(crate) lookup_table: Option<FoundTable>,
    /// The chain's clock, unix seconds.
    pub(crate) time: i64,
}
