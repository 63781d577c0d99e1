//! Choosing and checking the two ports, before Surfpool takes them.
//!
//! Surfpool's HTTP server binds with `SO_REUSEPORT`, so a second chain of the
//! same user would silently share the port: a plain bind finds out first.

use std::{
    io,
    net::{Ipv4Addr, TcpListener},
    thread::sleep,
    time::{Duration, Instant},
};

use crate::{
    LocalnetConfig,
    error::{LocalnetError, PortUse},
};

/// The two ports of a chain, both known to be free a moment ago.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ports {
    pub rpc: u16,
    pub ws: u16,
}

/// Picks the ports that are 0 and checks those that are not.
pub(crate) fn choose(config: &LocalnetConfig) -> Result<Ports, LocalnetError> {
    match (config.rpc_port, config.ws_port) {
        (0, 0) => adjacent_pair(),
        (0, ws) => {
            check(ws, PortUse::WebSocket)?;
            Ok(Ports {
                rpc: free(PortUse::Rpc)?,
                ws,
            })
        }
        (rpc, 0) => {
            check(rpc, PortUse::Rpc)?;
            Ok(Ports {
                rpc,
                ws: free(PortUse::WebSocket)?,
            })
        }
        (rpc, ws) if rpc == ws => Err(LocalnetError::SamePort { port: rpc }),
        (rpc, ws) => {
            check(rpc, PortUse::Rpc)?;
            check(ws, PortUse::WebSocket)?;
            Ok(Ports { rpc, ws })
        }
    }
}

/// Waits until both ports can be bound again, at most `patience`. Surfpool
/// closes its servers on a thread of its own, after its run loop has ended.
pub(crate) fn wait_released(ports: Ports, patience: Duration) -> bool {
    let deadline = Instant::now() + patience;
    loop {
        if bind(ports.rpc).is_ok() && bind(ports.ws).is_ok() {
            return true;
        }
        if Instant::now() >= deadline {
            return false;
        }
        sleep(Duration::from_millis(10));
    }
}

/// Clients derive the WebSocket port as the RPC port plus one, so neighbours
/// are tried first.
fn adjacent_pair() -> Result<Ports, LocalnetError> {
    for _ in 0..64 {
        let rpc = free(PortUse::Rpc)?;
        if let Some(ws) = rpc.checked_add(1)
            && bind(ws).is_ok()
        {
            return Ok(Ports { rpc, ws });
        }
    }
    let listener = listen(0, PortUse::Rpc)?;
    Ok(Ports {
        rpc: port_of(&listener, PortUse::Rpc)?,
        ws: free(PortUse::WebSocket)?,
    })
}

fn free(used_for: PortUse) -> Result<u16, LocalnetError> {
    port_of(&listen(0, used_for)?, used_for)
}

fn check(port: u16, used_for: PortUse) -> Result<(), LocalnetError> {
    listen(port, used_for).map(drop)
}

fn listen(port: u16, used_for: PortUse) -> Result<TcpListener, LocalnetError> {
    bind(port).map_err(|source| refused(port, used_for, source))
}

fn port_of(listener: &TcpListener, used_for: PortUse) -> Result<u16, LocalnetError> {
    listener
        .local_addr()
        .map(|address| address.port())
        .map_err(|source| refused(0, used_for, source))
}

fn bind(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
}

fn refused(port: u16, used_for: PortUse, source: io::Error) -> LocalnetError {
    if source.kind() == io::ErrorKind::AddrInUse {
        LocalnetError::PortInUse { port, used_for }
    } else {
        LocalnetError::PortRefused {
            port,
            used_for,
            source,
        }
    }
}
