//! An operator of version 1 becomes version 2.

use crate::negative::scenarios_registry::make_version_1;
use ionet_client::generated::{Event, registry::events::RegistryEvent};
use ionet_test_kit::{
    RegistryWorld,
    addresses::operator,
    process::registry::{self, SETTINGS},
};

#[test]
fn every_field_is_kept_and_the_payer_pays_the_added_rent() {
    let mut world = RegistryWorld::open();
    let (owner, payer) = (world.owner, world.newcomer);
    let before = world.operator_of(&owner);
    make_version_1(&mut world, &owner);
    // Nothing else works with the old layout.
    for call in [
        registry::set_draining(owner, true),
        registry::update_operator(owner, SETTINGS),
    ] {
        let outcome = world.chain().send(call);
        outcome.fails_as(&solana_instruction::error::InstructionError::AccountDataTooSmall);
    }
    let lamports = world.chain().account(&payer).expect("the payer").lamports;
    let outcome = world
        .chain()
        .send(registry::migrate_operator(payer, owner))
        .ok();
    let [Event::Registry(RegistryEvent::OperatorMigrated(event))] = outcome.events.as_slice()
    else {
        panic!("one event, OperatorMigrated, but got {:?}", outcome.events);
    };
    assert_eq!((event.operator, event.payer), (operator(&owner), payer));
    assert_eq!((event.version_before, event.version_after), (1, 2));

    let after = world.operator_of(&owner);
    assert!(after.registered_slot > before.registered_slot);
    assert_eq!(after.first_registered_slot, after.registered_slot);
    let mut expected = before;
    expected.registered_slot = after.registered_slot;
    expected.first_registered_slot = after.registered_slot;
    assert_eq!(after, expected);
    let (small, large) = (
        world.chain().rent_exempt(128),
        world.chain().rent_exempt(176),
    );
    let paid = lamports - world.chain().account(&payer).expect("the payer").lamports;
    assert_eq!(paid, large - small);
    let _ = world.chain().send(registry::set_draining(owner, true)).ok();
}
