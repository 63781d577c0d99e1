//! The terms of a job.

use std::time::Duration;

use clap::{Args, ValueEnum};

use super::parse::{Hex32, duration};
use super::registry::Purpose;
use crate::amounts::parse_dollars;

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
    /// How often the whole job runs, by different operators, to compare results: 1 to 5
    #[arg(long, default_value_t = 1, value_parser = replicas)]
    pub replicas: u8,
    /// Verifiers run a sample again; needs --deterministic
    #[arg(long, conflicts_with = "replicas", requires = "deterministic")]
    pub audit: bool,
    /// The same spec always gives the same bytes, so that results can be disputed
    #[arg(long)]
    pub deterministic: bool,
    /// When not all GPUs are claimed in time [default: keep; fail with --replicas, which needs it]
    #[arg(long, value_enum)]
    pub partial_fill: Option<PartialFill>,
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

fn replicas(text: &str) -> Result<u8, String> {
    match text.parse() {
        Ok(replicas @ 1..=5) => Ok(replicas),
        _ => Err("accepted are 1 (no comparison) and 2 to 5: a strict majority decides".to_owned()),
    }
}
