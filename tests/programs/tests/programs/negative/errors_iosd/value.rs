//! Errors of iosd: amounts, windows, vaults and parameters.

use super::super::{
    scenarios::{correct, second_half_hour, with_iosd},
    tables::{ErrorCase, error_case as case, patch},
};
use ionet_core::{
    iosd::{IosdParameters, TradeRequest},
    oracle::PriceRules,
    supply::IO_UNIT,
    time::DAY_SECONDS,
};
use ionet_test_kit::{
    Outcome, World,
    addresses::{STABLE, dollar_tokens, dollar_vault, minter},
    negative::twin,
    process::{iosd, iosd::at_any_price},
};

const DEFAULT: IosdParameters = IosdParameters::DEFAULT;
/// Offset of `minted_ever` in the state: discriminator, head, parameters, window.
const MINTED_EVER: usize = 8 + 8 + 16 + 16;
/// Offset of `io_burned` in the state.
const IO_BURNED: usize = MINTED_EVER + 8;
/// Offset of `iosd_burned` in a vault: discriminator, head, two addresses, window.
const VAULT_IOSD_BURNED: usize = 8 + 8 + 64 + 16;

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("WrongIoMint", "initialize with a copy", || with_copy("initialize", "io_mint")),
    case("WrongIoMint", "mint with a copy", || with_copy("mint", "io_mint")),
    case("WrongIoMint", "sell_io with a copy", || with_copy("sell_io", "io_mint")),
    case("NotDollarMint", "eight decimals", || {
        let mut world = World::trading();
        let mint = world.chain.foreign_mint("eight decimals", &world.admin.clone());
        world.chain.send(iosd::list_vault(world.admin, mint))
    }),
    case("NotDollarMint", "IOSD itself", || {
        let mut world = World::trading();
        world.chain.send(iosd::list_vault(world.admin, STABLE.mint))
    }),
    case("WrongMinter", "another wallet's room", || {
        let mut world = World::trading();
        let _ = world.chain.send(iosd::open_minter(world.admin, world.mallory)).ok();
        let call = iosd::mint(&world.trader, at_any_price(IO_UNIT));
        let other = minter(&world.mallory);
        world.chain.send(call.with_account("minter", other))
    }),
    case("MinterInUse", "right after it was opened", || {
        let mut world = World::trading();
        world.chain.send(iosd::close_minter(world.trader.wallet, world.admin))
    }),
    case("MinterInUse", "one second before a day after the last mint", || {
        let mut world = with_iosd();
        world.chain.warp(DAY_SECONDS - 1);
        world.chain.send(iosd::close_minter(world.trader.wallet, world.admin))
    }),
    case("WrongRentReceiver", "the closer takes the rent", || {
        let (mut world, call) = correct("iosd", "close_minter");
        let mallory = world.mallory;
        world.chain.send(call.with_account("payer", mallory))
    }),
    case("WrongVaultTokens", "another vault pays", || {
        let (mut world, call) = correct("iosd", "sell_iosd");
        let mint = world.chain.dollar_mint("other dollar", &world.admin.clone());
        let _ = world.chain.send(iosd::list_vault(world.admin, mint)).ok();
        world.chain.send(call.with_account("vault_tokens", dollar_tokens(&mint)))
    }),
    case("AmountZero", "minting for nothing", || mint(0)),
    case("AmountZero", "selling no IO", || sell_io(0)),
    case("AmountZero", "selling no IOSD", || sell_iosd(0)),
    case("Expired", "mint, a second ago", || {
        let mut world = World::trading();
        let expiry = world.chain.now() - 1;
        let request = TradeRequest { expiry, ..at_any_price(IO_UNIT) };
        world.chain.send(iosd::mint(&world.trader, request))
    }),
    case("Expired", "sell_io, the least time", || {
        let mut world = second_half_hour();
        let request = TradeRequest { expiry: i64::MIN, ..at_any_price(IO_UNIT) };
        world.chain.send(iosd::sell_io(&world.trader, request))
    }),
    case("NothingOut", "mint, under a micro-dollar", || mint(49)),
    case("NothingOut", "sell_io, under a micro-dollar", || sell_io(50)),
    case("NothingOut", "sell_iosd, under a micro-dollar", || sell_iosd(1)),
    case("BelowMinimum", "mint", || {
        let mut world = World::trading();
        let request = TradeRequest { min_out: 2_000_001, ..at_any_price(IO_UNIT) };
        world.chain.send(iosd::mint(&world.trader, request))
    }),
    case("BelowMinimum", "sell_io", || {
        let mut world = second_half_hour();
        let request = TradeRequest { min_out: 1_980_001, ..at_any_price(IO_UNIT) };
        world.chain.send(iosd::sell_io(&world.trader, request))
    }),
    case("WindowFull", "all together", || {
        let mut world = World::trading();
        // Offset of the window's level: discriminator, head, parameters. Its time is now.
        let now = world.chain.now();
        patch(&mut world, STABLE.state, 8 + 8 + 16, &50_000_000_000_u64.to_le_bytes());
        patch(&mut world, STABLE.state, 8 + 8 + 16 + 8, &now.to_le_bytes());
        world.chain.send(iosd::mint(&world.trader, at_any_price(IO_UNIT)))
    }),
    case("WindowFull", "the greatest amount", || mint(u64::MAX / 2)),
    case("WalletWindowFull", "more than a twentieth of the cap at once", || mint(2_501 * IO_UNIT)),
    case("WalletWindowFull", "in two parts", || {
        let mut world = World::trading();
        let _ = world.chain.send(iosd::mint(&world.trader, at_any_price(2_500 * IO_UNIT))).ok();
        world.chain.send(iosd::mint(&world.trader, at_any_price(1_000)))
    }),
    case("VaultWindowFull", "more than a 48th of the balance at once", || {
        // 100,000 dollars and a bit.
        sell_io(50_506 * IO_UNIT)
    }),
    case("VaultWindowFull", "the greatest amount", || sell_iosd(u64::MAX)),
    case("VaultWindowFull", "an empty vault", || {
        let mut world = with_iosd();
        let mint = world.chain.dollar_mint("other dollar", &world.admin.clone());
        let _ = world.chain.send(iosd::list_vault(world.admin, mint)).ok();
        let wallet = world.trader.wallet;
        world.trader.dollar_mint = mint;
        world.trader.dollars = world.chain.token_account("other dollars", &mint, &wallet);
        world.chain.send(iosd::sell_iosd(&world.trader, 10_000_000))
    }),
    case("ReservedForIosd", "the first second of an hour", || {
        let mut world = World::trading();
        world.chain.send(iosd::sell_io(&world.trader, at_any_price(IO_UNIT)))
    }),
    case("WindowCapOutOfRange", "start, too small", || start(cap(999_999_999))),
    case("WindowCapOutOfRange", "change, too large", || change(cap(10_000_000_000_001))),
    case("SpreadOutOfRange", "start, 9", || start(spread(9))),
    case("SpreadOutOfRange", "change, 1,001", || change(spread(1_001))),
    case("MaxAgeOutOfRange", "start, 9", || start(price(9, 200))),
    case("MaxAgeOutOfRange", "change, 61", || change(price(61, 200))),
    case("MaxConfidenceOutOfRange", "start, 9", || start(price(60, 9))),
    case("MaxConfidenceOutOfRange", "change, 201", || change(price(60, 201))),
    case("AmountTooLarge", "all there can be, at the highest price", || {
        let mut world = World::trading();
        world.publish(ionet_test_kit::process::price_feed::Price {
            price: 1_000_000_000_000,
            ema_price: 1_000_000_000_000,
            ..ionet_test_kit::world::TWO_DOLLARS
        });
        world.chain.send(iosd::mint(&world.trader, at_any_price(u64::MAX)))
    }),
    case("Overflow", "minted_ever at the end of 64 bits", || full_state(MINTED_EVER)),
    case("Overflow", "io_burned at the end of 64 bits", || full_state(IO_BURNED)),
    case("Overflow", "a vault's iosd_burned at the end of 64 bits", || {
        let mut world = with_iosd();
        let vault = dollar_vault(&world.trader.dollar_mint);
        patch(&mut world, vault, VAULT_IOSD_BURNED, &u64::MAX.to_le_bytes());
        world.chain.send(iosd::sell_iosd(&world.trader, 10_000_000))
    }),
];

fn with_copy(instruction: &str, account: &str) -> Outcome {
    let (mut world, call) = correct("iosd", instruction);
    let copy = twin(&mut world.chain, &call.account(account));
    world.chain.send(call.with_account(account, copy))
}

fn mint(io_amount: u64) -> Outcome {
    let mut world = World::trading();
    world
        .chain
        .send(iosd::mint(&world.trader, at_any_price(io_amount)))
}

fn sell_io(io_amount: u64) -> Outcome {
    let mut world = second_half_hour();
    world
        .chain
        .send(iosd::sell_io(&world.trader, at_any_price(io_amount)))
}

fn sell_iosd(iosd_amount: u64) -> Outcome {
    let mut world = with_iosd();
    world
        .chain
        .send(iosd::sell_iosd(&world.trader, iosd_amount))
}

fn full_state(offset: usize) -> Outcome {
    let mut world = World::trading();
    patch(&mut world, STABLE.state, offset, &u64::MAX.to_le_bytes());
    world
        .chain
        .send(iosd::mint(&world.trader, at_any_price(IO_UNIT)))
}

fn start(parameters: IosdParameters) -> Outcome {
    let mut world = World::priced();
    let call = iosd::initialize(world.admin, parameters, world.guardian);
    world.chain.send(call)
}

fn change(parameters: IosdParameters) -> Outcome {
    let mut world = World::trading();
    world
        .chain
        .send(iosd::set_parameters(world.admin, parameters))
}

const fn cap(window_cap: u64) -> IosdParameters {
    IosdParameters {
        window_cap,
        ..DEFAULT
    }
}

const fn spread(spread_bps: u16) -> IosdParameters {
    IosdParameters {
        spread_bps,
        ..DEFAULT
    }
}

const fn price(max_age_seconds: u16, max_confidence_bps: u16) -> IosdParameters {
    IosdParameters {
        price: PriceRules {
            max_age_seconds,
            max_confidence_bps,
        },
        ..DEFAULT
    }
}
