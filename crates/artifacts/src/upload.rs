//! Uploading a result.

use std::path::Path;

use ionet_job_spec::{Manifest, Source};
use object_store::WriteMultipart;
use tokio::{fs::File, io::AsyncReadExt as _};

use crate::{
    Access, ArtifactError,
    place::{Place, below},
};

/// The name under which the list of all files is put, last of all.
const MANIFEST: &str = "manifest.json";
/// Part of an upload; S3 takes 10,000 of them, of at least 5 MiB.
const PART: usize = 16 << 20;

/// Puts the files of `manifest`, which lie in `folder`, below `to`, and then the manifest itself:
/// where it is, the result is complete. Again is no error. `progress` gets the number of bytes
/// that are there.
///
/// # Errors
/// [`ArtifactError`].
pub async fn upload(
    manifest: &Manifest,
    folder: &Path,
    to: &Source,
    access: &Access,
    progress: &(dyn Fn(u64) + Send + Sync),
) -> Result<(), ArtifactError> {
    let mut done = 0;
    for (path, artifact) in &manifest.0 {
        let file = folder.join(path);
        put_file(&file, &below(to, path.as_str()), access).await?;
        done += artifact.bytes;
        progress(done);
    }
    let listing = serde_json::to_vec(manifest).map_err(|cause| ArtifactError::Disk {
        path: MANIFEST.into(),
        cause: cause.into(),
    })?;
    let last = below(to, MANIFEST);
    let place = Place::of(&last, access)?;
    let put = place.store.put(&place.path, listing.into()).await;
    put.map_err(ArtifactError::store(&last))?;
    Ok(())
}

async fn put_file(from: &Path, to: &Source, access: &Access) -> Result<(), ArtifactError> {
    let place = Place::of(to, access)?;
    let store = ArtifactError::store(to);
    let mut file = File::open(from).await.map_err(ArtifactError::disk(from))?;
    let length = file
        .metadata()
        .await
        .map_err(ArtifactError::disk(from))?
        .len();
    if length <= PART as u64 {
        let mut bytes = Vec::new();
        let read = file.read_to_end(&mut bytes).await;
        read.map_err(ArtifactError::disk(from))?;
        let put = place.store.put(&place.path, bytes.into()).await;
        return put.map(|_| ()).map_err(&store);
    }
    let upload = place
        .store
        .put_multipart(&place.path)
        .await
        .map_err(&store)?;
    let mut parts = WriteMultipart::new_with_chunk_size(upload, PART);
    let mut buffer = vec![0; PART];
    loop {
        let read = file
            .read(&mut buffer)
            .await
            .map_err(ArtifactError::disk(from))?;
        let Some(chunk) = buffer.get(..read).filter(|chunk| !chunk.is_empty()) else {
            break;
        };
        parts.wait_for_capacity(4).await.map_err(&store)?;
        parts.write(chunk);
    }
    parts.finish().await.map(|_| ()).map_err(&store)
}
