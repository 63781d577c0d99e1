//! The half of the agent that does the work on this machine.
//!
//! [`Runner`] is all that the other half sees of it; [`LocalRunner`] is the one there is. Every
//! step can be tried again, and what it has done is found again after a restart: in the job's
//! folder, and in the sandbox's own.

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

pub use admit::Refusal;
pub use config::{GpuSlot, RunnerConfig, RunnerSettings};
pub use files::{FilesError, JobFiles, JobStatus, LogPart, OutputFile, Stage};
pub use keep::Swept;
pub use local::{LocalRunner, RunnerError};
pub use secrets::SecretsError;
pub use upload::Upload;

/// Does the work of a lease.
pub trait Runner: Send + Sync {
    /// Spec and inputs are there and verified afterwards. Again is no error.
    fn prepare(&self, lease: &Lease) -> impl Future<Output = Result<(), PrepareError>> + Send;

    /// Starts the process. One that runs already is left alone; one that has ended is started
    /// anew.
    fn launch(&self, lease: &Lease) -> impl Future<Output = Result<(), RunError>> + Send;

    /// How the process fares. Re-attaches by the persisted handle.
    fn process(&self, lease: &Lease) -> impl Future<Output = Result<Process, RunError>> + Send;

    /// Ends the whole tree of processes. Again is no error.
    fn stop(&self, lease: &Lease) -> impl Future<Output = Result<(), RunError>> + Send;

    /// The hash of the result, from outputs that are kept.
    fn collect(&self, lease: &Lease) -> impl Future<Output = Result<[u8; 32], RunError>> + Send;

    /// Removes what the lease leaves on this machine. Again is no error.
    fn forget(&self, lease: &Lease) -> impl Future<Output = Result<(), RunError>> + Send;
}

/// Why a lease cannot be prepared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrepareError {
    /// It may work later: a store is silent, secrets have not come, every GPU is taken.
    #[error("{0}; it is tried again")]
    Passing(String),
    /// It will not work on this machine.
    #[error("{0}")]
    Final(String),
}

/// Why a step about a lease's process did not work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// It may work later.
    #[error("{0}; it is tried again")]
    Passing(String),
    /// The lease has no result to deliver.
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
