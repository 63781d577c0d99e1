//! Minting epochs: never early, never twice, late ones on the next call.

use ionet_client::generated::{
    Event, emission::events::EmissionEvent, io_token::events::IoTokenEvent,
};
use ionet_core::{
    emission::EmissionParameters,
    supply::GENESIS_SUPPLY,
    time::{DAY_SECONDS, EPOCH_SECONDS},
};
use ionet_test_kit::{
    World,
    addresses::{IO, POOLS},
    call::idl,
    process::{emission, io_token},
    world::OFFICIAL,
};
use solana_instruction::error::InstructionError;

/// `E_1` of the official preset.
const FIRST_MONTH: u64 = 333_333_333_333_333;

#[test]
fn one_epoch_mints_one_730th_of_the_month_split_in_halves() {
    let mut world = World::emitting();
    world.warp_epochs(1);
    let outcome = world.chain.send(emission::advance(1)).ok();
    let epoch = FIRST_MONTH / 730;
    let availability = epoch / 2;
    assert_eq!(
        world.vault_balances(),
        [availability, epoch - availability, 0]
    );
    assert_eq!(world.config().minted_ever, GENESIS_SUPPLY + epoch);
    let [
        Event::IoToken(IoTokenEvent::EmissionMinted(minted)),
        Event::Emission(EmissionEvent::Advanced(event)),
    ] = outcome.events.as_slice()
    else {
        panic!("EmissionMinted and Advanced, but got {:?}", outcome.events);
    };
    assert_eq!(
        (minted.availability_amount, minted.compute_amount),
        (availability, epoch - availability)
    );
    assert_eq!((event.first_epoch, event.epochs), (0, 1));
    assert_eq!(
        (event.minted_availability, event.minted_compute),
        (availability, epoch - availability)
    );
    assert_eq!(
        (event.minted_total_before, event.minted_total_after),
        (0, epoch)
    );
    assert_eq!((event.reserve_before, event.reserve_after), (0, 0));
}

#[test]
fn late_epochs_in_one_call_or_one_by_one_give_the_same() {
    let mut at_once = World::emitting();
    at_once.warp_epochs(730);
    let mut one_by_one = at_once.clone();
    let _ = at_once.chain.send(emission::advance(730)).ok();
    for _ in 0..730 {
        let _ = one_by_one.chain.send(emission::advance(1)).ok();
    }
    assert_eq!(at_once.vault_balances().iter().sum::<u64>(), FIRST_MONTH);
    assert_eq!(at_once.vault_balances(), one_by_one.vault_balances());
    assert_eq!(at_once.emission(), one_by_one.emission());
}

#[test]
fn ten_thousand_missed_epochs_take_fourteen_calls() {
    let mut world = World::emitting();
    world.warp_epochs(10_000);
    let mut calls = 0;
    loop {
        let outcome = world.chain.send(emission::advance(730));
        if !outcome.is_ok() {
            outcome.fails_with("NoEpochDue");
            break;
        }
        calls += 1;
    }
    assert_eq!(calls, 14);
    assert_eq!(world.emission().next_epoch, 10_000);
    let minted: u64 = world.vault_balances().iter().sum();
    assert_eq!(world.config().minted_ever, GENESIS_SUPPLY + minted);
}

#[test]
fn an_epoch_is_due_at_its_last_second_and_not_before() {
    let mut world = World::emitting();
    world.chain.warp(EPOCH_SECONDS - 1);
    world
        .chain
        .send(emission::advance(730))
        .fails_with("NoEpochDue");
    world.chain.warp(1);
    let _ = world.chain.send(emission::advance(730)).ok();
    world
        .chain
        .send(emission::advance(730))
        .fails_with("NoEpochDue");
}

#[test]
fn nothing_is_due_before_the_start() {
    let mut world = World::sealed();
    let start = world.chain.now() + 30 * DAY_SECONDS;
    let call = emission::initialize(world.admin, start, OFFICIAL, EmissionParameters::DEFAULT);
    let _ = world.chain.send(call).ok();
    world.chain.warp(30 * DAY_SECONDS);
    world
        .chain
        .send(emission::advance(730))
        .fails_with("NoEpochDue");
    world.warp_epochs(1);
    let _ = world.chain.send(emission::advance(730)).ok();
}

/// The error is io-token's: a caller reads the program of an error from the logs.
#[test]
fn the_pause_of_io_token_stops_advance_and_nothing_is_lost() {
    let mut world = World::emitting();
    world.warp_epochs(3);
    let _ = world.chain.send(io_token::pause(world.admin)).ok();
    let before = world.emission();
    let paused = idl("io_token").error("Paused").code;
    world
        .chain
        .send(emission::advance(730))
        .fails_as(&InstructionError::Custom(paused));
    assert_eq!(world.emission(), before);
    let _ = world.chain.send(io_token::unpause(world.admin)).ok();
    let _ = world.chain.send(emission::advance(730)).ok();
    assert_eq!(world.emission().next_epoch, 3);
}

#[test]
fn anybody_may_advance() {
    // The call has no signer at all; the fee payer of the kit has no role.
    assert!(
        emission::advance(1)
            .raw
            .accounts
            .iter()
            .all(|account| !account.is_signer)
    );
}

#[test]
fn a_donation_to_a_vault_changes_no_share() {
    let mut world = World::emitting();
    let holder = world.beneficiaries[4];
    let account = world.beneficiary_accounts[4];
    let _ = world
        .chain
        .send(io_token::claim_vested(holder, 4, account))
        .ok();
    for vault in [
        POOLS.availability_vault,
        POOLS.compute_vault,
        POOLS.reserve_vault,
    ] {
        world.chain.transfer(&account, &vault, &holder, 1_000_000);
    }
    world.warp_epochs(1);
    let _ = world.chain.send(emission::advance(1)).ok();
    let epoch = FIRST_MONTH / 730;
    let [availability, compute, reserve] = world.vault_balances();
    assert_eq!(availability, epoch / 2 + 1_000_000);
    assert_eq!(compute, epoch - epoch / 2 + 1_000_000);
    assert_eq!(reserve, 1_000_000);
    let state = world.emission();
    assert_eq!((state.availability.funded, state.reserve), (epoch / 2, 0));
    assert_eq!(
        world.chain.read_mint(&IO.mint).supply,
        world.config().minted_ever
    );
}
