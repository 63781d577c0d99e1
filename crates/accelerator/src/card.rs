//! Cards and how they are.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::AcceleratorError;

/// What does the computing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The processor.
    Cpu,
    /// NVIDIA cards.
    Cuda,
}

/// Which card: its UUID as the driver writes it (`GPU-…`), or `cpu`. It stays the same when other
/// cards come and go, and inside a sandbox that sees only some of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CardId(String);

impl CardId {
    /// The processor's.
    pub fn cpu() -> Self {
        Self("cpu".to_owned())
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CardId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for CardId {
    type Err = AcceleratorError;

    fn from_str(text: &str) -> Result<Self, AcceleratorError> {
        let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if text.is_empty() || text.len() > 64 || !text.bytes().all(known) {
            return Err(AcceleratorError::NoCardId(text.to_owned()));
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for CardId {
    type Error = AcceleratorError;

    fn try_from(text: String) -> Result<Self, AcceleratorError> {
        text.parse()
    }
}

impl From<CardId> for String {
    fn from(id: CardId) -> Self {
        id.0
    }
}

/// One card, or the processor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Its name for ever.
    pub id: CardId,
    /// What it is.
    pub kind: Kind,
    /// The model's name as the driver has it, such as `NVIDIA H100 80GB HBM3`.
    pub model: String,
    /// Its memory, MiB: what the driver says, a little less than what is sold. The machine's for
    /// the processor.
    pub memory_mib: u64,
    /// CUDA's version of what the card can do, major and minor.
    pub compute_capability: Option<(u32, u32)>,
    /// Threads that run at a time, for the processor.
    pub threads: Option<u32>,
    /// The driver's version, such as `580.95.05`.
    pub driver: Option<String>,
    /// Device nodes that a job on this card needs, each to be granted by itself.
    pub nodes: Vec<PathBuf>,
}

/// How a card is at one moment. `None` where the driver cannot tell: never a made-up number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Telemetry {
    /// °C.
    pub temperature_c: Option<u32>,
    /// Power drawn, mW.
    pub power_mw: Option<u32>,
    /// Power that the driver allows, mW.
    pub power_limit_mw: Option<u32>,
    /// Time in which something ran, 0 to 100 %.
    pub utilisation_percent: Option<u32>,
    /// Memory in use, MiB.
    pub memory_used_mib: Option<u64>,
    /// All its memory, MiB.
    pub memory_mib: Option<u64>,
    /// Why it runs slower than it could, in words; empty when nothing holds it back. An idle card
    /// and clocks that somebody set are no reasons.
    pub throttled_by: Option<Vec<String>>,
}
