//! How busy a class is, and how fast its multiplier follows.
//!
//! The multiplier that quotes use follows the curve of the mean over the last
//! [`UTILISATION_EPOCHS`] epochs, by at most [`MULTIPLIER_STEP_BPS`] of itself per epoch: one
//! epoch of bought or withheld capacity moves a quote by 5 % at most. Only *verified* devices
//! count, so that registering devices which nobody has measured moves nothing.

use super::{PricingError, curve_bps};
use crate::fixed::{BPS_DENOMINATOR, bps_floor};

/// Epochs that the mean is taken over.
pub const UTILISATION_EPOCHS: usize = 24;
/// The most by which the multiplier moves per epoch, basis points of itself.
pub const MULTIPLIER_STEP_BPS: u16 = 500;
/// The multiplier of a class before its first report.
pub const START_MULTIPLIER_BPS: u16 = 10_000;
/// Stands in [`Utilisation::epochs`] for an epoch that was not reported.
pub const NOT_REPORTED: u16 = u16::MAX;

/// What was reported of a class, and the multiplier in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Utilisation {
    /// Hired share of the verified GPUs, basis points, of epoch `n` at `n mod 24`;
    /// [`NOT_REPORTED`] where there is none.
    pub epochs: [u16; UTILISATION_EPOCHS],
    /// The first epoch that can be reported next: all before are reported or were skipped.
    pub next_epoch: u64,
    /// The multiplier that quotes use, 7,000..=20,000 basis points.
    pub multiplier_bps: u16,
}

impl Utilisation {
    /// A class nobody has reported on.
    pub const NEW: Self = Self {
        epochs: [NOT_REPORTED; UTILISATION_EPOCHS],
        next_epoch: 0,
        multiplier_bps: START_MULTIPLIER_BPS,
    };

    /// Reports that `utilisation_bps` (0..=10,000) of the class's verified GPU time in `epoch`
    /// was hired, and moves the multiplier by one step. `running_epoch` is the epoch at the
    /// time of the report.
    ///
    /// Epochs may be skipped: they are left out of the mean, and the multiplier still moves by
    /// one step only.
    ///
    /// # Errors
    /// [`PricingError::UtilisationOutOfRange`]; [`PricingError::EpochReported`] for an epoch
    /// before [`Self::next_epoch`]; [`PricingError::EpochRunning`] for one that has not ended.
    pub fn report(
        &self,
        epoch: u64,
        utilisation_bps: u16,
        running_epoch: u64,
    ) -> Result<Self, PricingError> {
        if u64::from(utilisation_bps) > BPS_DENOMINATOR {
            return Err(PricingError::UtilisationOutOfRange);
        }
        if epoch < self.next_epoch {
            return Err(PricingError::EpochReported);
        }
        if epoch >= running_epoch {
            return Err(PricingError::EpochRunning);
        }
        let mut next = *self;
        next.forget_skipped(epoch);
        if let Some(slot) = next.epochs.get_mut(slot_of(epoch)) {
            *slot = utilisation_bps;
        }
        next.next_epoch = epoch.checked_add(1).ok_or(PricingError::Overflow)?;
        next.multiplier_bps = step_towards(self.multiplier_bps, curve_bps(next.mean_bps_floor())?)?;
        Ok(next)
    }

    /// The mean over the reported epochs among the last 24, basis points, rounded down; 0 when
    /// none is reported.
    pub fn mean_bps_floor(&self) -> u16 {
        let reported = self.epochs.iter().filter(|bps| **bps != NOT_REPORTED);
        let (sum, count) = reported.fold((0u32, 0u32), |(sum, count), bps| {
            (sum.saturating_add(u32::from(*bps)), count.saturating_add(1))
        });
        let mean = sum.checked_div(count).unwrap_or(0);
        u16::try_from(mean).unwrap_or(u16::MAX)
    }

    /// Marks the epochs between the last report and `epoch`; what stood there is 24 epochs old.
    fn forget_skipped(&mut self, epoch: u64) {
        let skipped = epoch.saturating_sub(self.next_epoch);
        if skipped >= UTILISATION_EPOCHS as u64 {
            self.epochs = [NOT_REPORTED; UTILISATION_EPOCHS];
            return;
        }
        for skipped_epoch in self.next_epoch..epoch {
            if let Some(slot) = self.epochs.get_mut(slot_of(skipped_epoch)) {
                *slot = NOT_REPORTED;
            }
        }
    }
}

/// `current` moved towards `target` by at most 5 % of itself.
fn step_towards(current: u16, target: u16) -> Result<u16, PricingError> {
    let step = u16::try_from(bps_floor(u64::from(current), MULTIPLIER_STEP_BPS)?)
        .map_err(|_| PricingError::Overflow)?;
    Ok(target
        .max(current.saturating_sub(step))
        .min(current.saturating_add(step)))
}

fn slot_of(epoch: u64) -> usize {
    const EPOCHS: u64 = UTILISATION_EPOCHS as u64;
    let slot = epoch.checked_rem(EPOCHS).unwrap_or(0);
    usize::try_from(slot).unwrap_or(0)
}
