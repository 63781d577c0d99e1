//! What a migration does, one transaction or deployment at a time.

use std::fmt;
use std::ops::Range;

use ionet_core::emission::Preset;
use ionet_core::supply::GENESIS_SUPPLY;
use solana_pubkey::Pubkey;

use crate::file::Start;
use crate::format::{dollars, io};

/// One thing the chain lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Put a program on the chain.
    Deploy {
        /// Crate name.
        program: &'static str,
        /// Where.
        id: Pubkey,
        /// Size of the executable.
        bytes: usize,
    },
    /// Create io-token's config, the IO mint and the vesting vault.
    InitializeIoToken,
    /// Create vesting accounts, one transaction.
    Allocate {
        /// Indices of the allocations, which are those of their vesting accounts.
        indices: Range<usize>,
        /// How many there are in all.
        of: usize,
        /// Base units together.
        amount: u64,
    },
    /// Mint the genesis supply and start vesting.
    SealGenesis,
    /// Create emission's state and pools.
    InitializeEmission {
        /// When the first epoch begins.
        start: Start,
        /// The schedule.
        preset: Preset,
    },
    /// Make the account of a price, on a local chain.
    CreateFeed {
        /// Its field in the file.
        feed: String,
    },
    /// Publish the first price, on a local chain.
    PublishPrice {
        /// Its field in the file.
        feed: String,
        /// Micro-dollars.
        price: u64,
    },
    /// Create iosd's state and the IOSD mint.
    InitializeIosd,
    /// Make a dollar mint, on a local chain.
    CreateDollar {
        /// Its name in the file.
        name: String,
    },
    /// Open the buy-and-burn vault of a dollar mint.
    ListVault {
        /// Its name in the file.
        name: String,
    },
    /// Create registry's config and class book.
    InitializeRegistry,
    /// Add a GPU class.
    AddClass {
        /// 0 to 31.
        id: u16,
        /// Its name.
        name: String,
        /// Micro-dollars per GPU-hour.
        price: u64,
    },
    /// Create job-escrow's config, which lists IOSD.
    InitializeEscrow,
    /// List a dollar mint.
    ListMint {
        /// Its index in job-escrow.
        index: u8,
        /// Its name in the file.
        name: String,
    },
    /// Open shards of a mint, one transaction.
    OpenShards {
        /// The mint's index in job-escrow.
        index: u8,
        /// Its name.
        name: String,
        /// Which shards.
        numbers: Vec<u8>,
    },
    /// Make the address lookup table and record where it is.
    CreateLookupTable,
    /// Append addresses to the lookup table, one transaction.
    ExtendLookupTable {
        /// Those it lacks.
        addresses: Vec<Pubkey>,
    },
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deploy { program, id, bytes } => {
                write!(f, "deploy {program} ({bytes} bytes) at {id}")
            }
            Self::InitializeIoToken => {
                f.write_str("create the IO mint, its config and the vesting vault")
            }
            Self::Allocate {
                indices,
                of,
                amount,
            } => write!(
                f,
                "allocate grants {} to {} of {of} ({} IO)",
                indices.start + 1,
                indices.end,
                io(*amount)
            ),
            Self::SealGenesis => {
                write!(f, "seal the genesis, which mints {} IO", io(GENESIS_SUPPLY))
            }
            Self::InitializeEmission { start, preset } => {
                write!(f, "start emission, schedule {}, ", preset_name(*preset))?;
                match start {
                    Start::Now => f.write_str("now"),
                    Start::At(at) => write!(f, "at {at} (unix seconds)"),
                }
            }
            Self::CreateFeed { feed } => write!(f, "make the price account of {feed}"),
            Self::PublishPrice { feed, price } => {
                write!(
                    f,
                    "publish the first price of {feed}, {} dollars",
                    dollars(*price)
                )
            }
            Self::InitializeIosd => f.write_str("create IOSD"),
            Self::CreateDollar { name } => write!(f, "make the mint {name}"),
            Self::ListVault { name } => write!(f, "open the buy-and-burn vault of {name}"),
            Self::InitializeRegistry => f.write_str("create the registry and its class book"),
            Self::AddClass { id, name, price } => write!(
                f,
                "add GPU class {id}, {name}, at {} dollars an hour",
                dollars(*price)
            ),
            Self::InitializeEscrow => f.write_str("create job-escrow's config"),
            Self::ListMint { index, name } => write!(f, "list {name} as mint {index}"),
            Self::OpenShards { name, numbers, .. } => {
                let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
                write!(f, "open shards {} of {name}", numbers.join(", "))
            }
            Self::CreateLookupTable => f.write_str("make the address lookup table"),
            Self::ExtendLookupTable { addresses } => {
                write!(f, "put {} addresses into the lookup table", addresses.len())
            }
        }
    }
}

/// The preset as files have it.
pub(crate) fn preset_name(preset: Preset) -> &'static str {
    match preset {
        Preset::Official => "official",
        Preset::Literal => "literal",
    }
}
