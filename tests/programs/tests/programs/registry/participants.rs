//! Operators and clients: registering, settings, referrals.

use crate::negative::scenarios_registry::CHANGED_SETTINGS;
use ionet_client::generated::{Event, registry::events::RegistryEvent};
use ionet_core::{operator_terms::STAKER_CUT_DELAY_SECONDS, referral::REFERRAL_WINDOW_SECONDS};
use ionet_test_kit::{
    RegistryWorld,
    addresses::{client, operator},
    process::registry::{self, NO_REFERRER, SETTINGS, Settings},
};
use solana_address::Address;

#[test]
fn an_operator_is_stored_as_it_registered() {
    let mut world = RegistryWorld::open();
    let (newcomer, now) = (world.newcomer, world.world.chain.now());
    let call = registry::register_operator(newcomer, NO_REFERRER, CHANGED_SETTINGS);
    let outcome = world.chain().send(call).ok();
    let [Event::Registry(RegistryEvent::OperatorRegistered(event))] = outcome.events.as_slice()
    else {
        panic!(
            "one event, OperatorRegistered, but got {:?}",
            outcome.events
        );
    };
    assert_eq!(
        (event.owner, event.operator),
        (newcomer, operator(&newcomer))
    );
    assert_eq!(event.referrer, Address::default());

    let stored = world.operator_of(&newcomer);
    assert_eq!((stored.version, stored.owner), (2, newcomer));
    assert_eq!(stored.referrer, Address::default());
    assert_eq!((stored.accepted_mints, stored.draining), (3, 0));
    assert_eq!(
        (stored.usd_bps, stored.staker_bps, stored.has_pending),
        (9_000, 100, 0)
    );
    assert_eq!(
        (stored.min_client_reputation, stored.max_seconds),
        (500, 86_400)
    );
    assert_eq!((stored.reputation_points, stored.reputation_epoch), (0, 0));
    assert_eq!(
        (stored.registered_at, stored.first_registered_at),
        (now, now)
    );
    assert_eq!(stored.registered_slot, stored.first_registered_slot);
    assert!(stored.registered_slot > world.operator_of(&world.owner).registered_slot);
}

#[test]
fn a_client_is_stored_as_it_registered() {
    let world = RegistryWorld::open();
    let stored = world.client_of(&world.client);
    assert_eq!((stored.version, stored.owner), (1, world.client));
    assert_eq!(stored.referrer, world.owner);
    assert_eq!(stored.registered_at, stored.first_registered_at);
    assert_eq!((stored.reputation_points, stored.reputation_epoch), (0, 0));
}

/// The second registration of an owner takes over what the first fixed, in both orders.
#[test]
fn both_capacities_of_an_owner_share_one_referral() {
    let mut world = RegistryWorld::open();
    let (owner, client_owner) = (world.owner, world.client);
    let calls = [
        registry::register_operator(client_owner, NO_REFERRER, SETTINGS),
        registry::register_client(owner, NO_REFERRER),
    ];
    for call in calls {
        let _ = world.chain().send(call).ok();
    }
    let (as_operator, as_client) = (
        world.operator_of(&client_owner),
        world.client_of(&client_owner),
    );
    assert_eq!(as_operator.referrer, owner);
    assert_eq!(
        as_operator.first_registered_at,
        as_client.first_registered_at
    );
    assert_eq!(
        as_operator.first_registered_slot,
        as_client.first_registered_slot
    );
    assert!(as_operator.registered_at > as_operator.first_registered_at);

    let (as_operator, as_client) = (world.operator_of(&owner), world.client_of(&owner));
    assert_eq!(as_client.referrer, Address::default());
    assert_eq!(as_client.first_registered_slot, as_operator.registered_slot);
    let window = as_client.first_registered_at + REFERRAL_WINDOW_SECONDS;
    assert!(window < as_client.registered_at + REFERRAL_WINDOW_SECONDS);
}

/// A client refers as well as an operator does.
#[test]
fn either_capacity_can_be_named_as_referrer() {
    let mut world = RegistryWorld::open();
    let (client_owner, newcomer, mallory) = (world.client, world.newcomer, world.world.mallory);
    let call = registry::register_operator(newcomer, client(&client_owner), SETTINGS);
    let _ = world.chain().send(call).ok();
    assert_eq!(world.operator_of(&newcomer).referrer, client_owner);
    let owner = world.owner;
    let call = registry::register_client(mallory, operator(&owner));
    let _ = world.chain().send(call).ok();
    assert_eq!(world.client_of(&mallory).referrer, owner);
}

#[test]
fn a_lower_stakers_share_waits_for_14_days() {
    let mut world = RegistryWorld::open();
    let (owner, now) = (world.owner, world.world.chain.now());
    let call = registry::update_operator(owner, CHANGED_SETTINGS);
    let outcome = world.chain().send(call).ok();
    let [Event::Registry(RegistryEvent::OperatorUpdated(event))] = outcome.events.as_slice() else {
        panic!("one event, OperatorUpdated, but got {:?}", outcome.events);
    };
    assert_eq!(
        (event.staker_bps_before, event.staker_bps_after),
        (200, 200)
    );
    assert_eq!(event.staker_bps_from, now + STAKER_CUT_DELAY_SECONDS);
    let stored = world.operator_of(&owner);
    assert_eq!((stored.usd_bps, stored.accepted_mints), (9_000, 3));
    assert_eq!((stored.staker_bps, stored.has_pending), (200, 1));
    assert_eq!(stored.pending_staker_bps, 100);

    // After it, the lower share is what a raise starts from.
    world.chain().warp(STAKER_CUT_DELAY_SECONDS);
    let raised = Settings {
        staker_bps: 150,
        ..SETTINGS
    };
    let outcome = world
        .chain()
        .send(registry::update_operator(owner, raised))
        .ok();
    let [Event::Registry(RegistryEvent::OperatorUpdated(event))] = outcome.events.as_slice() else {
        panic!("one event, OperatorUpdated, but got {:?}", outcome.events);
    };
    assert_eq!(
        (event.staker_bps_before, event.staker_bps_after),
        (100, 150)
    );
    assert_eq!(event.staker_bps_from, 0);
    assert_eq!(world.operator_of(&owner).has_pending, 0);
}

#[test]
fn draining_begins_and_ends() {
    let mut world = RegistryWorld::open();
    let owner = world.owner;
    for draining in [true, true, false] {
        let call = registry::set_draining(owner, draining);
        let outcome = world.chain().send(call).ok();
        let [Event::Registry(RegistryEvent::OperatorDraining(event))] = outcome.events.as_slice()
        else {
            panic!("one event, OperatorDraining, but got {:?}", outcome.events);
        };
        assert_eq!(event.draining, draining);
        assert_eq!(world.operator_of(&owner).draining, u8::from(draining));
    }
}
