//! The machine: what it can isolate, what it has, what it allows.

use ionet_accelerator::Kind;
use ionet_sandbox::Layer;

use super::Finding;
use crate::{Disk, Machine};

const GIB: u64 = 1_024;
/// Below this no job's inputs fit, MiB.
const LEAST_DISK: u64 = GIB;
/// Below this many jobs' inputs do not fit, MiB.
const GOOD_DISK: u64 = 20 * GIB;
/// A disk slower than this makes jobs start late: MiB a second.
const GOOD_DISK_SPEED: u64 = 50;
/// The memory of the class `cpu`, MiB.
const LEAST_MEMORY: u64 = GIB;
/// Each job takes some sixty of the agent's.
const LEAST_OPEN_FILES: u64 = 256;
const GOOD_OPEN_FILES: u64 = 1_024;
/// The agent, the monitors and the jobs of an ordinary user.
const GOOD_PROCESSES: u64 = 512;

/// Everything that can be seen without the chain and without running a kernel.
pub fn machine(machine: &Machine) -> Vec<Finding> {
    let mut findings = sandbox(machine);
    findings.push(container(machine));
    findings.push(cards(machine));
    findings.push(memory(machine));
    findings.extend(disk(machine));
    findings.extend(limits(machine));
    findings
}

fn sandbox(machine: &Machine) -> Vec<Finding> {
    let probe = match &machine.sandbox {
        Ok(probe) => probe,
        Err(reason) => {
            let cure = "Nothing can run here until this works: see docs/sandbox.md";
            return vec![Finding::fail("sandbox", reason, cure)];
        }
    };
    let always = |check, layer: Layer, found: &Result<(), String>| match found {
        Ok(()) => Finding::pass(check, format!("{layer}: there")),
        Err(reason) => Finding::fail(check, format!("no {layer}: {reason}"), layer.cure()),
    };
    let mut findings = vec![
        always("namespaces", Layer::Namespaces, &probe.namespaces),
        always("seccomp", Layer::Seccomp, &probe.seccomp),
    ];
    let warnings = probe.warnings();
    for (check, layers) in [
        ("landlock", &[Layer::Landlock][..]),
        ("cgroups", &[Layer::MemoryLimit, Layer::PidsLimit]),
        ("cpu-share", &[Layer::CpuShare]),
    ] {
        let missing = warnings
            .iter()
            .find(|warning| layers.contains(&warning.layer));
        findings.push(match missing {
            None => Finding::pass(check, format!("{}: there", layers[0])),
            Some(warning) => Finding::warn(
                check,
                format!("no {}: {}", warning.layer, warning.message),
                warning.layer.cure(),
            ),
        });
    }
    findings
}

fn container(machine: &Machine) -> Finding {
    match machine.container.as_deref() {
        None => Finding::pass("container", format!("none; Linux {}", machine.kernel)),
        Some("WSL") => Finding::warn(
            "container",
            "this is WSL: cards are shared with Windows and cannot be granted one by one",
            "Run the agent on Linux itself",
        ),
        Some(kind) => Finding::warn(
            "container",
            format!(
                "this runs in {kind}, which may take cgroups, namespaces or cards away at any time"
            ),
            "Run the agent on the machine itself, by systemd; else give the container user namespaces, a cgroup of \
             its own, and the cards' nodes",
        ),
    }
}

fn cards(machine: &Machine) -> Finding {
    let reason = machine.without_cuda.as_deref().unwrap_or_default();
    match machine.kind {
        Kind::Cuda => {
            let driver = machine.cards.iter().find_map(|card| card.driver.as_deref());
            let mut nodes = machine.cards.iter().flat_map(|card| &card.nodes);
            let missing = nodes.find(|node| !node.exists());
            match missing {
                Some(node) => Finding::fail(
                    "cards",
                    format!(
                        "{} is not there, so no job can be given its card",
                        node.display()
                    ),
                    "Run `nvidia-modprobe -c 0 -u`, and at every start of the machine (nvidia-persistenced does)",
                ),
                None => Finding::pass(
                    "cards",
                    format!(
                        "{} of NVIDIA, driver {}",
                        machine.cards.len(),
                        driver.unwrap_or("unknown")
                    ),
                ),
            }
        }
        Kind::Cpu if machine.has_nvidia => Finding::fail(
            "cards",
            format!("there is a card of NVIDIA's on the bus, and it cannot be used: {reason}"),
            "Until that is done this machine offers its processor only. A card that the host keeps from this container \
             is given with `--gpus all` or the container's device list",
        ),
        Kind::Cpu => Finding::pass(
            "cards",
            format!(
                "none, so this machine offers the class cpu: {}",
                machine.processor
            ),
        ),
    }
}

fn memory(machine: &Machine) -> Finding {
    let (found, threads) = (machine.memory_mib, machine.threads);
    let text = format!("{found} MiB, {threads} threads");
    if found < LEAST_MEMORY {
        let cure =
            "Jobs keep scratch and outputs in memory: 2 GiB at least, and what the class promises";
        return Finding::fail("memory", text, cure);
    }
    Finding::pass("memory", text)
}

fn disk(machine: &Machine) -> Vec<Finding> {
    let disk = match &machine.disk {
        Ok(disk) => *disk,
        Err(reason) => {
            let cure = "Give the agent's folder a disk that it can write to";
            return vec![Finding::fail("disk", reason, cure)];
        }
    };
    let Disk {
        free_mib,
        total_mib,
        write_mib_s,
        read_mib_s,
    } = disk;
    let text = format!("{free_mib} of {total_mib} MiB free");
    let cure = "Jobs' inputs lie there: make room, or move the folder (`--home`)";
    let space = if free_mib < LEAST_DISK {
        Finding::fail("disk", text, cure)
    } else if free_mib < GOOD_DISK {
        Finding::warn("disk", text, cure)
    } else {
        Finding::pass("disk", text)
    };
    let text = format!("writes {write_mib_s} MiB/s, reads {read_mib_s} MiB/s");
    let cure =
        "Inputs are written before a job starts, and a claim that starts late forfeits: use an SSD";
    let speed = if write_mib_s < GOOD_DISK_SPEED {
        Finding::warn("disk-speed", text, cure)
    } else {
        Finding::pass("disk-speed", text)
    };
    vec![space, speed]
}

fn limits(machine: &Machine) -> Vec<Finding> {
    let told = |limit: Option<u64>| limit.map_or("no limit".to_owned(), |limit| limit.to_string());
    let files = machine.open_files.unwrap_or(u64::MAX);
    let text = format!("open files: {}", told(machine.open_files));
    let cure = "Raise it: `LimitNOFILE=65536` in the unit, or `ulimit -n 65536`";
    let files = if files < LEAST_OPEN_FILES {
        Finding::fail("open-files", text, cure)
    } else if files < GOOD_OPEN_FILES {
        Finding::warn("open-files", text, cure)
    } else {
        Finding::pass("open-files", text)
    };
    let text = format!("processes: {}", told(machine.processes));
    let processes = if machine
        .processes
        .is_some_and(|limit| limit < GOOD_PROCESSES)
    {
        let cure =
            "Raise it: `TasksMax=infinity` and `LimitNPROC=infinity` in the unit, or `ulimit -u`";
        Finding::warn("processes", text, cure)
    } else {
        Finding::pass("processes", text)
    };
    vec![files, processes]
}
