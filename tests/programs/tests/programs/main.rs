//! The programs in `LiteSVM`: what they do, what they refuse, and what always holds.
//!
//! Needs the built programs and their IDLs: `cargo xtask build-programs`.

mod bad_input;
mod bad_input_job_escrow;
mod client;
mod compute_units;
mod emission;
mod error_texts;
mod figures;
mod io_token;
mod iosd;
mod job_escrow;
mod kit;
mod negative;
mod price_feed;
mod program_sizes;
mod registry;
mod stateful;
mod stateful_market;
mod stateful_registry;
mod twenty_years;
