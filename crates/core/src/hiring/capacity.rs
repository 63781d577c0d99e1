//! Verified capacity: an operator is hired for no more GPUs of a class than verifiers measured
//! (invariant I12), across all its jobs.

use core::fmt;

/// Classes that an operator can be hired in at the same time.
pub const HIRED_CLASSES: usize = 8;
/// The oldest root that still allows claims, in epochs.
pub const MAX_ROOT_AGE_EPOCHS: u64 = 24;

/// GPUs of one class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ClassGpus {
    /// The class.
    pub class: u16,
    /// How many; 0: the entry is free, whatever its class.
    pub gpus: u32,
}

/// The GPUs an operator is hired for, per class. Zeroed: none. A class has at most one entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct HiredGpus {
    /// The classes, in no order.
    pub entries: [ClassGpus; HIRED_CLASSES],
}

/// Why capacity is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapacityError {
    /// `gpus` is zero.
    ZeroGpus,
    /// The root is of a later epoch than the running one.
    RootFromFuture,
    /// The root is older than 24 epochs.
    RootTooOld {
        /// The earliest epoch accepted.
        oldest: u64,
    },
    /// More GPUs than are verified and idle.
    NotEnoughVerified {
        /// How many are.
        idle: u32,
    },
    /// The operator is hired in 8 other classes.
    TooManyClasses,
    /// Fewer GPUs are hired in this class.
    NotHired {
        /// How many are.
        hired: u32,
    },
}

impl fmt::Display for CapacityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ZeroGpus => "gpus is 0; it must be at least 1",
            Self::RootFromFuture => {
                "root_epoch of the verified capacity is after the running epoch; check the account"
            }
            Self::RootTooOld { oldest } => {
                return write!(
                    f,
                    "root_epoch of the verified capacity is too old; refresh it to {oldest} or later"
                );
            }
            Self::NotEnoughVerified { idle } => {
                return write!(
                    f,
                    "gpus exceeds what is verified and not hired; claim at most {idle}"
                );
            }
            Self::TooManyClasses => {
                "the operator is hired in 8 classes; finish the claims of one before another"
            }
            Self::NotHired { hired } => {
                return write!(f, "gpus exceeds what is hired in the class; release at most {hired}");
            }
        })
    }
}

impl core::error::Error for CapacityError {}

/// Checks the age of the root that verified the capacity.
///
/// # Errors
/// [`CapacityError::RootFromFuture`], [`CapacityError::RootTooOld`].
pub fn check_root_age(root_epoch: u64, current_epoch: u64) -> Result<(), CapacityError> {
    let oldest = current_epoch.saturating_sub(MAX_ROOT_AGE_EPOCHS);
    if root_epoch > current_epoch {
        Err(CapacityError::RootFromFuture)
    } else if root_epoch < oldest {
        Err(CapacityError::RootTooOld { oldest })
    } else {
        Ok(())
    }
}

impl HiredGpus {
    /// GPUs hired in `class`.
    pub fn hired(&self, class: u16) -> u32 {
        let mut entries = self.entries.iter();
        entries
            .find(|entry| entry.gpus > 0 && entry.class == class)
            .map_or(0, |entry| entry.gpus)
    }

    /// GPUs of `class` that are verified and not hired; 0 when verifiers meanwhile found fewer
    /// than are hired.
    #[inline]
    pub fn idle(&self, class: u16, verified: u32) -> u32 {
        verified.saturating_sub(self.hired(class))
    }

    /// GPUs of `class` that are verified and not hired for another job, where the operator holds
    /// `held` slots of this one: the `idle_gpus` of its weight. Slots that it takes of a job do
    /// not change its weight for that job.
    #[inline]
    pub fn not_hired_elsewhere(&self, class: u16, held: u32, verified: u32) -> u32 {
        verified.saturating_sub(self.hired(class).saturating_sub(held))
    }

    /// Hires `gpus` of `class`, of which `verified` are verified.
    ///
    /// # Errors
    /// [`CapacityError::ZeroGpus`], [`CapacityError::NotEnoughVerified`],
    /// [`CapacityError::TooManyClasses`].
    pub fn take(&self, class: u16, gpus: u32, verified: u32) -> Result<Self, CapacityError> {
        if gpus == 0 {
            return Err(CapacityError::ZeroGpus);
        }
        let idle = self.idle(class, verified);
        if gpus > idle {
            return Err(CapacityError::NotEnoughVerified { idle });
        }
        let mut next = *self;
        let entry = next.entry_for(class).ok_or(CapacityError::TooManyClasses)?;
        // At most `verified`, by the check above.
        let hired = entry.gpus.saturating_add(gpus);
        *entry = ClassGpus { class, gpus: hired };
        Ok(next)
    }

    /// Releases `gpus` of `class`.
    ///
    /// # Errors
    /// [`CapacityError::ZeroGpus`], [`CapacityError::NotHired`].
    pub fn release(&self, class: u16, gpus: u32) -> Result<Self, CapacityError> {
        if gpus == 0 {
            return Err(CapacityError::ZeroGpus);
        }
        let hired = self.hired(class);
        let left = hired.checked_sub(gpus);
        let left = left.ok_or(CapacityError::NotHired { hired })?;
        let mut next = *self;
        if let Some(entry) = next.entry_for(class) {
            *entry = if left == 0 {
                ClassGpus::default()
            } else {
                ClassGpus { class, gpus: left }
            };
        }
        Ok(next)
    }

    /// The entry of `class`, or else a free one.
    fn entry_for(&mut self, class: u16) -> Option<&mut ClassGpus> {
        let of_class = |entry: &ClassGpus| entry.gpus > 0 && entry.class == class;
        let position = self.entries.iter().position(of_class);
        let position = position.or_else(|| self.entries.iter().position(|entry| entry.gpus == 0));
        self.entries.get_mut(position?)
    }
}
