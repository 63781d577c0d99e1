//! The state of emission: its start, its clock, and the change of parameters.

use super::{EmissionError, EmissionParameters, PendingParameters, PoolLedger, Preset, Schedule};
use crate::fixed::div_const;
use crate::time::{DAY_SECONDS, EPOCH_SECONDS};

/// The furthest ahead that emission can be set to start.
pub const MAX_START_DELAY_SECONDS: i64 = 366 * DAY_SECONDS;

/// All that emission keeps between two advances. Epoch `n` is the hour that begins `n` hours
/// after `start_time`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmissionState {
    /// When epoch 0 begins, unix seconds.
    pub start_time: i64,
    /// The first epoch that is not minted.
    pub next_epoch: u64,
    /// Where the schedule stands.
    pub schedule: Schedule,
    /// The parameters, unless `pending` has come into force: see [`Self::current_parameters`].
    pub parameters: EmissionParameters,
    /// Parameters that take effect later.
    pub pending: Option<PendingParameters>,
    /// The pool that rewards measured availability.
    pub availability: PoolLedger,
    /// The pool that rewards paid compute.
    pub compute: PoolLedger,
    /// Base units that were not earned and return to the pools, 1/720 an epoch.
    pub reserve: u64,
}

impl EmissionState {
    /// Emission that begins at `start_time`.
    ///
    /// # Errors
    /// A `StartTime…` error when `start_time` is not positive, before `now`, or more than 366
    /// days after it; as [`EmissionParameters::validate`] and [`Schedule::start`].
    pub fn start(
        start_time: i64,
        now: i64,
        preset: Preset,
        parameters: EmissionParameters,
        minted_ever: u64,
    ) -> Result<Self, EmissionError> {
        if start_time <= 0 {
            return Err(EmissionError::StartTimeNotPositive);
        }
        if start_time < now {
            return Err(EmissionError::StartTimeInPast);
        }
        if start_time > now.saturating_add(MAX_START_DELAY_SECONDS) {
            return Err(EmissionError::StartTimeTooFar);
        }
        parameters.validate()?;
        Ok(Self {
            start_time,
            next_epoch: 0,
            schedule: Schedule::start(preset, minted_ever)?,
            parameters,
            pending: None,
            availability: PoolLedger::default(),
            compute: PoolLedger::default(),
            reserve: 0,
        })
    }

    /// Whole epochs that ended by `now` and are not minted; 0 before the start.
    #[inline]
    pub fn epochs_due(&self, now: i64) -> u64 {
        if now < self.start_time {
            return 0;
        }
        let elapsed = now.saturating_sub(self.start_time).unsigned_abs();
        let ended = div_const::<{ EPOCH_SECONDS.unsigned_abs() }>(elapsed);
        ended.saturating_sub(self.next_epoch)
    }

    /// The parameters that [`Self::next_epoch`] is minted with.
    #[inline]
    pub fn current_parameters(&self) -> EmissionParameters {
        match self.pending {
            Some(pending) if pending.from_epoch <= self.next_epoch => pending.parameters,
            _ => self.parameters,
        }
    }

    /// Accepts new parameters, which replace any that are pending. They take effect from the
    /// next epoch boundary: the epoch that runs at `now` keeps the terms it began with; before
    /// the start, epoch 0 uses the new ones.
    ///
    /// # Errors
    /// As [`EmissionParameters::validate`]; [`EmissionError::EpochsBehind`] when epochs that
    /// ended are not advanced, so that no change reaches back in time.
    pub fn change_parameters(
        &self,
        new: EmissionParameters,
        now: i64,
    ) -> Result<Self, EmissionError> {
        new.validate()?;
        if self.epochs_due(now) > 0 {
            return Err(EmissionError::EpochsBehind);
        }
        let running = u64::from(now >= self.start_time);
        let from_epoch = self
            .next_epoch
            .checked_add(running)
            .ok_or(EmissionError::Overflow)?;
        let mut state = *self;
        state.promote_pending();
        state.pending = Some(PendingParameters {
            parameters: new,
            from_epoch,
        });
        Ok(state)
    }

    /// Makes pending parameters the parameters once [`Self::next_epoch`] reaches them.
    pub(super) fn promote_pending(&mut self) {
        let current = self.current_parameters();
        if self
            .pending
            .is_some_and(|pending| pending.from_epoch <= self.next_epoch)
        {
            self.pending = None;
        }
        self.parameters = current;
    }
}
