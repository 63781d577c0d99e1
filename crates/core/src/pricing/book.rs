//! A class's price and how it may move.
//!
//! A vote sets bounds. Within them one named role moves the price, by at most
//! [`PRICE_MOVE_BPS`] in any [`PRICE_MOVE_SECONDS`]: all moves, up or down, draw on one allowance
//! in micro-dollars, 5 % of the price before the first of them, which comes back whole once
//! nothing moved for a day. A window that renews at fixed times, or an allowance that refills
//! while it is used, would let the role move 10 % within minutes around the renewal.

use super::PricingError;
use crate::fixed::bps_floor;
use crate::time::DAY_SECONDS;

/// The least voted bound, micro-dollars per GPU-hour. Lower, 5 % of a price would round to
/// nearly nothing and the price could not move.
pub const MIN_PRICE: u64 = 100;
/// The greatest voted bound, micro-dollars per GPU-hour: $1,000.
pub const MAX_PRICE: u64 = 1_000_000_000;
/// How far the price role may move a price within [`PRICE_MOVE_SECONDS`], basis points.
pub const PRICE_MOVE_BPS: u16 = 500;
/// How long after the last move the allowance is whole again.
pub const PRICE_MOVE_SECONDS: i64 = DAY_SECONDS;

/// A class's price with its bounds and allowance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceEntry {
    /// Micro-dollars per GPU-hour, within the bounds.
    pub price: u64,
    /// The voted least price, [`MIN_PRICE`]..=`max_price`.
    pub min_price: u64,
    /// The voted greatest price, `min_price`..=[`MAX_PRICE`].
    pub max_price: u64,
    /// Micro-dollars that the role may still move until [`Self::renewed_at`].
    pub allowance: u64,
    /// When the role moved the price last, unix seconds; 0 when never.
    pub moved_at: i64,
}

/// A changed price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceChange {
    /// Micro-dollars per GPU-hour before.
    pub price_before: u64,
    /// Micro-dollars per GPU-hour after.
    pub price_after: u64,
    /// The entry with the new price.
    pub entry_after: PriceEntry,
}

impl PriceEntry {
    /// The first price of a class, set together with its bounds.
    ///
    /// # Errors
    /// [`PricingError::BoundsOutOfRange`], [`PricingError::PriceOutOfBounds`].
    pub fn new(price: u64, min_price: u64, max_price: u64) -> Result<Self, PricingError> {
        check_bounds(min_price, max_price)?;
        let entry = Self {
            price,
            min_price,
            max_price,
            allowance: 0,
            moved_at: 0,
        };
        entry.check_price(price)?;
        Ok(entry)
    }

    /// When the whole allowance is back, unix seconds.
    pub fn renewed_at(&self) -> i64 {
        if self.moved_at == 0 {
            return 0;
        }
        self.moved_at.saturating_add(PRICE_MOVE_SECONDS)
    }

    /// Micro-dollars by which the role may move the price at `now`.
    pub fn allowance_at(&self, now: i64) -> u64 {
        if now < self.renewed_at() {
            return self.allowance;
        }
        whole_allowance(self.price)
    }

    /// The price role sets `price`, micro-dollars per GPU-hour.
    ///
    /// # Errors
    /// [`PricingError::PriceUnchanged`], [`PricingError::PriceOutOfBounds`],
    /// [`PricingError::MoveTooFar`].
    pub fn move_to(&self, price: u64, now: i64) -> Result<PriceChange, PricingError> {
        if price == self.price {
            return Err(PricingError::PriceUnchanged);
        }
        self.check_price(price)?;
        let left = self.allowance_at(now);
        let Some(allowance) = left.checked_sub(price.abs_diff(self.price)) else {
            return Err(PricingError::MoveTooFar {
                left,
                renewed_at: self.renewed_at(),
            });
        };
        Ok(self.changed(Self {
            price,
            allowance,
            moved_at: now,
            ..*self
        }))
    }

    /// A vote sets new bounds. A price outside them moves to the nearer bound at once: the vote
    /// stands above the role. What is left of the role's allowance never exceeds 5 % of the new
    /// price, and the vote gives none back.
    ///
    /// # Errors
    /// [`PricingError::BoundsOutOfRange`].
    pub fn set_bounds(&self, min_price: u64, max_price: u64) -> Result<PriceChange, PricingError> {
        check_bounds(min_price, max_price)?;
        let price = self.price.max(min_price).min(max_price);
        Ok(self.changed(Self {
            price,
            min_price,
            max_price,
            allowance: self.allowance.min(whole_allowance(price)),
            ..*self
        }))
    }

    fn changed(&self, entry_after: Self) -> PriceChange {
        PriceChange {
            price_before: self.price,
            price_after: entry_after.price,
            entry_after,
        }
    }

    fn check_price(&self, price: u64) -> Result<(), PricingError> {
        if price < self.min_price || price > self.max_price {
            return Err(PricingError::PriceOutOfBounds {
                min: self.min_price,
                max: self.max_price,
            });
        }
        Ok(())
    }
}

/// The share of a price is never beyond 64 bits.
fn whole_allowance(price: u64) -> u64 {
    bps_floor(price, PRICE_MOVE_BPS).unwrap_or(0)
}

fn check_bounds(min_price: u64, max_price: u64) -> Result<(), PricingError> {
    if min_price < MIN_PRICE || max_price > MAX_PRICE || min_price > max_price {
        return Err(PricingError::BoundsOutOfRange);
    }
    Ok(())
}
