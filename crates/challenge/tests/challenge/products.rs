//! Products: exact, the same everywhere, and opened rightly.

use ionet_challenge::{
    Backend as _, Beacon, Binding, Cpu, MAX_SIDE, Product, Seed, SizeError, Tree, Work as _, open,
    verify,
};

use crate::model;

#[test]
fn the_cpu_computes_the_product_of_its_definition() {
    for side in [256, 768] {
        let product = model::product(side);
        let tree = Cpu.multiply(&product).expect("memory");
        assert_eq!(tree, Tree::new(model::tiles(&product)), "side {side}");
    }
}

/// A root that changes makes every device fail: devices and verifiers of other versions disagree.
#[test]
fn roots_stay_what_they_are() {
    let known = [(256, ROOT_256), (1_024, ROOT_1024)];
    for (side, root) in known {
        let tree = Cpu.multiply(&model::product(side)).expect("memory");
        assert_eq!(hex(&tree.root()), root, "side {side}");
    }
}

const ROOT_256: &str = "171ca3ea9e8b5d73d6918481d87538d0b56030598ffcd1361885bd1becd89716";
const ROOT_1024: &str = "420f4c3230ca26dfb067bf80a90976c4dc5176579dee91ae9f8891e596c55185";

#[test]
fn a_verifier_finds_every_tile_without_the_others() {
    let product = model::product(256);
    let all: Vec<u64> = (0..product.leaves()).collect();
    assert_eq!(product.hashes(&all), model::tiles(&product));
}

#[test]
fn an_honest_answer_verifies_with_every_beacon() {
    let product = model::product(512);
    let tree = Cpu.multiply(&product).expect("memory");
    for slot in 0..20 {
        let beacon = Beacon::of_slot_hash(&[slot; 32]);
        let openings = open(&tree, beacon, 64);
        assert_eq!(openings.len(), 64);
        verify(&product, &tree.root(), beacon, 64, &openings).expect("an honest answer");
    }
}

#[test]
fn sides_are_multiples_of_256_up_to_131072() {
    let cases = [
        (0, false),
        (16, false),
        (256, true),
        (300, false),
        (1 << 15, true),
    ];
    for (side, is_accepted) in cases {
        assert_eq!(
            Product::new(model::seed(1), side).is_ok(),
            is_accepted,
            "{side}"
        );
    }
    assert!(Product::new(model::seed(1), MAX_SIDE).is_ok());
    let error = Product::new(model::seed(1), MAX_SIDE + 256).expect_err("too long");
    assert_eq!(error, SizeError { side: 131_328 });
    assert_eq!(
        error.to_string(),
        "a product's side must be a multiple of 256 from 256 to 131072; it is 131328"
    );
}

#[test]
fn the_longest_sum_fits_32_bits() {
    let largest = i64::from(MAX_SIDE) * 127 * 127;
    assert!(largest < 1 << 31);
}

#[test]
fn whatever_a_challenge_is_bound_to_changes_its_seed() {
    let (instant, device) = ([1; 32], [2; 32]);
    let binding = Binding {
        instant: &instant,
        epoch: 3,
        device: &device,
        gpu: 4,
    };
    let other = [9; 32];
    let others = [
        Binding {
            instant: &other,
            ..binding
        },
        Binding {
            epoch: 4,
            ..binding
        },
        Binding {
            device: &other,
            ..binding
        },
        Binding { gpu: 5, ..binding },
    ];
    for changed in others {
        assert_ne!(Seed::new(&changed), Seed::new(&binding), "{changed:?}");
    }
}

#[test]
fn costs_of_a_product() {
    let product = model::product(32_768);
    assert_eq!(product.operations(), 70_368_744_177_664);
    assert_eq!(product.device_bytes(), 6_442_450_944);
    assert_eq!(product.leaves(), 4_194_304);
}

fn hex(hash: &[u8; 32]) -> String {
    blake3::Hash::from(*hash).to_hex().to_string()
}
