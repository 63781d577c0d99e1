//! Control groups of both versions: the kernel's count of what all processes of a job use.

mod v1;
mod v2;

use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde::{Deserialize, Serialize};

/// Where cgroups of jobs can be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Base {
    /// A folder in each hierarchy.
    V1(v1::Base),
    /// A folder in the unified hierarchy, with its controllers on for its children.
    V2(v2::Base),
}

/// What a cgroup holds its processes to.
#[derive(Clone, Copy, Debug)]
pub struct CgroupLimits {
    /// Memory with page cache and tmpfs, in bytes.
    pub memory_bytes: u64,
    /// Processes and threads.
    pub pids: u64,
    /// Processor share in thousandths of a core.
    pub cpu_millis: Option<u32>,
}

/// What a cgroup has counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Processor time.
    pub cpu: Duration,
    /// Most memory at a time.
    pub peak_memory_bytes: u64,
    /// Processes that the kernel killed at the memory limit.
    pub oom_kills: u64,
    /// Forks refused at the limit of processes.
    pub pids_refused: u64,
}

/// The cgroup of one job.
pub enum Cgroup {
    /// One folder in each hierarchy.
    V1(v1::Cgroup),
    /// One folder.
    V2(v2::Cgroup),
}

impl Base {
    /// Finds where cgroups can be made, by making one: below `configured`, or below this
    /// process's own.
    pub fn find(configured: Option<&Path>) -> Result<Self, String> {
        let memberships =
            fs::read_to_string("/proc/self/cgroup").map_err(|error| error.to_string())?;
        let mounts =
            fs::read_to_string("/proc/self/mountinfo").map_err(|error| error.to_string())?;
        let mounts = hierarchies(&mounts);
        let second = v2::Base::find(configured, &memberships, &mounts);
        let reason = match second {
            Ok(base) => return Ok(Self::V2(base)),
            Err(reason) => reason,
        };
        match v1::Base::find(configured, &memberships, &mounts) {
            Ok(base) => Ok(Self::V1(base)),
            Err(first) => Err(format!("cgroup v2: {reason}; cgroup v1: {first}")),
        }
    }

    /// Whether processor time can be shared out.
    pub fn shares_cpu(&self) -> bool {
        match self {
            Self::V1(base) => base.shares_cpu(),
            Self::V2(base) => base.shares_cpu,
        }
    }

    /// `"v1"` or `"v2"`.
    pub fn version(&self) -> &'static str {
        match self {
            Self::V1(_) => "v1",
            Self::V2(_) => "v2",
        }
    }

    /// Makes a job's cgroup. One of that name left behind is emptied and removed first.
    pub fn create(&self, name: &str, limits: &CgroupLimits) -> io::Result<Cgroup> {
        self.open(name).destroy()?;
        match self {
            Self::V1(base) => base.create(name, limits).map(Cgroup::V1),
            Self::V2(base) => base.create(name, limits).map(Cgroup::V2),
        }
    }

    /// A job's cgroup, whether it exists or not.
    pub fn open(&self, name: &str) -> Cgroup {
        match self {
            Self::V1(base) => Cgroup::V1(base.open(name)),
            Self::V2(base) => Cgroup::V2(base.open(name)),
        }
    }
}

impl Cgroup {
    /// Descriptors by which a process that writes `0` to each becomes a member (version 1).
    pub fn entrances(&self) -> io::Result<Vec<fs::File>> {
        match self {
            Self::V1(cgroup) => cgroup.entrances(),
            Self::V2(_) => Ok(Vec::new()),
        }
    }

    /// The folder that `clone3` puts its child into (version 2).
    pub fn directory(&self) -> io::Result<Option<OwnedFd>> {
        match self {
            Self::V1(_) => Ok(None),
            Self::V2(cgroup) => Ok(Some(fs::File::open(&cgroup.path)?.into())),
        }
    }

    /// What was counted so far.
    pub fn read(&self) -> Reading {
        match self {
            Self::V1(cgroup) => cgroup.read(),
            Self::V2(cgroup) => cgroup.read(),
        }
    }

    /// Kills what is in it and removes it. A cgroup that does not exist is fine.
    pub fn destroy(&self) -> io::Result<()> {
        let folders = match self {
            Self::V1(cgroup) => cgroup.folders(),
            Self::V2(cgroup) => vec![cgroup.path.clone()],
        };
        folders
            .iter()
            .try_for_each(|folder| empty_and_remove(folder))
    }
}

/// How long a killed process may take to leave its cgroup: one that is writing a core of device
/// memory or sits in a driver takes long.
const PATIENCE: Duration = Duration::from_secs(10);

fn empty_and_remove(folder: &Path) -> io::Result<()> {
    let deadline = std::time::Instant::now() + PATIENCE;
    loop {
        match fs::remove_dir(folder) {
            Ok(()) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) if std::time::Instant::now() > deadline => return Err(error),
            Err(_) => {}
        }
        // One write kills the lot in version 2; version 1 wants them one by one.
        if fs::write(folder.join("cgroup.kill"), "1").is_err() {
            let members = fs::read_to_string(folder.join("cgroup.procs")).unwrap_or_default();
            for pid in members.lines().filter_map(|line| line.parse().ok()) {
                if let Some(pid) = Pid::from_raw(pid) {
                    let _ = kill_process(pid, Signal::KILL);
                }
            }
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// A mounted hierarchy.
pub struct Hierarchy {
    /// Where it is mounted.
    mount_point: PathBuf,
    /// Which folder of it is mounted there.
    root: PathBuf,
    /// Controllers of version 1; `None` for version 2.
    controllers: Option<Vec<String>>,
}

/// The hierarchies in the text of `/proc/self/mountinfo`.
fn hierarchies(mountinfo: &str) -> Vec<Hierarchy> {
    mountinfo.lines().filter_map(hierarchy).collect()
}

fn hierarchy(line: &str) -> Option<Hierarchy> {
    let (mount, filesystem) = line.split_once(" - ")?;
    let mut mount = mount.split(' ').skip(3);
    let root = PathBuf::from(mount.next()?);
    let mount_point = PathBuf::from(mount.next()?);
    let mut filesystem = filesystem.split(' ');
    let controllers = match filesystem.next()? {
        "cgroup2" => None,
        "cgroup" => {
            let options = filesystem.nth(1)?;
            Some(options.split(',').map(str::to_owned).collect())
        }
        _ => return None,
    };
    Some(Hierarchy {
        mount_point,
        root,
        controllers,
    })
}

impl Hierarchy {
    /// The folder of a membership, a path within the hierarchy, where it is mounted.
    fn folder(&self, membership: &str) -> PathBuf {
        let membership = Path::new(membership);
        let below = membership.strip_prefix(&self.root).unwrap_or(membership);
        let below = below.strip_prefix("/").unwrap_or(below);
        self.mount_point.join(below)
    }
}

/// Lines of `KEY VALUE`.
fn keyed(text: &str, key: &str) -> Option<u64> {
    let mut pairs = text.lines().filter_map(|line| line.split_once(' '));
    let (_, value) = pairs.find(|(name, _)| *name == key)?;
    value.trim().parse().ok()
}

fn read_text(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap_or_default()
}

fn read_number(folder: &Path, file: &str) -> u64 {
    read_text(folder, file).trim().parse().unwrap_or_default()
}

/// Microseconds in which a job's share of processor time is measured out.
const CPU_PERIOD: u64 = 100_000;

/// A share in thousandths of a core, as microseconds of each period.
fn cpu_quota(millis: u32) -> u64 {
    (u64::from(millis) * (CPU_PERIOD / 1_000)).max(1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hierarchies_are_found_in_mountinfo() {
        let text = "\
            30 25 0:27 / /sys/fs/cgroup/unified rw,relatime shared:9 - cgroup2 cgroup2 rw\n\
            31 25 0:28 /docker/abc /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n\
            32 25 0:29 / /proc rw - proc proc rw\n";
        let found = hierarchies(text);
        assert_eq!(found.len(), 2);
        assert!(found[0].controllers.is_none());
        assert_eq!(
            found[1].folder("/docker/abc/job"),
            Path::new("/sys/fs/cgroup/memory/job")
        );
        assert_eq!(
            found[0].folder("/system.slice/ionet.service"),
            Path::new("/sys/fs/cgroup/unified/system.slice/ionet.service")
        );
    }

    #[test]
    fn keyed_lines_are_read_by_their_whole_key() {
        let text = "oom 3\noom_kill 2\n";
        assert_eq!(keyed(text, "oom_kill"), Some(2));
        assert_eq!(keyed(text, "oom_group_kill"), None);
    }

    #[test]
    fn a_share_is_never_too_small_for_the_kernel() {
        assert_eq!(cpu_quota(1_500), 150_000);
        assert_eq!(cpu_quota(1), 1_000);
    }
}
