//! The format of a job: what is accepted, what is refused and where the fault is shown.

mod faults;
mod hashes;
mod published;
mod results;

/// A job that uses every part of the format.
const FULL: &str = include_str!("full.toml");
/// The least that a job must say.
const LEAST: &str = include_str!("least.toml");
