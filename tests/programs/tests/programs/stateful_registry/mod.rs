//! Random sequences of registry's instructions by owners, devices, role holders and thieves;
//! every invariant holds after every step.
//!
//! A failure prints the seed and the step. `IONET_STATEFUL_SEED=n` runs one more sequence with a
//! seed of one's own, `IONET_STATEFUL_STEPS=n` makes the sequences longer.

mod actions;
mod invariants;
mod snapshot;

use actions::Actors;
use rand::{SeedableRng, rngs::StdRng};
use snapshot::Snapshot;
use std::{collections::BTreeSet, env};

/// Steps of one sequence; three sequences run in CI.
const STEPS: u64 = 4_000;

/// What a sequence did, so that it cannot pass by doing nothing.
#[derive(Default, Debug)]
struct Tally {
    succeeded: u64,
    refused: u64,
    instructions: BTreeSet<&'static str>,
}

fn run(seed: u64) -> Tally {
    let steps = number("IONET_STATEFUL_STEPS").unwrap_or(STEPS);
    let mut rng = StdRng::seed_from_u64(seed);
    let mut actors = Actors::new();
    let mut history = invariants::History::default();
    let mut before = Snapshot::take(&actors);
    let mut tally = Tally::default();
    for step in 0..steps {
        let act = actors.act(&mut rng);
        let after = Snapshot::take(&actors);
        history
            .check(&before, &after, &act)
            .unwrap_or_else(|broken| panic!("seed {seed}, step {step}: {broken}\nafter {act}"));
        match &act.sent {
            Some((call, outcome)) if outcome.is_ok() => {
                tally.succeeded += 1;
                tally.instructions.insert(call.instruction);
            }
            Some(_) => tally.refused += 1,
            None => {}
        }
        before = after;
    }
    tally
}

fn number(variable: &str) -> Option<u64> {
    let text = env::var(variable).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{variable}={text}: give a whole number")),
    )
}

/// Every instruction succeeds somewhere in each of the sequences.
const EXPECTED: [&str; 20] = [
    "accept_role",
    "add_class",
    "fold_client_reputation",
    "fold_operator_reputation",
    "migrate_operator",
    "move_price",
    "pause",
    "propose_role",
    "register_client",
    "register_device",
    "register_operator",
    "report_utilisation",
    "revoke_device",
    "rotate_device",
    "set_class",
    "set_class_bounds",
    "set_draining",
    "unpause",
    "update_device",
    "update_operator",
];

fn run_and_expect_all(seed: u64) {
    let tally = run(seed);
    assert!(
        tally.succeeded > 500 && tally.refused > 300,
        "seed {seed} did too little: {tally:?}"
    );
    for name in EXPECTED {
        assert!(
            tally.instructions.contains(name),
            "seed {seed}: {name} never succeeded: {tally:?}"
        );
    }
}

#[test]
fn sequence_1() {
    run_and_expect_all(1);
}

#[test]
fn sequence_2() {
    run_and_expect_all(2);
}

#[test]
fn sequence_of_ones_own_seed() {
    run_and_expect_all(number("IONET_STATEFUL_SEED").unwrap_or(3));
}

/// Each broken invariant is noticed, by its name, in a state that was sound before.
#[test]
fn a_broken_invariant_is_noticed() {
    type Break = fn(&mut Snapshot);
    let breaks: [(&str, Break); 9] = [
        ("I9", |state| {
            state.operators[0].as_mut().expect("one").usd_bps += 1;
        }),
        ("I9", |state| state.devices[0] = None),
        ("I9", |state| {
            state.devices[0].as_mut().expect("one").gpus += 1;
        }),
        ("I9", |state| {
            state.config.roles[2].holder = solana_address::Address::default();
        }),
        ("never closed", |state| state.has_operator[0] = false),
        ("referral", |state| {
            state.clients[4].as_mut().expect("one").referrer.as_mut()[0] ^= 1;
        }),
        ("bounds", |state| state.book.classes[1].price = 0),
        ("posing", |state| {
            state.book.classes[1].multiplier_bps = 1_000_000;
        }),
        ("reputation", |state| {
            state.operators[0].as_mut().expect("one").reputation_points += 1;
        }),
    ];
    let actors = Actors::new();
    let sound = Snapshot::take(&actors);
    let nothing = actions::idle("nothing".to_owned());
    assert_eq!(
        invariants::History::default().check(&sound, &sound, &nothing),
        Ok(())
    );
    for (name, broken) in breaks {
        let mut after = sound.clone();
        broken(&mut after);
        let text = invariants::History::default()
            .check(&sound, &after, &nothing)
            .expect_err(name);
        assert!(text.starts_with(name), "{name}: {text}");
    }
}
