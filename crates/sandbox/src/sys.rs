//! The system calls that rustix has no safe call for. All the unsafe code of the crate.

use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd};

use rustix::mount::MountAttrFlags;
use rustix::process::Pid;

/// Which side of [`clone3`] this is.
pub enum Cloned {
    /// The new process.
    Child,
    /// The old one.
    Parent {
        /// The new process, in this PID namespace.
        pid: Pid,
        /// A descriptor of it that cannot come to mean another process.
        pidfd: OwnedFd,
    },
}

/// Forks into new namespaces (`flags` of `CLONE_NEW*`), and into a cgroup of version 2 if given.
/// The caller must have one thread only, which is checked.
pub fn clone3(flags: u64, cgroup: Option<BorrowedFd<'_>>) -> io::Result<Cloned> {
    let threads = std::fs::read_dir("/proc/self/task")?.count();
    if threads != 1 {
        return Err(io::Error::other(format!(
            "{threads} threads where only one may be"
        )));
    }
    let mut pidfd: libc::c_int = -1;
    // SAFETY: an integer-only struct of the kernel's; all zeroes mean "nothing asked for".
    let mut arguments: libc::clone_args = unsafe { std::mem::zeroed() };
    arguments.flags = flags | u64::from(libc::CLONE_PIDFD.cast_unsigned());
    arguments.pidfd = std::ptr::from_mut(&mut pidfd) as u64;
    arguments.exit_signal = libc::SIGCHLD.cast_unsigned().into();
    if let Some(directory) = cgroup {
        arguments.flags |= CLONE_INTO_CGROUP;
        arguments.cgroup = directory.as_raw_fd().cast_unsigned().into();
    }
    // SAFETY: without CLONE_VM and without a stack this is fork(2): the child has a copy of this
    // memory. The one thread checked above is this one, so no lock is held by a thread that the
    // child lacks. `arguments` and the `pidfd` it points to live until the call returns.
    let result = unsafe {
        libc::syscall(
            libc::SYS_clone3,
            std::ptr::from_mut(&mut arguments),
            size_of::<libc::clone_args>(),
        )
    };
    match result {
        -1 => Err(io::Error::last_os_error()),
        0 => Ok(Cloned::Child),
        raw => {
            let raw = i32::try_from(raw).map_err(io::Error::other)?;
            let pid = Pid::from_raw(raw).ok_or_else(|| io::Error::other("no pid"))?;
            // SAFETY: the kernel has just made this descriptor for us (CLONE_PIDFD).
            let pidfd = unsafe { OwnedFd::from_raw_fd(pidfd) };
            Ok(Cloned::Parent { pid, pidfd })
        }
    }
}

const CLONE_INTO_CGROUP: u64 = 0x2_0000_0000;

/// Moves this process into new namespaces.
pub fn unshare(flags: libc::c_int) -> io::Result<()> {
    // SAFETY: takes an integer. Of what it can take apart, only CLONE_FILES could surprise safe
    // code, and no caller in this crate passes it.
    match unsafe { libc::unshare(flags) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Adds attributes to a mount, and to all below it when `recursive`.
pub fn mount_setattr(
    mount: BorrowedFd<'_>,
    attributes: MountAttrFlags,
    recursive: bool,
) -> io::Result<()> {
    // SAFETY: an integer-only struct of the kernel's; all zeroes mean "change nothing".
    let mut change: libc::mount_attr = unsafe { std::mem::zeroed() };
    change.attr_set = attributes.bits().into();
    let mut flags = libc::AT_EMPTY_PATH;
    if recursive {
        flags |= libc::AT_RECURSIVE;
    }
    // SAFETY: the descriptor is open for as long as it is borrowed, the path is a static C
    // string, and `change` lives until the call returns.
    let result = unsafe {
        libc::syscall(
            libc::SYS_mount_setattr,
            mount.as_raw_fd(),
            c"".as_ptr(),
            flags,
            std::ptr::from_ref(&change),
            size_of::<libc::mount_attr>(),
        )
    };
    match result {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Marks every descriptor from `first` on as closed by `execve`.
pub fn close_on_exec_from(first: u32) -> io::Result<()> {
    // SAFETY: takes integers, and closes nothing now: every owned descriptor stays valid.
    let result = unsafe {
        libc::syscall(
            libc::SYS_close_range,
            first,
            u32::MAX,
            libc::CLOSE_RANGE_CLOEXEC,
        )
    };
    match result {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Closes every descriptor after standard error. To be called before any is opened.
pub fn close_inherited() {
    // SAFETY: the one caller is the first line of a process; nothing owns a descriptor yet.
    // What fails leaves them open, and the init marks them again before the program starts.
    unsafe { libc::syscall(libc::SYS_close_range, 3, u32::MAX, 0) };
}
