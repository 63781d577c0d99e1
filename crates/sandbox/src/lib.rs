//! The place where a client's process runs on an operator's machine.
//!
//! A [`Sandbox`] says what a job gets: a read-only root, inputs, scratch space, an output folder
//! with a quota, devices one by one, limits, and hosts it may reach. A [`Driver`] runs it. The
//! one driver here, [`native::NativeDriver`], needs no daemon: each job has a monitor process of
//! its own which outlives the agent, enforces the limits, keeps the logs and the outcome, and
//! takes the whole tree of processes down with it when it dies. After a restart the agent finds
//! its jobs again by their persisted [`Handle`]s.
//!
//! What is stopped by which layer, and what is not stopped, is in `docs/sandbox.md`.
//!
//! The monitor is this crate too: a binary that starts sandboxes calls
//! [`run_if_launcher`] first thing in `main`, or ships `ionet-sandbox-init`.

mod cgroup;
mod collect;
mod driver;
mod error;
mod launcher;
pub mod native;
mod outcome;
mod probe;
pub mod proxy;
mod sandbox;
#[allow(unsafe_code)]
mod sys;
mod validate;

pub use collect::{CollectLimits, Collected, OutputFile, Refusal, collect};
pub use driver::{Driver, Handle, JobState, LogChunk, LogStream, Prepared, SandboxId};
pub use error::SandboxError;
pub use launcher::{LAUNCHER_ARGUMENT, run_if_launcher};
pub use outcome::{End, Limit, LogSummary, Outcome, Usage};
pub use probe::{Layer, Probe, Warning};
pub use rustix::process::Signal;
pub use sandbox::{Bind, Endpoint, Limits, Network, OutputDir, Root, Sandbox};
