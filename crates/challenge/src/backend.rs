//! Who computes.

use crate::{Product, Residency, Tree};

/// Why a back end has no answer.
#[derive(Debug, thiserror::Error)]
pub enum BackendError {
    /// The work does not fit.
    #[error("the challenge needs {needed} bytes of memory, which are not free")]
    Memory {
        /// Bytes that the work takes.
        needed: u64,
    },
    /// The device or its driver failed.
    #[error("{device}: {cause}")]
    Device {
        /// Which.
        device: String,
        /// What it said.
        cause: String,
    },
}

/// A device that does the work of a challenge. All of them give the same roots.
pub trait Backend {
    /// What it is, for people.
    fn name(&self) -> String;

    /// All tiles of a product.
    ///
    /// # Errors
    /// [`BackendError`].
    fn multiply(&self, product: &Product) -> Result<Tree, BackendError>;

    /// All walks over a data set that is kept in this device's memory.
    ///
    /// # Errors
    /// [`BackendError`].
    fn read(&self, residency: &Residency) -> Result<Tree, BackendError>;
}
