//! Which leaves are opened, and whether they are right.

use std::collections::HashSet;

use crate::{
    Beacon, Hash, Tree,
    tree::{climb, depth},
};

/// The most leaves that are opened at a time.
pub const MAX_OPENINGS: u32 = 1_024;

const PICKS_CONTEXT: &str = "ionet challenge v1 picks";

/// Work that a root commits to, leaf by leaf.
pub trait Work {
    /// How many leaves the work has.
    fn leaves(&self) -> u64;

    /// The hashes of these leaves, computed from nothing but the seed, in the order given.
    fn hashes(&self, picked: &[u64]) -> Vec<Hash>;
}

/// How a leaf hangs in the tree. The leaf itself is not sent: a verifier computes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Siblings from below.
    pub path: Vec<Hash>,
}

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not as many openings as were picked.
    #[error("{expected} leaves were picked, and the answer opens {found}")]
    Count {
        /// Leaves that were picked.
        expected: usize,
        /// Openings in the answer.
        found: usize,
    },
    /// A path that is not as long as the tree is deep.
    #[error("the path of leaf {leaf} has {found} hashes instead of {expected}")]
    PathLength {
        /// The leaf.
        leaf: u64,
        /// The tree's depth.
        expected: u32,
        /// The path's length.
        found: usize,
    },
    /// The right leaf is not what the root commits to.
    #[error("leaf {leaf} is not what the root commits to")]
    WrongLeaf {
        /// The leaf.
        leaf: u64,
    },
}

/// The leaves that `beacon` picks of an answer with `root`: `count` different ones, or all if
/// there are not so many; at most [`MAX_OPENINGS`].
pub fn picks(root: &Hash, beacon: Beacon, leaves: u64, count: u32) -> Vec<u64> {
    let wanted = u64::from(count.min(MAX_OPENINGS)).min(leaves);
    let mut hasher = blake3::Hasher::new_derive_key(PICKS_CONTEXT);
    hasher.update(&beacon.0);
    hasher.update(root);
    let mut stream = hasher.finalize_xof();
    // Of the numbers below 2⁶⁴ those that would favour small remainders are skipped.
    let fair = u64::MAX - u64::MAX % leaves.max(1);
    let mut seen = HashSet::new();
    let mut picked = Vec::new();
    while (picked.len() as u64) < wanted {
        let mut bytes = [0; 8];
        stream.fill(&mut bytes);
        let drawn = u64::from_le_bytes(bytes);
        if drawn < fair && seen.insert(drawn % leaves) {
            picked.push(drawn % leaves);
        }
    }
    picked
}

/// Opens what `beacon` picks.
pub fn open(tree: &Tree, beacon: Beacon, count: u32) -> Vec<Opening> {
    picks(&tree.root(), beacon, tree.leaves(), count)
        .into_iter()
        .map(|leaf| Opening {
            path: tree.path(leaf),
        })
        .collect()
}

/// Whether `openings` are those that `beacon` picks of `root`, and right.
///
/// # Errors
/// [`Fault`]: the first that is found.
pub fn verify(
    work: &impl Work,
    root: &Hash,
    beacon: Beacon,
    count: u32,
    openings: &[Opening],
) -> Result<(), Fault> {
    let leaves = work.leaves();
    let picked = picks(root, beacon, leaves, count);
    if openings.len() != picked.len() {
        return Err(Fault::Count {
            expected: picked.len(),
            found: openings.len(),
        });
    }
    // Cheap checks first: whoever sends nonsense must not cost a verifier the product.
    let expected = depth(leaves);
    for (leaf, Opening { path }) in picked.iter().zip(openings) {
        if path.len() != expected as usize {
            return Err(Fault::PathLength {
                leaf: *leaf,
                expected,
                found: path.len(),
            });
        }
    }
    let hashes = work.hashes(&picked);
    for ((leaf, opening), hash) in picked.iter().zip(openings).zip(hashes) {
        if climb(*leaf, hash, &opening.path) != *root {
            return Err(Fault::WrongLeaf { leaf: *leaf });
        }
    }
    Ok(())
}
