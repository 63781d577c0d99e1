//! What the race promises, and what its first design did not keep: `docs/economics/race.md` has
//! the tables, from longer runs of the same market.

use crate::race_games::{
    Ownership, SHARES, owner_gets, pace, single_claims, weight_share_with_slots_capped,
};
use crate::race_market::{Rule, Ties};

/// The largest distance between how often an operator wins and its weight share, in per cent.
fn worst_deviation(rule: Rule, dilution: u64) -> f64 {
    let won = single_claims(rule, Ties::Random, 100_000, dilution);
    let deviations = SHARES.iter().zip(won);
    deviations
        .map(|(share, won)| (won - f64::from(u32::try_from(*share).unwrap())).abs())
        .fold(0.0, f64::max)
}

#[test]
fn single_claims_follow_weight_within_one_per_cent() {
    for dilution in [1, 16, 256] {
        let worst = worst_deviation(Rule::Accepted, dilution);
        assert!(
            worst < 1.0,
            "off by {worst} with W {dilution} times what races"
        );
    }
}

#[test]
fn with_an_even_clock_they_did_not_where_little_weight_races() {
    assert!(worst_deviation(Rule::FirstDesigned, 1) < 1.0);
    assert!(worst_deviation(Rule::FirstDesigned, 16) > 20.0);
}

/// Half of a market, with one rival for each hundredth of the rest.
const HALF: Ownership = Ownership {
    share: 50,
    identities: 1,
    rivals: 100,
    slots: 64,
    capacity: 400,
    dilution: 1,
};

#[test]
fn identities_gain_nothing() {
    for (share, rivals) in [(50, 1), (50, 100), (20, 1), (20, 100)] {
        for (slots, dilution) in [(8, 1), (64, 1), (256, 1), (64, 16)] {
            for identities in [1, 2, 8, 32] {
                let market = Ownership {
                    share,
                    identities,
                    rivals,
                    slots,
                    dilution,
                    ..HALF
                };
                let got = owner_gets(Rule::Accepted, market, 24_000 / slots);
                let distance = (got.value - f64::from(share)).abs();
                assert!(distance < 0.4 + 3.0 * got.error, "{market:?}: {got:?}");
            }
        }
    }
}

/// Without `enlarge`, 32 keys are 32 claims.
#[test]
fn identities_gained_much_when_a_key_could_claim_once() {
    for (rivals, gain) in [(1, 30.0), (100, 10.0)] {
        let of = |identities| {
            let market = Ownership {
                identities,
                rivals,
                ..HALF
            };
            owner_gets(Rule::ClaimedOnce, market, 500)
        };
        let (whole, split) = (of(1), of(32));
        assert!(
            split.value > whole.value + gain,
            "{rivals} rivals: {whole:?} {split:?}"
        );
    }
}

/// Where GPUs are short, each key runs out of its own: many keys get less, never more.
#[test]
fn identities_gain_nothing_where_gpus_are_short() {
    for identities in [1, 8, 32] {
        let market = Ownership {
            identities,
            rivals: 8,
            capacity: 2,
            ..HALF
        };
        let got = owner_gets(Rule::Accepted, market, 2_000);
        assert!(got.value < 50.4 + 3.0 * got.error, "{market:?}: {got:?}");
    }
}

#[test]
fn identities_gained_much_when_one_draw_was_repeated() {
    let split = Ownership {
        identities: 32,
        ..HALF
    };
    let whole = owner_gets(Rule::FirstDesigned, HALF, 2_000);
    let parts = owner_gets(Rule::FirstDesigned, split, 2_000);
    assert!(parts.value > whole.value + 10.0, "{whole:?} {parts:?}");
}

#[test]
fn identities_gained_everything_when_weight_counted_the_jobs_slots() {
    let share = |identities| weight_share_with_slots_capped(256, identities, 8);
    assert!(share(1) < 3.1);
    assert!((share(32) - 50.0).abs() < 0.001);
}

#[test]
fn a_job_is_taken_in_about_five_slots_in_a_market_of_any_size() {
    let sizes = [
        (10, 8, 2_000),
        (10, 64, 500),
        (1_000, 8, 50),
        (1_000, 4_000, 5),
        (10_000, 10_000, 1),
    ];
    for (operators, slots, jobs) in sizes {
        let pace = pace(Rule::Accepted, operators, slots, 1, jobs);
        let case = format!("{operators} operators, {slots} slots: {pace:?}");
        assert!(pace.first < 1.5 && pace.undecided < 0.1, "{case}");
        assert!((4.5..9.0).contains(&pace.full), "{case}");
    }
    let single = pace(Rule::Accepted, 1_000, 1, 1, 200);
    assert!((4.5..6.0).contains(&single.full), "{single:?}");
}

#[test]
fn a_race_is_decided_where_a_few_thousandths_of_the_weight_take_part() {
    let pace_of = |rule, dilution| pace(rule, 100, 8, dilution, 200);
    assert!(pace_of(Rule::Accepted, 256).undecided < 0.1);
    assert!(pace_of(Rule::FirstDesigned, 256).undecided > 90.0);
}
