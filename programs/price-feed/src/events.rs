//! What this program reports.

use anchor_lang::prelude::*;

/// A feed was created; it has no price yet.
#[event]
pub struct FeedCreated {
    /// The price account.
    pub feed: Address,
    /// The feed's id.
    pub feed_id: [u8; 32],
    /// Who publishes.
    pub publisher: Address,
}

/// A price was published.
#[event]
pub struct PricePublished {
    /// The price account.
    pub feed: Address,
    /// The feed's id.
    pub feed_id: [u8; 32],
    /// Spot price before, mantissa.
    pub price_before: i64,
    /// Spot price after, mantissa.
    pub price_after: i64,
    /// Half the width of its confidence interval, mantissa.
    pub conf: u64,
    /// Decimal exponent of the mantissas after.
    pub exponent: i32,
    /// Moving average of the price, mantissa.
    pub ema_price: i64,
    /// Moving average of the confidence, mantissa.
    pub ema_conf: u64,
    /// Publish time before, unix seconds.
    pub publish_time_before: i64,
    /// Publish time after, unix seconds.
    pub publish_time_after: i64,
}

/// A feed got another publisher.
#[event]
pub struct PublisherChanged {
    /// The price account.
    pub feed: Address,
    /// Publisher before.
    pub publisher_before: Address,
    /// Publisher after.
    pub publisher_after: Address,
}
