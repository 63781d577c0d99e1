//! Version 1: a hierarchy for each controller.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{
    CPU_PERIOD, CgroupLimits, Hierarchy, Reading, cpu_quota, keyed, read_number, read_text,
};

/// This process's folder in each hierarchy that a job needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    memory: PathBuf,
    pids: PathBuf,
    accounting: PathBuf,
    cpu: Option<PathBuf>,
}

impl Base {
    pub fn find(
        configured: Option<&Path>,
        memberships: &str,
        mounts: &[Hierarchy],
    ) -> Result<Self, String> {
        if configured.is_some() {
            return Err("a configured folder is for version 2".to_owned());
        }
        let folder = |controller: &str| own_folder(controller, memberships, mounts);
        Ok(Self {
            memory: folder("memory")?,
            pids: folder("pids")?,
            accounting: folder("cpuacct")?,
            cpu: folder("cpu").ok(),
        })
    }

    pub fn shares_cpu(&self) -> bool {
        self.cpu.is_some()
    }

    pub fn open(&self, name: &str) -> Cgroup {
        Cgroup {
            memory: self.memory.join(name),
            pids: self.pids.join(name),
            accounting: self.accounting.join(name),
            cpu: self.cpu.as_ref().map(|folder| folder.join(name)),
        }
    }

    pub fn create(&self, name: &str, limits: &CgroupLimits) -> io::Result<Cgroup> {
        let mut cgroup = self.open(name);
        if limits.cpu_millis.is_none() {
            // A folder less to make, to enter and to remove.
            cgroup.cpu = None;
        }
        cgroup.folders().iter().try_for_each(fs::create_dir)?;
        let memory = limits.memory_bytes.to_string();
        fs::write(cgroup.memory.join("memory.limit_in_bytes"), &memory)?;
        // Memory and swap together: absent where swap is not accounted, and then there is none
        // of it to speak of.
        let with_swap = cgroup.memory.join("memory.memsw.limit_in_bytes");
        if with_swap.exists() {
            fs::write(with_swap, &memory)?;
        }
        fs::write(cgroup.pids.join("pids.max"), limits.pids.to_string())?;
        if let (Some(cpu), Some(millis)) = (&cgroup.cpu, limits.cpu_millis) {
            fs::write(cpu.join("cpu.cfs_period_us"), CPU_PERIOD.to_string())?;
            fs::write(cpu.join("cpu.cfs_quota_us"), cpu_quota(millis).to_string())?;
        }
        Ok(cgroup)
    }
}

/// The folder of this process for a controller, if folders can be made in it.
fn own_folder(
    controller: &str,
    memberships: &str,
    mounts: &[Hierarchy],
) -> Result<PathBuf, String> {
    let membership = memberships
        .lines()
        .filter_map(|line| {
            let mut parts = line.splitn(3, ':').skip(1);
            Some((parts.next()?, parts.next()?))
        })
        .find(|(names, _)| names.split(',').any(|name| name == controller))
        .map(|(_, path)| path)
        .ok_or_else(|| format!("no controller {controller}"))?;
    let folder = mounts
        .iter()
        .find(|mount| {
            let names = mount.controllers.as_ref();
            names.is_some_and(|names| names.iter().any(|name| name == controller))
        })
        .ok_or_else(|| format!("{controller} is not mounted"))?
        .folder(membership);
    let trial = folder.join(format!("ionet-probe-{}", std::process::id()));
    fs::create_dir(&trial)
        .and_then(|()| fs::remove_dir(&trial))
        .map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

/// A job's folder in each hierarchy.
pub struct Cgroup {
    memory: PathBuf,
    pids: PathBuf,
    accounting: PathBuf,
    cpu: Option<PathBuf>,
}

impl Cgroup {
    /// Without repetition: controllers may share a hierarchy.
    pub fn folders(&self) -> Vec<PathBuf> {
        let all = [&self.memory, &self.pids, &self.accounting];
        let distinct: BTreeSet<_> = all.into_iter().chain(&self.cpu).cloned().collect();
        distinct.into_iter().collect()
    }

    /// A thread that writes `0` to `tasks` moves itself without the lock of the whole machine's
    /// forks, which `cgroup.procs` takes and waits for tens of milliseconds for.
    pub fn entrances(&self) -> io::Result<Vec<fs::File>> {
        let open = |folder: &PathBuf| {
            fs::OpenOptions::new()
                .write(true)
                .open(folder.join("tasks"))
        };
        self.folders().iter().map(open).collect()
    }

    pub fn read(&self) -> Reading {
        let oom = read_text(&self.memory, "memory.oom_control");
        Reading {
            cpu: Duration::from_nanos(read_number(&self.accounting, "cpuacct.usage")),
            peak_memory_bytes: read_number(&self.memory, "memory.memsw.max_usage_in_bytes")
                .max(read_number(&self.memory, "memory.max_usage_in_bytes")),
            oom_kills: keyed(&oom, "oom_kill").unwrap_or_default(),
            pids_refused: keyed(&read_text(&self.pids, "pids.events"), "max").unwrap_or_default(),
        }
    }
}
