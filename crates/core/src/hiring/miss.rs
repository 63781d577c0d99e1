//! What of a job's filters an operator or a device does not match.

use core::fmt;

/// Which filter does not match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterMiss {
    /// The operator is draining.
    Draining,
    /// The device is of another class.
    Class,
    /// The operator does not accept the job's mint.
    Mint,
    /// The device has less VRAM.
    Vram {
        /// MiB that are missing.
        missing: u32,
    },
    /// The device is in another region.
    Region,
    /// The device's connectivity tier is lower.
    Connectivity {
        /// Tiers that are missing.
        missing: u32,
    },
    /// The device's latency tier is lower.
    Latency {
        /// Tiers that are missing.
        missing: u32,
    },
    /// The device's security tier is lower.
    Security {
        /// Tiers that are missing.
        missing: u32,
    },
    /// The device serves none of the job's purposes.
    Purpose,
    /// The operator's reputation is below the job's floor.
    OperatorReputation {
        /// What is missing.
        missing: u32,
    },
    /// The client's reputation is below the operator's floor.
    ClientReputation {
        /// What is missing.
        missing: u32,
    },
    /// The job runs longer than the operator accepts.
    Hours {
        /// Seconds beyond what it accepts.
        beyond: u32,
    },
}

/// All filters that do not match, in the order of [`FilterMiss`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FilterMisses {
    pub(super) misses: [Option<FilterMiss>; 12],
}

impl fmt::Display for FilterMiss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Draining => f.write_str("the operator is draining and takes no new jobs"),
            Self::Class => f.write_str("the device is of another GPU class"),
            Self::Mint => f.write_str("the operator does not accept the job's mint"),
            Self::Vram { missing } => write!(f, "the device lacks {missing} MiB of VRAM"),
            Self::Region => f.write_str("the device is not in the job's region"),
            Self::Connectivity { missing } => {
                write!(f, "the device's connectivity is {missing} tiers too low")
            }
            Self::Latency { missing } => {
                write!(f, "the device's latency is {missing} tiers too low")
            }
            Self::Security { missing } => {
                write!(f, "the device's security is {missing} tiers too low")
            }
            Self::Purpose => f.write_str("the device serves none of the job's purposes"),
            Self::OperatorReputation { missing } => {
                write!(
                    f,
                    "the operator's reputation is {missing} below the job's floor"
                )
            }
            Self::ClientReputation { missing } => {
                write!(
                    f,
                    "the client's reputation is {missing} below the operator's floor"
                )
            }
            Self::Hours { beyond } => write!(
                f,
                "the job runs {beyond} seconds longer than the operator accepts"
            ),
        }
    }
}

impl core::error::Error for FilterMiss {}

impl FilterMisses {
    /// The misses.
    pub fn iter(&self) -> impl Iterator<Item = &FilterMiss> {
        self.misses.iter().flatten()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.iter().count()
    }
}
