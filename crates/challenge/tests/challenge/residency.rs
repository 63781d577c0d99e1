//! Reads of memory.

use ionet_challenge::{Backend as _, Beacon, Cpu, Fault, Residency, Work as _, open, verify};

use crate::model::seed;

const BYTES: u64 = 1 << 20;
const BEACON: Beacon = Beacon([5; 32]);

#[test]
fn walks_over_the_kept_data_set_end_where_a_verifier_finds_them() {
    let residency = Residency::new(seed(1), BYTES, 500);
    let tree = Cpu.read(&residency).expect("memory");
    assert_eq!(tree.leaves(), 500);
    let openings = open(&tree, BEACON, 16);
    verify(&residency, &tree.root(), BEACON, 16, &openings).expect("an honest answer");
}

/// Attack prevented: a card with half the memory keeps half the data set and claims the whole.
#[test]
fn half_a_data_set_is_not_the_whole() {
    let claimed = Residency::new(seed(1), BYTES, 500);
    let kept = Residency::new(seed(1), BYTES / 2, 500);
    let tree = Cpu.read(&kept).expect("memory");
    let openings = open(&tree, BEACON, 16);
    let verified = verify(&claimed, &tree.root(), BEACON, 16, &openings);
    assert!(matches!(verified, Err(Fault::WrongLeaf { .. })));
}

#[test]
fn the_walks_of_another_device_are_others() {
    let walks = |device| Residency::new(seed(device), BYTES, 4).hashes(&[0, 1, 2, 3]);
    let (one, other) = (walks(1), walks(2));
    assert!(one.iter().all(|end| !other.contains(end)));
}

#[test]
fn sizes_are_kept_within_bounds() {
    assert_eq!(Residency::new(seed(1), 0, 0).items(), 1);
    assert_eq!(Residency::new(seed(1), 0, 0).walks(), 1);
    assert_eq!(Residency::new(seed(1), 640, u32::MAX).items(), 10);
    assert_eq!(Residency::new(seed(1), 640, u32::MAX).walks(), 1 << 24);
}

/// A data set larger than the memory is refused before anything is computed.
#[test]
fn a_data_set_that_does_not_fit_is_refused() {
    let error = Cpu.read(&Residency::new(seed(1), u64::MAX, 1));
    let text = error.expect_err("no machine has so much").to_string();
    assert!(
        text.contains("bytes of memory, which are not free"),
        "{text}"
    );
}
