//! One settlement of one claim: what it books.

use super::hire::gross_floor;
use super::points::MAX_POINTS_AGE_SECONDS;
use super::{Checkpoint, Funding, Points, SettlementError, Split, SplitTerms, TokenRoute};

/// What of a claim is settled. Zeroed: nothing. It begins at the claim's start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// The cumulative gross that was split, micro-dollars.
    pub gross: u64,
    /// The time up to which seconds are settled, unix seconds.
    pub until: i64,
}

/// Under which circumstances a claim is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// The time, unix seconds.
    pub now: i64,
    /// The job's mint and its value.
    pub funding: Funding,
    /// The claim's operator signs, and can do without the points if there is no price. Anyone
    /// else could wait for a feed to fail and settle to take the points away.
    pub by_operator: bool,
}

/// What a settlement books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettleOutcome {
    /// To book to the ledgers, micro-dollars.
    pub booked: Split,
    /// Where `booked.token` goes.
    pub token_route: TokenRoute,
    /// To book for the operator; the client gets the same without the bonus points.
    pub points: Points,
    /// What of the claim is settled now.
    pub settled_after: Settled,
}

impl Settled {
    /// Whether `up_to` adds time or money. Time alone does not tell: a job cancelled in the second
    /// of its start earns its minimum in no time.
    #[inline]
    pub fn is_behind(&self, up_to: &Checkpoint) -> bool {
        (up_to.at, gross_floor(up_to.charge)) > (self.until, self.gross)
    }

    /// Settles what `up_to`, from [`super::Meter::settleable`], adds. Money does not depend on
    /// how often or when; points are never more for settling more often.
    ///
    /// # Errors
    /// [`SettlementError::NothingToSettle`]; [`SettlementError::PriceNeeded`] as long as there
    /// are points to lose, so that it stops no settlement for longer than 24 hours (I8);
    /// [`SettlementError::StateInvalid`] for terms that are not shares.
    pub fn settle(
        &self,
        up_to: &Checkpoint,
        terms: &SplitTerms,
        circumstances: &Circumstances,
    ) -> Result<SettleOutcome, SettlementError> {
        if !self.is_behind(up_to) {
            return Err(SettlementError::NothingToSettle);
        }
        let gross = gross_floor(up_to.charge);
        let booked = terms.split(gross)?.since(&terms.split(self.gross)?)?;
        Ok(SettleOutcome {
            booked,
            token_route: circumstances.funding.token_route(),
            points: self.points(booked.token, terms.usd_bps, circumstances)?,
            settled_after: Self {
                gross,
                until: up_to.at,
            },
        })
    }

    fn points(
        &self,
        token: u64,
        usd_bps: u16,
        circumstances: &Circumstances,
    ) -> Result<Points, SettlementError> {
        let age = circumstances.now.saturating_sub(self.until);
        if token == 0 || age > MAX_POINTS_AGE_SECONDS {
            return Ok(Points::default());
        }
        match circumstances.funding.points_floor(token, usd_bps) {
            Err(SettlementError::PriceNeeded) if circumstances.by_operator => Ok(Points::default()),
            points => points,
        }
    }
}
