//! How many of a job's slots an operator may hold, a number of slots of the chain after the job
//! opened.
//!
//! With `w` the operator's weight, `W` the class total, `N` the job's slots and `T_k` the
//! operator's k-th arrival ([`Draw::arrival_q32`]), it may hold `k` once
//!
//! ```text
//! race_time(elapsed) × w × N ≥ T_k × W × 5
//! ```
//!
//! compared in full, without a division. If all the class's weight raced, the job would be taken
//! in five slots on average. From 40 slots on, everybody may claim.
//!
//! Weight that does not race, because a filter of the job excludes it or its owner is busy or
//! offline, slows a race by the ratio of `W` to the weight that does. So the clock speeds up
//! after five slots: a clock common to all operators leaves their order as it is, and this one
//! decides races by weight even where only one part in 256 takes part. It speeds up gently: who
//! is allowed in the same slot comes in the order of the block, and faster growth would put more
//! of the race into its last slot (`docs/decisions/0010-race.md`).

use super::{Draw, RaceError};

/// Slots of the chain after which the race is over and every eligible operator may claim.
pub const RACE_SLOTS: u64 = 40;
/// Slots of the chain in which a job is taken on average, if the whole class races.
pub const PACE_SLOTS: u64 = 5;
/// The most slots of one job.
pub const MAX_JOB_SLOTS: u32 = 100_000;

/// The race's clock: as the chain's up to slot 5, then a quarter more each slot, rounded down.
const CLOCK: [u64; 40] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 22, 27, 33, 41, 51, 63, 78, 97, 121, 151, 188, 235,
    293, 366, 457, 571, 713, 891, 1_113, 1_391, 1_738, 2_172, 2_715, 3_393, 4_241, 5_301, 6_626,
];

/// What the race's clock shows `elapsed` slots after the opening; nothing once the race is over.
#[inline]
pub fn race_time(elapsed: u64) -> Option<u64> {
    CLOCK.get(usize::try_from(elapsed).ok()?).copied()
}

/// The race for one job: what is the same for all operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Race {
    /// The job's slots, 1..=100,000; taken ones included.
    pub slots: u32,
    /// The sum of the weights of the class's operators when the job was sealed, base units. It
    /// sets the pace only, never anybody's chances, so an estimate from above will do: the more
    /// it exceeds the weight that races, the longer the race (256 times: some 32 slots). Too
    /// low a number would let the fastest win, not the heaviest.
    pub class_weight: u64,
    /// When the epoch began in which the job was posted, unix seconds.
    pub posting_epoch_start: i64,
}

/// One operator in the race for one job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entrant {
    /// Its weight for the job, base units: [`super::WeightParameters::weight`].
    pub weight: u64,
    /// Since when the operator is registered and active, unix seconds. Whoever came later has
    /// had the chance to choose its key by the seed, and only claims after the race.
    pub active_since: i64,
    /// Its draw for the job.
    pub draw: Draw,
}

impl Race {
    /// Checks that the operator may hold `slots` of the job's slots, those it holds included,
    /// `elapsed` slots of the chain after the job opened to it.
    ///
    /// The job opens when it is sealed; while the class is scarce, later:
    /// [`super::PriorityParameters::elapsed`].
    ///
    /// # Errors
    /// [`RaceError::JobSlotsOutOfRange`], [`RaceError::ClaimSlotsOutOfRange`]; within the first
    /// 40 slots [`RaceError::ActiveTooLate`] and [`RaceError::TooEarly`].
    #[inline]
    pub fn check_claim(
        &self,
        entrant: &Entrant,
        elapsed: u64,
        slots: u32,
    ) -> Result<(), RaceError> {
        self.validate(slots)?;
        let Some(time) = race_time(elapsed) else {
            return Ok(());
        };
        if entrant.active_since > self.posting_epoch_start {
            return Err(RaceError::ActiveTooLate);
        }
        if self.has_arrived(entrant, entrant.draw.arrival_q32(slots), time) {
            return Ok(());
        }
        Err(RaceError::TooEarly {
            from_elapsed: self.first_elapsed_for(entrant, slots)?,
        })
    }

    /// The smallest number of slots after the opening at which the operator may hold `slots`,
    /// those it holds included: 0..=40.
    ///
    /// # Errors
    /// [`RaceError::JobSlotsOutOfRange`], [`RaceError::ClaimSlotsOutOfRange`].
    pub fn first_elapsed_for(&self, entrant: &Entrant, slots: u32) -> Result<u64, RaceError> {
        self.validate(slots)?;
        if entrant.active_since > self.posting_epoch_start {
            return Ok(RACE_SLOTS);
        }
        let arrival = entrant.draw.arrival_q32(slots);
        let first = (0..RACE_SLOTS)
            .zip(CLOCK)
            .find(|(_, time)| self.has_arrived(entrant, arrival, *time));
        Ok(first.map_or(RACE_SLOTS, |(elapsed, _)| elapsed))
    }

    /// How many of the job's slots the operator may hold at most, `elapsed` slots after the
    /// opening: the largest number that [`Self::check_claim`] accepts, or 0.
    ///
    /// # Errors
    /// [`RaceError::JobSlotsOutOfRange`].
    pub fn most_slots_at(&self, entrant: &Entrant, elapsed: u64) -> Result<u32, RaceError> {
        self.validate(1)?;
        let Some(time) = race_time(elapsed) else {
            return Ok(self.slots);
        };
        if entrant.active_since > self.posting_epoch_start || entrant.weight == 0 {
            return Ok(0);
        }
        // T_k ≤ quotient ⇔ T_k ≤ floor(quotient), as T_k is whole.
        let reached = self
            .progress_q32(entrant.weight, time)
            .checked_div(self.cost_of_one(entrant.weight))
            .unwrap_or(u128::MAX);
        let reached = u64::try_from(reached).unwrap_or(u64::MAX);
        let arrived = entrant.draw.arrivals_by(reached);
        Ok(u32::try_from(arrived).unwrap_or(u32::MAX).min(self.slots))
    }

    fn validate(&self, claim_slots: u32) -> Result<(), RaceError> {
        if self.slots == 0 || self.slots > MAX_JOB_SLOTS {
            return Err(RaceError::JobSlotsOutOfRange);
        }
        if claim_slots == 0 || claim_slots > self.slots {
            return Err(RaceError::ClaimSlotsOutOfRange);
        }
        Ok(())
    }

    /// `time × w × N ≥ arrival × W × 5`. An operator without weight has no arrival.
    #[inline]
    fn has_arrived(&self, entrant: &Entrant, arrival_q32: u64, time: u64) -> bool {
        // An arrival is below 2^49: 100,000 slots and at most 232 × ln 2.
        let arrival = u128::from(arrival_q32.wrapping_mul(PACE_SLOTS));
        let needed = arrival.wrapping_mul(self.class_total(entrant.weight));
        entrant.weight > 0 && self.progress_q32(entrant.weight, time) >= needed
    }

    /// `time × w × N` with 32 fraction bits, for any weight: the clock and the slots take 31 bits.
    #[inline]
    fn progress_q32(&self, weight: u64, time: u64) -> u128 {
        let slot_time = time.wrapping_mul(u64::from(self.slots));
        u128::from(weight).wrapping_mul(u128::from(slot_time)) << 32
    }

    fn cost_of_one(&self, weight: u64) -> u128 {
        u128::from(PACE_SLOTS).wrapping_mul(self.class_total(weight))
    }

    /// The class total, at least the operator's own weight: a stale number, or none, must not
    /// open the race at once.
    #[inline]
    fn class_total(&self, weight: u64) -> u128 {
        u128::from(self.class_weight.max(weight))
    }
}

const _: () = {
    let [.., last] = CLOCK;
    assert!(last as u128 * MAX_JOB_SLOTS as u128 <= u32::MAX as u128);
};
