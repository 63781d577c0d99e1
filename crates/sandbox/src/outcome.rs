//! How a job ended and what it used.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{Collected, Warning};

/// The record of a job that ran. It is written once, by the monitor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// How it ended.
    pub end: End,
    /// Limits that it touched without being ended for it.
    pub touched: Vec<Limit>,
    /// What it used.
    pub usage: Usage,
    /// What is kept of its standard output.
    pub stdout: LogSummary,
    /// What is kept of its standard error.
    pub stderr: LogSummary,
    /// The files that were taken out of its output folder, and what was refused.
    pub outputs: Collected,
    /// In which ways the isolation was less than on a machine that offers everything.
    pub warnings: Vec<Warning>,
}

/// How a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// The program returned this code.
    Exited(i32),
    /// A signal ended the program that neither the monitor nor the agent sent.
    Signaled(i32),
    /// The monitor ended it at this limit.
    Limit(Limit),
    /// The agent asked for its end.
    Killed,
}

/// Which limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Limit {
    /// [`crate::Limits::wall_seconds`].
    WallTime,
    /// [`crate::Limits::cpu_seconds`].
    CpuTime,
    /// [`crate::Limits::memory_bytes`].
    Memory,
    /// [`crate::Limits::pids`].
    Pids,
    /// [`crate::Sandbox::scratch_bytes`].
    Scratch,
    /// [`crate::OutputDir::quota_bytes`] or [`crate::OutputDir::max_files`].
    Output,
    /// [`crate::Limits::log_bytes`].
    Logs,
}

impl fmt::Display for Limit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::WallTime => "wall-clock time",
            Self::CpuTime => "processor time",
            Self::Memory => "memory",
            Self::Pids => "processes",
            Self::Scratch => "scratch space",
            Self::Output => "output quota",
            Self::Logs => "log size",
        })
    }
}

/// What a job used so far, or in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Time since its start.
    pub wall: Duration,
    /// Processor time of all its processes.
    pub cpu: Duration,
    /// Most memory at a time, in bytes. Without a memory cgroup: the most that the monitor saw.
    pub peak_memory_bytes: u64,
    /// Bytes in the output folder.
    pub output_bytes: u64,
    /// Bytes in the scratch space.
    pub scratch_bytes: u64,
    /// Bytes written to standard output and standard error, kept or not.
    pub log_bytes: u64,
}

/// What is kept of a log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogSummary {
    /// Bytes that the job wrote.
    pub written: u64,
    /// Bytes between the kept beginning and the kept end.
    pub dropped: u64,
}
