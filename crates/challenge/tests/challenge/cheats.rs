//! What cheating on the product brings.

use ionet_challenge::{
    Backend as _, Beacon, Cpu, Fault, Hash, Opening, Tree, Work as _, open, picks, verify,
};

use crate::model;

const OPENINGS: u32 = 16;

/// Attack: compute 90 % of the tiles, and put anything in the place of the others. The rate at
/// which that passes is the one that drawing without putting back predicts.
#[test]
fn skipped_tiles_are_found_at_the_predicted_rate() {
    let product = model::product(512);
    let honest = model::tiles(&product);
    let skipped = honest.len() / 10;
    let tree = Tree::new(forged(&honest, skipped));
    let trials = 1_000;
    let passed = (0..trials).filter(|trial| {
        let beacon = Beacon::of_slot_hash(blake3::hash(&u32::to_le_bytes(*trial)).as_bytes());
        let openings = open(&tree, beacon, OPENINGS);
        verify(&product, &tree.root(), beacon, OPENINGS, &openings).is_ok()
    });
    let passed = count(passed);
    let expected = chance(honest.len(), skipped) * f64::from(trials);
    // 181 expected of 1,000; four standard deviations are 49.
    let deviation = (expected * (1.0 - expected / f64::from(trials))).sqrt();
    println!("passed {passed} of {trials}, predicted {expected:.0}");
    assert!(
        (passed - expected).abs() < 4.0 * deviation,
        "{passed}, {expected}"
    );
}

/// Attack: try roots until the picks fall on computed tiles. Without the beacon a root tells
/// nothing about its picks, so the one chosen passes as often as any.
#[test]
fn choosing_among_roots_brings_nothing_before_the_beacon() {
    let product = model::product(256);
    let honest = model::tiles(&product);
    let skipped = honest.len() / 10;
    let guess = Beacon::of_slot_hash(&[0; 32]);
    let picks_only_computed = |tree: &Tree, beacon| {
        let picked = picks(&tree.root(), beacon, tree.leaves(), OPENINGS);
        picked.iter().all(|leaf| *leaf >= skipped as u64)
    };
    // A hundred roots that would pass with the beacon that the prover guessed...
    let mut chosen = Vec::new();
    for try_ in 0_u32.. {
        let mut leaves = forged(&honest, skipped);
        leaves[0] = *blake3::hash(&try_.to_le_bytes()).as_bytes();
        let tree = Tree::new(leaves);
        if picks_only_computed(&tree, guess) {
            chosen.push(tree);
        }
        if chosen.len() == 100 {
            break;
        }
    }
    // ... with those that come.
    let beacon = |slot: u8| Beacon::of_slot_hash(&[slot; 32]);
    let later = (1..=20).flat_map(|slot| chosen.iter().map(move |tree| (tree, beacon(slot))));
    let passed = count(later.filter(|(tree, beacon)| picks_only_computed(tree, *beacon)));
    let expected = chance(honest.len(), skipped) * 2_000.0;
    assert!(
        passed < expected + 4.0 * expected.sqrt(),
        "{passed}, {expected}"
    );
}

/// Attack: the answer of another device, or one for another beacon.
#[test]
fn answers_serve_once() {
    let (product, other) = (
        model::product(256),
        ionet_challenge::Product::new(model::seed(2), 256),
    );
    let tree = Cpu.multiply(&product).expect("memory");
    let (beacon, later) = (
        Beacon::of_slot_hash(&[1; 32]),
        Beacon::of_slot_hash(&[2; 32]),
    );
    let openings = open(&tree, beacon, OPENINGS);
    let verified = verify(
        &other.expect("a side"),
        &tree.root(),
        beacon,
        OPENINGS,
        &openings,
    );
    assert!(matches!(verified, Err(Fault::WrongLeaf { .. })));
    let verified = verify(&product, &tree.root(), later, OPENINGS, &openings);
    assert!(matches!(verified, Err(Fault::WrongLeaf { .. })));
}

/// Attack: fewer openings, or an inner node in the place of a leaf.
#[test]
fn openings_have_one_shape() {
    let product = model::product(256);
    let tree = Cpu.multiply(&product).expect("memory");
    let beacon = Beacon::of_slot_hash(&[1; 32]);
    let check = |openings: &[Opening]| verify(&product, &tree.root(), beacon, OPENINGS, openings);
    let mut openings = open(&tree, beacon, OPENINGS);
    assert_eq!(check(&openings), Ok(()));
    let first = picks(&tree.root(), beacon, product.leaves(), OPENINGS)[0];
    openings[0].path.remove(0);
    assert_eq!(
        check(&openings),
        Err(Fault::PathLength {
            leaf: first,
            expected: 8,
            found: 7
        })
    );
    openings.pop();
    assert_eq!(
        check(&openings),
        Err(Fault::Count {
            expected: 16,
            found: 15
        })
    );
}

fn forged(honest: &[Hash], skipped: usize) -> Vec<Hash> {
    let mut leaves = honest.to_vec();
    for (at, leaf) in leaves.iter_mut().take(skipped).enumerate() {
        *leaf = *blake3::hash(&at.to_le_bytes()).as_bytes();
    }
    leaves
}

/// That all openings fall on the other tiles.
fn chance(total: usize, skipped: usize) -> f64 {
    let (total, skipped) = (exact(total), exact(skipped));
    let factor = |drawn: u32| 1.0 - skipped / (total - f64::from(drawn));
    (0..OPENINGS).map(factor).product()
}

fn count(items: impl Iterator) -> f64 {
    exact(items.count())
}

fn exact(count: usize) -> f64 {
    f64::from(u32::try_from(count).expect("a small count"))
}
