//! Attacks, written down: what each would gain, and what stops it.

use crate::negative::scenarios_registry::{another_operator, recorded};
use ionet_core::reputation::{OutcomeLedger, record_outcome};
use ionet_test_kit::{
    Call, RegistryWorld,
    addresses::{client, device, operator, participant},
    process::registry::{self, DETAILS, NO_REFERRER, SETTINGS, Settings},
    registry_world::HARDWARE,
};
use solana_address::Address;
use solana_instruction::error::InstructionError;

/// The runtime's system program: the account to create exists.
const IN_USE: InstructionError = InstructionError::Custom(0);

/// Two owners who refer each other would get a part of both their fees back.
#[test]
fn two_owners_cannot_refer_each_other_whatever_the_order_and_capacity() {
    let mut world = RegistryWorld::open();
    let (a, b) = (world.owner, world.newcomer);
    let register = registry::register_operator(b, operator(&a), SETTINGS);
    let _ = world.chain().send(register).ok();
    world.chain().warp(10);
    // A is here already; in its other capacity it cannot name B.
    let as_client = registry::register_client(a, operator(&b));
    world.chain().send(as_client).fails_with("ReferrerFixed");
    // Nor register the same capacity again with a referrer.
    let again = registry::register_operator(a, operator(&b), SETTINGS);
    world.chain().send(again).fails_as(&IN_USE);
}

/// A chain of three that closes would pay round.
#[test]
fn a_longer_chain_cannot_close() {
    let mut world = RegistryWorld::open();
    let a = world.owner;
    let mut last = a;
    for name in ["b", "c", "d"] {
        let next = world.chain().wallet(name);
        let call = registry::register_operator(next, operator(&last), SETTINGS);
        let _ = world.chain().send(call).ok();
        world.chain().warp(10);
        last = next;
    }
    let close = registry::register_client(a, operator(&last));
    world.chain().send(close).fails_with("ReferrerFixed");
    assert_eq!(world.operator_of(&a).referrer, Address::default());
}

/// Both registrations in one slot, each naming the other: neither was earlier.
#[test]
fn nobody_refers_within_one_slot() {
    let mut world = RegistryWorld::open();
    let (a, b) = (world.newcomer, world.world.mallory);
    let _ = world
        .chain()
        .send(registry::register_client(a, NO_REFERRER))
        .ok();
    let call = registry::register_operator(b, client(&a), SETTINGS);
    world.chain().send(call).fails_with("ReferrerNotEarlier");
}

/// A referral in one's own favour: by the account one registers, or by one's other account.
#[test]
fn nobody_refers_himself() {
    let mut world = RegistryWorld::open();
    let newcomer = world.newcomer;
    let itself = registry::register_client(newcomer, client(&newcomer));
    let outcome = world.chain().send(itself);
    assert!(!outcome.is_ok(), "the account to create is no referrer");
    let _ = world
        .chain()
        .send(registry::register_client(newcomer, NO_REFERRER))
        .ok();
    world.chain().warp(10);
    let other = registry::register_operator(newcomer, client(&newcomer), SETTINGS);
    world.chain().send(other).fails_with("ReferrerFixed");
}

/// A stolen device key (I9): it may say that the machine is away, and nothing more.
#[test]
fn a_device_key_moves_nothing_of_its_owners() {
    let mut world = RegistryWorld::open();
    let (owner, key, thief) = (world.owner, world.device_key, world.world.mallory);
    let spoiled = |call: Call| call.with_account("owner", key);
    for (call, error) in [
        (
            spoiled(registry::revoke_device(owner, key)),
            "NotDeviceOwner",
        ),
        (
            spoiled(registry::rotate_device(owner, key, thief)),
            "NotDeviceOwner",
        ),
        (
            spoiled(registry::update_operator(owner, SETTINGS)),
            "NotOperatorOwner",
        ),
        (
            spoiled(registry::set_draining(owner, true)),
            "NotOperatorOwner",
        ),
        (
            spoiled(registry::register_device(owner, thief, HARDWARE, DETAILS)),
            "NotOperatorOwner",
        ),
    ] {
        world.chain().send(call).fails_with(error);
    }
}

/// Somebody else's device under one's own name would take its verified capacity.
#[test]
fn nobody_registers_a_device_without_its_key() {
    let mut world = RegistryWorld::open();
    let rival = another_operator(&mut world, "a rival");
    let (key, other) = (world.device_key, world.newcomer);
    // The key has signed for its own operator only, and its account exists.
    let taken = registry::register_device(rival, key, HARDWARE, DETAILS);
    world.chain().send(taken).fails_as(&IN_USE);
    let unsigned =
        registry::register_device(rival, other, HARDWARE, DETAILS).without_signature("device_key");
    world
        .chain()
        .send(unsigned)
        .fails_as(&InstructionError::MissingRequiredSignature);
    // Signed by a key of one's own, for the address of another.
    let mallory = world.world.mallory;
    let other_address = registry::register_device(rival, mallory, HARDWARE, DETAILS)
        .with_account("device", device(&other));
    world
        .chain()
        .send(other_address)
        .fails_as(&InstructionError::InvalidSeeds);
}

/// A machine that joins an operator unasked would bring its bad results along.
#[test]
fn no_device_joins_an_operator_unasked() {
    let mut world = RegistryWorld::open();
    let (owner, key) = (world.owner, world.newcomer);
    let unasked =
        registry::register_device(owner, key, HARDWARE, DETAILS).without_signature("owner");
    world
        .chain()
        .send(unasked)
        .fails_as(&InstructionError::MissingRequiredSignature);
}

/// One key for both purposes would put the owner's funds on the machine.
#[test]
fn a_device_key_is_not_the_owners_key() {
    let mut world = RegistryWorld::open();
    let owner = world.owner;
    let call = registry::register_device(owner, owner, HARDWARE, DETAILS);
    world
        .chain()
        .send(call)
        .fails_as(&InstructionError::Custom(2040));
}

/// Rotating to the same key would close the account that was just written.
#[test]
fn a_key_is_not_rotated_to_itself() {
    let mut world = RegistryWorld::open();
    let (owner, key) = (world.owner, world.device_key);
    let call = registry::rotate_device(owner, key, key);
    world
        .chain()
        .send(call)
        .fails_as(&InstructionError::Custom(2040));
    let _ = world.device_of(&key);
}

/// Rotating onto a key that serves already would replace another device.
#[test]
fn a_key_is_not_rotated_onto_another_device() {
    let mut world = RegistryWorld::open();
    let (owner, key, other) = (world.owner, world.device_key, world.newcomer);
    let register = registry::register_device(owner, other, HARDWARE, DETAILS);
    let _ = world.chain().send(register).ok();
    let call = registry::rotate_device(owner, key, other);
    world.chain().send(call).fails_as(&IN_USE);
}

/// The rent of a device is the owner's who paid it.
#[test]
fn nobody_takes_the_rent_of_somebody_elses_device() {
    let mut world = RegistryWorld::open();
    let rival = another_operator(&mut world, "a rival");
    let (owner, key) = (world.owner, world.device_key);
    let call = registry::revoke_device(owner, key).with_account("owner", rival);
    world.chain().send(call).fails_with("NotDeviceOwner");
}

/// Whose pool is empty would cut the stakers' share just before a claim.
#[test]
fn stakers_are_not_surprised_by_a_lower_share() {
    let mut world = RegistryWorld::open();
    let owner = world.owner;
    let low = Settings {
        staker_bps: 100,
        ..SETTINGS
    };
    let _ = world
        .chain()
        .send(registry::update_operator(owner, low))
        .ok();
    let stored = world.operator_of(&owner);
    assert_eq!((stored.staker_bps, stored.pending_staker_bps), (200, 100));
    // Announcing again starts the fourteen days again.
    world.chain().warp(13 * 86_400);
    let _ = world
        .chain()
        .send(registry::update_operator(owner, low))
        .ok();
    let again = world.operator_of(&owner);
    assert_eq!(again.pending_from, stored.pending_from + 13 * 86_400);
}

/// A forged or borrowed record would be a free reputation.
#[test]
fn a_reputation_comes_from_ones_own_record_only() {
    let mut world = recorded(RegistryWorld::open());
    let rival = another_operator(&mut world, "a rival");
    let owner = world.owner;
    let borrowed =
        registry::fold_operator_reputation(rival).with_account("participant", participant(&owner));
    world
        .chain()
        .send(borrowed)
        .fails_with("ParticipantOfAnother");
    // The right bytes in an account of one's own program.
    let mut forged = world
        .chain()
        .account(&participant(&owner))
        .expect("a record");
    forged.data[16..48].copy_from_slice(rival.as_ref());
    forged.owner = solana_sdk_ids::stake::ID;
    let address = world.chain().wallet("forged");
    world.chain().set_account(address, forged);
    let call = registry::fold_operator_reputation(rival).with_account("participant", address);
    world.chain().send(call).fails_with("WrongParticipant");
}

/// A bad epoch cannot be left out by folding around it.
#[test]
fn a_failure_cannot_be_folded_away() {
    let mut world = recorded(RegistryWorld::open());
    let owner = world.owner;
    let _ = world
        .chain()
        .send(registry::fold_operator_reputation(owner))
        .ok();
    let before = world.operator_of(&owner).reputation_points;
    let epoch = world.epoch();
    let mut ledger = OutcomeLedger::default();
    ledger.closed.points = before;
    ledger.closed.epoch = epoch - 1;
    ledger = record_outcome(&ledger, epoch, 9, 5_000_000, 0).ledger_after;
    // Many small good ones in later epochs, before anybody folds.
    for later in 1..20 {
        ledger = record_outcome(&ledger, epoch + later, later, 1, 10_000).ledger_after;
    }
    world.world.warp_epochs(30);
    world.record(owner, ledger, OutcomeLedger::default());
    let _ = world
        .chain()
        .send(registry::fold_operator_reputation(owner))
        .ok();
    let after = world.operator_of(&owner).reputation_points;
    assert!(after < before * 91 / 100, "{after} of {before}");
}
