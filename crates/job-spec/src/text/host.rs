//! A host that a job may reach.

use std::{fmt, net::IpAddr, str::FromStr};

use url::Host;

use super::written_as_text;

/// A host and port that a job may connect to: `pypi.org:443`.
///
/// Names only: an address given as numbers could point into the operator's own network.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HostPort {
    /// The host's name, lower case.
    pub host: String,
    /// The TCP port.
    pub port: u16,
}

impl FromStr for HostPort {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused = |why: &str| {
            format!("{text:?} {why}; write a host's name and port like \"pypi.org:443\"")
        };
        let (host, port) = text
            .rsplit_once(':')
            .ok_or_else(|| refused("names no port"))?;
        let port = port.parse().ok().filter(|port| *port > 0);
        let port = port.ok_or_else(|| refused("has no port from 1 to 65535"))?;
        match Host::parse(host) {
            Ok(Host::Domain(name)) if name.contains('.') && name.parse::<IpAddr>().is_err() => {
                Ok(Self { host: name, port })
            }
            Ok(Host::Domain(_)) => Err(refused("has no dot in its host, so it is no public name")),
            Ok(_) => Err(refused("gives the host as numbers")),
            Err(_) => Err(refused("has no valid host")),
        }
    }
}

impl fmt::Display for HostPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

written_as_text!(HostPort, "^[^:/ ]+\\.[^:/ ]+:[0-9]{1,5}$", "pypi.org:443");
