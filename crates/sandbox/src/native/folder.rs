//! The folder of one sandbox: what a driver reads of what a monitor wrote.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, flock};
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};

use crate::driver::{Handle, LogChunk, LogStream};
use crate::launcher::{
    LOCK_FILE, MARKER_FILE, Marker, OUTCOME_FILE, STAGING_DIR, STDERR_FILE, STDOUT_FILE,
};
use crate::{Outcome, SandboxError};

pub struct Folder {
    pub path: PathBuf,
}

impl Folder {
    pub fn new(handle: &Handle) -> Self {
        Self {
            path: handle.dir.clone(),
        }
    }

    pub fn staging(&self) -> PathBuf {
        self.path.join(STAGING_DIR)
    }

    pub fn monitor_log(&self) -> PathBuf {
        self.path.join("monitor.log")
    }

    /// Whether it was started once, whatever became of it.
    pub fn was_started(&self) -> bool {
        self.path.join(MARKER_FILE).exists() || self.path.join(OUTCOME_FILE).exists()
    }

    /// Whether its monitor lives: the kernel lets go of a dead process's locks.
    pub fn is_watched(&self) -> bool {
        let Ok(lock) = File::open(self.path.join(LOCK_FILE)) else {
            return false;
        };
        flock(&lock, FlockOperation::NonBlockingLockShared).is_err()
    }

    pub fn outcome(&self) -> Result<Option<Outcome>, SandboxError> {
        let path = self.path.join(OUTCOME_FILE);
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(SandboxError::io(path.display().to_string())(error)),
        };
        let outcome = serde_json::from_slice(&text).map_err(io::Error::other);
        outcome
            .map(Some)
            .map_err(SandboxError::io(path.display().to_string()))
    }

    fn marker(&self) -> Option<Marker> {
        serde_json::from_slice(&fs::read(self.path.join(MARKER_FILE)).ok()?).ok()
    }

    pub fn unmark(&self) {
        let _ = fs::remove_file(self.path.join(MARKER_FILE));
    }

    /// What the monitor wrote to its standard error.
    pub fn complaint(&self) -> String {
        fs::read_to_string(self.monitor_log()).unwrap_or_default()
    }

    /// After a monitor that was killed. Its processes died with it; the cgroup is still there.
    pub fn clean_up(&self) -> Result<(), SandboxError> {
        let Some(marker) = self.marker() else {
            return Ok(());
        };
        let Some(base) = &marker.cgroup else {
            return Ok(());
        };
        let destroyed = base.open(&marker.name).destroy();
        destroyed.map_err(SandboxError::io(format!(
            "remove the cgroup {}",
            marker.name
        )))
    }

    /// Kills a monitor that hangs, and with it the sandbox.
    pub fn kill_monitor(&self) {
        let pid = self.marker().and_then(|marker| Pid::from_raw(marker.pid));
        let Some(Ok(monitor)) = pid.map(|pid| pidfd_open(pid, PidfdFlags::empty())) else {
            return;
        };
        // It holds its lock, so the number is still its own: we hold a descriptor by now.
        if self.is_watched() {
            let _ = pidfd_send_signal(monitor, Signal::KILL);
        }
        let deadline = Instant::now() + Duration::from_secs(10);
        while self.is_watched() && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Reads both logs as they grow.
pub struct Logs {
    streams: [(LogStream, Option<File>, u64); 2],
}

impl Logs {
    pub fn open(folder: &Folder) -> Self {
        let open = |stream, name| (stream, File::open(folder.path.join(name)).ok(), 0);
        Self {
            streams: [
                open(LogStream::Stdout, STDOUT_FILE),
                open(LogStream::Stderr, STDERR_FILE),
            ],
        }
    }

    /// Hands over what is new.
    pub fn read(&mut self, logs: &mut dyn FnMut(LogChunk<'_>)) {
        let mut buffer = vec![0; 64 * 1024];
        for (stream, file, offset) in &mut self.streams {
            let Some(file) = file else { continue };
            if file.seek(SeekFrom::Start(*offset)).is_err() {
                continue;
            }
            while let Ok(length @ 1..) = file.read(&mut buffer) {
                let bytes = buffer.get(..length).unwrap_or_default();
                logs(LogChunk {
                    stream: *stream,
                    offset: *offset,
                    bytes,
                });
                *offset += length as u64;
            }
        }
    }
}
