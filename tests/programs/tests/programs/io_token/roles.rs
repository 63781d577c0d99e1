//! Hand-over of roles, and the pause (I10).

use ionet_client::generated::{Event, io_token::events::IoTokenEvent};
use ionet_core::time::DAY_SECONDS;
use ionet_test_kit::{World, process::io_token};
use solana_address::Address;

#[test]
fn a_role_changes_hands_in_two_steps() {
    for role in [io_token::ADMIN, io_token::GUARDIAN] {
        let mut world = World::sealed();
        let new = world.chain.wallet("new holder");
        let old = [world.admin, world.guardian][usize::from(role)];
        let outcome = world
            .chain
            .send(io_token::propose_role(world.admin, role, new))
            .ok();
        let [Event::IoToken(IoTokenEvent::RoleProposed(event))] = outcome.events.as_slice() else {
            panic!("one event, RoleProposed, but got {:?}", outcome.events);
        };
        assert_eq!((event.role, event.holder, event.proposed), (role, old, new));
        let config = world.config();
        assert_eq!(
            (config.admin, config.guardian),
            (world.admin, world.guardian)
        );

        let outcome = world.chain.send(io_token::accept_role(new, role)).ok();
        let [Event::IoToken(IoTokenEvent::RoleChanged(event))] = outcome.events.as_slice() else {
            panic!("one event, RoleChanged, but got {:?}", outcome.events);
        };
        assert_eq!(
            (event.role, event.holder_before, event.holder_after),
            (role, old, new)
        );
        let config = world.config();
        let expected = if role == io_token::ADMIN {
            (new, world.guardian)
        } else {
            (world.admin, new)
        };
        assert_eq!((config.admin, config.guardian), expected);
        assert_eq!(config.proposed_admin, Address::default());
        assert_eq!(config.proposed_guardian, Address::default());
    }
}

#[test]
fn a_proposal_for_one_role_does_not_give_the_other() {
    let mut world = World::sealed();
    let new = world.chain.wallet("new guardian");
    let _ = world
        .chain
        .send(io_token::propose_role(world.admin, io_token::GUARDIAN, new))
        .ok();
    world
        .chain
        .send(io_token::accept_role(new, io_token::ADMIN))
        .fails_with("NothingProposed");
}

#[test]
fn the_old_admin_has_no_right_left() {
    let mut world = World::sealed();
    let new = world.chain.wallet("new admin");
    let _ = world
        .chain
        .send(io_token::propose_role(world.admin, io_token::ADMIN, new))
        .ok();
    let _ = world
        .chain
        .send(io_token::accept_role(new, io_token::ADMIN))
        .ok();
    let call = io_token::propose_role(world.admin, io_token::ADMIN, world.admin);
    world.chain.send(call).fails_with("NotAdmin");
    world
        .chain
        .send(io_token::pause(world.admin))
        .fails_with("NotGuardianOrAdmin");
    let _ = world.chain.send(io_token::pause(new)).ok();
}

#[test]
fn hand_overs_work_while_paused() {
    let mut world = World::sealed();
    let new = world.chain.wallet("new guardian");
    let _ = world.chain.send(io_token::pause(world.admin)).ok();
    let _ = world
        .chain
        .send(io_token::propose_role(world.admin, io_token::GUARDIAN, new))
        .ok();
    let _ = world
        .chain
        .send(io_token::accept_role(new, io_token::GUARDIAN))
        .ok();
    let holder = world.beneficiaries[4];
    let _ = world
        .chain
        .send(io_token::propose_beneficiary(holder, 4, new))
        .ok();
    let _ = world.chain.send(io_token::accept_beneficiary(new, 4)).ok();
}

#[test]
fn the_guardian_pauses_for_7_days_and_then_not_for_14() {
    let mut world = World::sealed();
    let now = world.chain.now();
    let outcome = world.chain.send(io_token::pause(world.guardian)).ok();
    let [Event::IoToken(IoTokenEvent::Paused(event))] = outcome.events.as_slice() else {
        panic!("one event, Paused, but got {:?}", outcome.events);
    };
    assert_eq!(event.authority, world.guardian);
    assert_eq!(event.paused_until, now + 7 * DAY_SECONDS);
    assert_eq!(event.guardian_pause_allowed_from, now + 21 * DAY_SECONDS);

    // Lifting early does not let it pause earlier.
    let _ = world.chain.send(io_token::unpause(world.guardian)).ok();
    world.chain.warp(21 * DAY_SECONDS - 1);
    world
        .chain
        .send(io_token::pause(world.guardian))
        .fails_with("GuardianCoolingDown");
    world.chain.warp(1);
    let _ = world.chain.send(io_token::pause(world.guardian)).ok();
}

#[test]
fn the_admin_pauses_at_any_time_and_again() {
    let mut world = World::sealed();
    for _ in 0..3 {
        let _ = world.chain.send(io_token::pause(world.admin)).ok();
        assert_eq!(
            world.config().paused_until,
            world.chain.now() + 7 * DAY_SECONDS
        );
        world.chain.warp(DAY_SECONDS);
    }
    assert_eq!(world.config().guardian_pause_allowed_from, 0);
}

#[test]
fn a_pause_ends_at_its_second() {
    let mut world = World::initialized();
    let _ = world.chain.send(io_token::pause(world.guardian)).ok();
    world.chain.warp(7 * DAY_SECONDS - 1);
    let allocate = io_token::allocate_genesis(world.admin, 0, 0, world.mallory, 1);
    world.chain.send(allocate.clone()).fails_with("Paused");
    world.chain.warp(1);
    let _ = world.chain.send(allocate).ok();
}

#[test]
fn unpausing_reports_what_it_cut_short() {
    let mut world = World::sealed();
    let _ = world.chain.send(io_token::pause(world.admin)).ok();
    let until = world.config().paused_until;
    let outcome = world.chain.send(io_token::unpause(world.guardian)).ok();
    let [Event::IoToken(IoTokenEvent::Unpaused(event))] = outcome.events.as_slice() else {
        panic!("one event, Unpaused, but got {:?}", outcome.events);
    };
    assert_eq!(
        (event.authority, event.paused_until_before),
        (world.guardian, until)
    );
    world
        .chain
        .send(io_token::unpause(world.guardian))
        .fails_with("NotPaused");
}
