//! Who may be hired, apart from whose turn it is (`race`): capacity, bond, filters.
//!
//! | module | rule |
//! | --- | --- |
//! | `capacity` | hired GPUs never exceed verified ones (invariant I12) |
//! | `bond` | self-stake that a claim locks, and what it forfeits |
//! | `filters` | whether operator, device and job suit each other |
//! | `miss` | what does not |

mod bond;
mod capacity;
mod filters;
mod miss;

pub use bond::{
    BondError, BondOutcome, FORFEIT_DIVISOR, charge_floor, forfeit_floor, hour_gross, lock_bond,
    release_bond, stake_after_forfeits,
};
pub use capacity::{
    CapacityError, ClassGpus, HIRED_CLASSES, HiredGpus, MAX_ROOT_AGE_EPOCHS, check_root_age,
};
pub use filters::{
    DeviceTraits, FilterError, JobFilters, MAX_REPUTATION, MAX_TIER, MAX_VRAM_MIB, OperatorTraits,
    PURPOSES,
};
pub use miss::{FilterMiss, FilterMisses};
