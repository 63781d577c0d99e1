//! Rust client of the network's programs.
//!
//! [`generated`] is rendered from the programs' IDLs by `cargo xtask clients`: instructions,
//! accounts, events, errors and PDA finders. The other modules are a thin layer over Solana's RPC
//! client: which cluster, sending a transaction until it is confirmed, and errors that name what
//! the program said.

pub mod accounts;
pub mod cluster;
pub mod compute;
pub mod endpoints;
pub mod error;
pub mod events;
#[expect(
    missing_docs,
    unused_qualifications,
    clippy::pedantic,
    reason = "generated code carries the docs of the IDL and codama's style"
)]
pub mod generated;
pub mod instructions;
pub mod logs;
pub mod lookup;
pub mod market;
pub mod program;
pub mod sender;
pub mod wallet;

pub use cluster::Cluster;
pub use endpoints::Endpoints;
pub use error::ClientError;
pub use generated::{
    Event, PROGRAMS, emission, io_token, iosd, job_escrow, local_stand_in, price_feed, registry,
};
pub use sender::{Confirmed, MAX_TRANSACTION_BYTES, TransactionSender};
