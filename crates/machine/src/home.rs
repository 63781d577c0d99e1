//! The folder of an agent.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::process::geteuid;

/// Why the folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    /// Nobody knows where it would be.
    #[error(
        "there is no home folder to keep the worker's in: set HOME, or name a folder with --home"
    )]
    NoPlace,
    /// Something in it cannot be made, read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Who may read and write something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Its owner alone, who runs this.
    Private,
    /// It is not there.
    Missing,
    /// Others may look into it or write to it: their bits of the mode.
    Open(u32),
    /// It belongs to this user, who does not run this.
    Foreign(u32),
}

/// The folder of an agent: its key, its configuration, its memory and its jobs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    path: PathBuf,
}

impl Home {
    /// The one at `path`, whether it is there or not.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The default one: `ionet/worker` in the user's data folder, `~/.local/share` on Linux.
    ///
    /// # Errors
    /// [`HomeError::NoPlace`].
    pub fn default_place() -> Result<Self, HomeError> {
        let folders = directories::ProjectDirs::from("", "", "ionet").ok_or(HomeError::NoPlace)?;
        Ok(Self::at(folders.data_dir().join("worker")))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The device's key.
    pub fn device_key(&self) -> PathBuf {
        self.path.join("device.json")
    }

    /// The configuration.
    pub fn config(&self) -> PathBuf {
        self.path.join("worker.toml")
    }

    /// What the agent last said of itself.
    pub fn status(&self) -> PathBuf {
        self.path.join("status.json")
    }

    /// Salt and ids of the hardware's hash.
    pub fn hardware(&self) -> PathBuf {
        self.path.join("hardware.json")
    }

    /// Makes the folder, for its owner alone. Again is no error.
    ///
    /// # Errors
    /// [`HomeError::Io`].
    pub fn make(&self) -> Result<(), HomeError> {
        let made = DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.path);
        made.map_err(at(&self.path))
    }

    /// Writes a file that is not there yet, for its owner alone.
    ///
    /// # Errors
    /// [`HomeError::Io`]; also when it is there.
    pub fn write_new(file: &Path, text: &str) -> Result<(), HomeError> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        let written = options.open(file).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        written.map_err(at(file))
    }

    /// The text of a file; `None` when there is none.
    ///
    /// # Errors
    /// [`HomeError::Io`].
    pub fn read(file: &Path) -> Result<Option<String>, HomeError> {
        match fs::read_to_string(file) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(at(file)(source)),
        }
    }

    /// Who may read and write a file of it, or the folder itself.
    ///
    /// # Errors
    /// [`HomeError::Io`], where not even that can be seen.
    pub fn permission(path: &Path) -> Result<Permission, HomeError> {
        let metadata = match fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Permission::Missing);
            }
            Err(source) => return Err(at(path)(source)),
        };
        let others = metadata.mode() & 0o077;
        if metadata.uid() != geteuid().as_raw() {
            return Ok(Permission::Foreign(metadata.uid()));
        }
        if others != 0 {
            return Ok(Permission::Open(others));
        }
        Ok(Permission::Private)
    }

    /// Whether a file holds a key, as far as its form tells. What it holds is never quoted.
    ///
    /// # Errors
    /// [`HomeError::Io`].
    pub fn holds_key(file: &Path) -> Result<bool, HomeError> {
        let text = Self::read(file)?.unwrap_or_default();
        let bytes = serde_json::from_str::<Vec<u8>>(&text);
        Ok(bytes.is_ok_and(|bytes| bytes.len() == 64))
    }
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> HomeError {
    let path = path.to_owned();
    |source| HomeError::Io { path, source }
}
