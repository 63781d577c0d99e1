//! The folder that keeps a chain over graceful stops.
//!
//! | file | written | meaning |
//! | --- | --- | --- |
//! | `running` | at start, removed at a graceful stop | somebody writes here, or died doing so |
//! | `chain.sqlite` | all the time | Surfpool's store |
//! | `stopped.json` | at a graceful stop | format version and the chain's clock |
//!
//! Surfpool's store is several tables written without one transaction around
//! them, so a killed process can leave it half written. The marker `running`
//! says so; it is also locked, which tells a live owner from a dead one.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use crate::error::LocalnetError;

const MARKER: &str = "running";
const STORE: &str = "chain.sqlite";
const STOPPED: &str = "stopped.json";
/// First bytes of every `SQLite` file. Checked here because Surfpool's pool needs
/// half a minute to give up on a file that is none.
const SQLITE_HEADER: &[u8] = b"SQLite format 3\0";
/// Version of the folder's content: changes with the store's format.
const FORMAT: &str = "ionet-localnet/1 surfpool/1.6.1";

/// A state folder that this process owns until it is closed or dropped.
#[derive(Debug)]
pub(crate) struct StateDir {
    dir: PathBuf,
    /// Held for its lock; released when the process ends, however it ends.
    _marker: File,
    /// The chain's clock at the last stop, in milliseconds of unix time.
    pub stopped_at_ms: Option<u64>,
}

impl StateDir {
    /// Takes the folder, creating it when missing.
    pub fn open(dir: &Path, min_free_bytes: u64) -> Result<Self, LocalnetError> {
        fs::create_dir_all(dir).map_err(|source| io_error(dir, source))?;
        check_free_space(dir, min_free_bytes)?;
        refuse_marker(dir)?;
        let stopped_at_ms = read_stopped(dir)?;
        let marker = write_marker(dir)?;
        // From here on the store changes: what the last stop said is no longer true.
        match fs::remove_file(dir.join(STOPPED)) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(io_error(dir, source));
            }
            _ => {}
        }
        Ok(Self {
            dir: dir.to_owned(),
            _marker: marker,
            stopped_at_ms,
        })
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.dir
    }

    /// The address that Surfpool opens its store by.
    pub fn store_url(&self) -> Result<String, LocalnetError> {
        let path = self.dir.join(STORE);
        let text = path.to_str().filter(|text| !text.contains(['?', '#', '%']));
        text.map(|text| format!("file:{text}"))
            .ok_or_else(|| LocalnetError::NotAStateFolder {
                dir: self.dir.clone(),
                reason: "its path must be UTF-8 without `?`, `#` and `%`".to_owned(),
            })
    }

    /// Marks the folder as whole. Only after the store is closed.
    pub fn close(self, chain_time_ms: u64) -> Result<(), LocalnetError> {
        let stopped = json!({ "format": FORMAT, "chain_time_ms": chain_time_ms }).to_string();
        let partial = self.dir.join("stopped.json.part");
        let write = || {
            let mut file = File::create(&partial)?;
            file.write_all(stopped.as_bytes())?;
            file.sync_all()?;
            fs::rename(&partial, self.dir.join(STOPPED))?;
            fs::remove_file(self.dir.join(MARKER))
        };
        write().map_err(|source| io_error(&self.dir, source))
    }

    /// Gives the folder up without having written to it, so that a failed start
    /// leaves it as it was.
    pub fn abandon(self) {
        match self.stopped_at_ms {
            Some(chain_time_ms) => drop(self.close(chain_time_ms)),
            None if !self.dir.join(STORE).exists() => drop(fs::remove_file(self.dir.join(MARKER))),
            None => {}
        }
    }
}

/// Tells a full disk apart in what Surfpool reports as text.
pub(crate) fn is_disk_full(message: &str) -> bool {
    ["database or disk is full", "No space left on device"]
        .iter()
        .any(|known| message.contains(known))
}

/// Whether the store could not be written, so that executing on would lose what is executed.
pub(crate) fn is_store_failure(message: &str) -> bool {
    is_disk_full(message) || message.contains("disk I/O error")
}

fn check_free_space(dir: &Path, min_free_bytes: u64) -> Result<(), LocalnetError> {
    let disk = rustix::fs::statvfs(dir).map_err(|errno| io_error(dir, errno.into()))?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    if free >= min_free_bytes {
        return Ok(());
    }
    Err(LocalnetError::NoDiskSpace {
        dir: dir.to_owned(),
        reason: format!("{free} bytes are free, at least {min_free_bytes} are needed to start"),
    })
}

/// A marker means a live owner (locked) or a dead one (not locked).
fn refuse_marker(dir: &Path) -> Result<(), LocalnetError> {
    let path = dir.join(MARKER);
    let mut marker = match File::open(&path) {
        Ok(marker) => marker,
        Err(source) if source.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(io_error(&path, source)),
    };
    match marker.try_lock() {
        Ok(()) => Err(LocalnetError::TornState {
            dir: dir.to_owned(),
        }),
        Err(TryLockError::WouldBlock) => {
            let mut pid = String::new();
            marker
                .read_to_string(&mut pid)
                .map_err(|source| io_error(&path, source))?;
            Err(LocalnetError::StateInUse {
                dir: dir.to_owned(),
                pid: pid.trim().to_owned(),
            })
        }
        Err(TryLockError::Error(source)) => Err(io_error(&path, source)),
    }
}

fn write_marker(dir: &Path) -> Result<File, LocalnetError> {
    let path = dir.join(MARKER);
    let write = || {
        let mut marker = File::create_new(&path)?;
        marker.lock()?;
        writeln!(marker, "{}", std::process::id())?;
        marker.sync_all()?;
        Ok(marker)
    };
    write().map_err(|source| io_error(&path, source))
}

/// The clock of the last stop; `None` for a new folder.
fn read_stopped(dir: &Path) -> Result<Option<u64>, LocalnetError> {
    let not_ours = |reason: String| LocalnetError::NotAStateFolder {
        dir: dir.to_owned(),
        reason,
    };
    let path = dir.join(STOPPED);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(source) if source.kind() == io::ErrorKind::NotFound => {
            return refuse_foreign_files(dir);
        }
        Err(source) => return Err(io_error(&path, source)),
    };
    let stopped: Value = serde_json::from_str(&text)
        .map_err(|error| not_ours(format!("{STOPPED} is not JSON ({error})")))?;
    if stopped["format"] != FORMAT {
        return Err(not_ours(format!(
            "{STOPPED} says {}, this version reads {FORMAT:?}",
            stopped["format"]
        )));
    }
    check_store(dir)?;
    let time = stopped["chain_time_ms"].as_u64();
    time.map(Some)
        .ok_or_else(|| not_ours(format!("{STOPPED} has no chain_time_ms")))
}

fn check_store(dir: &Path) -> Result<(), LocalnetError> {
    let damaged = |reason: String| LocalnetError::Store {
        dir: dir.to_owned(),
        reason: format!("{STORE}: {reason}"),
    };
    let mut header = [0; SQLITE_HEADER.len()];
    let read = File::open(dir.join(STORE)).and_then(|mut store| store.read_exact(&mut header));
    read.map_err(|error| damaged(error.to_string()))?;
    if header == SQLITE_HEADER {
        Ok(())
    } else {
        Err(damaged("it is not a SQLite file".to_owned()))
    }
}

/// Without the note of a graceful stop the folder must be empty: a store
/// without it is torn, anything else is somebody's folder.
fn refuse_foreign_files(dir: &Path) -> Result<Option<u64>, LocalnetError> {
    if dir.join(STORE).exists() {
        return Err(LocalnetError::TornState {
            dir: dir.to_owned(),
        });
    }
    let mut entries = fs::read_dir(dir).map_err(|source| io_error(dir, source))?;
    match entries.next() {
        None => Ok(None),
        Some(Ok(entry)) => Err(LocalnetError::NotAStateFolder {
            dir: dir.to_owned(),
            reason: format!("it holds {}", entry.file_name().display()),
        }),
        Some(Err(source)) => Err(io_error(dir, source)),
    }
}

fn io_error(path: &Path, source: io::Error) -> LocalnetError {
    if source.kind() == io::ErrorKind::StorageFull {
        return LocalnetError::NoDiskSpace {
            dir: path.to_owned(),
            reason: source.to_string(),
        };
    }
    LocalnetError::StateFolder {
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_from_other_failures() {
        // As Surfpool reported it on a full file system.
        let full = "Internal error: \"Storage error: Query failed for table 'blocks' in 'SQLite' database: \
                    Failed to store value for key '57': database or disk is full\"";
        assert!(is_disk_full(full) && is_store_failure(full));
        let broken = "Storage error: Failed to store value: disk I/O error";
        assert!(!is_disk_full(broken) && is_store_failure(broken));
        assert!(!is_store_failure(
            "Failed to process transaction: insufficient funds"
        ));
    }
}
