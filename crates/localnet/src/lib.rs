//! The local chain of the network.
//!
//! [`Localnet`] runs Surfpool inside the process, in offline mode: the real
//! SVM, JSON-RPC and WebSocket on fixed ports, slots of 400 ms, no profiling,
//! nothing fetched from any network. It lives in memory unless
//! [`LocalnetConfig::state_dir`] names a folder, which is written for graceful
//! stops only: a killed process leaves a folder that is refused with
//! [`LocalnetError::TornState`].
//!
//! [`cheatcodes`] are the calls that only such a chain answers (time travel).
//! They speak plain JSON-RPC to any local chain, in this process or another,
//! and are available without the feature `embedded`.

pub mod cheatcodes;

#[cfg(feature = "embedded")]
mod chain;
#[cfg(feature = "embedded")]
mod config;
#[cfg(feature = "embedded")]
mod error;
#[cfg(feature = "embedded")]
mod ports;
#[cfg(feature = "embedded")]
mod programs;
#[cfg(feature = "embedded")]
mod runloop;
#[cfg(feature = "embedded")]
mod state_dir;

#[cfg(feature = "embedded")]
pub use chain::Localnet;
#[cfg(feature = "embedded")]
pub use config::{
    DEFAULT_MIN_FREE_BYTES, DEFAULT_RPC_PORT, DEFAULT_WS_PORT, LocalnetConfig, SLOT_MILLISECONDS,
};
#[cfg(feature = "embedded")]
pub use error::{LocalnetError, PortUse};
#[cfg(feature = "embedded")]
pub use programs::Placement;
