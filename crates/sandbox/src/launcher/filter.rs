//! The system calls that a job is refused, and why.
//!
//! A list of what is refused rather than of what is allowed: CUDA's user space, Python and Ray
//! use calls that no list of ours would foresee, and a job that dies at a harmless call is a job
//! unpaid. What is refused is what a computation never needs and what the history of kernel
//! faults is made of. Calls newer than this list are refused as unknown.

use std::collections::BTreeMap;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen::Dword, SeccompCmpOp, SeccompCondition,
    SeccompFilter, SeccompRule, TargetArch, apply_filter, sock_filter,
};

/// Calls refused whatever their arguments.
const REFUSED: &[(&str, &[libc::c_long])] = &[
    (
        "mounts: the root stays as it was built",
        &[
            libc::SYS_mount,
            libc::SYS_umount2,
            libc::SYS_pivot_root,
            libc::SYS_chroot,
            libc::SYS_move_mount,
            libc::SYS_open_tree,
            libc::SYS_fsopen,
            libc::SYS_fsconfig,
            libc::SYS_fsmount,
            libc::SYS_fspick,
            libc::SYS_mount_setattr,
            libc::SYS_quotactl,
            libc::SYS_quotactl_fd,
            libc::SYS_swapon,
            libc::SYS_swapoff,
        ],
    ),
    (
        "namespaces: in a new one the job would hold every capability, and the kernel code behind \
      them is where most faults are found",
        &[libc::SYS_unshare, libc::SYS_setns],
    ),
    (
        "other processes' memory and descriptors",
        &[
            libc::SYS_ptrace,
            libc::SYS_process_vm_readv,
            libc::SYS_process_vm_writev,
            libc::SYS_process_madvise,
            libc::SYS_pidfd_getfd,
            libc::SYS_kcmp,
        ],
    ),
    (
        "code for the kernel to run, and its counters, by which neighbours can be spied on",
        &[libc::SYS_bpf, libc::SYS_perf_event_open],
    ),
    (
        "page faults served by the job, which hold the kernel still in the middle of a race",
        &[libc::SYS_userfaultfd],
    ),
    (
        "keys of the host's user, which no namespace separates",
        &[libc::SYS_add_key, libc::SYS_request_key, libc::SYS_keyctl],
    ),
    (
        "the machine: kernel, modules, clock, names, log, accounting",
        &[
            libc::SYS_kexec_load,
            libc::SYS_kexec_file_load,
            libc::SYS_reboot,
            libc::SYS_init_module,
            libc::SYS_finit_module,
            libc::SYS_delete_module,
            libc::SYS_settimeofday,
            libc::SYS_clock_settime,
            libc::SYS_clock_adjtime,
            libc::SYS_adjtimex,
            libc::SYS_acct,
            libc::SYS_syslog,
            libc::SYS_sethostname,
            libc::SYS_setdomainname,
            libc::SYS_vhangup,
            libc::SYS_nfsservctl,
        ],
    ),
    (
        "files by handle, past every path and mount",
        &[
            libc::SYS_open_by_handle_at,
            libc::SYS_name_to_handle_at,
            libc::SYS_fanotify_init,
        ],
    ),
    #[cfg(target_arch = "x86_64")]
    (
        "ports and segments of the processor",
        &[libc::SYS_iopl, libc::SYS_ioperm, libc::SYS_modify_ldt],
    ),
];

/// Calls answered as if the kernel had none of that name: their callers then use older ones.
const UNKNOWN: &[(&str, &[libc::c_long])] = &[
    (
        "its flags are in memory, where no filter can see namespaces asked for; the C library falls \
      back to clone",
        &[libc::SYS_clone3],
    ),
    (
        "a second door to most system calls, which no filter watches",
        &[
            libc::SYS_io_uring_setup,
            libc::SYS_io_uring_enter,
            libc::SYS_io_uring_register,
        ],
    ),
];

/// Every namespace that clone can make.
const NAMESPACES: &[libc::c_int] = &[
    libc::CLONE_NEWUSER,
    libc::CLONE_NEWNS,
    libc::CLONE_NEWPID,
    libc::CLONE_NEWNET,
    libc::CLONE_NEWIPC,
    libc::CLONE_NEWUTS,
    libc::CLONE_NEWCGROUP,
];

/// The old way to whole packets. The C library's constant is marked as obsolete, which it is.
const SOCK_PACKET: libc::c_int = 10;

/// The last call of Linux 6.12, `mseal`. Later ones are unknown to the reasons above.
const LAST_KNOWN: u32 = 462;

/// From here on x86-64 calls would mean those of its 32-bit-pointer variant, by other numbers.
const OTHER_CALLING_CONVENTION: u32 = 0x4000_0000;

/// Filters this process and all it will start. `no_new_privs` must be set.
pub fn apply() -> Result<(), String> {
    for program in programs()? {
        apply_filter(&program).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn programs() -> Result<[BpfProgram; 3], String> {
    Ok([
        newer_calls(),
        compile(unconditional(UNKNOWN), libc::ENOSYS)?,
        compile(refused()?, libc::EPERM)?,
    ])
}

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

fn unconditional(groups: &[(&str, &[libc::c_long])]) -> Rules {
    let calls = groups.iter().flat_map(|(_, calls)| *calls);
    calls.map(|call| (*call, Vec::new())).collect()
}

fn refused() -> Result<Rules, String> {
    let mut rules = unconditional(REFUSED);
    // Only the low half of each is looked at, as the kernel does.
    let equal = |argument, value: i32| condition(argument, SeccompCmpOp::Eq, value);
    let differs = |argument, value: i32| condition(argument, SeccompCmpOp::Ne, value);
    let has = |argument, mask: i32, value: i32| {
        let mask = u64::from(mask.cast_unsigned());
        condition(argument, SeccompCmpOp::MaskedEq(mask), value)
    };
    let namespaces = NAMESPACES.iter().map(|flag| vec![has(0, *flag, *flag)]);
    rules.insert(libc::SYS_clone, any(namespaces)?);
    // Typing into the terminal, or the console, of whoever started the agent.
    let terminal = [
        libc::TIOCSTI,
        libc::TIOCLINUX,
        libc::TIOCSETD,
        libc::TIOCCONS,
    ];
    #[allow(clippy::cast_possible_truncation)]
    let terminal = terminal
        .iter()
        .map(|request| vec![equal(1, *request as i32)]);
    rules.insert(libc::SYS_ioctl, any(terminal)?);
    // Sockets that a network namespace does not hold (vsock reaches the hypervisor), that build
    // packets by hand, or whose kernel code jobs do not need.
    let families = [
        libc::AF_UNIX,
        libc::AF_INET,
        libc::AF_INET6,
        libc::AF_NETLINK,
    ];
    let other_family: Vec<_> = families.iter().map(|family| differs(0, *family)).collect();
    let raw = |family| vec![equal(0, family), has(1, 0xf, libc::SOCK_RAW)];
    let packet = |family| vec![equal(0, family), has(1, 0xf, SOCK_PACKET)];
    // Of netlink, the list of interfaces: the C library asks for it to resolve names.
    let other_netlink = vec![equal(0, libc::AF_NETLINK), differs(2, libc::NETLINK_ROUTE)];
    let sockets = [
        other_family,
        raw(libc::AF_INET),
        raw(libc::AF_INET6),
        packet(libc::AF_INET),
        packet(libc::AF_INET6),
        other_netlink,
    ];
    rules.insert(libc::SYS_socket, any(sockets)?);
    Ok(rules)
}

type Condition = Result<SeccompCondition, seccompiler::Error>;

fn condition(argument: u8, operator: SeccompCmpOp, value: i32) -> Condition {
    let value = u64::from(value.cast_unsigned());
    SeccompCondition::new(argument, Dword, operator, value).map_err(Into::into)
}

/// Refused when all conditions of one rule hold.
fn any(rules: impl IntoIterator<Item = Vec<Condition>>) -> Result<Vec<SeccompRule>, String> {
    let rule = |conditions: Vec<Condition>| {
        let conditions = conditions.into_iter().collect::<Result<_, _>>()?;
        SeccompRule::new(conditions).map_err(Into::into)
    };
    let rules: Result<_, seccompiler::Error> = rules.into_iter().map(rule).collect();
    rules.map_err(|error| error.to_string())
}

/// A program that answers `errno` to what matches, and kills whoever calls by the convention of
/// another architecture.
fn compile(rules: Rules, errno: i32) -> Result<BpfProgram, String> {
    let text = |error: &dyn std::fmt::Display| error.to_string();
    let architecture: TargetArch = std::env::consts::ARCH
        .try_into()
        .map_err(|error: seccompiler::BackendError| text(&error))?;
    let answer = SeccompAction::Errno(errno.cast_unsigned());
    SeccompFilter::new(rules, SeccompAction::Allow, answer, architecture)
        .and_then(BpfProgram::try_from)
        .map_err(|error| text(&error))
}

/// `ENOSYS` to every call after the last that this list knows, which takes the other calling
/// convention along.
fn newer_calls() -> BpfProgram {
    const _: () = assert!(LAST_KNOWN < OTHER_CALLING_CONVENTION);
    const LOAD: u16 = 0x20; // BPF_LD | BPF_W | BPF_ABS
    const JUMP_IF_GREATER: u16 = 0x25; // BPF_JMP | BPF_JGT | BPF_K
    const RETURN: u16 = 0x06; // BPF_RET | BPF_K
    let step = |code, jt, k| sock_filter { code, jt, jf: 0, k };
    vec![
        step(LOAD, 0, 0),
        step(JUMP_IF_GREATER, 1, LAST_KNOWN),
        step(RETURN, 0, libc::SECCOMP_RET_ALLOW),
        step(
            RETURN,
            0,
            libc::SECCOMP_RET_ERRNO | libc::ENOSYS.cast_unsigned(),
        ),
    ]
}
