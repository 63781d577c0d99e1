//! The account this program owns.

use anchor_lang::prelude::*;

/// A price, in the bytes of Pyth's `PriceUpdateV2` with `verification_level` Full. Seeds `feed`,
/// feed id. Prices are `mantissa × 10^exponent` dollars a token.
///
/// The layout and the name, from which the discriminator follows, are Pyth's: there is no room
/// for a version byte, and every field has alignment 1.
#[account]
pub struct PriceUpdateV2 {
    /// Who publishes.
    pub write_authority: Address,
    /// Pyth's enum, one byte when full: always 1.
    pub verification_level: u8,
    /// Which price this is.
    pub feed_id: [u8; 32],
    /// Spot price, mantissa.
    pub price: PodI64,
    /// Half the width of its confidence interval, mantissa.
    pub conf: PodU64,
    /// Decimal exponent of the four mantissas.
    pub exponent: PodI32,
    /// When the price was aggregated, unix seconds; 0 before the first one.
    pub publish_time: PodI64,
    /// Publish time of the price before, unix seconds.
    pub prev_publish_time: PodI64,
    /// Exponential moving average of the price, mantissa.
    pub ema_price: PodI64,
    /// Exponential moving average of the confidence, mantissa.
    pub ema_conf: PodU64,
    /// Slot in which the price was published.
    pub posted_slot: PodU64,
    /// Zero: the byte that a partial `verification_level` would take.
    pub unused: u8,
}

/// Pyth's length, the discriminator's eight bytes aside.
const _: () = assert!(size_of::<PriceUpdateV2>() == 126 && align_of::<PriceUpdateV2>() == 1);
