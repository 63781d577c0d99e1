//! Commands about this machine as a worker.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::registry::{Details, OperatorTerms};
use crate::amounts::parse_sol;

#[derive(Debug, Subcommand)]
pub enum WorkerCommand {
    /// Make the worker's folder and key, look at the hardware, register operator and device.
    /// Does only what is missing; the owner's wallet (--keypair) is needed here only
    Init(InitArgs),
    /// Check everything that running jobs needs, with a real kernel in the real sandbox
    Doctor(HomeArgs),
}

/// Which worker.
#[derive(Debug, Clone, Args)]
pub struct HomeArgs {
    /// The worker's folder [default: ~/.local/share/ionet/worker]
    #[arg(long, value_name = "DIR", env = "IONET_WORKER_HOME")]
    pub home: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct InitArgs {
    #[command(flatten)]
    pub home: HomeArgs,
    /// How many cards to offer [default: all of the first one's class]
    #[arg(long)]
    pub gpus: Option<u16>,
    /// The least that the device's key shall have, SOL
    #[arg(long, value_name = "SOL", default_value = "0.1", value_parser = parse_sol)]
    pub fund: u64,
    /// Where specs of jobs are found: file:, http:, https: or s3: addresses of folders
    #[arg(
        long = "spec-store",
        value_name = "ADDRESS",
        env = "IONET_SPEC_STORE",
        value_delimiter = ','
    )]
    pub spec_stores: Vec<String>,
    #[command(flatten)]
    pub terms: OperatorTerms,
    #[command(flatten)]
    pub details: Details,
}
