//! Fetching an input, whatever happens on the way.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    time::Duration,
};

use futures_util::TryStreamExt as _;
use ionet_job_spec::{Blake3, Input};
use object_store::{GetOptions, GetRange};
use tokio::{
    fs::{self, File, OpenOptions},
    io::{AsyncReadExt as _, AsyncWriteExt as _},
};

use crate::{Access, ArtifactError, place::Place};

/// How often a transfer that broke off is taken up again without a byte of progress.
const FRUITLESS_TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(500);
const CHUNK: usize = 1 << 16;

/// Fetches an input to `to`, where it appears only when it is complete and is the one that the
/// spec means. `progress` gets the number of bytes that are there.
///
/// What arrived is kept beside `to` with the ending `.partial`: a transfer that broke off, or a
/// whole program that did, goes on where it stopped.
///
/// # Errors
/// [`ArtifactError`]; after `OtherContent`, `TooLong` and `TooShort` nothing is kept.
pub async fn fetch(
    input: &Input,
    to: &Path,
    access: &Access,
    progress: &(dyn Fn(u64) + Send + Sync),
) -> Result<(), ArtifactError> {
    let place = Place::of(&input.source, access)?;
    let mut partial = Partial::open(to).await?;
    if partial.length > input.bytes.0 {
        partial.restart().await?;
    }
    let mut fruitless = 0;
    while partial.length < input.bytes.0 || partial.length == 0 {
        progress(partial.length);
        let before = partial.length;
        match transfer(&place, input, &mut partial, progress).await {
            Ok(()) => break,
            Err(ArtifactError::Store { cause, .. })
                if is_passing(&cause) && fruitless < FRUITLESS_TRIES =>
            {
                fruitless = if partial.length > before {
                    0
                } else {
                    fruitless + 1
                };
                tracing::debug!(source = %input.source, at = partial.length, %cause, "transfer broke off");
                tokio::time::sleep(PAUSE * (fruitless + 1)).await;
            }
            Err(error @ ArtifactError::TooLong { .. }) => {
                partial.remove().await?;
                return Err(error);
            }
            Err(error) => return Err(error),
        }
    }
    progress(partial.length);
    partial.finish(input, to).await
}

/// Whether trying again may help: not when there is no such object, or no right to it.
fn is_passing(cause: &object_store::Error) -> bool {
    matches!(cause, object_store::Error::Generic { .. })
}

async fn transfer(
    place: &Place,
    input: &Input,
    partial: &mut Partial,
    progress: &(dyn Fn(u64) + Send + Sync),
) -> Result<(), ArtifactError> {
    let store = ArtifactError::store(&input.source);
    let options = GetOptions {
        range: (partial.length > 0).then_some(GetRange::Offset(partial.length)),
        ..GetOptions::default()
    };
    let answer = place
        .store
        .get_opts(&place.path, options)
        .await
        .map_err(&store)?;
    let mut chunks = answer.into_stream();
    while let Some(chunk) = chunks.try_next().await.map_err(&store)? {
        let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        if length > input.bytes.0.saturating_sub(partial.length) {
            return Err(ArtifactError::TooLong {
                place: input.source.clone(),
                bytes: input.bytes.0,
            });
        }
        partial.append(&chunk).await?;
        progress(partial.length);
    }
    Ok(())
}

/// The part of a file that has arrived, and its hash so far.
struct Partial {
    path: PathBuf,
    file: File,
    hasher: blake3::Hasher,
    length: u64,
}

impl Partial {
    async fn open(to: &Path) -> Result<Self, ArtifactError> {
        let mut name = OsString::from(to);
        name.push(".partial");
        let path = PathBuf::from(name);
        let disk = || ArtifactError::disk(path.clone());
        let mut options = OpenOptions::new();
        let file = options
            .read(true)
            .append(true)
            .create(true)
            .open(&path)
            .await;
        let mut partial = Self {
            file: file.map_err(disk())?,
            hasher: blake3::Hasher::new(),
            length: 0,
            path: path.clone(),
        };
        let mut buffer = vec![0; CHUNK];
        loop {
            let read = partial.file.read(&mut buffer).await.map_err(disk())?;
            let Some(chunk) = buffer.get(..read).filter(|chunk| !chunk.is_empty()) else {
                return Ok(partial);
            };
            partial.hasher.update(chunk);
            partial.length += chunk.len() as u64;
        }
    }

    async fn append(&mut self, chunk: &[u8]) -> Result<(), ArtifactError> {
        let written = self.file.write_all(chunk).await;
        written.map_err(ArtifactError::disk(&self.path))?;
        self.hasher.update(chunk);
        self.length += chunk.len() as u64;
        Ok(())
    }

    async fn restart(&mut self) -> Result<(), ArtifactError> {
        let emptied = self.file.set_len(0).await;
        emptied.map_err(ArtifactError::disk(&self.path))?;
        self.hasher.reset();
        self.length = 0;
        Ok(())
    }

    async fn remove(self) -> Result<(), ArtifactError> {
        let removed = fs::remove_file(&self.path).await;
        removed.map_err(ArtifactError::disk(&self.path))
    }

    /// Gives the file its name, if it is the right one.
    async fn finish(mut self, input: &Input, to: &Path) -> Result<(), ArtifactError> {
        let place = input.source.clone();
        let found = Blake3(*self.hasher.finalize().as_bytes());
        let length = self.length;
        if length < input.bytes.0 {
            self.remove().await?;
            return Err(ArtifactError::TooShort {
                place,
                found: length,
                bytes: input.bytes.0,
            });
        }
        if found != input.blake3 {
            self.remove().await?;
            return Err(ArtifactError::OtherContent {
                place,
                found,
                expected: input.blake3,
            });
        }
        let disk = || ArtifactError::disk(&self.path);
        self.file.flush().await.map_err(disk())?;
        self.file.sync_all().await.map_err(disk())?;
        fs::rename(&self.path, to).await.map_err(disk())?;
        sync_folder(to).await
    }
}

/// Makes the names in a file's folder survive a crash.
pub(crate) async fn sync_folder(of: &Path) -> Result<(), ArtifactError> {
    let folder = of.parent().unwrap_or(of);
    let synced = async { File::open(folder).await?.sync_all().await };
    synced.await.map_err(ArtifactError::disk(folder))
}
