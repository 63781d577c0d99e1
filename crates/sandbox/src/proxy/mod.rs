//! The way out of a sandbox: a small HTTP proxy on the host that reaches what a job's allow-list
//! names, and only there.
//!
//! The sandbox's init opens the listening socket in the job's network namespace and hands it to
//! the monitor, which starts the proxy with it. So the job speaks TCP to 127.0.0.1, as every
//! HTTP client can, while the proxy has the host's network and the job has none.
//!
//! Names are resolved here, once, and the address that was checked is the one that is
//! connected to: a name that points to a private address, now or a moment later, reaches nothing.

mod address;
mod request;
mod tunnel;

use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ionet_public_address::is_public;
use rustix::process::{Signal, set_parent_process_death_signal};
use rustix::thread::set_no_new_privs;
use serde::{Deserialize, Serialize};

use crate::Endpoint;
use crate::launcher::own_command;
use request::Request;

/// What a job may reach.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Hosts and ports.
    pub allowed: Vec<Endpoint>,
    /// Addresses that are reached although they are private.
    pub private_exceptions: Vec<SocketAddr>,
}

/// Connections of one job at a time.
const MOST_CONNECTIONS: usize = 64;
/// For a request to arrive and for a connection to stand.
const PATIENCE: Duration = Duration::from_secs(15);
const POLICY_VARIABLE: &str = "IONET_PROXY_POLICY";
/// As whom the proxy of a root agent runs: not root, and not the job's user.
const NOBODY: u32 = 65_534;

/// Starts the proxy of one sandbox as a process of its own.
pub(crate) fn spawn(listener: OwnedFd, policy: &Policy, privileged: bool) -> io::Result<Child> {
    let mut command = own_command("proxy");
    command
        .env(POLICY_VARIABLE, serde_json::to_string(policy)?)
        .current_dir("/")
        .stdin(listener)
        .stderr(Stdio::null());
    if privileged {
        command.uid(NOBODY).gid(NOBODY);
    }
    command.spawn()
}

/// The proxy process. Returns the exit code.
pub(crate) fn main() -> i32 {
    let prepared = set_parent_process_death_signal(Some(Signal::KILL))
        .and_then(|()| set_no_new_privs(true))
        .and_then(|()| rustix::io::fcntl_dupfd_cloexec(io::stdin().as_fd(), 3));
    let policy = std::env::var(POLICY_VARIABLE).unwrap_or_default();
    let (Ok(listener), Ok(policy)) = (prepared, serde_json::from_str(&policy)) else {
        return 1;
    };
    serve(&TcpListener::from(listener), policy, resolve);
    0
}

/// From a name and a port to addresses.
type Resolver = fn(&str, u16) -> io::Result<Vec<SocketAddr>>;

fn resolve(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    Ok((host, port).to_socket_addrs()?.collect())
}

fn serve(listener: &TcpListener, policy: Policy, resolver: Resolver) {
    let policy = Arc::new(policy);
    let open = Arc::new(AtomicUsize::new(0));
    for client in listener.incoming() {
        let Ok(client) = client else {
            // Out of descriptors: others will close some.
            std::thread::sleep(Duration::from_millis(50));
            continue;
        };
        if open.fetch_add(1, Ordering::Relaxed) >= MOST_CONNECTIONS {
            open.fetch_sub(1, Ordering::Relaxed);
            refuse(
                &client,
                &Refused::new(503, "too many connections at a time"),
            );
            continue;
        }
        let (policy, open) = (Arc::clone(&policy), Arc::clone(&open));
        std::thread::spawn(move || {
            if let Err(refused) = handle(&client, &policy, resolver) {
                refuse(&client, &refused);
            }
            open.fetch_sub(1, Ordering::Relaxed);
        });
    }
}

/// An answer other than what was asked for.
#[derive(Debug, PartialEq, Eq)]
struct Refused {
    status: u16,
    reason: String,
}

impl Refused {
    fn new(status: u16, reason: impl Into<String>) -> Self {
        Self {
            status,
            reason: reason.into(),
        }
    }
}

fn refuse(client: &TcpStream, refused: &Refused) {
    let text = format!("ionet sandbox proxy: {}\n", refused.reason);
    let head = format!(
        "HTTP/1.1 {} Refused\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        refused.status,
        text.len(),
    );
    // The job may have gone.
    let _ = client.set_write_timeout(Some(PATIENCE));
    let _ = (&*client).write_all(head.as_bytes());
    let _ = (&*client).write_all(text.as_bytes());
}

fn handle(client: &TcpStream, policy: &Policy, resolver: Resolver) -> Result<(), Refused> {
    let unreadable = |error: io::Error| Refused::new(400, error.to_string());
    client
        .set_read_timeout(Some(PATIENCE))
        .map_err(unreadable)?;
    let request = Request::read(client).map_err(unreadable)?;
    let server = connect(&request.endpoint, policy, resolver)?;
    let lost = |error: io::Error| Refused::new(502, error.to_string());
    if request.is_tunnel {
        (&*client)
            .write_all(b"HTTP/1.1 200 Connected\r\n\r\n")
            .map_err(lost)?;
    }
    (&server).write_all(&request.forward).map_err(lost)?;
    tunnel::join(client, &server);
    Ok(())
}

/// Connects to an endpoint on the list, at an address that is public.
fn connect(endpoint: &Endpoint, policy: &Policy, resolver: Resolver) -> Result<TcpStream, Refused> {
    if !policy.allowed.contains(endpoint) {
        let reason = format!("{endpoint} is not on this job's list of hosts");
        return Err(Refused::new(403, reason));
    }
    let addresses = resolver(&endpoint.host, endpoint.port)
        .map_err(|error| Refused::new(502, format!("{endpoint}: {error}")))?;
    let mut refused = Refused::new(502, format!("{endpoint} has no address"));
    for address in addresses {
        let is_exception = policy.private_exceptions.contains(&address);
        if !is_exception && (!is_public(address.ip()) || address::is_own(address.ip())) {
            let reason = format!("{endpoint} is at {}, which is not public", address.ip());
            refused = Refused::new(403, reason);
            continue;
        }
        match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(stream) => return Ok(stream),
            Err(error) => refused = Refused::new(502, format!("{endpoint}: {error}")),
        }
    }
    Err(refused)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn policy(allowed: &[&str], exceptions: &[SocketAddr]) -> Policy {
        Policy {
            allowed: allowed.iter().map(|text| text.parse().unwrap()).collect(),
            private_exceptions: exceptions.to_vec(),
        }
    }

    /// Runs a proxy and asks it one thing.
    fn ask(policy: Policy, resolver: Resolver, request: &str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || serve(&listener, policy, resolver));
        let mut client = TcpStream::connect(address).unwrap();
        client.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        let _ = client.read_to_string(&mut answer);
        answer
    }

    /// A server that says what it was asked.
    fn echo() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut head = [0; 1_024];
                let length = stream.read(&mut head).unwrap();
                stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
                stream.write_all(&head[..length]).unwrap();
            }
        });
        address
    }

    #[test]
    fn a_host_that_is_not_listed_is_refused_before_it_is_resolved() {
        let never: Resolver = |_, _| panic!("resolved");
        for request in [
            "CONNECT example.org:444 HTTP/1.1\r\n\r\n",
            "CONNECT www.example.org:443 HTTP/1.1\r\n\r\n",
            "GET http://example.org.evil.net:443/ HTTP/1.1\r\n\r\n",
        ] {
            let answer = ask(policy(&["example.org:443"], &[]), never, request);
            assert!(answer.starts_with("HTTP/1.1 403"), "{request}: {answer}");
        }
    }

    #[test]
    fn a_listed_name_that_points_inside_is_refused() {
        let resolvers: [Resolver; 6] = [
            |_, port| Ok(vec![([169, 254, 169, 254], port).into()]),
            |_, port| Ok(vec![([127, 0, 0, 1], port).into()]),
            |_, port| Ok(vec![([10, 0, 0, 1], port).into()]),
            |_, port| {
                Ok(vec![
                    format!("[::ffff:192.168.0.1]:{port}").parse().unwrap(),
                ])
            },
            |_, port| Ok(vec![format!("[fd00:ec2::254]:{port}").parse().unwrap()]),
            |_, port| {
                Ok(vec![
                    ([100, 100, 100, 200], port).into(),
                    ([0, 0, 0, 0], port).into(),
                ])
            },
        ];
        for resolver in resolvers {
            let request = "CONNECT rebinding.example:80 HTTP/1.1\r\n\r\n";
            let answer = ask(policy(&["rebinding.example:80"], &[]), resolver, request);
            assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
            assert!(answer.contains("not public"), "{answer}");
        }
    }

    #[test]
    fn an_exception_of_the_operator_is_reached_by_tunnel_and_by_plain_request() {
        let server = echo();
        let allowed = format!("{server}");
        let tunnel = format!("CONNECT {server} HTTP/1.1\r\n\r\nhello");
        let answer = ask(policy(&[&allowed], &[server]), resolve, &tunnel);
        assert!(answer.starts_with("HTTP/1.1 200 Connected"), "{answer}");
        assert!(answer.ends_with("hello"), "{answer}");

        let plain = format!(
            "GET http://{server}/a?b HTTP/1.1\r\nHost: other.example\r\nProxy-Connection: keep-alive\r\nX-Own: 1\r\n\r\n"
        );
        let answer = ask(policy(&[&allowed], &[server]), resolve, &plain);
        let expected =
            format!("GET /a?b HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\nX-Own: 1\r\n\r\n");
        assert!(answer.ends_with(&expected), "{answer}");
    }

    #[test]
    fn what_is_not_a_request_is_refused() {
        for request in [
            "\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "CONNECT a HTTP/1.1\r\n\r\n",
            "GET ftp://a:1/ HTTP/1.1\r\n\r\n",
        ] {
            let answer = ask(policy(&["a:1"], &[]), resolve, request);
            assert!(answer.starts_with("HTTP/1.1 400"), "{request:?}: {answer}");
        }
    }
}
