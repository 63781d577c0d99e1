//! The accounts this program owns.

mod config;
mod vesting;

pub use config::{CategoryLedger, Config};
pub use vesting::Vesting;
