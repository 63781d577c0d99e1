//! Commands about operators, devices, clients and GPU classes.

use clap::{ArgGroup, Args, Subcommand, ValueEnum};
use solana_pubkey::Pubkey;

use super::parse::Hex32;
use crate::amounts::parse_dollars;

#[derive(Debug, Subcommand)]
pub enum ClassCommand {
    /// The GPU classes and what an hour costs now
    List,
    /// Move a class's price, at most 5 % a day. The wallet is registry's price manager
    SetPrice {
        /// Id or name of the class
        class: String,
        /// Dollars per GPU-hour
        #[arg(value_parser = parse_dollars, value_name = "DOLLARS")]
        price: u64,
    },
}

#[derive(Debug, Subcommand)]
pub enum OperatorCommand {
    /// Register the wallet as an operator
    Register {
        #[command(flatten)]
        terms: OperatorTerms,
        /// Who referred you: an address or the name of a wallet. Fixed for ever
        #[arg(long)]
        referrer: Option<String>,
    },
    /// An operator's terms, reputation, hired GPUs and bond
    Status {
        /// An address or the name of a wallet [default: the wallet]
        owner: Option<String>,
    },
    /// Change the terms for new claims; what is not named stays
    Set(OperatorChanges),
    /// Take no new jobs; running ones go on
    Drain,
    /// Take new jobs again
    Resume,
}

/// What an operator decides.
#[derive(Debug, Clone, Args)]
pub struct OperatorTerms {
    /// Your part in the deposit's token, basis points, 3,000 to 9,000; the rest in compute points
    #[arg(long, default_value_t = 7_000)]
    pub usd_bps: u16,
    /// Your stakers' part, basis points, 100 to 300
    #[arg(long, default_value_t = 200)]
    pub staker_bps: u16,
    /// Accepted mints by index, 0 is IOSD
    #[arg(long, value_delimiter = ',', default_value = "0,1", value_parser = clap::value_parser!(u8).range(0..8))]
    pub mints: Vec<u8>,
    /// Least reputation of clients, 0 to 10,000
    #[arg(long, default_value_t = 0)]
    pub min_client_reputation: u16,
    /// The longest job, hours; 0 for no limit
    #[arg(long, default_value_t = 0)]
    pub max_hours: u32,
}

/// Terms to change.
#[derive(Debug, Clone, Args)]
#[command(group(ArgGroup::new("change").required(true).multiple(true)))]
pub struct OperatorChanges {
    /// As `register` has it
    #[arg(long, group = "change")]
    pub usd_bps: Option<u16>,
    /// As `register` has it; a cut takes 14 days
    #[arg(long, group = "change")]
    pub staker_bps: Option<u16>,
    /// As `register` has it
    #[arg(long, group = "change", value_delimiter = ',', value_parser = clap::value_parser!(u8).range(0..8))]
    pub mints: Option<Vec<u8>>,
    /// As `register` has it
    #[arg(long, group = "change")]
    pub min_client_reputation: Option<u16>,
    /// As `register` has it
    #[arg(long, group = "change")]
    pub max_hours: Option<u32>,
}

const ROTATE_EXAMPLE: &str = "Example:
  ionet wallet new gpu-2
  ionet -k me device rotate OLD-ADDRESS gpu-2

Claims know their lead device, not its next key: with --force a claim that it leads gets no more \
heartbeats and no result. It is paid up to its last heartbeat and reaped 30 minutes later, which \
counts against your reputation; a claim that has not started forfeits a part of its bond.";

#[derive(Debug, Subcommand)]
pub enum DeviceCommand {
    /// Register a device; its key signs too
    Register {
        /// The device's key: a file or the name of a wallet
        #[arg(long, value_name = "FILE|NAME")]
        device: String,
        #[command(flatten)]
        hardware: Hardware,
        #[command(flatten)]
        details: Details,
    },
    /// Change what a device says about itself
    Update {
        /// The device's key: a file or the name of a wallet
        #[arg(long, value_name = "FILE|NAME")]
        device: String,
        #[command(flatten)]
        details: Details,
        /// It takes no work
        #[arg(long)]
        unavailable: bool,
    },
    /// The devices of an operator
    List {
        /// An address or the name of a wallet [default: the wallet]
        owner: Option<String>,
    },
    /// Give a device a new key, which signs too. Refused while the device works for a claim
    #[command(after_help = ROTATE_EXAMPLE)]
    Rotate {
        /// The device's present key
        old: Pubkey,
        /// The new key: a file or the name of a wallet
        new: String,
        /// Even while it works for a claim, whose heartbeats then end. For a stolen key
        #[arg(long)]
        force: bool,
    },
    /// Take a device off the network; its rent comes back. Refused while it works for a claim
    Revoke {
        /// The device's key
        device: Pubkey,
        /// Even while it works for a claim, whose heartbeats then end. For a stolen key
        #[arg(long)]
        force: bool,
    },
}

/// What a device is.
#[derive(Debug, Clone, Args)]
pub struct Hardware {
    /// Id or name of the GPUs' class
    #[arg(long)]
    pub class: String,
    /// How many GPUs, 1 to 64
    #[arg(long, default_value_t = 1)]
    pub gpus: u16,
    /// VRAM of each GPU, MiB [default: the class's]
    #[arg(long)]
    pub vram_mib: Option<u32>,
    /// Hash of the hardware's ids and a salt of yours, 64 hexadecimal digits [default: random]
    #[arg(long = "hardware-hash", value_name = "HASH")]
    pub salted_hash: Option<Hex32>,
}

/// What a device says about itself.
#[derive(Debug, Clone, Args)]
pub struct Details {
    /// Region, from 1; 0 does not tell
    #[arg(long, default_value_t = 0)]
    pub region: u16,
    /// Connectivity tier
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=4))]
    pub connectivity: u8,
    /// Latency tier: a higher one is quicker
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=4))]
    pub latency: u8,
    /// Security tier
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=4))]
    pub security: u8,
    /// What it serves
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_value = "general,inference,training"
    )]
    pub purposes: Vec<Purpose>,
}

/// Purposes of jobs and devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Purpose {
    /// Anything
    General,
    /// Answering requests
    Inference,
    /// Training models
    Training,
}

impl Purpose {
    /// As programs store them: a bit each.
    pub fn bits(purposes: &[Self]) -> u8 {
        purposes.iter().fold(0, |bits, purpose| {
            bits | match purpose {
                Self::General => 1,
                Self::Inference => 2,
                Self::Training => 4,
            }
        })
    }
}

#[derive(Debug, Subcommand)]
pub enum ClientCommand {
    /// Register the wallet as a client
    Register {
        /// Who referred you: an address or the name of a wallet. Fixed for ever
        #[arg(long)]
        referrer: Option<String>,
    },
    /// A client's reputation and number of jobs
    Status {
        /// An address or the name of a wallet [default: the wallet]
        owner: Option<String>,
    },
}
