//! The network and its like.

use std::fs;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixStream};
use std::path::Path;
use std::time::Duration;

use crate::report::Report;
use crate::sys;

pub fn raw_sockets(_: &[&str]) -> Report {
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

pub fn socket_families(_: &[&str]) -> Report {
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

pub fn connect(arguments: &[&str]) -> Report {
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
pub fn ask_proxy(arguments: &[&str]) -> Report {
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

pub fn unix_socket(arguments: &[&str]) -> Report {
    arguments.iter().fold(Report::default(), |report, path| {
        report.tried(path, UnixStream::connect(path))
    })
}

pub fn abstract_socket(arguments: &[&str]) -> Report {
    let address = SocketAddr::from_abstract_name(arguments[0]).expect("a name");
    Report::default().tried(arguments[0], UnixStream::connect_addr(&address))
}

/// A file in the host's `/dev/shm`.
pub fn shared_memory(arguments: &[&str]) -> Report {
    let path = Path::new("/dev/shm").join(arguments[0]);
    Report::default().tried(arguments[0], fs::read(path))
}

pub fn system_v_memory(arguments: &[&str]) -> Report {
    let key = arguments[0].parse().expect("a key");
    Report::default().tried(arguments[0], sys::shared_memory(key, false))
}
