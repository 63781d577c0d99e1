//! Which class of the chain's book a card belongs to.

use std::fmt;

use crate::{Card, Kind};

/// The name of the class of machines without a card.
pub const CPU_CLASS: &str = "cpu";

/// A class, as far as a card can be told by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassRow {
    /// Its place in the book.
    pub id: u16,
    /// Its name, such as `A100 80GB`.
    pub name: String,
    /// Memory of a card, MiB, as it is sold.
    pub vram_mib: u32,
    /// Whether devices are accepted.
    pub active: bool,
}

/// Why no class fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoClass {
    model: String,
    memory_mib: u64,
    reason: Reason,
    known: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Reason {
    UnknownModel,
    TooSmall(String, u32),
    Retired(String),
}

impl std::error::Error for NoClass {}

impl fmt::Display for NoClass {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (model, memory) = (&self.model, self.memory_mib);
        match &self.reason {
            Reason::UnknownModel => write!(
                formatter,
                "no class of the network's book is for {model}; there are: {}",
                self.known.join(", ")
            ),
            Reason::TooSmall(class, vram) => write!(
                formatter,
                "{model} has {memory} MiB, and the class {class} needs {vram} MiB"
            ),
            Reason::Retired(class) => write!(
                formatter,
                "{model} would be of the class {class}, which takes no new devices"
            ),
        }
    }
}

/// Parts of names that do not tell models apart: makers, lines, memories and plugs.
const NOISE: [&str; 16] = [
    "NVIDIA", "GEFORCE", "TESLA", "GPU", "SXM", "SXM2", "SXM3", "SXM4", "SXM5", "PCIE", "PCI",
    "NVL", "HBM2", "HBM2E", "HBM3", "HBM3E",
];

/// The driver keeps some memory for itself (and error correction takes 1/16 of GDDR): this much of
/// what is sold, in hundredths, is enough.
const LEAST_MEMORY_PERCENT: u64 = 90;

/// The class of a card: the same model in name, and of several the largest that its memory
/// reaches. Slower relatives (`Ti`, `D`, `Laptop`, `Max-Q`, a MIG slice) are other models.
///
/// # Errors
/// [`NoClass`] with the reason.
pub fn class_of<'a>(card: &Card, book: &'a [ClassRow]) -> Result<&'a ClassRow, NoClass> {
    let refused = |reason| NoClass {
        model: card.model.clone(),
        memory_mib: card.memory_mib,
        reason,
        known: book.iter().map(|class| class.name.clone()).collect(),
    };
    let same_model = |class: &&ClassRow| {
        let is_processor = class.name.eq_ignore_ascii_case(CPU_CLASS);
        let wanted = model_words(&class.name);
        match card.kind {
            Kind::Cpu => is_processor,
            Kind::Cuda => !is_processor && !wanted.is_empty() && wanted == model_words(&card.model),
        }
    };
    let same: Vec<&ClassRow> = book.iter().filter(same_model).collect();
    let smallest = same.iter().min_by_key(|class| class.vram_mib);
    let Some(smallest) = smallest else {
        return Err(refused(Reason::UnknownModel));
    };
    let reached = same.iter().filter(|class| reaches(card, class));
    let Some(best) = reached.clone().max_by_key(|class| class.vram_mib) else {
        let (name, vram) = (smallest.name.clone(), smallest.vram_mib);
        return Err(refused(Reason::TooSmall(name, vram)));
    };
    let active = reached.filter(|class| class.active);
    let active = active.max_by_key(|class| class.vram_mib);
    active
        .copied()
        .ok_or_else(|| refused(Reason::Retired(best.name.clone())))
}

/// What a device registers as its VRAM: what its driver says, at least what its class has, since
/// a class means the memory that is sold.
pub fn registered_vram_mib(card: &Card, class: &ClassRow) -> u32 {
    let found = u32::try_from(card.memory_mib).unwrap_or(u32::MAX);
    match card.kind {
        // A machine's memory is not the job's alone.
        Kind::Cpu => class.vram_mib,
        Kind::Cuda => found.max(class.vram_mib),
    }
}

fn reaches(card: &Card, class: &ClassRow) -> bool {
    let sold = u64::from(class.vram_mib).saturating_mul(LEAST_MEMORY_PERCENT);
    card.memory_mib.saturating_mul(100) >= sold
}

/// The words that tell a model: `NVIDIA H100 80GB HBM3` and `H100 80GB` both give `H100`.
fn model_words(name: &str) -> Vec<String> {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words = words.map(str::to_ascii_uppercase);
    words
        .filter(|word| !word.is_empty() && !is_noise(word))
        .collect()
}

fn is_noise(word: &str) -> bool {
    let is_memory = word
        .strip_suffix("GB")
        .is_some_and(|size| !size.is_empty() && size.bytes().all(|byte| byte.is_ascii_digit()));
    is_memory || NOISE.contains(&word)
}
