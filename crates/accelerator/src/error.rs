//! What goes wrong with cards, and what would help.

use crate::CardId;

/// Why a card could not be found, asked or used.
#[derive(Debug, thiserror::Error)]
pub enum AcceleratorError {
    /// A library of NVIDIA's driver is missing.
    #[error(
        "{library} cannot be opened: install NVIDIA's driver (no toolkit is needed), and where this is a container \
         give it the driver's libraries"
    )]
    NoLibrary {
        /// Its file name.
        library: &'static str,
    },
    /// The driver is there and has no card.
    #[error("NVIDIA's driver is here and finds no card: see `lspci | grep -i nvidia` and `dmesg`")]
    NoCard,
    /// Not a card's name.
    #[error("{0:?} names no card; accepted are `cpu` and a UUID as the driver writes it (GPU-…)")]
    NoCardId(String),
    /// No card of this name.
    #[error("there is no card {card} here; there are: {known}")]
    UnknownCard {
        /// What was asked for.
        card: CardId,
        /// Those that there are.
        known: String,
    },
    /// NVML, the driver's telemetry, failed.
    #[error("{step}: {reason}. {cure}")]
    Nvml {
        /// What was asked.
        step: String,
        /// What it said.
        reason: String,
        /// What the operator can do.
        cure: &'static str,
    },
    /// CUDA's driver interface failed.
    #[error("{step}: CUDA error {code} ({name}). {cure}")]
    Cuda {
        /// The call.
        step: &'static str,
        /// Its number.
        code: u32,
        /// Its name.
        name: String,
        /// What the operator can do.
        cure: &'static str,
    },
    /// A size that the kernel does not take.
    #[error(
        "size {size}: accepted are multiples of 64 from {} to {}",
        crate::SMALLEST,
        crate::LARGEST
    )]
    Size {
        /// What was asked for.
        size: u32,
    },
    /// The card computes wrong.
    #[error(
        "{card} computed {wrong} of {of} numbers wrong: do not offer it; reset it, look for memory errors \
         (`nvidia-smi -q -d ECC`), cool it, undo overclocking"
    )]
    WrongProduct {
        /// The card.
        card: CardId,
        /// How many numbers differ from the processor's.
        wrong: usize,
        /// Of how many.
        of: usize,
    },
}
