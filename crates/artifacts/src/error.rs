//! Why bytes were not fetched, kept, unpacked or uploaded.

use std::{io, path::PathBuf};

use ionet_job_spec::{Blake3, Source};

use crate::access::Refusal;

/// Why a fetch or an upload failed.
#[derive(Debug, thiserror::Error)]
pub enum ArtifactError {
    /// The operator's policy.
    #[error("{place} is refused: {reason}")]
    Refused {
        /// The address.
        place: Source,
        /// Which rule, and how an operator changes it.
        reason: &'static str,
    },
    /// The store did not answer as it should, after several tries.
    #[error("{place}: {cause}")]
    Store {
        /// The address.
        place: Source,
        /// What the store said.
        cause: Box<object_store::Error>,
    },
    /// The object is longer than the spec says.
    #[error(
        "{place} is longer than the {bytes} bytes that the spec says; the rest was not fetched"
    )]
    TooLong {
        /// The address.
        place: Source,
        /// What the spec says.
        bytes: u64,
    },
    /// The object is shorter than the spec says.
    #[error("{place} has {found} bytes and not the {bytes} that the spec says")]
    TooShort {
        /// The address.
        place: Source,
        /// What came.
        found: u64,
        /// What the spec says.
        bytes: u64,
    },
    /// The object is not the one that the spec means.
    #[error("{place} hashes to {found} and not to {expected}: it is another file than the spec's")]
    OtherContent {
        /// The address.
        place: Source,
        /// What came.
        found: Blake3,
        /// What the spec says.
        expected: Blake3,
    },
    /// No store has the spec.
    #[error("no store of specs has {hash}; the last one said: {cause}")]
    NoSpec {
        /// The hash on chain.
        hash: Blake3,
        /// Of the last store.
        cause: Box<ArtifactError>,
    },
    /// There is no store to look in.
    #[error("no store of specs is configured")]
    NoSpecStore,
    /// What a store has is no spec.
    #[error("what {place} holds is no valid spec: {cause}")]
    NotASpec {
        /// The address.
        place: Source,
        /// Its faults.
        cause: String,
    },
    /// The operator's own disk.
    #[error("{path}: {cause}", path = path.display())]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
}

impl ArtifactError {
    /// For `map_err` on what a store answered.
    pub(crate) fn store(place: &Source) -> impl Fn(object_store::Error) -> Self {
        |cause| match Refusal::behind(&cause) {
            Some(Refusal(reason)) => Self::Refused {
                place: place.clone(),
                reason,
            },
            None => Self::Store {
                place: place.clone(),
                cause: Box::new(cause),
            },
        }
    }

    /// For `map_err` on what happened at `path`.
    pub(crate) fn disk(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        |cause| Self::Disk { path, cause }
    }
}

/// Why an archive was not unpacked. What was unpacked so far is left for the caller to remove.
#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    /// More bytes than allowed come out of it.
    #[error("the archive holds more than {bytes} bytes")]
    TooManyBytes {
        /// What is allowed.
        bytes: u64,
    },
    /// More entries than allowed.
    #[error("the archive holds more than {entries} entries")]
    TooManyEntries {
        /// What is allowed.
        entries: u64,
    },
    /// A name that leads out of the folder.
    #[error("the archive's entry {name:?} lies outside of its folder")]
    Outside {
        /// As written in the archive.
        name: String,
    },
    /// A name of too many parts.
    #[error("the archive's entry {name:?} is more than 128 folders deep")]
    TooDeep {
        /// As written in the archive.
        name: String,
    },
    /// A device, a pipe or something else that is neither file, folder nor link.
    #[error("the archive's entry {name:?} is neither a file, a folder nor a link")]
    SpecialFile {
        /// As written in the archive.
        name: String,
    },
    /// An entry could not be written, for example because a link before it leads outside.
    #[error("the archive's entry {name:?}: {cause}")]
    Entry {
        /// As written in the archive.
        name: String,
        /// What the system said.
        cause: io::Error,
    },
    /// It is no archive of this kind, or it is cut off.
    #[error("the archive cannot be read: {cause}")]
    Unreadable {
        /// What the reader said.
        cause: io::Error,
    },
}
