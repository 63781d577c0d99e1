//! Random sequences of all instructions by honest, greedy, replaying, account-swapping,
//! time-warping and donating actors; every invariant holds after every step.
//!
//! A failure prints the seed and the step. `IONET_STATEFUL_SEED=n` runs one more sequence
//! with a seed of one's own, `IONET_STATEFUL_STEPS=n` makes the sequences longer.

mod act;
mod actions;
mod calls;
mod invariants;
mod iosd;
mod schedule;
mod snapshot;

use act::Act;
use actions::Actors;
use ionet_test_kit::{
    World,
    state::{Config, EmissionState, Vesting},
};
use rand::{SeedableRng, rngs::StdRng};
use snapshot::Snapshot;
use solana_address::Address;
use std::env;

/// Steps of one sequence; four sequences run in CI.
const STEPS: u64 = 6_000;

/// What a sequence did, so that it cannot pass by doing nothing.
#[derive(Default, Debug)]
struct Tally {
    succeeded: u64,
    refused: u64,
    /// Instructions which succeeded at least once.
    instructions: std::collections::BTreeSet<(&'static str, &'static str)>,
}

impl Tally {
    fn count(&mut self, act: &Act) {
        match &act.sent {
            Some((call, outcome)) if outcome.is_ok() => {
                self.succeeded += 1;
                self.instructions.insert((call.program, call.instruction));
            }
            Some(_) => self.refused += 1,
            None => {}
        }
    }

    fn expect(&self, seed: u64, at_least: &[&str]) {
        assert!(
            self.succeeded > 500 && self.refused > 500,
            "seed {seed} did too little: {self:?}"
        );
        for name in at_least {
            assert!(
                self.instructions
                    .iter()
                    .any(|(_, instruction)| instruction == name),
                "seed {seed}: {name} never succeeded: {self:?}"
            );
        }
    }
}

fn run(seed: u64, world: World) -> Tally {
    let steps = number("IONET_STATEFUL_STEPS").unwrap_or(STEPS);
    let mut rng = StdRng::seed_from_u64(seed);
    let mut actors = Actors::new(world);
    let mut before = Snapshot::take(&actors.world);
    let mut tally = Tally::default();
    for step in 0..steps {
        let act = actors.act(&mut rng);
        let after = Snapshot::take(&actors.world);
        invariants::check(&before, &after, &act).unwrap_or_else(|broken| {
            panic!("seed {seed}, step {step}: {broken}\nafter {act}\nbefore {before:#?}\nafter {after:#?}")
        });
        tally.count(&act);
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

fn run_and_expect(seed: u64, world: World, at_least: &[&str]) {
    run(seed, world).expect(seed, at_least);
}

const AFTER_GENESIS: [&str; 14] = [
    "advance",
    "roll_over",
    "set_parameters",
    "propose_admin",
    "accept_admin",
    "claim_vested",
    "propose_beneficiary",
    "accept_beneficiary",
    "close_vesting",
    "burn",
    "pause",
    "unpause",
    "propose_role",
    "accept_role",
];

#[test]
fn sequence_1_after_genesis() {
    run_and_expect(1, World::emitting(), &AFTER_GENESIS);
}

#[test]
fn sequence_2_after_genesis() {
    run_and_expect(2, World::emitting(), &AFTER_GENESIS);
}

#[test]
fn sequence_3_from_deployment() {
    let genesis = [
        "initialize",
        "allocate_genesis",
        "seal_genesis",
        "advance",
        "claim_vested",
    ];
    run_and_expect(3, World::deployed(), &genesis);
}

#[test]
fn sequence_4_from_deployment() {
    let genesis = [
        "initialize",
        "allocate_genesis",
        "seal_genesis",
        "advance",
        "claim_vested",
    ];
    run_and_expect(4, World::deployed(), &genesis);
}

#[test]
fn sequence_of_ones_own_seed() {
    let seed = number("IONET_STATEFUL_SEED").unwrap_or(5);
    let tally = run(seed, World::emitting());
    assert!(
        tally.succeeded > 0,
        "seed {seed}: nothing succeeded: {tally:?}"
    );
}

/// Each broken invariant is noticed, by its id, in a state that was sound before.
#[test]
fn a_broken_invariant_is_noticed() {
    type Break = fn(&mut Snapshot);
    let breaks: [(&str, Break); 10] = [
        ("I1", |state| state.supply += 1),
        ("I1", |state| config(state).minted_ever += 1),
        ("I1", |state| emission(state).minted_total += 1),
        ("I7", |state| emission(state).next_epoch += 1),
        ("I7", |state| community(state).claimed = 0),
        ("I2", |state| state.vesting_vault -= 1),
        ("I2", |state| state.vaults[2] += 1),
        ("I9", |state| state.accounts.clear()),
        ("I9", |state| config(state).admin = Address::default()),
        ("I9", |state| emission(state).admin = Address::default()),
    ];
    let mut world = World::emitting();
    let call = crate::negative::scenarios::claim(&world);
    let _ = world.chain.send(call).ok();
    let sound = Snapshot::take(&world);
    let nothing = Actors::new(world).idle("nothing".to_owned());
    assert_eq!(invariants::check(&sound, &sound, &nothing), Ok(()));
    for (id, broken) in breaks {
        let mut after = sound.clone();
        broken(&mut after);
        let text = invariants::check(&sound, &after, &nothing).expect_err(id);
        assert!(
            text.starts_with(id) || id == "I7" && text.starts_with("I1"),
            "{id}: {text}"
        );
    }
    let mut paused = sound.clone();
    config(&mut paused).paused_until = i64::MAX;
    let mut sealed_again = paused.clone();
    config(&mut sealed_again).vesting_count += 1;
    let text = invariants::check(&paused, &sealed_again, &nothing).expect_err("I9 or I10");
    assert!(text.starts_with("I9") || text.starts_with("I10"), "{text}");
}

fn config(state: &mut Snapshot) -> &mut Config {
    state.config.as_mut().expect("an initialised config")
}

fn emission(state: &mut Snapshot) -> &mut EmissionState {
    state.emission.as_mut().expect("an initialised state")
}

fn community(state: &mut Snapshot) -> &mut Vesting {
    state.vestings[4].as_mut().expect("an open vesting account")
}
