//! Initialisation and hand-over of the admin role.

use ionet_client::generated::{Event, emission::events::EmissionEvent};
use ionet_core::{
    emission::{EmissionParameters, EmissionState, Preset},
    supply::GENESIS_SUPPLY,
    time::DAY_SECONDS,
};
use ionet_test_kit::{
    World,
    addresses::{IO, POOLS},
    process::emission,
    world::{LITERAL, OFFICIAL},
};
use solana_account::Account;
use solana_address::Address;
use solana_sdk_ids::system_program;

const DEFAULT: EmissionParameters = EmissionParameters::DEFAULT;

#[test]
fn initialize_creates_state_and_three_empty_vaults() {
    let mut world = World::sealed();
    let start = world.chain.now() + 366 * DAY_SECONDS;
    let call = emission::initialize(world.admin, start, LITERAL, DEFAULT);
    let outcome = world.chain.send(call).ok();
    let [Event::Emission(EmissionEvent::Initialized(event))] = outcome.events.as_slice() else {
        panic!("one event, Initialized, but got {:?}", outcome.events);
    };
    assert_eq!(
        (event.admin, event.start_time, event.preset),
        (world.admin, start, LITERAL)
    );

    let expected = EmissionState::start(
        start,
        world.chain.now(),
        Preset::Literal,
        DEFAULT,
        GENESIS_SUPPLY,
    );
    assert_eq!(Ok(world.emission_rules()), expected);
    let state = world.emission();
    assert_eq!(
        (state.version, state.admin, state.minted_total),
        (1, world.admin, 0)
    );
    assert_eq!(state.proposed_admin, Address::default());
    assert_eq!((state.io_config, state.io_mint), (IO.config, IO.mint));
    assert_eq!(state.io_mint_authority, IO.mint_authority);
    for vault in [
        POOLS.availability_vault,
        POOLS.compute_vault,
        POOLS.reserve_vault,
    ] {
        let account = world.chain.read_token_account(&vault);
        assert_eq!(
            (account.mint, account.owner, account.amount),
            (IO.mint, POOLS.authority, 0)
        );
        assert!(account.delegate.is_none() && account.close_authority.is_none());
    }
}

#[test]
fn initialize_runs_once() {
    let mut world = World::emitting();
    let before = world.chain.account(&POOLS.state);
    let now = world.chain.now();
    let call = emission::initialize(world.admin, now, OFFICIAL, DEFAULT);
    assert!(!world.chain.send(call).is_ok());
    assert_eq!(world.chain.account(&POOLS.state), before);
}

/// Anybody can send lamports to an address before it exists.
#[test]
fn initialize_cannot_be_blocked_by_a_donation() {
    let mut world = World::sealed();
    let vaults = [
        POOLS.availability_vault,
        POOLS.compute_vault,
        POOLS.reserve_vault,
    ];
    for address in vaults.into_iter().chain([POOLS.state]) {
        world
            .chain
            .set_account(address, Account::new(1_000_000, 0, &system_program::ID));
    }
    let now = world.chain.now();
    let _ = world
        .chain
        .send(emission::initialize(world.admin, now, OFFICIAL, DEFAULT))
        .ok();
}

#[test]
fn the_admin_role_changes_hands_in_two_steps() {
    let mut world = World::emitting();
    let new = world.chain.wallet("new admin");
    let outcome = world
        .chain
        .send(emission::propose_admin(world.admin, new))
        .ok();
    let [Event::Emission(EmissionEvent::AdminProposed(event))] = outcome.events.as_slice() else {
        panic!("one event, AdminProposed, but got {:?}", outcome.events);
    };
    assert_eq!((event.admin, event.proposed), (world.admin, new));
    world
        .chain
        .send(emission::set_parameters(new, DEFAULT))
        .fails_with("NotAdmin");

    let outcome = world.chain.send(emission::accept_admin(new)).ok();
    let [Event::Emission(EmissionEvent::AdminChanged(event))] = outcome.events.as_slice() else {
        panic!("one event, AdminChanged, but got {:?}", outcome.events);
    };
    assert_eq!((event.admin_before, event.admin_after), (world.admin, new));
    let _ = world
        .chain
        .send(emission::set_parameters(new, DEFAULT))
        .ok();
    world
        .chain
        .send(emission::accept_admin(new))
        .fails_with("NothingProposed");
}
