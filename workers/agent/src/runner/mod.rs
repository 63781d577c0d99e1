//! What runs jobs on this machine, as the agent's loop knows it, and the [`LocalRunner`] that
//! does. What it has done is found again after a restart: in the job's folder, and in the
//! sandbox's own.

mod admit;
mod config;
mod files;
mod folder;
mod grants;
mod inputs;
mod keep;
mod launch;
mod local;
mod result;
mod secrets;
mod upload;

use std::future::Future;

use crate::lease::{Lease, Process};

pub use config::{GpuSlot, RunnerConfig, RunnerSettings};
pub use files::{FilesError, JobFiles, JobStatus, LogPart, OutputFile, Stage};
pub use keep::Swept;
pub use local::{LocalRunner, RunnerError};
pub use secrets::SecretsError;
pub use upload::Upload;

/// Why spec and inputs are not ready.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrepareError {
    /// It may work later: a server is down, the disk is full.
    #[error("{0}")]
    Passing(String),
    /// It never will: the spec is not what the job's hash says, an input is another.
    #[error("{0}")]
    Final(String),
}

/// Why something about a process did not work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// It may work later.
    #[error("{0}")]
    Passing(String),
    /// This lease has no result to deliver and never will: the program failed, or what it left is
    /// not what its spec says.
    #[error("{0}")]
    Final(String),
}

/// Why this machine does not take a job.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It may later: the spec is not in any store yet, something is used by another job.
    #[error("{0}")]
    Passing(String),
    /// It never will: the spec asks for what the machine lacks.
    #[error("{0}")]
    Final(String),
}

impl From<PrepareError> for RunError {
    fn from(error: PrepareError) -> Self {
        match error {
            PrepareError::Passing(cause) => Self::Passing(cause),
            PrepareError::Final(reason) => Self::Final(reason),
        }
    }
}

impl From<PrepareError> for Refusal {
    fn from(error: PrepareError) -> Self {
        match error {
            PrepareError::Passing(cause) => Self::Passing(cause),
            PrepareError::Final(reason) => Self::Final(reason),
        }
    }
}

/// Does what the agent decides. It decides nothing itself: no step is retried, and nothing here
/// knows of the chain.
///
/// Every method can be called again after a crash at any moment.
pub trait Runner: Send + Sync {
    /// Whether this machine can run the job whose spec has this hash on so many GPUs; asked before
    /// the claim.
    fn admit(&self, spec: &[u8; 32], gpus: u32)
    -> impl Future<Output = Result<(), Refusal>> + Send;

    /// Spec and inputs are there and verified afterwards. Again is no error.
    fn prepare(&self, lease: &Lease) -> impl Future<Output = Result<(), PrepareError>> + Send;

    /// Launches the process.
    fn launch(&self, lease: &Lease) -> impl Future<Output = Result<(), RunError>> + Send;

    /// How the process fares; re-attaches by the handle that is kept on disk.
    fn process(&self, lease: &Lease) -> impl Future<Output = Result<Process, RunError>> + Send;

    /// Stops the process and all that it started. Without a process it is no error.
    fn stop(&self, lease: &Lease) -> impl Future<Output = Result<(), RunError>> + Send;

    /// The result hash; the outputs are kept.
    fn collect(&self, lease: &Lease) -> impl Future<Output = Result<[u8; 32], RunError>> + Send;

    /// Wipes the scratch. Without one it is no error.
    fn forget(&self, lease: &Lease) -> impl Future<Output = Result<(), RunError>> + Send;

    /// Stops and wipes everything whose claim is not among `known`: what a lost journal left.
    fn reconcile(&self, known: &[[u8; 32]]) -> impl Future<Output = Result<(), RunError>> + Send;
}
