//! What a place to run jobs has to offer.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use rustix::process::Signal;
use serde::{Deserialize, Serialize};

use crate::launcher::Plan;
use crate::{Outcome, Probe, Sandbox, SandboxError, Usage, Warning};

/// Runs sandboxes. Every call takes a [`Handle`], which the agent persists before [`Driver::spawn`]
/// and which means the same after a restart of the agent.
pub trait Driver: Send + Sync {
    /// The name in this driver's handles.
    fn name(&self) -> &'static str;

    /// What this machine can isolate.
    fn probe(&self) -> &Probe;

    /// Checks `sandbox` against its rules and this machine, and makes the folder that its state,
    /// logs and outputs will be in. Nothing runs yet. A folder left by a preparation that was
    /// never started is taken over.
    ///
    /// # Errors
    /// [`SandboxError::Invalid`] and [`SandboxError::Unavailable`], or
    /// [`SandboxError::AlreadyStarted`].
    fn prepare(&self, id: &SandboxId, sandbox: &Sandbox) -> Result<Prepared, SandboxError>;

    /// Starts it. When this returns the program runs.
    ///
    /// # Errors
    /// [`SandboxError::Launch`] with the step that failed.
    fn spawn(&self, prepared: Prepared) -> Result<(), SandboxError>;

    /// What has become of it, also after a restart of the agent or the machine.
    ///
    /// # Errors
    /// When its folder cannot be read.
    fn attach(&self, handle: &Handle) -> Result<JobState, SandboxError>;

    /// Sends a signal to the program (not to what it started).
    ///
    /// # Errors
    /// [`SandboxError::NotRunning`].
    fn signal(&self, handle: &Handle, signal: Signal) -> Result<(), SandboxError>;

    /// What it has used so far.
    ///
    /// # Errors
    /// [`SandboxError::NotRunning`].
    fn usage(&self, handle: &Handle) -> Result<Usage, SandboxError>;

    /// Waits for its end, for at most `timeout`, and hands over what it logs from `logs` on.
    /// `None` when it still runs.
    ///
    /// # Errors
    /// [`SandboxError::Lost`].
    fn wait(
        &self,
        handle: &Handle,
        timeout: Option<Duration>,
        logs: &mut dyn FnMut(LogChunk<'_>),
    ) -> Result<Option<Outcome>, SandboxError>;

    /// Ends the whole tree of processes and waits until it is gone. Ending what has ended is fine.
    ///
    /// # Errors
    /// [`SandboxError::Lost`].
    fn kill(&self, handle: &Handle) -> Result<Outcome, SandboxError>;

    /// Where its collected outputs are once it has ended.
    fn outputs(&self, handle: &Handle) -> PathBuf;

    /// Deletes its folder: logs, outputs and outcome. Ends it first if it runs.
    ///
    /// # Errors
    /// When the folder cannot be deleted.
    fn remove(&self, handle: &Handle) -> Result<(), SandboxError>;
}

/// Name of a sandbox, unique among those of its driver: 1 to 64 of `a-z`, `0-9`, `-`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SandboxId(String);

impl SandboxId {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SandboxId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for SandboxId {
    type Err = SandboxError;

    fn from_str(text: &str) -> Result<Self, SandboxError> {
        let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if text.is_empty() || text.len() > 64 || !text.bytes().all(known) {
            return Err(SandboxError::invalid(
                "id",
                format!("{text:?} cannot name a sandbox"),
                "1 to 64 of a-z, 0-9 and -",
            ));
        }
        Ok(Self(text.to_owned()))
    }
}

impl From<SandboxId> for String {
    fn from(id: SandboxId) -> Self {
        id.0
    }
}

impl TryFrom<String> for SandboxId {
    type Error = SandboxError;

    fn try_from(text: String) -> Result<Self, SandboxError> {
        text.parse()
    }
}

/// What the agent persists to find a sandbox again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handle {
    /// The driver that understands it.
    pub driver: String,
    /// The sandbox.
    pub id: SandboxId,
    /// The folder of its state, logs and outputs.
    pub dir: PathBuf,
}

/// A sandbox that is checked and can be spawned. It holds the job's environment, and with it
/// perhaps secrets, in memory only.
pub struct Prepared {
    pub(crate) handle: Handle,
    pub(crate) plan: Plan,
}

impl Prepared {
    /// To be persisted before [`Driver::spawn`].
    pub fn handle(&self) -> &Handle {
        &self.handle
    }

    /// The folder of its state.
    pub fn dir(&self) -> &Path {
        &self.handle.dir
    }

    /// In which ways the isolation will be less than on a machine that offers everything.
    pub fn warnings(&self) -> &[Warning] {
        &self.plan.warnings
    }
}

/// What has become of a sandbox.
#[derive(Clone, Debug, PartialEq)]
pub enum JobState {
    /// Prepared and never started: prepare it again to start it.
    Prepared,
    /// Its monitor runs.
    Running,
    /// It ended.
    Ended(Box<Outcome>),
    /// The monitor died without an outcome. No process of it is left.
    Lost,
    /// There is no folder of that name.
    Unknown,
}

/// A piece of what a job wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogChunk<'a> {
    /// To where it wrote.
    pub stream: LogStream,
    /// Position of the first byte in the kept log.
    pub offset: u64,
    /// What it wrote: any bytes, perhaps cut within a character.
    pub bytes: &'a [u8],
}

/// Standard output or standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogStream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}
