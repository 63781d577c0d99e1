//! Merkle trees as in RFC 9162: any number of leaves, each at its place.
//!
//! Leaves and inner nodes are hashed with different domains, so that no node passes for a leaf;
//! every kind of leaf has a domain of its own; and a proof is checked against the leaf's index and
//! the number of leaves, so that it has exactly one length and one shape.

use super::VerificationError;

/// What the hash of every inner node begins with.
pub const NODE_DOMAIN: &[u8] = b"ionet:node:v1";
/// The most hashes in a proof.
pub const MAX_PROOF: usize = 32;

/// SHA-256 of parts put together.
pub type Hash<'a> = &'a dyn Fn(&[&[u8]]) -> [u8; 32];

/// A tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tree {
    /// Its root.
    pub root: [u8; 32],
    /// How many leaves it has, at least 1.
    pub leaves: u32,
}

/// Builds a root from leaves, one after another, in the space of one proof.
pub struct TreeBuilder<'a> {
    hash: Hash<'a>,
    /// Roots of complete subtrees of 2^level leaves, where the count has that bit.
    complete: [[u8; 32]; MAX_PROOF],
    leaves: u32,
}

impl<'a> TreeBuilder<'a> {
    /// No leaves yet.
    pub fn new(hash: Hash<'a>) -> Self {
        Self {
            hash,
            complete: [[0; 32]; MAX_PROOF],
            leaves: 0,
        }
    }

    /// Adds the hash of a leaf.
    ///
    /// # Errors
    /// [`VerificationError::TooManyLeaves`] for more than 4,294,967,295.
    pub fn push(&mut self, leaf: [u8; 32]) -> Result<(), VerificationError> {
        let count = self.leaves.checked_add(1);
        let mut node = leaf;
        for (level, complete) in (0_u32..).zip(&mut self.complete) {
            if self.leaves >> level & 1 == 0 {
                *complete = node;
                break;
            }
            node = node_hash(self.hash, complete, &node);
        }
        self.leaves = count.ok_or(VerificationError::TooManyLeaves)?;
        Ok(())
    }

    /// The tree; none without leaves.
    pub fn finish(&self) -> Option<Tree> {
        let mut root: Option<[u8; 32]> = None;
        for (level, complete) in (0_u32..).zip(&self.complete) {
            if self.leaves >> level & 1 == 1 {
                root = Some(root.map_or(*complete, |right| node_hash(self.hash, complete, &right)));
            }
        }
        root.map(|root| Tree {
            root,
            leaves: self.leaves,
        })
    }
}

/// Checks that `leaf` is the hash of leaf `index` of `leaves`, under `root`.
///
/// # Errors
/// [`VerificationError::WrongProof`].
pub fn check_proof(
    root: &[u8; 32],
    leaves: u32,
    leaf: [u8; 32],
    index: u32,
    proof: &[[u8; 32]],
    hash: Hash<'_>,
) -> Result<(), VerificationError> {
    let wrong = VerificationError::WrongProof;
    if index >= leaves {
        return Err(wrong);
    }
    // The places of the leaf and of the last leaf, level by level.
    let (mut place, mut last) = (index, leaves.saturating_sub(1));
    let mut node = leaf;
    for sibling in proof {
        if last == 0 {
            return Err(wrong);
        }
        if place & 1 == 1 || place == last {
            node = node_hash(hash, sibling, &node);
            // Without a right neighbour it has gone up as it is.
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            node = node_hash(hash, &node, sibling);
        }
        place >>= 1;
        last >>= 1;
    }
    if last == 0 && node == *root {
        Ok(())
    } else {
        Err(wrong)
    }
}

/// Writes the proof of leaf `index` into `proof` and returns its length.
///
/// # Errors
/// [`VerificationError::WrongProof`] for an index that is not there.
pub fn prove(
    leaves: &[[u8; 32]],
    index: usize,
    proof: &mut [[u8; 32]; MAX_PROOF],
    hash: Hash<'_>,
) -> Result<usize, VerificationError> {
    let wrong = VerificationError::WrongProof;
    let (mut rest, mut place, mut length) = (leaves, index, 0_usize);
    if place >= rest.len() {
        return Err(wrong);
    }
    // From the top: the other side of each split. The deepest comes first in the proof.
    while rest.len() > 1 {
        let half = rest.len().div_ceil(2).next_power_of_two();
        let (left, right) = rest.split_at_checked(half).ok_or(wrong)?;
        let sibling;
        if place < half {
            (rest, sibling) = (left, right);
        } else {
            (rest, sibling) = (right, left);
            place = place.saturating_sub(half);
        }
        *proof.get_mut(length).ok_or(wrong)? = root_of(sibling, hash)?;
        length = length.saturating_add(1);
    }
    proof.get_mut(..length).ok_or(wrong)?.reverse();
    Ok(length)
}

fn root_of(leaves: &[[u8; 32]], hash: Hash<'_>) -> Result<[u8; 32], VerificationError> {
    let mut tree = TreeBuilder::new(hash);
    for leaf in leaves {
        tree.push(*leaf)?;
    }
    let tree = tree.finish().ok_or(VerificationError::WrongProof)?;
    Ok(tree.root)
}

fn node_hash(hash: Hash<'_>, left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    hash(&[NODE_DOMAIN, left, right])
}
