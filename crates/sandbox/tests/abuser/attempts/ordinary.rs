//! What no sandbox may be in the way of.

use std::fs::{self, File};
use std::io::{self, Read};
use std::net::TcpStream;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixStream};
use std::path::Path;
use std::process::Command;

use crate::report::Report;
use crate::sys;

/// Gets through when everything works that programs do.
pub fn ordinary_work(_: &[&str]) -> Report {
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
