//! A verifier's score vector: what it publishes, and the commitment that comes first.
//!
//! Commitments are taken for ten minutes after the epoch's end, vectors only after that, for
//! twenty more. Whoever has not measured cannot copy: before the deadline there is nothing to
//! copy, as the commitment hides the vector behind a salt; and somebody else's commitment cannot
//! be opened, as the verifier's own key is in it.

use super::VerificationError;
use super::merkle::{Hash, TreeBuilder};
use crate::classes::MAX_CLASSES;
use crate::time::EPOCH_SECONDS;

/// How long commitments are taken after an epoch's end, seconds.
pub const COMMIT_SECONDS: i64 = 600;
/// How long vectors are taken after that, seconds.
pub const PUBLISH_SECONDS: i64 = 1_200;
/// What every commitment begins with.
pub const COMMITMENT_DOMAIN: &[u8] = b"ionet:verifier:vector:v1";
/// What the hash of every entry begins with.
const ENTRY_DOMAIN: &[u8] = b"ionet:verifier:entry:v1";

/// What a verifier measured of one operator in one class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The operator's wallet.
    pub operator: [u8; 32],
    /// The class, 0..=31.
    pub class: u8,
    /// GPUs that passed, hired ones included.
    pub verified: u32,
    /// Those of them that were not hired.
    pub idle: u32,
    /// The idle devices' scores, summed.
    pub score: u64,
}

/// A published vector, and the stake behind it.
#[derive(Clone, Copy, Debug)]
pub struct Vector<'a> {
    /// Active stake of the verifier, base units of IO.
    pub stake: u64,
    /// Its entries, by operator and class, each once.
    pub entries: &'a [Entry],
}

impl Entry {
    /// What entries are sorted by.
    pub fn key(&self) -> ([u8; 32], u8) {
        (self.operator, self.class)
    }

    fn hash(&self, hash: Hash<'_>) -> [u8; 32] {
        hash(&[
            ENTRY_DOMAIN,
            &self.operator,
            &[self.class],
            &self.verified.to_le_bytes(),
            &self.idle.to_le_bytes(),
            &self.score.to_le_bytes(),
        ])
    }
}

/// Checks a vector's entries and returns their digest: the root of a tree over them. Zero for an
/// empty vector: a verifier that measured nobody.
///
/// # Errors
/// [`VerificationError::EntriesUnsorted`], [`VerificationError::UnknownClass`],
/// [`VerificationError::IdleAboveVerified`].
pub fn vector_digest(entries: &[Entry], hash: Hash<'_>) -> Result<[u8; 32], VerificationError> {
    let mut tree = TreeBuilder::new(hash);
    let mut last = None;
    for entry in entries {
        if last.is_some_and(|last| last >= entry.key()) {
            return Err(VerificationError::EntriesUnsorted);
        }
        if usize::from(entry.class) >= MAX_CLASSES {
            return Err(VerificationError::UnknownClass);
        }
        if entry.idle > entry.verified {
            return Err(VerificationError::IdleAboveVerified);
        }
        tree.push(entry.hash(hash))?;
        last = Some(entry.key());
    }
    Ok(tree.finish().map_or([0; 32], |tree| tree.root))
}

/// What the caller hashes with SHA-256 to get a verifier's commitment to its vector for an epoch
/// (little-endian), in this order.
pub fn commitment_preimage<'a>(
    verifier: &'a [u8; 32],
    epoch: &'a [u8; 8],
    salt: &'a [u8; 32],
    digest: &'a [u8; 32],
) -> [&'a [u8]; 5] {
    [COMMITMENT_DOMAIN, verifier, epoch, salt, digest]
}

/// Checks that `now` lies in the ten minutes after `epoch`, of epochs counted from `epoch_zero`.
///
/// # Errors
/// [`VerificationError::CommitClosed`].
pub fn check_commit_time(epoch: u64, epoch_zero: i64, now: i64) -> Result<(), VerificationError> {
    let from = end_of(epoch, epoch_zero)?;
    check_window(from, COMMIT_SECONDS, now).ok_or(VerificationError::CommitClosed { from })
}

/// Checks that `now` lies in the twenty minutes after that.
///
/// # Errors
/// [`VerificationError::PublishClosed`].
pub fn check_publish_time(epoch: u64, epoch_zero: i64, now: i64) -> Result<(), VerificationError> {
    let from = end_of(epoch, epoch_zero)?.saturating_add(COMMIT_SECONDS);
    check_window(from, PUBLISH_SECONDS, now).ok_or(VerificationError::PublishClosed { from })
}

fn end_of(epoch: u64, epoch_zero: i64) -> Result<i64, VerificationError> {
    let epochs = i64::try_from(epoch).ok().and_then(|n| n.checked_add(1));
    epochs
        .and_then(|epochs| epochs.checked_mul(EPOCH_SECONDS))
        .and_then(|seconds| epoch_zero.checked_add(seconds))
        .ok_or(VerificationError::Overflow)
}

fn check_window(from: i64, seconds: i64, now: i64) -> Option<()> {
    (now >= from && now < from.saturating_add(seconds)).then_some(())
}
