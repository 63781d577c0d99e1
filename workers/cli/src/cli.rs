//! What can be typed.

mod job;
mod money;
mod parse;
mod post;
mod registry;
mod worker;

use std::{path::PathBuf, time::Duration};

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use ionet_client::Cluster;
use ionet_core::emission::Preset;
use solana_commitment_config::CommitmentConfig;

use crate::{
    amounts::{parse_dollars, parse_io, parse_sol},
    plot::PlotTarget,
};
pub use job::{ExtendArgs, JobCommand};
pub use money::{IosdCommand, OracleCommand};
pub use parse::{Hex32, Months};
use parse::{duration, unix_time};
pub use post::{FilterArgs, PartialFill, PostArgs};
pub use registry::{
    ClassCommand, ClientCommand, Details, DeviceCommand, Hardware, OperatorChanges,
    OperatorCommand, OperatorTerms, Purpose,
};
pub use worker::{HomeArgs, InitArgs, WorkerCommand};

/// The network's command line.
#[derive(Debug, Parser)]
#[command(name = "ionet", version, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// Cluster: localnet, devnet, mainnet-beta, or the address of an RPC server
    #[arg(
        short,
        long,
        global = true,
        env = "IONET_URL",
        default_value = "localnet"
    )]
    pub url: Cluster,
    /// Keypair that signs and pays: a file as `solana-keygen` writes it, or the name of a wallet.
    /// By default `id.json` in ionet's config folder, else `~/.config/solana/id.json`
    #[arg(
        short,
        long,
        global = true,
        env = "IONET_KEYPAIR",
        value_name = "FILE|NAME"
    )]
    pub keypair: Option<String>,
    /// Print JSON, one object per command
    #[arg(long, global = true)]
    pub json: bool,
    /// Do not ask before moving money
    #[arg(short, long, global = true)]
    pub yes: bool,
    /// Simulate, print the amounts, send nothing
    #[arg(long, global = true)]
    pub dry_run: bool,
    /// How settled a transaction must be before it counts
    #[arg(long, global = true, value_enum, default_value_t = Commitment::Confirmed)]
    pub commitment: Commitment,
}

/// Solana's commitment levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Commitment {
    /// Executed by the node asked
    Processed,
    /// Voted for by a supermajority
    Confirmed,
    /// Can no longer be rolled back
    Finalized,
}

impl From<Commitment> for CommitmentConfig {
    fn from(commitment: Commitment) -> Self {
        match commitment {
            Commitment::Processed => Self::processed(),
            Commitment::Confirmed => Self::confirmed(),
            Commitment::Finalized => Self::finalized(),
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a local chain with the network on it
    Localnet(LocalnetArgs),
    /// Deploy the programs and run the genesis that a file describes, on any cluster.
    /// Does only what is missing
    Migrate {
        /// The migration file; its cluster is used unless --url names another
        #[arg(default_value = "migrations/localnet.toml")]
        file: PathBuf,
    },
    /// Keypairs, balances, SOL for testing
    #[command(subcommand)]
    Wallet(WalletCommand),
    /// Advance whatever is due, for ever; anyone may run one
    Keeper(KeeperArgs),
    /// Supply of IO: cap, minted, burned, circulating, pools
    Supply,
    /// The emission schedule and its state
    #[command(subcommand)]
    Emission(EmissionCommand),
    /// Genesis grants: what is unlocked, what can be claimed
    #[command(subcommand)]
    Vesting(VestingCommand),
    /// The price of IO
    #[command(subcommand)]
    Oracle(OracleCommand),
    /// IOSD, dollars of compute: minted by burning IO
    #[command(subcommand)]
    Iosd(IosdCommand),
    /// GPU classes and their prices
    #[command(subcommand)]
    Class(ClassCommand),
    /// Operators, who own GPUs
    #[command(subcommand)]
    Operator(OperatorCommand),
    /// Devices of operators
    #[command(subcommand)]
    Device(DeviceCommand),
    /// Clients, who hire GPUs
    #[command(subcommand)]
    Client(ClientCommand),
    /// Jobs: post, claim, run, settle, close
    #[command(subcommand)]
    Job(JobCommand),
    /// The worker: this machine, offered to the network
    #[command(subcommand)]
    Worker(WorkerCommand),
    /// What job-escrow has booked for a wallet
    Rewards {
        /// An address or the name of a wallet [default: the wallet]
        owner: Option<String>,
    },
    /// Withdraw what job-escrow owes the wallet
    Withdraw {
        /// Index of the mint; 0 is IOSD
        #[arg(default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..8))]
        mint: u8,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct LocalnetArgs {
    #[command(subcommand)]
    pub command: Option<LocalnetCommand>,
    #[command(flatten)]
    pub run: RunArgs,
}

#[derive(Debug, Subcommand)]
pub enum LocalnetCommand {
    /// Move a running local chain forward in time
    Warp(WarpArgs),
    /// Stand in for staking and verifiers: say what an operator has staked, and which GPUs are
    /// verified. The wallet is the upgrade authority of local-stand-in
    Verify(VerifyArgs),
    /// Stand in for verifiers who ran a job again: say who is right about a claim, or which result
    /// of a replicated job is. The wallet is the upgrade authority of local-stand-in
    Verdict(VerdictArgs),
    /// Give somebody dollars of a mint whose issuer is a wallet here
    Dollars {
        /// Dollars, up to 6 decimals
        #[arg(value_parser = parse_dollars, value_name = "DOLLARS")]
        micro_dollars: u64,
        /// Who gets them: an address or the name of a wallet [default: the wallet]
        #[arg(long)]
        to: Option<String>,
        /// Index of the mint
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..8))]
        mint: u8,
    },
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("verdict").required(true)))]
pub struct VerdictArgs {
    /// The job's address, or its number among the wallet's jobs
    pub job: String,
    /// The right result of a replicated job, 64 hexadecimal digits
    #[arg(long, value_name = "HASH", group = "verdict")]
    pub result_hash: Option<Hex32>,
    /// Who is right about a claim
    #[arg(long, value_enum, group = "verdict")]
    pub right: Option<Side>,
    /// Whose claim: an address or the name of a wallet [default: the only one]
    #[arg(long, conflicts_with = "result_hash")]
    pub operator: Option<String>,
}

/// The sides of a dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Side {
    /// The result stands
    Operator,
    /// It does not
    Client,
}

#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// An address or the name of a wallet
    pub operator: String,
    /// Id or name of the GPUs' class
    #[arg(long)]
    pub class: String,
    /// How many GPUs
    #[arg(long, default_value_t = 1)]
    pub gpus: u32,
    /// What it has staked, IO
    #[arg(long, value_name = "IO", default_value = "1000", value_parser = parse_io)]
    pub stake: u64,
}

#[derive(Debug, Args)]
pub struct RunArgs {
    /// Keep the chain in this folder over graceful stops (in memory without it)
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
    /// Port of JSON-RPC; 0 picks free ports
    #[arg(long, value_name = "PORT", default_value_t = ionet_localnet::DEFAULT_RPC_PORT)]
    pub rpc_port: u16,
    /// Port of the WebSocket [default: the one after JSON-RPC's]
    #[arg(long, value_name = "PORT")]
    pub ws_port: Option<u16>,
    /// Go this far forward in time once the network is up, e.g. 30days
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    pub warp: Option<Duration>,
    /// Folder of the built programs [default: target/deploy of the repository]
    #[arg(long, value_name = "DIR")]
    pub programs: Option<PathBuf>,
    /// Genesis file [default: migrations/localnet.toml of the repository]
    #[arg(long, value_name = "FILE")]
    pub genesis: Option<PathBuf>,
    /// Do not advance epochs
    #[arg(long)]
    pub no_keeper: bool,
    /// Print the addresses only
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct WarpArgs {
    /// How far forward, e.g. `1h`, `30days`, `1year 2months`
    #[arg(value_parser = duration)]
    pub duration: Option<Duration>,
    /// A time to go to, RFC 3339, e.g. 2027-01-01T00:00:00Z
    #[arg(long, value_name = "RFC3339", value_parser = unix_time)]
    pub to: Option<i64>,
}

#[derive(Debug, Subcommand)]
pub enum WalletCommand {
    /// Make a keypair; without a name, the default one
    New {
        /// A name: lower-case letters, digits and dashes
        name: Option<String>,
        /// Write the keypair to this file instead
        #[arg(long, value_name = "FILE", conflicts_with = "name")]
        out: Option<PathBuf>,
    },
    /// Show the wallet's address, or all wallets with --all
    Show {
        /// All named wallets
        #[arg(long)]
        all: bool,
    },
    /// Ask the cluster's faucet for SOL (not on mainnet-beta)
    Airdrop {
        /// SOL, up to 9 decimals
        #[arg(value_parser = parse_sol, value_name = "SOL")]
        lamports: u64,
        /// Who gets it: an address or the name of a wallet [default: the wallet]
        #[arg(long)]
        to: Option<String>,
    },
    /// SOL and IO of an address or wallet
    Balance {
        /// An address or the name of a wallet [default: the wallet]
        owner: Option<String>,
    },
}

#[derive(Debug, Args)]
pub struct KeeperArgs {
    /// Advance what is due now, then exit
    #[arg(long)]
    pub once: bool,
    /// Seconds between two looks at the chain
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub interval: u64,
}

#[derive(Debug, Subcommand)]
pub enum EmissionCommand {
    /// Where the schedule stands, what is due, what the pools hold
    Status,
    /// Mint the epochs that are due
    Advance {
        /// At most this many epochs [default: all that are due]
        #[arg(long, value_parser = clap::value_parser!(u64).range(1..))]
        epochs: Option<u64>,
    },
    /// The schedule month by month; pure arithmetic, asks no chain
    Schedule(ScheduleArgs),
}

#[derive(Debug, Args)]
pub struct ScheduleArgs {
    /// Which months: the first N, or FIRST..LAST, within 1 to 244
    #[arg(long, value_name = "N|FIRST..LAST", default_value = "240")]
    pub months: Months,
    /// Which decay
    #[arg(long, value_enum, default_value_t = PresetArg::Official)]
    pub preset: PresetArg,
    /// Draw the supply instead: `terminal` or `svg:PATH`
    #[arg(long, value_name = "terminal|svg:PATH")]
    pub plot: Option<PlotTarget>,
}

/// The emission presets by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PresetArg {
    /// Factor 0.989849199 a month: 300M IO in 240 months
    Official,
    /// 1.02 % less each month, taken literally: 300M IO in 244 months
    Literal,
}

impl From<PresetArg> for Preset {
    fn from(preset: PresetArg) -> Self {
        match preset {
            PresetArg::Official => Self::Official,
            PresetArg::Literal => Self::Literal,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum VestingCommand {
    /// All grants, or those of one beneficiary
    List {
        /// An address or the name of a wallet
        #[arg(long)]
        beneficiary: Option<String>,
    },
    /// Claim what is unlocked to the wallet's IO account
    Claim {
        /// Number of the grant, as `list` shows it
        index: u32,
    },
}

#[cfg(test)]
mod tests;
