//! What an epoch's availability pool pays for a score.
//!
//! ```text
//! pay = min( floor(pool · score / all scores),
//!            idle GPUs · floor(book price · 3,000 / 10⁴), in IO at the upper bound of its price )
//! ```
//!
//! for each class of an operator. The cap makes idling pay less than working, whatever IO is
//! worth: at its highest price of the epoch, a GPU-hour without work earns at most 30 % of one
//! with. What the cap leaves goes to the reserve and to nobody else; without a valid price nothing
//! is paid, as the cap is not known.

use super::{Entry, VerificationError};
use crate::classes::MAX_CLASSES;
use crate::fixed::{bps_floor, mul_div_floor};
use crate::oracle::DollarPrice;

/// The most that an idle GPU-hour is paid, basis points of its class's book price.
pub const IDLE_PAY_CAP_BPS: u16 = 3_000;

/// What an epoch pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpochTerms {
    /// The epoch.
    pub epoch: u64,
    /// What it can pay, base units of IO.
    pub pool: u64,
    /// The highest upper bound of IO's price that was recorded in it; none without a valid one.
    pub io_price_upper: Option<DollarPrice>,
    /// Book prices at its end, micro-dollars per GPU-hour.
    pub class_prices: [u64; MAX_CLASSES],
}

impl EpochTerms {
    /// The pay for one operator's idle GPUs of one class, base units of IO, rounded down.
    /// `all_scores`: the scores of all entries, at least this one's.
    ///
    /// # Errors
    /// [`VerificationError::UnknownClass`]; [`VerificationError::StateInvalid`] for a score above
    /// all scores.
    pub fn pay_floor(&self, entry: &Entry, all_scores: u64) -> Result<u64, VerificationError> {
        if entry.score == 0 {
            return Ok(0);
        }
        if entry.score > all_scores {
            return Err(VerificationError::StateInvalid);
        }
        let share = mul_div_floor(self.pool, entry.score, all_scores)?;
        Ok(share.min(self.cap_floor(entry.class, entry.idle)?))
    }

    /// The most that `idle` GPUs of a class are paid, base units of IO, rounded down.
    ///
    /// # Errors
    /// [`VerificationError::UnknownClass`].
    pub fn cap_floor(&self, class: u8, idle: u32) -> Result<u64, VerificationError> {
        let price = self.class_prices.get(usize::from(class));
        let price = price.ok_or(VerificationError::UnknownClass)?;
        let Some(io_price) = self.io_price_upper else {
            return Ok(0);
        };
        let each = bps_floor(*price, IDLE_PAY_CAP_BPS)?;
        let dollars = each.saturating_mul(u64::from(idle));
        // A cap that does not fit 64 bits is none.
        let cap = io_price.micro_dollars_to_io_floor(dollars);
        Ok(cap.unwrap_or(u64::MAX))
    }
}
