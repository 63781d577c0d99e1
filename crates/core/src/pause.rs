//! The emergency pause (invariant I10: it stops entry, never exit).
//!
//! Every pause ends by itself after 7 days. The guardian, whose key must be quick and therefore
//! hot, cannot pause again for 14 days after that; the admin can pause at any time. Which
//! instructions are entry is the programs' concern.

use core::fmt;

use crate::time::DAY_SECONDS;

/// How long one pause lasts.
pub const PAUSE_SECONDS: i64 = 7 * DAY_SECONDS;

/// How long after the end of a guardian's pause the guardian cannot pause again. Lifting the
/// pause early does not shorten it.
pub const GUARDIAN_COOLDOWN_SECONDS: i64 = 14 * DAY_SECONDS;

/// Until when entry is stopped. Zeroed: never paused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PauseState {
    /// Entry is stopped before this time, unix seconds.
    pub paused_until: i64,
    /// The guardian cannot pause before this time, unix seconds.
    pub guardian_pause_allowed_from: i64,
}

/// Why a pause or its end is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PauseError {
    /// The guardian paused less than 21 days ago.
    GuardianCoolingDown,
    /// There is no pause to lift.
    NotPaused,
    /// The time is beyond what 64 bits hold.
    Overflow,
}

impl fmt::Display for PauseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::GuardianCoolingDown => {
                "the guardian cannot pause before guardian_pause_allowed_from (21 days after its last pause); ask the admin"
            }
            Self::NotPaused => "there is no pause in force, so nothing to lift",
            Self::Overflow => "the end of the pause does not fit 64-bit unix seconds; check the clock",
        })
    }
}

impl core::error::Error for PauseError {}

impl PauseState {
    /// Whether entry is stopped at `now`.
    #[inline]
    pub fn is_paused(&self, now: i64) -> bool {
        now < self.paused_until
    }

    /// The guardian stops entry for [`PAUSE_SECONDS`].
    ///
    /// # Errors
    /// [`PauseError::GuardianCoolingDown`] before `guardian_pause_allowed_from`.
    pub fn pause_by_guardian(&self, now: i64) -> Result<Self, PauseError> {
        if now < self.guardian_pause_allowed_from {
            return Err(PauseError::GuardianCoolingDown);
        }
        let paused = self.pause_by_admin(now)?;
        let allowed_from = now
            .checked_add(PAUSE_SECONDS + GUARDIAN_COOLDOWN_SECONDS)
            .ok_or(PauseError::Overflow)?;
        Ok(Self {
            guardian_pause_allowed_from: allowed_from,
            ..paused
        })
    }

    /// The admin stops entry for [`PAUSE_SECONDS`] from `now`, or leaves a pause that lasts
    /// longer as it is. Does not touch the guardian's cooldown.
    ///
    /// # Errors
    /// [`PauseError::Overflow`] when the end does not fit 64 bits.
    pub fn pause_by_admin(&self, now: i64) -> Result<Self, PauseError> {
        let until = now.checked_add(PAUSE_SECONDS).ok_or(PauseError::Overflow)?;
        Ok(Self {
            paused_until: until.max(self.paused_until),
            ..*self
        })
    }

    /// Ends the pause in force.
    ///
    /// # Errors
    /// [`PauseError::NotPaused`] when there is none at `now`.
    pub fn lift(&self, now: i64) -> Result<Self, PauseError> {
        if !self.is_paused(now) {
            return Err(PauseError::NotPaused);
        }
        Ok(Self {
            paused_until: now,
            ..*self
        })
    }
}
