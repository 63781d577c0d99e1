//! Initialisation, hand-over of roles, and the pause (I10).

use crate::negative::scenarios_registry::{CHANGED_DETAILS, CHANGED_SETTINGS, paused, recorded};
use ionet_client::generated::{Event, registry::events::RegistryEvent};
use ionet_core::time::DAY_SECONDS;
use ionet_test_kit::{
    RegistryWorld,
    process::registry::{self, ADMIN, CAPACITY_REPORTER, GUARDIAN, LOCAL, PRICE_MANAGER, PUBLIC},
    registry_world::LARGE,
};
use solana_address::Address;

#[test]
fn initialising_stores_roles_clock_and_an_empty_book() {
    for cluster in [LOCAL, PUBLIC] {
        let mut world = RegistryWorld::deployed();
        let (admin, roles) = (world.world.admin, world.roles());
        let start = world.world.chain.now() + DAY_SECONDS;
        let call = registry::initialize(admin, start, cluster, roles);
        let outcome = world.chain().send(call).ok();
        let [Event::Registry(RegistryEvent::Initialized(event))] = outcome.events.as_slice() else {
            panic!("one event, Initialized, but got {:?}", outcome.events);
        };
        assert_eq!((event.admin, event.epoch_zero), (admin, start));
        assert_eq!((event.cluster, event.guardian), (cluster, roles.guardian));

        let config = world.config();
        let holders = config.roles.each_ref().map(|role| role.holder);
        let expected = [
            admin,
            roles.guardian,
            roles.price_manager,
            roles.capacity_reporter,
        ];
        assert_eq!(holders, expected);
        assert!(
            config
                .roles
                .iter()
                .all(|role| role.proposed == Address::default())
        );
        assert_eq!((config.cluster, config.epoch_zero), (cluster, start));
        assert!(
            world
                .class_book()
                .classes
                .iter()
                .all(|class| class.price == 0)
        );
    }
}

#[test]
fn every_role_changes_hands_in_two_steps() {
    for role in [ADMIN, GUARDIAN, PRICE_MANAGER, CAPACITY_REPORTER] {
        let mut world = RegistryWorld::open();
        let (admin, newcomer) = (world.world.admin, world.newcomer);
        let before = world.config();
        let propose = registry::propose_role(admin, role, newcomer);
        let _ = world.chain().send(propose).ok();
        let holders = |config: &ionet_test_kit::registry_world::RegistryConfig| {
            config.roles.each_ref().map(|entry| entry.holder)
        };
        assert_eq!(holders(&world.config()), holders(&before));
        let accept = registry::accept_role(newcomer, role);
        let outcome = world.chain().send(accept).ok();
        let [Event::Registry(RegistryEvent::RoleChanged(event))] = outcome.events.as_slice() else {
            panic!("one event, RoleChanged, but got {:?}", outcome.events);
        };
        let mut expected = holders(&before);
        assert_eq!(event.holder_before, expected[usize::from(role)]);
        expected[usize::from(role)] = newcomer;
        assert_eq!(holders(&world.config()), expected);
        let open = &world.config().roles[usize::from(role)].proposed;
        assert_eq!(*open, Address::default());
    }
}

/// Everything but registering goes on while entry is paused.
#[test]
fn a_pause_stops_registrations_and_nothing_else() {
    let mut world = paused(recorded(RegistryWorld::open()));
    let (owner, key, client) = (world.owner, world.device_key, world.client);
    let (admin, newcomer) = (world.world.admin, world.newcomer);
    for call in [
        registry::update_operator(owner, CHANGED_SETTINGS),
        registry::set_draining(owner, true),
        registry::update_device(key, CHANGED_DETAILS),
        registry::fold_operator_reputation(owner),
        registry::fold_client_reputation(client),
        registry::move_price(world.price_manager, LARGE, 2_000_001),
        registry::report_utilisation(world.reporter, LARGE, 0, 1),
        registry::set_class_bounds(admin, LARGE, 100, 200),
        registry::propose_role(admin, GUARDIAN, newcomer),
        registry::accept_role(newcomer, GUARDIAN),
        registry::rotate_device(owner, key, newcomer),
        registry::revoke_device(owner, newcomer),
    ] {
        let _ = world.chain().send(call).ok();
    }
}

#[test]
fn a_pause_ends_by_itself_or_by_the_guardian() {
    let mut world = RegistryWorld::open();
    let guardian = world.world.guardian;
    let outcome = world.chain().send(registry::pause(guardian)).ok();
    let [Event::Registry(RegistryEvent::Paused(event))] = outcome.events.as_slice() else {
        panic!("one event, Paused, but got {:?}", outcome.events);
    };
    assert_eq!(
        event.paused_until,
        world.world.chain.now() + 7 * DAY_SECONDS
    );
    let mut later = world.clone();
    let _ = world.chain().send(registry::unpause(guardian)).ok();
    later.chain().warp(7 * DAY_SECONDS);
    for mut world in [world, later] {
        let newcomer = world.newcomer;
        let call = registry::register_client(newcomer, registry::NO_REFERRER);
        let _ = world.chain().send(call).ok();
    }
}
