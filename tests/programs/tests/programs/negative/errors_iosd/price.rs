//! Errors of iosd: which prices are refused, by minting and by the sale of IO alike.

use super::super::{
    scenarios::{correct, second_half_hour},
    tables::{ErrorCase, error_case as case, patch},
};
use ionet_core::{iosd::IosdParameters, supply::IO_UNIT};
use ionet_test_kit::{
    IO_TOKEN, Outcome, PRICE_FEED, World,
    addresses::{IO, IO_USD, PRICES, STABLE, feed},
    negative::twin,
    process::{iosd, iosd::at_any_price, price_feed, price_feed::Price},
    world::TWO_DOLLARS,
};

const DEFAULT: IosdParameters = IosdParameters::DEFAULT;
/// Offset of `newest_publish_time` in the state.
const NEWEST: usize = 8 + 8 + 16 + 16 + 16;

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("WrongPriceOwner", "initialize, a feed of nobody", || {
        let mut world = World::priced();
        let call = iosd::initialize_with_feed(world.admin, DEFAULT, IO_TOKEN.id, IO_USD, world.guardian);
        world.chain.send(call)
    }),
    case("WrongPriceOwner", "mint, the same bytes of another program", || {
        let (mut world, call) = correct("iosd", "mint");
        let copy = twin(&mut world.chain, &PRICES.io_usd);
        let mut account = world.chain.account(&copy).expect("the copy");
        account.owner = IO_TOKEN.id;
        world.chain.set_account(copy, account);
        world.chain.send(call.with_account("price_update", copy))
    }),
    case("NotPriceUpdate", "initialize, an account of another type", || {
        let mut world = World::priced();
        let call = iosd::initialize_with_feed(world.admin, DEFAULT, IO_TOKEN.id, IO_USD, world.guardian);
        world.chain.send(call.with_account("price_update", IO.config))
    }),
    case("NotPriceUpdate", "mint, another discriminator", || with_bytes("mint", 0, &[0])),
    case("NotPriceUpdate", "mint, an unknown verification level", || with_bytes("mint", 40, &[2])),
    case("NotPriceUpdate", "mint, a byte less", || {
        let (mut world, call) = correct("iosd", "mint");
        let mut account = world.chain.account(&PRICES.io_usd).expect("the price");
        account.data.pop();
        world.chain.set_account(PRICES.io_usd, account);
        world.chain.send(call)
    }),
    case("PriceNotFullyVerified", "mint, five signatures", || partial("mint")),
    case("PriceNotFullyVerified", "sell_io, five signatures", || partial("sell_io")),
    case("WrongPriceFeed", "initialize, a mistyped id", || {
        let mut world = World::priced();
        let mut mistyped = IO_USD;
        mistyped[31] ^= 1;
        let call = iosd::initialize_with_feed(world.admin, DEFAULT, PRICE_FEED.id, mistyped, world.guardian);
        world.chain.send(call)
    }),
    case("WrongPriceFeed", "mint, a dearer token's price", || other_feed("mint")),
    case("WrongPriceFeed", "sell_io, a dearer token's price", || other_feed("sell_io")),
    case("PriceExponentOutOfRange", "mint, -3", || mint_at(Price { exponent: -3, ..TWO_DOLLARS })),
    case("PriceExponentOutOfRange", "mint, -13", || mint_at(Price { exponent: -13, ..TWO_DOLLARS })),
    case("PriceExponentOutOfRange", "sell_io, 0", || sell_at(Price { exponent: 0, ..TWO_DOLLARS })),
    case("PriceNotPositive", "mint, zero", || mint_at(Price { price: 0, ..TWO_DOLLARS })),
    case("PriceNotPositive", "mint, the least", || mint_at(Price { price: i64::MIN, ..TWO_DOLLARS })),
    case("PriceNotPositive", "mint, average below zero", || mint_at(Price { ema_price: -1, ..TWO_DOLLARS })),
    case("PriceNotPositive", "sell_io, nothing left after the spread", || {
        sell_at(Price { price: 1, ema_price: 1, exponent: -12, ..TWO_DOLLARS })
    }),
    case("PriceTooHigh", "mint, the greatest", || {
        mint_at(Price { price: i64::MAX, ema_price: i64::MAX, ..TWO_DOLLARS })
    }),
    case("PriceStale", "mint, a second too old", || {
        let (mut world, call) = correct("iosd", "mint");
        world.chain.warp(61);
        world.chain.send(call)
    }),
    case("PriceStale", "sell_io, a second too old", || {
        let (mut world, call) = correct("iosd", "sell_io");
        world.chain.warp(61);
        world.chain.send(call)
    }),
    case("PriceStale", "mint, before the first price", || {
        let (mut world, call) = correct("iosd", "mint");
        // Nothing but a positive price is there yet.
        patch(&mut world, PRICES.io_usd, 93, &0_i64.to_le_bytes());
        world.chain.send(call)
    }),
    case("PriceFromFuture", "mint, eleven seconds ahead", || {
        let (mut world, call) = correct("iosd", "mint");
        let ahead = world.chain.now() + 11;
        patch(&mut world, PRICES.io_usd, 93, &ahead.to_le_bytes());
        world.chain.send(call)
    }),
    case("PriceOlderThanUsed", "mint", || older("mint")),
    case("PriceOlderThanUsed", "sell_io", || older("sell_io")),
    case("PriceConfidenceTooWide", "mint, spot", || mint_at(Price { conf: 4_000_001, ..TWO_DOLLARS })),
    case("PriceConfidenceTooWide", "mint, average", || mint_at(Price { ema_conf: 4_000_001, ..TWO_DOLLARS })),
    case("PriceConfidenceTooWide", "sell_io, the greatest", || sell_at(Price { conf: u64::MAX, ..TWO_DOLLARS })),
];

fn with_bytes(instruction: &str, offset: usize, bytes: &[u8]) -> Outcome {
    let (mut world, call) = correct("iosd", instruction);
    patch(&mut world, PRICES.io_usd, offset, bytes);
    world.chain.send(call)
}

/// The update with only five signatures verified: everything lies one byte further.
fn partial(instruction: &str) -> Outcome {
    let (mut world, call) = correct("iosd", instruction);
    let mut account = world.chain.account(&PRICES.io_usd).expect("the price");
    account.data.splice(40..41, [0, 5]);
    account.data.pop();
    world.chain.set_account(PRICES.io_usd, account);
    world.chain.send(call)
}

fn other_feed(instruction: &str) -> Outcome {
    let (mut world, call) = correct("iosd", instruction);
    let create = price_feed::create_feed(world.admin, [9; 32], world.publisher);
    let _ = world.chain.send(create).ok();
    let now = world.chain.now();
    let publish = price_feed::publish(world.publisher, [9; 32], TWO_DOLLARS, now);
    let _ = world.chain.send(publish).ok();
    world
        .chain
        .send(call.with_account("price_update", feed(&[9; 32])))
}

fn mint_at(price: Price) -> Outcome {
    let mut world = World::trading();
    world.publish(price);
    world
        .chain
        .send(iosd::mint(&world.trader, at_any_price(IO_UNIT)))
}

fn sell_at(price: Price) -> Outcome {
    let mut world = second_half_hour();
    world.publish(price);
    world
        .chain
        .send(iosd::sell_io(&world.trader, at_any_price(IO_UNIT)))
}

/// A price a second newer was used before.
fn older(instruction: &str) -> Outcome {
    let (mut world, call) = correct("iosd", instruction);
    let newer = world.chain.now() + 1;
    patch(&mut world, STABLE.state, NEWEST, &newer.to_le_bytes());
    world.chain.send(call)
}
