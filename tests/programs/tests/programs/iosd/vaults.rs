//! The buy-and-burn vaults.

use crate::negative::scenarios::{second_half_hour, with_iosd};
use ionet_client::generated::{Event, iosd::events::IosdEvent};
use ionet_core::{
    iosd::Vault,
    supply::{GENESIS_SUPPLY, IO_UNIT},
};
use ionet_test_kit::{
    World,
    addresses::{IO, STABLE, dollar_tokens, dollar_vault},
    process::{iosd, iosd::at_any_price},
    world::{TWO_DOLLARS, VAULT_DOLLARS},
};
use solana_account::Account;
use solana_instruction::error::InstructionError;
use solana_sdk_ids::system_program;

const IOSD: u64 = 1_000_000;

fn vault_balance(world: &World) -> u64 {
    world
        .chain
        .balance(&dollar_tokens(&world.trader.dollar_mint))
}

#[test]
fn listing_creates_record_and_token_account_once() {
    let mut world = World::trading();
    let mint = world
        .chain
        .dollar_mint("other dollar", &world.mallory.clone());
    for address in [dollar_vault(&mint), dollar_tokens(&mint)] {
        let donation = Account::new(1_000_000, 0, &system_program::ID);
        world.chain.set_account(address, donation);
    }
    let call = iosd::list_vault(world.admin, mint);
    let outcome = world.chain.send(call.clone()).ok();
    let [Event::Iosd(IosdEvent::VaultListed(event))] = outcome.events.as_slice() else {
        panic!("one event, VaultListed, but got {:?}", outcome.events);
    };
    assert_eq!(
        (event.vault, event.mint, event.token_account),
        (dollar_vault(&mint), mint, dollar_tokens(&mint))
    );
    let vault = world.dollar_vault(&mint);
    assert_eq!(
        (vault.version, vault.mint, vault.token_account),
        (1, mint, dollar_tokens(&mint))
    );
    assert_eq!(world.vault_rules(&mint), Vault::default());
    let tokens = world.chain.read_token_account(&dollar_tokens(&mint));
    assert_eq!(
        (tokens.mint, tokens.owner, tokens.amount),
        (mint, STABLE.authority, 0)
    );
    assert!(tokens.delegate.is_none() && tokens.close_authority.is_none());
    assert!(!world.chain.send(call).is_ok());
}

#[test]
fn iosd_is_bought_at_95_cents_and_burned() {
    let mut world = with_iosd();
    let mint = world.trader.dollar_mint;
    let outcome = world
        .chain
        .send(iosd::sell_iosd(&world.trader, 100 * IOSD + 1))
        .ok();
    assert_eq!(world.chain.balance(&world.trader.dollars), 95 * IOSD);
    assert_eq!(vault_balance(&world), VAULT_DOLLARS - 95 * IOSD);
    assert_eq!(world.chain.read_mint(&STABLE.mint).supply, 1_900 * IOSD - 1);
    let now = world.chain.now();
    let expected = Vault::default()
        .buy_iosd(VAULT_DOLLARS, 100 * IOSD + 1, now)
        .unwrap();
    assert_eq!(world.vault_rules(&mint), expected.vault_after);

    let [Event::Iosd(IosdEvent::IosdBought(event))] = outcome.events.as_slice() else {
        panic!("one event, IosdBought, but got {:?}", outcome.events);
    };
    assert_eq!(
        (event.vault, event.seller),
        (dollar_vault(&mint), world.trader.wallet)
    );
    assert_eq!((event.iosd_amount, event.paid), (100 * IOSD + 1, 95 * IOSD));
    assert_eq!(
        (event.balance_before, event.balance_after),
        (VAULT_DOLLARS, VAULT_DOLLARS - 95 * IOSD)
    );
    assert_eq!(
        (event.iosd_burned_before, event.iosd_burned_after),
        (0, 100 * IOSD + 1)
    );
}

#[test]
fn io_is_bought_below_the_lower_bound_and_burned() {
    let mut world = second_half_hour();
    let mint = world.trader.dollar_mint;
    let before = world.iosd_rules();
    let request = at_any_price(10 * IO_UNIT);
    let outcome = world.chain.send(iosd::sell_io(&world.trader, request)).ok();
    assert_eq!(world.chain.balance(&world.trader.dollars), 19_800_000);
    assert_eq!(vault_balance(&world), VAULT_DOLLARS - 19_800_000);
    assert_eq!(
        world.chain.read_mint(&IO.mint).supply,
        GENESIS_SUPPLY - 10 * IO_UNIT
    );
    let now = world.chain.now();
    let expected = before
        .buy_io(
            &Vault::default(),
            VAULT_DOLLARS,
            &world.price(),
            request,
            now,
        )
        .unwrap();
    assert_eq!(world.vault_rules(&mint), expected.vault_after);
    assert_eq!(world.iosd_rules(), expected.state_after);
    assert_eq!(world.iosd().newest_publish_time, now);

    let [Event::Iosd(IosdEvent::IoBought(event))] = outcome.events.as_slice() else {
        panic!("one event, IoBought, but got {:?}", outcome.events);
    };
    assert_eq!((event.io_amount, event.paid), (10 * IO_UNIT, 19_800_000));
    assert_eq!(
        (event.price, event.publish_time),
        (2_000_000_000_000, world.chain.now())
    );
    assert_eq!(
        (event.balance_before, event.balance_after),
        (VAULT_DOLLARS, VAULT_DOLLARS - 19_800_000)
    );
    assert_eq!(
        (event.io_burned_before, event.io_burned_after),
        (0, 10 * IO_UNIT)
    );
}

#[test]
fn both_sales_share_one_window() {
    let mut world = second_half_hour();
    let call = iosd::mint(&world.trader, at_any_price(1_000 * IO_UNIT));
    let _ = world.chain.send(call).ok();
    // 100,000 dollars at once, of which 99,000 and then 950 are taken.
    let call = iosd::sell_io(&world.trader, at_any_price(50_000 * IO_UNIT));
    let _ = world.chain.send(call).ok();
    let call = iosd::sell_iosd(&world.trader, 1_000 * IOSD);
    let _ = world.chain.send(call).ok();
    world
        .chain
        .send(iosd::sell_iosd(&world.trader, 53 * IOSD))
        .fails_with("VaultWindowFull");
    let _ = world
        .chain
        .send(iosd::sell_iosd(&world.trader, 52 * IOSD))
        .ok();
    // A donation is balance like any other.
    let (admin, mint) = (world.admin, world.trader.dollar_mint);
    world
        .chain
        .mint_foreign(&mint, &dollar_tokens(&mint), &admin, 480 * IOSD);
    let _ = world
        .chain
        .send(iosd::sell_iosd(&world.trader, 10 * IOSD))
        .ok();
}

/// I10: a pause stops what a wrong price could take, and never the exit from IOSD.
#[test]
fn iosd_is_sold_while_paused_and_without_any_price() {
    let mut world = with_iosd();
    let _ = world.chain.send(iosd::pause(world.admin)).ok();
    world.chain.warp(1_000);
    let _ = world
        .chain
        .send(iosd::sell_iosd(&world.trader, 10 * IOSD))
        .ok();
}

/// The dollar's issuer can freeze a vault: what is burned is paid for, or nothing happens.
#[test]
fn a_frozen_dollar_account_stops_its_own_sale_only() {
    let mut world = with_iosd();
    let (admin, mint) = (world.admin, world.trader.dollar_mint);
    let mut frozen_seller = world.clone();
    let dollars = frozen_seller.trader.dollars;
    frozen_seller.chain.freeze(&dollars, &mint, &admin);
    world.chain.freeze(&dollar_tokens(&mint), &mint, &admin);
    for mut world in [world, frozen_seller] {
        let supply = world.chain.read_mint(&STABLE.mint).supply;
        let before = world.vault_rules(&mint);
        // TokenError::AccountFrozen
        world
            .chain
            .send(iosd::sell_iosd(&world.trader, 10 * IOSD))
            .fails_as(&InstructionError::Custom(17));
        assert_eq!(world.chain.read_mint(&STABLE.mint).supply, supply);
        assert_eq!(world.vault_rules(&mint), before);
        // Minting goes on.
        world.publish(TWO_DOLLARS);
        let call = iosd::mint(&world.trader, at_any_price(IO_UNIT));
        let _ = world.chain.send(call).ok();
    }
}
