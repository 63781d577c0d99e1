//! The folder of a sandbox as the monitor writes it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, flock};
use rustix::process::getpid;
use serde::{Deserialize, Serialize};

use crate::Outcome;
use crate::cgroup;
use crate::launcher::plan::Plan;

/// Locked for as long as the monitor lives.
pub const LOCK_FILE: &str = "lock";
/// Written when the sandbox is about to start; what a driver cleans up by when the monitor died.
pub const MARKER_FILE: &str = "started.json";
/// Written when it has ended.
pub const OUTCOME_FILE: &str = "outcome.json";
/// Where the monitor is spoken to.
pub const CONTROL_SOCKET: &str = "control";
/// Where collected outputs are.
pub const OUTPUTS_DIR: &str = "outputs";

/// What a driver needs to clean up after a monitor that was killed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Marker {
    /// The monitor.
    pub pid: i32,
    /// Where the cgroup is.
    pub cgroup: Option<cgroup::Base>,
    /// Its name.
    pub name: String,
}

/// Tried for a while: whoever looks whether it is locked locks it for a moment.
pub fn lock(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)?;
    let deadline = Instant::now() + Duration::from_secs(5);
    loop {
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(file),
            Err(error) if Instant::now() > deadline => return Err(error.into()),
            Err(_) => std::thread::sleep(Duration::from_millis(1)),
        }
    }
}

pub fn write_marker(plan: &Plan) -> io::Result<()> {
    let marker = Marker {
        pid: getpid().as_raw_nonzero().get(),
        cgroup: plan.cgroup.clone(),
        name: plan.name.clone(),
    };
    // Not forced to the disk, which takes longer than the whole start: a machine that goes down
    // leaves no process to clean up after.
    write_whole(MARKER_FILE, &marker, |_| Ok(()))
}

pub fn write_outcome(outcome: &Outcome) -> io::Result<()> {
    write_whole(OUTCOME_FILE, outcome, File::sync_all)
}

/// Written beside and renamed, so that nobody reads half of it.
fn write_whole<T: Serialize>(
    name: &str,
    value: &T,
    settle: fn(&File) -> io::Result<()>,
) -> io::Result<()> {
    let beside = format!("{name}.new");
    let mut file = File::create(&beside)?;
    file.write_all(&serde_json::to_vec_pretty(value)?)?;
    settle(&file)?;
    fs::rename(beside, name)
}
