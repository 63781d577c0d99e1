//! Mint records: who pays their rent, who gets it back, and when.

use crate::negative::scenarios::with_iosd;
use ionet_client::generated::{Event, iosd::events::IosdEvent};
use ionet_core::{iosd::IosdParameters, time::DAY_SECONDS};
use ionet_test_kit::{World, addresses::minter, process::iosd};
use solana_account::Account;
use solana_sdk_ids::system_program;

#[test]
fn anyone_pays_for_a_record_and_gets_the_rent_back() {
    let mut world = World::trading();
    let payer = world.chain.wallet("payer");
    let lamports = |world: &World| world.chain.account(&payer).expect("the payer").lamports;
    let before = lamports(&world);
    let wallet = world.mallory;
    let outcome = world.chain.send(iosd::open_minter(payer, wallet)).ok();
    let [Event::Iosd(IosdEvent::MinterOpened(event))] = outcome.events.as_slice() else {
        panic!("one event, MinterOpened, but got {:?}", outcome.events);
    };
    assert_eq!(
        (event.minter, event.wallet, event.payer),
        (minter(&wallet), wallet, payer)
    );
    let record = world.minter(&wallet);
    assert_eq!(
        (record.version, record.wallet, record.payer),
        (1, wallet, payer)
    );
    assert_eq!((record.level, record.updated_at), (0, world.chain.now()));
    let rent = world.chain.rent_exempt(8 + 120);
    assert_eq!(before - lamports(&world), rent);

    world.chain.warp(DAY_SECONDS);
    let outcome = world.chain.send(iosd::close_minter(wallet, payer)).ok();
    let [Event::Iosd(IosdEvent::MinterClosed(event))] = outcome.events.as_slice() else {
        panic!("one event, MinterClosed, but got {:?}", outcome.events);
    };
    assert_eq!((event.payer, event.rent), (payer, rent));
    assert_eq!(lamports(&world), before);
    assert!(world.chain.account(&minter(&wallet)).is_none());
    // And opened again, by somebody else.
    let _ = world
        .chain
        .send(iosd::open_minter(world.admin, wallet))
        .ok();
    assert_eq!(world.minter(&wallet).payer, world.admin);
}

#[test]
fn a_record_is_opened_once_and_cannot_be_blocked_by_a_donation() {
    let mut world = World::trading();
    let address = minter(&world.mallory);
    let donation = Account::new(1_000_000, 0, &system_program::ID);
    world.chain.set_account(address, donation);
    let call = iosd::open_minter(world.admin, world.mallory);
    let _ = world.chain.send(call.clone()).ok();
    assert!(!world.chain.send(call).is_ok());
}

/// Closing a record to mint with a new one would be two windows.
#[test]
fn a_record_that_still_holds_something_stays() {
    let mut world = with_iosd();
    let (wallet, payer) = (world.trader.wallet, world.admin);
    // At a hundredth of the cap the 2,000 IOSD drain for 40 hours, at 50 an hour.
    let lower = IosdParameters {
        window_cap: IosdParameters::DEFAULT.window_cap / 100,
        ..IosdParameters::DEFAULT
    };
    let _ = world
        .chain
        .send(iosd::set_parameters(world.admin, lower))
        .ok();
    world.chain.warp(40 * 3_600 - 1);
    world
        .chain
        .send(iosd::close_minter(wallet, payer))
        .fails_with("MinterInUse");
    world.chain.warp(1);
    let _ = world.chain.send(iosd::close_minter(wallet, payer)).ok();
}
