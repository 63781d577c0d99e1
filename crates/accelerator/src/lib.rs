//! What computes on an operator's machine: NVIDIA cards, or the processor where there is none.
//!
//! An [`Accelerator`] says which cards there are ([`Card`]), how they are ([`Telemetry`]) and
//! whether they compute right ([`Accelerator::self_test`]: a real kernel, compared number by
//! number with what the processor gets). [`detect`] finds the one of this machine. A binary
//! without a card, or without NVIDIA's driver, works all the same and has the class `cpu`.
//!
//! Which class of the chain's book a card belongs to is [`class_of`].

mod card;
mod class;
mod cpu;
pub mod cuda;
mod error;
mod matmul;

pub use card::{Card, CardId, Kind, Telemetry};
pub use class::{CPU_CLASS, ClassRow, NoClass, class_of, registered_vram_mib};
pub use cpu::Cpu;
pub use cuda::Cuda;
pub use error::AcceleratorError;
pub use matmul::{LARGEST, Matmul, SMALLEST};

use std::time::Duration;

/// Something that multiplies: the cards of one maker, or the processor.
pub trait Accelerator: Send + Sync {
    /// What it is.
    fn kind(&self) -> Kind;

    /// The cards of this machine, in the driver's order.
    ///
    /// # Errors
    /// When the driver does not answer, with what would help.
    fn probe(&self) -> Result<Vec<Card>, AcceleratorError>;

    /// How a card is now.
    ///
    /// # Errors
    /// [`AcceleratorError::UnknownCard`], or when the driver does not answer.
    fn telemetry(&self, card: &CardId) -> Result<Telemetry, AcceleratorError>;

    /// Multiplies on a card.
    ///
    /// # Errors
    /// The step that failed, with what would help.
    fn multiply(&self, card: &CardId, task: &Matmul) -> Result<Run, AcceleratorError>;

    /// Runs a real kernel and compares every number of the result with the processor's.
    ///
    /// # Errors
    /// As [`Self::multiply`], and [`AcceleratorError::WrongProduct`].
    fn self_test(&self, card: &CardId) -> Result<SelfTest, AcceleratorError> {
        let task = Matmul::self_test();
        let run = self.multiply(card, &task)?;
        let expected = task.reference();
        let wrong = run.product.iter().zip(&expected);
        let wrong = wrong.filter(|(got, right)| got != right).count()
            + run.product.len().abs_diff(expected.len());
        if wrong > 0 {
            return Err(AcceleratorError::WrongProduct {
                card: card.clone(),
                wrong,
                of: expected.len(),
            });
        }
        Ok(SelfTest {
            card: card.clone(),
            numbers: expected.len(),
            kernel: run.kernel,
        })
    }
}

/// What a multiplication gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The last round's product, row after row.
    pub product: Vec<i32>,
    /// Time of all rounds on the card itself, without copies.
    pub kernel: Duration,
}

/// A self-test that passed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SelfTest {
    /// The card.
    pub card: CardId,
    /// How many numbers were compared.
    pub numbers: usize,
    /// Time on the card itself.
    pub kernel: Duration,
}

/// What was found on this machine.
pub struct Detected {
    /// NVIDIA's cards where there is one, else the processor.
    pub accelerator: Box<dyn Accelerator>,
    /// Why no NVIDIA card is used, if so: there is none, or its driver does not work.
    pub without_cuda: Option<AcceleratorError>,
}

/// The accelerator of this machine.
pub fn detect() -> Detected {
    let found = Cuda::open().and_then(|cuda| {
        if cuda.probe()?.is_empty() {
            return Err(AcceleratorError::NoCard);
        }
        Ok(cuda)
    });
    match found {
        Ok(cuda) => Detected {
            accelerator: Box::new(cuda),
            without_cuda: None,
        },
        Err(reason) => Detected {
            accelerator: Box::new(Cpu::new()),
            without_cuda: Some(reason),
        },
    }
}
