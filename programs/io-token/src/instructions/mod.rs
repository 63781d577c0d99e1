//! One file per instruction: the accounts it takes, then what it does.

mod accept_beneficiary;
mod accept_role;
mod allocate_genesis;
mod burn;
mod claim_vested;
mod close_vesting;
mod initialize;
mod mint_emission;
mod pause;
mod propose_beneficiary;
mod propose_role;
mod seal_genesis;
mod unpause;

pub use accept_beneficiary::*;
pub use accept_role::*;
pub use allocate_genesis::*;
pub use burn::*;
pub use claim_vested::*;
pub use close_vesting::*;
pub use initialize::*;
pub use mint_emission::*;
pub use pause::*;
pub use propose_beneficiary::*;
pub use propose_role::*;
pub use seal_genesis::*;
pub use unpause::*;

use anchor_lang::prelude::*;

/// The chain's clock, unix seconds.
pub(crate) fn now() -> Result<i64> {
    Ok(Clock::get()?.unix_timestamp)
}
