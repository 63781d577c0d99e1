//! Calls of price-feed.

use super::call;
use crate::{
    Call, PRICE_FEED,
    addresses::{PRICES, feed},
};
use solana_address::Address;
use solana_sdk_ids::system_program;

/// A price without its time; mantissas of one exponent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// Spot price.
    pub price: i64,
    /// Half the width of its confidence interval.
    pub conf: u64,
    /// Decimal exponent.
    pub exponent: i32,
    /// Moving average of the price.
    pub ema_price: i64,
    /// Moving average of the confidence.
    pub ema_conf: u64,
}

/// Creates the price account of `feed_id`.
pub fn create_feed(authority: Address, feed_id: [u8; 32], publisher: Address) -> Call {
    let accounts = [
        ("authority", authority),
        ("program_data", PRICES.program_data),
        ("feed", feed(&feed_id)),
        ("system_program", system_program::ID),
    ];
    let arguments = (feed_id, publisher.to_bytes());
    call(PRICE_FEED, "create_feed", &accounts, &arguments)
}

/// Publishes `price`, aggregated at `publish_time`.
pub fn publish(publisher: Address, feed_id: [u8; 32], price: Price, publish_time: i64) -> Call {
    let accounts = [("publisher", publisher), ("feed", feed(&feed_id))];
    let arguments = (
        price.price,
        price.conf,
        price.exponent,
        price.ema_price,
        price.ema_conf,
        publish_time,
    );
    call(PRICE_FEED, "publish", &accounts, &arguments)
}

/// Gives the feed another publisher.
pub fn set_publisher(authority: Address, feed_id: [u8; 32], publisher: Address) -> Call {
    let accounts = [
        ("authority", authority),
        ("program_data", PRICES.program_data),
        ("feed", feed(&feed_id)),
    ];
    call(
        PRICE_FEED,
        "set_publisher",
        &accounts,
        &publisher.to_bytes(),
    )
}
