//! One file per instruction: the accounts it takes, then what it does.

mod set_capacity;
mod set_class_total;
mod set_stake;
mod set_verdict;

pub use set_capacity::*;
pub use set_class_total::*;
pub use set_stake::*;
pub use set_verdict::*;

use anchor_lang::prelude::*;
use ionet_program_common::upgrade_authority;

use crate::error::StandInError;

/// Only the key that may replace the program writes what the program stands in for.
fn check_authority(authority: &Signer, program_data: &UncheckedAccount) -> Result<()> {
    upgrade_authority::check(program_data, &crate::ID, authority.address())
        .map_err(StandInError::from)?;
    Ok(())
}
