//! Inputs by their content, fetched once.

use std::{
    collections::BTreeSet,
    fs::{File, OpenOptions},
    io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use ionet_job_spec::{Blake3, Input};
use tokio::{fs, task::spawn_blocking};

use crate::{Access, ArtifactError, fetch::fetch};

/// A folder of verified inputs, each under its hash. Several programs may share it.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// The cache in `folder`, which is made when it is missing.
    ///
    /// # Errors
    /// [`ArtifactError::Disk`].
    pub async fn open(folder: impl Into<PathBuf>) -> Result<Self, ArtifactError> {
        let folder = folder.into();
        let made = fs::create_dir_all(&folder).await;
        made.map_err(ArtifactError::disk(&folder))?;
        Ok(Self { folder })
    }

    /// The file of an input, fetched unless it is there. Whoever asks for the same input
    /// meanwhile waits for the one fetch. The file must not be changed.
    ///
    /// # Errors
    /// As [`fetch`].
    pub async fn input(
        &self,
        input: &Input,
        access: &Access,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<PathBuf, ArtifactError> {
        // Also of an input that is there: what this operator refuses, it refuses always.
        access.check(&input.source)?;
        let path = self.path(&input.blake3);
        let lock = self.lock(&input.blake3).await?;
        if !self.is_there(&path, input).await? {
            fetch(input, &path, access, progress).await?;
        }
        drop(lock);
        Ok(path)
    }

    /// Removes what was not used for longest until at most `bytes` are kept; never what is in
    /// use. Gives the number of bytes removed.
    ///
    /// # Errors
    /// [`ArtifactError::Disk`].
    pub async fn trim(&self, bytes: u64, in_use: &BTreeSet<Blake3>) -> Result<u64, ArtifactError> {
        let (folder, in_use) = (self.folder.clone(), in_use.clone());
        let trimmed = spawn_blocking(move || trim(&folder, bytes, &in_use)).await;
        trimmed
            .map_err(io::Error::other)
            .flatten()
            .map_err(ArtifactError::disk(&self.folder))
    }

    fn path(&self, hash: &Blake3) -> PathBuf {
        self.folder.join(hash.to_string())
    }

    /// Whether the file is there in full; notes that it was used.
    async fn is_there(&self, path: &Path, input: &Input) -> Result<bool, ArtifactError> {
        match fs::metadata(path).await {
            Ok(found) if found.len() == input.bytes.0 => {
                let (path, now) = (path.to_owned(), SystemTime::now());
                let noted = spawn_blocking(move || File::open(path)?.set_modified(now)).await;
                let noted = noted.map_err(io::Error::other).flatten();
                noted.map_err(ArtifactError::disk(&self.folder))?;
                Ok(true)
            }
            // A full disk can cut a file at a crash, and somebody may have touched it.
            Ok(_) => {
                let removed = fs::remove_file(path).await;
                removed.map_err(ArtifactError::disk(path))?;
                Ok(false)
            }
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(cause) => Err(ArtifactError::disk(path)(cause)),
        }
    }

    async fn lock(&self, hash: &Blake3) -> Result<File, ArtifactError> {
        let path = self.folder.join(format!("{hash}.lock"));
        let locked = {
            let path = path.clone();
            spawn_blocking(move || {
                let mut options = OpenOptions::new();
                let file = options
                    .write(true)
                    .create(true)
                    .truncate(false)
                    .open(path)?;
                file.lock()?;
                Ok(file)
            })
        };
        let locked = locked.await.map_err(io::Error::other).flatten();
        locked.map_err(ArtifactError::disk(path))
    }
}

fn trim(folder: &Path, bytes: u64, in_use: &BTreeSet<Blake3>) -> io::Result<u64> {
    let mut kept = Vec::new();
    for entry in folder.read_dir()? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let hash = name
            .split('.')
            .next()
            .and_then(|stem| stem.parse::<Blake3>().ok());
        let found = entry.metadata()?;
        if hash.is_some_and(|hash| !in_use.contains(&hash)) {
            kept.push((found.modified()?, entry.path(), found.len()));
        }
    }
    let all = folder.read_dir()?.map(|entry| Ok(entry?.metadata()?.len()));
    let mut total: u64 = all.sum::<io::Result<u64>>()?;
    kept.sort();
    let mut removed = 0;
    for (_, path, length) in kept {
        if total <= bytes {
            break;
        }
        std::fs::remove_file(path)?;
        total = total.saturating_sub(length);
        removed += length;
    }
    Ok(removed)
}
