//! Emission of IO over 20 years: what each hour mints, and which pool it goes to.
//!
//! | module | rule |
//! | --- | --- |
//! | `schedule` | base units per month and per epoch |
//! | `parameters` | what governance can change, with its bounds |
//! | `pool` | the ledger of one reward pool |
//! | `state` | start, time, change of parameters |
//! | `advance` | minting the epochs that ended |
//! | `roll_over` | what nobody earned goes to the reserve |
//! | `months` | the schedule as a table |
//!
//! The three flows between the schedule, the pools and the reserve:
//!
//! ```text
//! schedule ──mint──▶ availability pool, compute pool ──earned──▶ claims
//!                        ▲                │
//!                 1/720 an epoch     roll_over: unearned after the claim window
//!                        └──── reserve ◀──┘
//! ```
//!
//! ```
//! use ionet_core::emission::{EmissionParameters, EmissionState, Preset};
//! use ionet_core::supply::GENESIS_SUPPLY;
//!
//! let start = 1_800_000_000;
//! let parameters = EmissionParameters::DEFAULT;
//! let state =
//!     EmissionState::start(start, start, Preset::Official, parameters, GENESIS_SUPPLY)?;
//! // Two and a half hours later two epochs have ended.
//! let outcome = state.advance(GENESIS_SUPPLY, start + 9_000, 730)?;
//! assert_eq!(outcome.epochs, 2);
//! assert_eq!(outcome.minted_availability, 456_621_004_566);
//! assert_eq!(outcome.minted_compute, 456_621_004_566);
//! # Ok::<(), ionet_core::emission::EmissionError>(())
//! ```

mod advance;
mod error;
mod months;
mod parameters;
mod pool;
mod roll_over;
mod schedule;
mod state;

pub use advance::{AdvanceOutcome, MAX_EPOCHS_PER_ADVANCE, RESERVE_RETURN_DIVISOR};
pub use error::EmissionError;
pub use months::{Month, Months, months};
pub use parameters::{
    EmissionParameters, MAX_AVAILABILITY_BPS, MAX_CLAIM_WINDOW_EPOCHS, MIN_AVAILABILITY_BPS,
    MIN_CLAIM_WINDOW_EPOCHS, PendingParameters,
};
pub use pool::PoolLedger;
pub use roll_over::RollOverOutcome;
pub use schedule::{EpochMint, EpochRun, FIRST_MONTH_EMISSION, Preset, Schedule};
pub use state::{EmissionState, MAX_START_DELAY_SECONDS};
