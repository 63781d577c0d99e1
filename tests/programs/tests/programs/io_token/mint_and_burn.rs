//! Emission's mint within the cap, and burning.

use crate::negative::scenarios::{holder_of, with_claim};
use ionet_client::generated::{Event, io_token::events::IoTokenEvent};
use ionet_core::supply::{GENESIS_SUPPLY, SUPPLY_CAP};
use ionet_test_kit::{
    World,
    addresses::{IO, POOLS},
    process::io_token,
};
use solana_instruction::error::InstructionError;

fn world_that_may_mint() -> World {
    let mut world = World::emitting();
    world.chain.impersonate(POOLS.authority);
    world
}

#[test]
fn minting_goes_to_both_pools_and_is_counted() {
    let mut world = world_that_may_mint();
    let outcome = world.chain.send(io_token::mint_emission(30, 12)).ok();
    assert_eq!(world.vault_balances(), [30, 12, 0]);
    assert_eq!(world.config().minted_ever, GENESIS_SUPPLY + 42);
    assert_eq!(world.chain.read_mint(&IO.mint).supply, GENESIS_SUPPLY + 42);
    let [Event::IoToken(IoTokenEvent::EmissionMinted(event))] = outcome.events.as_slice() else {
        panic!("one event, EmissionMinted, but got {:?}", outcome.events);
    };
    assert_eq!((event.availability_amount, event.compute_amount), (30, 12));
    assert_eq!(event.minted_ever_after, event.minted_ever_before + 42);
}

#[test]
fn one_of_the_amounts_may_be_zero() {
    let mut world = world_that_may_mint();
    let _ = world.chain.send(io_token::mint_emission(0, 7)).ok();
    let _ = world.chain.send(io_token::mint_emission(5, 0)).ok();
    assert_eq!(world.vault_balances(), [5, 7, 0]);
}

#[test]
fn the_cap_can_be_reached_to_the_unit_and_not_passed() {
    let mut world = world_that_may_mint();
    let room = SUPPLY_CAP - GENESIS_SUPPLY;
    world
        .chain
        .send(io_token::mint_emission(room, 1))
        .fails_with("CapExceeded");
    let _ = world.chain.send(io_token::mint_emission(room, 0)).ok();
    assert_eq!(world.config().minted_ever, SUPPLY_CAP);
    assert_eq!(world.chain.read_mint(&IO.mint).supply, SUPPLY_CAP);
    world
        .chain
        .send(io_token::mint_emission(1, 0))
        .fails_with("CapExceeded");
    world
        .chain
        .send(io_token::mint_emission(0, 1))
        .fails_with("CapExceeded");
}

#[test]
fn burning_is_recorded_and_makes_no_room_to_mint() {
    let mut world = with_claim();
    let (holder, source) = holder_of(&world);
    let balance = world.chain.balance(&source);
    let outcome = world.chain.send(io_token::burn(holder, source, 1_000)).ok();
    assert_eq!(world.chain.balance(&source), balance - 1_000);
    assert_eq!(
        world.chain.read_mint(&IO.mint).supply,
        GENESIS_SUPPLY - 1_000
    );
    let config = world.config();
    assert_eq!(
        (config.burned_ever, config.minted_ever),
        (1_000, GENESIS_SUPPLY)
    );
    let [Event::IoToken(IoTokenEvent::Burned(event))] = outcome.events.as_slice() else {
        panic!("one event, Burned, but got {:?}", outcome.events);
    };
    assert_eq!((event.holder, event.amount), (holder, 1_000));
    assert_eq!(
        (event.burned_ever_before, event.burned_ever_after),
        (0, 1_000)
    );
    let _ = world
        .chain
        .send(io_token::burn(holder, source, balance - 1_000))
        .ok();
    assert_eq!(world.config().burned_ever, balance);

    // Burned supply is not minted again.
    let mut world = world_that_may_mint();
    let holder = world.beneficiaries[4];
    let account = world.beneficiary_accounts[4];
    let _ = world
        .chain
        .send(io_token::claim_vested(holder, 4, account))
        .ok();
    let _ = world
        .chain
        .send(io_token::burn(holder, account, 1_000))
        .ok();
    let room = SUPPLY_CAP - GENESIS_SUPPLY;
    world
        .chain
        .send(io_token::mint_emission(room, 1))
        .fails_with("CapExceeded");
}

#[test]
fn burning_more_than_the_balance_is_refused_by_the_token_program() {
    let mut world = with_claim();
    let (holder, source) = holder_of(&world);
    let balance = world.chain.balance(&source);
    let outcome = world
        .chain
        .send(io_token::burn(holder, source, balance + 1));
    // TokenError::InsufficientFunds
    outcome.fails_as(&InstructionError::Custom(1));
    assert_eq!(world.config().burned_ever, 0);
}

#[test]
fn burning_works_while_paused() {
    let mut world = with_claim();
    let (holder, source) = holder_of(&world);
    let _ = world.chain.send(io_token::pause(world.admin)).ok();
    let _ = world.chain.send(io_token::burn(holder, source, 1)).ok();
}
