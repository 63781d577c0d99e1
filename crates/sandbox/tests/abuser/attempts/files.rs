//! The host's files.

use std::ffi::c_long;
use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::Path;

use super::{leave_the_hosts_mounts, open_for_writing, scratch};
use crate::report::Report;
use crate::sys;

pub fn read(arguments: &[&str]) -> Report {
    arguments.iter().fold(Report::default(), |report, path| {
        report.tried(path, fs::read(path))
    })
}

/// A new file in each of these folders, and over what is there.
pub fn write(arguments: &[&str]) -> Report {
    arguments.iter().fold(Report::default(), |report, folder| {
        let folder = Path::new(folder);
        let file = folder.join("written-by-the-job");
        let own = report.tried(&file.display().to_string(), fs::write(&file, "x"));
        let _ = fs::remove_file(&file);
        let entry = fs::read_dir(folder)
            .ok()
            .and_then(|mut entries| entries.next()?.ok());
        match entry {
            Some(entry) if entry.path().is_file() => {
                let what = format!("open {}", entry.path().display());
                own.tried(&what, open_for_writing(entry.path()))
            }
            _ => own,
        }
    })
}

pub fn chroot(_: &[&str]) -> Report {
    let folder = scratch().display().to_string();
    Report::default().tried("chroot", sys::call_path(libc::SYS_chroot, &folder, [0; 4]))
}

pub fn mount(_: &[&str]) -> Report {
    leave_the_hosts_mounts();
    let folder = scratch().display().to_string();
    Report::default()
        .tried("tmpfs", sys::mount("none", &folder, "tmpfs", 0))
        .tried("bind", sys::mount(&folder, &folder, "none", libc::MS_BIND))
        .tried("proc", sys::mount("none", &folder, "proc", 0))
        .tried(
            "remount /",
            sys::mount("none", "/", "none", libc::MS_REMOUNT | libc::MS_BIND),
        )
        .tried(
            "open_tree",
            sys::call(
                libc::SYS_open_tree,
                [libc::AT_FDCWD.into(), c"/".as_ptr() as c_long, 1, 0, 0],
            ),
        )
        .tried("fsopen", sys::call_path(libc::SYS_fsopen, "tmpfs", [0; 4]))
}

pub fn files_by_handle(_: &[&str]) -> Report {
    let mut handle = [0_u64; 32];
    handle[0] = 128;
    let mut id = 0_i32;
    let name = sys::call(
        libc::SYS_name_to_handle_at,
        [
            libc::AT_FDCWD.into(),
            c"/".as_ptr() as c_long,
            handle.as_mut_ptr() as c_long,
            (&raw mut id) as c_long,
            0,
        ],
    );
    let open = sys::call_buffer(
        libc::SYS_open_by_handle_at,
        libc::AT_FDCWD.into(),
        &mut handle,
        [0; 3],
    );
    Report::default()
        .tried("name_to_handle_at", name)
        .tried("open_by_handle_at", open)
}

/// Device nodes that were not granted, by their names and made anew.
pub fn devices(_: &[&str]) -> Report {
    let folder = scratch();
    let node = folder.join("kmsg").display().to_string();
    let mut report = Report::default()
        .tried("mknod", sys::mknod(&node, libc::makedev(1, 11)))
        .tried("open what was made", File::open(&node));
    let _ = fs::remove_file(&node);
    let names = [
        "console",
        "fuse",
        "kmsg",
        "kvm",
        "loop-control",
        "mem",
        "net/tun",
        "ptmx",
        "sda",
        "tty",
        "tty0",
        "userfaultfd",
        "vda",
        "vsock",
    ];
    for name in names {
        report = report.tried(name, File::open(Path::new("/dev").join(name)));
    }
    report
}

pub fn sys_files(_: &[&str]) -> Report {
    let files = [
        "/sys/devices/system/cpu/uevent",
        "/sys/kernel/profiling",
        "/sys/power/state",
        "/sys/module/nf_conntrack/parameters/hashsize",
    ];
    let report = files.iter().fold(Report::default(), |report, path| {
        report.tried(path, open_for_writing(path))
    });
    report.tried("/sys/class/net", fs::read_dir("/sys/class/net"))
}

/// Opened only: writing to some of them would be felt.
pub fn kernel_files(_: &[&str]) -> Report {
    let files = [
        "/proc/sysrq-trigger",
        "/proc/sys/kernel/core_pattern",
        "/proc/sys/kernel/modprobe",
        "/proc/sys/vm/drop_caches",
        "/proc/sys/user/max_user_namespaces",
        "/proc/irq/default_smp_affinity",
    ];
    let report = files.iter().fold(Report::default(), |report, path| {
        report.tried(path, open_for_writing(path))
    });
    let secret = [
        "/proc/kcore",
        "/proc/kallsyms",
        "/proc/keys",
        "/proc/config.gz",
        "/proc/interrupts",
    ];
    secret
        .iter()
        .fold(report, |report, path| report.tried(path, File::open(path)))
}

/// To become a member of another cgroup, or to see one.
pub fn cgroup(_: &[&str]) -> Report {
    let mut report = Report::default().tried("/sys/fs/cgroup", fs::read_dir("/sys/fs/cgroup"));
    for folder in ["", "/memory", "/pids", "/unified"] {
        let file = format!("/sys/fs/cgroup{folder}/cgroup.procs");
        report = report.tried(&file, open_for_writing(&file));
    }
    leave_the_hosts_mounts();
    let folder = scratch().display().to_string();
    report.tried("mount", sys::mount("none", &folder, "cgroup2", 0))
}

/// What only the tests' host folder should get out of an output folder.
pub fn output_tricks(arguments: &[&str]) -> Report {
    let (folder, secret) = (Path::new(arguments[0]), arguments[1]);
    let _ = symlink(secret, folder.join("link"));
    let _ = symlink("/", folder.join("link-to-root"));
    let _ = symlink("../../../../../../etc", folder.join("link-up"));
    let _ = fs::write(folder.join("once"), "one");
    let _ = fs::hard_link(folder.join("once"), folder.join("twice"));
    let _ = sys::mkfifo(&folder.join("pipe").display().to_string());
    let _ = std::os::unix::net::UnixListener::bind(folder.join("socket"));
    let _ = sys::mknod(
        &folder.join("device").display().to_string(),
        libc::makedev(1, 3),
    );
    let _ = fs::write(folder.join("line\nbreak"), "x");
    let _ = fs::create_dir_all(folder.join("d/".repeat(60)));
    let _ = fs::write(folder.join("honest.txt"), "honest");
    let _ = fs::create_dir(folder.join("inner"));
    let _ = fs::write(folder.join("inner/file.txt"), "inner");
    let sparse = File::create(folder.join("sparse"));
    let _ = sparse.and_then(|file| file.set_len(1 << 19));
    Report::default().holds("see the host's folder", true)
}
