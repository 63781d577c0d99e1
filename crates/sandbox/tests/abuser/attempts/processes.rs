//! Other processes, more rights, and what the agent may leave lying around.

use std::ffi::c_long;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::scratch;
use crate::report::Report;
use crate::sys;

pub fn ptrace(_: &[&str]) -> Report {
    const SEIZE: c_long = 0x4206;
    let victim = sys::victim().expect("fork");
    let report = Report::default()
        .tried(
            "seize a child",
            sys::call(libc::SYS_ptrace, [SEIZE, victim.into(), 0, 0, 0]),
        )
        .tried(
            "attach to the parent",
            sys::call(libc::SYS_ptrace, [SEIZE, sys::parent().into(), 0, 0, 0]),
        );
    let _ = sys::kill(victim, libc::SIGKILL);
    report
}

pub fn process_memory(_: &[&str]) -> Report {
    let victim = sys::victim().expect("fork");
    let report = Report::default()
        .tried("a child's", sys::read_other_memory(victim))
        .tried("the parent's", sys::read_other_memory(sys::parent()));
    let _ = sys::kill(victim, libc::SIGKILL);
    report
}

/// A process of the host, by its number there.
pub fn kill(arguments: &[&str]) -> Report {
    let pid = arguments[0].parse().expect("a pid");
    Report::default().tried("kill", sys::kill(pid, libc::SIGKILL))
}

/// Process 1 of a sandbox is told that it succeeded and nothing happens.
pub fn kill_parent(_: &[&str]) -> Report {
    let parent = sys::parent();
    for signal in [libc::SIGKILL, libc::SIGTERM, libc::SIGSTOP, libc::SIGSEGV] {
        let _ = sys::kill(parent, signal);
    }
    std::thread::sleep(Duration::from_millis(100));
    let unchanged = sys::parent() == parent && Path::new(&format!("/proc/{parent}")).exists();
    Report::default().holds("the parent is gone", !unchanged)
}

pub fn process_1(_: &[&str]) -> Report {
    let mut report = Report::default();
    for file in ["environ", "mem", "maps", "auxv"] {
        let path = format!("/proc/1/{file}");
        report = report.tried(
            &path,
            File::open(&path).and_then(|mut file| file.read(&mut [0; 64])),
        );
    }
    for folder in ["root/etc", "cwd/etc", "fd", "map_files"] {
        let path = format!("/proc/1/{folder}");
        report = report.tried(&path, fs::read_dir(&path));
    }
    report.tried("/proc/1/exe", fs::read_link("/proc/1/exe"))
}

/// Any process but process 1 and those that this one started.
pub fn host_processes(_: &[&str]) -> Report {
    let own = std::process::id();
    let pids = fs::read_dir("/proc").expect("/proc").flatten();
    let others = pids
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter(|pid| *pid != 1 && *pid != own)
        .count();
    Report::default().holds("see another process", others > 0)
}

pub fn set_namespace(_: &[&str]) -> Report {
    ["/proc/1/ns/mnt", "/proc/self/ns/net", "/proc/self/ns/ipc"]
        .iter()
        .fold(Report::default(), |report, path| {
            let joined = File::open(path).and_then(|file| {
                use std::os::fd::AsRawFd;
                sys::call(libc::SYS_setns, [file.as_raw_fd().into(), 0, 0, 0, 0])
            });
            report.tried(path, joined)
        })
}

pub fn namespaces(_: &[&str]) -> Report {
    let user = libc::CLONE_NEWUSER;
    Report::default()
        .tried("clone", sys::clone_child(user))
        .tried(
            "clone with more",
            sys::clone_child(user | libc::CLONE_NEWNET),
        )
        .tried("clone3", sys::clone3_child(user))
        .tried(
            "unshare",
            sys::call(libc::SYS_unshare, [user.into(), 0, 0, 0, 0]),
        )
}

pub fn run_setuid(arguments: &[&str]) -> Report {
    let output = Command::new(arguments[0]).arg("euid").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let is_root = text.as_deref().is_ok_and(|text| text.contains("euid 0"));
    let set = sys::call(libc::SYS_setresuid, [0, 0, 0, 0, 0]);
    let file = scratch().join("own-setuid");
    let copied = fs::copy("/proc/self/exe", &file).and_then(|_| {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o4755))
    });
    let own = copied.and_then(|()| Command::new(&file).arg("euid").output());
    let own = own.is_ok_and(|output| output.stdout.starts_with(b"euid 0"));
    let _ = fs::remove_file(&file);
    Report::default()
        .holds("a program of root's with setuid", is_root)
        .tried("setresuid", set)
        .holds("a program of the job's own with setuid", own)
}

pub fn priority(_: &[&str]) -> Report {
    let mut parameter = [1_u64; 2];
    Report::default()
        .tried(
            "nice -10",
            sys::call(libc::SYS_setpriority, [0, 0, -10, 0, 0]),
        )
        .tried(
            "real time",
            sys::call(
                libc::SYS_sched_setscheduler,
                [
                    0,
                    libc::SCHED_FIFO.into(),
                    parameter.as_mut_ptr() as c_long,
                    0,
                    0,
                ],
            ),
        )
}

pub fn core_dump(_: &[&str]) -> Report {
    Report::default().tried(
        "raise the limit",
        sys::set_limit(libc::RLIMIT_CORE, 1 << 20),
    )
}

/// Any descriptor besides the three.
pub fn descriptors(_: &[&str]) -> Report {
    let open = (3..256).filter(|number| {
        let path = format!("/proc/self/fd/{number}");
        fs::read_link(path).is_ok()
    });
    Report::default().holds("one more descriptor", open.count() > 0)
}

pub fn environment(arguments: &[&str]) -> Report {
    Report::default().holds(arguments[0], std::env::var_os(arguments[0]).is_some())
}
