//! A good machine, made worse in one way after the other.

use std::time::Duration;

use ionet_accelerator::{Card, Kind};
use ionet_machine::doctor::{Finding, KernelFacts, Verdict, kernels, machine, worst};
use ionet_machine::{Disk, Machine};
use ionet_sandbox::Probe;

fn good() -> Machine {
    Machine {
        kernel: "6.12.0".to_owned(),
        processor: "AMD EPYC 9654".to_owned(),
        threads: 192,
        memory_mib: 774_000,
        disk: Ok(Disk {
            free_mib: 900_000,
            total_mib: 1_900_000,
            write_mib_s: 1_200,
            read_mib_s: 3_000,
        }),
        open_files: Some(65_536),
        processes: None,
        container: None,
        sandbox: Ok(Probe {
            namespaces: Ok(()),
            seccomp: Ok(()),
            landlock: Ok(7),
            cgroups: Ok("v2".to_owned()),
            cpu_share: true,
            privileged: false,
        }),
        kind: Kind::Cpu,
        cards: Vec::new(),
        without_cuda: Some("libcuda.so.1 cannot be opened".to_owned()),
        has_nvidia: false,
        machine_id: None,
    }
}

fn card(node: &str) -> Card {
    Card {
        id: "GPU-1".parse().unwrap(),
        kind: Kind::Cuda,
        model: "NVIDIA H100 80GB HBM3".to_owned(),
        memory_mib: 81_559,
        compute_capability: Some((9, 0)),
        threads: None,
        driver: Some("580.95.05".to_owned()),
        nodes: vec![node.into()],
    }
}

fn probe(machine: &mut Machine) -> &mut Probe {
    machine.sandbox.as_mut().unwrap()
}

#[test]
fn a_good_machine_passes() {
    let findings = machine(&good());
    assert_eq!(worst(&findings), Verdict::Pass, "{findings:?}");
    let mut with_card = good();
    with_card.kind = Kind::Cuda;
    with_card.has_nvidia = true;
    with_card.cards = vec![card("/dev/null")];
    let findings = machine(&with_card);
    assert_eq!(worst(&findings), Verdict::Pass, "{findings:?}");
    assert!(
        findings
            .iter()
            .any(|finding| finding.found.contains("580.95.05"))
    );
}

type Break = fn(&mut Machine);

#[test]
#[allow(clippy::too_many_lines)] // A table.
fn each_fault_is_found_with_its_cure() {
    let table: [(&str, Verdict, Break, &str, &str); 20] = [
        (
            "sandbox",
            Verdict::Fail,
            |it| it.sandbox = Err("no launcher".to_owned()),
            "no launcher",
            "docs/sandbox.md",
        ),
        (
            "namespaces",
            Verdict::Fail,
            |it| probe(it).namespaces = Err("EPERM".to_owned()),
            "EPERM",
            "apparmor",
        ),
        (
            "seccomp",
            Verdict::Fail,
            |it| probe(it).seccomp = Err("EINVAL".to_owned()),
            "EINVAL",
            "CONFIG_SECCOMP_FILTER",
        ),
        (
            "landlock",
            Verdict::Warn,
            |it| probe(it).landlock = Err("off".to_owned()),
            "off",
            "lsm=",
        ),
        (
            "cgroups",
            Verdict::Warn,
            |it| probe(it).cgroups = Err("read-only".to_owned()),
            "read-only",
            "Delegate=yes",
        ),
        (
            "cpu-share",
            Verdict::Warn,
            |it| probe(it).cpu_share = false,
            "every core",
            "Delegate=yes",
        ),
        (
            "container",
            Verdict::Warn,
            |it| it.container = Some("Docker".to_owned()),
            "Docker",
            "systemd",
        ),
        (
            "container",
            Verdict::Warn,
            |it| it.container = Some("WSL".to_owned()),
            "WSL",
            "Linux itself",
        ),
        (
            "cards",
            Verdict::Fail,
            |it| it.has_nvidia = true,
            "libcuda.so.1",
            "processor only",
        ),
        (
            "cards",
            Verdict::Fail,
            |it| {
                it.kind = Kind::Cuda;
                it.cards = vec![card("/dev/nvidia99")];
            },
            "/dev/nvidia99",
            "nvidia-modprobe",
        ),
        (
            "memory",
            Verdict::Fail,
            |it| it.memory_mib = 900,
            "900 MiB",
            "2 GiB",
        ),
        (
            "disk",
            Verdict::Fail,
            |it| it.disk = Err("read-only".to_owned()),
            "read-only",
            "write to",
        ),
        (
            "disk",
            Verdict::Fail,
            |it| free(it, 1_000),
            "1000 of",
            "make room",
        ),
        (
            "disk",
            Verdict::Warn,
            |it| free(it, 2_000),
            "2000 of",
            "make room",
        ),
        (
            "disk-speed",
            Verdict::Warn,
            |it| it.disk.as_mut().unwrap().write_mib_s = 20,
            "writes 20",
            "SSD",
        ),
        (
            "open-files",
            Verdict::Fail,
            |it| it.open_files = Some(64),
            "64",
            "LimitNOFILE",
        ),
        (
            "open-files",
            Verdict::Warn,
            |it| it.open_files = Some(512),
            "512",
            "LimitNOFILE",
        ),
        (
            "processes",
            Verdict::Warn,
            |it| it.processes = Some(100),
            "100",
            "TasksMax",
        ),
        (
            "open-files",
            Verdict::Pass,
            |it| it.open_files = None,
            "no limit",
            "",
        ),
        (
            "processes",
            Verdict::Pass,
            |it| it.processes = Some(4_096),
            "4096",
            "",
        ),
    ];
    for (check, verdict, break_it, found, cure) in table {
        let mut broken = good();
        break_it(&mut broken);
        let findings = machine(&broken);
        let finding = findings
            .iter()
            .find(|finding| finding.check == check)
            .unwrap();
        assert_eq!(finding.verdict, verdict, "{finding:?}");
        assert!(finding.found.contains(found), "{finding:?}");
        assert!(finding.cure.contains(cure), "{finding:?}");
        assert_eq!(worst(&findings), verdict, "{check}: nothing else is wrong");
    }
}

fn free(machine: &mut Machine, mib: u64) {
    machine.disk.as_mut().unwrap().free_mib = mib;
}

#[test]
fn kernels_tell_a_broken_card_from_a_card_that_is_granted_wrong() {
    let time = Duration::from_micros(1_500);
    let facts = |bare: Result<Duration, &str>, sandboxed: Result<Duration, &str>| {
        let facts = KernelFacts {
            card: "GPU-1".parse().unwrap(),
            model: "NVIDIA H100".to_owned(),
            bare: bare.map_err(str::to_owned),
            sandboxed: sandboxed.map_err(str::to_owned),
        };
        kernels(&[facts])
    };
    let verdicts = |findings: &[Finding]| -> Vec<Verdict> {
        findings.iter().map(|finding| finding.verdict).collect()
    };
    let both = facts(Ok(time), Ok(time));
    assert_eq!(verdicts(&both), [Verdict::Pass, Verdict::Pass]);
    assert!(both[0].found.contains("1.500 ms"), "{both:?}");
    let granted_wrong = facts(Ok(time), Err("cuInit: CUDA error 304"));
    assert_eq!(verdicts(&granted_wrong), [Verdict::Pass, Verdict::Fail]);
    assert!(granted_wrong[1].found.contains("304"));
    assert!(
        granted_wrong[1].cure.contains("read_only"),
        "{granted_wrong:?}"
    );
    let broken = facts(Err("3 numbers wrong"), Err("3 numbers wrong"));
    assert_eq!(verdicts(&broken), [Verdict::Fail, Verdict::Fail]);
    assert!(broken[0].cure.contains("worker.toml") && broken[1].cure.contains("first"));
    assert_eq!(verdicts(&kernels(&[])), [Verdict::Fail]);
}
