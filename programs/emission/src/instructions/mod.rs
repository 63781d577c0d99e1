//! One file per instruction: the accounts it takes, then what it does.

mod accept_admin;
mod advance;
mod initialize;
mod propose_admin;
mod roll_over;
mod set_parameters;

pub use accept_admin::*;
pub use advance::*;
pub use initialize::*;
pub use propose_admin::*;
pub use roll_over::*;
pub use set_parameters::*;

use anchor_lang::prelude::*;

/// The chain's clock, unix seconds.
pub(crate) fn now() -> Result<i64> {
    Ok(Clock::get()?.unix_timestamp)
}
