//! The accounts this program owns.

mod dollar_vault;
mod iosd_state;
mod minter;

pub use dollar_vault::DollarVault;
pub use iosd_state::{IosdState, Parameters};
pub use minter::Minter;
