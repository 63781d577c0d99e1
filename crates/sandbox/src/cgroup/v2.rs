//! Version 2: one hierarchy.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{
    CPU_PERIOD, CgroupLimits, Hierarchy, Reading, cpu_quota, keyed, read_number, read_text,
};

/// A folder whose children have the controllers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    path: PathBuf,
    pub shares_cpu: bool,
}

impl Base {
    /// This process's own folder, or the one above it: a folder with processes in it can have no
    /// controllers for its children, which is why systemd's `DelegateSubgroup=` puts the service
    /// one down.
    pub fn find(
        configured: Option<&Path>,
        memberships: &str,
        mounts: &[Hierarchy],
    ) -> Result<Self, String> {
        if let Some(folder) = configured {
            return Self::at(folder);
        }
        let membership = memberships
            .lines()
            .find_map(|line| line.strip_prefix("0::"))
            .ok_or("not a member of any")?;
        let mount = mounts
            .iter()
            .find(|mount| mount.controllers.is_none())
            .ok_or("not mounted")?;
        let own = mount.folder(membership);
        let reason = match Self::at(&own) {
            Ok(base) => return Ok(base),
            Err(reason) => reason,
        };
        match own.parent() {
            Some(above) if above.starts_with(&mount.mount_point) => Self::at(above),
            _ => Err(reason),
        }
    }

    fn at(folder: &Path) -> Result<Self, String> {
        let offered = read_text(folder, "cgroup.controllers");
        let offers = |name: &str| offered.split_whitespace().any(|offer| offer == name);
        for controller in ["memory", "pids"] {
            if !offers(controller) {
                return Err(format!("{}: no controller {controller}", folder.display()));
            }
        }
        let shares_cpu = offers("cpu");
        let wanted = if shares_cpu {
            "+memory +pids +cpu"
        } else {
            "+memory +pids"
        };
        let trial = folder.join(format!("ionet-probe-{}", std::process::id()));
        fs::write(folder.join("cgroup.subtree_control"), wanted)
            .and_then(|()| fs::create_dir(&trial))
            .and_then(|()| fs::remove_dir(&trial))
            .map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(Self {
            path: folder.to_owned(),
            shares_cpu,
        })
    }

    pub fn open(&self, name: &str) -> Cgroup {
        Cgroup {
            path: self.path.join(name),
        }
    }

    pub fn create(&self, name: &str, limits: &CgroupLimits) -> io::Result<Cgroup> {
        let cgroup = self.open(name);
        fs::create_dir(&cgroup.path)?;
        cgroup.limit(limits)?;
        Ok(cgroup)
    }
}

/// A job's folder.
pub struct Cgroup {
    pub path: PathBuf,
}

impl Cgroup {
    fn limit(&self, limits: &CgroupLimits) -> io::Result<()> {
        let set = |file: &str, value: &str| fs::write(self.path.join(file), value);
        set("memory.max", &limits.memory_bytes.to_string())?;
        set("memory.oom.group", "1")?;
        if self.path.join("memory.swap.max").exists() {
            set("memory.swap.max", "0")?;
        }
        set("pids.max", &limits.pids.to_string())?;
        if let Some(millis) = limits.cpu_millis
            && self.path.join("cpu.max").exists()
        {
            set("cpu.max", &format!("{} {CPU_PERIOD}", cpu_quota(millis)))?;
        }
        Ok(())
    }

    pub fn read(&self) -> Reading {
        let micros = keyed(&read_text(&self.path, "cpu.stat"), "usage_usec").unwrap_or_default();
        let memory = read_text(&self.path, "memory.events");
        Reading {
            cpu: Duration::from_micros(micros),
            // `memory.peak` is there from Linux 5.19 on.
            peak_memory_bytes: read_number(&self.path, "memory.peak")
                .max(read_number(&self.path, "memory.current")),
            oom_kills: keyed(&memory, "oom_kill").unwrap_or_default(),
            pids_refused: keyed(&read_text(&self.path, "pids.events"), "max").unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    #[test]
    fn a_folder_without_the_controllers_is_refused_by_name() {
        let bare = folder(&[("cgroup.controllers", "cpuset hugetlb\n")]);
        let reason = Base::at(bare.path()).unwrap_err();
        assert!(reason.ends_with("no controller memory"), "{reason}");
    }

    #[test]
    fn controllers_are_switched_on_for_the_children() {
        let folder = folder(&[
            ("cgroup.controllers", "cpu memory pids\n"),
            ("cgroup.subtree_control", ""),
        ]);
        let base = Base::at(folder.path()).unwrap();
        assert!(base.shares_cpu);
        assert_eq!(
            read_text(folder.path(), "cgroup.subtree_control"),
            "+memory +pids +cpu"
        );
    }

    #[test]
    fn limits_and_counts_are_in_the_files_of_version_2() {
        let folder = folder(&[
            ("memory.swap.max", "max"),
            ("cpu.max", "max 100000"),
            ("cpu.stat", "usage_usec 2500\nuser_usec 1\n"),
            ("memory.peak", "4096\n"),
            ("memory.events", "low 0\noom 2\noom_kill 1\n"),
            ("pids.events", "max 7\n"),
        ]);
        let cgroup = Cgroup {
            path: folder.path().to_owned(),
        };
        let limits = CgroupLimits {
            memory_bytes: 1 << 20,
            pids: 9,
            cpu_millis: Some(500),
        };
        cgroup.limit(&limits).unwrap();
        for (file, text) in [
            ("memory.max", "1048576"),
            ("memory.swap.max", "0"),
            ("memory.oom.group", "1"),
            ("pids.max", "9"),
            ("cpu.max", "50000 100000"),
        ] {
            assert_eq!(read_text(folder.path(), file), text, "{file}");
        }
        let reading = Reading {
            cpu: Duration::from_micros(2_500),
            peak_memory_bytes: 4_096,
            oom_kills: 1,
            pids_refused: 7,
        };
        assert_eq!(cgroup.read(), reading);
    }
}
