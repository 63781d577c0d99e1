//! Specs by their hash.

use ionet_job_spec::{Blake3, Format, Input, JobSpec, Size, Source, Unpack};

use crate::{
    Access, ArtifactError,
    fetch::fetch,
    place::{Place, below},
};

/// No spec is longer: 256 inputs with long addresses fit many times.
const MAX_BYTES: u64 = 1 << 20;

/// Where specs are published and found: folders of object stores that hold each spec's
/// canonical form as `HASH.json`.
#[derive(Clone, Debug)]
pub struct SpecStore {
    folders: Vec<Source>,
    access: Access,
}

impl SpecStore {
    /// Specs in these folders.
    pub fn new(folders: impl IntoIterator<Item = Source>, access: Access) -> Self {
        Self {
            folders: folders.into_iter().collect(),
            access,
        }
    }

    /// Publishes a spec in the first folder and gives its hash. Again is no error.
    ///
    /// # Errors
    /// [`ArtifactError`].
    pub async fn publish(&self, spec: &JobSpec) -> Result<Blake3, ArtifactError> {
        let folder = self.folders.first().ok_or(ArtifactError::NoSpecStore)?;
        let hash = spec.hash();
        let to = below(folder, &file_name(hash));
        let place = Place::of(&to, &self.access)?;
        let put = place.store.put(&place.path, spec.canonical().into()).await;
        put.map_err(ArtifactError::store(&to))?;
        Ok(hash)
    }

    /// The spec with this hash, from the first folder that has it.
    ///
    /// # Errors
    /// [`ArtifactError::NoSpec`]; `NotASpec` when the client posted the hash of something else.
    pub async fn find(&self, hash: Blake3) -> Result<JobSpec, ArtifactError> {
        let mut last = ArtifactError::NoSpecStore;
        for folder in &self.folders {
            let from = below(folder, &file_name(hash));
            match self.read(&from, hash).await {
                Ok(text) => return parse(&text, from),
                Err(error) => last = error,
            }
        }
        match last {
            ArtifactError::NoSpecStore => Err(last),
            other => Err(ArtifactError::NoSpec {
                hash,
                cause: Box::new(other),
            }),
        }
    }

    async fn read(&self, from: &Source, hash: Blake3) -> Result<String, ArtifactError> {
        let place = Place::of(from, &self.access)?;
        let found = place.store.head(&place.path).await;
        let found = found.map_err(ArtifactError::store(from))?;
        if found.size > MAX_BYTES {
            return Err(ArtifactError::TooLong {
                place: from.clone(),
                bytes: MAX_BYTES,
            });
        }
        let input = Input {
            source: from.clone(),
            blake3: hash,
            bytes: Size(found.size),
            unpack: Unpack::No,
        };
        let folder = tempfile::tempdir().map_err(ArtifactError::disk("a temporary folder"))?;
        let to = folder.path().join("spec.json");
        fetch(&input, &to, &self.access, &|_| {}).await?;
        let read = tokio::fs::read_to_string(&to).await;
        read.map_err(ArtifactError::disk(to))
    }
}

fn file_name(hash: Blake3) -> String {
    format!("{hash}.json")
}

fn parse(text: &str, place: Source) -> Result<JobSpec, ArtifactError> {
    JobSpec::read(text, Format::Json).map_err(|cause| ArtifactError::NotASpec {
        place,
        cause: cause.to_string(),
    })
}
