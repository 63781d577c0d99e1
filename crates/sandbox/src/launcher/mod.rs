//! The processes of a sandbox, in the order in which they start.
//!
//! The agent starts the *monitor*, which stays outside: it makes the cgroup, forks the *init*
//! into new namespaces, watches the limits, writes the logs and in the end the outcome. The init
//! is process 1 of the sandbox: it builds the root, gives up every right, and starts the
//! *program*. If the agent goes, the monitor stays. If the monitor goes, the kernel kills the
//! init, and with process 1 everything in its PID namespace.

mod boundary;
mod fault;
mod filter;
mod identity;
mod init;
mod logfile;
mod loopback;
mod message;
mod monitor;
mod pidtree;
mod plan;
mod root;
mod trial;
mod watch;

use std::ffi::OsStr;
use std::io::Write;
use std::process::exit;

use serde::{Deserialize, Serialize};

pub use fault::Fault;
pub use identity::Identity;
pub use logfile::{STDERR_FILE, STDOUT_FILE};
pub use monitor::{
    CONTROL_SOCKET, ControlReply, ControlRequest, LOCK_FILE, MARKER_FILE, Marker, OUTCOME_FILE,
    OUTPUTS_DIR, own_command,
};
pub use plan::Plan;
pub use root::STAGING_DIR;
pub use trial::Trial;

/// The first argument by which a binary knows that it was started as a launcher.
pub const LAUNCHER_ARGUMENT: &str = "--ionet-sandbox-launcher";

/// What the monitor tells the agent once, on its standard output.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Start {
    /// The program runs.
    Started,
    /// It does not, and nothing else does.
    Failed(Fault),
}

/// Runs as a launcher and exits, if this process was started as one. To be called before
/// anything starts a thread.
pub fn run_if_launcher() {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().as_deref() != Some(OsStr::new(LAUNCHER_ARGUMENT)) {
        return;
    }
    let role = arguments.next().unwrap_or_default();
    match role.to_str() {
        Some("monitor") => exit(monitor::main()),
        Some("probe") => exit(print(&trial::run())),
        Some("proxy") => exit(crate::proxy::main()),
        _ => exit(2),
    }
}

/// Writes one line of JSON to standard output. The exit code says whether that worked.
fn print<T: Serialize>(value: &T) -> i32 {
    let Ok(mut line) = serde_json::to_vec(value) else {
        return 1;
    };
    line.push(b'\n');
    i32::from(std::io::stdout().write_all(&line).is_err())
}
