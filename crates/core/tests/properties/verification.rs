//! Roots, medians and claims for all inputs, against models with maps and big numbers.

use std::collections::{BTreeMap, BTreeSet};

use ionet_core::oracle::DollarPrice;
use ionet_core::supply::IO_UNIT;
use ionet_core::verification::{
    ClaimRecord, Entry, EpochTerms, MAX_PROOF, OperatorLeaf, PostedRoot, RootBook, RootSummary,
    Vector, VerificationError, build_root, prove, vouched_for,
};
use num_bigint::BigUint;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

type Key = ([u8; 32], u8);
/// A verifier's stake, and verified GPUs, idle ones and score by operator and class.
type Reports = (u64, BTreeMap<Key, (u32, u32, u64)>);

fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// Vectors as maps: of eight operators, in three classes each.
fn vector() -> impl Strategy<Value = Reports> {
    let report = (0..1_000_u32, 0..1_000_u32, 0..10_000_000_u64);
    let report = report.prop_map(|(a, b, score)| (a.max(b), a.min(b), score));
    let key = (0..8_u8, 0..3_u8).prop_map(|(operator, class)| ([operator; 32], class));
    (
        1..1_000_u64,
        prop::collection::btree_map(key, report, 0..16),
    )
}

fn entries(map: &BTreeMap<Key, (u32, u32, u64)>) -> Vec<Entry> {
    let entry = |(key, report): (&Key, &(u32, u32, u64))| Entry {
        operator: key.0,
        class: key.1,
        verified: report.0,
        idle: report.1,
        score: report.2,
    };
    map.iter().map(entry).collect()
}

fn terms(pool: u64, pico_dollars: u64) -> EpochTerms {
    EpochTerms {
        epoch: 1,
        pool,
        io_price_upper: DollarPrice::from_pico_dollars(pico_dollars).ok(),
        class_prices: [1_000_000; 32],
    }
}

/// The median in words: try every reported value, from the greatest.
fn median(reports: &[(u64, u64)]) -> u64 {
    let total: u64 = reports.iter().map(|(_, stake)| stake).sum();
    let values: BTreeSet<u64> = reports.iter().map(|(value, _)| *value).collect();
    let vouched = |value: u64| {
        let behind = reports.iter().filter(|(reported, _)| *reported >= value);
        2 * behind.map(|(_, stake)| stake).sum::<u64>() > total
    };
    values
        .into_iter()
        .rev()
        .find(|value| vouched(*value))
        .unwrap_or(0)
}

/// What the model pays: by operator.
fn model(vectors: &[Reports], terms: &EpochTerms) -> BTreeMap<[u8; 32], u64> {
    let keys: BTreeSet<Key> = vectors
        .iter()
        .flat_map(|(_, map)| map.keys().copied())
        .collect();
    let mut medians = Vec::new();
    for key in keys {
        let of = |value: fn(&(u32, u32, u64)) -> u64| {
            let report =
                |(stake, map): &(u64, BTreeMap<Key, _>)| (map.get(&key).map_or(0, value), *stake);
            median(&vectors.iter().map(report).collect::<Vec<_>>())
        };
        let (verified, idle) = (of(|r| u64::from(r.0)), of(|r| u64::from(r.1)));
        let idle = idle.min(verified);
        let score = if idle == 0 { 0 } else { of(|r| r.2) };
        if verified > 0 {
            medians.push((key.0, idle, score));
        }
    }
    let all: u64 = medians.iter().map(|(_, _, score)| score).sum();
    let mut paid = BTreeMap::new();
    for (operator, idle, score) in medians {
        let pay = if score == 0 {
            BigUint::ZERO
        } else {
            let share = BigUint::from(terms.pool) * score / all;
            let price = terms
                .io_price_upper
                .map_or(u64::MAX, DollarPrice::pico_dollars);
            let cap = BigUint::from(300_000 * idle) * 100_000_000_000_000_u64 / price;
            share.min(cap)
        };
        *paid.entry(operator).or_default() += u64::try_from(pay).unwrap();
    }
    paid
}

fn build(
    previous: &[OperatorLeaf],
    vectors: &[Vector<'_>],
    terms: &EpochTerms,
) -> (Vec<OperatorLeaf>, RootSummary) {
    let mut leaves = Vec::new();
    let summary = build_root(previous, vectors, terms, &sha256, |leaf| leaves.push(*leaf));
    (leaves, summary.unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Everybody who has the same vectors builds the same root, in whatever order they came, and
    /// it pays what the model pays and never more than the pool.
    #[test]
    fn a_root_is_a_pure_function_of_the_vectors(
        reports in prop::collection::vec(vector(), 0..7),
        rotate in 0..7_usize,
        pool in 0..1_000 * IO_UNIT,
        price in prop_oneof![Just(10_000_000_000_u64), 1_000_000_000..1_000_000_000_000_000_u64],
        lifetimes in prop::collection::btree_map(0..10_u8, 0..1_000_000_u64, 0..8),
    ) {
        let terms = terms(pool, price);
        let previous: Vec<OperatorLeaf> = lifetimes
            .iter()
            .map(|(n, lifetime)| OperatorLeaf {
                operator: [*n; 32],
                lifetime: *lifetime,
                ..OperatorLeaf::default()
            })
            .collect();
        let lists: Vec<(u64, Vec<Entry>)> =
            reports.iter().map(|(stake, map)| (*stake, entries(map))).collect();
        let mut vectors: Vec<Vector<'_>> = lists
            .iter()
            .map(|(stake, entries)| Vector { stake: *stake, entries })
            .collect();
        let (leaves, summary) = build(&previous, &vectors, &terms);
        let by = rotate % vectors.len().max(1);
        vectors.rotate_left(by);
        vectors.reverse();
        prop_assert_eq!(build(&previous, &vectors, &terms), (leaves.clone(), summary));

        prop_assert!(summary.paid <= pool);
        let expected = model(&reports, &terms);
        prop_assert_eq!(summary.paid, expected.values().sum::<u64>());
        let sum: u64 = leaves.iter().map(|leaf| leaf.lifetime).sum();
        prop_assert_eq!(summary.lifetime, sum);
        for leaf in &leaves {
            let before = lifetimes.get(&leaf.operator[0]).copied().unwrap_or(0);
            let paid = expected.get(&leaf.operator).copied().unwrap_or(0);
            prop_assert_eq!(leaf.lifetime, before + paid, "lifetime totals never fall");
        }
        let known = lifetimes.keys().map(|n| [*n; 32]).chain(expected.into_keys());
        let known: Vec<[u8; 32]> = known.collect::<BTreeSet<_>>().into_iter().collect();
        prop_assert_eq!(leaves.iter().map(|leaf| leaf.operator).collect::<Vec<_>>(), known);
    }

    /// Whatever less than half of the stake reports, the median lies between honest reports.
    #[test]
    fn a_minority_cannot_leave_the_honest_range(
        honest in prop::collection::vec((0..1_000_u64, 1..100_u64), 1..10),
        liars in prop::collection::vec((any::<u64>(), 1..100_u64), 0..10),
    ) {
        let stake = |reports: &[(u64, u64)]| reports.iter().map(|(_, stake)| stake).sum::<u64>();
        let mut liars = liars;
        while stake(&liars) >= stake(&honest) {
            liars.pop();
        }
        let mut all = [honest.clone(), liars].concat();
        let total = stake(&all);
        let expected = median(&all);
        let found = vouched_for(&mut all, total);
        prop_assert_eq!(found, expected);
        let honest = honest.iter().map(|(value, _)| *value);
        prop_assert!(found >= honest.clone().min().unwrap() && found <= honest.max().unwrap());
    }

    /// Roots are posted, vetoed and claimed from in any order: all claims together are at most
    /// what pools could pay, and everybody is paid his lifetime total once.
    #[test]
    fn claims_never_exceed_what_was_posted(
        steps in prop::collection::vec((0..4_u8, 0..3_usize, 0..1_000_u64, 0..8_000_i64), 1..60),
    ) {
        let mut book = RootBook::default();
        let mut now = 0;
        let mut epoch = 0;
        let mut posted: BTreeMap<u64, Vec<OperatorLeaf>> = BTreeMap::new();
        let mut records = [ClaimRecord::default(); 3];
        let (mut paid, mut offered) = ([0_u64; 3], 0_u64);
        for (kind, who, amount, wait) in steps {
            now += wait;
            let before = book;
            match kind {
                0 => {
                    epoch += 1;
                    let newest = book.newest();
                    let mut leaves = posted.get(&newest.epoch).cloned().unwrap_or_else(|| {
                        (0..3_u8).map(|n| OperatorLeaf { operator: [n; 32], ..OperatorLeaf::default() }).collect()
                    });
                    leaves[who].lifetime += amount;
                    let hashes: Vec<_> = leaves.iter().map(|leaf| leaf.hash(&sha256)).collect();
                    let mut tree = ionet_core::verification::TreeBuilder::new(&sha256);
                    for hash in &hashes {
                        tree.push(*hash).unwrap();
                    }
                    let root = PostedRoot {
                        epoch,
                        posted_at: now,
                        lifetime: newest.lifetime + amount,
                        leaves: 3,
                        root: tree.finish().unwrap().root,
                    };
                    if let Ok(after) = book.post(&root, amount) {
                        book = after;
                        posted.insert(epoch, leaves);
                        offered += amount;
                    }
                }
                1 => {
                    let target = book.newest().epoch;
                    if let Ok(after) = book.veto(target, now) {
                        book = after;
                    }
                }
                _ => {
                    book = book.settled(now);
                    let from = book.finals[usize::from(kind - 2)].epoch;
                    let Some(leaves) = posted.get(&from) else { continue };
                    let hashes: Vec<_> = leaves.iter().map(|leaf| leaf.hash(&sha256)).collect();
                    let mut proof = [[0; 32]; MAX_PROOF];
                    let length = prove(&hashes, who, &mut proof, &sha256).unwrap();
                    let index = u32::try_from(who).unwrap();
                    let claim = book.claim(&records[who], from, &leaves[who], index, &proof[..length], &sha256);
                    match claim {
                        Ok(outcome) => {
                            paid[who] += outcome.amount;
                            prop_assert_eq!(paid[who], outcome.record_after.claimed);
                            prop_assert!(paid[who] >= leaves[who].lifetime);
                            (records[who], book) = (outcome.record_after, outcome.book_after);
                        }
                        Err(error) => prop_assert_eq!(error, VerificationError::NothingNew),
                    }
                }
            }
            prop_assert_eq!(book.claimed, paid.iter().sum::<u64>());
            prop_assert!(book.claimed <= book.finals[0].lifetime && book.finals[0].lifetime <= offered);
            prop_assert!(book.finals[0].lifetime >= before.finals[0].lifetime);
        }
    }
}
