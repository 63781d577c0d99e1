//! Attacks on the price, by name.

use crate::negative::scenarios::{second_half_hour, with_iosd};
use ionet_core::{iosd::TradeRequest, supply::IO_UNIT};
use ionet_test_kit::{
    Call, Outcome, PRICE_FEED, World,
    addresses::{IO_USD, PRICES, STABLE, feed},
    negative::twin,
    process::{iosd, iosd::at_any_price, price_feed, price_feed::Price},
    world::TWO_DOLLARS,
};
use solana_instruction::error::InstructionError;

const ONE_DOLLAR: Price = Price {
    price: 100_000_000,
    ema_price: 100_000_000,
    ..TWO_DOLLARS
};

fn mint(world: &mut World) -> Outcome {
    let call = iosd::mint(&world.trader, at_any_price(IO_UNIT));
    world.chain.send(call)
}

/// The price falls and the attacker waits with the dear one of a minute ago.
#[test]
fn a_stale_price_is_refused_after_a_minute() {
    let mut world = World::trading();
    world.chain.warp(60);
    let _ = mint(&mut world).ok();
    world.chain.warp(1);
    mint(&mut world).fails_with("PriceStale");
}

/// A pull oracle's accounts are posted by their users: two updates of the last minute are both
/// there, and the attacker would choose the dear one after somebody used the newer.
#[test]
fn a_reordered_price_is_refused_once_a_newer_one_was_used() {
    let mut world = World::trading();
    let dear = twin(&mut world.chain, &PRICES.io_usd);
    world.chain.warp(20);
    world.publish(ONE_DOLLAR);
    let with_dear = |call: Call| call.with_account("price_update", dear);

    // Until then both are fresh, and either can be used.
    let mut first = world.clone();
    let call = with_dear(iosd::mint(&first.trader, at_any_price(IO_UNIT)));
    let _ = first.chain.send(call).ok();

    let _ = mint(&mut world).ok();
    let call = with_dear(iosd::mint(&world.trader, at_any_price(IO_UNIT)));
    world.chain.send(call).fails_with("PriceOlderThanUsed");

    // A sale of IO counts as a use as well, and the other way round.
    let mut world = second_half_hour();
    let dear = twin(&mut world.chain, &PRICES.io_usd);
    world.publish(ONE_DOLLAR);
    let _ = mint(&mut world).ok();
    let call = iosd::sell_io(&world.trader, at_any_price(IO_UNIT));
    world
        .chain
        .send(call.with_account("price_update", dear))
        .fails_with("PriceOlderThanUsed");
}

/// A thin market: the dearer of two uncertain prices must not be taken at its word.
#[test]
fn a_wide_confidence_is_refused_and_a_narrow_one_is_paid_for_twice() {
    let with_conf = |conf| {
        let mut world = World::trading();
        world.publish(Price {
            conf,
            ..TWO_DOLLARS
        });
        let outcome = mint(&mut world);
        (world, outcome)
    };
    let (world, outcome) = with_conf(4_000_000);
    let _ = outcome.ok();
    assert_eq!(world.chain.balance(&world.trader.iosd), 1_920_000);
    let (_, outcome) = with_conf(4_000_001);
    outcome.fails_with("PriceConfidenceTooWide");
}

/// A pump of a minute: spot doubles, the average hardly moves, and the average counts.
#[test]
fn a_pumped_spot_price_mints_at_the_average() {
    let mut world = World::trading();
    world.publish(Price {
        price: 400_000_000,
        ..TWO_DOLLARS
    });
    let _ = mint(&mut world).ok();
    assert_eq!(world.chain.balance(&world.trader.iosd), 2_000_000);
}

#[test]
fn a_price_of_another_feed_is_refused() {
    let mut world = World::trading();
    let dear = Price {
        price: 9_000_000_000_000,
        ema_price: 9_000_000_000_000,
        ..TWO_DOLLARS
    };
    let call = price_feed::create_feed(world.admin, [9; 32], world.publisher);
    let _ = world.chain.send(call).ok();
    let now = world.chain.now();
    let call = price_feed::publish(world.publisher, [9; 32], dear, now);
    let _ = world.chain.send(call).ok();
    let call = iosd::mint(&world.trader, at_any_price(IO_UNIT));
    world
        .chain
        .send(call.with_account("price_update", feed(&[9; 32])))
        .fails_with("WrongPriceFeed");
}

/// The right bytes in an account of a program of the attacker's.
#[test]
fn a_price_of_another_owner_is_refused() {
    let mut world = World::trading();
    let forged = twin(&mut world.chain, &PRICES.io_usd);
    let mut account = world.chain.account(&forged).expect("the copy");
    assert_eq!(account.owner, PRICE_FEED.id);
    account.owner = ionet_test_kit::EMISSION.id;
    world.chain.set_account(forged, account);
    let call = iosd::mint(&world.trader, at_any_price(IO_UNIT));
    world
        .chain
        .send(call.with_account("price_update", forged))
        .fails_with("WrongPriceOwner");
}

/// With the same mantissa, an exponent of −3 would be a hundred thousand times the price.
#[test]
fn an_unexpected_exponent_is_refused() {
    for exponent in [-3, 0, 5, -13, i32::MIN, i32::MAX] {
        let mut world = World::trading();
        world.publish(Price {
            exponent,
            ..TWO_DOLLARS
        });
        mint(&mut world).fails_with("PriceExponentOutOfRange");
    }
    for (exponent, mantissa) in [(-12, 2_000_000_000_000), (-4, 20_000)] {
        let mut world = World::trading();
        world.publish(Price {
            exponent,
            price: mantissa,
            ema_price: mantissa,
            ..TWO_DOLLARS
        });
        let _ = mint(&mut world).ok();
        assert_eq!(world.chain.balance(&world.trader.iosd), 2_000_000);
    }
}

/// The price moves against the caller while the transaction travels.
#[test]
fn a_price_that_moved_meanwhile_mints_nothing() {
    let mut world = World::trading();
    let request = TradeRequest {
        io_amount: IO_UNIT,
        min_out: 1_990_000,
        expiry: world.chain.now() + 30,
    };
    let call = iosd::mint(&world.trader, request);
    let mut late = world.clone();
    late.chain.warp(31);
    late.chain.send(call.clone()).fails_with("Expired");
    world.publish(ONE_DOLLAR);
    world.chain.send(call).fails_with("BelowMinimum");
}

/// A Token-2022 mint could take a fee of every payment, so that less arrives than is booked.
#[test]
fn a_token_2022_dollar_is_not_listed() {
    let mut world = World::trading();
    let mint = world
        .chain
        .token_2022_mint("token-2022 dollar", &world.admin.clone());
    world
        .chain
        .send(iosd::list_vault(world.admin, mint))
        .fails_as(&InstructionError::IllegalOwner);
}

#[test]
fn the_ends_of_64_bits_move_nothing() {
    let before = with_iosd();
    let supply = |world: &World| world.chain.read_mint(&STABLE.mint).supply;
    for (io_amount, min_out, expiry, error) in [
        (u64::MAX, 0, i64::MAX, "WindowFull"),
        (0, 0, i64::MAX, "AmountZero"),
        (IO_UNIT, u64::MAX, i64::MAX, "BelowMinimum"),
        (IO_UNIT, 0, i64::MIN, "Expired"),
    ] {
        let mut world = before.clone();
        let request = TradeRequest {
            io_amount,
            min_out,
            expiry,
        };
        world
            .chain
            .send(iosd::mint(&world.trader, request))
            .fails_with(error);
        assert_eq!(supply(&world), supply(&before));
    }
    for price in [i64::MIN, i64::MAX] {
        let mut world = before.clone();
        world.publish(Price {
            price,
            conf: u64::MAX,
            ema_price: i64::MAX,
            ema_conf: u64::MAX,
            exponent: -12,
        });
        assert!(!mint(&mut world).is_ok());
        assert_eq!(supply(&world), supply(&before));
    }
    let mut world = before.clone();
    world
        .chain
        .send(iosd::sell_iosd(&world.trader, u64::MAX))
        .fails_with("VaultWindowFull");
    assert_eq!(supply(&world), supply(&before));
}

/// A cluster of its own has the oracle's upgrade authority, and nobody else creates feeds there.
#[test]
fn nobody_but_the_upgrade_authority_creates_the_pinned_feed() {
    let mut world = World::sealed();
    world
        .chain
        .send(price_feed::create_feed(
            world.mallory,
            IO_USD,
            world.mallory,
        ))
        .fails_with("NotUpgradeAuthority");
}
