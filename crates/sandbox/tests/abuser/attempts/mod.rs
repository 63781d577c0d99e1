//! The attempts.

mod amounts;
mod files;
mod kernel;
mod network;
mod ordinary;
mod processes;

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::report::Report;
use crate::sys;

type Attempt = fn(&[&str]) -> Report;

/// Name, and what it does.
const ATTEMPTS: &[(&str, Attempt)] = &[
    ("abstract-socket", network::abstract_socket),
    ("ask-proxy", network::ask_proxy),
    ("bpf", kernel::bpf),
    ("cgroup", files::cgroup),
    ("chroot", files::chroot),
    ("clock", kernel::clock),
    ("connect", network::connect),
    ("core-dump", processes::core_dump),
    ("daemon", amounts::daemon),
    ("descriptors", processes::descriptors),
    ("devices", files::devices),
    ("environment", processes::environment),
    ("files-by-handle", files::files_by_handle),
    ("fill-disk", amounts::fill_disk),
    ("fill-files", amounts::fill_files),
    ("fill-log", amounts::fill_log),
    ("fill-memory", amounts::fill_memory),
    ("fork-bomb", amounts::fork_bomb),
    ("host-processes", processes::host_processes),
    ("io-uring", kernel::io_uring),
    ("kernel-files", files::kernel_files),
    ("kernel-log", kernel::kernel_log),
    ("keys", kernel::keys),
    ("kill", processes::kill),
    ("kill-parent", processes::kill_parent),
    ("machine", kernel::machine),
    ("mount", files::mount),
    ("namespaces", processes::namespaces),
    ("output-tricks", files::output_tricks),
    ("ordinary-work", ordinary::ordinary_work),
    ("perf", kernel::perf),
    ("priority", processes::priority),
    ("process-1", processes::process_1),
    ("process-memory", processes::process_memory),
    ("ptrace", processes::ptrace),
    ("raw-sockets", network::raw_sockets),
    ("read", files::read),
    ("run-setuid", processes::run_setuid),
    ("set-namespace", processes::set_namespace),
    ("shared-memory", network::shared_memory),
    ("sleep", amounts::sleep),
    ("socket-families", network::socket_families),
    ("spin", amounts::spin),
    ("sys-files", files::sys_files),
    ("system-v-memory", network::system_v_memory),
    ("type-into-terminal", kernel::type_into_terminal),
    ("unix-socket", network::unix_socket),
    ("userfaultfd", kernel::userfaultfd),
    ("write", files::write),
    ("x32", kernel::x32),
];

pub fn find(name: &str) -> Option<Attempt> {
    ATTEMPTS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, attempt)| *attempt)
}

fn scratch() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("abuse-{}", std::process::id()));
    let _ = fs::create_dir(&folder);
    folder
}

/// Before anything is mounted: on the host, where this is the control, a mount that stayed would
/// be walked into by whoever tidies up. Without a namespace of its own the control is off.
fn leave_the_hosts_mounts() {
    if std::env::var_os("CONTROL").is_some() {
        sys::call(libc::SYS_unshare, [libc::CLONE_NEWNS.into(), 0, 0, 0, 0]).expect("a namespace");
        sys::mount("none", "/", "none", libc::MS_REC | libc::MS_PRIVATE).expect("private mounts");
    }
}

fn open_for_writing(path: impl AsRef<Path>) -> io::Result<File> {
    OpenOptions::new().write(true).open(path)
}
