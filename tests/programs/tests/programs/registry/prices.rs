//! The price book at its bounds, and the multiplier that follows utilisation.

use ionet_client::generated::{Event, registry::events::RegistryEvent};
use ionet_core::{pricing::quoted_rate_ceil, time::DAY_SECONDS};
use ionet_test_kit::{Outcome, RegistryWorld, process::registry, registry_world::LARGE};

fn class(world: &RegistryWorld) -> ionet_client::generated::registry::types::ClassEntry {
    world.class_book().classes[usize::from(LARGE)].clone()
}

fn moved(world: &mut RegistryWorld, price: u64) -> Outcome {
    let manager = world.price_manager;
    world
        .chain()
        .send(registry::move_price(manager, LARGE, price))
}

#[test]
fn a_move_reports_price_and_allowance() {
    let mut world = RegistryWorld::open();
    let outcome = moved(&mut world, 2_050_000).ok();
    let [Event::Registry(RegistryEvent::PriceMoved(event))] = outcome.events.as_slice() else {
        panic!("one event, PriceMoved, but got {:?}", outcome.events);
    };
    assert_eq!(
        (event.price_before, event.price_after),
        (2_000_000, 2_050_000)
    );
    assert_eq!((event.class, event.allowance_after), (LARGE, 50_000));
    assert_eq!(event.price_manager, world.price_manager);
    let stored = class(&world);
    assert_eq!((stored.price, stored.allowance), (2_050_000, 50_000));
    assert_eq!(stored.moved_at, world.world.chain.now());
}

/// Attack: the price manager pushes the price as far as it can for thirty days. It gets as far
/// as the voted bound and not one unit further, 5 % a day.
#[test]
fn the_price_manager_cannot_leave_the_bounds_however_patient() {
    let mut world = RegistryWorld::open();
    for _ in 0..30 {
        let price = class(&world).price;
        let wanted = (price + price * 5 / 100).min(4_000_000);
        if wanted == price {
            break;
        }
        let _ = moved(&mut world, wanted).ok();
        if wanted < 4_000_000 {
            moved(&mut world, wanted - 1).fails_with("PriceMovesTooFar");
        }
        world.chain().warp(DAY_SECONDS);
    }
    assert_eq!(class(&world).price, 4_000_000);
    moved(&mut world, 4_000_001).fails_with("PriceOutOfBounds");
    assert_eq!(
        world.world.chain.now() % DAY_SECONDS,
        20,
        "fifteen moves of a day each"
    );
}

#[test]
fn a_vote_moves_the_price_into_its_bounds_at_once() {
    let mut world = RegistryWorld::open();
    let admin = world.world.admin;
    let call = registry::set_class_bounds(admin, LARGE, 3_000_000, 5_000_000);
    let outcome = world.chain().send(call).ok();
    let [Event::Registry(RegistryEvent::PriceBoundsChanged(event))] = outcome.events.as_slice()
    else {
        panic!(
            "one event, PriceBoundsChanged, but got {:?}",
            outcome.events
        );
    };
    assert_eq!(
        (event.price_before, event.price_after),
        (2_000_000, 3_000_000)
    );
    assert_eq!(
        (event.min_price_before, event.max_price_before),
        (1_000_000, 4_000_000)
    );
    let stored = class(&world);
    assert_eq!(
        (stored.price, stored.min_price, stored.max_price),
        (3_000_000, 3_000_000, 5_000_000)
    );
}

#[test]
fn the_multiplier_rises_by_5_percent_an_epoch_while_a_class_is_scarce() {
    let mut world = RegistryWorld::open();
    let reporter = world.reporter;
    let mut expected = 10_000u16;
    for epoch in 0..24 {
        world.world.warp_epochs(1);
        let call = registry::report_utilisation(reporter, LARGE, epoch, 10_000);
        let outcome = world.chain().send(call).ok();
        let [Event::Registry(RegistryEvent::UtilisationReported(event))] =
            outcome.events.as_slice()
        else {
            panic!(
                "one event, UtilisationReported, but got {:?}",
                outcome.events
            );
        };
        assert_eq!(event.multiplier_before, expected);
        expected = (expected + expected / 20).min(20_000);
        assert_eq!((event.multiplier_after, event.mean_bps), (expected, 10_000));
    }
    assert_eq!(expected, 20_000);
    let stored = class(&world);
    assert_eq!(
        quoted_rate_ceil(stored.price, stored.price_multiplier_bps),
        Ok(4_000_000)
    );
    // A day of silence later one quiet epoch stands alone.
    world.world.warp_epochs(25);
    let epoch = world.epoch() - 1;
    let call = registry::report_utilisation(reporter, LARGE, epoch, 0);
    let _ = world.chain().send(call).ok();
    assert_eq!(class(&world).price_multiplier_bps, 19_000);
}

#[test]
fn classes_are_reported_each_for_itself() {
    let mut world = RegistryWorld::open();
    let reporter = world.reporter;
    world.world.warp_epochs(2);
    for (id, epoch) in [(LARGE, 1), (0, 0), (0, 1), (1, 1)] {
        let call = registry::report_utilisation(reporter, id, epoch, 1_000);
        let _ = world.chain().send(call).ok();
    }
    let next = world.class_book().classes.map(|class| class.next_epoch);
    assert_eq!(next[..4], [2, 2, 2, 0]);
}
