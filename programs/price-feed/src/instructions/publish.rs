//! Publishes a price.

use anchor_lang::prelude::*;

use crate::{error::PriceFeedError, events::PricePublished, state::PriceUpdateV2};

/// Accounts of [`publish`].
#[derive(Accounts)]
pub struct Publish {
    /// The feed's publisher.
    #[account(
        constraint = *publisher.address() == feed.write_authority @ PriceFeedError::NotPublisher
    )]
    pub publisher: Signer,
    /// The price account.
    #[account(mut)]
    pub feed: Account<PriceUpdateV2>,
}

/// A price as the publisher gives it; mantissas of one exponent.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct PriceArgs {
    /// Spot price.
    pub price: i64,
    /// Half the width of its confidence interval.
    pub conf: u64,
    /// Decimal exponent of the four mantissas.
    pub exponent: i32,
    /// Exponential moving average of the price.
    pub ema_price: i64,
    /// Exponential moving average of the confidence.
    pub ema_conf: u64,
    /// When the price was aggregated, unix seconds.
    pub publish_time: i64,
}

/// **Specification**
/// - Only the feed's publisher.
/// - Strictly newer than the present price, and not after the chain's clock, so that a feed never
///   goes back and never says more than is known.
/// - Says nothing about the price itself: readers decide what they accept, as with Pyth.
/// - Keeps the publish time before, and the slot, as Pyth does.
pub fn publish(ctx: &mut Context<Publish>, new: PriceArgs) -> Result<()> {
    let clock = Clock::get()?;
    let feed = &mut ctx.accounts.feed;
    let (price_before, publish_time_before) = (feed.price.get(), feed.publish_time.get());
    require!(
        new.publish_time > publish_time_before,
        PriceFeedError::NotNewer
    );
    require!(
        new.publish_time <= clock.unix_timestamp,
        PriceFeedError::InFuture
    );

    feed.price = new.price.into();
    feed.conf = new.conf.into();
    feed.exponent = new.exponent.into();
    feed.prev_publish_time = publish_time_before.into();
    feed.publish_time = new.publish_time.into();
    feed.ema_price = new.ema_price.into();
    feed.ema_conf = new.ema_conf.into();
    feed.posted_slot = clock.slot.into();

    emit!(PricePublished {
        feed: *feed.address(),
        feed_id: feed.feed_id,
        price_before,
        price_after: new.price,
        conf: new.conf,
        exponent: new.exponent,
        ema_price: new.ema_price,
        ema_conf: new.ema_conf,
        publish_time_before,
        publish_time_after: new.publish_time,
    });
    Ok(())
}
