//! Trees and paths.

use ionet_challenge::{Beacon, Fault, Hash, MAX_OPENINGS, Tree, Work, open, picks, verify};
use proptest::prelude::*;

/// Leaves that are known without work.
struct Listed(Vec<Hash>);

impl Work for Listed {
    fn leaves(&self) -> u64 {
        self.0.len() as u64
    }

    fn hashes(&self, picked: &[u64]) -> Vec<Hash> {
        let leaf = |at: &u64| self.0[usize::try_from(*at).expect("a small tree")];
        picked.iter().map(leaf).collect()
    }
}

fn leaves() -> impl Strategy<Value = Vec<Hash>> {
    prop::collection::vec(prop::array::uniform32(any::<u8>()), 1..70)
}

proptest! {
    #[test]
    fn every_leaf_opens(leaves in leaves(), beacon: [u8; 32]) {
        let tree = Tree::new(leaves.clone());
        let count = u32::try_from(leaves.len()).expect("a small tree");
        let openings = open(&tree, Beacon(beacon), count);
        prop_assert_eq!(openings.len(), leaves.len());
        let verified = verify(&Listed(leaves), &tree.root(), Beacon(beacon), count, &openings);
        prop_assert_eq!(verified, Ok(()));
    }

    #[test]
    fn a_changed_byte_anywhere_is_found(
        leaves in leaves(),
        beacon: [u8; 32],
        at: prop::sample::Index,
        place: prop::sample::Index,
    ) {
        let tree = Tree::new(leaves.clone());
        let count = u32::try_from(leaves.len()).expect("a small tree");
        let mut openings = open(&tree, Beacon(beacon), count);
        let opening = at.get(&openings).clone();
        prop_assume!(!opening.path.is_empty());
        let at = at.index(openings.len());
        let place = place.index(opening.path.len() * 32);
        openings[at].path[place / 32][place % 32] ^= 1;
        let verified = verify(&Listed(leaves), &tree.root(), Beacon(beacon), count, &openings);
        let is_found = matches!(verified, Err(Fault::WrongLeaf { .. }));
        prop_assert!(is_found, "{verified:?}");
    }

    #[test]
    fn every_leaf_counts_for_the_root(leaves in leaves(), at: prop::sample::Index, bit in 0..256_usize) {
        let mut changed = leaves.clone();
        changed[at.index(leaves.len())][bit / 8] ^= 1 << (bit % 8);
        prop_assert_ne!(Tree::new(changed).root(), Tree::new(leaves).root());
    }

    #[test]
    fn picks_are_different_leaves(beacon: [u8; 32], root: [u8; 32], leaves in 1_u64..5_000, count in 0..1_500_u32) {
        let mut picked = picks(&root, Beacon(beacon), leaves, count);
        prop_assert_eq!(picked.len() as u64, u64::from(count.min(MAX_OPENINGS)).min(leaves));
        prop_assert!(picked.iter().all(|leaf| *leaf < leaves));
        picked.sort_unstable();
        picked.dedup();
        prop_assert_eq!(picked.len() as u64, u64::from(count.min(MAX_OPENINGS)).min(leaves));
    }
}

#[test]
fn picks_favour_no_leaf() {
    let (leaves, rounds) = (64, 4_000);
    let mut counts = vec![0_u32; 64];
    for round in 0..rounds {
        let beacon =
            Beacon::of_slot_hash(&[0; 32].map(|_: u8| u8::try_from(round % 251).expect("a byte")));
        let root = *blake3::hash(&u32::to_le_bytes(round)).as_bytes();
        for leaf in picks(&root, beacon, leaves, 16) {
            counts[usize::try_from(leaf).expect("a small tree")] += 1;
        }
    }
    // 1,000 expected of each; standard deviation 27.
    for (leaf, count) in counts.iter().enumerate() {
        assert!((850..1_150).contains(count), "leaf {leaf}: {count}");
    }
}
