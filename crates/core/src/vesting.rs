//! Vesting of a grant: an upfront share, a cliff, then equal monthly parts.
//!
//! The upfront share unlocks at `start`; part `k` (1-based) unlocks `cliff_months + k` months
//! after it, so "nothing for 12 months" pays the first part at the end of month 13. Each part is
//! `floor(rest ÷ parts)`; the last one takes the remainder. A month is 730 hours.

use core::fmt;

use crate::fixed::{BPS_DENOMINATOR, bps_floor};
use crate::time::MONTH_SECONDS;

/// The longest cliff, in months.
pub const MAX_CLIFF_MONTHS: u16 = 120;

/// The most monthly parts.
pub const MAX_PARTS: u16 = 240;

/// How a grant unlocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VestingTerms {
    /// Share unlocked at the start, 0..=10,000 basis points.
    pub upfront_bps: u16,
    /// Months after the start in which no part unlocks, 0..=120. A month later comes the first.
    pub cliff_months: u16,
    /// Monthly parts, 1..=240; 0 is accepted with `upfront_bps` 10,000 only.
    pub parts: u16,
}

/// One grant, in base units, with its start in unix seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VestingSchedule {
    /// The whole grant, base units.
    pub total: u64,
    /// How it unlocks.
    pub terms: VestingTerms,
    /// When it starts, unix seconds.
    pub start: i64,
}

/// A claim that is allowed, in base units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimOutcome {
    /// What is paid now; at least 1.
    pub amount: u64,
    /// The sum of all earlier claims.
    pub claimed_before: u64,
    /// The sum of all claims, this one included.
    pub claimed_after: u64,
}

/// Why terms or a claim are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VestingError {
    /// `upfront_bps` is above 10,000.
    UpfrontOutOfRange,
    /// `cliff_months` is above 120.
    CliffOutOfRange,
    /// `parts` is above 240, or 0 although not all is upfront.
    PartsOutOfRange,
    /// Nothing has unlocked yet.
    BeforeFirstUnlock,
    /// All that has unlocked is claimed.
    NothingToClaim,
    /// The whole grant is claimed.
    FullyClaimed,
    /// A time is beyond what 64 bits hold.
    Overflow,
}

impl fmt::Display for VestingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UpfrontOutOfRange => "upfront_bps must be 0 to 10,000",
            Self::CliffOutOfRange => "cliff_months must be 0 to 120",
            Self::PartsOutOfRange => "parts must be 1 to 240 (or 0 when upfront_bps is 10,000)",
            Self::BeforeFirstUnlock => "nothing has unlocked yet; claim after the first unlock",
            Self::NothingToClaim => "all that has unlocked is claimed; claim after the next unlock",
            Self::FullyClaimed => "the whole grant is claimed",
            Self::Overflow => {
                "an unlock time does not fit 64-bit unix seconds; check start and clock"
            }
        })
    }
}

impl core::error::Error for VestingError {}

impl VestingTerms {
    /// Checks each field's range.
    ///
    /// # Errors
    /// The `…OutOfRange` error of the first field that is.
    pub fn validate(&self) -> Result<(), VestingError> {
        let all_upfront = u64::from(self.upfront_bps) == BPS_DENOMINATOR;
        if u64::from(self.upfront_bps) > BPS_DENOMINATOR {
            Err(VestingError::UpfrontOutOfRange)
        } else if self.cliff_months > MAX_CLIFF_MONTHS {
            Err(VestingError::CliffOutOfRange)
        } else if self.parts > MAX_PARTS || (self.parts == 0 && !all_upfront) {
            Err(VestingError::PartsOutOfRange)
        } else {
            Ok(())
        }
    }
}

/// A grant cut into what its terms pay.
struct Cut {
    upfront: u64,
    /// Each part but the last.
    each: u64,
    /// Everything after the upfront share.
    rest: u64,
}

impl VestingSchedule {
    /// Base units unlocked at `now`, claimed or not; never falls, ends at `total`.
    ///
    /// # Errors
    /// As [`VestingTerms::validate`]; [`VestingError::Overflow`] when `now` is too far from
    /// `start`.
    pub fn vested_at(&self, now: i64) -> Result<u64, VestingError> {
        let cut = self.cut()?;
        if now < self.start {
            return Ok(0);
        }
        let parts = self.parts_unlocked(now)?;
        if parts == self.terms.parts {
            return Ok(self.total);
        }
        cut.each
            .checked_mul(u64::from(parts))
            .and_then(|unlocked| unlocked.checked_add(cut.upfront))
            .ok_or(VestingError::Overflow)
    }

    /// What the beneficiary, who has claimed `claimed` base units, can claim at `now`.
    ///
    /// # Errors
    /// [`VestingError::FullyClaimed`], [`VestingError::BeforeFirstUnlock`] or
    /// [`VestingError::NothingToClaim`] when that is zero; otherwise as [`Self::vested_at`].
    pub fn claim(&self, claimed: u64, now: i64) -> Result<ClaimOutcome, VestingError> {
        let vested = self.vested_at(now)?;
        if claimed >= self.total {
            return Err(VestingError::FullyClaimed);
        }
        if vested == 0 {
            return Err(VestingError::BeforeFirstUnlock);
        }
        match vested.checked_sub(claimed) {
            None | Some(0) => Err(VestingError::NothingToClaim),
            Some(amount) => Ok(ClaimOutcome {
                amount,
                claimed_before: claimed,
                claimed_after: vested,
            }),
        }
    }

    /// When the first base unit unlocks, unix seconds. For a grant of zero: its end.
    ///
    /// # Errors
    /// As [`Self::vested_at`].
    pub fn first_unlock_at(&self) -> Result<i64, VestingError> {
        let cut = self.cut()?;
        if cut.upfront > 0 {
            Ok(self.start)
        } else {
            self.part_unlocks_at(cut.next_part(0, self.terms.parts))
        }
    }

    /// The first time after `now` at which more unlocks; none once all has.
    ///
    /// # Errors
    /// As [`Self::vested_at`].
    pub fn next_unlock_at(&self, now: i64) -> Result<Option<i64>, VestingError> {
        let cut = self.cut()?;
        if now < self.start && cut.upfront > 0 {
            return Ok(Some(self.start));
        }
        let unlocked = if now < self.start {
            0
        } else {
            self.parts_unlocked(now)?
        };
        if cut.rest == 0 || unlocked == self.terms.parts {
            return Ok(None);
        }
        self.part_unlocks_at(cut.next_part(unlocked, self.terms.parts))
            .map(Some)
    }

    fn cut(&self) -> Result<Cut, VestingError> {
        self.terms.validate()?;
        let upfront =
            bps_floor(self.total, self.terms.upfront_bps).map_err(|_| VestingError::Overflow)?;
        let rest = self.total.saturating_sub(upfront);
        // No parts only when all is upfront, and then there is no rest to cut.
        let each = rest.checked_div(u64::from(self.terms.parts)).unwrap_or(0);
        Ok(Cut {
            upfront,
            each,
            rest,
        })
    }

    /// Monthly parts unlocked at `now`, which is not before `start`.
    fn parts_unlocked(&self, now: i64) -> Result<u16, VestingError> {
        let elapsed = now.checked_sub(self.start).ok_or(VestingError::Overflow)?;
        let months = months_in(elapsed.unsigned_abs());
        let after_cliff = months.saturating_sub(u64::from(self.terms.cliff_months));
        Ok(u16::try_from(after_cliff)
            .unwrap_or(u16::MAX)
            .min(self.terms.parts))
    }

    /// When part `part` (1-based) unlocks.
    fn part_unlocks_at(&self, part: u16) -> Result<i64, VestingError> {
        i64::from(self.terms.cliff_months)
            .checked_add(i64::from(part))
            .and_then(|months| months.checked_mul(MONTH_SECONDS))
            .and_then(|seconds| self.start.checked_add(seconds))
            .ok_or(VestingError::Overflow)
    }
}

impl Cut {
    /// The first part after `unlocked` that pays anything: of a rest smaller than the number of
    /// parts, only the last one does.
    fn next_part(&self, unlocked: u16, parts: u16) -> u16 {
        if self.each == 0 {
            parts
        } else {
            unlocked.saturating_add(1)
        }
    }
}

/// Whole months in `seconds`.
fn months_in(seconds: u64) -> u64 {
    crate::fixed::div_const::<{ MONTH_SECONDS.unsigned_abs() }>(seconds)
}
