//! IO in, IOSD out (I4).

use ionet_client::generated::{Event, iosd::events::IosdEvent};
use ionet_core::{
    iosd::TradeRequest,
    supply::{GENESIS_SUPPLY, IO_UNIT},
};
use ionet_test_kit::{
    World,
    addresses::{IO, STABLE},
    process::{iosd, iosd::at_any_price, price_feed::Price},
    world::TWO_DOLLARS,
};
use solana_instruction::error::InstructionError;

#[test]
fn minting_burns_io_at_the_lower_bound() {
    let mut world = World::trading();
    world.publish(Price {
        price: 250_000_000,
        conf: 1_000_000,
        ema_price: 240_000_000,
        ..TWO_DOLLARS
    });
    let before = world.iosd_rules();
    let minter_before = world.minter_rules(&world.trader.wallet);
    let io = world.chain.balance(&world.trader.io);
    let request = TradeRequest {
        io_amount: 10 * IO_UNIT,
        min_out: 23_800_000,
        expiry: world.chain.now(),
    };
    let outcome = world.chain.send(iosd::mint(&world.trader, request)).ok();

    assert_eq!(world.chain.balance(&world.trader.iosd), 23_800_000);
    assert_eq!(world.chain.balance(&world.trader.io), io - 10 * IO_UNIT);
    assert_eq!(world.chain.read_mint(&STABLE.mint).supply, 23_800_000);
    assert_eq!(
        world.chain.read_mint(&IO.mint).supply,
        GENESIS_SUPPLY - 10 * IO_UNIT
    );
    let expected = before
        .mint(minter_before, &world.price(), request, world.chain.now())
        .unwrap();
    assert_eq!(world.iosd_rules(), expected.state_after);
    assert_eq!(
        world.minter_rules(&world.trader.wallet),
        expected.minter_after
    );

    let [Event::Iosd(IosdEvent::Minted(event))] = outcome.events.as_slice() else {
        panic!("one event, Minted, but got {:?}", outcome.events);
    };
    assert_eq!(
        (event.wallet, event.destination),
        (world.trader.wallet, world.trader.iosd)
    );
    assert_eq!(
        (event.io_amount, event.iosd_amount),
        (10 * IO_UNIT, 23_800_000)
    );
    assert_eq!(
        (event.price, event.publish_time),
        (2_380_000_000_000, world.chain.now())
    );
    assert_eq!(
        (event.minted_ever_before, event.minted_ever_after),
        (0, 23_800_000)
    );
    assert_eq!(
        (event.io_burned_before, event.io_burned_after),
        (0, 10 * IO_UNIT)
    );
}

#[test]
fn a_price_is_used_as_often_as_there_is_room() {
    let mut world = World::trading();
    for minted in 1..=5 {
        let call = iosd::mint(&world.trader, at_any_price(500 * IO_UNIT));
        let _ = world.chain.send(call).ok();
        let supply = world.chain.read_mint(&STABLE.mint).supply;
        assert_eq!(supply, minted * 1_000_000_000);
    }
    let call = iosd::mint(&world.trader, at_any_price(50));
    world.chain.send(call).fails_with("WalletWindowFull");
    // Half an hour later half of it drained.
    world.chain.warp(1_800);
    world.publish(TWO_DOLLARS);
    let call = iosd::mint(&world.trader, at_any_price(1_250 * IO_UNIT));
    let _ = world.chain.send(call).ok();
    assert_eq!(world.iosd().minted_ever, 7_500_000_000);
}

#[test]
fn somebody_else_can_receive_what_is_minted() {
    let mut world = World::trading();
    let mallory = world.mallory;
    let account = world
        .chain
        .token_account("mallory's IOSD", &STABLE.mint, &mallory);
    let call = iosd::mint(&world.trader, at_any_price(IO_UNIT));
    let _ = world
        .chain
        .send(call.with_account("iosd_destination", account))
        .ok();
    assert_eq!(world.chain.balance(&account), 2_000_000);
}

/// A delegate burns what it was approved for, within its own window.
#[test]
fn a_delegate_mints_within_its_own_window() {
    let mut world = World::trading();
    let (owner, io) = (world.trader.wallet, world.trader.io);
    let delegate = world.chain.wallet("delegate");
    world.chain.approve(&io, &delegate, &owner, IO_UNIT);
    let _ = world.chain.send(iosd::open_minter(delegate, delegate)).ok();
    world.trader.wallet = delegate;
    let call = iosd::mint(&world.trader, at_any_price(IO_UNIT));
    let _ = world.chain.send(call.clone()).ok();
    assert_eq!(world.minter_rules(&delegate).level, 2_000_000);
    assert_eq!(world.minter_rules(&owner).level, 0);
    // TokenError::OwnerMismatch: the approval is used up.
    world
        .chain
        .send(call)
        .fails_as(&InstructionError::Custom(4));
}

#[test]
fn more_than_the_balance_is_refused_by_the_token_program_and_nothing_is_counted() {
    let mut world = World::trading();
    let (owner, io) = (world.trader.wallet, world.trader.io);
    let sink = world.chain.token_account("sink", &IO.mint, &owner);
    let balance = world.chain.balance(&io);
    world.chain.transfer(&io, &sink, &owner, balance - IO_UNIT);
    let before = world.iosd();
    let call = iosd::mint(&world.trader, at_any_price(IO_UNIT + 1));
    // TokenError::InsufficientFunds
    world
        .chain
        .send(call)
        .fails_as(&InstructionError::Custom(1));
    assert_eq!(world.iosd(), before);
    assert_eq!(world.chain.read_mint(&STABLE.mint).supply, 0);
}
