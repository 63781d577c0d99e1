//! The hash that a device registers of its hardware.

use ionet_accelerator::{Card, Kind};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Keeps this hash apart from every other one.
const DOMAIN: &[u8] = b"ionet hardware 1";

/// What the hash of a device's hardware is made of: kept by the operator, shown to nobody. The
/// salt makes it impossible to guess the ids from the hash, and to recognise a card under
/// another owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HardwareIds {
    /// Drawn once.
    salt: [u8; 32],
    /// Sorted.
    ids: Vec<String>,
}

impl HardwareIds {
    /// These ids with a new salt.
    pub fn with_new_salt(ids: Vec<String>) -> Self {
        Self::new(rand::random(), ids)
    }

    /// These ids with this salt.
    pub fn new(salt: [u8; 32], mut ids: Vec<String>) -> Self {
        ids.sort();
        Self { salt, ids }
    }

    /// The ids.
    pub fn ids(&self) -> &[String] {
        &self.ids
    }

    /// What is registered: SHA-256 of domain, salt and the ids, each after its length.
    pub fn hash(&self) -> [u8; 32] {
        let mut hasher = Sha256::new_with_prefix(DOMAIN);
        hasher.update(self.salt);
        for id in &self.ids {
            hasher.update(u64::try_from(id.len()).unwrap_or(u64::MAX).to_le_bytes());
            hasher.update(id);
        }
        hasher.finalize().into()
    }

    /// What is there now and was not when the hash was made, and the other way round.
    pub fn changes(&self, now: &[String]) -> Option<String> {
        let missing = self.ids.iter().filter(|id| !now.contains(id));
        let added = now.iter().filter(|id| !self.ids.contains(id));
        let lines: Vec<String> = missing
            .map(|id| format!("{id} is gone"))
            .chain(added.map(|id| format!("{id} is new")))
            .collect();
        (!lines.is_empty()).then(|| lines.join(", "))
    }
}

/// What tells this hardware from all other: the cards' UUIDs, or the machine's id where the
/// processor is what is offered.
pub fn hardware_ids(cards: &[Card], machine_id: Option<&str>) -> Vec<String> {
    let ids = cards.iter().map(|card| match card.kind {
        Kind::Cuda => format!("card {}", card.id),
        Kind::Cpu => format!(
            "machine {} ({})",
            machine_id.unwrap_or("without an id"),
            card.model
        ),
    });
    ids.collect()
}
