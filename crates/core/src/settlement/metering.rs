//! What a claim earned: seconds covered by heartbeats, and which of them can be settled.
//!
//! - A heartbeat covers the time back to the one before, with the smaller of the two numbers of
//!   GPUs alive, when no more than [`MAX_GAP_SECONDS`] lie between. Otherwise it covers nothing:
//!   an operator is never paid for time that nobody vouched for.
//! - Time ends with the seconds that were bought and accepted, or with the job's cancellation.
//!   A last heartbeat up to [`HOLD_BACK_AFTER_END_SECONDS`] later covers the time until then, so
//!   that a client cannot save the last minutes by cancelling between two heartbeats.
//! - While a claim runs, what is older than [`HOLD_BACK_SECONDS`] can be settled; the rest
//!   [`HOLD_BACK_AFTER_END_SECONDS`] after its end, unless a dispute stands.

use super::hire::{add, seconds_between, times};
use super::{CANCEL_MINIMUM_SECONDS, Hire, SettlementError};

/// A running claim's heartbeats are at least this far apart: chain space is not free.
pub const HEARTBEAT_INTERVAL_SECONDS: i64 = 15 * 60;

/// How late a heartbeat can be. As long as the interval: one lost transaction costs nothing, two
/// in a row cost the time since the last heartbeat.
pub const HEARTBEAT_GRACE_SECONDS: i64 = 15 * 60;

/// The longest time between two heartbeats that is covered.
pub const MAX_GAP_SECONDS: i64 = HEARTBEAT_INTERVAL_SECONDS + HEARTBEAT_GRACE_SECONDS;

/// The age from which a running claim's seconds can be settled.
pub const HOLD_BACK_SECONDS: i64 = 60 * 60;

/// How long after its end a claim's last hour is held back.
pub const HOLD_BACK_AFTER_END_SECONDS: i64 = 15 * 60;

/// Checkpoints that a meter keeps besides the newest. They are an interval apart, so that the
/// fifth is an hour older than the first; the newest can follow the first at once, at an end.
pub const CHECKPOINTS: usize = 5;

/// All that a claim earned before a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checkpoint {
    /// The time, unix seconds.
    pub at: i64,
    /// The charge of all seconds before it: 3,600 make a micro-dollar.
    pub charge: u64,
}

/// The meter of one claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Meter {
    /// GPUs of the claim.
    pub gpus: u32,
    /// GPUs alive at the last heartbeat.
    pub alive: u32,
    /// The last second in which all hosts can have started, unix seconds.
    pub start_by: i64,
    /// Seconds that the operator accepted, extensions included.
    pub accepted_seconds: u64,
    /// When the last host started, unix seconds; 0 before.
    pub started_at: i64,
    /// When the claim ended, unix seconds; 0 while it can still earn. From then on the newest
    /// checkpoint holds all that it earned.
    pub ended_at: i64,
    /// The last heartbeat, and all that the claim earned by then.
    pub newest: Checkpoint,
    /// The heartbeats before, newest first; zeroed before they are there.
    pub older: [Checkpoint; CHECKPOINTS],
}

impl Meter {
    /// A claim of `gpus` GPUs that has to start by `start_by`.
    ///
    /// # Errors
    /// [`SettlementError::ClaimEmpty`] without a GPU, a second, or a time to start by.
    pub fn claim(gpus: u32, start_by: i64, accepted_seconds: u64) -> Result<Self, SettlementError> {
        if gpus == 0 || accepted_seconds == 0 || start_by <= 0 {
            return Err(SettlementError::ClaimEmpty);
        }
        Ok(Self {
            gpus,
            start_by,
            accepted_seconds,
            ..Self::default()
        })
    }

    /// The last of the claim's hosts started: time is paid from now on.
    ///
    /// # Errors
    /// [`SettlementError::ClaimEnded`], [`SettlementError::AlreadyStarted`],
    /// [`SettlementError::JobCancelled`], [`SettlementError::StartTooLate`].
    pub fn start(&self, now: i64, hire: &Hire) -> Result<Self, SettlementError> {
        self.still_open()?;
        if self.has_started() {
            return Err(SettlementError::AlreadyStarted);
        }
        if hire.cancelled_at.is_some() {
            return Err(SettlementError::JobCancelled);
        }
        if now > self.start_by {
            return Err(SettlementError::StartTooLate {
                start_by: self.start_by,
            });
        }
        let mut next = *self;
        next.alive = self.gpus;
        next.started_at = now;
        next.newest = Checkpoint { at: now, charge: 0 };
        Ok(next)
    }

    /// `alive` GPUs of the claim are at work.
    ///
    /// # Errors
    /// [`SettlementError::AliveOutOfRange`], [`SettlementError::NotStarted`],
    /// [`SettlementError::ClaimEnded`] when nothing more can be covered,
    /// [`SettlementError::HeartbeatTooEarly`] unless it is the last one, after the end.
    pub fn heartbeat(&self, now: i64, alive: u32, hire: &Hire) -> Result<Self, SettlementError> {
        self.still_open()?;
        let until = self
            .covered_until(hire)
            .ok_or(SettlementError::NotStarted)?;
        if self.newest.at >= until || is_over(until, now) {
            return Err(SettlementError::ClaimEnded);
        }
        let next_at = self.newest.at.saturating_add(HEARTBEAT_INTERVAL_SECONDS);
        if now < next_at && now < until {
            return Err(SettlementError::HeartbeatTooEarly { next_at });
        }
        self.observe(now, alive, until, hire)
    }

    /// The claim's work is done. A last heartbeat that is never too early; after it, and after
    /// the end of the time that was bought, nothing is earned.
    ///
    /// # Errors
    /// As [`Self::heartbeat`], without its two last.
    pub fn finish(&self, now: i64, alive: u32, hire: &Hire) -> Result<Self, SettlementError> {
        self.still_open()?;
        let until = self
            .covered_until(hire)
            .ok_or(SettlementError::NotStarted)?;
        let mut finished = self.observe(now, alive, until, hire)?;
        finished.newest.charge = finished.earned(hire)?;
        finished.ended_at = until.min(now);
        Ok(finished)
    }

    /// Takes the claim from an operator that is late: it did not start in time, or sent no
    /// heartbeat for longer than [`MAX_GAP_SECONDS`]. Pays what heartbeats cover.
    ///
    /// # Errors
    /// [`SettlementError::ClaimEnded`]; [`SettlementError::JobCancelled`], where
    /// [`Self::close`] decides, so that nobody chooses between the two; or
    /// [`SettlementError::NotDark`].
    #[inline(never)]
    pub fn abandon(&self, now: i64, hire: &Hire) -> Result<Self, SettlementError> {
        self.still_open()?;
        if hire.cancelled_at.is_some() {
            return Err(SettlementError::JobCancelled);
        }
        let late_from = if self.has_started() {
            self.newest.at.saturating_add(MAX_GAP_SECONDS)
        } else {
            self.start_by
        };
        if now <= late_from {
            return Err(SettlementError::NotDark);
        }
        let ended_at = if self.has_started() {
            self.newest.at
        } else {
            self.start_by
        };
        let mut next = *self;
        next.ended_at = ended_at;
        Ok(next)
    }

    /// Ends a claim whose time is over and that nobody finished.
    ///
    /// # Errors
    /// [`SettlementError::ClaimEnded`]; [`SettlementError::ClaimOpen`] until
    /// [`HOLD_BACK_AFTER_END_SECONDS`] after the end.
    pub fn close(&self, now: i64, hire: &Hire) -> Result<Self, SettlementError> {
        self.still_open()?;
        let end = self.end(hire).filter(|end| is_over(*end, now));
        let mut next = *self;
        next.ended_at = end.ok_or(SettlementError::ClaimOpen)?;
        next.newest.charge = self.earned(hire)?;
        Ok(next)
    }

    /// What can be settled at `now`: a time, and the charge of all seconds before it; zeroed when
    /// there is nothing yet. A dispute keeps held back what was held back at the end.
    ///
    /// # Errors
    /// [`SettlementError::StateInvalid`], never for a meter that this module wrote.
    #[inline(never)]
    pub fn settleable(
        &self,
        now: i64,
        hire: &Hire,
        disputed: bool,
    ) -> Result<Checkpoint, SettlementError> {
        let end = self.end(hire);
        if let Some(end) = end.filter(|end| !disputed && is_over(*end, now)) {
            return Ok(Checkpoint {
                at: end,
                charge: self.earned(hire)?,
            });
        }
        let mature = now
            .min(end.unwrap_or(now))
            .saturating_sub(HOLD_BACK_SECONDS);
        let mut newest_first = core::iter::once(&self.newest).chain(&self.older);
        let found = newest_first.find(|point| point.at <= mature);
        Ok(found.copied().unwrap_or_default())
    }

    /// When the claim ends or ended, as far as that is known: with its work, with the seconds
    /// that were bought and accepted, or with the job's cancellation. Can be in the future.
    #[inline(never)]
    pub fn end(&self, hire: &Hire) -> Option<i64> {
        if self.ended_at != 0 {
            return Some(self.ended_at);
        }
        self.covered_until(hire).or(hire.cancelled_at)
    }

    /// Whether all hosts started.
    #[inline]
    pub fn has_started(&self) -> bool {
        self.started_at != 0
    }

    /// What the claim earned so far. Where a cancellation ends it, [`CANCEL_MINIMUM_SECONDS`] of
    /// each GPU at least, unless the operator missed its start.
    #[inline(never)]
    fn earned(&self, hire: &Hire) -> Result<u64, SettlementError> {
        let cut_at = hire.cancelled_at.filter(|at| self.end(hire) == Some(*at));
        let minimum_due = cut_at.is_some_and(|at| self.has_started() || at <= self.start_by);
        if self.ended_at != 0 || !minimum_due {
            return Ok(self.newest.charge);
        }
        let seconds = CANCEL_MINIMUM_SECONDS.min(self.accepted_seconds);
        let minimum = times(hire.charge(0, seconds)?, u64::from(self.gpus))?;
        Ok(self.newest.charge.max(minimum))
    }

    fn still_open(&self) -> Result<(), SettlementError> {
        if self.ended_at == 0 {
            return Ok(());
        }
        Err(SettlementError::ClaimEnded)
    }

    /// The time from which on nothing is covered; none before the start.
    fn covered_until(&self, hire: &Hire) -> Option<i64> {
        if !self.has_started() {
            return None;
        }
        let seconds = hire.seconds().min(self.accepted_seconds);
        let bought = i64::try_from(seconds).unwrap_or(i64::MAX);
        let until = self.started_at.saturating_add(bought);
        Some(hire.cancelled_at.map_or(until, |at| at.min(until)))
    }

    /// Covers the time since the last heartbeat, as far as it may be.
    #[inline(never)]
    fn observe(
        &self,
        now: i64,
        alive: u32,
        until: i64,
        hire: &Hire,
    ) -> Result<Self, SettlementError> {
        if alive > self.gpus {
            return Err(SettlementError::AliveOutOfRange { gpus: self.gpus });
        }
        let last = self.newest.at;
        let at = now.min(until);
        if at <= last {
            return Ok(*self);
        }
        let vouched = now.saturating_sub(last) <= MAX_GAP_SECONDS && !is_over(until, now);
        let gpus = if vouched { self.alive.min(alive) } else { 0 };
        let from = seconds_between(self.started_at, last);
        let to = seconds_between(self.started_at, at);
        let covered = times(hire.charge(from, to)?, u64::from(gpus))?;
        let [first, second, third, fourth, _] = self.older;
        let mut next = *self;
        next.alive = alive;
        next.newest = Checkpoint {
            at,
            charge: add(self.newest.charge, covered)?,
        };
        next.older = [self.newest, first, second, third, fourth];
        Ok(next)
    }
}

/// Whether the hold-back of what ended at `end` is over at `now`.
#[inline]
fn is_over(end: i64, now: i64) -> bool {
    now >= end.saturating_add(HOLD_BACK_AFTER_END_SECONDS)
}
