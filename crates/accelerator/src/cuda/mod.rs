//! NVIDIA cards: NVML tells of them, CUDA computes on them. Both libraries come with the driver
//! and are opened at run time, after a look whether they are there.

mod driver;
mod nodes;
mod nvml;
mod ptx;

pub use nodes::nodes;
pub use ptx::{ENTRY, MATMUL_PTX, MATMUL_SOURCE};

use nvml_wrapper::Nvml;

use crate::{Accelerator, AcceleratorError, Card, CardId, Kind, Matmul, Run, Telemetry};

/// The NVIDIA cards of this machine.
pub struct Cuda {
    nvml: Nvml,
}

impl Cuda {
    /// Opens the driver.
    ///
    /// # Errors
    /// [`AcceleratorError::NoLibrary`] where there is none, and what NVML says.
    pub fn open() -> Result<Self, AcceleratorError> {
        driver::check_present()?;
        Ok(Self {
            nvml: nvml::open()?,
        })
    }
}

impl Accelerator for Cuda {
    fn kind(&self) -> Kind {
        Kind::Cuda
    }

    fn probe(&self) -> Result<Vec<Card>, AcceleratorError> {
        nvml::probe(&self.nvml)
    }

    fn telemetry(&self, card: &CardId) -> Result<Telemetry, AcceleratorError> {
        nvml::telemetry(&self.nvml, card)
    }

    fn multiply(&self, card: &CardId, task: &Matmul) -> Result<Run, AcceleratorError> {
        driver::multiply(card, task)
    }
}

/// The cards that CUDA itself sees, without NVML: what a sandbox was granted.
///
/// # Errors
/// As [`Accelerator::multiply`].
pub fn visible() -> Result<Vec<CardId>, AcceleratorError> {
    driver::visible()
}

/// CUDA without NVML, for the inside of a sandbox, where computing is all that matters.
pub struct Compute;

impl Accelerator for Compute {
    fn kind(&self) -> Kind {
        Kind::Cuda
    }

    fn probe(&self) -> Result<Vec<Card>, AcceleratorError> {
        Ok(Vec::new())
    }

    fn telemetry(&self, card: &CardId) -> Result<Telemetry, AcceleratorError> {
        nvml::telemetry(&nvml::open()?, card)
    }

    fn multiply(&self, card: &CardId, task: &Matmul) -> Result<Run, AcceleratorError> {
        driver::multiply(card, task)
    }
}
