//! Operands: edges and random numbers of every length.

use ionet_conformance_cases::arithmetic::Pair;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// Reproducible: a failure comes back on the next run.
const SEED: u64 = 0x10_2026;

/// Values where carries, normalisation, sign and width change.
fn edges() -> Vec<u128> {
    let mut edges = vec![
        0,
        10,
        100,
        10_000,
        730,
        3_600,
        u128::MAX / 3,
        u128::from(u64::MAX) * 10,
    ];
    for bit in [
        0, 1, 7, 8, 15, 16, 31, 32, 33, 62, 63, 64, 65, 95, 96, 126, 127,
    ] {
        let power = 1_u128 << bit;
        edges.extend([
            power - 1,
            power,
            power + 1,
            u128::MAX - power,
            u128::MAX << bit,
        ]);
    }
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// At least `count` pairs: every pair of edges, then one third each of edges with random
/// numbers, random numbers of random lengths, and numbers of extreme 32-bit digits.
pub fn pairs(count: usize) -> Vec<Pair> {
    let edges = edges();
    let mut pairs: Vec<Pair> = edges
        .iter()
        .flat_map(|&a| edges.iter().map(move |&b| Pair { a, b }))
        .collect();
    let mut random = StdRng::seed_from_u64(SEED);
    while pairs.len() < count {
        let edge = edges[random.random_range(0..edges.len())];
        let (a, b) = (any_length(&mut random), any_length(&mut random));
        pairs.extend([
            if random.random() {
                Pair { a, b: edge }
            } else {
                Pair { a: edge, b }
            },
            Pair { a, b },
            Pair {
                a: extreme(&mut random),
                b: extreme(&mut random),
            },
        ]);
    }
    pairs
}

fn any_length(random: &mut StdRng) -> u128 {
    random.random::<u128>() >> random.random_range(0..128)
}

/// Digits of all ones, of one bit or zero: they make division's guessed digits wrong.
fn extreme(random: &mut StdRng) -> u128 {
    (0..4).fold(0, |number, _| {
        let digit = match random.random_range(0..6) {
            0 => 0,
            1 => 1,
            2 => u32::MAX,
            3 => u32::MAX - 1,
            4 => 1 << 31,
            _ => random.random(),
        };
        number << 32 | u128::from(digit)
    })
}

#[test]
fn there_are_as_many_pairs_as_asked_for_and_all_edges() {
    let pairs = pairs(20_000);
    assert!(pairs.len() >= 20_000);
    for edge in [0, 1, u128::MAX, 1 << 127, 1 << 64, u128::from(u64::MAX)] {
        assert!(
            pairs.iter().any(|pair| pair.a == edge && pair.b == edge),
            "{edge}"
        );
    }
}
