//! The kernel.

use std::ffi::c_long;

use crate::report::Report;
use crate::sys;

pub fn keys(_: &[&str]) -> Report {
    const GET_KEYRING_ID: c_long = 0;
    const USER_KEYRING: c_long = -4;
    let payload = c"x".as_ptr() as c_long;
    Report::default()
        .tried(
            "keyctl",
            sys::call(libc::SYS_keyctl, [GET_KEYRING_ID, USER_KEYRING, 1, 0, 0]),
        )
        .tried(
            "add_key",
            sys::call(
                libc::SYS_add_key,
                [
                    c"user".as_ptr() as c_long,
                    c"abuse".as_ptr() as c_long,
                    payload,
                    1,
                    -1,
                ],
            ),
        )
}

pub fn bpf(_: &[&str]) -> Report {
    // A map: array, four bytes of key, four of value, one entry.
    let mut attributes = [0_u64; 16];
    attributes[0] = 2 | 4 << 32;
    attributes[1] = 4 | 1 << 32;
    Report::default().tried(
        "a map",
        sys::call_buffer(libc::SYS_bpf, 0, &mut attributes, [128, 0, 0]),
    )
}

pub fn perf(_: &[&str]) -> Report {
    // The software clock.
    let mut attributes = [0_u64; 16];
    attributes[0] = 1 | 128 << 32;
    Report::default().tried(
        "a counter",
        sys::call_struct(libc::SYS_perf_event_open, &mut attributes, [0, -1, -1, 0]),
    )
}

pub fn io_uring(_: &[&str]) -> Report {
    let mut parameters = [0_u64; 32];
    Report::default().tried(
        "a ring",
        sys::call_buffer(libc::SYS_io_uring_setup, 4, &mut parameters, [0; 3]),
    )
}

pub fn userfaultfd(_: &[&str]) -> Report {
    Report::default()
        .tried(
            "for the kernel's faults",
            sys::call(libc::SYS_userfaultfd, [0; 5]),
        )
        .tried(
            "for its own",
            sys::call(libc::SYS_userfaultfd, [1, 0, 0, 0, 0]),
        )
}

pub fn clock(_: &[&str]) -> Report {
    let mut impossible = [0, u64::MAX];
    let at = impossible.as_mut_ptr() as c_long;
    Report::default()
        .at_the_gate(
            "clock_settime",
            sys::call(libc::SYS_clock_settime, [0, at, 0, 0, 0]),
        )
        .at_the_gate(
            "settimeofday",
            sys::call(libc::SYS_settimeofday, [at, 0, 0, 0, 0]),
        )
}

/// With a wrong password, so that what is not refused is not done either.
pub fn machine(_: &[&str]) -> Report {
    Report::default()
        .at_the_gate("reboot", sys::call(libc::SYS_reboot, [1, 2, 3, 0, 0]))
        .at_the_gate(
            "init_module",
            sys::call(libc::SYS_init_module, [0, 0, 0, 0, 0]),
        )
        .at_the_gate(
            "swapon",
            sys::call_path(libc::SYS_swapon, "/nowhere", [0; 4]),
        )
        .at_the_gate(
            "sethostname",
            sys::call(libc::SYS_sethostname, [0, -1, 0, 0, 0]),
        )
}

pub fn kernel_log(_: &[&str]) -> Report {
    const SIZE: c_long = 10;
    Report::default().tried("syslog", sys::call(libc::SYS_syslog, [SIZE, 0, 0, 0, 0]))
}

/// Standard input is no terminal, so what is not refused is not done.
pub fn type_into_terminal(_: &[&str]) -> Report {
    let sneaky = c_long::try_from(libc::TIOCSTI).expect("a number") | 1 << 32;
    let letter = c"x".as_ptr() as c_long;
    Report::default()
        .at_the_gate(
            "TIOCSTI",
            sys::call(libc::SYS_ioctl, [0, sneaky & 0xffff_ffff, letter, 0, 0]),
        )
        .at_the_gate(
            "TIOCSTI with high bits",
            sys::call(libc::SYS_ioctl, [0, sneaky, letter, 0, 0]),
        )
        .at_the_gate(
            "TIOCLINUX",
            sys::call(libc::SYS_ioctl, [0, 0x541c, letter, 0, 0]),
        )
}

/// `mount` and `ptrace` by the numbers of the other calling convention.
pub fn x32(_: &[&str]) -> Report {
    const OTHER: c_long = 0x4000_0000;
    Report::default()
        .at_the_gate("mount", sys::call(OTHER | libc::SYS_mount, [0; 5]))
        .at_the_gate("ptrace", sys::call(OTHER | 0x209, [0; 5]))
        .at_the_gate("a call of the future", sys::call(4_000, [0; 5]))
}
