//! The race: which operator may claim how many of a job's slots, and when.
//!
//! Hiring odds follow stake and reputation without a matchmaker. Each operator draws a time from
//! the job's seed and its own key, the earlier the more weight it has. Whoever is idle and
//! eligible claims when its time comes, and the chance of taking the next slot is proportional
//! to weight. One operator under several keys has the chances of one.
//!
//! | module | rule |
//! | --- | --- |
//! | `weight` | stake, idle GPUs and reputation as one number |
//! | `seed` | the slot hash that a job's draws come from |
//! | `draw` | an operator's arrival times, from the seed and its key |
//! | `ln` | −ln of a product of uniform numbers, in integers |
//! | `eligibility` | how many slots an operator may hold after how many slots |
//! | `priority` | who waits while a class is scarce |
//!
//! ```
//! use ionet_core::race::{Draw, Entrant, Race, WeightParameters};
//! use ionet_core::supply::IO_UNIT;
//!
//! // 10,000 IO behind 8 idle GPUs, at full reputation.
//! let weight = WeightParameters::DEFAULT.weight(10_000 * IO_UNIT, 8, 10_000)?;
//! // A job of 4 slots, in a class where that is a tenth of all weight.
//! let race = Race { slots: 4, class_weight: 10 * weight, posting_epoch_start: 1_800_000_000 };
//! let draw = Draw::from_hash([77; 32]);
//! let entrant = Entrant { weight, active_since: 1_799_000_000, draw };
//! assert_eq!(race.first_elapsed_for(&entrant, 1)?, 11);
//! assert_eq!(race.most_slots_at(&entrant, 11)?, 1);
//! assert!(race.check_claim(&entrant, 10, 1).is_err());
//! race.check_claim(&entrant, 11, 1)?;
//! # Ok::<(), ionet_core::race::RaceError>(())
//! ```

mod draw;
mod eligibility;
mod error;
mod ln;
mod priority;
mod seed;
mod weight;

pub use draw::{DRAW_DOMAIN, Draw, RANDOM_ARRIVALS, draw_preimage};
pub use eligibility::{Entrant, MAX_JOB_SLOTS, PACE_SLOTS, RACE_SLOTS, Race, race_time};
pub use error::RaceError;
pub use ln::neg_ln_q32;
pub use priority::{
    MAX_PRIORITY_WAIT_SLOTS, MIN_SCARCE_FROM_BPS, PRIORITY_TIERS, PriorityError,
    PriorityParameters, PriorityTier, WaitingJob,
};
pub use seed::{
    SEED_DOMAIN, SLOT_HASHES_CAPACITY, SealingSlot, SeedError, reseal, sealing_slot, seed_preimage,
};
pub use weight::{
    MAX_CAP_PER_GPU, MAX_FLOOR_PER_GPU, MAX_IDLE_GPUS, MAX_REPUTATION, WeightParameters,
};
