//! How long an epoch's root takes: 1,000,000 devices of 50,000 operators, 15 verifiers.
//!
//! `cargo run --release -p ionet-core --example root`. Every verifier scores every device with an
//! error of its own; the root is built twice, from the vectors in two orders, and must agree.

use std::time::Instant;

use ionet_core::oracle::DollarPrice;
use ionet_core::supply::IO_UNIT;
use ionet_core::verification::{
    DeviceScore, DrawHistory, Entry, EpochTerms, OperatorLeaf, RootSummary, Vector, build_root,
    vector_digest,
};
use sha2::{Digest, Sha256};

const OPERATORS: u32 = 50_000;
const DEVICES_EACH: u32 = 20;
const VERIFIERS: u32 = 15;

fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// A number that depends on all three and looks random.
fn noise(verifier: u32, operator: u32, device: u32) -> u32 {
    let mut x = u64::from(verifier) << 40 ^ u64::from(operator) << 8 ^ u64::from(device);
    x = x.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ x >> 29;
    x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    u32::try_from(x >> 40).unwrap_or(0)
}

/// What a verifier measured: devices of two classes by turns, one in ten hired, one in a hundred
/// failed.
fn measure(verifier: u32, operators: &[[u8; 32]]) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (number, operator) in (0_u32..).zip(operators) {
        for class in 0..2_u8 {
            let mut entry = Entry {
                operator: *operator,
                class,
                ..Entry::default()
            };
            for device in (0..DEVICES_EACH).filter(|device| device % 2 == u32::from(class)) {
                if noise(0, number, device).is_multiple_of(100) {
                    continue;
                }
                entry.verified += 1;
                if noise(1, number, device).is_multiple_of(10) {
                    continue;
                }
                let score = DeviceScore {
                    multiplier_bps: 100_000,
                    measured_speed: 1_050_000 + noise(verifier + 2, number, device) % 10_000,
                    class_speed: 1_000_000,
                    history: DrawHistory {
                        passes: 0xFF_FFFF,
                        streak: 24,
                        drawn: 1,
                    },
                    reputation: 8_000,
                };
                entry.idle += 1;
                entry.score += score.score_floor().unwrap_or(0);
            }
            entries.push(entry);
        }
    }
    entries
}

fn main() {
    let mut operators: Vec<[u8; 32]> = (0..OPERATORS)
        .map(|number| sha256(&[&number.to_le_bytes()]))
        .collect();
    operators.sort_unstable();
    let started = Instant::now();
    let measured: Vec<Vec<Entry>> = (0..VERIFIERS).map(|n| measure(n, &operators)).collect();
    let scored = started.elapsed() / VERIFIERS;
    let started = Instant::now();
    for entries in &measured {
        vector_digest(entries, &sha256).expect("entries are sorted");
    }
    let digested = started.elapsed() / VERIFIERS;

    let previous: Vec<OperatorLeaf> = operators
        .iter()
        .map(|operator| OperatorLeaf {
            operator: *operator,
            lifetime: IO_UNIT,
            ..OperatorLeaf::default()
        })
        .collect();
    let terms = EpochTerms {
        epoch: 1,
        pool: 228_310 * IO_UNIT,
        io_price_upper: DollarPrice::from_pico_dollars(200_000_000_000).ok(),
        class_prices: [2_500_000; 32],
    };
    let mut vectors: Vec<Vector<'_>> = measured
        .iter()
        .map(|entries| Vector {
            stake: 1_000_000 * IO_UNIT,
            entries,
        })
        .collect();
    let build = |vectors: &[Vector<'_>]| -> (RootSummary, usize) {
        let mut leaves = 0;
        let root = build_root(&previous, vectors, &terms, &sha256, |_| leaves += 1);
        (root.expect("vectors and leaves are in order"), leaves)
    };
    let started = Instant::now();
    let (root, leaves) = build(&vectors);
    let took = started.elapsed();
    vectors.reverse();
    assert_eq!(build(&vectors), (root, leaves), "two builds agree");

    let entry_bytes = measured.iter().map(Vec::len).sum::<usize>() * size_of::<Entry>();
    let leaf_bytes = previous.len() * size_of::<OperatorLeaf>();
    println!("score 1,000,000 devices       {} ms", scored.as_millis());
    println!("digest of one vector          {} ms", digested.as_millis());
    println!(
        "root of 15 vectors, {leaves} leaves  {} ms on one core",
        took.as_millis()
    );
    println!(
        "memory                        {} MB of vectors, {} MB of leaves",
        entry_bytes / 1_000_000,
        leaf_bytes / 1_000_000
    );
    println!(
        "paid {} of {} IO",
        root.paid / IO_UNIT,
        terms.pool / IO_UNIT
    );
}
