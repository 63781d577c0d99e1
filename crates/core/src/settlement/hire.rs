//! What a job says about all its claims: the price of each hour, and when it was cancelled.
//!
//! Time has a price that can differ from hour to hour, because an extension costs the quote of
//! its own day. So what a claim earns is counted in *charge*: micro-dollars per GPU-hour times
//! GPU-seconds, 3,600 of which make a micro-dollar of gross. A charge is exact; the one rounding
//! is [`gross_floor`].

use super::SettlementError;
use crate::fixed::div_const;
use crate::time::{DAY_SECONDS, EPOCH_SECONDS};

/// Windows of one job: its own and three extensions at other rates.
pub const MAX_WINDOWS: usize = 4;

/// The longest job, extensions included: 90 days. Terms that a claim fixed can bind the network
/// for no longer than this.
pub const MAX_JOB_SECONDS: u64 = 90 * DAY_SECONDS.unsigned_abs();

/// The smallest job, and the smallest extension: 10 minutes of one GPU, in GPU-seconds.
pub const MIN_JOB_GPU_SECONDS: u64 = 600;

/// The smallest deposit: $0.10, in micro-dollars.
pub const MIN_DEPOSIT: u64 = 100_000;

/// Seconds that a cancelled job pays for each claimed GPU at least.
pub const CANCEL_MINIMUM_SECONDS: u64 = 60;

const HOUR: u64 = EPOCH_SECONDS.unsigned_abs();

/// Seconds that follow each other at one rate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// How many seconds; 0 in a window that is not used.
    pub seconds: u64,
    /// Micro-dollars per GPU-hour.
    pub rate: u64,
}

/// A job's price and time. Each claim counts its seconds from its own start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hire {
    /// The seconds bought and their rates: the job's own, then each extension's.
    pub windows: [Window; MAX_WINDOWS],
    /// When the job was cancelled, unix seconds.
    pub cancelled_at: Option<i64>,
}

/// A hire and what it costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HireOutcome {
    /// To pay into the job's vault, micro-dollars.
    pub deposit: u64,
    /// The hire with these seconds in it.
    pub hire_after: Hire,
}

impl Hire {
    /// A job of `gpus` GPUs for `seconds` at `rate` micro-dollars per GPU-hour.
    ///
    /// # Errors
    /// [`SettlementError::DepositTooSmall`] below $0.10; as [`Self::extend`].
    pub fn post(rate: u64, gpus: u32, seconds: u64) -> Result<HireOutcome, SettlementError> {
        let nothing = Self {
            windows: [Window::default(); MAX_WINDOWS],
            cancelled_at: None,
        };
        let outcome = nothing.extend(rate, gpus, seconds)?;
        if outcome.deposit < MIN_DEPOSIT {
            return Err(SettlementError::DepositTooSmall);
        }
        Ok(outcome)
    }

    /// Adds `seconds` for all `gpus` GPUs of the job, at the rate of today's quote. Seconds that
    /// were bought before keep their own.
    ///
    /// # Errors
    /// [`SettlementError::JobCancelled`], [`SettlementError::RateZero`],
    /// [`SettlementError::JobTooShort`] below 600 GPU-seconds, [`SettlementError::JobTooLong`] beyond 90 days in all, [`SettlementError::TooManyRates`]
    /// for a fourth change of the rate, [`SettlementError::DepositTooLarge`] when the whole job's charge
    /// exceeds 64 bits (five billion dollars).
    pub fn extend(
        &self,
        rate: u64,
        gpus: u32,
        seconds: u64,
    ) -> Result<HireOutcome, SettlementError> {
        if self.cancelled_at.is_some() {
            return Err(SettlementError::JobCancelled);
        }
        if rate == 0 {
            return Err(SettlementError::RateZero);
        }
        if u64::from(gpus).saturating_mul(seconds) < MIN_JOB_GPU_SECONDS {
            return Err(SettlementError::JobTooShort);
        }
        let total = self.seconds().saturating_add(seconds);
        if total > MAX_JOB_SECONDS {
            return Err(SettlementError::JobTooLong);
        }
        let mut hire_after = *self;
        hire_after.windows = self.windows_with(rate, seconds)?;
        let gpus = u64::from(gpus);
        let whole = hire_after.charge(0, total).and_then(|one| times(one, gpus));
        let added = times(seconds, rate).and_then(|one| times(one, gpus));
        let (Ok(_), Ok(added)) = (whole, added) else {
            return Err(SettlementError::DepositTooLarge);
        };
        Ok(HireOutcome {
            deposit: gross_ceil(added),
            hire_after,
        })
    }

    /// Ends the job at `now`, in whatever state it is.
    ///
    /// # Errors
    /// [`SettlementError::JobCancelled`] when it is already.
    pub fn cancel(&self, now: i64) -> Result<Self, SettlementError> {
        if self.cancelled_at.is_some() {
            return Err(SettlementError::JobCancelled);
        }
        let mut next = *self;
        next.cancelled_at = Some(now);
        Ok(next)
    }

    /// Seconds bought for each GPU.
    #[inline(never)]
    pub fn seconds(&self) -> u64 {
        let add = |sum: u64, window: &Window| sum.saturating_add(window.seconds);
        self.windows.iter().fold(0, add)
    }

    /// The greatest rate, micro-dollars per GPU-hour.
    pub fn highest_rate(&self) -> u64 {
        let rates = self.windows.iter().map(|window| window.rate);
        rates.max().unwrap_or(0)
    }

    /// The charge of one GPU for its seconds `from` to `to` after the claim's start. Seconds
    /// that were not bought cost nothing.
    ///
    /// # Errors
    /// [`SettlementError::StateInvalid`] when it exceeds 64 bits, never for an accepted hire.
    #[inline(never)]
    pub fn charge(&self, from: u64, to: u64) -> Result<u64, SettlementError> {
        let mut begin = 0u64;
        let mut charge = 0u64;
        for window in &self.windows {
            let end = begin.saturating_add(window.seconds);
            let seconds = to.min(end).saturating_sub(from.max(begin));
            // Most windows do not touch the interval, and a checked product is not cheap on sBPF.
            if seconds > 0 {
                charge = add(charge, times(seconds, window.rate)?)?;
            }
            begin = end;
        }
        Ok(charge)
    }

    fn windows_with(
        &self,
        rate: u64,
        seconds: u64,
    ) -> Result<[Window; MAX_WINDOWS], SettlementError> {
        let mut windows = self.windows;
        let last = windows.iter().rposition(|window| window.seconds > 0);
        let same = last.filter(|last| windows.get(*last).is_some_and(|last| last.rate == rate));
        let next = last.map_or(0, |last| last.saturating_add(1));
        let window = windows
            .get_mut(same.unwrap_or(next))
            .ok_or(SettlementError::TooManyRates)?;
        *window = Window {
            seconds: window.seconds.saturating_add(seconds),
            rate,
        };
        Ok(windows)
    }
}

/// `floor(charge / 3,600)`: the gross in micro-dollars, which is paid out.
#[inline]
pub const fn gross_floor(charge: u64) -> u64 {
    div_const::<HOUR>(charge)
}

/// `ceil(charge / 3,600)`: the deposit in micro-dollars, which is paid in.
#[inline]
pub const fn gross_ceil(charge: u64) -> u64 {
    // The floor is far below u64::MAX.
    let floor = gross_floor(charge);
    let exact = floor.wrapping_mul(HOUR) == charge;
    floor.wrapping_add(if exact { 0 } else { 1 })
}

#[inline]
pub(super) fn times(a: u64, b: u64) -> Result<u64, SettlementError> {
    a.checked_mul(b).ok_or(SettlementError::StateInvalid)
}

#[inline]
pub(super) fn add(a: u64, b: u64) -> Result<u64, SettlementError> {
    a.checked_add(b).ok_or(SettlementError::StateInvalid)
}

/// Seconds from `from` to `to`; 0 when `to` is earlier.
#[inline]
pub(super) fn seconds_between(from: i64, to: i64) -> u64 {
    to.saturating_sub(from).max(0).unsigned_abs()
}
