//! Devices: registering, details, rotation, revocation, and whose rent it is.

use crate::negative::scenarios_registry::CHANGED_DETAILS;
use ionet_client::generated::{Event, registry::events::RegistryEvent};
use ionet_test_kit::{
    RegistryWorld,
    addresses::device,
    process::registry::{self, DETAILS, Details},
    registry_world::{Device, HARDWARE},
};

fn details(stored: &Device) -> Details {
    Details {
        available: stored.available == 1,
        region: stored.region,
        connectivity: stored.connectivity,
        latency: stored.latency,
        security: stored.security,
        purposes: stored.purposes,
    }
}

#[test]
fn a_device_is_stored_as_it_was_registered() {
    let mut world = RegistryWorld::open();
    let (owner, key, now) = (world.owner, world.newcomer, world.world.chain.now());
    let call = registry::register_device(owner, key, HARDWARE, DETAILS);
    let outcome = world.chain().send(call).ok();
    let [Event::Registry(RegistryEvent::DeviceRegistered(event))] = outcome.events.as_slice()
    else {
        panic!("one event, DeviceRegistered, but got {:?}", outcome.events);
    };
    assert_eq!((event.owner, event.device_key), (owner, key));
    assert_eq!(event.device, device(&key));

    let stored = world.device_of(&key);
    assert_eq!((stored.owner, stored.device_key), (owner, key));
    assert_eq!((stored.class, stored.gpus), (HARDWARE.class, 8));
    assert_eq!(stored.vram_mib, HARDWARE.vram_mib);
    assert_eq!(stored.hardware_hash, HARDWARE.hardware_hash);
    assert_eq!(details(&stored), DETAILS);
    assert_eq!(stored.registered_at, now);
}

#[test]
fn a_device_changes_its_details_and_nothing_else() {
    let mut world = RegistryWorld::open();
    let key = world.device_key;
    let before = world.device_of(&key);
    let outcome = world
        .chain()
        .send(registry::update_device(key, CHANGED_DETAILS))
        .ok();
    let [Event::Registry(RegistryEvent::DeviceUpdated(event))] = outcome.events.as_slice() else {
        panic!("one event, DeviceUpdated, but got {:?}", outcome.events);
    };
    assert_eq!((event.before.region, event.after.region), (7, 9));
    let after = world.device_of(&key);
    assert_eq!(details(&after), CHANGED_DETAILS);
    let mut expected = before.clone();
    expected.available = after.available;
    expected.region = after.region;
    expected.connectivity = after.connectivity;
    expected.latency = after.latency;
    expected.security = after.security;
    expected.purposes = after.purposes;
    assert_eq!(after, expected);
    let _ = world
        .chain()
        .send(registry::update_device(key, DETAILS))
        .ok();
    assert_eq!(world.device_of(&key), before);
}

#[test]
fn a_rotated_device_has_a_new_account_and_no_age() {
    let mut world = RegistryWorld::open();
    let (owner, key, new) = (world.owner, world.device_key, world.newcomer);
    let _ = world
        .chain()
        .send(registry::update_device(key, CHANGED_DETAILS))
        .ok();
    let before = world.device_of(&key);
    let lamports = lamports(&world);
    world.chain().warp(100);
    let outcome = world
        .chain()
        .send(registry::rotate_device(owner, key, new))
        .ok();
    let [Event::Registry(RegistryEvent::DeviceRotated(event))] = outcome.events.as_slice() else {
        panic!("one event, DeviceRotated, but got {:?}", outcome.events);
    };
    assert_eq!(
        (event.device_key_before, event.device_key_after),
        (key, new)
    );
    assert_eq!(
        (event.device_before, event.device_after),
        (device(&key), device(&new))
    );

    assert!(world.chain().account(&device(&key)).is_none());
    let after = world.device_of(&new);
    let expected = Device {
        bump: after.bump,
        device_key: new,
        registered_at: before.registered_at + 110,
        registered_slot: after.registered_slot,
        ..before.clone()
    };
    assert_eq!(after, expected);
    assert!(after.registered_slot > before.registered_slot);
    assert_eq!(
        self::lamports(&world),
        lamports,
        "one rent returned, one paid"
    );
    world
        .chain()
        .send(registry::update_device(key, DETAILS))
        .fails_as(&solana_instruction::error::InstructionError::AccountDataTooSmall);
}

#[test]
fn a_revoked_device_returns_its_rent_to_the_owner() {
    let mut world = RegistryWorld::open();
    let (owner, key) = (world.owner, world.device_key);
    let before = lamports(&world);
    let rent = world.chain().rent_exempt(8 + 168);
    let outcome = world.chain().send(registry::revoke_device(owner, key)).ok();
    let [Event::Registry(RegistryEvent::DeviceRevoked(event))] = outcome.events.as_slice() else {
        panic!("one event, DeviceRevoked, but got {:?}", outcome.events);
    };
    assert_eq!((event.device_key, event.rent), (key, rent));
    assert_eq!(lamports(&world), before + rent);
    assert!(world.chain().account(&device(&key)).is_none());
    // A machine that was taken off can come back, as a new device.
    let again = registry::register_device(owner, key, HARDWARE, DETAILS);
    let _ = world.chain().send(again).ok();
    assert_eq!(lamports(&world), before);
}

fn lamports(world: &RegistryWorld) -> u64 {
    world
        .world
        .chain
        .account(&world.owner)
        .expect("the owner")
        .lamports
}
