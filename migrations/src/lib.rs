//! Deployment and genesis of a cluster, from one TOML file.

mod file;
mod format;

pub use file::{Allocation, EmissionStart, FileError, Holder, Migration, ProgramArtefact, Start};

/// Why.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// Unreadable.
    #[error("cannot read {path}: {error}", path = path.display())]
    Read {
        /// The file.
        path: std::path::PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// Wrong.
    #[error(transparent)]
    File(FileError),
}
