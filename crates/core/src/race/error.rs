//! Why the race refuses something.

use core::fmt;

/// Why the race refuses something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RaceError {
    /// The cap per GPU is outside `floor_per_gpu`..=100,000 IO.
    CapOutOfRange,
    /// The floor per GPU is zero or above 100 IO.
    FloorOutOfRange,
    /// The stake exceeds the supply cap.
    StakeOutOfRange,
    /// There are more than 1,000,000 idle GPUs.
    IdleGpusOutOfRange,
    /// The reputation is above 10,000.
    ReputationOutOfRange,
    /// The job has no slots, or more than 100,000.
    JobSlotsOutOfRange,
    /// The claim is for no slots, or for more than the job has.
    ClaimSlotsOutOfRange,
    /// The operator, its devices or its stake were not active when the posting epoch began.
    ActiveTooLate,
    /// The operator's time for this many slots has not come.
    TooEarly {
        /// Slots after the opening from which the claim is allowed, 0..=40.
        from_elapsed: u64,
    },
}

impl fmt::Display for RaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CapOutOfRange => {
                "cap_per_gpu must be floor_per_gpu to 10,000,000,000,000 base units (100,000 IO)"
            }
            Self::FloorOutOfRange => {
                "floor_per_gpu must be 1 to 10,000,000,000 base units (100 IO)"
            }
            Self::StakeOutOfRange => {
                "active_stake must be at most 80,000,000,000,000,000 base units (800,000,000 IO)"
            }
            Self::IdleGpusOutOfRange => "idle_gpus must be at most 1,000,000",
            Self::ReputationOutOfRange => "reputation must be 0 to 10,000",
            Self::JobSlotsOutOfRange => "a job's slots must be 1 to 100,000",
            Self::ClaimSlotsOutOfRange => {
                "a claim's slots must be 1 to the job's slots, those already held included"
            }
            Self::ActiveTooLate => {
                "operator, devices and stake must be active since the start of the epoch the job was posted in; claim from 40 slots after the opening"
            }
            Self::TooEarly { from_elapsed } => {
                return write!(
                    f,
                    "the race does not allow this many slots yet; claim from {from_elapsed} slots after the opening, or fewer slots"
                );
            }
        })
    }
}

impl core::error::Error for RaceError {}
