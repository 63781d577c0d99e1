//! The price of IO at a claim, and the price of the dollar token at a settlement.

use super::{open_to_all, refused, running, work_to_the_end};
use ionet_test_kit::{
    Call, EMISSION, JOB_ESCROW,
    addresses::{IO_USD, PRICES, feed},
    market::{DOLLAR_FEED, Market, Operator},
    negative::twin,
    process::{
        job_escrow::{self as escrow, JobAt, SettleAccounts},
        price_feed::{self, Price},
    },
    world::TWO_DOLLARS,
};
use solana_address::Address;

/// Twenty dollars: with it a bond would be a tenth.
const DEAR: Price = Price {
    price: 2_000_000_000,
    ema_price: 2_000_000_000,
    ..TWO_DOLLARS
};

fn claim_at(market: &Market, job: &JobAt, operator: &Operator, price: Address) -> Call {
    let with = escrow::ClaimAccounts {
        price,
        ..market.claim_accounts(operator)
    };
    escrow::claim_slots(job, &with, 2, 86_400)
}

/// IO falls, and the attacker locks a bond at the dear price of a minute ago.
#[test]
fn a_stale_price_makes_no_bond() {
    let (mut market, job) = open_to_all();
    let operator = market.operators[0];
    market.world.chain.warp(60);
    let claim = claim_at(&market, &job, &operator, PRICES.io_usd);
    let mut in_time = market.clone();
    let _ = in_time.world.chain.send(claim.clone()).ok();
    market.world.chain.warp(1);
    refused(&mut market, claim, "PriceStale");
}

/// A pull oracle's accounts are posted by their users, and claims keep no order of prices, each
/// values its own bond once: an older update of the last minute counts, and no older one. It
/// makes the bond of that moment, an hour of the gross at its lower bound, and no smaller one.
#[test]
fn a_reordered_price_is_worth_the_move_of_one_minute_and_no_more() {
    let (mut market, job) = open_to_all();
    let operator = market.operators[0];
    market.world.publish(DEAR);
    let dear = twin(&mut market.world.chain, &PRICES.io_usd);
    market.world.chain.warp(30);
    market.refresh_prices();
    let claim = claim_at(&market, &job, &operator, dear);

    let mut fresh = market.clone();
    let _ = fresh.world.chain.send(claim.clone()).ok();
    // $4.80 at twenty dollars.
    assert_eq!(fresh.claim_of(&job, &operator).bond, 24_000_000);
    market.world.chain.warp(31);
    refused(&mut market, claim, "PriceStale");
    // And the publisher itself cannot go back.
    let (publisher, then) = (market.world.publisher, market.world.chain.now() - 50);
    let back = price_feed::publish(publisher, IO_USD, DEAR, then);
    assert!(!market.world.chain.send(back).is_ok());
}

/// A thin market: what is uncertain is taken at its lower bound, or not at all.
#[test]
fn a_wide_confidence_makes_a_larger_bond_and_then_none() {
    let (market, job) = open_to_all();
    let operator = market.operators[0];
    let with_conf = |conf| {
        let mut market = market.clone();
        market.world.publish(Price {
            conf,
            ..TWO_DOLLARS
        });
        market
    };
    let mut narrow = with_conf(4_000_000);
    let claim = claim_at(&narrow, &job, &operator, PRICES.io_usd);
    let _ = narrow.world.chain.send(claim.clone()).ok();
    // $4.80 at $2.00 less twice $0.04.
    assert_eq!(narrow.claim_of(&job, &operator).bond, 250_000_000);
    refused(&mut with_conf(4_000_001), claim, "PriceConfidenceTooWide");
}

/// A pump of a minute: spot rises tenfold and the average hardly moves.
#[test]
fn a_pumped_spot_price_makes_no_smaller_bond() {
    let (mut market, job) = open_to_all();
    let operator = market.operators[0];
    market.world.publish(Price {
        price: 2_000_000_000,
        ..TWO_DOLLARS
    });
    let _ = market.claim(&job, &operator, 2).ok();
    assert_eq!(market.claim_of(&job, &operator).bond, 240_000_000);
}

#[test]
fn a_price_of_another_feed_or_owner_makes_no_bond() {
    let (mut market, job) = open_to_all();
    let operator = market.operators[0];
    let dollar = claim_at(&market, &job, &operator, feed(&DOLLAR_FEED));
    refused(&mut market, dollar, "WrongPriceFeed");

    // The right bytes in an account of a program of the attacker's.
    market.world.publish(DEAR);
    let forged = twin(&mut market.world.chain, &PRICES.io_usd);
    let mut account = market.world.chain.account(&forged).expect("the copy");
    account.owner = EMISSION.id;
    market.world.chain.set_account(forged, account);
    let claim = claim_at(&market, &job, &operator, forged);
    refused(&mut market, claim, "WrongPriceOwner");
    // An account of the oracle that is no price.
    let mut account = market.world.chain.account(&forged).expect("the copy");
    account.owner = ionet_test_kit::PRICE_FEED.id;
    account.data[..8].fill(0);
    market.world.chain.set_account(forged, account);
    let claim = claim_at(&market, &job, &operator, forged);
    refused(&mut market, claim, "NotPriceUpdate");
}

/// With the same mantissa, another exponent would be any price.
#[test]
fn an_unexpected_exponent_makes_no_bond() {
    for exponent in [-3, 0, 5, -13, i32::MIN, i32::MAX] {
        let (mut market, job) = open_to_all();
        let operator = market.operators[0];
        market.world.publish(Price {
            exponent,
            ..TWO_DOLLARS
        });
        let claim = claim_at(&market, &job, &operator, PRICES.io_usd);
        refused(&mut market, claim, "PriceUnusable");
    }
}

/// Settled without a price, points are lost: only the operator itself may do that.
#[test]
fn nobody_settles_an_operators_points_away() {
    let (mut market, job, operator) = running();
    work_to_the_end(&mut market, &job, &operator, 2);
    market.world.chain.warp(900);
    let settle = |with: &SettleAccounts| escrow::settle(&job, &operator.owner, with);
    let stale = SettleAccounts {
        price: Some(feed(&DOLLAR_FEED)),
        ..SettleAccounts::default()
    };
    refused(&mut market, settle(&stale), "PriceNeeded");
    // No price, the price of IO, and the operator's wallet without its signature.
    let none = settle(&SettleAccounts::default());
    refused(&mut market, none, "PriceNeeded");
    market.refresh_prices();
    let io = SettleAccounts {
        price: Some(PRICES.io_usd),
        ..stale
    };
    refused(&mut market, settle(&io), "PriceNeeded");
    let stranger = market.world.mallory;
    let mut signed = settle(&SettleAccounts::default());
    *signed.meta_mut("operator_signature") =
        solana_instruction::AccountMeta::new_readonly(stranger, true);
    refused(&mut market, signed, "NotOperator");

    let mut forgone = market.clone();
    let own = SettleAccounts {
        signed: true,
        ..SettleAccounts::default()
    };
    let _ = forgone.world.chain.send(settle(&own)).ok();
    let record = forgone.participant(&operator.owner);
    assert_eq!(record.operator_points[0].points, 0);
    let _ = market.settle(&job, &operator);
    let paid = market.participant(&operator.owner);
    assert!(paid.operator_points[0].points > 0);
    assert_eq!(paid.balances, record.balances, "the money is the same");
    assert_ne!(JOB_ESCROW.id, stranger);
}

/// A dollar token above a dollar earns no more points than one at a dollar.
#[test]
fn a_dear_dollar_earns_no_more_points() {
    let points_at = |mantissa| {
        let (mut market, job, operator) = running();
        work_to_the_end(&mut market, &job, &operator, 2);
        market.world.chain.warp(900);
        let price = Price {
            price: mantissa,
            ema_price: mantissa,
            ..ionet_test_kit::market::ONE_DOLLAR
        };
        let (publisher, now) = (market.world.publisher, market.world.chain.now());
        let publish = price_feed::publish(publisher, DOLLAR_FEED, price, now);
        let _ = market.world.chain.send(publish).ok();
        let with = SettleAccounts {
            price: Some(feed(&DOLLAR_FEED)),
            ..SettleAccounts::default()
        };
        let settle = escrow::settle(&job, &operator.owner, &with);
        let _ = market.world.chain.send(settle).ok();
        market.participant(&operator.owner).operator_points[0].points
    };
    let par = points_at(100_000_000);
    assert_eq!(points_at(300_000_000), par);
    assert_eq!(points_at(50_000_000), par / 2);
}
