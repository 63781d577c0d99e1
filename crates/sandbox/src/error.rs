//! What can go wrong before a job runs, or about it. What a job does wrong is in its outcome.

use std::io;

use crate::Layer;

/// Why a sandbox could not be prepared, started, asked or ended.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// A field of the sandbox is not acceptable.
    #[error("{field}: {problem}; accepted: {accepted}")]
    Invalid {
        /// The field, as it is written in the specification, with its index.
        field: String,
        /// What is wrong with it.
        problem: String,
        /// What would be accepted.
        accepted: String,
    },
    /// This machine cannot isolate in a way that is required always, or by this job.
    #[error("this machine cannot give {layer}: {reason}. {cure}")]
    Unavailable {
        /// The layer.
        layer: Layer,
        /// What the kernel said.
        reason: String,
        /// What the operator can do.
        cure: &'static str,
    },
    /// The sandbox could not be built or the program not started in it.
    #[error("the sandbox did not start: {stage}: {detail}")]
    Launch {
        /// The step that failed.
        stage: String,
        /// What was said.
        detail: String,
    },
    /// The sandbox of this handle was started before. Attach to it.
    #[error("sandbox {0} was started before; attach to it")]
    AlreadyStarted(String),
    /// The sandbox of this handle is not running: nothing to signal or to measure.
    #[error("sandbox {0} is not running")]
    NotRunning(String),
    /// The monitor died without an outcome (the machine went down, or somebody killed it). Its
    /// processes are dead and its outputs gone.
    #[error("sandbox {0} was lost: its monitor died without an outcome")]
    Lost(String),
    /// The handle is another driver's.
    #[error("handle of the driver {found:?}; this is the driver {expected:?}")]
    ForeignHandle {
        /// The driver in the handle.
        found: String,
        /// This driver.
        expected: &'static str,
    },
    /// A file or process of the driver's own could not be used.
    #[error("{what}: {source}")]
    Io {
        /// What was tried.
        what: String,
        /// What the system said.
        source: io::Error,
    },
}

impl SandboxError {
    pub(crate) fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }

    pub(crate) fn invalid(
        field: impl Into<String>,
        problem: impl Into<String>,
        accepted: impl Into<String>,
    ) -> Self {
        Self::Invalid {
            field: field.into(),
            problem: problem.into(),
            accepted: accepted.into(),
        }
    }
}
