//! The attempts.

use std::ffi::c_long;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::{SocketAddr, UnixStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::report::Report;
use crate::sys;

type Attempt = fn(&[&str]) -> Report;

/// Name, and what it does.
const ATTEMPTS: &[(&str, Attempt)] = &[
    ("abstract-socket", abstract_socket),
    ("ask-proxy", ask_proxy),
    ("bpf", bpf),
    ("cgroup", cgroup),
    ("chroot", chroot),
    ("clock", clock),
    ("connect", connect),
    ("core-dump", core_dump),
    ("daemon", daemon),
    ("descriptors", descriptors),
    ("devices", devices),
    ("environment", environment),
    ("files-by-handle", files_by_handle),
    ("fill-disk", fill_disk),
    ("fill-files", fill_files),
    ("fill-log", fill_log),
    ("fill-memory", fill_memory),
    ("fork-bomb", fork_bomb),
    ("host-processes", host_processes),
    ("io-uring", io_uring),
    ("kernel-files", kernel_files),
    ("kernel-log", kernel_log),
    ("keys", keys),
    ("kill", kill),
    ("kill-parent", kill_parent),
    ("machine", machine),
    ("mount", mount),
    ("namespaces", namespaces),
    ("output-tricks", output_tricks),
    ("ordinary-work", ordinary_work),
    ("perf", perf),
    ("priority", priority),
    ("process-1", process_1),
    ("process-memory", process_memory),
    ("ptrace", ptrace),
    ("raw-sockets", raw_sockets),
    ("read", read),
    ("run-setuid", run_setuid),
    ("set-namespace", set_namespace),
    ("shared-memory", shared_memory),
    ("sleep", sleep),
    ("socket-families", socket_families),
    ("spin", spin),
    ("sys-files", sys_files),
    ("system-v-memory", system_v_memory),
    ("type-into-terminal", type_into_terminal),
    ("unix-socket", unix_socket),
    ("userfaultfd", userfaultfd),
    ("write", write),
    ("x32", x32),
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

// More than was given

/// 200 processes that stay.
fn fork_bomb(_: &[&str]) -> Report {
    let mut children = Vec::new();
    let mut result = Ok(());
    for _ in 0..200 {
        match sys::victim() {
            Ok(pid) => children.push(pid),
            Err(error) => {
                result = Err(error);
                break;
            }
        }
    }
    // For the monitor to see, where no cgroup keeps count.
    std::thread::sleep(Duration::from_millis(250));
    for pid in children {
        let _ = sys::kill(pid, libc::SIGKILL);
        sys::wait_for(pid);
    }
    Report::default().tried("200 processes", result)
}

/// As many MiB as asked for, all of them touched, in two processes.
fn fill_memory(arguments: &[&str]) -> Report {
    let mebibytes: usize = arguments[0].parse().expect("MiB");
    let fill = || {
        let mut blocks = Vec::new();
        for _ in 0..mebibytes / 2 {
            let mut block = vec![0_u8; 1 << 20];
            block.iter_mut().step_by(4_096).for_each(|byte| *byte = 1);
            blocks.push(block);
        }
        std::hint::black_box(&blocks);
        std::thread::sleep(Duration::from_millis(300));
    };
    let child = sys::fork().expect("fork");
    fill();
    if child == 0 {
        std::process::exit(0);
    }
    Report::default().holds("all of it", sys::wait_for(child) == 0)
}

/// 64 MiB into one file.
fn fill_disk(arguments: &[&str]) -> Report {
    let path = Path::new(arguments[0]).join("large");
    let block = vec![1; 1 << 20];
    let result =
        File::create(&path).and_then(|mut file| (0..64).try_for_each(|_| file.write_all(&block)));
    // Otherwise it stays as full as it got, for the monitor to see.
    if result.is_ok() {
        let _ = fs::remove_file(&path);
    }
    std::thread::sleep(Duration::from_millis(250));
    Report::default().tried("64 MiB", result)
}

/// 5,000 empty files.
fn fill_files(arguments: &[&str]) -> Report {
    let folder = Path::new(arguments[0]);
    let result =
        (0..5_000).try_for_each(|number| File::create(folder.join(number.to_string())).map(drop));
    Report::default().tried("5,000 files", result)
}

/// 64 MiB to standard output and to standard error.
fn fill_log(_: &[&str]) -> Report {
    let block = vec![b'x'; 1 << 20];
    for _ in 0..64 {
        let _ = io::stdout().write_all(&block);
        let _ = io::stderr().write_all(&block);
    }
    println!("the very end");
    eprintln!("the very end");
    Report::default().holds("to write it all", false)
}

fn spin(_: &[&str]) -> Report {
    let until = Instant::now() + Duration::from_secs(30);
    let turn = move || {
        while Instant::now() < until {
            std::hint::black_box(0_u64);
        }
    };
    let threads = [std::thread::spawn(turn), std::thread::spawn(turn)];
    for thread in threads {
        thread.join().expect("spin");
    }
    Report::default().holds("30 s of two cores", true)
}

fn sleep(arguments: &[&str]) -> Report {
    let seconds = arguments[0].parse().expect("seconds");
    println!("asleep");
    std::thread::sleep(Duration::from_secs_f64(seconds));
    Report::default().holds("to sleep it all", true)
}

/// A process that has left its session, ignores what it can, and outlives its parent.
fn daemon(_: &[&str]) -> Report {
    if sys::fork().expect("fork") == 0 {
        sys::new_session();
        if sys::fork().expect("fork") == 0 {
            (1..32).for_each(sys::ignore);
            std::thread::sleep(Duration::from_mins(1));
        }
        std::process::exit(0);
    }
    std::thread::sleep(Duration::from_millis(50));
    Report::default().holds("to leave one behind", true)
}

// The host's files

fn read(arguments: &[&str]) -> Report {
    arguments.iter().fold(Report::default(), |report, path| {
        report.tried(path, fs::read(path))
    })
}

/// A new file in each of these folders, and over what is there.
fn write(arguments: &[&str]) -> Report {
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

fn chroot(_: &[&str]) -> Report {
    let folder = scratch().display().to_string();
    Report::default().tried("chroot", sys::call_path(libc::SYS_chroot, &folder, [0; 4]))
}

fn mount(_: &[&str]) -> Report {
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

fn files_by_handle(_: &[&str]) -> Report {
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
fn devices(_: &[&str]) -> Report {
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

fn sys_files(_: &[&str]) -> Report {
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
fn kernel_files(_: &[&str]) -> Report {
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
fn cgroup(_: &[&str]) -> Report {
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
fn output_tricks(arguments: &[&str]) -> Report {
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

// Other processes

fn ptrace(_: &[&str]) -> Report {
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

fn process_memory(_: &[&str]) -> Report {
    let victim = sys::victim().expect("fork");
    let report = Report::default()
        .tried("a child's", sys::read_other_memory(victim))
        .tried("the parent's", sys::read_other_memory(sys::parent()));
    let _ = sys::kill(victim, libc::SIGKILL);
    report
}

/// A process of the host, by its number there.
fn kill(arguments: &[&str]) -> Report {
    let pid = arguments[0].parse().expect("a pid");
    Report::default().tried("kill", sys::kill(pid, libc::SIGKILL))
}

/// Process 1 of a sandbox is told that it succeeded and nothing happens.
fn kill_parent(_: &[&str]) -> Report {
    let parent = sys::parent();
    for signal in [libc::SIGKILL, libc::SIGTERM, libc::SIGSTOP, libc::SIGSEGV] {
        let _ = sys::kill(parent, signal);
    }
    std::thread::sleep(Duration::from_millis(100));
    let unchanged = sys::parent() == parent && Path::new(&format!("/proc/{parent}")).exists();
    Report::default().holds("the parent is gone", !unchanged)
}

fn process_1(_: &[&str]) -> Report {
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
fn host_processes(_: &[&str]) -> Report {
    let own = std::process::id();
    let pids = fs::read_dir("/proc").expect("/proc").flatten();
    let others = pids
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter(|pid| *pid != 1 && *pid != own)
        .count();
    Report::default().holds("see another process", others > 0)
}

fn set_namespace(_: &[&str]) -> Report {
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

fn namespaces(_: &[&str]) -> Report {
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

// More rights

fn run_setuid(arguments: &[&str]) -> Report {
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

fn priority(_: &[&str]) -> Report {
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

fn core_dump(_: &[&str]) -> Report {
    Report::default().tried(
        "raise the limit",
        sys::set_limit(libc::RLIMIT_CORE, 1 << 20),
    )
}

// The kernel

fn keys(_: &[&str]) -> Report {
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

fn bpf(_: &[&str]) -> Report {
    // A map: array, four bytes of key, four of value, one entry.
    let mut attributes = [0_u64; 16];
    attributes[0] = 2 | 4 << 32;
    attributes[1] = 4 | 1 << 32;
    Report::default().tried(
        "a map",
        sys::call_buffer(libc::SYS_bpf, 0, &mut attributes, [128, 0, 0]),
    )
}

fn perf(_: &[&str]) -> Report {
    // The software clock.
    let mut attributes = [0_u64; 16];
    attributes[0] = 1 | 128 << 32;
    Report::default().tried(
        "a counter",
        sys::call_struct(libc::SYS_perf_event_open, &mut attributes, [0, -1, -1, 0]),
    )
}

fn io_uring(_: &[&str]) -> Report {
    let mut parameters = [0_u64; 32];
    Report::default().tried(
        "a ring",
        sys::call_buffer(libc::SYS_io_uring_setup, 4, &mut parameters, [0; 3]),
    )
}

fn userfaultfd(_: &[&str]) -> Report {
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

fn clock(_: &[&str]) -> Report {
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
fn machine(_: &[&str]) -> Report {
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

fn kernel_log(_: &[&str]) -> Report {
    const SIZE: c_long = 10;
    Report::default().tried("syslog", sys::call(libc::SYS_syslog, [SIZE, 0, 0, 0, 0]))
}

/// Standard input is no terminal, so what is not refused is not done.
fn type_into_terminal(_: &[&str]) -> Report {
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
fn x32(_: &[&str]) -> Report {
    const OTHER: c_long = 0x4000_0000;
    Report::default()
        .at_the_gate("mount", sys::call(OTHER | libc::SYS_mount, [0; 5]))
        .at_the_gate("ptrace", sys::call(OTHER | 0x209, [0; 5]))
        .at_the_gate("a call of the future", sys::call(4_000, [0; 5]))
}

// The network and its like

fn raw_sockets(_: &[&str]) -> Report {
    Report::default()
        .tried(
            "IPv4",
            sys::socket(libc::AF_INET, libc::SOCK_RAW, libc::IPPROTO_ICMP),
        )
        .tried(
            "IPv6",
            sys::socket(
                libc::AF_INET6,
                libc::SOCK_RAW | libc::SOCK_CLOEXEC,
                libc::IPPROTO_ICMPV6,
            ),
        )
        .tried(
            "packets",
            sys::socket(libc::AF_PACKET, libc::SOCK_RAW, 0x0300),
        )
}

fn socket_families(_: &[&str]) -> Report {
    Report::default()
        .tried(
            "kernel events",
            sys::socket(
                libc::AF_NETLINK,
                libc::SOCK_RAW,
                libc::NETLINK_KOBJECT_UEVENT,
            ),
        )
        .tried(
            "netfilter",
            sys::socket(libc::AF_NETLINK, libc::SOCK_RAW, libc::NETLINK_NETFILTER),
        )
        .tried("vsock", sys::socket(libc::AF_VSOCK, libc::SOCK_STREAM, 0))
        .tried(
            "kernel crypto",
            sys::socket(libc::AF_ALG, libc::SOCK_SEQPACKET, 0),
        )
        .tried(
            "bluetooth",
            sys::socket(libc::AF_BLUETOOTH, libc::SOCK_RAW, 1),
        )
}

fn connect(arguments: &[&str]) -> Report {
    arguments.iter().fold(Report::default(), |report, address| {
        let address = address.parse().expect("an address");
        let patience = Duration::from_millis(500);
        report.tried(
            &format!("{address}"),
            TcpStream::connect_timeout(&address, patience),
        )
    })
}

/// Through the sandbox's proxy: a tunnel to each of these, which counts when bytes come back.
fn ask_proxy(arguments: &[&str]) -> Report {
    let proxy = std::env::var("https_proxy").unwrap_or_default();
    let proxy = proxy
        .strip_prefix("http://")
        .unwrap_or("127.0.0.1:3128")
        .to_owned();
    arguments
        .iter()
        .fold(Report::default(), |report, endpoint| {
            let asked = TcpStream::connect(&proxy).and_then(|mut stream| {
                stream.set_read_timeout(Some(Duration::from_secs(20)))?;
                write!(stream, "CONNECT {endpoint} HTTP/1.1\r\n\r\n")?;
                let mut answer = [0; 256];
                let length = stream.read(&mut answer)?;
                let answer = String::from_utf8_lossy(&answer[..length]).into_owned();
                let first = answer.lines().next().unwrap_or_default().to_owned();
                if first.contains(" 200 ") {
                    Ok(())
                } else {
                    Err(io::Error::other(first))
                }
            });
            report.tried(endpoint, asked)
        })
}

fn unix_socket(arguments: &[&str]) -> Report {
    arguments.iter().fold(Report::default(), |report, path| {
        report.tried(path, UnixStream::connect(path))
    })
}

fn abstract_socket(arguments: &[&str]) -> Report {
    let address = SocketAddr::from_abstract_name(arguments[0]).expect("a name");
    Report::default().tried(arguments[0], UnixStream::connect_addr(&address))
}

/// A file in the host's `/dev/shm`.
fn shared_memory(arguments: &[&str]) -> Report {
    let path = Path::new("/dev/shm").join(arguments[0]);
    Report::default().tried(arguments[0], fs::read(path))
}

fn system_v_memory(arguments: &[&str]) -> Report {
    let key = arguments[0].parse().expect("a key");
    Report::default().tried(arguments[0], sys::shared_memory(key, false))
}

// What the agent may leave lying around

/// Any descriptor besides the three.
fn descriptors(_: &[&str]) -> Report {
    let open = (3..256).filter(|number| {
        let path = format!("/proc/self/fd/{number}");
        fs::read_link(path).is_ok()
    });
    Report::default().holds("one more descriptor", open.count() > 0)
}

fn environment(arguments: &[&str]) -> Report {
    Report::default().holds(arguments[0], std::env::var_os(arguments[0]).is_some())
}

// What no sandbox may be in the way of

/// Gets through when everything works that programs do.
fn ordinary_work(_: &[&str]) -> Report {
    let mut failed = Vec::new();
    let mut check = |what: &str, works: bool| {
        if !works {
            failed.push(what.to_owned());
        }
    };
    check(
        "a thread",
        std::thread::spawn(|| 1).join().is_ok_and(|one| one == 1),
    );
    check(
        "a process",
        Command::new("true")
            .status()
            .is_ok_and(|status| status.success()),
    );
    check(
        "a pipe",
        Command::new("sh")
            .args(["-c", "echo x | cat"])
            .output()
            .is_ok_and(|output| output.stdout == b"x\n"),
    );
    let tcp = std::net::TcpListener::bind("localhost:0")
        .and_then(|listener| TcpStream::connect(listener.local_addr()?));
    check("TCP with itself, by name", tcp.is_ok());
    let name = SocketAddr::from_abstract_name("own").expect("a name");
    let own = std::os::unix::net::UnixListener::bind_addr(&name);
    check(
        "an abstract socket of its own",
        own.is_ok() && UnixStream::connect_addr(&name).is_ok(),
    );
    for folder in ["/tmp", "/dev/shm", "/out"] {
        let file = Path::new(folder).join("own");
        check(
            folder,
            fs::write(&file, "x").is_ok() && fs::remove_file(&file).is_ok(),
        );
    }
    let program = Path::new("/tmp/own-program");
    let copied = fs::copy("/bin/true", program).is_ok();
    check(
        "a program of its own",
        copied
            && Command::new(program)
                .status()
                .is_ok_and(|status| status.success()),
    );
    check("/dev/null", fs::write("/dev/null", "x").is_ok());
    check(
        "/dev/urandom",
        File::open("/dev/urandom")
            .and_then(|mut file| file.read_exact(&mut [0; 8]))
            .is_ok(),
    );
    check(
        "/proc/self",
        fs::read_to_string("/proc/self/status").is_ok(),
    );
    check(
        "/proc/cpuinfo",
        fs::read_to_string("/proc/cpuinfo").is_ok_and(|text| text.contains("processor")),
    );
    check(
        "the number of cores",
        std::thread::available_parallelism().is_ok(),
    );
    check("its name", fs::write("/proc/self/comm", "own").is_ok());
    check(
        "a signal of its own",
        sys::kill(std::process::id().cast_signed(), 0).is_ok(),
    );
    check(
        "shared memory of its own",
        sys::shared_memory(77, true).is_ok(),
    );
    check(
        "memory as a file",
        sys::call_path(libc::SYS_memfd_create, "own", [0; 4]).is_ok(),
    );
    check(
        "an event file",
        sys::call(libc::SYS_eventfd2, [0; 5]).is_ok(),
    );
    check(
        "the list of interfaces",
        sys::socket(libc::AF_NETLINK, libc::SOCK_RAW, libc::NETLINK_ROUTE).is_ok(),
    );
    check(
        "its user's name",
        Command::new("id")
            .arg("-un")
            .output()
            .is_ok_and(|output| output.stdout == b"job\n"),
    );
    failed.iter().fold(Report::default(), |report, what| {
        report.tried::<()>(what, Err(io::Error::other("does not work")))
    })
}
