//! What others may read of a job: its logs, outputs and state.

use std::{
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom},
    sync::PoisonError,
    time::{Duration, Instant},
};

use ionet_job_spec::{Artifact, Blake3, Manifest, RelativePath};
use ionet_sandbox::{Driver as _, JobState, LogStream, Outcome, Usage};
use rustix::fs::{Mode, OFlags, ResolveFlags, openat2};
use serde::{Deserialize, Serialize};

use super::{
    RunError, Upload,
    folder::{KEPT, MANIFEST, RESULT, UPLOAD},
    keep::Kept,
    local::{LocalRunner, Machine},
    result::{Collected, STDERR_LOG},
};

/// How often a log is looked at while somebody waits for more of it.
const LOG_INTERVAL: Duration = Duration::from_millis(200);
/// The most of a log that one answer holds.
const MOST_LOG: usize = 1 << 20;
const STDOUT_LOG: &str = "stdout.log";

/// Why something of a job cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// Never there, or not there yet, or removed by now.
    #[error("{0} is not there")]
    NotThere(String),
    /// This machine's own disk or sandbox.
    #[error("{0}")]
    Machine(String),
}

impl From<RunError> for FilesError {
    fn from(error: RunError) -> Self {
        Self::Machine(error.to_string())
    }
}

impl From<io::Error> for FilesError {
    fn from(error: io::Error) -> Self {
        Self::Machine(error.to_string())
    }
}

/// Reads what a runner keeps. Clones are the same.
#[derive(Clone)]
pub struct JobFiles {
    runner: LocalRunner,
}

/// How far a job is on this machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Its inputs are fetched.
    Fetching {
        /// Bytes that are there.
        bytes: u64,
        /// Bytes of all inputs.
        of: u64,
    },
    /// It does not run, and has not ended.
    Waiting,
    /// It runs.
    Running {
        /// What it has used so far; none when its monitor does not answer.
        usage: Option<Usage>,
    },
    /// It ended.
    Ended {
        /// How, and what it used.
        outcome: Box<Outcome>,
    },
}

/// What there is to know of a job on this machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobStatus {
    /// How far it is.
    pub stage: Stage,
    /// How often it was launched.
    pub launches: u32,
    /// The hash of its result, once that is collected.
    pub result: Option<Blake3>,
    /// Why it has none.
    pub failure: Option<String>,
    /// How far the upload is.
    pub upload: Option<Upload>,
    /// When its files are removed, unix seconds; none while the lease lives.
    pub kept_until: Option<i64>,
}

/// A piece of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogPart {
    /// The launch that wrote it. Another launch has another log.
    pub launch: u32,
    /// Position of the first byte; 0 when the log that was asked for is longer than this one.
    pub offset: u64,
    /// What was written: any bytes, perhaps cut within a character.
    pub bytes: Vec<u8>,
    /// Nothing more will come after these.
    pub is_last: bool,
}

/// A file of a result.
#[derive(Debug)]
pub struct OutputFile {
    /// Open at its beginning.
    pub file: File,
    /// Length and hash, as the manifest has them.
    pub artifact: Artifact,
}

impl LocalRunner {
    /// What others may read.
    pub fn files(&self) -> JobFiles {
        JobFiles {
            runner: self.clone(),
        }
    }
}

impl JobFiles {
    /// How a job fares.
    ///
    /// # Errors
    /// [`FilesError::NotThere`] when nothing of the claim is on this machine.
    pub async fn status(&self, claim: &[u8; 32]) -> Result<JobStatus, FilesError> {
        self.reading(claim, Machine::status).await
    }

    /// The list of a job's outputs, once they are collected.
    ///
    /// # Errors
    /// [`FilesError`].
    pub async fn manifest(&self, claim: &[u8; 32]) -> Result<Manifest, FilesError> {
        self.reading(claim, Machine::manifest).await
    }

    /// An output by its path. Only what the manifest lists, and through no link.
    ///
    /// # Errors
    /// [`FilesError`].
    pub async fn output(
        &self,
        claim: &[u8; 32],
        path: &RelativePath,
    ) -> Result<OutputFile, FilesError> {
        let path = path.clone();
        self.reading(claim, move |machine, claim| machine.output(claim, &path))
            .await
    }

    /// A log from `offset` on, at most `most` bytes (and 1 MiB). When there is nothing new yet,
    /// waits for it for up to `patience`.
    ///
    /// # Errors
    /// [`FilesError`].
    pub async fn log(
        &self,
        claim: &[u8; 32],
        stream: LogStream,
        offset: u64,
        most: usize,
        patience: Duration,
    ) -> Result<LogPart, FilesError> {
        let deadline = Instant::now() + patience;
        loop {
            let read = move |machine: &Machine, claim: &[u8; 32]| {
                machine.log(claim, stream, offset, most.min(MOST_LOG))
            };
            let part = self.reading(claim, read).await?;
            let left = deadline.saturating_duration_since(Instant::now());
            if !part.bytes.is_empty() || part.is_last || left.is_zero() {
                return Ok(part);
            }
            tokio::time::sleep(left.min(LOG_INTERVAL)).await;
        }
    }

    async fn reading<T: Send + 'static>(
        &self,
        claim: &[u8; 32],
        read: impl FnOnce(&Machine, &[u8; 32]) -> Result<T, FilesError> + Send + 'static,
    ) -> Result<T, FilesError> {
        let claim = *claim;
        let done = self
            .runner
            .blocking(move |machine| Ok(read(machine, &claim)));
        done.await?
    }
}

impl Machine {
    fn status(&self, claim: &[u8; 32]) -> Result<JobStatus, FilesError> {
        let folder = self.folder(claim);
        if !folder.path.exists() {
            return Err(FilesError::NotThere("the job".to_owned()));
        }
        let (result, failure) = match folder.read(RESULT)? {
            Some(Collected::Result(hash)) => (Some(hash), None),
            Some(Collected::Failed(reason)) => (None, Some(reason)),
            None => (None, None),
        };
        Ok(JobStatus {
            stage: self.stage(claim)?,
            launches: self.last_launch(claim)?.map_or(0, |launch| launch.number),
            result,
            failure,
            upload: folder.read(UPLOAD)?,
            kept_until: folder.read::<Kept>(KEPT)?.map(|kept| kept.until),
        })
    }

    fn stage(&self, claim: &[u8; 32]) -> Result<Stage, FilesError> {
        let fetching = self.fetching.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((bytes, of)) = fetching.get(claim) {
            return Ok(Stage::Fetching {
                bytes: *bytes,
                of: *of,
            });
        }
        drop(fetching);
        Ok(match (self.state(claim)?, self.last_launch(claim)?) {
            (Some(JobState::Running), Some(launch)) => Stage::Running {
                usage: self.driver.usage(&launch.handle).ok(),
            },
            (Some(JobState::Ended(outcome)), _) => Stage::Ended { outcome },
            _ => Stage::Waiting,
        })
    }

    fn manifest(&self, claim: &[u8; 32]) -> Result<Manifest, FilesError> {
        let manifest = self.folder(claim).read(MANIFEST)?;
        manifest.ok_or_else(|| FilesError::NotThere("the list of outputs".to_owned()))
    }

    fn output(&self, claim: &[u8; 32], path: &RelativePath) -> Result<OutputFile, FilesError> {
        let not_there = || FilesError::NotThere(format!("the output {path}"));
        let manifest = self.manifest(claim)?;
        let artifact = *manifest.0.get(path).ok_or_else(not_there)?;
        let launch = self.last_launch(claim)?.ok_or_else(not_there)?;
        let folder = File::open(self.driver.outputs(&launch.handle))?;
        let file = openat2(
            folder,
            path.as_str(),
            OFlags::RDONLY | OFlags::CLOEXEC,
            Mode::empty(),
            ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS,
        );
        Ok(OutputFile {
            file: file.map_err(io::Error::from)?.into(),
            artifact,
        })
    }

    fn log(
        &self,
        claim: &[u8; 32],
        stream: LogStream,
        offset: u64,
        most: usize,
    ) -> Result<LogPart, FilesError> {
        let not_there = || FilesError::NotThere("the log".to_owned());
        let launch = self.last_launch(claim)?.ok_or_else(not_there)?;
        // Before the file: what was written until the end is in it then.
        let is_running = matches!(
            self.state(claim)?,
            Some(JobState::Running | JobState::Prepared)
        );
        let name = match stream {
            LogStream::Stdout => STDOUT_LOG,
            LogStream::Stderr => STDERR_LOG,
        };
        let file = File::open(launch.handle.dir.join(name));
        let mut file = match file {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(not_there()),
            file => file?,
        };
        let length = file.metadata()?.len();
        let offset = if offset > length { 0 } else { offset };
        file.seek(SeekFrom::Start(offset))?;
        let mut bytes = Vec::new();
        file.take(most as u64).read_to_end(&mut bytes)?;
        let end = offset.saturating_add(bytes.len() as u64);
        Ok(LogPart {
            launch: launch.number,
            offset,
            bytes,
            is_last: !is_running && end >= length,
        })
    }
}
