//! System calls as an attacker makes them: by number.

use std::ffi::CString;
use std::io;

use libc::{c_int, c_long, pid_t};

fn outcome(result: c_long) -> io::Result<c_long> {
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(result)
    }
}

/// A call whose arguments are numbers.
pub fn call(number: c_long, arguments: [c_long; 5]) -> io::Result<c_long> {
    let [first, second, third, fourth, fifth] = arguments;
    // SAFETY: whatever it does to this process is what the test is about.
    outcome(unsafe { libc::syscall(number, first, second, third, fourth, fifth) })
}

/// A call whose first argument is a string.
pub fn call_path(number: c_long, path: &str, arguments: [c_long; 4]) -> io::Result<c_long> {
    let path = CString::new(path).expect("no NUL");
    let [a, b, c, d] = arguments;
    // SAFETY: as above; the string lives until the call returns.
    outcome(unsafe { libc::syscall(number, path.as_ptr(), a, b, c, d) })
}

/// A call whose arguments are a number and a buffer.
pub fn call_buffer(
    number: c_long,
    first: c_long,
    buffer: &mut [u64],
    rest: [c_long; 3],
) -> io::Result<c_long> {
    let [a, b, c] = rest;
    // SAFETY: as above; the buffer lives until the call returns and is larger than any struct
    // that the callers ask for.
    outcome(unsafe { libc::syscall(number, first, buffer.as_mut_ptr(), a, b, c) })
}

/// A call whose first argument is a buffer.
pub fn call_struct(number: c_long, buffer: &mut [u64], rest: [c_long; 4]) -> io::Result<c_long> {
    let [a, b, c, d] = rest;
    // SAFETY: as above.
    outcome(unsafe { libc::syscall(number, buffer.as_mut_ptr(), a, b, c, d) })
}

pub fn mount(source: &str, target: &str, kind: &str, flags: libc::c_ulong) -> io::Result<()> {
    let [source, target, kind] =
        [source, target, kind].map(|text| CString::new(text).expect("no NUL"));
    // SAFETY: the strings live until the call returns.
    let result = unsafe {
        libc::mount(
            source.as_ptr(),
            target.as_ptr(),
            kind.as_ptr(),
            flags,
            std::ptr::null(),
        )
    };
    outcome(result.into()).map(drop)
}

pub fn mknod(path: &str, device: libc::dev_t) -> io::Result<()> {
    let path = CString::new(path).expect("no NUL");
    // SAFETY: the string lives until the call returns.
    let result = unsafe { libc::mknod(path.as_ptr(), libc::S_IFCHR | 0o666, device) };
    outcome(result.into()).map(drop)
}

pub fn mkfifo(path: &str) -> io::Result<()> {
    let path = CString::new(path).expect("no NUL");
    // SAFETY: the string lives until the call returns.
    outcome(unsafe { libc::mkfifo(path.as_ptr(), 0o666) }.into()).map(drop)
}

pub fn socket(family: c_int, kind: c_int, protocol: c_int) -> io::Result<c_long> {
    call(
        libc::SYS_socket,
        [family.into(), kind.into(), protocol.into(), 0, 0],
    )
}

pub fn kill(pid: pid_t, signal: c_int) -> io::Result<()> {
    call(libc::SYS_kill, [pid.into(), signal.into(), 0, 0, 0]).map(drop)
}

pub fn parent() -> pid_t {
    // SAFETY: takes and touches nothing.
    unsafe { libc::getppid() }
}

pub fn effective_user() -> u32 {
    // SAFETY: takes and touches nothing.
    unsafe { libc::geteuid() }
}

pub fn new_session() {
    // SAFETY: takes and touches nothing.
    unsafe { libc::setsid() };
}

pub fn ignore(signal: c_int) {
    // SAFETY: SIG_IGN is a disposition, not a function.
    unsafe { libc::signal(signal, libc::SIG_IGN) };
}

/// Forks. This program has one thread until an attempt makes more.
pub fn fork() -> io::Result<pid_t> {
    // SAFETY: the callers fork before they start threads.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()),
        pid => Ok(pid),
    }
}

pub fn wait_for(pid: pid_t) -> c_int {
    let mut status = 0;
    // SAFETY: the status lives until the call returns.
    unsafe { libc::waitpid(pid, &raw mut status, 0) };
    status
}

/// Forks a child that does nothing, for others to be attacked instead of the agent.
pub fn victim() -> io::Result<pid_t> {
    match fork()? {
        0 => loop {
            // SAFETY: takes and touches nothing.
            unsafe { libc::pause() };
        },
        pid => Ok(pid),
    }
}

pub fn set_limit(resource: libc::__rlimit_resource_t, value: u64) -> io::Result<()> {
    let limit = libc::rlimit {
        rlim_cur: value,
        rlim_max: value,
    };
    // SAFETY: the struct lives until the call returns.
    outcome(unsafe { libc::setrlimit(resource, &raw const limit) }.into()).map(drop)
}

/// Attaches to a segment of System V shared memory and reads its first byte.
pub fn shared_memory(key: libc::key_t, make: bool) -> io::Result<(c_int, u8)> {
    let flags = if make { libc::IPC_CREAT | 0o666 } else { 0o666 };
    // SAFETY: makes or finds a segment of at least 4,096 bytes, and the pointer is used only
    // when it is one.
    unsafe {
        let id = libc::shmget(key, 4_096, flags);
        outcome(id.into())?;
        let memory = libc::shmat(id, std::ptr::null(), 0);
        if memory as isize == -1 {
            return Err(io::Error::last_os_error());
        }
        if make {
            *memory.cast::<u8>() = b'!';
        }
        let first = *memory.cast::<u8>();
        libc::shmdt(memory);
        Ok((id, first))
    }
}

pub fn remove_shared_memory(id: c_int) {
    // SAFETY: takes numbers, and a null pointer that this command ignores.
    unsafe { libc::shmctl(id, libc::IPC_RMID, std::ptr::null_mut()) };
}

/// Forks with `clone` and flags, and buries the child.
pub fn clone_child(flags: c_int) -> io::Result<()> {
    let flags = c_long::from(flags | libc::SIGCHLD);
    match call(libc::SYS_clone, [flags, 0, 0, 0, 0])? {
        // SAFETY: ends the child without running anything of its parent's.
        0 => unsafe { libc::_exit(0) },
        pid => {
            wait_for(i32::try_from(pid).expect("a pid"));
            Ok(())
        }
    }
}

/// Forks with `clone3` and flags, and buries the child.
pub fn clone3_child(flags: c_int) -> io::Result<()> {
    let mut arguments = [0_u64; 11];
    arguments[0] = flags.cast_unsigned().into();
    arguments[4] = libc::SIGCHLD.cast_unsigned().into();
    match call_struct(libc::SYS_clone3, &mut arguments, [88, 0, 0, 0])? {
        // SAFETY: as above.
        0 => unsafe { libc::_exit(0) },
        pid => {
            wait_for(i32::try_from(pid).expect("a pid"));
            Ok(())
        }
    }
}

/// Reads another process's memory at an address of this one's, which a fork shares.
pub fn read_other_memory(pid: pid_t) -> io::Result<()> {
    let value = [7_u8; 8];
    let mut copy = [0_u8; 8];
    let local = libc::iovec {
        iov_base: copy.as_mut_ptr().cast(),
        iov_len: 8,
    };
    let remote = libc::iovec {
        iov_base: value.as_ptr().cast_mut().cast(),
        iov_len: 8,
    };
    // SAFETY: both vectors point to eight bytes that live until the call returns.
    let result =
        unsafe { libc::process_vm_readv(pid, &raw const local, 1, &raw const remote, 1, 0) };
    outcome(c_long::try_from(result).expect("a length")).map(drop)
}
