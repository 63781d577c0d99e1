//! Initialisation, parameters, pause and hand-over.

use ionet_client::generated::{Event, iosd::events::IosdEvent};
use ionet_core::{
    iosd::{IosdParameters, IosdState},
    oracle::PriceRules,
    pause::PAUSE_SECONDS,
    supply::IO_UNIT,
};
use ionet_test_kit::{
    PRICE_FEED, World,
    addresses::{IO, IO_USD, STABLE},
    process::{iosd, iosd::at_any_price},
};
use solana_account::Account;
use solana_address::Address;
use solana_sdk_ids::system_program;

const OTHER: IosdParameters = IosdParameters {
    window_cap: 5_000_000_000,
    spread_bps: 250,
    price: PriceRules {
        max_age_seconds: 30,
        max_confidence_bps: 100,
    },
};

#[test]
fn initialize_creates_state_and_mint_and_pins_the_feed() {
    let mut world = World::priced();
    let call = iosd::initialize(world.admin, OTHER, world.guardian);
    let outcome = world.chain.send(call).ok();
    let [Event::Iosd(IosdEvent::Initialized(event))] = outcome.events.as_slice() else {
        panic!("one event, Initialized, but got {:?}", outcome.events);
    };
    assert_eq!(
        (event.admin, event.guardian, event.iosd_mint),
        (world.admin, world.guardian, STABLE.mint)
    );
    assert_eq!((event.feed_owner, event.feed_id), (PRICE_FEED.id, IO_USD));
    assert_eq!(event.parameters.window_cap, OTHER.window_cap);

    assert_eq!(Ok(world.iosd_rules()), IosdState::start(OTHER));
    let state = world.iosd();
    assert_eq!(
        (state.version, state.admin, state.guardian),
        (1, world.admin, world.guardian)
    );
    assert_eq!(
        (state.proposed_admin, state.proposed_guardian),
        (Address::default(), Address::default())
    );
    assert_eq!(
        (state.io_mint, state.feed_owner, state.feed_id),
        (IO.mint, PRICE_FEED.id, IO_USD)
    );
    let mint = world.chain.read_mint(&STABLE.mint);
    assert_eq!((mint.decimals, mint.supply), (6, 0));
    assert_eq!(
        mint.mint_authority.unwrap_or_default(),
        STABLE.authority,
        "the program's address is the only one that can mint"
    );
    assert!(mint.freeze_authority.is_none(), "nobody can freeze IOSD");
}

#[test]
fn initialize_runs_once_and_cannot_be_blocked_by_a_donation() {
    let mut world = World::priced();
    for address in [STABLE.state, STABLE.mint] {
        let donation = Account::new(1_000_000, 0, &system_program::ID);
        world.chain.set_account(address, donation);
    }
    let call = iosd::initialize(world.admin, OTHER, world.guardian);
    let _ = world.chain.send(call.clone()).ok();
    let before = world.chain.account(&STABLE.state);
    assert!(!world.chain.send(call).is_ok());
    assert_eq!(world.chain.account(&STABLE.state), before);
}

#[test]
fn parameters_change_at_once_and_the_window_drains_at_the_old_cap_first() {
    let mut world = World::trading();
    let call = iosd::mint(&world.trader, at_any_price(2_500 * IO_UNIT));
    let _ = world.chain.send(call).ok();
    world.chain.warp(3_600);
    let before = world.iosd_rules();
    let now = world.chain.now();
    let outcome = world
        .chain
        .send(iosd::set_parameters(world.admin, OTHER))
        .ok();
    let [Event::Iosd(IosdEvent::ParametersChanged(event))] = outcome.events.as_slice() else {
        panic!("one event, ParametersChanged, but got {:?}", outcome.events);
    };
    assert_eq!(event.before.window_cap, before.parameters.window_cap);
    assert_eq!(
        (event.after.window_cap, event.after.spread_bps),
        (OTHER.window_cap, OTHER.spread_bps)
    );
    assert_eq!(Ok(world.iosd_rules()), before.change_parameters(OTHER, now));
    // 5,000 IOSD, of which an hour of 50,000 a day drained.
    assert_eq!(
        world.iosd_rules().window.level,
        5_000_000_000 - 2_083_333_333
    );
}

#[test]
fn a_pause_ends_by_itself_and_can_be_lifted() {
    let mut world = World::trading();
    let now = world.chain.now();
    let outcome = world.chain.send(iosd::pause(world.guardian)).ok();
    let [Event::Iosd(IosdEvent::Paused(event))] = outcome.events.as_slice() else {
        panic!("one event, Paused, but got {:?}", outcome.events);
    };
    assert_eq!(
        (event.authority, event.paused_until),
        (world.guardian, now + PAUSE_SECONDS)
    );
    let mut lifted = world.clone();
    let outcome = lifted.chain.send(iosd::unpause(lifted.admin)).ok();
    let [Event::Iosd(IosdEvent::Unpaused(event))] = outcome.events.as_slice() else {
        panic!("one event, Unpaused, but got {:?}", outcome.events);
    };
    assert_eq!(event.paused_until_before, now + PAUSE_SECONDS);
    let call = iosd::mint(&lifted.trader, at_any_price(IO_UNIT));
    let _ = lifted.chain.send(call).ok();

    world.chain.warp(PAUSE_SECONDS);
    world.publish(ionet_test_kit::world::TWO_DOLLARS);
    let call = iosd::mint(&world.trader, at_any_price(IO_UNIT));
    let _ = world.chain.send(call).ok();
}

#[test]
fn both_roles_change_hands_in_two_steps() {
    for role in [iosd::ADMIN, iosd::GUARDIAN] {
        let mut world = World::trading();
        let new = world.chain.wallet("new holder");
        let call = iosd::propose_role(world.admin, role, new);
        let outcome = world.chain.send(call).ok();
        let [Event::Iosd(IosdEvent::RoleProposed(event))] = outcome.events.as_slice() else {
            panic!("one event, RoleProposed, but got {:?}", outcome.events);
        };
        let holder = [world.admin, world.guardian][usize::from(role)];
        assert_eq!(
            (event.role, event.holder, event.proposed),
            (role, holder, new)
        );
        let outcome = world.chain.send(iosd::accept_role(new, role)).ok();
        let [Event::Iosd(IosdEvent::RoleChanged(event))] = outcome.events.as_slice() else {
            panic!("one event, RoleChanged, but got {:?}", outcome.events);
        };
        assert_eq!((event.holder_before, event.holder_after), (holder, new));
        let state = world.iosd();
        assert_eq!([state.admin, state.guardian][usize::from(role)], new);
        world
            .chain
            .send(iosd::accept_role(new, role))
            .fails_with("NothingProposed");
    }
}
