//! Priority access: who waits while a class is scarce.
//!
//! While nearly all GPUs of a class are hired, each one that comes free has many jobs waiting
//! for it. The operator may take a job only after a wait that begins when both the job is open
//! and the GPUs are idle, and that is shorter the more the job's client has staked. The race for
//! the job runs from the end of the wait, so that a wait moves its clock and leaves the odds
//! between operators as they are.

use core::fmt;

use crate::fixed::BPS_DENOMINATOR;
use crate::supply::{IO_UNIT, SUPPLY_CAP};

/// How many tiers of client stake there are.
pub const PRIORITY_TIERS: usize = 4;
/// The longest wait, in slots of the chain: five minutes.
pub const MAX_PRIORITY_WAIT_SLOTS: u16 = 750;
/// The lowest utilisation from which a class can count as scarce, basis points.
pub const MIN_SCARCE_FROM_BPS: u16 = 5_000;

/// One tier of client stake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriorityTier {
    /// The least stake of the tier, base units.
    pub min_stake: u64,
    /// How long operators wait before they may take a job of the tier, slots of the chain.
    pub wait_slots: u16,
}

/// When a class is scarce, and who waits how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriorityParameters {
    /// The class is scarce from this share of hired among verified GPUs, 5,000..=10,000 bps.
    pub scarce_from_bps: u16,
    /// The wait for clients below the first tier, 0..=750 slots.
    pub wait_slots: u16,
    /// Tiers with rising stake, at most the supply cap, and waits that do not rise.
    pub tiers: [PriorityTier; PRIORITY_TIERS],
}

/// What the wait for one job and one operator depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitingJob {
    /// Hired among verified GPUs of the class, basis points, rounded down.
    pub utilisation_bps: u16,
    /// The client's active stake, own and delegated, base units, averaged over time
    /// ([`crate::staking::Pool::weighted`]), so that stake brought for one job counts for little.
    pub client_stake: u64,
    /// The slot in which the job was sealed.
    pub open_slot: u64,
    /// The slot in which the operator last freed GPUs of the class, or got them verified.
    pub idle_since_slot: u64,
}

/// Why priority parameters or a claim are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriorityError {
    /// `scarce_from_bps` is outside 5,000..=10,000.
    ScarcityOutOfRange,
    /// A tier's stake is zero, not above the tier's below, or above the supply cap.
    TierStakeOutOfRange,
    /// A wait is above 750 slots, or longer than that of the tier below.
    WaitOutOfRange,
    /// The operator still has to wait.
    Waiting {
        /// The first slot in which the job is open to the operator.
        until_slot: u64,
    },
}

impl fmt::Display for PriorityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ScarcityOutOfRange => "scarce_from_bps must be 5,000 to 10,000",
            Self::TierStakeOutOfRange => {
                "min_stake must be at least 1, rise from tier to tier, and be at most 80,000,000,000,000,000 base units (800,000,000 IO)"
            }
            Self::WaitOutOfRange => {
                "wait_slots must be at most 750 and must not rise from tier to tier"
            }
            Self::Waiting { until_slot } => {
                return write!(
                    f,
                    "the class is scarce and clients with more stake come first; claim from slot {until_slot}"
                );
            }
        })
    }
}

impl core::error::Error for PriorityError {}

const fn tier(min_stake_io: u64, wait_slots: u16) -> PriorityTier {
    PriorityTier {
        min_stake: min_stake_io.saturating_mul(IO_UNIT),
        wait_slots,
    }
}

impl PriorityParameters {
    /// Scarce from 90 % on; a minute's wait without stake, none from 1,000,000 IO.
    pub const DEFAULT: Self = Self {
        scarce_from_bps: 9_000,
        wait_slots: 150,
        tiers: [
            tier(1_000, 100),
            tier(10_000, 60),
            tier(100_000, 25),
            tier(1_000_000, 0),
        ],
    };

    /// Checks the ranges and the order of the tiers.
    ///
    /// # Errors
    /// [`PriorityError::ScarcityOutOfRange`], [`PriorityError::TierStakeOutOfRange`] or
    /// [`PriorityError::WaitOutOfRange`].
    pub fn validate(&self) -> Result<(), PriorityError> {
        let scarcity = u64::from(self.scarce_from_bps);
        if self.scarce_from_bps < MIN_SCARCE_FROM_BPS || scarcity > BPS_DENOMINATOR {
            return Err(PriorityError::ScarcityOutOfRange);
        }
        if self.wait_slots > MAX_PRIORITY_WAIT_SLOTS {
            return Err(PriorityError::WaitOutOfRange);
        }
        let mut below = PriorityTier {
            min_stake: 0,
            wait_slots: self.wait_slots,
        };
        for tier in self.tiers {
            if tier.min_stake <= below.min_stake || tier.min_stake > SUPPLY_CAP {
                return Err(PriorityError::TierStakeOutOfRange);
            }
            if tier.wait_slots > below.wait_slots {
                return Err(PriorityError::WaitOutOfRange);
            }
            below = tier;
        }
        Ok(())
    }

    /// The first slot in which the job is open to the operator: at once when sealed, unless the
    /// class is scarce.
    #[inline]
    pub fn open_from(&self, job: &WaitingJob) -> u64 {
        if job.utilisation_bps < self.scarce_from_bps {
            return job.open_slot;
        }
        let both = job.open_slot.max(job.idle_since_slot);
        both.saturating_add(u64::from(self.wait_for(job.client_stake)))
    }

    /// Slots since the job is open to the operator: the `elapsed` of [`super::Race`].
    ///
    /// # Errors
    /// [`PriorityError::Waiting`] before that.
    #[inline]
    pub fn elapsed(&self, job: &WaitingJob, current_slot: u64) -> Result<u64, PriorityError> {
        let until_slot = self.open_from(job);
        current_slot
            .checked_sub(until_slot)
            .ok_or(PriorityError::Waiting { until_slot })
    }

    /// The wait that a client's stake leaves, in slots of the chain.
    #[inline]
    pub fn wait_for(&self, client_stake: u64) -> u16 {
        self.tiers
            .iter()
            .rev()
            .find(|tier| client_stake >= tier.min_stake)
            .map_or(self.wait_slots, |tier| tier.wait_slots)
    }
}
