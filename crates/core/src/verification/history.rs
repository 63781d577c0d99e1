//! Pass rate and streak: what one verifier remembers of a device.
//!
//! The rate is of the last 24 draws, those that never were counting as failed: a device that was
//! just registered stands where one stands that failed 24 times, so that a new identity never
//! pays. A draw that the verifier itself could not judge changes nothing and pays nothing.

use super::MissReason;

/// Draws that are remembered.
pub const DRAWS: u32 = 24;

/// One draw of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawResult {
    /// Everything was right and in time.
    Passed,
    /// Why not; a reason that is no failure counts as [`DrawResult::Unknown`].
    Failed(MissReason),
    /// The verifier could not tell.
    Unknown,
}

/// A device's last draws. Zeroed: never drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DrawHistory {
    /// The last 24 draws, the newest in bit 0; 1: passed.
    pub passes: u32,
    /// Draws passed in a row.
    pub streak: u32,
    /// 1 once it was drawn.
    pub drawn: u8,
}

/// What an epoch's draws come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is paid by its score.
    Pays,
    /// It earns nothing.
    Misses(MissReason),
}

impl DrawHistory {
    /// Passes among the last 24 draws, 0..=24.
    #[inline]
    pub fn pass_count(&self) -> u32 {
        self.passes.count_ones().min(DRAWS)
    }

    /// The history with one more draw.
    #[must_use]
    pub fn record(&self, result: DrawResult) -> Self {
        let passed = match result {
            DrawResult::Passed => true,
            DrawResult::Failed(reason) if reason.is_failure() => false,
            DrawResult::Failed(_) | DrawResult::Unknown => return *self,
        };
        Self {
            passes: (self.passes << 1 | u32::from(passed)) & MEMORY,
            streak: if passed {
                self.streak.saturating_add(1)
            } else {
                0
            },
            drawn: 1,
        }
    }

    /// What an epoch comes to for an idle device: every draw must have passed. Without a draw in
    /// the epoch the last one before it decides; a hired hour has no draws and keeps the streak.
    ///
    /// `draws`: of the epoch, in order; `self`: the history with them.
    pub fn standing(&self, draws: &[DrawResult]) -> Standing {
        for draw in draws {
            match draw {
                DrawResult::Passed => {}
                DrawResult::Failed(reason) => return Standing::Misses(*reason),
                DrawResult::Unknown => return Standing::Misses(MissReason::Unmeasured),
            }
        }
        match (self.drawn, self.streak) {
            (0, _) => Standing::Misses(MissReason::NeverDrawn),
            (_, 0) => Standing::Misses(MissReason::LastDrawFailed),
            _ => Standing::Pays,
        }
    }
}

const MEMORY: u32 = (1 << DRAWS) - 1;
