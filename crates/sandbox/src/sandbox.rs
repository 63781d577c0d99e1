//! What a job gets.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Layer;

/// Everything a job may see, use and reach. What is not named here it does not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sandbox {
    /// The read-only file system the job starts from.
    pub root: Root,
    /// Folders and files of the host that the job may read and execute, e.g. a driver's libraries.
    #[serde(default)]
    pub read_only: Vec<Bind>,
    /// The job's fetched and verified inputs, read-only too.
    #[serde(default)]
    pub inputs: Vec<Bind>,
    /// Size of the scratch space behind `/tmp` and `/dev/shm`, in bytes. It lives in memory and
    /// counts against [`Limits::memory_bytes`]; it is gone when the job ends.
    pub scratch_bytes: u64,
    /// The folder whose files are kept when the job ends.
    #[serde(default)]
    pub output: Option<OutputDir>,
    /// Environment of the job. Nothing is inherited from the agent.
    #[serde(default)]
    pub env: BTreeMap<String, String>,
    /// Program, looked up inside the sandbox, and its arguments.
    pub argv: Vec<String>,
    /// Where the program starts, inside the sandbox. `/tmp` unless given.
    #[serde(default = "tmp")]
    pub working_dir: PathBuf,
    /// What ends the job when it takes more.
    pub limits: Limits,
    /// Device nodes, by their path on the host, which is also their path inside. The harmless
    /// ones (`/dev/null`, `zero`, `full`, `random`, `urandom`) are always there.
    #[serde(default)]
    pub devices: Vec<PathBuf>,
    /// What the job may reach over the network.
    #[serde(default)]
    pub network: Network,
    /// Layers that may not degrade: where the machine lacks one of them, the job is refused
    /// instead of run with a warning. Namespaces and seccomp are always required.
    #[serde(default)]
    pub require: Vec<Layer>,
}

fn tmp() -> PathBuf {
    PathBuf::from("/tmp")
}

/// The read-only file system a job starts from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Root {
    /// The host's `/usr` with what its loader needs of `/etc`, and nothing else of the host.
    System,
    /// An unpacked root file system.
    Directory(PathBuf),
}

/// A file or folder of the host at a place inside the sandbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bind {
    /// Absolute path on the host.
    pub source: PathBuf,
    /// Absolute path inside.
    pub target: PathBuf,
}

impl Bind {
    /// `source` of the host, at `target` inside.
    pub fn new(source: impl Into<PathBuf>, target: impl Into<PathBuf>) -> Self {
        Self {
            source: source.into(),
            target: target.into(),
        }
    }
}

/// The folder whose files are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutputDir {
    /// Absolute path inside.
    pub path: PathBuf,
    /// Most bytes in it. They live in memory until the job ends and count against
    /// [`Limits::memory_bytes`]; the kernel enforces it, a write beyond it fails with `ENOSPC`.
    pub quota_bytes: u64,
    /// Most files and folders in it.
    pub max_files: u64,
}

/// What ends a job, or is refused to it, when it takes more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Memory of all processes together, with scratch and outputs, in bytes. Ends the job.
    pub memory_bytes: u64,
    /// Processor share in thousandths of a core; `None` leaves all cores. Slows the job down.
    #[serde(default)]
    pub cpu_millis: Option<u32>,
    /// Processor time of all processes together, in seconds. Ends the job.
    #[serde(default)]
    pub cpu_seconds: Option<u64>,
    /// Processes and threads at a time. Forking beyond it fails.
    pub pids: u32,
    /// Time from start to end, in seconds. Ends the job.
    pub wall_seconds: u64,
    /// Open files of each process. Opening beyond it fails.
    pub open_files: u64,
    /// Bytes kept of standard output and of standard error, each. The job goes on when it writes
    /// more: the beginning and the very end are kept, what is between is counted and dropped.
    pub log_bytes: u64,
}

impl Default for Limits {
    /// One hour, 1 GiB, 256 processes, 1 MiB of each log.
    fn default() -> Self {
        Self {
            memory_bytes: 1 << 30,
            cpu_millis: None,
            cpu_seconds: None,
            pids: 256,
            wall_seconds: 3_600,
            open_files: 1_024,
            log_bytes: 1 << 20,
        }
    }
}

/// What a job may reach over the network.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Network {
    /// Its own loopback interface and nothing else.
    #[default]
    Off,
    /// These, through an HTTP proxy that the host runs for it. The job finds it by `http_proxy`
    /// and `https_proxy`; names are resolved on the host.
    Proxy(Vec<Endpoint>),
}

/// A host and a port that a job may reach.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Endpoint {
    /// Name or address, in lower case.
    pub host: String,
    /// TCP port.
    pub port: u16,
}

impl fmt::Display for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(formatter, "[{}]:{}", self.host, self.port)
        } else {
            write!(formatter, "{}:{}", self.host, self.port)
        }
    }
}

impl From<Endpoint> for String {
    fn from(endpoint: Endpoint) -> Self {
        endpoint.to_string()
    }
}

impl TryFrom<String> for Endpoint {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl FromStr for Endpoint {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let accepted =
            || format!("{text:?} is not HOST:PORT, such as pypi.org:443 or [2001:db8::1]:443");
        let (host, port) = text.rsplit_once(':').ok_or_else(accepted)?;
        let bracketed = host
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        let host = match bracketed {
            Some(address) => address,
            None if host.contains(':') => return Err(accepted()),
            None => host,
        };
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let port: u16 = port.parse().map_err(|_| accepted())?;
        let known = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:".contains(&byte);
        if host.is_empty() || port == 0 || host.len() > 253 || !host.bytes().all(known) {
            return Err(accepted());
        }
        Ok(Self { host, port })
    }
}
