//! One file per instruction: the accounts it takes, then what it does.

mod accept_role;
mod close_minter;
mod initialize;
mod list_vault;
mod mint;
mod open_minter;
mod pause;
mod propose_role;
mod sell_io;
mod sell_iosd;
mod set_parameters;
mod unpause;

pub use accept_role::*;
pub use close_minter::*;
pub use initialize::*;
pub use list_vault::*;
pub use mint::*;
pub use open_minter::*;
pub use pause::*;
pub use propose_role::*;
pub use sell_io::*;
pub use sell_iosd::*;
pub use set_parameters::*;
pub use unpause::*;

use anchor_lang::prelude::*;

/// The chain's clock, unix seconds.
pub(crate) fn now() -> Result<i64> {
    Ok(Clock::get()?.unix_timestamp)
}
