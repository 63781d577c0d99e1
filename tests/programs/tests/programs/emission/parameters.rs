//! A changed parameter takes effect at the next epoch boundary, never backwards.

use ionet_client::generated::{Event, emission::events::EmissionEvent};
use ionet_core::{emission::EmissionParameters, time::DAY_SECONDS};
use ionet_test_kit::{World, process::emission, world::OFFICIAL};

const NEW: EmissionParameters = EmissionParameters {
    availability_bps: 9_000,
    claim_window_epochs: 720,
};
const FIRST_EPOCH: u64 = 333_333_333_333_333 / 730;

#[test]
fn the_running_epoch_keeps_its_terms() {
    let mut world = World::emitting();
    world.warp_epochs(1);
    let _ = world.chain.send(emission::advance(1)).ok();
    // In the middle of epoch 1.
    world.chain.warp(1_800);
    let outcome = world
        .chain
        .send(emission::set_parameters(world.admin, NEW))
        .ok();
    let [Event::Emission(EmissionEvent::ParametersChanged(event))] = outcome.events.as_slice()
    else {
        panic!("one event, ParametersChanged, but got {:?}", outcome.events);
    };
    assert_eq!(event.from_epoch, 2);
    assert_eq!(
        (event.before.availability_bps, event.after.availability_bps),
        (5_000, 9_000)
    );

    world.chain.warp(1_800 + 3_600);
    let before = world.vault_balances();
    let _ = world.chain.send(emission::advance(1)).ok();
    let between = world.vault_balances();
    assert_eq!(between[0] - before[0], FIRST_EPOCH / 2);
    let _ = world.chain.send(emission::advance(1)).ok();
    let after = world.vault_balances();
    assert_eq!(after[0] - between[0], FIRST_EPOCH * 9 / 10);
    assert_eq!(after[1] - between[1], FIRST_EPOCH - FIRST_EPOCH * 9 / 10);
    assert_eq!(world.emission_rules().parameters, NEW);
    assert_eq!(world.emission_rules().pending, None);
}

/// One call over the boundary splits each epoch by its own terms.
#[test]
fn one_advance_over_the_boundary_gives_the_same_as_two() {
    let mut world = World::emitting();
    let _ = world
        .chain
        .send(emission::set_parameters(world.admin, NEW))
        .ok();
    world.warp_epochs(10);
    let mut one_by_one = world.clone();
    let _ = world.chain.send(emission::advance(10)).ok();
    for _ in 0..10 {
        let _ = one_by_one.chain.send(emission::advance(1)).ok();
    }
    assert_eq!(world.emission(), one_by_one.emission());
    assert_eq!(
        world.vault_balances()[0],
        FIRST_EPOCH / 2 + 9 * (FIRST_EPOCH * 9 / 10)
    );
}

#[test]
fn before_the_start_epoch_0_uses_the_new_ones() {
    let mut world = World::sealed();
    let start = world.chain.now() + DAY_SECONDS;
    let call = emission::initialize(world.admin, start, OFFICIAL, EmissionParameters::DEFAULT);
    let _ = world.chain.send(call).ok();
    let _ = world
        .chain
        .send(emission::set_parameters(world.admin, NEW))
        .ok();
    world.chain.warp(DAY_SECONDS);
    world.warp_epochs(1);
    let _ = world.chain.send(emission::advance(1)).ok();
    assert_eq!(world.vault_balances()[0], FIRST_EPOCH * 9 / 10);
}

#[test]
fn a_later_change_replaces_the_pending_one() {
    let mut world = World::emitting();
    let _ = world
        .chain
        .send(emission::set_parameters(world.admin, NEW))
        .ok();
    let back = emission::set_parameters(world.admin, EmissionParameters::DEFAULT);
    let _ = world.chain.send(back).ok();
    world.warp_epochs(2);
    let _ = world.chain.send(emission::advance(730)).ok();
    assert_eq!(world.vault_balances()[0], 2 * (FIRST_EPOCH / 2));
}
