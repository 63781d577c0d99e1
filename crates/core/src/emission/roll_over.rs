//! The roll-over: what nobody earned within the claim window goes to the reserve.
//!
//! Each pool keeps a checkpoint: what it had been funded with in all when the checkpoint was
//! taken. A claim window later, what of that is neither earned nor rolled over has expired.
//! Earnings use up the oldest funds first, so a roll-over never takes what is owed, and takes
//! each unit once. A unit stays in its pool for between one and two claim windows when the
//! roll-over is called as soon as it is allowed. It returns through the reserve only.

use super::{EmissionError, EmissionState};

/// What a roll-over moves, in base units, and the state after it. Both amounts can be zero: the
/// call still takes a new checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RollOverOutcome {
    /// To move from the availability vault to the reserve vault.
    pub from_availability: u64,
    /// To move from the compute vault to the reserve vault.
    pub from_compute: u64,
    /// The state with the amounts in the reserve and new checkpoints.
    pub state_after: EmissionState,
}

impl EmissionState {
    /// Moves what expired to the reserve, and takes new checkpoints.
    ///
    /// All epochs that ended by `now` must be advanced. Otherwise, after a pause say, anyone
    /// could advance a window's worth of late epochs and roll them over in one transaction,
    /// before anybody had a chance to earn from them.
    ///
    /// # Errors
    /// [`EmissionError::EpochsBehind`] when epochs that ended are not advanced;
    /// [`EmissionError::ClaimWindowOpen`] until `claim_window_epochs` epochs were advanced since
    /// the last checkpoint.
    pub fn roll_over(&self, now: i64) -> Result<RollOverOutcome, EmissionError> {
        if self.epochs_due(now) > 0 {
            return Err(EmissionError::EpochsBehind);
        }
        let checkpoint = self
            .availability
            .checkpoint_epoch
            .max(self.compute.checkpoint_epoch);
        let window = u64::from(self.current_parameters().claim_window_epochs);
        let closes_at_epoch = checkpoint
            .checked_add(window)
            .ok_or(EmissionError::Overflow)?;
        if self.next_epoch < closes_at_epoch {
            return Err(EmissionError::ClaimWindowOpen { closes_at_epoch });
        }
        let mut state = *self;
        let from_availability = state.availability.expire(self.next_epoch)?;
        let from_compute = state.compute.expire(self.next_epoch)?;
        state.reserve = state
            .reserve
            .checked_add(from_availability)
            .and_then(|sum| sum.checked_add(from_compute))
            .ok_or(EmissionError::Overflow)?;
        Ok(RollOverOutcome {
            from_availability,
            from_compute,
            state_after: state,
        })
    }
}
