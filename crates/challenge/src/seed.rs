//! What a challenge is bound to.

const SEED_CONTEXT: &str = "ionet challenge v1 seed";
const BEACON_CONTEXT: &str = "ionet challenge v1 beacon";

/// What makes the challenge of one device at one instant unlike every other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding<'a> {
    /// What verifiers drew for the instant: their revealed nonces, mixed with a slot hash.
    pub instant: &'a [u8; 32],
    /// The epoch.
    pub epoch: u64,
    /// The device's key.
    pub device: &'a [u8; 32],
    /// Which of the device's GPUs, from 0.
    pub gpu: u16,
}

/// What the work follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed(pub [u8; 32]);

impl Seed {
    /// The seed of one GPU at one instant.
    ///
    /// Attack prevented: with a seed that several devices or instants share, one answer serves
    /// all of them.
    pub fn new(binding: &Binding<'_>) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key(SEED_CONTEXT);
        hasher.update(binding.instant);
        hasher.update(&binding.epoch.to_le_bytes());
        hasher.update(binding.device);
        hasher.update(&binding.gpu.to_le_bytes());
        Self(hasher.finalize().into())
    }

    /// A seed of the same challenge for another purpose.
    pub(crate) fn derive(self, context: &str) -> [u8; 32] {
        blake3::derive_key(context, &self.0)
    }
}

/// What picks the openings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beacon(pub [u8; 32]);

impl Beacon {
    /// The beacon of a slot hash.
    ///
    /// The slot must come after the deadline for roots. Attack prevented: whoever knows the
    /// picks when choosing a root computes only the picked tiles; and picks that follow from the
    /// root alone can be tried, root by root, until they fall on computed tiles.
    pub fn of_slot_hash(hash: &[u8; 32]) -> Self {
        Self(blake3::derive_key(BEACON_CONTEXT, hash))
    }
}
