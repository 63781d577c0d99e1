//! The root over hashes, and paths to it.
//!
//! A binary tree whose depth follows from the number of leaves; missing leaves are zero. A node is
//! the BLAKE3 hash of its two children. No prefix tells nodes from leaves: a path's length is
//! fixed, so an inner node cannot be offered as a leaf.

/// A BLAKE3 hash.
pub type Hash = [u8; 32];

/// All hashes of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// The tree over `leaves`.
    pub fn new(leaves: Vec<Hash>) -> Self {
        let mut levels = vec![leaves];
        let mut missing = [0; 32];
        for _ in 0..depth(levels[0].len() as u64) {
            let below = &levels[levels.len() - 1];
            let parent = |pair: &[Hash]| node(&pair[0], pair.get(1).unwrap_or(&missing));
            let level = below.chunks(2).map(parent).collect();
            levels.push(level);
            missing = node(&missing, &missing);
        }
        Self { levels }
    }

    /// The root; zero for no leaves.
    pub fn root(&self) -> Hash {
        let top = self.levels.last();
        *top.and_then(|level| level.first()).unwrap_or(&[0; 32])
    }

    /// How many leaves it has.
    pub fn leaves(&self) -> u64 {
        self.levels[0].len() as u64
    }

    /// The siblings of a leaf and of the nodes above it, from below.
    pub fn path(&self, leaf: u64) -> Vec<Hash> {
        let mut missing = [0; 32];
        let mut at = usize::try_from(leaf).unwrap_or(usize::MAX);
        let below_root = &self.levels[..self.levels.len() - 1];
        let mut path = Vec::with_capacity(below_root.len());
        for level in below_root {
            path.push(*level.get(at ^ 1).unwrap_or(&missing));
            missing = node(&missing, &missing);
            at /= 2;
        }
        path
    }
}

/// Levels between a leaf and the root.
pub(crate) fn depth(leaves: u64) -> u32 {
    leaves.next_power_of_two().trailing_zeros()
}

/// The root that a leaf and its path lead to.
pub(crate) fn climb(leaf: u64, hash: Hash, path: &[Hash]) -> Hash {
    let mut at = leaf;
    path.iter().fold(hash, |hash, sibling| {
        let is_right = at & 1 == 1;
        at /= 2;
        if is_right {
            node(sibling, &hash)
        } else {
            node(&hash, sibling)
        }
    })
}

fn node(left: &Hash, right: &Hash) -> Hash {
    let mut both = [0; 64];
    both[..32].copy_from_slice(left);
    both[32..].copy_from_slice(right);
    blake3::hash(&both).into()
}
