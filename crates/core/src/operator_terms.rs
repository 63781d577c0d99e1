//! The terms an operator sets for itself: its dollar share, and what its stakers get.

use core::fmt;

use crate::time::DAY_SECONDS;

/// The least share that an operator takes in dollars, basis points.
pub const MIN_USD_BPS: u16 = 3_000;
/// The greatest share that an operator takes in dollars, basis points.
pub const MAX_USD_BPS: u16 = 9_000;
/// The least share of stakers, basis points.
pub const MIN_STAKER_BPS: u16 = 100;
/// The greatest share of stakers, basis points.
pub const MAX_STAKER_BPS: u16 = 300;
/// How long before a cut of the stakers' share takes effect: the unbonding time, so that whoever
/// does not agree can leave first.
pub const STAKER_CUT_DELAY_SECONDS: i64 = 14 * DAY_SECONDS;

/// A cut of the stakers' share that was announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PendingCut {
    /// The share after it, basis points.
    pub staker_bps: u16,
    /// When it takes effect, unix seconds.
    pub from: i64,
}

/// An operator's terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperatorTerms {
    /// Share of the operator's part that is paid in the deposit's mint, 3,000..=9,000 bps; the
    /// rest becomes compute points.
    pub usd_bps: u16,
    /// Share of the net that goes to the operator's stakers, 100..=300 bps, unless `pending` has
    /// come into force: see [`Self::staker_bps_at`].
    pub staker_bps: u16,
    /// A cut that takes effect later.
    pub pending: Option<PendingCut>,
}

/// Why terms are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermsError {
    /// `usd_bps` is outside 3,000..=9,000.
    UsdShareOutOfRange,
    /// `staker_bps` is outside 100..=300.
    StakerShareOutOfRange,
    /// A time is beyond what 64 bits hold.
    Overflow,
}

impl fmt::Display for TermsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UsdShareOutOfRange => "usd_bps must be 3,000 to 9,000",
            Self::StakerShareOutOfRange => "staker_bps must be 100 to 300",
            Self::Overflow => "the time does not fit 64-bit unix seconds; check the clock",
        })
    }
}

impl core::error::Error for TermsError {}

impl OperatorTerms {
    /// First terms; nothing is announced.
    ///
    /// # Errors
    /// A `…OutOfRange` error.
    pub fn new(usd_bps: u16, staker_bps: u16) -> Result<Self, TermsError> {
        check_usd(usd_bps)?;
        check_staker(staker_bps)?;
        Ok(Self {
            usd_bps,
            staker_bps,
            pending: None,
        })
    }

    /// The stakers' share in force at `now`, basis points.
    #[inline]
    pub fn staker_bps_at(&self, now: i64) -> u16 {
        match self.pending {
            Some(cut) if cut.from <= now => cut.staker_bps,
            _ => self.staker_bps,
        }
    }

    /// Sets the dollar share, for claims made from now on.
    ///
    /// # Errors
    /// [`TermsError::UsdShareOutOfRange`].
    pub fn set_usd_bps(&self, usd_bps: u16) -> Result<Self, TermsError> {
        check_usd(usd_bps)?;
        Ok(Self { usd_bps, ..*self })
    }

    /// Sets the stakers' share: a raise at once, a cut after [`STAKER_CUT_DELAY_SECONDS`]. It
    /// replaces a cut that was announced; setting the share in force withdraws that cut.
    ///
    /// # Errors
    /// [`TermsError::StakerShareOutOfRange`], [`TermsError::Overflow`].
    pub fn set_staker_bps(&self, staker_bps: u16, now: i64) -> Result<Self, TermsError> {
        check_staker(staker_bps)?;
        let in_force = self.staker_bps_at(now);
        if staker_bps >= in_force {
            return Ok(Self {
                staker_bps,
                pending: None,
                ..*self
            });
        }
        let from = now
            .checked_add(STAKER_CUT_DELAY_SECONDS)
            .ok_or(TermsError::Overflow)?;
        Ok(Self {
            staker_bps: in_force,
            pending: Some(PendingCut { staker_bps, from }),
            ..*self
        })
    }
}

fn check_usd(usd_bps: u16) -> Result<(), TermsError> {
    if (MIN_USD_BPS..=MAX_USD_BPS).contains(&usd_bps) {
        Ok(())
    } else {
        Err(TermsError::UsdShareOutOfRange)
    }
}

fn check_staker(staker_bps: u16) -> Result<(), TermsError> {
    if (MIN_STAKER_BPS..=MAX_STAKER_BPS).contains(&staker_bps) {
        Ok(())
    } else {
        Err(TermsError::StakerShareOutOfRange)
    }
}
