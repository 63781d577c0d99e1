//! The schedule as a table, month by month, for tools and documents.

use super::{Preset, Schedule};
use crate::supply::GENESIS_SUPPLY;

/// One month of the schedule, in base units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// The month, from 1.
    pub month: u16,
    /// `E_m`: what the decay gives.
    pub emission: u64,
    /// What is minted: less than `emission` in the month that reaches the cap.
    pub mint: u64,
    /// All that was ever minted by the end of the month, genesis included.
    pub supply: u64,
}

/// The months of a schedule that starts after genesis, up to the one that reaches the cap.
pub fn months(preset: Preset) -> Months {
    Months {
        next: Schedule::start(preset, GENESIS_SUPPLY).ok(),
        minted_ever: GENESIS_SUPPLY,
    }
}

/// Iterator of [`months`].
#[derive(Clone, Debug)]
pub struct Months {
    next: Option<Schedule>,
    minted_ever: u64,
}

impl Iterator for Months {
    type Item = Month;

    fn next(&mut self) -> Option<Month> {
        let schedule = self.next.filter(|schedule| schedule.month_mint > 0)?;
        self.minted_ever = self.minted_ever.checked_add(schedule.month_mint)?;
        self.next = schedule.next_month(self.minted_ever).ok();
        Some(Month {
            month: schedule.month,
            emission: schedule.month_emission,
            mint: schedule.month_mint,
            supply: self.minted_ever,
        })
    }
}
