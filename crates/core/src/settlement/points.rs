//! Compute points: what a token share counts when an epoch's compute pool is divided.
//!
//! - A point is a micro-dollar. The token share of a dollar mint counts `min(1, the lower bound
//!   of that mint's own feed)`, so that a mint that lost its peg counts what it cost; IOSD counts
//!   `iosd_points_bps`.
//! - Points belong to the epoch in which they are settled. So nobody may save up seconds for an
//!   epoch that pays well: when the first second not yet settled is older than
//!   [`MAX_POINTS_AGE_SECONDS`], the whole settlement books none. (Which of its seconds are
//!   younger is not kept; the rule errs against the operator, who can settle at any time.)
//! - A participant keeps four epochs that are not folded yet. A fifth forfeits the oldest: its
//!   IO goes to the reserve unclaimed, because the points stay in that epoch's total. Refusing
//!   instead would let an unfolded record stop a settlement (I8); moving points to another epoch
//!   would let a participant choose its epoch after the fact. The oldest epoch ended three hours
//!   before at least, anyone can advance and fold it, and no dollar is touched (I11: forfeiting
//!   only lowers what a ring is paid).

use super::SettlementError;
use super::rewards::bonus_points_floor;
use crate::fixed::{bps_floor, mul_div_floor};
use crate::time::DAY_SECONDS;

/// From which age of its first second on a settlement books no points.
pub const MAX_POINTS_AGE_SECONDS: i64 = DAY_SECONDS;

/// Epochs that a record keeps until they are folded.
pub const POINTS_BUCKETS: usize = 4;

/// The price of 1.00 in micro-dollars.
const ONE_DOLLAR: u64 = 1_000_000;

/// What a job is funded with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Funding {
    /// IOSD.
    Iosd {
        /// Points of one micro-IOSD, basis points of a micro-dollar.
        points_bps: u16,
    },
    /// A listed dollar mint.
    Dollar {
        /// The lower bound of that mint's own feed, micro-dollars per token; none without a
        /// valid price.
        price_lower: Option<u64>,
    },
}

/// Where a token share goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenRoute {
    /// Burned.
    Burn,
    /// To the buy-and-burn vault of the deposit's mint.
    BuyAndBurn,
}

/// Points of one participant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Points {
    /// What the pool is shared by; micro-dollars.
    pub points: u64,
    /// The part of them that earns an operator the bonus; at most `points`.
    pub bonus_points: u64,
}

impl Funding {
    /// Where the token share of a job with this funding goes.
    pub fn token_route(&self) -> TokenRoute {
        match self {
            Self::Iosd { .. } => TokenRoute::Burn,
            Self::Dollar { .. } => TokenRoute::BuyAndBurn,
        }
    }

    /// The points of a token share that an operator with `usd_bps` just earned, rounded down.
    ///
    /// # Errors
    /// [`SettlementError::PriceNeeded`] for a dollar mint without a price;
    /// [`SettlementError::StateInvalid`] for more than 10,000 `points_bps`.
    pub fn points_floor(&self, token: u64, usd_bps: u16) -> Result<Points, SettlementError> {
        let points = match *self {
            Self::Iosd { points_bps } => bps_floor(token, points_bps)?,
            Self::Dollar { price_lower: None } => return Err(SettlementError::PriceNeeded),
            Self::Dollar {
                price_lower: Some(price),
            } => mul_div_floor(token, price.min(ONE_DOLLAR), ONE_DOLLAR)?,
        };
        Ok(Points {
            points,
            bonus_points: bonus_points_floor(points, usd_bps)?,
        })
    }
}

/// Points of one epoch. Without points: empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PointsBucket {
    /// The epoch in which they were booked.
    pub epoch: u64,
    /// The points.
    pub points: Points,
}

/// The points that a participant has not folded. Zeroed: none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PointsBuckets {
    /// In no order; epochs with points differ.
    pub buckets: [PointsBucket; POINTS_BUCKETS],
}

/// What booking does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BookOutcome {
    /// What had to go to make room: report it in an event. Its epoch's total stays as it is.
    pub forfeited: Option<PointsBucket>,
    /// The record with the points in it.
    pub buckets_after: PointsBuckets,
}

impl PointsBuckets {
    /// Adds points of an epoch. With four other epochs in the record the oldest of the five is
    /// forfeited.
    ///
    /// # Errors
    /// [`SettlementError::StateInvalid`] when a bucket's sum exceeds 64 bits.
    pub fn book(&self, epoch: u64, points: Points) -> Result<BookOutcome, SettlementError> {
        let mut after = *self;
        let mut incoming = PointsBucket { epoch, points };
        if points.points == 0 {
            return Ok(BookOutcome {
                forfeited: None,
                buckets_after: after,
            });
        }
        for bucket in &mut after.buckets {
            if bucket.epoch == epoch && !bucket.is_empty() {
                incoming.points = bucket.points.plus(&points)?;
                *bucket = PointsBucket::default();
            }
        }
        let room = after
            .buckets
            .iter_mut()
            .min_by_key(|bucket| bucket.age_key());
        let forfeited = match room {
            Some(bucket) if bucket.is_empty() => {
                *bucket = incoming;
                None
            }
            Some(bucket) if bucket.epoch < epoch => Some(core::mem::replace(bucket, incoming)),
            _ => Some(incoming),
        };
        Ok(BookOutcome {
            forfeited,
            buckets_after: after,
        })
    }

    /// Takes out the points of an epoch whose rate exists.
    pub fn take(&self, epoch: u64) -> (Points, Self) {
        let mut after = *self;
        let of_epoch = |bucket: &&mut PointsBucket| bucket.epoch == epoch && !bucket.is_empty();
        let taken = after.buckets.iter_mut().find(of_epoch);
        let points = taken.map_or_else(Points::default, |bucket| core::mem::take(bucket).points);
        (points, after)
    }
}

impl PointsBucket {
    fn is_empty(&self) -> bool {
        self.points.points == 0
    }

    /// Empty ones first, then the oldest.
    fn age_key(&self) -> (bool, u64) {
        (!self.is_empty(), self.epoch)
    }
}

impl Points {
    fn plus(&self, other: &Self) -> Result<Self, SettlementError> {
        let sum = |a: u64, b: u64| a.checked_add(b).ok_or(SettlementError::StateInvalid);
        Ok(Self {
            points: sum(self.points, other.points)?,
            bonus_points: sum(self.bonus_points, other.bonus_points)?,
        })
    }
}
