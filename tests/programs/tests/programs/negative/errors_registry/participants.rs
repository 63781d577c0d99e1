//! Errors of registry: operators, clients, referrals, devices, reputation, migration.

use super::super::{
    scenarios_registry::{another_operator, make_version_1, recorded, with_people},
    tables::{ErrorCase, error_case as case, patch},
};
use ionet_core::reputation::OutcomeLedger;
use ionet_test_kit::{
    Outcome, RegistryWorld,
    addresses::{client, device, operator, participant},
    process::registry::{self, DETAILS, Details, Hardware, NO_REFERRER, SETTINGS, Settings},
    registry_world::{CLASSES, HARDWARE, SMALL},
};

/// Offset of the owner in an operator: discriminator and 56 bytes.
const OPERATOR_OWNER: usize = 64;

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("NotOperatorOwner", "somebody updates it", || {
        let (mut world, call) = with_people("update_operator");
        let mallory = world.world.mallory;
        world.chain().send(call.with_account("owner", mallory))
    }),
    case("NotOperatorOwner", "its device drains it", || {
        let (mut world, call) = with_people("set_draining");
        let key = world.device_key;
        world.chain().send(call.with_account("owner", key))
    }),
    case("NotOperatorOwner", "somebody registers a device for it", || {
        let (mut world, call) = with_people("register_device");
        let mallory = world.world.mallory;
        world.chain().send(call.with_account("owner", mallory))
    }),
    case("MintsMissing", "registering", || settled(Settings { accepted_mints: 0, ..SETTINGS })),
    case("MintsMissing", "updating", || updated(Settings { accepted_mints: 0, ..SETTINGS })),
    case("UsdShareOutOfRange", "registering, 2,999", || settled(Settings { usd_bps: 2_999, ..SETTINGS })),
    case("UsdShareOutOfRange", "updating, 9,001", || updated(Settings { usd_bps: 9_001, ..SETTINGS })),
    case("StakerShareOutOfRange", "registering, 99", || settled(Settings { staker_bps: 99, ..SETTINGS })),
    case("StakerShareOutOfRange", "updating, 301", || updated(Settings { staker_bps: 301, ..SETTINGS })),
    case("ReputationFloorOutOfRange", "registering", || settled(Settings { min_client_reputation: 10_001, ..SETTINGS })),
    case("ReputationFloorOutOfRange", "updating", || updated(Settings { min_client_reputation: u16::MAX, ..SETTINGS })),
    case("SelfReferral", "an account that says it is the newcomer's", || {
        // No call makes such an account: an owner's own ones fix the referral, see below.
        let (mut world, call) = with_people("register_client");
        let (owner, newcomer) = (world.owner, world.newcomer);
        patch(&mut world.world, operator(&owner), OPERATOR_OWNER, newcomer.as_ref());
        world.chain().send(call)
    }),
    case("ReferrerNotEarlier", "registered in the same slot", || {
        let mut world = RegistryWorld::open();
        let (first, second) = (world.newcomer, world.world.mallory);
        let register = registry::register_client(first, NO_REFERRER);
        let _ = world.chain().send(register).ok();
        world.chain().send(registry::register_client(second, client(&first)))
    }),
    case("ReferrerNotEarlier", "migrated in the same slot", || {
        let (mut world, call) = with_people("register_client");
        let owner = world.owner;
        make_version_1(&mut world, &owner);
        let migrate = registry::migrate_operator(owner, owner);
        let _ = world.chain().send(migrate).ok();
        world.chain().send(call)
    }),
    case("ReferrerFixed", "a client names one when it becomes operator", || {
        let mut world = RegistryWorld::open();
        let (owner, client_owner) = (world.owner, world.client);
        world.chain().send(registry::register_operator(client_owner, operator(&owner), SETTINGS))
    }),
    case("ReferrerFixed", "an operator names itself when it becomes client", || {
        let mut world = RegistryWorld::open();
        let owner = world.owner;
        world.chain().send(registry::register_client(owner, operator(&owner)))
    }),
    case("WrongReferrer", "a wallet", || {
        let mut world = RegistryWorld::open();
        let (owner, newcomer) = (world.owner, world.newcomer);
        world.chain().send(registry::register_client(newcomer, owner))
    }),
    case("WrongReferrer", "a device", || {
        let mut world = RegistryWorld::open();
        let (key, newcomer) = (world.device_key, world.newcomer);
        world.chain().send(registry::register_operator(newcomer, device(&key), SETTINGS))
    }),
    case("WrongReferrer", "an account that does not exist", || {
        let mut world = RegistryWorld::open();
        let (mallory, newcomer) = (world.world.mallory, world.newcomer);
        world.chain().send(registry::register_client(newcomer, client(&mallory)))
    }),
    case("NotDeviceOwner", "somebody revokes it", || {
        let (mut world, call) = with_people("revoke_device");
        let mallory = world.world.mallory;
        world.chain().send(call.with_account("owner", mallory))
    }),
    case("NotDeviceOwner", "it revokes itself", || {
        let (mut world, call) = with_people("revoke_device");
        let key = world.device_key;
        world.chain().send(call.with_account("owner", key))
    }),
    case("NotDeviceOwner", "it rotates itself", || {
        let (mut world, call) = with_people("rotate_device");
        let key = world.device_key;
        world.chain().send(call.with_account("owner", key))
    }),
    case("NotDeviceKey", "its owner updates it", || {
        let (mut world, call) = with_people("update_device");
        let owner = world.owner;
        world.chain().send(call.with_account("device_key", owner))
    }),
    case("NotDeviceKey", "another device updates it", || {
        let mut world = RegistryWorld::open();
        let (owner, key, other) = (world.owner, world.device_key, world.newcomer);
        let register = registry::register_device(owner, other, HARDWARE, DETAILS);
        let _ = world.chain().send(register).ok();
        let call = registry::update_device(other, DETAILS).with_account("device", device(&key));
        world.chain().send(call)
    }),
    case("GpusOutOfRange", "none", || with_hardware(Hardware { gpus: 0, ..HARDWARE })),
    case("GpusOutOfRange", "65", || with_hardware(Hardware { gpus: 65, ..HARDWARE })),
    case("VramBelowClass", "one MiB short", || {
        with_hardware(Hardware { vram_mib: HARDWARE.vram_mib - 1, ..HARDWARE })
    }),
    case("UnknownClass", "a device of class 32", || with_hardware(Hardware { class: 32, ..HARDWARE })),
    case("UnknownClass", "a device of a class never added", || {
        with_hardware(Hardware { class: 3, ..HARDWARE })
    }),
    case("ClassInactive", "a device of a retired class", || {
        let mut world = RegistryWorld::open();
        let (admin, owner, key) = (world.world.admin, world.owner, world.newcomer);
        let retire = registry::set_class(admin, SMALL, CLASSES[1], false);
        let _ = world.chain().send(retire).ok();
        let hardware = Hardware { class: SMALL, ..HARDWARE };
        world.chain().send(registry::register_device(owner, key, hardware, DETAILS))
    }),
    case("TierOutOfRange", "registering, connectivity", || with_details(Details { connectivity: 5, ..DETAILS })),
    case("TierOutOfRange", "registering, latency", || with_details(Details { latency: 5, ..DETAILS })),
    case("TierOutOfRange", "updating, security", || details(Details { security: u8::MAX, ..DETAILS })),
    case("PurposesOutOfRange", "registering, none", || with_details(Details { purposes: 0, ..DETAILS })),
    case("PurposesOutOfRange", "updating, bit 3", || details(Details { purposes: 8, ..DETAILS })),
    case("WrongParticipant", "operator, never opened", || {
        let mut world = RegistryWorld::open();
        let owner = world.owner;
        world.chain().send(registry::fold_operator_reputation(owner))
    }),
    case("WrongParticipant", "client, never opened", || {
        let mut world = RegistryWorld::open();
        let client_owner = world.client;
        world.chain().send(registry::fold_client_reputation(client_owner))
    }),
    case("WrongParticipant", "another account of job-escrow", || {
        let (mut world, call) = with_people("fold_operator_reputation");
        let owner = world.owner;
        patch(&mut world.world, participant(&owner), 0, &[0]);
        world.chain().send(call)
    }),
    case("ParticipantVersionUnsupported", "operator", || {
        let (mut world, call) = with_people("fold_operator_reputation");
        let owner = world.owner;
        patch(&mut world.world, participant(&owner), 8, &[2]);
        world.chain().send(call)
    }),
    case("ParticipantVersionUnsupported", "client", || {
        let (mut world, call) = with_people("fold_client_reputation");
        let client_owner = world.client;
        patch(&mut world.world, participant(&client_owner), 8, &[2]);
        world.chain().send(call)
    }),
    case("ParticipantOfAnother", "a better one's", || {
        let mut world = recorded(RegistryWorld::open());
        let (owner, other) = (world.owner, another_operator(&mut world, "a bad operator"));
        let call = registry::fold_operator_reputation(other);
        world.chain().send(call.with_account("participant", participant(&owner)))
    }),
    case("ParticipantOfAnother", "client", || {
        let (mut world, call) = with_people("fold_client_reputation");
        let owner = world.owner;
        world.chain().send(call.with_account("participant", participant(&owner)))
    }),
    case("NothingToFold", "operator, twice", || {
        let (mut world, call) = with_people("fold_operator_reputation");
        let _ = world.chain().send(call.clone()).ok();
        world.chain().send(call)
    }),
    case("NothingToFold", "client, twice", || {
        let (mut world, call) = with_people("fold_client_reputation");
        let _ = world.chain().send(call.clone()).ok();
        world.chain().send(call)
    }),
    case("NothingToFold", "an empty record", || {
        let mut world = RegistryWorld::open();
        let owner = world.owner;
        world.record(owner, OutcomeLedger::default(), OutcomeLedger::default());
        world.chain().send(registry::fold_operator_reputation(owner))
    }),
    case("NothingToFold", "an operator that was only client", || {
        let mut world = recorded(RegistryWorld::open());
        let client_owner = world.client;
        let register = registry::register_operator(client_owner, NO_REFERRER, SETTINGS);
        let _ = world.chain().send(register).ok();
        world.chain().send(registry::fold_operator_reputation(client_owner))
    }),
    case("NotVersionOne", "an operator of version 2", || {
        let mut world = RegistryWorld::open();
        let owner = world.owner;
        world.chain().send(registry::migrate_operator(owner, owner))
    }),
    case("NotVersionOne", "twice", || {
        let (mut world, call) = with_people("migrate_operator");
        let _ = world.chain().send(call.clone()).ok();
        world.chain().send(call)
    }),
    case("NotVersionOne", "a device cut to the old size", || {
        let mut world = RegistryWorld::open();
        let (owner, key) = (world.owner, world.device_key);
        let mut account = world.chain().account(&device(&key)).expect("a device");
        account.data.truncate(128);
        world.chain().set_account(device(&key), account);
        let call = registry::migrate_operator(owner, owner);
        world.chain().send(call.with_account("operator", device(&key)))
    }),
];

fn settled(settings: Settings) -> Outcome {
    let mut world = RegistryWorld::open();
    let newcomer = world.newcomer;
    world
        .chain()
        .send(registry::register_operator(newcomer, NO_REFERRER, settings))
}

fn updated(settings: Settings) -> Outcome {
    let mut world = RegistryWorld::open();
    let owner = world.owner;
    world
        .chain()
        .send(registry::update_operator(owner, settings))
}

fn with_hardware(hardware: Hardware) -> Outcome {
    let mut world = RegistryWorld::open();
    let (owner, key) = (world.owner, world.newcomer);
    world
        .chain()
        .send(registry::register_device(owner, key, hardware, DETAILS))
}

fn with_details(details: Details) -> Outcome {
    let mut world = RegistryWorld::open();
    let (owner, key) = (world.owner, world.newcomer);
    world
        .chain()
        .send(registry::register_device(owner, key, HARDWARE, details))
}

fn details(details: Details) -> Outcome {
    let mut world = RegistryWorld::open();
    let key = world.device_key;
    world.chain().send(registry::update_device(key, details))
}
