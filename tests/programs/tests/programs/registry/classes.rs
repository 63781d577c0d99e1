//! Adding, changing and retiring classes.

use ionet_client::generated::{Event, registry::events::RegistryEvent};
use ionet_core::pricing::NOT_REPORTED;
use ionet_test_kit::{
    RegistryWorld,
    process::registry::{self, Class, LOCAL},
    registry_world::{CLASSES, LARGE, SMALL},
};

#[test]
fn a_class_is_stored_as_it_was_added() {
    let mut world = RegistryWorld::initialized(LOCAL);
    let admin = world.world.admin;
    let call = registry::add_class(admin, 31, CLASSES[2]);
    let outcome = world.chain().send(call).ok();
    let [Event::Registry(RegistryEvent::ClassAdded(event))] = outcome.events.as_slice() else {
        panic!("one event, ClassAdded, but got {:?}", outcome.events);
    };
    assert_eq!((event.class, event.price), (31, 2_000_000));

    let book = world.class_book();
    let class = &book.classes[31];
    assert_eq!(class.name, CLASSES[2].name);
    assert_eq!(class.multiplier_bps, 100_000);
    assert_eq!((class.speed, class.vram_mib), (1_979_000, 81_920));
    assert_eq!(
        (class.price, class.min_price, class.max_price),
        (2_000_000, 1_000_000, 4_000_000)
    );
    assert_eq!((class.active, class.price_multiplier_bps), (1, 10_000));
    assert_eq!(class.utilisation, [NOT_REPORTED; 24]);
    assert!(book.classes[..31].iter().all(|class| class.price == 0));
}

#[test]
fn all_32_ids_can_be_used() {
    let mut world = RegistryWorld::initialized(LOCAL);
    let admin = world.world.admin;
    for id in 0..32u16 {
        // Heavier by the cube of its speed, so that posing as slower cards pays nobody.
        let size = u32::from(id) + 1;
        let class = Class::new([b'a'; 16], 10 * size.pow(3), 100 * size, 1_024 * size);
        let _ = world
            .chain()
            .send(registry::add_class(admin, id, class))
            .ok();
    }
    let book = world.class_book();
    assert!(book.classes.iter().all(|class| class.price > 0));
}

#[test]
fn a_change_keeps_price_bounds_and_utilisation() {
    let mut world = RegistryWorld::open();
    let (admin, reporter, manager) = (world.world.admin, world.reporter, world.price_manager);
    world.world.warp_epochs(1);
    let _ = world
        .chain()
        .send(registry::report_utilisation(reporter, SMALL, 0, 9_000))
        .ok();
    let _ = world
        .chain()
        .send(registry::move_price(manager, SMALL, 2_050_000))
        .ok();
    let before = world.class_book().classes[usize::from(SMALL)].clone();

    let lighter = Class {
        multiplier_bps: 10_000,
        ..CLASSES[1]
    };
    let call = registry::set_class(admin, SMALL, lighter, true);
    let outcome = world.chain().send(call).ok();
    let [Event::Registry(RegistryEvent::ClassChanged(event))] = outcome.events.as_slice() else {
        panic!("one event, ClassChanged, but got {:?}", outcome.events);
    };
    assert_eq!(
        (event.before.multiplier_bps, event.after.multiplier_bps),
        (12_500, 10_000)
    );
    let mut expected = before;
    expected.multiplier_bps = 10_000;
    assert_eq!(world.class_book().classes[usize::from(SMALL)], expected);
}

/// The log of a refusal names the pair.
#[test]
fn a_refused_multiplier_names_the_pair() {
    let mut world = RegistryWorld::open();
    let admin = world.world.admin;
    let heavy = Class {
        multiplier_bps: 40_000,
        ..CLASSES[1]
    };
    let call = registry::set_class(admin, SMALL, heavy, true);
    let outcome = world.chain().send(call);
    outcome.fails_with("PosingPays");
    // Base64 of the bytes 2 and 1: cards of class 2 would pose as class 1.
    assert!(
        outcome.logs.iter().any(|line| line == "Program data: AgE="),
        "{:?}",
        outcome.logs
    );
}

#[test]
fn a_retired_class_keeps_its_devices_and_takes_no_part_in_the_rule() {
    let mut world = RegistryWorld::open();
    let admin = world.world.admin;
    let retire = registry::set_class(admin, LARGE, CLASSES[2], false);
    let _ = world.chain().send(retire).ok();
    assert_eq!(world.device_of(&world.device_key).class, LARGE);
    // Without the large cards nobody could pose as many small ones.
    let heavy = Class {
        multiplier_bps: 1_000_000,
        ..CLASSES[1]
    };
    let call = registry::set_class(admin, SMALL, heavy, true);
    let _ = world.chain().send(call).ok();
    let back = registry::set_class(admin, LARGE, CLASSES[2], true);
    world.chain().send(back).fails_with("PosingPays");
}
