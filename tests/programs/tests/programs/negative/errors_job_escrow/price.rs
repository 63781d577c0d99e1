//! Errors of job-escrow: which prices of IO value a bond.

use super::{
    super::tables::{ErrorCase, error_case as case},
    stage::Stage,
};
use ionet_test_kit::{
    IO_TOKEN, Outcome,
    addresses::{ESCROW, PRICES, STABLE, feed},
    market::DOLLAR_FEED,
    negative::twin,
    process::price_feed::Price,
    world::TWO_DOLLARS,
};

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("WrongPriceOwner", "job-escrow's own account", || Stage::free_for_all(|_| ()).refuses(|stage| {
        stage.claim_with(2, |with| with.price = ESCROW.config)
    })),
    case("WrongPriceOwner", "the same bytes of another program", || {
        let mut stage = Stage::free_for_all(|_| ());
        let chain = &mut stage.market.world.chain;
        let copy = twin(chain, &PRICES.io_usd);
        let mut account = chain.account(&copy).expect("the copy");
        account.owner = IO_TOKEN.id;
        chain.set_account(copy, account);
        stage.refuses(|stage| stage.claim_with(2, |with| with.price = copy))
    }),
    case("WrongPriceOwner", "a mint", || Stage::free_for_all(|_| ()).refuses(|stage| {
        stage.claim_with(2, |with| with.price = STABLE.mint)
    })),
    case("NotPriceUpdate", "another discriminator", || bytes(0, &[0])),
    case("NotPriceUpdate", "an unknown verification level", || bytes(40, &[2])),
    case("NotPriceUpdate", "a byte less", || Stage::free_for_all(|_| ()).with(|stage| {
        let chain = &mut stage.market.world.chain;
        let mut account = chain.account(&PRICES.io_usd).expect("the price");
        account.data.pop();
        chain.set_account(PRICES.io_usd, account);
    }).refuses(|stage| stage.claim_call(2))),
    case("PriceNotFullyVerified", "five signatures", || Stage::free_for_all(|_| ()).with(|stage| {
        let chain = &mut stage.market.world.chain;
        let mut account = chain.account(&PRICES.io_usd).expect("the price");
        account.data.splice(40..41, [0, 5]);
        account.data.pop();
        chain.set_account(PRICES.io_usd, account);
    }).refuses(|stage| stage.claim_call(2))),
    case("WrongPriceFeed", "the dollar's", || Stage::free_for_all(|_| ()).refuses(|stage| {
        stage.claim_with(2, |with| with.price = feed(&DOLLAR_FEED))
    })),
    case("PriceUnusable", "exponent -3", || at(Price { exponent: -3, ..TWO_DOLLARS })),
    case("PriceUnusable", "the greatest exponent", || at(Price { exponent: i32::MAX, ..TWO_DOLLARS })),
    case("PriceUnusable", "zero", || at(Price { price: 0, ..TWO_DOLLARS })),
    case("PriceUnusable", "the least", || at(Price { price: i64::MIN, ..TWO_DOLLARS })),
    case("PriceUnusable", "the greatest", || at(Price { price: i64::MAX, ema_price: i64::MAX, ..TWO_DOLLARS })),
    case("PriceStale", "a second too old", || {
        Stage::free_for_all(|_| ()).after(61).refuses(|stage| stage.claim_call(2))
    }),
    case("PriceStale", "before the first price", || bytes(93, &0_i64.to_le_bytes())),
    case("PriceFromFuture", "eleven seconds ahead", || Stage::free_for_all(|_| ()).with(|stage| {
        let ahead = stage.market.world.chain.now() + 11;
        stage.patch(PRICES.io_usd, 93, &ahead.to_le_bytes());
    }).refuses(|stage| stage.claim_call(2))),
    case("PriceFromFuture", "the end of time", || bytes(93, &i64::MAX.to_le_bytes())),
    case("PriceConfidenceTooWide", "2 % and a unit", || at(Price { conf: 4_000_001, ..TWO_DOLLARS })),
    case("PriceConfidenceTooWide", "the greatest", || at(Price { conf: u64::MAX, ..TWO_DOLLARS })),
];

fn bytes(offset: usize, bytes: &[u8]) -> Outcome {
    let stage = Stage::free_for_all(|_| ());
    let stage = stage.with(|stage| stage.patch(PRICES.io_usd, offset, bytes));
    stage.refuses(|stage| stage.claim_call(2))
}

fn at(price: Price) -> Outcome {
    let stage = Stage::free_for_all(|_| ()).with(|stage| stage.market.world.publish(price));
    stage.refuses(|stage| stage.claim_call(2))
}
