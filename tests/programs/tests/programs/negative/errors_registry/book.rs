//! Errors of registry: classes, prices, utilisation.

use super::super::{
    scenarios_registry::with_people,
    tables::{ErrorCase, error_case as case},
};
use ionet_core::time::DAY_SECONDS;
use ionet_test_kit::{
    Outcome, RegistryWorld,
    process::registry::{self, Class, LOCAL},
    registry_world::{CLASSES, LARGE, SMALL},
};

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("UnknownClass", "adding class 32", || add(32, CLASSES[1])),
    case("UnknownClass", "changing one that was never added", || {
        let mut world = RegistryWorld::open();
        let admin = world.world.admin;
        world.chain().send(registry::set_class(admin, 3, CLASSES[1], true))
    }),
    case("UnknownClass", "bounds of class 65,535", || {
        let mut world = RegistryWorld::open();
        let admin = world.world.admin;
        world.chain().send(registry::set_class_bounds(admin, u16::MAX, 100, 200))
    }),
    case("UnknownClass", "price of one that was never added", || moved(31, 1)),
    case("UnknownClass", "utilisation of one that was never added", || report(31, 0, 1)),
    case("ClassExists", "the same id again", || {
        let mut world = RegistryWorld::open();
        let admin = world.world.admin;
        world.chain().send(registry::add_class(admin, SMALL, CLASSES[1]))
    }),
    case("ClassExists", "the id of a retired class", || {
        let mut world = RegistryWorld::open();
        let admin = world.world.admin;
        let retire = registry::set_class(admin, SMALL, CLASSES[1], false);
        let _ = world.chain().send(retire).ok();
        world.chain().send(registry::add_class(admin, SMALL, CLASSES[1]))
    }),
    case("NameMissing", "adding", || add(0, Class { name: [0; 16], ..CLASSES[1] })),
    case("NameMissing", "changing", || change(Class { name: [0; 16], ..CLASSES[1] })),
    case("ClassMultiplierOutOfRange", "adding", || add(0, Class { multiplier_bps: 1_000_001, ..CLASSES[1] })),
    case("ClassMultiplierOutOfRange", "changing", || change(Class { multiplier_bps: u32::MAX, ..CLASSES[1] })),
    case("SpeedOutOfRange", "zero", || add(0, Class { speed: 0, ..CLASSES[1] })),
    case("SpeedOutOfRange", "too fast", || change(Class { speed: 1_000_000_001, ..CLASSES[1] })),
    case("VramOutOfRange", "none", || add(0, Class { vram_mib: 0, ..CLASSES[1] })),
    case("VramOutOfRange", "too much", || change(Class { vram_mib: 16_777_217, ..CLASSES[1] })),
    case("PosingPays", "a small class is given too much weight", || {
        change(Class { multiplier_bps: 40_000, ..CLASSES[1] })
    }),
    case("PosingPays", "a large class is given too little", || {
        let mut world = RegistryWorld::open();
        let admin = world.world.admin;
        let cheap = Class { multiplier_bps: 20_000, ..CLASSES[2] };
        world.chain().send(registry::set_class(admin, LARGE, cheap, true))
    }),
    case("PosingPays", "a new class between the two", || {
        let mut world = RegistryWorld::open();
        let admin = world.world.admin;
        let between = Class::new(*b"between\0\0\0\0\0\0\0\0\0", 60_000, 900_000, 40_960);
        world.chain().send(registry::add_class(admin, 3, between))
    }),
    case("PosingPays", "a retired class comes back", || {
        let mut world = RegistryWorld::open();
        let admin = world.world.admin;
        let heavy = Class { multiplier_bps: 40_000, ..CLASSES[1] };
        let retired = registry::set_class(admin, SMALL, heavy, false);
        let _ = world.chain().send(retired).ok();
        world.chain().send(registry::set_class(admin, SMALL, heavy, true))
    }),
    case("PriceBoundsOutOfRange", "adding below the limit", || add(0, Class { min_price: 99, ..CLASSES[1] })),
    case("PriceBoundsOutOfRange", "adding above the limit", || {
        add(0, Class { max_price: 1_000_000_001, ..CLASSES[1] })
    }),
    case("PriceBoundsOutOfRange", "voting the wrong way round", || {
        let mut world = RegistryWorld::open();
        let admin = world.world.admin;
        world.chain().send(registry::set_class_bounds(admin, LARGE, 2_000_001, 2_000_000))
    }),
    case("PriceOutOfBounds", "first price", || add(0, Class { price: 4_000_001, ..CLASSES[1] })),
    case("PriceOutOfBounds", "below the voted least", || at_bound(1_949_999)),
    case("PriceOutOfBounds", "above the voted greatest", || at_bound(2_050_001)),
    case("PriceUnchanged", "the same price", || moved(LARGE, 2_000_000)),
    case("PriceMovesTooFar", "one unit over 5 % up", || moved(LARGE, 2_100_001)),
    case("PriceMovesTooFar", "one unit over 5 % down", || moved(LARGE, 1_899_999)),
    case("PriceMovesTooFar", "there and back within a day", || {
        let (mut world, call) = with_people("move_price");
        let _ = world.chain().send(call).ok();
        world.chain().warp(DAY_SECONDS - 1);
        let manager = world.price_manager;
        world.chain().send(registry::move_price(manager, LARGE, 1_999_999))
    }),
    case("UtilisationOutOfRange", "10,001", || report(LARGE, 0, 10_001)),
    case("EpochReported", "twice", || {
        let (mut world, call) = with_people("report_utilisation");
        let _ = world.chain().send(call.clone()).ok();
        world.chain().send(call)
    }),
    case("EpochReported", "one that was left out", || {
        let mut world = RegistryWorld::open();
        world.world.warp_epochs(3);
        let reporter = world.reporter;
        let _ = world.chain().send(registry::report_utilisation(reporter, LARGE, 2, 1)).ok();
        world.chain().send(registry::report_utilisation(reporter, LARGE, 1, 1))
    }),
    case("EpochRunning", "the running one", || report(LARGE, 1, 5_000)),
    case("EpochRunning", "the last of all", || report(LARGE, u64::MAX, 5_000)),
];

fn add(id: u16, class: Class) -> Outcome {
    let mut world = RegistryWorld::initialized(LOCAL);
    let admin = world.world.admin;
    world.chain().send(registry::add_class(admin, id, class))
}

fn change(class: Class) -> Outcome {
    let mut world = RegistryWorld::open();
    let admin = world.world.admin;
    world
        .chain()
        .send(registry::set_class(admin, SMALL, class, true))
}

fn moved(id: u16, price: u64) -> Outcome {
    let mut world = RegistryWorld::open();
    let manager = world.price_manager;
    world.chain().send(registry::move_price(manager, id, price))
}

/// With bounds nearer than 5 %.
fn at_bound(price: u64) -> Outcome {
    let mut world = RegistryWorld::open();
    let admin = world.world.admin;
    let narrow = registry::set_class_bounds(admin, LARGE, 1_950_000, 2_050_000);
    let _ = world.chain().send(narrow).ok();
    let manager = world.price_manager;
    world
        .chain()
        .send(registry::move_price(manager, LARGE, price))
}

/// In epoch 1.
fn report(id: u16, epoch: u64, utilisation_bps: u16) -> Outcome {
    let mut world = RegistryWorld::open();
    world.world.warp_epochs(1);
    let reporter = world.reporter;
    world.chain().send(registry::report_utilisation(
        reporter,
        id,
        epoch,
        utilisation_bps,
    ))
}
