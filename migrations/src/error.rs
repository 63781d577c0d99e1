//! Why a migration stops, and what to do about it.

use std::fmt;
use std::path::PathBuf;

use ionet_client::ClientError;
use solana_pubkey::Pubkey;
use thiserror::Error;

use crate::FileError;

/// Why a migration stops. Nothing is undone: running it again continues.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum MigrationError {
    /// The file cannot be read.
    #[error("cannot read {path}: {error}", path = path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        error: std::io::Error,
    },
    /// The file holds something it may not.
    #[error(transparent)]
    File(FileError),
    /// A wallet that the file names cannot be used.
    #[error("{field}: {reason}")]
    Wallet {
        /// The field that names it.
        field: String,
        /// Why, and how to make it.
        reason: String,
    },
    /// The file is for other program ids than this build.
    #[error(
        "programs.{name}.id: {path} has {file}, this build is for {built}. Both come from the sources: run \
         `cargo xtask keys`, then build again",
        path = path.display()
    )]
    ProgramId {
        /// The program.
        name: &'static str,
        /// The migration file.
        path: PathBuf,
        /// The id in the file.
        file: Pubkey,
        /// The id in this build.
        built: Pubkey,
    },
    /// A built program cannot be read.
    #[error("programs.{name}.path: {reason}. Build the programs with `cargo xtask build-programs`")]
    Artefact {
        /// The program.
        name: &'static str,
        /// What is wrong with the file.
        reason: String,
    },
    /// A program is to be deployed and its keypair is missing or another one.
    #[error("{name} is not on the cluster and cannot be deployed at {id}: {reason}")]
    ProgramKey {
        /// The program.
        name: &'static str,
        /// Its id.
        id: Pubkey,
        /// Why, and how to get the keypair.
        reason: String,
    },
    /// The cluster does not answer, or not with what was asked for.
    #[error("{doing}: {source}")]
    Read {
        /// What was asked.
        doing: String,
        /// The client's reason.
        source: Box<ClientError>,
    },
    /// The cluster was set up differently; nothing was sent.
    #[error("the cluster is not what {path} describes:{}", Differences(differences), path = path.display())]
    Different {
        /// The migration file.
        path: PathBuf,
        /// Every difference.
        differences: Vec<Difference>,
    },
    /// The admin cannot pay.
    #[error(
        "{admin} has {balance} lamports and deploying takes {needed}: send it the rest (on a local or test \
         cluster `ionet wallet airdrop`)"
    )]
    Funds {
        /// The paying wallet.
        admin: Pubkey,
        /// What it has.
        balance: u64,
        /// What it needs.
        needed: u64,
    },
    /// A transaction was refused or did not arrive.
    #[error("{step}: {source}")]
    Send {
        /// What was being done.
        step: String,
        /// The program's error, or the network's.
        source: Box<ClientError>,
    },
    /// Parts of a program did not arrive.
    #[error(
        "uploading {program}: {missing} of {of} parts did not arrive in {rounds} rounds. What arrived is kept: \
         run the migration again, with a less busy RPC server if it happens again"
    )]
    Upload {
        /// The program.
        program: &'static str,
        /// Parts that are missing.
        missing: usize,
        /// Parts in all.
        of: usize,
        /// How often they were sent.
        rounds: u32,
    },
    /// The account that a program is uploaded into belongs to somebody else.
    #[error(
        "uploading {program}: {buffer} is not a buffer of {admin}. Name another admin, or close that account with \
         its own authority"
    )]
    ForeignBuffer {
        /// The program.
        program: &'static str,
        /// The account.
        buffer: Pubkey,
        /// Who should own it.
        admin: Pubkey,
    },
    /// A step was confirmed and the chain does not show it.
    #[error(
        "{step}: was sent and confirmed, but the cluster does not show it. Its nodes may lag behind each other; \
         run the migration again"
    )]
    NoEffect {
        /// The step.
        step: String,
    },
}

/// One fact that the file and the chain have differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field of the file.
    pub field: String,
    /// What the file has.
    pub file: String,
    /// What the chain has.
    pub chain: String,
    /// What can be done.
    pub remedy: &'static str,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            field,
            file,
            chain,
            remedy,
        } = self;
        write!(
            f,
            "{field}: the file has {file}, the chain {chain}. {remedy}"
        )
    }
}

struct Differences<'a>(&'a [Difference]);

impl fmt::Display for Differences<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|difference| write!(f, "\n  {difference}"))
    }
}
