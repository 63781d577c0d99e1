//! What the end-to-end tests stand on.
//!
//! By default each test starts a local chain of its own. With `IONET_E2E_URL` the same tests use
//! that cluster, one after the other:
//!
//! | variable | meaning |
//! | --- | --- |
//! | `IONET_E2E_URL` | RPC address of the cluster |
//! | `IONET_E2E_WALLETS` | folder with the wallets of `migrations/localnet.toml` as `NAME.json`; missing ones are made there, and `admin` needs SOL or a faucet |
//! | `IONET_E2E_PROGRAM_KEYS` | folder of `cargo xtask keys`, when the programs are not deployed yet |
//!
//! Time travel needs a local chain; on any other cluster the tests that need it say so and check
//! only what they can without.

#![forbid(unsafe_code)]

mod chain;
pub mod flaky;
pub mod ionet;
pub mod market;
pub mod network;
pub mod raw;
pub mod repository;

pub use flaky::{Fault, FlakyRpc};
pub use ionet::Ionet;
pub use network::Network;
pub use raw::RawRpc;
