//! What an hour of a GPU costs: the price book, the utilisation curve, quotes.
//!
//! | module | rule |
//! | --- | --- |
//! | `book` | a class's price, its voted bounds, and how fast the price role may move it |
//! | `curve` | scarcity as a multiplier of the price |
//! | `utilisation` | the mean of 24 epochs, and how fast the multiplier follows the curve |
//! | `quote` | the rate a job is posted at |
//!
//! ```
//! use ionet_core::pricing::quoted_rate_ceil;
//!
//! // $2.40 per GPU-hour at a multiplier of 1.05.
//! let rate = quoted_rate_ceil(2_400_000, 10_500)?;
//! assert_eq!(rate, 2_520_000);
//! # Ok::<(), ionet_core::pricing::PricingError>(())
//! ```

mod book;
mod curve;
mod error;
mod quote;
mod utilisation;

pub use book::{MAX_PRICE, MIN_PRICE, PRICE_MOVE_BPS, PRICE_MOVE_SECONDS, PriceChange, PriceEntry};
pub use curve::{CURVE, MAX_MULTIPLIER_BPS, MIN_MULTIPLIER_BPS, curve_bps};
pub use error::PricingError;
pub use quote::quoted_rate_ceil;
pub use utilisation::{
    MULTIPLIER_STEP_BPS, NOT_REPORTED, START_MULTIPLIER_BPS, UTILISATION_EPOCHS, Utilisation,
};
