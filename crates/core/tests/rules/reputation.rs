//! Reputation by example: the caps, the decay, what a score is worth.

use ionet_core::reputation::{
    COUNTERPARTIES, COUNTERPARTY_BAD_CAP, COUNTERPARTY_GOOD_CAP, EPOCH_BAD_CAP, EPOCH_GOOD_CAP,
    OutcomeLedger, Reputation, ReputationError, counterparty_tag, fee_discount_bps, fold,
    meets_floor, race_factor_bps, record_outcome,
};

const DOLLAR: u64 = 1_000_000;

/// Records outcomes (counterparty, weight, good share) in one epoch.
fn recorded(ledger: OutcomeLedger, epoch: u64, outcomes: &[(u64, u64, u16)]) -> OutcomeLedger {
    outcomes.iter().fold(ledger, |ledger, (tag, weight, good)| {
        record_outcome(&ledger, epoch, *tag, *weight, *good).ledger_after
    })
}

fn newcomer(epoch: u64, outcomes: &[(u64, u64, u16)]) -> OutcomeLedger {
    recorded(OutcomeLedger::default(), epoch, outcomes)
}

#[test]
fn one_counterparty_counts_a_dollar_good_and_five_bad_per_epoch() {
    let ledger = newcomer(7, &[(1, 9 * DOLLAR, 10_000), (1, 99 * DOLLAR, 0)]);
    assert_eq!(ledger.good, COUNTERPARTY_GOOD_CAP);
    assert_eq!(ledger.bad, COUNTERPARTY_BAD_CAP);
    let again = record_outcome(&ledger, 7, 1, DOLLAR, 5_000);
    assert_eq!((again.good_counted, again.bad_counted), (0, 0));
    let next_epoch = record_outcome(&ledger, 8, 1, 2 * DOLLAR, 7_500);
    assert_eq!(next_epoch.good_counted, 1_000_000);
    assert_eq!(next_epoch.bad_counted, 500_000);
}

#[test]
fn an_epoch_counts_five_dollars_good_and_25_bad() {
    let many: Vec<_> = (1..=7)
        .flat_map(|tag| [(tag, 8 * DOLLAR, 10_000), (tag, 8 * DOLLAR, 0)])
        .collect();
    let ledger = newcomer(7, &many);
    assert_eq!((ledger.good, ledger.bad), (EPOCH_GOOD_CAP, EPOCH_BAD_CAP));
}

#[test]
fn the_eighth_counterparty_pushes_out_the_smallest() {
    let outcomes: Vec<_> = (1..=7).map(|tag| (tag, tag * 1_000, 10_000)).collect();
    let full = newcomer(7, &outcomes);
    let ledger = recorded(full, 7, &[(8, 500_000, 10_000)]);
    let tags: Vec<_> = ledger.counterparties.iter().map(|slot| slot.tag).collect();
    assert_eq!(tags, [8, 2, 3, 4, 5, 6, 7]);
    assert_eq!(tags.len(), COUNTERPARTIES);
    // Its weight counts, and what the first one did still does.
    assert_eq!(ledger.good, 28_000 + 500_000);
}

#[test]
fn small_good_outcomes_cannot_hide_a_bad_one() {
    let mut outcomes: Vec<_> = (1..=50).map(|tag| (tag, DOLLAR, 10_000)).collect();
    outcomes.push((99, 5 * DOLLAR, 0));
    let mut ledger = newcomer(7, &outcomes);
    assert_eq!(ledger.bad, COUNTERPARTY_BAD_CAP);
    let with_failure = ledger.reputation_before(8);
    let without = newcomer(7, &outcomes[..50]).reputation_before(8);
    assert!(with_failure.points < without.points);
    // Nor can many later epochs push it out before anyone folds.
    for epoch in 8..40 {
        ledger = recorded(ledger, epoch, &[(1, 1, 10_000)]);
    }
    assert!(ledger.reputation_before(40).points < with_failure.points);
}

#[test]
fn scores_after_one_epoch() {
    for (outcomes, score) in [
        (vec![(1, DOLLAR, 10_000)], 200),
        (vec![(1, DOLLAR, 5_000)], 99),
        (vec![(1, 5 * DOLLAR, 0)], 0),
        (
            (1..=5).map(|tag| (tag, DOLLAR, 10_000)).collect::<Vec<_>>(),
            1_000,
        ),
        // Bad outcomes come last, in whichever order they were recorded.
        (vec![(1, 5 * DOLLAR, 0), (2, DOLLAR, 10_000)], 180),
        (vec![(2, DOLLAR, 10_000), (1, 5 * DOLLAR, 0)], 180),
    ] {
        let ledger = newcomer(7, &outcomes);
        assert_eq!(ledger.reputation_before(7).score_at(7), 0, "still running");
        assert_eq!(ledger.reputation_before(8).score_at(7), score);
    }
}

#[test]
fn failures_halve_the_best_score_in_one_epoch() {
    let ledger = OutcomeLedger {
        closed: Reputation {
            points: 655_360_000,
            epoch: 7,
        },
        epoch: 7,
        ..OutcomeLedger::default()
    };
    let one_client = recorded(ledger, 7, &[(1, 999 * DOLLAR, 0)]);
    assert_eq!(one_client.reputation_before(8).score_at(7), 9_000);
    let many: Vec<_> = (1..=7).map(|tag| (tag, 999 * DOLLAR, 0)).collect();
    let many_clients = recorded(ledger, 7, &many);
    assert_eq!(many_clients.reputation_before(8).score_at(7), 5_000);
}

#[test]
fn half_is_left_after_474_days() {
    let best = Reputation {
        points: 655_360_000,
        epoch: 100,
    };
    assert_eq!(
        best.score_at(0),
        10_000,
        "an earlier epoch reads as its own"
    );
    assert_eq!(best.score_at(100), 10_000);
    assert_eq!(best.score_at(101), 9_999);
    assert_eq!(best.score_at(100 + 474 * 24), 4_993);
    assert_eq!(best.score_at(100 + 365 * 24), 5_858);
    assert_eq!(best.score_at(100 + (1 << 18)), 0);
    assert_eq!(best.score_at(u64::MAX), 0);
}

#[test]
fn folding_takes_ended_epochs_once() {
    let ledger = newcomer(7, &[(1, DOLLAR, 10_000)]);
    let none = Reputation::default();
    let nothing = Err(ReputationError::NothingToFold);
    assert_eq!(fold(&none, &OutcomeLedger::default(), 9), nothing);
    assert_eq!(fold(&none, &ledger, 7), nothing, "epoch 7 is running");
    let folded = fold(&none, &ledger, 8).unwrap();
    assert_eq!((folded.score_at(7), folded.epoch), (200, 7));
    assert_eq!(fold(&folded, &ledger, 9), nothing);
    let later = recorded(ledger, 9, &[(1, DOLLAR, 10_000)]);
    assert_eq!(fold(&folded, &later, 9), nothing);
    assert_eq!(fold(&folded, &later, 10).unwrap().epoch, 9);
    // A ledger that is behind what is stored is not this participant's.
    assert_eq!(
        fold(&fold(&folded, &later, 10).unwrap(), &ledger, 10),
        nothing
    );
}

#[test]
fn an_outcome_of_epoch_zero_folds() {
    let ledger = newcomer(0, &[(1, DOLLAR, 10_000)]);
    assert_eq!(
        fold(&Reputation::default(), &ledger, 1)
            .unwrap()
            .score_at(0),
        200
    );
}

#[test]
fn a_clock_that_went_back_counts_in_the_ledgers_epoch() {
    let ledger = newcomer(7, &[(1, DOLLAR, 10_000)]);
    let back = record_outcome(&ledger, 6, 2, DOLLAR, 10_000).ledger_after;
    assert_eq!((back.epoch, back.good), (7, 2_000_000));
}

#[test]
fn extremes_are_recorded() {
    let most = record_outcome(&OutcomeLedger::default(), u64::MAX, 0, u64::MAX, u16::MAX);
    assert_eq!(
        (most.good_counted, most.bad_counted),
        (COUNTERPARTY_GOOD_CAP, 0)
    );
    let half = record_outcome(&OutcomeLedger::default(), 0, 0, u64::MAX, 5_000);
    assert_eq!(
        (half.good_counted, half.bad_counted),
        (COUNTERPARTY_GOOD_CAP, COUNTERPARTY_BAD_CAP)
    );
}

#[test]
fn tags_come_from_the_address() {
    let mut address = [0; 32];
    assert_eq!(counterparty_tag(&address), 1);
    address[0] = 5;
    address[1] = 1;
    assert_eq!(counterparty_tag(&address), 261);
}

#[test]
fn what_a_score_is_worth() {
    for (score, race, discount) in [
        (0, 5_000, 0),
        (1, 5_000, 0),
        (5, 5_002, 1),
        (5_000, 7_500, 1_000),
        (9_999, 9_999, 1_999),
        (10_000, 10_000, 2_000),
        (u16::MAX, 10_000, 2_000),
    ] {
        assert_eq!(race_factor_bps(score), race, "{score}");
        assert_eq!(fee_discount_bps(score), discount, "{score}");
    }
    assert!(meets_floor(0, 0) && meets_floor(7_000, 7_000) && !meets_floor(6_999, 7_000));
}
