//! Minting the epochs that ended: never early, never twice, late ones on the next call.

use super::{EmissionError, EmissionState, EpochRun, PoolLedger};
use crate::fixed::{bps_floor, div_const};

/// The most epochs that one advance mints: a month.
pub const MAX_EPOCHS_PER_ADVANCE: u16 = 730;

/// The reserve returns at most `1 / 720` of itself per epoch, so that a quiet time does not
/// become a jackpot for whoever comes next.
pub const RESERVE_RETURN_DIVISOR: u64 = 720;

/// What an advance moves, in base units, and the state after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdvanceOutcome {
    /// The first epoch minted.
    pub first_epoch: u64,
    /// How many epochs were minted, 1..=730.
    pub epochs: u64,
    /// To mint into the availability vault; 0 once the cap is reached.
    pub minted_availability: u64,
    /// To mint into the compute vault; 0 once the cap is reached.
    pub minted_compute: u64,
    /// To move from the reserve vault to the availability vault.
    pub reserve_to_availability: u64,
    /// To move from the reserve vault to the compute vault.
    pub reserve_to_compute: u64,
    /// The state with these epochs minted.
    pub state_after: EmissionState,
}

impl EmissionState {
    /// Mints the epochs that ended by `now`, oldest first, at most `max_epochs` of them.
    ///
    /// Each epoch is split by the parameters in force in that epoch: the availability pool gets
    /// the share rounded down, the compute pool the rest. What the reserve returns is split the
    /// same way. Advancing in several calls gives the same state as in one.
    ///
    /// # Errors
    /// [`EmissionError::EpochCountOutOfRange`] unless `max_epochs` is 1..=730,
    /// [`EmissionError::NoEpochDue`] when none has ended; as [`super::Schedule::next_run`].
    pub fn advance(
        &self,
        minted_ever: u64,
        now: i64,
        max_epochs: u16,
    ) -> Result<AdvanceOutcome, EmissionError> {
        if max_epochs == 0 || max_epochs > MAX_EPOCHS_PER_ADVANCE {
            return Err(EmissionError::EpochCountOutOfRange);
        }
        let due = u16::try_from(self.epochs_due(now)).unwrap_or(u16::MAX);
        if due == 0 {
            return Err(EmissionError::NoEpochDue);
        }
        self.mint_epochs(minted_ever, due.min(max_epochs))
    }

    fn mint_epochs(&self, minted_ever: u64, epochs: u16) -> Result<AdvanceOutcome, EmissionError> {
        let mut outcome = AdvanceOutcome {
            first_epoch: self.next_epoch,
            epochs: u64::from(epochs),
            minted_availability: 0,
            minted_compute: 0,
            reserve_to_availability: 0,
            reserve_to_compute: 0,
            state_after: *self,
        };
        let mut minted_ever = minted_ever;
        let mut remaining = epochs;
        while remaining > 0 {
            outcome.state_after.promote_pending();
            let limit = outcome.state_after.epochs_until_pending(remaining);
            let run = outcome.state_after.schedule.next_run(minted_ever, limit)?;
            outcome.add_run(&run)?;
            minted_ever = add(minted_ever, run.amount)?;
            remaining = remaining.saturating_sub(run.epochs);
        }
        outcome.state_after.promote_pending();
        outcome.fund_pools()?;
        Ok(outcome)
    }

    /// How many of the next `limit` epochs have the same parameters.
    fn epochs_until_pending(&self, limit: u16) -> u16 {
        let Some(pending) = self.pending else {
            return limit;
        };
        let same = pending.from_epoch.saturating_sub(self.next_epoch);
        u16::try_from(same).unwrap_or(u16::MAX).min(limit)
    }
}

impl AdvanceOutcome {
    /// Adds epochs that mint the same amount each under the same parameters.
    fn add_run(&mut self, run: &EpochRun) -> Result<(), EmissionError> {
        let state = &mut self.state_after;
        let share = state.parameters.availability_bps;
        let availability = bps_floor(run.amount_each, share)?
            .checked_mul(u64::from(run.epochs))
            .ok_or(EmissionError::Overflow)?;
        let compute = run
            .amount
            .checked_sub(availability)
            .ok_or(EmissionError::Overflow)?;
        self.minted_availability = add(self.minted_availability, availability)?;
        self.minted_compute = add(self.minted_compute, compute)?;

        let returned = return_reserve(state.reserve, share, run.epochs)?;
        self.reserve_to_availability = add(self.reserve_to_availability, returned.availability)?;
        self.reserve_to_compute = add(self.reserve_to_compute, returned.compute)?;
        state.reserve = returned.reserve_after;

        state.schedule = run.schedule_after;
        state.next_epoch = add(state.next_epoch, u64::from(run.epochs))?;
        Ok(())
    }

    fn fund_pools(&mut self) -> Result<(), EmissionError> {
        let fund = |pool: &mut PoolLedger, minted, returned| pool.fund(add(minted, returned)?);
        let state = &mut self.state_after;
        fund(
            &mut state.availability,
            self.minted_availability,
            self.reserve_to_availability,
        )?;
        fund(
            &mut state.compute,
            self.minted_compute,
            self.reserve_to_compute,
        )
    }
}

struct ReserveReturn {
    availability: u64,
    compute: u64,
    reserve_after: u64,
}

/// What the reserve returns in `epochs` epochs: `floor(reserve / 720)` in each, of what is left.
fn return_reserve(reserve: u64, share: u16, epochs: u16) -> Result<ReserveReturn, EmissionError> {
    let mut left = reserve;
    let mut availability = 0u64;
    for _ in 0..epochs {
        let returned = div_const::<RESERVE_RETURN_DIVISOR>(left);
        if returned == 0 {
            break;
        }
        left = left.saturating_sub(returned);
        availability = add(availability, bps_floor(returned, share)?)?;
    }
    // left ≤ reserve, and each epoch's availability share ≤ what the epoch returned.
    let compute = reserve.saturating_sub(left).saturating_sub(availability);
    Ok(ReserveReturn {
        availability,
        compute,
        reserve_after: left,
    })
}

#[inline]
fn add(a: u64, b: u64) -> Result<u64, EmissionError> {
    a.checked_add(b).ok_or(EmissionError::Overflow)
}
