//! Reputation for all outcomes: against a model with maps and floating point, and the orderings
//! that make a new identity worthless.

// The model is in floating point on purpose: it is checked to 0.05 of 10,000.
#![allow(clippy::cast_precision_loss)]

use ionet_core::reputation::{
    COUNTERPARTY_BAD_CAP, COUNTERPARTY_GOOD_CAP, EPOCH_BAD_CAP, EPOCH_GOOD_CAP, MEMORY,
    OutcomeLedger, Reputation, fold, record_outcome,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

const MAX_POINTS: u32 = 655_360_000;

/// Epochs since the outcome before, counterparty, weight, share that is good.
type Outcome = (u64, u64, u64, u16);

fn outcome() -> impl Strategy<Value = Outcome> {
    let passed = prop_oneof![4 => Just(0u64), 2 => 1u64..3, 1 => 0u64..5_000];
    let weight = prop_oneof![0u64..=3_000_000, 0u64..=30_000_000, any::<u64>()];
    let good = prop_oneof![Just(10_000u16), Just(0), 0u16..=10_000];
    (passed, 1u64..=7, weight, good)
}

fn outcomes() -> impl Strategy<Value = Vec<Outcome>> {
    prop::collection::vec(outcome(), 1..80)
}

fn record_all(mut ledger: OutcomeLedger, start: u64, outcomes: &[Outcome]) -> (OutcomeLedger, u64) {
    let mut epoch = start;
    for (passed, tag, weight, good) in outcomes {
        epoch += passed;
        ledger = record_outcome(&ledger, epoch, *tag, *weight, *good).ledger_after;
    }
    (ledger, epoch)
}

fn with_reputation(points: u32) -> OutcomeLedger {
    OutcomeLedger {
        closed: Reputation { points, epoch: 0 },
        ..OutcomeLedger::default()
    }
}

/// The formula as it is printed, on maps and floating point.
fn model_score(outcomes: &[Outcome]) -> f64 {
    let mut epochs: BTreeMap<u64, BTreeMap<u64, (u128, u128)>> = BTreeMap::new();
    let mut epoch = 0;
    for (passed, tag, weight, good) in outcomes {
        epoch += passed;
        let sums = epochs.entry(epoch).or_default().entry(*tag).or_default();
        let good = u128::from(*weight) * u128::from(*good) / 10_000;
        sums.0 += good;
        sums.1 += u128::from(*weight) - good;
    }
    let capped = |weight: u128, cap: u32| weight.min(u128::from(cap));
    let (mut r, mut at) = (0.0f64, 0);
    for (epoch, parties) in epochs {
        let good: u128 = parties
            .values()
            .map(|sums| capped(sums.0, COUNTERPARTY_GOOD_CAP))
            .sum();
        let bad: u128 = parties
            .values()
            .map(|sums| capped(sums.1, COUNTERPARTY_BAD_CAP))
            .sum();
        let memory = MEMORY as f64;
        let good = capped(good, EPOCH_GOOD_CAP) as f64 / memory;
        let bad = capped(bad, EPOCH_BAD_CAP) as f64 / memory;
        r *= (1.0 - 1.0 / 16_384.0f64).powf((epoch - at) as f64);
        r = (r * (1.0 - good) + 10_000.0 * good) * (1.0 - bad);
        at = epoch;
    }
    r
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_024))]

    #[test]
    fn the_score_is_the_printed_formula(outcomes in outcomes()) {
        let (ledger, epoch) = record_all(OutcomeLedger::default(), 0, &outcomes);
        let reputation = ledger.reputation_before(epoch + 1);
        let points = f64::from(reputation.points) / 65_536.0;
        // Each epoch rounds down by at most a few of 65,536ths of a point.
        prop_assert!((points - model_score(&outcomes)).abs() < 0.05);
        prop_assert!(reputation.points <= MAX_POINTS);
        prop_assert!(reputation.score_at(epoch) <= 10_000);
    }

    /// Identities: after the same outcomes, whoever stood higher stands at least as high. So no
    /// history is worth less than none, and a new identity never pays.
    #[test]
    fn the_same_outcomes_keep_the_order(
        (low, high) in (0u32..=MAX_POINTS, 0u32..=MAX_POINTS),
        outcomes in outcomes(),
    ) {
        let (low, high) = (low.min(high), low.max(high));
        let after = |points| {
            let (ledger, epoch) = record_all(with_reputation(points), 0, &outcomes);
            ledger.reputation_before(epoch + 1).points
        };
        prop_assert!(after(0) <= after(low));
        prop_assert!(after(low) <= after(high));
    }

    /// A failure never raises a score, a success never lowers one.
    #[test]
    fn outcomes_move_the_right_way(
        before in outcomes(),
        (_, tag, weight, _) in outcome(),
        after in outcomes(),
    ) {
        let with = |extra: Option<u16>| {
            let (mut ledger, epoch) = record_all(OutcomeLedger::default(), 0, &before);
            if let Some(good) = extra {
                ledger = record_outcome(&ledger, epoch, tag, weight, good).ledger_after;
            }
            let (ledger, epoch) = record_all(ledger, epoch, &after);
            ledger.reputation_before(epoch + 1).points
        };
        let (plain, better, worse) = (with(None), with(Some(10_000)), with(Some(0)));
        prop_assert!(worse <= plain && plain <= better);
    }

    /// The order within an epoch changes nothing, as long as the table holds everybody.
    #[test]
    fn order_within_an_epoch_is_irrelevant(mut outcomes in outcomes()) {
        for outcome in &mut outcomes {
            outcome.0 = 0;
        }
        let (ledger, _) = record_all(OutcomeLedger::default(), 3, &outcomes);
        outcomes.reverse();
        let (reversed, _) = record_all(OutcomeLedger::default(), 3, &outcomes);
        prop_assert_eq!(ledger.reputation_before(4), reversed.reputation_before(4));
    }

    /// Fold after every outcome, or once: the same score; and folding again changes nothing.
    #[test]
    fn it_does_not_matter_when_anyone_folds(outcomes in outcomes(), eager in any::<bool>()) {
        let mut ledger = OutcomeLedger::default();
        let (mut stored, mut epoch) = (Reputation::default(), 0);
        for (passed, tag, weight, good) in &outcomes {
            epoch += passed;
            ledger = record_outcome(&ledger, epoch, *tag, *weight, *good).ledger_after;
            if eager && let Ok(folded) = fold(&stored, &ledger, epoch) {
                prop_assert!(folded.epoch >= stored.epoch && folded.epoch < epoch);
                stored = folded;
                prop_assert!(fold(&stored, &ledger, epoch).is_err());
            }
        }
        if let Ok(folded) = fold(&stored, &ledger, epoch + 1) {
            stored = folded;
        }
        prop_assert_eq!(stored, ledger.reputation_before(epoch + 1));
        prop_assert!(fold(&stored, &ledger, epoch + 1).is_err());
    }

    /// However many identities contribute, an epoch moves a score by its caps at most.
    #[test]
    fn no_ring_passes_the_epochs_cap(
        start in 0u32..=MAX_POINTS,
        tags in prop::collection::vec(1u64..=1_000, 1..200),
        weight in 0u64..=50_000_000,
    ) {
        let mut ledger = with_reputation(start);
        for tag in &tags {
            ledger = record_outcome(&ledger, 0, *tag, weight, 10_000).ledger_after;
        }
        prop_assert!(ledger.good <= EPOCH_GOOD_CAP);
        let most = u64::from(start) + u64::from(MAX_POINTS - start).div_ceil(10);
        prop_assert!(u64::from(ledger.reputation_before(1).points) <= most);
    }

    #[test]
    fn waiting_decays_by_the_power(points in 0u32..=MAX_POINTS, a in 0u64..60_000, b in 0u64..60_000) {
        let start = Reputation { points, epoch: 0 };
        let whole = start.score_at(a + b);
        let exact = f64::from(points) / 65_536.0
            * (1.0 - 1.0 / 16_384.0f64).powf((a + b) as f64);
        prop_assert!((f64::from(whole) - exact).abs() <= 1.01);
        prop_assert!(whole <= start.score_at(a));
    }
}
