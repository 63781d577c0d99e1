//! What the operator sets, and what the machine has.

use std::{
    fs, io,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use ionet_artifacts::Access;
use ionet_job_spec::{Size, Source};
use serde::{Deserialize, Serialize};

/// Everything that a runner needs to know.
#[derive(Clone, Debug)]
pub struct RunnerConfig {
    /// The agent's folder. The runner has `jobs`, `sandboxes` and `cache` in it.
    pub home: PathBuf,
    /// The program that is the sandbox's launcher: one that calls
    /// [`ionet_sandbox::run_if_launcher`] first thing in `main`.
    pub launcher: PathBuf,
    /// Folders in which specs are found. They are the operator's own choice, so they may lie on
    /// this machine.
    pub spec_stores: Vec<Source>,
    /// What the spec of a stranger may reach.
    pub access: Access,
    /// The GPUs that are offered; without device nodes where the class is `cpu`.
    pub gpus: Vec<GpuSlot>,
    /// The section `[runner]`.
    pub settings: RunnerSettings,
}

/// A GPU that can be granted to a lease.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GpuSlot {
    /// Its number on this machine.
    pub index: u32,
    /// What its driver calls it, such as `GPU-…`.
    pub uuid: String,
    /// The device nodes that a job needs to use it, those that all GPUs share among them.
    pub device_nodes: Vec<PathBuf>,
}

/// The section `[runner]` of the agent's configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RunnerSettings {
    /// Cores that jobs may use together. Without it: all.
    pub cpus: Option<u32>,
    /// Memory that jobs may use together, their scratch space and outputs among it. Without it:
    /// seven eighths of the machine's.
    pub memory: Option<Size>,
    /// Space that stays free on the disk of the agent's folder.
    pub keep_free: Size,
    /// Inputs that are kept for later jobs.
    pub cache: Size,
    /// The most that the archives of one job may unpack to.
    pub unpacked: Size,
    /// The most files, folders and links in one archive.
    pub unpacked_files: u64,
    /// The standard root: a folder with an unpacked root file system. Without it the host's
    /// `/usr` and what its loader needs of `/etc`; nothing else of the host.
    pub root: Option<PathBuf>,
    /// Folders and files of the host that every job sees read-only, in the same place: a
    /// driver's libraries where they lie outside of `/usr`.
    pub read_only: Vec<PathBuf>,
    /// Whether jobs may connect to the hosts that their specs name. They do so with this
    /// machine's address.
    pub egress: bool,
    /// Addresses of the operator's own network that such a job may reach if it names them:
    /// mirrors.
    pub mirrors: Vec<SocketAddr>,
}

impl Default for RunnerSettings {
    fn default() -> Self {
        Self {
            cpus: None,
            memory: None,
            keep_free: Size::gibibytes(4),
            cache: Size::gibibytes(64),
            unpacked: Size::gibibytes(64),
            unpacked_files: 1_000_000,
            root: None,
            read_only: Vec::new(),
            egress: true,
            mirrors: Vec::new(),
        }
    }
}

impl RunnerSettings {
    /// Cores for jobs.
    pub(super) fn cores(&self) -> u32 {
        let all = || std::thread::available_parallelism().map_or(1, usize::from);
        self.cpus
            .unwrap_or_else(|| u32::try_from(all()).unwrap_or(u32::MAX))
    }

    /// Bytes of memory for jobs.
    pub(super) fn memory_bytes(&self) -> io::Result<u64> {
        match self.memory {
            Some(memory) => Ok(memory.0),
            None => installed_memory().map(|bytes| bytes / 8 * 7),
        }
    }
}

fn installed_memory() -> io::Result<u64> {
    let text = fs::read_to_string("/proc/meminfo")?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    let kibibytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    let kibibytes = kibibytes.ok_or_else(|| io::Error::other("/proc/meminfo has no MemTotal"))?;
    Ok(kibibytes.saturating_mul(1_024))
}

/// Bytes that may still be written to the disk of `folder`.
pub(super) fn free_space(folder: &Path) -> io::Result<u64> {
    let state = rustix::fs::statvfs(folder)?;
    Ok(state.f_bavail.saturating_mul(state.f_frsize))
}
