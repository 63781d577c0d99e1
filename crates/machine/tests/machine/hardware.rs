//! The hash of the hardware.

use std::collections::BTreeSet;

use ionet_accelerator::{Card, CardId, Kind};
use ionet_machine::{HardwareIds, hardware_ids};

fn ids(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn the_hash_follows_from_salt_and_ids_and_nothing_else() {
    let hash = |salt: u8, names: &[&str]| HardwareIds::new([salt; 32], ids(names)).hash();
    assert_eq!(hash(1, &["a", "b"]), hash(1, &["b", "a"]), "in any order");
    let different: BTreeSet<[u8; 32]> = [
        hash(1, &["a", "b"]),
        hash(2, &["a", "b"]),
        hash(1, &["ab"]),
        hash(1, &["a", "b", ""]),
        hash(1, &["a"]),
        hash(1, &[]),
    ]
    .into();
    assert_eq!(different.len(), 6);
    // Registered hashes must be found again by every later version.
    let known = [0x30, 0x29, 0xa9, 0x88, 0xca, 0x30, 0x0c, 0xfa];
    assert_eq!(hash(1, &["card GPU-1"])[..8], known);
}

#[test]
fn each_record_has_a_salt_of_its_own_and_survives_its_file() {
    let first = HardwareIds::with_new_salt(ids(&["a"]));
    assert_ne!(first.hash(), HardwareIds::with_new_salt(ids(&["a"])).hash());
    let text = serde_json::to_string(&first).unwrap();
    let read: HardwareIds = serde_json::from_str(&text).unwrap();
    assert_eq!(read.hash(), first.hash());
}

#[test]
fn changes_are_named() {
    let record = HardwareIds::new([0; 32], ids(&["card GPU-1", "card GPU-2"]));
    assert_eq!(record.changes(&ids(&["card GPU-2", "card GPU-1"])), None);
    let changes = record.changes(&ids(&["card GPU-3", "card GPU-1"])).unwrap();
    assert_eq!(changes, "card GPU-2 is gone, card GPU-3 is new");
}

#[test]
fn cards_are_told_by_their_uuid_and_a_processor_by_its_machine() {
    let card = |id: &str, kind| Card {
        id: id.parse().unwrap(),
        kind,
        model: "M".to_owned(),
        memory_mib: 1,
        compute_capability: None,
        threads: None,
        driver: None,
        nodes: Vec::new(),
    };
    let cards = [card("GPU-1", Kind::Cuda), card("GPU-2", Kind::Cuda)];
    assert_eq!(
        hardware_ids(&cards, Some("m1")),
        ["card GPU-1", "card GPU-2"]
    );
    let processor = [card(CardId::cpu().as_str(), Kind::Cpu)];
    assert_eq!(hardware_ids(&processor, Some("m1")), ["machine m1 (M)"]);
    assert_eq!(
        hardware_ids(&processor, None),
        ["machine without an id (M)"]
    );
}
