//! One file per instruction: the accounts it takes, then what it does.

mod accept_role;
mod add_class;
mod fold_client_reputation;
mod fold_operator_reputation;
mod initialize;
mod migrate_operator;
mod move_price;
mod pause;
mod propose_role;
mod register_client;
mod register_device;
mod register_operator;
mod registration;
mod report_utilisation;
mod revoke_device;
mod rotate_device;
mod set_class;
mod set_class_bounds;
mod set_draining;
mod unpause;
mod update_device;
mod update_operator;

pub use accept_role::*;
pub use add_class::*;
pub use fold_client_reputation::*;
pub use fold_operator_reputation::*;
pub use initialize::*;
pub use migrate_operator::*;
pub use move_price::*;
pub use pause::*;
pub use propose_role::*;
pub use register_client::*;
pub use register_device::*;
pub use register_operator::*;
pub use report_utilisation::*;
pub use revoke_device::*;
pub use rotate_device::*;
pub use set_class::*;
pub use set_class_bounds::*;
pub use set_draining::*;
pub use unpause::*;
pub use update_device::*;
pub use update_operator::*;

use anchor_lang::prelude::*;

/// The chain's clock, unix seconds.
pub(crate) fn now() -> Result<i64> {
    Ok(Clock::get()?.unix_timestamp)
}
