//! The one request of a connection to the proxy.

use std::io::{self, Read};
use std::net::TcpStream;

use crate::Endpoint;

/// Longest head of a request, in bytes.
const LONGEST: usize = 16 * 1024;

/// Headers between a client and its proxy, which end here.
const HOP_BY_HOP: [&str; 7] = [
    "connection",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
];

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Request {
    /// With whom to connect.
    pub endpoint: Endpoint,
    /// By `CONNECT`: what follows is between the two of them.
    pub is_tunnel: bool,
    /// What the server is sent first.
    pub forward: Vec<u8>,
}

impl Request {
    /// Reads the head, and what came with it.
    pub fn read(mut client: &TcpStream) -> io::Result<Self> {
        let mut bytes = Vec::new();
        loop {
            if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                let rest = bytes.split_off(end + 4);
                return Self::parse(&bytes, &rest);
            }
            if bytes.len() >= LONGEST {
                return Err(bad("a head of more than 16 KiB"));
            }
            let mut buffer = [0; 4_096];
            match client.read(&mut buffer)? {
                0 => return Err(bad("an end before the end of the head")),
                length => bytes.extend_from_slice(buffer.get(..length).unwrap_or_default()),
            }
        }
    }

    fn parse(head: &[u8], rest: &[u8]) -> io::Result<Self> {
        let head = str::from_utf8(head).map_err(|_| bad("a head that is not text"))?;
        let mut lines = head.split("\r\n");
        let mut words = lines.next().unwrap_or_default().split(' ');
        let (Some(method), Some(target), Some(version), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(bad("a first line that is not METHOD TARGET VERSION"));
        };
        if !matches!(version, "HTTP/1.1" | "HTTP/1.0") {
            return Err(bad("a version other than HTTP/1.1 and HTTP/1.0"));
        }
        if method == "CONNECT" {
            let endpoint = target.parse().map_err(io::Error::other)?;
            return Ok(Self {
                endpoint,
                is_tunnel: true,
                forward: rest.to_vec(),
            });
        }
        let target = target.strip_prefix("http://");
        let target =
            target.ok_or_else(|| bad("a target that is neither HOST:PORT nor http://…"))?;
        let (authority, path) = match target.find(['/', '?', '#']) {
            Some(end) => target.split_at(end),
            None => (target, "/"),
        };
        let endpoint = endpoint(authority)?;
        let mut forward =
            format!("{method} {path} {version}\r\nHost: {authority}\r\nConnection: close\r\n");
        for line in lines.take_while(|line| !line.is_empty()) {
            let name = line
                .split(':')
                .next()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase();
            if !HOP_BY_HOP.contains(&name.as_str()) {
                forward.push_str(line);
                forward.push_str("\r\n");
            }
        }
        forward.push_str("\r\n");
        let mut forward = forward.into_bytes();
        forward.extend_from_slice(rest);
        Ok(Self {
            endpoint,
            is_tunnel: false,
            forward,
        })
    }
}

/// Port 80 unless one is given.
fn endpoint(authority: &str) -> io::Result<Endpoint> {
    let host = authority.rsplit(']').next().unwrap_or_default();
    let parsed = if host.contains(':') {
        authority.parse()
    } else {
        format!("{authority}:80").parse()
    };
    parsed.map_err(io::Error::other)
}

fn bad(found: &str) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!("not a request: {found}"),
    )
}
