//! Why a price is refused.

use core::fmt;

/// Why a price is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OracleError {
    /// The account belongs to another program than the pinned one.
    WrongOwner,
    /// The bytes are not a `PriceUpdateV2` account.
    NotPriceUpdate,
    /// Less than the full set of guardian signatures was verified.
    NotFullyVerified,
    /// The update is of another feed than the pinned one.
    WrongFeed,
    /// The exponent is outside −12..=−4.
    ExponentOutOfRange,
    /// The price or its moving average is zero or negative.
    PriceNotPositive,
    /// The price is above what 64 bits of pico-dollars hold.
    PriceTooHigh,
    /// The update is older than the rules accept.
    Stale,
    /// The update is from more than 10 seconds ahead of the clock.
    FromFuture,
    /// A newer update was already used.
    OlderThanUsed {
        /// The earliest publish time that is accepted, unix seconds.
        newest_publish_time: i64,
    },
    /// The confidence interval is wider than the rules accept.
    ConfidenceTooWide,
    /// `max_age_seconds` is outside 10..=60.
    MaxAgeOutOfRange,
    /// `max_confidence_bps` is outside 10..=200.
    MaxConfidenceOutOfRange,
    /// The converted amount is beyond what 64 bits hold.
    AmountTooLarge,
}

impl fmt::Display for OracleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WrongOwner => {
                "the price account's owner is not the pinned oracle program; pass an account of that program"
            }
            Self::NotPriceUpdate => {
                "the price account is not a PriceUpdateV2 account of 134 bytes; pass the one of the pinned feed"
            }
            Self::NotFullyVerified => {
                "verification_level must be Full; post the update with all guardian signatures"
            }
            Self::WrongFeed => "feed_id is not the pinned one; pass the price account of that feed",
            Self::ExponentOutOfRange => "exponent must be -12 to -4",
            Self::PriceNotPositive => "price and ema_price must be above 0",
            Self::PriceTooHigh => "the price must be at most 18,446,744 dollars",
            Self::Stale => {
                "publish_time is older than max_age_seconds (at most 60); post a newer update"
            }
            Self::FromFuture => {
                "publish_time must be at most 10 seconds ahead of the chain's clock; try again shortly"
            }
            Self::OlderThanUsed {
                newest_publish_time,
            } => {
                return write!(
                    f,
                    "publish_time must be at least {newest_publish_time}, which was used already; post a newer update"
                );
            }
            Self::ConfidenceTooWide => {
                "the confidence exceeds max_confidence_bps (at most 200) of the price; wait for a calmer market"
            }
            Self::MaxAgeOutOfRange => "max_age_seconds must be 10 to 60",
            Self::MaxConfidenceOutOfRange => "max_confidence_bps must be 10 to 200",
            Self::AmountTooLarge => {
                "the converted amount does not fit 64 bits; give a smaller amount"
            }
        })
    }
}

impl core::error::Error for OracleError {}
