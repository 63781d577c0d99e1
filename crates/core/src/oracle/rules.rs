//! Which update is accepted, and the bounds it gives.

use super::{DollarPrice, OracleError, PriceUpdate, VerificationLevel};
use crate::fixed::bps_floor;

/// The smallest exponent accepted: prices are exact in pico-dollars down to here.
pub const MIN_EXPONENT: i32 = -12;
/// The greatest exponent accepted. Dollar feeds use −8 and −5; a price in coarser steps than a
/// hundredth of a cent is no price for IO.
pub const MAX_EXPONENT: i32 = -4;
/// How far ahead of the chain's clock, which may lag, a publish time can be.
pub const MAX_AHEAD_SECONDS: i64 = 10;

/// The shortest `max_age_seconds`: less, and transactions would expire on their way.
pub const MIN_PRICE_AGE_SECONDS: u16 = 10;
/// The longest `max_age_seconds`.
pub const MAX_PRICE_AGE_SECONDS: u16 = 60;
/// The least `max_confidence_bps`.
pub const MIN_CONFIDENCE_BPS: u16 = 10;
/// The greatest `max_confidence_bps`: 2 %.
pub const MAX_CONFIDENCE_BPS: u16 = 200;

/// How strict a reader is. Parameters can be stricter than [`Self::DEFAULT`], never looser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceRules {
    /// The oldest update accepted, 10..=60 seconds.
    pub max_age_seconds: u16,
    /// The widest confidence accepted, 10..=200 basis points of the lower of spot and average.
    pub max_confidence_bps: u16,
}

/// An accepted price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsedPrice {
    /// The spot price, for display and comparison only.
    pub spot: DollarPrice,
    /// `min(spot, ema) − 2 · confidence`: for what the network gives.
    pub lower_bound: DollarPrice,
    /// `max(spot, ema) + 2 · confidence`: for what limits what the network gives.
    pub upper_bound: DollarPrice,
    /// To store as the newest publish time used, unix seconds.
    pub publish_time: i64,
}

impl PriceRules {
    /// 60 seconds and 2 %.
    pub const DEFAULT: Self = Self {
        max_age_seconds: MAX_PRICE_AGE_SECONDS,
        max_confidence_bps: MAX_CONFIDENCE_BPS,
    };

    /// Checks each field's range.
    ///
    /// # Errors
    /// [`OracleError::MaxAgeOutOfRange`] or [`OracleError::MaxConfidenceOutOfRange`].
    pub fn validate(&self) -> Result<(), OracleError> {
        if !(MIN_PRICE_AGE_SECONDS..=MAX_PRICE_AGE_SECONDS).contains(&self.max_age_seconds) {
            return Err(OracleError::MaxAgeOutOfRange);
        }
        if !(MIN_CONFIDENCE_BPS..=MAX_CONFIDENCE_BPS).contains(&self.max_confidence_bps) {
            return Err(OracleError::MaxConfidenceOutOfRange);
        }
        Ok(())
    }
}

impl Default for PriceRules {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl PriceUpdate {
    /// The price to use at `now`, when updates up to `newest_publish_time` (0: none) were used
    /// before. An update used once can be used again.
    ///
    /// The confidence is the larger of the spot price's and the average's, and is compared with
    /// the lower of the two prices.
    ///
    /// # Errors
    /// The first of [`OracleError::NotFullyVerified`], [`OracleError::ExponentOutOfRange`],
    /// [`OracleError::PriceNotPositive`], [`OracleError::FromFuture`], [`OracleError::Stale`],
    /// [`OracleError::OlderThanUsed`], [`OracleError::ConfidenceTooWide`] and
    /// [`OracleError::PriceTooHigh`] that holds.
    pub fn accept(
        &self,
        rules: PriceRules,
        now: i64,
        newest_publish_time: i64,
    ) -> Result<UsedPrice, OracleError> {
        if self.verification != VerificationLevel::Full {
            return Err(OracleError::NotFullyVerified);
        }
        let scale = pico_dollar_scale(self.exponent).ok_or(OracleError::ExponentOutOfRange)?;
        let (Some(spot), Some(ema)) = (positive(self.price), positive(self.ema_price)) else {
            return Err(OracleError::PriceNotPositive);
        };
        self.check_time(rules, now, newest_publish_time)?;
        let confidence = self.confidence.max(self.ema_confidence);
        let widest = bps_floor(spot.min(ema), rules.max_confidence_bps);
        if widest.is_err() || widest.is_ok_and(|widest| confidence > widest) {
            return Err(OracleError::ConfidenceTooWide);
        }
        let twice = confidence.saturating_mul(2);
        Ok(UsedPrice {
            spot: scaled(spot, scale)?,
            lower_bound: scaled(spot.min(ema).saturating_sub(twice), scale)?,
            upper_bound: scaled(spot.max(ema).saturating_add(twice), scale)?,
            publish_time: self.publish_time,
        })
    }

    fn check_time(
        &self,
        rules: PriceRules,
        now: i64,
        newest_publish_time: i64,
    ) -> Result<(), OracleError> {
        if self.publish_time > now.saturating_add(MAX_AHEAD_SECONDS) {
            return Err(OracleError::FromFuture);
        }
        if now.saturating_sub(self.publish_time) > i64::from(rules.max_age_seconds) {
            return Err(OracleError::Stale);
        }
        // A pull oracle lets the caller pick: without this, whoever mints after a fall would
        // still pick the price from before it.
        if self.publish_time < newest_publish_time {
            return Err(OracleError::OlderThanUsed {
                newest_publish_time,
            });
        }
        Ok(())
    }
}

/// Pico-dollars in one unit of a mantissa with this exponent, when it is accepted.
fn pico_dollar_scale(exponent: i32) -> Option<u64> {
    if !(MIN_EXPONENT..=MAX_EXPONENT).contains(&exponent) {
        return None;
    }
    let digits = exponent.checked_sub(MIN_EXPONENT)?.unsigned_abs();
    10u64.checked_pow(digits)
}

fn positive(mantissa: i64) -> Option<u64> {
    u64::try_from(mantissa).ok().filter(|&value| value > 0)
}

fn scaled(mantissa: u64, scale: u64) -> Result<DollarPrice, OracleError> {
    let pico_dollars = mantissa
        .checked_mul(scale)
        .ok_or(OracleError::PriceTooHigh)?;
    DollarPrice::from_pico_dollars(pico_dollars)
}
