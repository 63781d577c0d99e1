//! Trees and proofs: every tree up to 70 leaves, and what must not pass.

use ionet_core::verification::{
    MAX_PROOF, NODE_DOMAIN, TreeBuilder, VerificationError, check_proof, prove,
};

use crate::verification_fixtures::{leaf, operator, root_of, sha256};

fn hashes(count: u8) -> Vec<[u8; 32]> {
    (0..count)
        .map(|n| leaf(n, u64::from(n)).hash(&sha256))
        .collect()
}

/// The tree as RFC 9162 defines it.
fn defined(leaves: &[[u8; 32]]) -> [u8; 32] {
    if let [one] = leaves {
        return *one;
    }
    let half = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(half);
    sha256(&[NODE_DOMAIN, &defined(left), &defined(right)])
}

fn proof_of(leaves: &[[u8; 32]], index: usize) -> Vec<[u8; 32]> {
    let mut proof = [[0; 32]; MAX_PROOF];
    let length = prove(leaves, index, &mut proof, &sha256).unwrap();
    proof[..length].to_vec()
}

#[test]
fn every_leaf_of_every_tree_is_proven_and_nowhere_else() {
    for count in 1..=70_u8 {
        let leaves = hashes(count);
        let root = root_of(&leaves);
        assert_eq!(root, defined(&leaves), "{count} leaves");
        for (index, leaf) in (0_u32..).zip(&leaves) {
            let proof = proof_of(&leaves, usize::try_from(index).unwrap());
            let check = |index, count, proof: &[[u8; 32]]| {
                check_proof(&root, count, *leaf, index, proof, &sha256)
            };
            let count = u32::from(count);
            assert_eq!(check(index, count, &proof), Ok(()));
            for other in (0..count + 2).filter(|other| *other != index) {
                let wrong = check(other, count, &proof);
                assert_eq!(
                    wrong,
                    Err(VerificationError::WrongProof),
                    "{index} at {other}"
                );
            }
            let longer = [proof.clone(), vec![root]].concat();
            assert_eq!(
                check(index, count, &longer),
                Err(VerificationError::WrongProof)
            );
            if let Some((_, shorter)) = proof.split_last() {
                assert_eq!(
                    check(index, count, shorter),
                    Err(VerificationError::WrongProof)
                );
            }
        }
    }
}

#[test]
fn an_inner_node_is_no_leaf() {
    let leaves = hashes(4);
    let root = root_of(&leaves);
    let left = sha256(&[NODE_DOMAIN, &leaves[0], &leaves[1]]);
    let right = sha256(&[NODE_DOMAIN, &leaves[2], &leaves[3]]);
    // As a hash it leads to the root of a tree of two, which this is not.
    let as_hash = check_proof(&root, 4, left, 0, &[right], &sha256);
    assert_eq!(as_hash, Err(VerificationError::WrongProof));
    // And no leaf has it as its hash: 88 bytes behind another domain.
    let found = hashes(255).contains(&left);
    assert!(!found);
}

#[test]
fn another_leafs_proof_does_not_fit() {
    let leaves = hashes(7);
    let root = root_of(&leaves);
    let proof = proof_of(&leaves, 3);
    for other in (0..7).filter(|other| *other != 3) {
        let checked = check_proof(&root, 7, leaves[other], 3, &proof, &sha256);
        assert_eq!(checked, Err(VerificationError::WrongProof));
    }
}

#[test]
fn every_byte_of_a_leaf_is_hashed() {
    let one = leaf(1, 5);
    let mut others = vec![leaf(2, 5), leaf(1, 6)];
    for place in 0..8 {
        let mut class = one;
        class.verified[place].class = 1;
        let mut gpus = one;
        gpus.verified[place].gpus = 1 << 24;
        others.extend([class, gpus]);
    }
    let mut seen = std::collections::BTreeSet::from([one.hash(&sha256)]);
    for other in others {
        assert!(seen.insert(other.hash(&sha256)), "{other:?}");
    }
    // A class's leaf cannot be read as an operator's.
    let class = ionet_core::verification::ClassLeaf {
        verified: 1,
        idle: 1,
    };
    assert!(seen.insert(class.hash(1, &sha256)));
    assert_eq!(operator(3), [3; 32]);
}

#[test]
fn a_tree_without_leaves_has_no_root() {
    assert_eq!(TreeBuilder::new(&sha256).finish(), None);
    let mut proof = [[0; 32]; MAX_PROOF];
    for (leaves, index) in [(vec![], 0), (hashes(3), 3)] {
        let none = prove(&leaves, index, &mut proof, &sha256);
        assert_eq!(none, Err(VerificationError::WrongProof));
    }
    let beyond = check_proof(&[0; 32], 0, [0; 32], 0, &[], &sha256);
    assert_eq!(beyond, Err(VerificationError::WrongProof));
}
