//! Cases of iosd and price-feed that may take more than the typical one.

use super::measure;
use crate::negative::scenarios::{second_half_hour, with_iosd};
use ionet_core::{
    iosd::{IosdParameters, MAX_WINDOW_CAP},
    supply::IO_UNIT,
    time::DAY_SECONDS,
};
use ionet_test_kit::{
    World,
    process::{iosd, iosd::at_any_price, price_feed, price_feed::Price},
    world::TWO_DOLLARS,
};
use solana_address::Address;

/// Wallets, mints and feeds over which a derived address is measured.
const DERIVATIONS: u8 = 128;
const WIDEST: IosdParameters = IosdParameters {
    window_cap: MAX_WINDOW_CAP,
    ..IosdParameters::DEFAULT
};

/// Figures of each case.
pub fn hard_cases(program: &str, instruction: &str) -> Vec<u64> {
    match (program, instruction) {
        ("iosd", "mint") => mints(),
        ("iosd", "sell_io") => sales_of_io(),
        ("iosd", "sell_iosd") => vec![sale_from_a_draining_window()],
        ("iosd", "open_minter") => each_address(|number| {
            let world = World::trading();
            let wallet = Address::new_from_array([number; 32]);
            let call = iosd::open_minter(world.admin, wallet);
            measure(world, call)
        }),
        ("iosd", "close_minter") => vec![{
            let mut world = with_iosd();
            world.chain.warp(400 * DAY_SECONDS);
            let call = iosd::close_minter(world.trader.wallet, world.admin);
            measure(world, call)
        }],
        ("iosd", "list_vault") => each_address(|number| {
            let mut world = World::trading();
            let name = format!("dollar {number}");
            let mint = world.chain.dollar_mint(&name, &world.mallory.clone());
            let call = iosd::list_vault(world.admin, mint);
            measure(world, call)
        }),
        ("iosd", "set_parameters") => vec![{
            let mut world = with_iosd();
            world.chain.warp(1_799);
            let call = iosd::set_parameters(world.admin, WIDEST);
            measure(world, call)
        }],
        ("iosd", "pause") => vec![{
            let world = World::trading();
            let call = iosd::pause(world.admin);
            measure(world, call)
        }],
        ("price_feed", "create_feed") => each_address(|number| {
            let world = World::sealed();
            let call = price_feed::create_feed(world.admin, [number; 32], world.publisher);
            measure(world, call)
        }),
        _ => Vec::new(),
    }
}

fn each_address(measured: impl Fn(u8) -> u64) -> Vec<u64> {
    (0..DERIVATIONS).map(measured).collect()
}

/// A mint at other prices, and with windows that drain.
fn mints() -> Vec<u64> {
    let priced = PRICES_TO_MEASURE.map(|price| {
        let mut world = World::trading();
        world.publish(price);
        let call = iosd::mint(&world.trader, at_any_price(IO_UNIT));
        measure(world, call)
    });
    let mut draining = World::trading();
    let call = iosd::set_parameters(draining.admin, WIDEST);
    let _ = draining.chain.send(call).ok();
    for seconds in [0, 1_799] {
        draining.chain.warp(seconds);
        draining.publish(TWO_DOLLARS);
        let call = iosd::mint(&draining.trader, at_any_price(100_000 * IO_UNIT));
        let _ = draining.chain.send(call).ok();
    }
    draining.chain.warp(59);
    let call = iosd::mint(&draining.trader, at_any_price(777_777_777_777));
    let mut units = priced.to_vec();
    units.push(measure(draining, call));
    units
}

fn sales_of_io() -> Vec<u64> {
    let priced = PRICES_TO_MEASURE.map(|price| {
        let mut world = second_half_hour();
        world.publish(price);
        let call = iosd::sell_io(&world.trader, at_any_price(IO_UNIT));
        measure(world, call)
    });
    let mut draining = second_half_hour();
    let call = iosd::sell_io(&draining.trader, at_any_price(20_000 * IO_UNIT));
    let _ = draining.chain.send(call).ok();
    draining.chain.warp(59);
    let call = iosd::sell_io(&draining.trader, at_any_price(777_777_777_777));
    let mut units = priced.to_vec();
    units.push(measure(draining, call));
    units
}

fn sale_from_a_draining_window() -> u64 {
    let mut world = with_iosd();
    let call = iosd::sell_iosd(&world.trader, 900_000_000);
    let _ = world.chain.send(call).ok();
    world.chain.warp(1_799);
    let all = world.chain.balance(&world.trader.iosd);
    let call = iosd::sell_iosd(&world.trader, all);
    measure(world, call)
}

/// Uneven, at the smallest exponent, and the dearest IO of which one is within a wallet's room.
const PRICES_TO_MEASURE: [Price; 3] = [
    Price {
        price: 234_567_891,
        conf: 1_234_567,
        exponent: -8,
        ema_price: 245_678_912,
        ema_conf: 2_345_678,
    },
    Price {
        price: 1_999_999_999_999,
        conf: 9_999_999_999,
        exponent: -12,
        ema_price: 1_888_888_888_888,
        ema_conf: 1,
    },
    Price {
        price: 49_999_999,
        conf: 99_999,
        exponent: -4,
        ema_price: 49_888_888,
        ema_conf: 0,
    },
];
