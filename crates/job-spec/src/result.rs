//! What a job leaves, and the hash that stands for it on chain.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    spec::Outputs,
    text::{Blake3, RelativePath},
};

/// Tells the hash of a manifest from the hash of any file.
const DOMAIN: &str = "ionet result manifest v1\n";

/// One file of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Artifact {
    /// Its length.
    pub bytes: u64,
    /// Its hash.
    pub blake3: Blake3,
}

/// All files of a result by their path below the output folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Manifest(pub BTreeMap<RelativePath, Artifact>);

impl Manifest {
    /// One line a file, in the order of the paths: hash, two spaces, path, as `b3sum` prints it.
    pub fn listing(&self) -> String {
        let line =
            |(path, artifact): (&RelativePath, &Artifact)| format!("{}  {path}\n", artifact.blake3);
        self.0.iter().map(line).collect()
    }

    /// The result hash of a job with these outputs: of the file that the spec names, or of the
    /// whole listing. `None` when the named file is missing.
    pub fn result_hash(&self, outputs: &Outputs) -> Option<Blake3> {
        if let Some(path) = &outputs.result {
            return self.0.get(path).map(|artifact| artifact.blake3);
        }
        let mut hasher = blake3::Hasher::new();
        hasher.update(DOMAIN.as_bytes());
        hasher.update(self.listing().as_bytes());
        Some(Blake3(*hasher.finalize().as_bytes()))
    }

    /// The length of all files together.
    pub fn bytes(&self) -> u64 {
        let lengths = self.0.values().map(|artifact| artifact.bytes);
        lengths.fold(0, u64::saturating_add)
    }
}
