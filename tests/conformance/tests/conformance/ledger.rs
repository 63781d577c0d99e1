//! The host's model of the `state` conformance program: its accounts, byte by byte.

use ionet_conformance_cases::ledger::{Entry, LedgerError, Totals};
use sha2::{Digest, Sha256};
use solana_address::Address;

/// Error codes of the program, in the order of its enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Overflow = 6000,
    DivisorIsZero = 6001,
    Full = 6002,
    LengthsDiffer = 6003,
    NoSuchEntry = 6004,
}

/// A ledger account as the host computes it.
#[derive(Clone, Debug)]
pub struct Model {
    owner: Address,
    totals: Totals,
    entries: Vec<Entry>,
    capacity: usize,
}

impl Model {
    /// Discriminator, owner, five 128-bit totals, count, number of entries.
    const HEADER: usize = 8 + 32 + 5 * 16 + 8 + 4;
    const ENTRY: usize = 32;

    pub fn new(owner: Address) -> Self {
        Self {
            owner,
            totals: Totals::EMPTY,
            entries: vec![],
            capacity: 0,
        }
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn resize(&mut self, capacity: usize) {
        self.capacity = capacity;
        self.entries.truncate(capacity);
    }

    /// Appends all entries, or none.
    pub fn append(&mut self, entries: &[Entry], divisor: u128) -> Result<(), Refusal> {
        let mut after = self.clone();
        for &entry in entries {
            after.totals = after
                .totals
                .append(entry, divisor)
                .map_err(|error| match error {
                    LedgerError::Overflow => Refusal::Overflow,
                    LedgerError::DivisorIsZero => Refusal::DivisorIsZero,
                })?;
            if after.entries.len() == after.capacity {
                return Err(Refusal::Full);
            }
            after.entries.push(entry);
        }
        *self = after;
        Ok(())
    }

    pub fn remove(&mut self, index: usize) -> Result<(), Refusal> {
        if index >= self.entries.len() {
            return Err(Refusal::NoSuchEntry);
        }
        self.entries.swap_remove(index);
        Ok(())
    }

    /// Length of the account's data.
    pub fn data_length(&self) -> usize {
        Self::HEADER + self.capacity * Self::ENTRY
    }

    /// The account's data, up to the last entry; what is behind it is room.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = discriminator("account", "Ledger").to_vec();
        bytes.extend(self.owner.as_ref());
        bytes.extend(self.totals.sum.to_le_bytes());
        bytes.extend(self.totals.product.to_le_bytes());
        bytes.extend(self.totals.balance.to_le_bytes());
        bytes.extend(self.totals.average.to_le_bytes());
        bytes.extend(self.totals.remainder.to_le_bytes());
        bytes.extend(self.totals.count.to_le_bytes());
        bytes.extend(u32::try_from(self.entries.len()).unwrap().to_le_bytes());
        for entry in &self.entries {
            bytes.extend(entry.value.to_le_bytes());
            bytes.extend(entry.delta.to_le_bytes());
        }
        bytes
    }
}

/// Anchor's discriminator: the start of the hash of `KIND:NAME`.
pub fn discriminator(kind: &str, name: &str) -> [u8; 8] {
    let hash: [u8; 32] = Sha256::digest(format!("{kind}:{name}")).into();
    *hash.first_chunk().unwrap()
}
