//! Commands about jobs and what they earn.

use std::{path::PathBuf, time::Duration};

use clap::{ArgGroup, Args, Subcommand};
use ionet_job_spec::Source;
use solana_pubkey::Pubkey;

use super::parse::{Hex32, duration};
use super::post::PostArgs;
use crate::amounts::parse_dollars;

const POST_EXAMPLE: &str = "Examples:
  ionet -k me job post --class \"H100 80GB\" --gpus 8 --granule 8 --for 12h --spec-hash HASH
  ionet -k me job post --class 4 --for 1h --replicas 3 --spec-hash HASH";
const COMMIT_EXAMPLE: &str = "Example:
  ionet job commit JOB --device gpu-1 --result-hash HASH

Run again it commits the same: the salt of a result is made once. Back up the folder it names, \
beside the wallets, until you have revealed.";
const REVEAL_EXAMPLE: &str = "Example:
  ionet -k gpu-1 job reveal JOB";
const DECIDE_EXAMPLE: &str = "Example:
  ionet job decide JOB";
const EXTEND_EXAMPLE: &str = "Examples:
  ionet -k me job extend 0 --to 3h        # it has 3 hours in all; run again it buys nothing more
  ionet -k me job extend 0 --by 1h        # one hour more, each time
  ionet -k me job extend 0 --to 3h --max-rate 2.50";
const DISPUTE_EXAMPLE: &str = "Examples:
  ionet -k me job dispute 0
  ionet -k me job dispute JOB --operator ADDRESS
  ionet job dispute JOB --by-verdict      # anybody, in an audited job with a verdict";
const RESOLVE_EXAMPLE: &str = "Example:
  ionet job resolve JOB";

#[derive(Debug, Subcommand)]
pub enum JobCommand {
    /// Check a job's file, TOML or JSON, and print the hash to post it with
    Check {
        /// The file
        file: PathBuf,
        /// Put it where agents look for jobs: a folder of an object store, like `s3://bucket/jobs`
        #[arg(long, value_name = "ADDRESS")]
        publish: Option<Source>,
    },
    /// Print the JSON Schema of a job's file, for editors
    Schema,
    /// Post a job with its deposit. The wallet is the client
    #[command(after_help = POST_EXAMPLE)]
    Post(Box<PostArgs>),
    /// The open jobs of a client
    List {
        /// An address or the name of a wallet [default: the wallet]
        client: Option<String>,
    },
    /// A job and its claims, and what can be done next, by whom and until when
    Get {
        /// Its address, or its number among the wallet's jobs
        job: String,
    },
    /// Seal a job's race, a slot after it was posted; anybody may
    Seal {
        /// Its address, or its number among the wallet's jobs
        job: String,
    },
    /// Take slots of a job for an operator; waits for its turn in the race
    Claim {
        /// The job's address
        job: String,
        #[command(flatten)]
        device: DeviceKey,
        /// How many GPUs [default: the fewest that the job takes]
        #[arg(long)]
        gpus: Option<u32>,
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
        /// How many of the device's GPUs [default: all that the claim still needs]
        #[arg(long)]
        gpus: Option<u32>,
    },
    /// Say that a claim's GPUs work, at least every 15 minutes. The key is the lead device's
    Heartbeat {
        /// The job's address
        job: String,
        #[command(flatten)]
        device: DeviceKey,
        /// How many GPUs work [default: all of the claim]
        #[arg(long)]
        alive: Option<u32>,
    },
    /// Deliver a claim's result. The key is the lead device's. In a replicated job: `commit`
    Complete {
        /// The job's address
        job: String,
        #[command(flatten)]
        device: DeviceKey,
        /// How many GPUs work [default: all of the claim]
        #[arg(long)]
        alive: Option<u32>,
        /// Hash of the result, 64 hexadecimal digits
        #[arg(long, value_name = "HASH")]
        result_hash: Hex32,
    },
    /// End a replica with a commitment to its result. The key is the lead device's.
    /// The salt is kept, for `reveal`, before anything is sent
    #[command(after_help = COMMIT_EXAMPLE)]
    Commit {
        /// The job's address
        job: String,
        #[command(flatten)]
        device: DeviceKey,
        /// How many GPUs work [default: all of the claim]
        #[arg(long)]
        alive: Option<u32>,
        /// Hash of the result, 64 hexadecimal digits
        #[arg(long, value_name = "HASH")]
        result_hash: Hex32,
    },
    /// Reveal what replicas committed to on this machine, in the hour after the last one has
    #[command(after_help = REVEAL_EXAMPLE)]
    Reveal {
        /// The job's address
        job: String,
        /// Only this operator's replica: an address or the name of a wallet
        #[arg(long)]
        operator: Option<String>,
    },
    /// Decide which replicas are paid; anybody may
    #[command(after_help = DECIDE_EXAMPLE)]
    Decide {
        /// Its address, or its number among the wallet's jobs
        job: String,
        /// Only this operator's replica: an address or the name of a wallet
        #[arg(long)]
        operator: Option<String>,
    },
    /// Buy more time for every GPU, at the quote of now. The wallet is the client
    #[command(after_help = EXTEND_EXAMPLE)]
    Extend(ExtendArgs),
    /// Dispute what is held back of a claim, within 15 minutes after its end was recorded. The
    /// wallet is the client, who puts down 5 % of it, at least 1 dollar
    #[command(after_help = DISPUTE_EXAMPLE)]
    Dispute {
        /// Its address, or its number among the wallet's jobs
        job: String,
        /// Whose claim: an address or the name of a wallet [default: the only one]
        #[arg(long)]
        operator: Option<String>,
        /// By the verifiers' verdict in an audited job, without a bond; anybody may
        #[arg(long)]
        by_verdict: bool,
    },
    /// End disputes by a verdict, or by their deadline; anybody may
    #[command(after_help = RESOLVE_EXAMPLE)]
    Resolve {
        /// Its address, or its number among the wallet's jobs
        job: String,
        /// Only this operator's claim: an address or the name of a wallet
        #[arg(long)]
        operator: Option<String>,
    },
    /// End a job. The wallet is the client
    Cancel {
        /// Its address, or its number among the wallet's jobs
        job: String,
    },
    /// Pay the client what no claim can still earn; anybody may once no slot can be claimed
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

/// How much more time is bought.
#[derive(Debug, Clone, Args)]
#[command(group(ArgGroup::new("time").required(true)))]
pub struct ExtendArgs {
    /// Its address, or its number among the wallet's jobs
    pub job: String,
    /// How long it runs in all, e.g. 3h; nothing is bought when it does already
    #[arg(long, value_name = "DURATION", group = "time", value_parser = duration)]
    pub to: Option<Duration>,
    /// How much longer it runs, e.g. 1h; bought anew each time
    #[arg(long, value_name = "DURATION", group = "time", value_parser = duration)]
    pub by: Option<Duration>,
    /// The most it may cost, dollars per GPU-hour [default: 1 % above the present quote]
    #[arg(long, value_parser = parse_dollars, value_name = "DOLLARS")]
    pub max_rate: Option<u64>,
}
