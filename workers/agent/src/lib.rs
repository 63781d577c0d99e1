//! The worker agent.
//!
//! A lease is one claim of this agent. What it does about a lease next is decided by one pure
//! function, [`decide`], from three things: what the journal remembers ([`Progress`]), what the
//! chain holds, and how the process fares ([`Seen`]). It never relies on having done something:
//! after a crash the same look at the same three things gives the same step, and a step that the
//! chain already shows as done is not due any more. So a restart needs no code of its own.
//!
//! What must not be lost is in the [`Journal`] before it is acted on: the intention to claim, the
//! result before it is delivered, and the salt of a commitment before it is sent.

mod decide;
mod journal;
mod lease;
pub mod runner;

pub use decide::{MAX_LAUNCHES, Policy, decide};
pub use journal::{Journal, JournalError};
pub use lease::{Lease, OnChain, Process, Progress, Seen, Step, StopCause};
pub use runner::{PrepareError, Refusal, RunError, Runner};
