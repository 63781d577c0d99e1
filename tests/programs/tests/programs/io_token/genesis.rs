//! Initialisation, allocation in stages, and sealing.

use ionet_client::generated::{Event, io_token::events::IoTokenEvent};
use ionet_core::{
    genesis::{Category, GenesisPlan},
    supply::{GENESIS_SUPPLY, IO_DECIMALS, IO_UNIT},
    time::DAY_SECONDS,
};
use ionet_test_kit::{
    World,
    addresses::{IO, POOLS, vesting},
    process::io_token,
};
use solana_account::Account;
use solana_address::Address;
use solana_sdk_ids::system_program;

#[test]
fn initialize_creates_a_mint_which_only_the_program_can_mint() {
    let world = World::initialized();
    let mint = world.chain.read_mint(&IO.mint);
    assert_eq!(mint.decimals, IO_DECIMALS);
    assert_eq!(mint.supply, 0);
    assert_eq!(
        Option::<Address>::from(mint.mint_authority),
        Some(IO.mint_authority)
    );
    assert!(mint.freeze_authority.is_none());
    let vault = world.chain.read_token_account(&IO.vesting_vault);
    assert_eq!(
        (vault.mint, vault.owner, vault.amount),
        (IO.mint, IO.mint_authority, 0)
    );
    assert!(vault.delegate.is_none() && vault.close_authority.is_none());

    let config = world.config();
    assert_eq!(config.version, 1);
    assert_eq!(
        (config.admin, config.guardian),
        (world.admin, world.guardian)
    );
    assert_eq!(config.emission_authority, POOLS.authority);
    assert_eq!(
        (config.minted_ever, config.burned_ever, config.sealed),
        (0, 0, 0)
    );
    for (stored, planned) in config
        .categories
        .iter()
        .zip(GenesisPlan::OFFICIAL.categories)
    {
        assert_eq!((stored.planned, stored.allocated), (planned.amount, 0));
        assert_eq!(stored.upfront_bps, planned.terms.upfront_bps);
        assert_eq!(
            (stored.cliff_months, stored.parts),
            (planned.terms.cliff_months, planned.terms.parts)
        );
    }
}

#[test]
fn initialize_reports_what_it_did() {
    let mut world = World::deployed();
    let call = io_token::initialize(world.admin, &GenesisPlan::OFFICIAL, world.guardian);
    let outcome = world.chain.send(call).ok();
    let [Event::IoToken(IoTokenEvent::Initialized(event))] = outcome.events.as_slice() else {
        panic!("one event, Initialized, but got {:?}", outcome.events);
    };
    assert_eq!((event.admin, event.guardian), (world.admin, world.guardian));
    assert_eq!(
        (event.mint, event.emission_authority),
        (IO.mint, POOLS.authority)
    );
}

#[test]
fn initialize_runs_once() {
    let mut world = World::initialized();
    let before = world.chain.account(&IO.config);
    let call = io_token::initialize(world.admin, &GenesisPlan::OFFICIAL, world.mallory);
    assert!(!world.chain.send(call).is_ok());
    assert_eq!(world.chain.account(&IO.config), before);
}

/// Anybody can send lamports to an address before it exists.
#[test]
fn initialize_cannot_be_blocked_by_a_donation() {
    let mut world = World::deployed();
    for address in [IO.config, IO.mint, IO.vesting_vault] {
        world
            .chain
            .set_account(address, Account::new(1_000_000, 0, &system_program::ID));
    }
    let call = io_token::initialize(world.admin, &GenesisPlan::OFFICIAL, world.guardian);
    let _ = world.chain.send(call).ok();
    assert_eq!(world.config().admin, world.admin);
}

#[test]
fn nothing_is_minted_before_sealing_and_exactly_500_million_by_it() {
    let mut world = World::allocated();
    assert_eq!(world.chain.read_mint(&IO.mint).supply, 0);
    assert_eq!(world.config().vesting_count, 5);
    world.chain.warp(DAY_SECONDS);
    let now = world.chain.now();
    let outcome = world.chain.send(io_token::seal_genesis(world.admin)).ok();

    assert_eq!(GENESIS_SUPPLY, 500_000_000 * IO_UNIT);
    assert_eq!(world.chain.read_mint(&IO.mint).supply, GENESIS_SUPPLY);
    assert_eq!(world.chain.balance(&IO.vesting_vault), GENESIS_SUPPLY);
    let config = world.config();
    assert_eq!(
        (config.sealed, config.minted_ever, config.genesis_time),
        (1, GENESIS_SUPPLY, now)
    );
    let [Event::IoToken(IoTokenEvent::GenesisSealed(event))] = outcome.events.as_slice() else {
        panic!("one event, GenesisSealed, but got {:?}", outcome.events);
    };
    assert_eq!(
        (event.minted_ever_before, event.minted_ever_after),
        (0, GENESIS_SUPPLY)
    );
    assert_eq!((event.amount, event.genesis_time), (GENESIS_SUPPLY, now));
}

#[test]
fn a_category_can_be_allocated_to_many_in_many_transactions() {
    let mut world = World::initialized();
    let planned = GenesisPlan::OFFICIAL.category(Category::Seed).amount;
    let parts = 7;
    for index in 0..parts {
        let share = planned / u64::from(parts);
        let amount = if index + 1 == parts {
            planned - share * u64::from(index)
        } else {
            share
        };
        let holder = world.chain.wallet(&format!("investor {index}"));
        let call = io_token::allocate_genesis(world.admin, index, 0, holder, amount);
        let outcome = world.chain.send(call).ok();
        let [Event::IoToken(IoTokenEvent::GenesisAllocated(event))] = outcome.events.as_slice()
        else {
            panic!("one event, GenesisAllocated, but got {:?}", outcome.events);
        };
        assert_eq!(
            (event.index, event.amount, event.beneficiary),
            (index, amount, holder)
        );
        assert_eq!(event.allocated_after, event.allocated_before + amount);

        let stored = world.vesting(index);
        assert_eq!(
            (stored.version, stored.category, stored.index),
            (1, 0, index)
        );
        assert_eq!((stored.total, stored.claimed), (amount, 0));
        assert_eq!((stored.beneficiary, stored.payer), (holder, world.admin));
        assert_eq!(stored.proposed_beneficiary, Address::default());
        assert_eq!(
            (stored.upfront_bps, stored.cliff_months, stored.parts),
            (0, 12, 24)
        );
    }
    assert_eq!(world.config().categories[0].allocated, planned);
}

/// The address follows from the counter, so the same allocation cannot run twice (I7).
#[test]
fn a_repeated_allocation_is_refused() {
    let mut world = World::initialized();
    let call = io_token::allocate_genesis(world.admin, 0, 0, world.mallory, 1);
    let _ = world.chain.send(call.clone()).ok();
    let before = world.chain.account(&vesting(0));
    assert!(!world.chain.send(call).is_ok());
    assert_eq!(world.chain.account(&vesting(0)), before);
    assert_eq!(world.config().vesting_count, 1);
}
