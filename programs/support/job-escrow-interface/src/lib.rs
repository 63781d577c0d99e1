//! What other programs may know of job-escrow: its id, its seeds, and how to read what it
//! recorded of a participant. No dispatch is in here, so any number of programs may depend on
//! it; tests of job-escrow hold every constant against the program itself.
#![no_std]

pub mod outcomes;

use anchor_lang::{Address, address};

/// Program id of job-escrow.
pub const ID: Address = address!("ois1t5WnQXPveBHAqWLCYkF3A1ir1i2dU26gDbGXB3U");

/// Seed of a participant, followed by its wallet.
pub const PARTICIPANT_SEED: &[u8] = b"participant";
