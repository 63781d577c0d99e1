//! The emission schedule: base units per month, cut into the month's 730 epochs.
//!
//! `E_1 = floor(500M · 8 % / 12)`, `E_{m+1} = floor(E_m · decay)`, and a month mints
//! `min(E_m, cap − minted_ever)`. An epoch mints `floor(mint / 730)`, the last one of the month
//! also the remainder, so that each month is exact to the unit.

use super::EmissionError;
use crate::fixed::{div_const, mul_div_floor};
use crate::supply::{GENESIS_SUPPLY, SupplyError, room_below_cap};
use crate::time::EPOCHS_PER_MONTH;

/// `E_1`: a twelfth of 8 % of the genesis supply, in base units.
pub const FIRST_MONTH_EMISSION: u64 = div_const::<1_200>(GENESIS_SUPPLY * 8);

/// Which decay the schedule uses. The discriminants are stored on chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Preset {
    /// The factor 0.989849199, which mints 300M IO in 240 months.
    Official = 0,
    /// The published text taken literally, 1.02 % less each month; mints 300M IO in 244 months.
    Literal = 1,
}

impl Preset {
    /// The preset with a stored index.
    ///
    /// # Errors
    /// [`EmissionError::UnknownPreset`] for an index above 1.
    pub fn from_index(index: u8) -> Result<Self, EmissionError> {
        match index {
            0 => Ok(Self::Official),
            1 => Ok(Self::Literal),
            _ => Err(EmissionError::UnknownPreset),
        }
    }

    /// The stored index.
    #[inline]
    pub const fn index(self) -> u8 {
        self as u8
    }

    /// `E_{m+1}` from `E_m`, base units, rounded down.
    ///
    /// # Errors
    /// None in practice: a decay cannot overflow.
    pub(super) fn decay(self, emission: u64) -> Result<u64, EmissionError> {
        let (numerator, denominator) = match self {
            Self::Official => (989_849_199, 1_000_000_000),
            Self::Literal => (9_898, 10_000),
        };
        Ok(mul_div_floor(emission, numerator, denominator)?)
    }
}

/// Where the schedule stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Which decay applies.
    pub preset: Preset,
    /// The current month, from 1.
    pub month: u16,
    /// The epoch of the month that is minted next, 0..730.
    pub epoch_in_month: u16,
    /// `E_m`: what the decay gives for this month, base units.
    pub month_emission: u64,
    /// `min(E_m, cap − minted_ever)`, fixed when the month began, base units.
    pub month_mint: u64,
}

/// What one epoch mints, and the schedule after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpochMint {
    /// Base units; 0 once the cap is reached.
    pub amount: u64,
    /// The schedule with this epoch minted.
    pub schedule_after: Schedule,
}

/// Consecutive epochs that mint the same amount each, and the schedule after them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpochRun {
    /// How many epochs, at least 1.
    pub epochs: u16,
    /// Base units of each epoch; 0 once the cap is reached.
    pub amount_each: u64,
    /// Base units of all of them.
    pub amount: u64,
    /// The schedule with these epochs minted.
    pub schedule_after: Schedule,
}

impl Schedule {
    /// The schedule before its first epoch.
    ///
    /// # Errors
    /// [`EmissionError::Supply`] when `minted_ever` is above the cap.
    pub fn start(preset: Preset, minted_ever: u64) -> Result<Self, EmissionError> {
        check_room(minted_ever, 0)?;
        Ok(Self::month_start(
            preset,
            1,
            FIRST_MONTH_EMISSION,
            minted_ever,
        ))
    }

    /// What the next epoch mints, given all base units minted before it.
    ///
    /// # Errors
    /// As [`Self::next_run`].
    pub fn next_epoch(&self, minted_ever: u64) -> Result<EpochMint, EmissionError> {
        let run = self.next_run(minted_ever, 1)?;
        Ok(EpochMint {
            amount: run.amount,
            schedule_after: run.schedule_after,
        })
    }

    /// What the next epochs mint, as many as mint the same amount each, at most `limit`: those of
    /// a month up to the one before its last, or the last one alone.
    ///
    /// # Errors
    /// [`EmissionError::Supply`] when the mint would exceed the cap, which the schedule never
    /// asks for as long as nobody else mints; [`EmissionError::EpochCountOutOfRange`] for a zero
    /// `limit`; [`EmissionError::Overflow`] for a state that this module did not write, or after
    /// 65,535 months.
    pub fn next_run(&self, minted_ever: u64, limit: u16) -> Result<EpochRun, EmissionError> {
        if limit == 0 {
            return Err(EmissionError::EpochCountOutOfRange);
        }
        let regular = div_const::<{ EPOCHS_PER_MONTH as u64 }>(self.month_mint);
        let before_last = LAST_EPOCH
            .checked_sub(self.epoch_in_month)
            .ok_or(EmissionError::Overflow)?;
        if before_last > 0 {
            let epochs = before_last.min(limit);
            // At most 729 × floor(mint / 730), below the month's mint.
            let amount = regular.wrapping_mul(u64::from(epochs));
            check_room(minted_ever, amount)?;
            let epoch_in_month = self.epoch_in_month.saturating_add(epochs);
            let schedule_after = Self {
                epoch_in_month,
                ..*self
            };
            return Ok(EpochRun {
                epochs,
                amount_each: regular,
                amount,
                schedule_after,
            });
        }
        let amount = self
            .month_mint
            .wrapping_sub(regular.wrapping_mul(u64::from(LAST_EPOCH)));
        let minted_after = check_room(minted_ever, amount)?;
        let schedule_after = self.next_month(minted_after)?;
        Ok(EpochRun {
            epochs: 1,
            amount_each: amount,
            amount,
            schedule_after,
        })
    }

    /// The first epoch of the month after this one.
    pub(super) fn next_month(&self, minted_ever: u64) -> Result<Self, EmissionError> {
        let month = self.month.checked_add(1).ok_or(EmissionError::Overflow)?;
        let emission = self.preset.decay(self.month_emission)?;
        Ok(Self::month_start(self.preset, month, emission, minted_ever))
    }

    fn month_start(preset: Preset, month: u16, month_emission: u64, minted_ever: u64) -> Self {
        let month_mint = month_emission.min(room_below_cap(minted_ever));
        Self {
            preset,
            month,
            epoch_in_month: 0,
            month_emission,
            month_mint,
        }
    }
}

/// The index of a month's last epoch.
const LAST_EPOCH: u16 = EPOCHS_PER_MONTH - 1;

/// `minted_ever + amount`, if it is within the cap. Unlike
/// [`crate::supply::mint_within_cap`] it accepts zero: epochs go on after the cap is reached.
fn check_room(minted_ever: u64, amount: u64) -> Result<u64, EmissionError> {
    match minted_ever.checked_add(amount) {
        Some(after) if after <= crate::supply::SUPPLY_CAP => Ok(after),
        _ => Err(EmissionError::Supply(SupplyError::CapExceeded {
            room: room_below_cap(minted_ever),
        })),
    }
}
