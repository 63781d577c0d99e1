//! SHA-256 and trees for the tests of verification.

use ionet_core::verification::{Entry, OperatorLeaf, TreeBuilder};
use sha2::{Digest, Sha256};

/// The hash that chain and verifiers use.
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// An operator's address, in the order of its number.
pub fn operator(number: u8) -> [u8; 32] {
    [number; 32]
}

pub fn entry(number: u8, class: u8, verified: u32, idle: u32, score: u64) -> Entry {
    Entry {
        operator: operator(number),
        class,
        verified,
        idle,
        score,
    }
}

pub fn leaf(number: u8, lifetime: u64) -> OperatorLeaf {
    OperatorLeaf {
        operator: operator(number),
        lifetime,
        ..OperatorLeaf::default()
    }
}

/// The root over some hashes.
pub fn root_of(leaves: &[[u8; 32]]) -> [u8; 32] {
    let mut tree = TreeBuilder::new(&sha256);
    for leaf in leaves {
        tree.push(*leaf).unwrap();
    }
    tree.finish().unwrap().root
}
