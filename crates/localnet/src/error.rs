//! What can go wrong with a local chain, and what to do about it.

use std::{fmt, io, path::PathBuf};

/// What a port of the chain is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortUse {
    /// JSON-RPC over HTTP.
    Rpc,
    /// WebSocket subscriptions.
    WebSocket,
}

impl fmt::Display for PortUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rpc => "JSON-RPC",
            Self::WebSocket => "WebSocket",
        })
    }
}

/// Why a local chain did not start, stopped, or refused a request.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LocalnetError {
    /// Something else listens on a port.
    #[error(
        "port {port} ({used_for}) is already in use. Another local chain may be running: stop it, use it as it is, \
         or choose another port with --rpc-port (the WebSocket takes the next one)"
    )]
    PortInUse {
        /// The port that is taken.
        port: u16,
        /// What the chain wanted it for.
        used_for: PortUse,
    },
    /// A port could not be bound for another reason than being in use.
    #[error(
        "cannot listen on 127.0.0.1:{port} ({used_for}): {source}. Ports below 1024 need privileges; \
         choose another with --rpc-port"
    )]
    PortRefused {
        /// The port asked for.
        port: u16,
        /// What the chain wanted it for.
        used_for: PortUse,
        /// The system's reason.
        source: io::Error,
    },
    /// RPC and WebSocket were given the same port.
    #[error(
        "JSON-RPC and WebSocket cannot share port {port}: give them two ports, or 0 to pick free ones"
    )]
    SamePort {
        /// The port named twice.
        port: u16,
    },
    /// The state folder was not closed by a graceful stop.
    #[error(
        "state folder {dir} was not closed by a graceful stop, so its store may be half written and is not used. \
         To start fresh, delete it (rm -r {dir}) or name another folder; to keep a chain, stop it with Ctrl-C",
        dir = .dir.display()
    )]
    TornState {
        /// The folder.
        dir: PathBuf,
    },
    /// Another process runs on the state folder.
    #[error(
        "state folder {dir} is in use by process {pid}: stop that chain first, or name another folder",
        dir = .dir.display()
    )]
    StateInUse {
        /// The folder.
        dir: PathBuf,
        /// The process that holds it, as it wrote itself down.
        pid: String,
    },
    /// The folder holds something else, or a store of another version.
    #[error(
        "{dir} is not a state folder of this version: {reason}. Name an empty or a new folder",
        dir = .dir.display()
    )]
    NotAStateFolder {
        /// The folder.
        dir: PathBuf,
        /// What was found.
        reason: String,
    },
    /// The folder cannot be read or written.
    #[error("cannot use {path} for the chain's state: {source}. Name a folder that this user may write", path = .path.display())]
    StateFolder {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The disk of the state folder is full, or too full to start on.
    #[error(
        "no disk space for state folder {dir}: {reason}. Free some space, name a folder on another disk, \
         or leave out --state to run in memory",
        dir = .dir.display()
    )]
    NoDiskSpace {
        /// The folder.
        dir: PathBuf,
        /// How much there is and how much is asked, or what the store said.
        reason: String,
    },
    /// The store inside the state folder could not be opened or read.
    #[error(
        "the store in {dir} cannot be opened: {reason}. To start fresh, delete the folder (rm -r {dir}) or name another",
        dir = .dir.display()
    )]
    Store {
        /// The folder.
        dir: PathBuf,
        /// What the store said.
        reason: String,
    },
    /// The chain did not come up.
    #[error("the local chain did not start: {0}")]
    Start(String),
    /// The chain ended by itself.
    #[error("the local chain has stopped: {0}")]
    Stopped(String),
    /// A program could not be placed.
    #[error(
        "program {program} cannot be placed: {reason}. Build it again with `cargo xtask build-programs`"
    )]
    Program {
        /// The program id.
        program: String,
        /// What the loader said.
        reason: String,
    },
}
