//! The seed of a job's race: the hash of the first slot after the one it was posted in.
//!
//! Nobody knows that hash when the job is posted, and whoever seals has no choice of it: it is
//! the lowest slot above the posting slot that the chain listed, whenever the job is sealed. The
//! list keeps 512 slots. Once the posting slot is older than that, a lower slot may have dropped
//! out, and choosing when to seal would be choosing a hash; so the job must then be posted anew
//! (by anyone) at the current slot. Whoever gains from that has to keep everybody else from
//! sealing for 512 slots. The leader of the seed's slot can withhold its block, or choose among
//! blocks: the seed is not beyond its influence.

use core::fmt;

/// What the hash of every seed begins with.
pub const SEED_DOMAIN: &[u8] = b"ionet:race:seed:v1";

/// How many slots the `SlotHashes` sysvar lists at most.
pub const SLOT_HASHES_CAPACITY: usize = 512;

const COUNT_BYTES: usize = 8;
const ENTRY_BYTES: usize = 40;

/// A slot that a job can be sealed with, and its hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealingSlot<'a> {
    /// The slot.
    pub slot: u64,
    /// Its bank hash.
    pub hash: &'a [u8; 32],
}

/// Why a job cannot be sealed or posted anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeedError {
    /// The bytes are not those of a `SlotHashes` sysvar.
    Malformed,
    /// No slot is listed between the posting slot and the current one yet.
    NotYetSealable,
    /// The list no longer reaches back to the posting slot.
    Expired,
    /// The job can be sealed, now or within 512 slots of its posting slot.
    StillSealable,
}

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => {
                "slot_hashes must be a count of at most 512 and as many slots with hashes; pass the SlotHashes sysvar"
            }
            Self::NotYetSealable => {
                "no slot after posting_slot has a hash yet; seal one slot later"
            }
            Self::Expired => {
                "posting_slot is older than the 512 slots of SlotHashes; reseal the job, then seal it"
            }
            Self::StillSealable => {
                "posting_slot is within the 512 slots of SlotHashes; seal the job instead"
            }
        })
    }
}

impl core::error::Error for SeedError {}

/// What the caller hashes with SHA-256 to get a job's seed, in this order: the domain, the job's
/// address and the hash of the sealing slot.
#[inline]
pub fn seed_preimage<'a>(job: &'a [u8; 32], slot_hash: &'a [u8; 32]) -> [&'a [u8]; 3] {
    [SEED_DOMAIN, job, slot_hash]
}

/// The slot to seal a job with: the lowest one listed that is above `posting_slot` and below
/// `current_slot`. Slots without a block are not listed.
///
/// `slot_hashes` is the data of the `SlotHashes` sysvar, whose address the caller has checked: a
/// count and, newest first, as many slots and hashes. Of its 20 KB a binary search reads ten
/// entries.
///
/// # Errors
/// [`SeedError::Expired`] unless the oldest slot listed is at most `posting_slot`;
/// [`SeedError::NotYetSealable`] when there is no slot between; [`SeedError::Malformed`].
pub fn sealing_slot(
    slot_hashes: &[u8],
    posting_slot: u64,
    current_slot: u64,
) -> Result<SealingSlot<'_>, SeedError> {
    let entries = entries(slot_hashes)?;
    let oldest = entries.last().ok_or(SeedError::NotYetSealable)?;
    if read(oldest).slot > posting_slot {
        return Err(SeedError::Expired);
    }
    let after_posting = entries.partition_point(|entry| read(entry).slot > posting_slot);
    let lowest = after_posting
        .checked_sub(1)
        .and_then(|index| entries.get(index))
        .map(read)
        .ok_or(SeedError::NotYetSealable)?;
    // Some chains list the slot that is being built.
    if lowest.slot < current_slot {
        Ok(lowest)
    } else {
        Err(SeedError::NotYetSealable)
    }
}

/// Posts a job anew that was not sealed in time: returns its new posting slot, the current one.
///
/// # Errors
/// [`SeedError::StillSealable`] unless [`sealing_slot`] says [`SeedError::Expired`], so that
/// nobody can exchange a seed that is known already; [`SeedError::Malformed`].
pub fn reseal(slot_hashes: &[u8], posting_slot: u64, current_slot: u64) -> Result<u64, SeedError> {
    match sealing_slot(slot_hashes, posting_slot, current_slot) {
        Err(SeedError::Expired) => Ok(current_slot),
        Err(SeedError::Malformed) => Err(SeedError::Malformed),
        _ => Err(SeedError::StillSealable),
    }
}

fn entries(slot_hashes: &[u8]) -> Result<&[[u8; ENTRY_BYTES]], SeedError> {
    let (count, rest) = slot_hashes
        .split_first_chunk::<COUNT_BYTES>()
        .ok_or(SeedError::Malformed)?;
    let count = usize::try_from(u64::from_le_bytes(*count)).map_err(|_| SeedError::Malformed)?;
    if count > SLOT_HASHES_CAPACITY {
        return Err(SeedError::Malformed);
    }
    let (chunks, _) = rest.as_chunks::<ENTRY_BYTES>();
    chunks.get(..count).ok_or(SeedError::Malformed)
}

#[inline]
fn read(entry: &[u8; ENTRY_BYTES]) -> SealingSlot<'_> {
    let [b0, b1, b2, b3, b4, b5, b6, b7, hash @ ..] = entry;
    SealingSlot {
        slot: u64::from_le_bytes([*b0, *b1, *b2, *b3, *b4, *b5, *b6, *b7]),
        hash,
    }
}
