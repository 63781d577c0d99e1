//! The oracle price: which updates are accepted, and what a token is worth by them.
//!
//! | module | rule |
//! | --- | --- |
//! | `update` | the bytes of Pyth's `PriceUpdateV2` account |
//! | `feed` | the pinned owner and feed id |
//! | `rules` | age, order, confidence; the lower and the upper bound |
//! | `price` | conversions between IO and micro-dollars |
//!
//! A pull oracle lets the caller choose among the updates of the last minute, and whoever
//! chooses takes the one that suits them. So nobody is paid by the spot price: what the network
//! gives is valued at the lower bound, what limits it at the upper bound, and an update older
//! than one already used is refused.
//!
//! ```
//! use ionet_core::oracle::{PriceRules, PriceUpdate, VerificationLevel};
//!
//! let update = PriceUpdate {
//!     verification: VerificationLevel::Full,
//!     price: 250_000_000, // 2.50 dollars
//!     confidence: 1_000_000,
//!     exponent: -8,
//!     publish_time: 1_800_000_000,
//!     ema_price: 240_000_000,
//!     ema_confidence: 500_000,
//!     ..PriceUpdate::default()
//! };
//! let used = update.accept(PriceRules::DEFAULT, 1_800_000_030, 0)?;
//! // min(2.50, 2.40) − 2 · 0.01 = 2.38 dollars; 10 IO are worth 23.80.
//! assert_eq!(used.lower_bound.pico_dollars(), 2_380_000_000_000);
//! assert_eq!(used.lower_bound.io_to_micro_dollars_floor(1_000_000_000)?, 23_800_000);
//! # Ok::<(), ionet_core::oracle::OracleError>(())
//! ```

mod error;
mod feed;
mod price;
mod rules;
mod update;

pub use error::OracleError;
pub use feed::Feed;
pub use price::{DollarPrice, PPM_DENOMINATOR};
pub use rules::{
    MAX_AHEAD_SECONDS, MAX_CONFIDENCE_BPS, MAX_EXPONENT, MAX_PRICE_AGE_SECONDS, MIN_CONFIDENCE_BPS,
    MIN_EXPONENT, MIN_PRICE_AGE_SECONDS, PriceRules, UsedPrice,
};
pub use update::{PRICE_UPDATE_DISCRIMINATOR, PRICE_UPDATE_LENGTH, PriceUpdate, VerificationLevel};
