//! A migration file, read strictly and checked against the rules of `ionet_core` before
//! anything is sent.

mod amount;
mod check;
mod classes;
mod dollars;
mod escrow;
mod genesis;
mod iosd;
mod oracle;
mod raw;
mod source;
mod start;

use std::path::{Path, PathBuf};

use ionet_core::classes::GpuClass;
use ionet_core::emission::{EmissionParameters, Preset};
use ionet_core::genesis::{Category, GenesisPlan};
use ionet_core::iosd::IosdParameters;
use ionet_core::oracle::PriceRules;
use ionet_core::race::{PriorityParameters, WeightParameters};
use ionet_core::wash::JointParameters;
use solana_pubkey::Pubkey;

pub use source::FileError;
pub use start::Start;

use crate::MigrationError;

/// What a cluster shall hold after the migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    /// The file it was read from.
    pub path: PathBuf,
    /// The cluster's RPC address.
    pub url: String,
    /// Which rules the cluster is under.
    pub tag: ClusterTag,
    /// The programs to deploy, io-token first: emission reads its accounts.
    pub programs: Vec<ProgramArtefact>,
    /// Name of the wallet that deploys, signs the genesis, and becomes admin and upgrade authority of
    /// every program.
    pub admin: String,
    /// May pause entry.
    pub guardian: Holder,
    /// The five categories.
    pub plan: GenesisPlan,
    /// Who receives them, in the order of their vesting accounts.
    pub allocations: Vec<Allocation>,
    /// How emission starts.
    pub emission: EmissionStart,
    /// Where prices come from.
    pub oracle: Oracle,
    /// The price of IO.
    pub io_feed: Feed,
    /// How IOSD is minted.
    pub iosd: IosdParameters,
    /// The dollar mints that are accepted beside IOSD.
    pub dollars: Vec<Dollar>,
    /// Moves prices of classes within their bounds.
    pub price_manager: Holder,
    /// Reports how many GPUs are hired, on a local chain.
    pub capacity_reporter: Holder,
    /// GPU classes, by ascending id.
    pub classes: Vec<Class>,
    /// How GPUs are hired and paid.
    pub escrow: Escrow,
}

/// Which rules a cluster is under; fixed when the programs are initialised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClusterTag {
    /// One key may stand in for oracle, stakes and verifiers.
    Local,
    /// Nothing stands in for anything.
    Public,
}

/// One built program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramArtefact {
    /// Crate name, for example `io_token`.
    pub name: &'static str,
    /// The id it is built for.
    pub id: Pubkey,
    /// The `.so` file.
    pub path: PathBuf,
}

/// An address, or the name of a wallet that has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// A base58 address.
    Address(Pubkey),
    /// A wallet's name; see [`crate::Wallets`].
    Wallet(String),
}

impl Holder {
    fn wallet(&self) -> Option<&str> {
        match self {
            Self::Wallet(name) => Some(name),
            Self::Address(_) => None,
        }
    }
}

/// A grant of one category to one beneficiary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allocation {
    /// Its category, which has its vesting terms.
    pub category: Category,
    /// Who may claim it.
    pub beneficiary: Holder,
    /// Base units.
    pub amount: u64,
    /// Its line in the file.
    pub line: usize,
}

/// How emission starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmissionStart {
    /// When the first epoch begins.
    pub start: Start,
    /// The schedule's recurrence.
    pub preset: Preset,
    /// Split and claim window.
    pub parameters: EmissionParameters,
}

/// Where prices come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Oracle {
    /// The price-feed program: prices are what one wallet says.
    Local {
        /// The wallet's name.
        publisher: String,
    },
    /// A program that others run, such as Pyth's receiver.
    Public {
        /// The program.
        owner: Pubkey,
    },
}

/// One price of the oracle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Its id in the oracle's accounts.
    pub id: [u8; 32],
    /// The first price of a local chain, micro-dollars.
    pub first_price: Option<u64>,
    /// The account of a public cluster that holds the price.
    pub account: Option<Pubkey>,
}

/// A dollar mint that is accepted beside IOSD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dollar {
    /// Its name in this file.
    pub name: String,
    /// The mint.
    pub mint: DollarMint,
    /// Its price in dollars.
    pub feed: Feed,
}

/// A GPU class with its first price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class {
    /// 0 to 31, for ever.
    pub id: u16,
    /// Its name, padded with zeros.
    pub name: [u8; 16],
    /// Weight, speed and VRAM.
    pub terms: GpuClass,
    /// Micro-dollars per GPU-hour.
    pub price: u64,
    /// The least that the price may become.
    pub min_price: u64,
    /// The most that the price may become.
    pub max_price: u64,
}

/// How GPUs are hired and paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Escrow {
    /// Withdraws the network's part of the fees.
    pub treasury: Holder,
    /// Withdraws the verifiers' part of the fees.
    pub verifiers: Holder,
    /// Which programs are read; on a local chain its stand-in.
    pub foreign: Option<ForeignPrograms>,
    /// Which prices are accepted.
    pub price: PriceRules,
    /// What turns stake into odds.
    pub weights: WeightParameters,
    /// Who waits how long while a class is scarce.
    pub priority: PriorityParameters,
    /// How money is split and points are paid.
    pub joint: JointParameters,
}

/// Programs of others whose accounts job-escrow reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForeignPrograms {
    /// Owns stakes.
    pub staking: Pubkey,
    /// Owns verified capacities and verdicts.
    pub verification: Pubkey,
}

/// Where a dollar mint comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DollarMint {
    /// Made by the migration on a local chain.
    Made {
        /// Name of the wallet that may mint.
        issuer: String,
    },
    /// There already.
    Given(Pubkey),
}

impl Migration {
    /// Every wallet that the file names, each once: the admin first.
    pub fn wallet_names(&self) -> Vec<&str> {
        let publisher = match &self.oracle {
            Oracle::Local { publisher } => Some(publisher.as_str()),
            Oracle::Public { .. } => None,
        };
        let issuers = self.dollars.iter().filter_map(|dollar| match &dollar.mint {
            DollarMint::Made { issuer } => Some(issuer.as_str()),
            DollarMint::Given(_) => None,
        });
        let beneficiaries = self.allocations.iter().map(|grant| &grant.beneficiary);
        let mut names = vec![self.admin.as_str()];
        let others = [
            &self.guardian,
            &self.price_manager,
            &self.capacity_reporter,
            &self.escrow.treasury,
            &self.escrow.verifiers,
        ];
        let others = others.into_iter().chain(beneficiaries);
        for name in others
            .filter_map(Holder::wallet)
            .chain(publisher)
            .chain(issuers)
        {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Reads and checks a file. Paths in it are relative to its folder.
    ///
    /// # Errors
    /// [`MigrationError::File`] with line and field for anything the file may not hold;
    /// [`MigrationError::Unreadable`] when it cannot be read.
    pub fn load(path: &Path) -> Result<Self, MigrationError> {
        let text = std::fs::read_to_string(path).map_err(|error| MigrationError::Unreadable {
            path: path.to_owned(),
            error,
        })?;
        Self::parse(path, &text)
    }

    /// Checks the text of a file that stands, or would stand, at `path`.
    ///
    /// # Errors
    /// [`MigrationError::File`], as [`Migration::load`].
    pub fn parse(path: &Path, text: &str) -> Result<Self, MigrationError> {
        check::parse(source::Source { path, text }).map_err(MigrationError::File)
    }
}

impl std::fmt::Display for ClusterTag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Local => "local",
            Self::Public => "public",
        })
    }
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Address(address) => address.fmt(f),
            Self::Wallet(name) => f.write_str(name),
        }
    }
}
