//! An operator's weight in the race: stake, idle GPUs and reputation as one number.
//!
//! `weight = min(active stake + floor × g, cap × g) × reputation ÷ 10,000`, in base units of IO.
//! The floor gives unstaked capacity a small chance; it counts per GPU, never per identity. Stake
//! beyond the cap adds nothing, so that odds cannot be bought without GPUs.
//!
//! `g` is the operator's verified idle GPUs and not the smaller of these and the job's slots: the
//! weight would then depend on how an owner of many GPUs spreads them over identities (eight of
//! them would have eight times the weight of one in a small job). As it is, twice the stake on
//! twice the GPUs weighs twice as much, and no split weighs more than the whole.

use super::RaceError;
use crate::fixed::bps_floor;
use crate::supply::{IO_UNIT, SUPPLY_CAP};

/// The most weight that one GPU can have, base units: 100,000 IO.
pub const MAX_CAP_PER_GPU: u64 = 100_000 * IO_UNIT;
/// The most weight that one GPU can have without stake, base units: 100 IO.
pub const MAX_FLOOR_PER_GPU: u64 = 100 * IO_UNIT;
/// The most idle GPUs of one operator in one class.
pub const MAX_IDLE_GPUS: u32 = 1_000_000;
/// The best reputation.
pub const MAX_REPUTATION: u16 = 10_000;

/// What turns stake into weight, per GPU class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeightParameters {
    /// The most weight of one GPU, base units, `floor_per_gpu`..=100,000 IO.
    pub cap_per_gpu: u64,
    /// Weight of one GPU without stake, base units, 1..=100 IO.
    pub floor_per_gpu: u64,
}

impl WeightParameters {
    /// A cap of 2,000 IO a GPU, ten times the self-stake that availability asks for, and a floor
    /// of 2 IO, a hundredth of it.
    pub const DEFAULT: Self = Self {
        cap_per_gpu: 2_000 * IO_UNIT,
        floor_per_gpu: 2 * IO_UNIT,
    };

    /// Checks each field's range.
    ///
    /// # Errors
    /// [`RaceError::FloorOutOfRange`] or [`RaceError::CapOutOfRange`].
    pub fn validate(&self) -> Result<(), RaceError> {
        if !(1..=MAX_FLOOR_PER_GPU).contains(&self.floor_per_gpu) {
            return Err(RaceError::FloorOutOfRange);
        }
        if !(self.floor_per_gpu..=MAX_CAP_PER_GPU).contains(&self.cap_per_gpu) {
            return Err(RaceError::CapOutOfRange);
        }
        Ok(())
    }

    /// The weight of an operator, base units, rounded down; at most `cap_per_gpu × idle_gpus`
    /// and at most `active_stake + floor_per_gpu × idle_gpus`. The sum over all operators of a
    /// class stays below 2^58 for any distribution of 800M IO and 1,000,000 GPUs.
    ///
    /// `active_stake`: base units active at the start of the job's posting epoch, own and
    /// delegated, at most the supply cap. `idle_gpus`: verified GPUs of the class that are not
    /// hired, at most 1,000,000; the slots that the operator already holds **of this job** count
    /// as idle, so that each slot taken does not lower the chance of the next.
    /// `reputation`: 0..=10,000.
    ///
    /// # Errors
    /// As [`Self::validate`]; the `…OutOfRange` error of the first argument that is.
    #[inline]
    pub fn weight(
        &self,
        active_stake: u64,
        idle_gpus: u32,
        reputation: u16,
    ) -> Result<u64, RaceError> {
        self.validate()?;
        if active_stake > SUPPLY_CAP {
            return Err(RaceError::StakeOutOfRange);
        }
        if idle_gpus > MAX_IDLE_GPUS {
            return Err(RaceError::IdleGpusOutOfRange);
        }
        if reputation > MAX_REPUTATION {
            return Err(RaceError::ReputationOutOfRange);
        }
        let gpus = u64::from(idle_gpus);
        // At most 10^13 × 10^6 and 8 × 10^16 + 10^10 × 10^6: within 64 bits by the checks above.
        let most = self.cap_per_gpu.wrapping_mul(gpus);
        let staked = active_stake.wrapping_add(self.floor_per_gpu.wrapping_mul(gpus));
        // A share of a number never overflows.
        Ok(bps_floor(staked.min(most), reputation).unwrap_or(0))
    }
}

const _: () = assert!(MAX_CAP_PER_GPU as u128 * MAX_IDLE_GPUS as u128 <= u64::MAX as u128);
const _: () = assert!(
    SUPPLY_CAP as u128 + MAX_FLOOR_PER_GPU as u128 * MAX_IDLE_GPUS as u128 <= u64::MAX as u128
);
