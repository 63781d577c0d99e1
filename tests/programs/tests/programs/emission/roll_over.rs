//! What nobody earned goes to the reserve, and returns slowly.

use crate::negative::scenarios::{expired, rolled_over};
use ionet_client::generated::{Event, emission::events::EmissionEvent};
use ionet_test_kit::{World, process::emission};

#[test]
fn the_first_checkpoint_moves_nothing() {
    let mut world = World::emitting();
    world.warp_epochs(24);
    let _ = world.chain.send(emission::advance(730)).ok();
    let balances = world.vault_balances();
    let outcome = world.chain.send(emission::roll_over()).ok();
    assert_eq!(world.vault_balances(), balances);
    let [Event::Emission(EmissionEvent::RolledOver(event))] = outcome.events.as_slice() else {
        panic!("one event, RolledOver, but got {:?}", outcome.events);
    };
    assert_eq!((event.from_availability, event.from_compute), (0, 0));
    assert_eq!(event.checkpoint_epoch, 24);
}

#[test]
fn what_a_checkpoint_held_goes_to_the_reserve_a_window_later() {
    let mut world = expired();
    let state = world.emission();
    let held = (
        state.availability.checkpoint_funded,
        state.compute.checkpoint_funded,
    );
    assert!(held.0 > 0 && held.1 > 0);
    let [availability, compute, _] = world.vault_balances();
    let outcome = world.chain.send(emission::roll_over()).ok();
    assert_eq!(
        world.vault_balances(),
        [availability - held.0, compute - held.1, held.0 + held.1]
    );
    let [Event::Emission(EmissionEvent::RolledOver(event))] = outcome.events.as_slice() else {
        panic!("one event, RolledOver, but got {:?}", outcome.events);
    };
    assert_eq!((event.from_availability, event.from_compute), held);
    assert_eq!(
        (event.reserve_before, event.reserve_after),
        (0, held.0 + held.1)
    );
    assert_eq!(world.emission().reserve, held.0 + held.1);
}

#[test]
fn the_reserve_returns_one_720th_per_epoch_split_like_a_mint() {
    let mut world = rolled_over();
    let reserve = world.emission().reserve;
    let before = world.vault_balances();
    let minted = world.emission().minted_total;
    world.warp_epochs(1);
    let outcome = world.chain.send(emission::advance(1)).ok();
    let returned = reserve / 720;
    let epoch = world.emission().minted_total - minted;
    let after = world.vault_balances();
    assert_eq!(after[0] - before[0], epoch / 2 + returned / 2);
    assert_eq!(
        after[1] - before[1],
        (epoch - epoch / 2) + (returned - returned / 2)
    );
    assert_eq!(before[2] - after[2], returned);
    let Some(Event::Emission(EmissionEvent::Advanced(event))) = outcome.events.last() else {
        panic!("Advanced last, but got {:?}", outcome.events);
    };
    assert_eq!(
        (event.reserve_before, event.reserve_after),
        (reserve, reserve - returned)
    );
    assert_eq!(
        event.reserve_to_availability + event.reserve_to_compute,
        returned
    );
}

/// A window's worth of late epochs cannot be minted and rolled over at once.
#[test]
fn late_epochs_are_earned_before_they_expire() {
    let mut world = World::emitting();
    world.warp_epochs(48);
    let _ = world.chain.send(emission::advance(730)).ok();
    let _ = world.chain.send(emission::roll_over()).ok();
    assert_eq!(world.emission().reserve, 0);
    world
        .chain
        .send(emission::roll_over())
        .fails_with("ClaimWindowOpen");
}
