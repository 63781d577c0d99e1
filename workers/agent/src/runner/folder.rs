//! The folder of a claim, in which everything about it lies.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use serde::{Serialize, de::DeserializeOwned};

/// The job's spec, in its canonical form.
pub const SPEC: &str = "spec.json";
/// What of this machine is granted to the claim.
pub const GRANT: &str = "grant.json";
/// The sandbox of the last launch; written before it starts.
pub const LAUNCH: &str = "launch.json";
/// The values of the client's secrets.
pub const SECRETS: &str = "secrets.json";
/// The list of all outputs.
pub const MANIFEST: &str = "manifest.json";
/// What came of the last launch.
pub const RESULT: &str = "result.json";
/// How far the upload is.
pub const UPLOAD: &str = "upload.json";
/// The lease is forgotten; how long logs and outputs stay.
pub const KEPT: &str = "kept.json";
/// Unpacked inputs.
pub const INPUTS: &str = "inputs";
/// An empty folder: the working folder of a job without inputs.
pub const EMPTY: &str = "empty";

/// What a deletion has renamed and not yet removed begins so.
const DOOMED: &str = ".removed-";

/// A claim's address as people see it.
pub fn name_of(claim: &[u8; 32]) -> String {
    bs58::encode(claim).into_string()
}

/// The folder of one claim.
#[derive(Clone, Debug)]
pub struct JobFolder {
    /// Its claim.
    pub claim: [u8; 32],
    /// Where it is.
    pub path: PathBuf,
}

impl JobFolder {
    /// The folder of `claim`, whether or not it is there.
    pub fn of(jobs: &Path, claim: &[u8; 32]) -> Self {
        Self {
            claim: *claim,
            path: jobs.join(name_of(claim)),
        }
    }

    /// All folders that are there.
    pub fn all(jobs: &Path) -> io::Result<Vec<Self>> {
        let mut all = Vec::new();
        for entry in jobs.read_dir()? {
            let name = entry?.file_name();
            let mut claim = [0; 32];
            let decoded = name
                .to_str()
                .map(|name| bs58::decode(name).onto(&mut claim));
            if let Some(Ok(32)) = decoded {
                all.push(Self::of(jobs, &claim));
            }
        }
        Ok(all)
    }

    /// Makes it, for the agent's eyes only.
    pub fn make(&self) -> io::Result<()> {
        make_private(&self.path)
    }

    /// Whether there is such a file.
    pub fn has(&self, name: &str) -> bool {
        self.path.join(name).exists()
    }

    /// A record; none when it was never written.
    pub fn read<T: DeserializeOwned>(&self, name: &str) -> io::Result<Option<T>> {
        let text = match fs::read(self.path.join(name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            text => text?,
        };
        Ok(Some(serde_json::from_slice(&text)?))
    }

    /// Writes a record: whole or not at all, also through a power cut.
    pub fn write<T: Serialize>(&self, name: &str, record: &T) -> io::Result<()> {
        self.write_bytes(name, &serde_json::to_vec(record)?)
    }

    /// Writes a file likewise.
    pub fn write_bytes(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let beside = self.path.join(format!(".{name}.new"));
        let mut options = OpenOptions::new();
        let mut file = options
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, self.path.join(name))?;
        File::open(&self.path)?.sync_all()
    }

    /// Deletes a file, if there is one.
    pub fn delete(&self, name: &str) -> io::Result<()> {
        absent_is_fine(fs::remove_file(self.path.join(name)))
    }

    /// Deletes a folder in it, if there is one.
    pub fn delete_folder(&self, name: &str) -> io::Result<()> {
        absent_is_fine(fs::remove_dir_all(self.path.join(name)))
    }

    /// Deletes all of it: gone at once, though the deletion takes a while or is broken off.
    pub fn remove(&self) -> io::Result<()> {
        let doomed = self
            .path
            .with_file_name(format!("{DOOMED}{}", name_of(&self.claim)));
        absent_is_fine(fs::remove_dir_all(&doomed))?;
        match fs::rename(&self.path, &doomed) {
            Ok(()) => absent_is_fine(fs::remove_dir_all(doomed)),
            renamed => absent_is_fine(renamed),
        }
    }
}

/// Finishes deletions that were broken off.
pub fn remove_doomed(jobs: &Path) -> io::Result<()> {
    for entry in jobs.read_dir()? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(DOOMED) {
            absent_is_fine(fs::remove_dir_all(entry.path()))?;
        }
    }
    Ok(())
}

/// A folder that nobody else may look into.
pub fn make_private(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

fn absent_is_fine(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}
