//! Random sequences around IOSD: prices go up and down, traders mint and sell, strangers try,
//! replay, exchange accounts, donate, freeze and burn; every invariant holds after every step.
//!
//! `IONET_STATEFUL_SEED` and `IONET_STATEFUL_STEPS` work as in the module above.

mod actions;
mod calls;
mod history;
mod invariants;
mod snapshot;

use super::{STEPS, Tally, number};
use actions::{Market, idle};
use history::History;
use ionet_test_kit::World;
use rand::{SeedableRng, rngs::StdRng};
use snapshot::Snapshot;

fn run(seed: u64) -> Tally {
    let steps = number("IONET_STATEFUL_STEPS").unwrap_or(STEPS);
    let mut rng = StdRng::seed_from_u64(seed);
    let mut market = Market::new(World::trading());
    let mut before = Snapshot::take(&market);
    let mut history = History::new(&before);
    let mut tally = Tally::default();
    for step in 0..steps {
        let act = market.act(&mut rng);
        let after = Snapshot::take(&market);
        history.record(&before, &after);
        invariants::check(&before, &after, &act)
            .and_then(|()| history.check())
            .unwrap_or_else(|broken| {
                panic!("seed {seed}, step {step}: {broken}\nafter {act}\nbefore {before:#?}\nafter {after:#?}")
            });
        tally.count(&act);
        before = after;
    }
    tally
}

const EVERY_INSTRUCTION: [&str; 14] = [
    "publish",
    "set_publisher",
    "open_minter",
    "close_minter",
    "mint",
    "sell_iosd",
    "sell_io",
    "list_vault",
    "set_parameters",
    "pause",
    "unpause",
    "propose_role",
    "accept_role",
    "create_feed",
];

#[test]
fn iosd_sequence_1() {
    run(1).expect(1, &EVERY_INSTRUCTION);
}

#[test]
fn iosd_sequence_2() {
    run(2).expect(2, &EVERY_INSTRUCTION);
}

#[test]
fn iosd_sequence_of_ones_own_seed() {
    let seed = number("IONET_STATEFUL_SEED").unwrap_or(5);
    let tally = run(seed);
    assert!(
        tally.succeeded > 0,
        "seed {seed}: nothing succeeded: {tally:?}"
    );
}

/// Each broken invariant is noticed, by its id, in a state that was sound before.
#[test]
fn a_broken_invariant_is_noticed() {
    type Break = fn(&mut Snapshot);
    let breaks: [(&str, Break); 11] = [
        ("I4", |state| state.iosd_supply += 1),
        ("I4", |state| {
            state.iosd_supply += 5;
            state.rules.minted_ever += 5;
        }),
        ("I4", |state| state.io_supply -= 1),
        ("I2", |state| state.vault_balance -= 1),
        ("I7", |state| state.rules.newest_publish_time -= 1),
        ("I7", |state| state.vault.paid_for_io = 0),
        ("I9", |state| state.roles.admin = state.mallory),
        ("I9", |state| state.rules.parameters.spread_bps += 1),
        ("I9", |state| state.paused_until += 1),
        ("I9", |state| state.price.price += 1),
        ("I9", |state| {
            for (_, balance) in state.accounts.values_mut() {
                *balance = 0;
            }
        }),
    ];
    let mut market = Market::new(World::trading());
    let mut rng = StdRng::seed_from_u64(7);
    for _ in 0..2_000 {
        let _ = market.act(&mut rng);
    }
    let sound = Snapshot::take(&market);
    assert!(sound.vault.paid_for_io > 0 && sound.rules.minted_ever > 0);
    let nothing = idle("nothing".to_owned());
    assert_eq!(invariants::check(&sound, &sound, &nothing), Ok(()));
    for (id, broken) in breaks {
        let mut after = sound.clone();
        broken(&mut after);
        let text = invariants::check(&sound, &after, &nothing).expect_err(id);
        assert!(text.starts_with(id), "{id}: {text}");
    }
    // More than the cap within a day, each mint alone being fine.
    let mut history = History::new(&sound);
    let mut after = sound.clone();
    after.rules.minted_ever += sound.rules.parameters.window_cap + 1;
    history.record(&sound, &after);
    let text = history.check().expect_err("I4");
    assert!(text.starts_with("I4"), "{text}");
}
