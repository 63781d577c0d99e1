//! What a machine has, seen by trying.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ionet_accelerator::{Accelerator, Card, Detected, Kind, detect};
use ionet_sandbox::native::{NativeConfig, NativeDriver};
use ionet_sandbox::{Driver, Probe};
use rustix::fs::{Advice, fadvise, statvfs};
use rustix::process::{Resource, getrlimit};
use serde::Serialize;

/// What was found.
#[derive(Clone, Debug, Serialize)]
pub struct Machine {
    /// The kernel's release.
    pub kernel: String,
    /// The processor's model.
    pub processor: String,
    /// Threads that run at a time.
    pub threads: u32,
    /// Memory, MiB.
    pub memory_mib: u64,
    /// The disk of the agent's folder.
    pub disk: Result<Disk, String>,
    /// Open files that a process of this user may have; `None` for no limit.
    pub open_files: Option<u64>,
    /// Processes that this user may have; `None` for no limit.
    pub processes: Option<u64>,
    /// What this runs in, where it is not the machine itself.
    pub container: Option<String>,
    /// What it can isolate, or why no sandbox can be made.
    pub sandbox: Result<Probe, String>,
    /// What computes: the processor, or the cards.
    pub kind: Kind,
    /// The cards.
    pub cards: Vec<Card>,
    /// Why no NVIDIA card is used, if so.
    pub without_cuda: Option<String>,
    /// Whether the bus has a card of NVIDIA's, with or without a driver.
    pub has_nvidia: bool,
    /// The machine's id.
    pub machine_id: Option<String>,
}

/// A disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Disk {
    /// Free for this user, MiB.
    pub free_mib: u64,
    /// All of it, MiB.
    pub total_mib: u64,
    /// Written and on the disk, MiB a second.
    pub write_mib_s: u64,
    /// Read, not from memory where the system lets it be told, MiB a second.
    pub read_mib_s: u64,
}

const MIB: u64 = 1 << 20;
/// How much is written to measure a disk, MiB.
const DISK_SAMPLE_MIB: u64 = 64;

impl Machine {
    /// Looks at this machine. `folder` is the agent's, `launcher` a program that calls
    /// [`ionet_sandbox::run_if_launcher`] first.
    pub fn probe(folder: &Path, launcher: &Path) -> (Self, Box<dyn Accelerator>) {
        let Detected {
            accelerator,
            without_cuda,
        } = detect();
        let processor = ionet_accelerator::Cpu::new().probe().ok();
        let processor = processor.and_then(|cards| cards.into_iter().next());
        let machine = Self {
            kernel: rustix::system::uname()
                .release()
                .to_string_lossy()
                .into_owned(),
            threads: processor
                .as_ref()
                .and_then(|card| card.threads)
                .unwrap_or(1),
            memory_mib: processor.as_ref().map_or(0, |card| card.memory_mib),
            processor: processor.map_or_else(String::new, |card| card.model),
            disk: disk(folder),
            open_files: getrlimit(Resource::Nofile).current,
            processes: getrlimit(Resource::Nproc).current,
            container: container(),
            sandbox: sandbox(folder, launcher),
            kind: accelerator.kind(),
            cards: accelerator.probe().unwrap_or_default(),
            without_cuda: without_cuda.map(|reason| reason.to_string()),
            has_nvidia: has_nvidia(Path::new("/sys/bus/pci/devices")),
            machine_id: machine_id(),
        };
        (machine, accelerator)
    }
}

fn sandbox(folder: &Path, launcher: &Path) -> Result<Probe, String> {
    let config = NativeConfig::new(folder.join("doctor"), launcher);
    let driver = NativeDriver::new(config).map_err(|error| error.to_string())?;
    Ok(driver.probe().clone())
}

fn disk(folder: &Path) -> Result<Disk, String> {
    let space = statvfs(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mib = |blocks: u64| blocks.saturating_mul(space.f_frsize) / MIB;
    let free_mib = mib(space.f_bavail);
    let file = folder.join(format!(".speed-{}", std::process::id()));
    let measured = if free_mib < 2 * DISK_SAMPLE_MIB {
        // A nearly full disk is told as such, and not filled further.
        Ok((0, 0))
    } else {
        measure(&file)
    };
    let removed = fs::remove_file(&file);
    let (write_mib_s, read_mib_s) =
        measured.map_err(|error| format!("{}: {error}", file.display()))?;
    drop(removed);
    Ok(Disk {
        free_mib,
        total_mib: mib(space.f_blocks),
        write_mib_s,
        read_mib_s,
    })
}

fn measure(path: &PathBuf) -> std::io::Result<(u64, u64)> {
    let block: Vec<u8> = (0..MIB).map(|index| (index % 251) as u8).collect();
    let mut file = File::options()
        .read(true)
        .write(true)
        .create_new(true)
        .open(path)?;
    let start = Instant::now();
    for _ in 0..DISK_SAMPLE_MIB {
        file.write_all(&block)?;
    }
    file.sync_data()?;
    let write = start.elapsed();
    fadvise(&file, 0, None, Advice::DontNeed)?;
    let mut file = File::open(path)?;
    let mut block = block;
    let start = Instant::now();
    while file.read(&mut block)? > 0 {}
    Ok((speed(write), speed(start.elapsed())))
}

fn speed(time: Duration) -> u64 {
    let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX).max(1);
    DISK_SAMPLE_MIB * 1_000_000 / micros
}

fn container() -> Option<String> {
    let text = |path| fs::read_to_string(path).unwrap_or_default();
    let first = text("/proc/1/environ");
    let named = first
        .split('\0')
        .find_map(|line| line.strip_prefix("container="));
    container_of(
        named.unwrap_or_default(),
        Path::new("/.dockerenv").exists(),
        Path::new("/run/.containerenv").exists(),
        &text("/proc/1/cgroup"),
        &text("/proc/version"),
    )
}

/// What a machine that is none is: by the variable `container` of its first process, the files
/// that Docker and Podman leave, the control groups of the first process, the kernel's version.
pub fn container_of(
    named: &str,
    docker: bool,
    podman: bool,
    cgroups: &str,
    version: &str,
) -> Option<String> {
    let in_cgroups = |part: &str| cgroups.contains(part);
    let found = if version.to_ascii_lowercase().contains("microsoft") {
        "WSL"
    } else if in_cgroups("kubepods") {
        "Kubernetes"
    } else if docker || in_cgroups("/docker") {
        "Docker"
    } else if podman {
        "Podman"
    } else if named.is_empty() {
        return None;
    } else {
        named
    };
    Some(found.to_owned())
}

/// Whether the bus has a display or compute device of NVIDIA's.
fn has_nvidia(bus: &Path) -> bool {
    let devices = fs::read_dir(bus).into_iter().flatten().flatten();
    devices.map(|device| device.path()).any(|device| {
        let text = |name| fs::read_to_string(device.join(name)).unwrap_or_default();
        text("vendor").trim() == "0x10de" && text("class").starts_with("0x03")
    })
}

fn machine_id() -> Option<String> {
    let id = fs::read_to_string("/etc/machine-id").ok()?;
    Some(id.trim().to_owned()).filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_seen_on_the_bus_without_its_driver() {
        let bus = tempfile::tempdir().unwrap();
        let device = |name: &str, vendor: &str, class: &str| {
            let folder = bus.path().join(name);
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join("vendor"), vendor).unwrap();
            fs::write(folder.join("class"), class).unwrap();
        };
        assert!(!has_nvidia(Path::new("/none")));
        device("0", "0x8086\n", "0x030000\n");
        device("1", "0x10de\n", "0x040300\n");
        assert!(!has_nvidia(bus.path()), "a card's sound alone is none");
        device("2", "0x10de\n", "0x030200\n");
        assert!(has_nvidia(bus.path()));
    }

    #[test]
    fn a_disk_is_measured_and_left_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let disk = disk(folder.path()).unwrap();
        assert!(disk.free_mib <= disk.total_mib && disk.total_mib > 0);
        assert!(disk.write_mib_s > 0 && disk.read_mib_s > 0, "{disk:?}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        assert!(
            super::disk(Path::new("/none"))
                .unwrap_err()
                .contains("/none")
        );
    }
}
