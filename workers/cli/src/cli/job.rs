//! Commands about jobs and what they earn.

use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};
use solana_pubkey::Pubkey;

use super::parse::{Hex32, duration};
use super::registry::Purpose;
use crate::amounts::parse_dollars;

#[derive(Debug, Subcommand)]
pub enum JobCommand {
    /// Post a job with its deposit. The wallet is the client
    Post(Box<PostArgs>),
    /// The open jobs of a client
    List {
        /// An address or the name of a wallet [default: the wallet]
        client: Option<String>,
    },
    /// A job and its claims
    Get {
        /// Its address, or its number among the wallet's jobs
        job: String,
    },
    /// Seal a job's race; anybody may
    Seal {
        /// Its address, or its number among the wallet's jobs
        job: String,
    },
    /// Take slots of a job for an operator
    Claim {
        /// The job's address
        job: String,
        #[command(flatten)]
        device: DeviceKey,
        /// How many GPUs
        #[arg(long, default_value_t = 1)]
        gpus: u32,
        /// The longest that the operator runs it, e.g. 8h [default: the job's own time]
        #[arg(long, value_parser = duration)]
        at_most: Option<Duration>,
        /// The account that holds the price of IO [default: the local oracle's]
        #[arg(long, value_name = "ADDRESS")]
        price_account: Option<Pubkey>,
    },
    /// Take more slots for a claim that has not started, once the race allows the total. The key is
    /// the lead device's
    Enlarge {
        /// The job's address
        job: String,
        #[command(flatten)]
        device: DeviceKey,
        /// How many GPUs more
        #[arg(long, default_value_t = 1)]
        gpus: u32,
        /// The account that holds the price of IO [default: the local oracle's]
        #[arg(long, value_name = "ADDRESS")]
        price_account: Option<Pubkey>,
    },
    /// Start a host of a claim; with the last one billing begins
    Start {
        /// The job's address
        job: String,
        #[command(flatten)]
        device: DeviceKey,
        /// How many of the device's GPUs
        #[arg(long, default_value_t = 1)]
        gpus: u32,
    },
    /// Say that a claim's GPUs work, at least every 15 minutes. The key is the lead device's
    Heartbeat {
        /// The job's address
        job: String,
        #[command(flatten)]
        device: DeviceKey,
        /// How many GPUs of the claim
        #[arg(long, default_value_t = 1)]
        alive: u32,
    },
    /// Deliver a claim's result. The key is the lead device's
    Complete {
        /// The job's address
        job: String,
        #[command(flatten)]
        device: DeviceKey,
        /// How many GPUs of the claim
        #[arg(long, default_value_t = 1)]
        alive: u32,
        /// Hash of the result, 64 hexadecimal digits
        #[arg(long, value_name = "HASH")]
        result_hash: Hex32,
    },
    /// End a job. The wallet is the client
    Cancel {
        /// Its address, or its number among the wallet's jobs
        job: String,
    },
    /// Pay the client what no claim can still earn; anybody may once the job has ended
    Refund {
        /// Its address, or its number among the wallet's jobs
        job: String,
    },
    /// Book what the claims of a job earned; anybody may
    Settle {
        /// Its address, or its number among the wallet's jobs
        job: String,
        /// The account that holds the price of the job's mint [default: the local oracle's]
        #[arg(long, value_name = "ADDRESS")]
        price_account: Option<Pubkey>,
    },
    /// Close a settled job and its claims; whoever does gets the bounty
    Close {
        /// Its address, or its number among the wallet's jobs
        job: String,
    },
}

/// The key that signs for a device.
#[derive(Debug, Clone, Args)]
pub struct DeviceKey {
    /// The device's key, which signs and pays: a file or the name of a wallet
    #[arg(long, value_name = "FILE|NAME")]
    pub device: String,
}

/// What a job is.
#[derive(Debug, Clone, Args)]
pub struct PostArgs {
    /// Id or name of the GPUs' class
    #[arg(long)]
    pub class: String,
    /// GPUs, of one replica
    #[arg(long, default_value_t = 1)]
    pub gpus: u32,
    /// GPUs that must sit on one host
    #[arg(long, default_value_t = 1)]
    pub granule: u16,
    /// How long it runs, e.g. 1h
    #[arg(long = "for", value_name = "DURATION", value_parser = duration)]
    pub runs: Duration,
    /// Index of the mint it is paid in; 0 is IOSD
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..8))]
    pub mint: u8,
    /// The most it may cost, dollars per GPU-hour [default: 1 % above the present quote]
    #[arg(long, value_parser = parse_dollars, value_name = "DOLLARS")]
    pub max_rate: Option<u64>,
    /// How long operators may claim it
    #[arg(long, default_value = "10m", value_parser = duration)]
    pub claim_within: Duration,
    /// How long an operator has to start
    #[arg(long, default_value = "10m", value_parser = duration)]
    pub start_within: Duration,
    /// How often the whole job runs, to compare results: 1, 3 or 5
    #[arg(long, default_value_t = 1)]
    pub replicas: u8,
    /// Verifiers run a sample again
    #[arg(long, conflicts_with = "replicas")]
    pub audit: bool,
    /// The same spec always gives the same bytes, so that results can be disputed
    #[arg(long)]
    pub deterministic: bool,
    /// When not all GPUs are claimed in time
    #[arg(long, value_enum, default_value_t = PartialFill::Keep)]
    pub partial_fill: PartialFill,
    /// Hash of the signed spec, 64 hexadecimal digits
    #[arg(long, value_name = "HASH")]
    pub spec_hash: Hex32,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Pay the client's own stake no regard
    #[arg(long)]
    pub without_stake: bool,
}

/// What is asked of operators and devices.
#[derive(Debug, Clone, Args)]
pub struct FilterArgs {
    /// Region; 0 is any
    #[arg(long, default_value_t = 0)]
    pub region: u16,
    /// Least VRAM of a GPU, MiB
    #[arg(long, default_value_t = 0)]
    pub min_vram_mib: u32,
    /// Least reputation of the operator, 0 to 10,000
    #[arg(long, default_value_t = 0)]
    pub min_reputation: u16,
    /// Least connectivity tier
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=4))]
    pub min_connectivity: u8,
    /// Least latency tier
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=4))]
    pub min_latency: u8,
    /// Least security tier
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=4))]
    pub min_security: u8,
    /// What devices must serve; any of these
    #[arg(long, value_enum, value_delimiter = ',')]
    pub purposes: Vec<Purpose>,
}

/// What happens to a job that is not fully claimed at its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PartialFill {
    /// Run what was claimed, refund the rest
    Keep,
    /// Go on waiting
    Wait,
    /// End it
    Fail,
}

impl PartialFill {
    /// As programs store it.
    pub fn code(self) -> u8 {
        match self {
            Self::Keep => 0,
            Self::Wait => 1,
            Self::Fail => 2,
        }
    }
}
