//! Random sequences of the whole market by honest, greedy, replaying, account-swapping,
//! time-warping and donating actors, who freeze and close token accounts; every invariant holds
//! after every step, and from every state somebody can wind the market up.
//!
//! A failure prints its seed. `cargo xtask fuzz-market --seed N` shrinks it to a test to paste
//! into `found.rs`.

mod act;
mod action;
mod broken;
mod drain;
mod draw;
mod found;
mod fuzz;
mod happenings;
mod invariants;
mod job_calls;
mod money_calls;
mod opening;
mod people;
mod player;
mod registry_calls;
mod role_calls;
mod runner;
mod scenes;
mod schedule;
mod sequences;
mod shrink;
mod snapshot;
mod tally;
mod turns;
mod withdrawals;

/// Jobs that are open at a time, at most.
const MOST_OPEN: usize = 6;
