//! What a root says: 32 leaves of classes, then one of every operator, by address.

use super::merkle::Hash;
use crate::hiring::{ClassGpus, HIRED_CLASSES};

/// What the hash of an operator's leaf begins with.
pub const OPERATOR_LEAF_DOMAIN: &[u8] = b"ionet:root:operator:v1";
/// What the hash of a class's leaf begins with.
pub const CLASS_LEAF_DOMAIN: &[u8] = b"ionet:root:class:v1";

/// What a root says of one operator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OperatorLeaf {
    /// The operator's wallet.
    pub operator: [u8; 32],
    /// Availability rewards in all, base units of IO; never falls.
    pub lifetime: u64,
    /// Verified GPUs by class, hired ones included.
    pub verified: [ClassGpus; HIRED_CLASSES],
}

/// What a root says of one class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassLeaf {
    /// Verified GPUs of all operators, hired ones included.
    pub verified: u64,
    /// Those of them that were not hired.
    pub idle: u64,
}

impl OperatorLeaf {
    /// The leaf's hash.
    pub fn hash(&self, hash: Hash<'_>) -> [u8; 32] {
        let mut classes = [[0; 6]; HIRED_CLASSES];
        for (bytes, entry) in classes.iter_mut().zip(self.verified) {
            let [c0, c1] = entry.class.to_le_bytes();
            let [g0, g1, g2, g3] = entry.gpus.to_le_bytes();
            *bytes = [c0, c1, g0, g1, g2, g3];
        }
        hash(&[
            OPERATOR_LEAF_DOMAIN,
            &self.operator,
            &self.lifetime.to_le_bytes(),
            classes.as_flattened(),
        ])
    }
}

impl ClassLeaf {
    /// The hash of the leaf of `class`.
    pub fn hash(&self, class: u8, hash: Hash<'_>) -> [u8; 32] {
        hash(&[
            CLASS_LEAF_DOMAIN,
            &[class],
            &self.verified.to_le_bytes(),
            &self.idle.to_le_bytes(),
        ])
    }
}
