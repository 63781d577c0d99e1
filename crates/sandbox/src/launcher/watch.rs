//! Measures a running sandbox.

use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use rustix::fs::fstatvfs;

use super::pidtree;
use super::plan::Plan;
use crate::cgroup::Cgroup;
use crate::{Limit, Usage};

/// By the cgroup where there is one, else by `/proc`.
pub struct Meter {
    started: Instant,
    cgroup: Option<Cgroup>,
    init: i32,
    peak: u64,
    cpu: Duration,
    scratch: Option<OwnedFd>,
    output: Option<OwnedFd>,
}

/// One measurement.
#[derive(Clone, Debug, Default)]
pub struct Measure {
    /// What was used so far.
    pub usage: Usage,
    /// Limits that have been hit by now.
    pub touched: Vec<Limit>,
}

impl Meter {
    pub fn new(cgroup: Option<Cgroup>, init: i32) -> Self {
        Self {
            started: Instant::now(),
            cgroup,
            init,
            peak: 0,
            cpu: Duration::ZERO,
            scratch: None,
            output: None,
        }
    }

    /// Starts the clock: the program's time begins when it does.
    pub fn start(&mut self) {
        self.started = Instant::now();
    }

    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// The file systems in memory to be measured.
    pub fn keep(&mut self, scratch: Option<OwnedFd>, output: Option<OwnedFd>) {
        self.scratch = scratch;
        self.output = output;
    }

    pub fn output(&self) -> Option<&OwnedFd> {
        self.output.as_ref()
    }

    pub fn cgroup(&self) -> Option<&Cgroup> {
        self.cgroup.as_ref()
    }

    pub fn measure(&mut self, plan: &Plan) -> Measure {
        let limits = &plan.sandbox.limits;
        let (scratch_bytes, scratch_full) = self.scratch.as_ref().map_or((0, false), fill);
        let (output_bytes, output_full) = self.output.as_ref().map_or((0, false), fill);
        let (cpu, memory, out_of_memory, out_of_pids) = if let Some(cgroup) = &self.cgroup {
            let reading = cgroup.read();
            let killed = reading.oom_kills > 0;
            (
                reading.cpu,
                reading.peak_memory_bytes,
                killed,
                reading.pids_refused > 0,
            )
        } else {
            let sum = pidtree::add_up(self.init);
            let memory = sum.memory_bytes + scratch_bytes + output_bytes;
            // The init is one of them.
            let full = sum.tasks > limits.pids as usize;
            (sum.cpu, memory, memory > limits.memory_bytes, full)
        };
        self.peak = self.peak.max(memory);
        // What was counted of those that are dead and buried now.
        self.cpu = self.cpu.max(cpu);
        let touched = [
            (out_of_memory, Limit::Memory),
            (out_of_pids, Limit::Pids),
            (scratch_full, Limit::Scratch),
            (output_full, Limit::Output),
        ];
        Measure {
            usage: Usage {
                wall: self.elapsed(),
                cpu: self.cpu,
                peak_memory_bytes: self.peak,
                output_bytes,
                scratch_bytes,
                log_bytes: 0,
            },
            touched: touched
                .into_iter()
                .filter(|(hit, _)| *hit)
                .map(|(_, limit)| limit)
                .collect(),
        }
    }
}

impl Measure {
    pub fn is_out_of_memory(&self) -> bool {
        self.touched.contains(&Limit::Memory)
    }

    /// The limit at which the job has to end.
    pub fn ends_at(&self, plan: &Plan) -> Option<Limit> {
        let limits = &plan.sandbox.limits;
        let cpu = limits.cpu_seconds.map(Duration::from_secs);
        if self.is_out_of_memory() {
            Some(Limit::Memory)
        } else if cpu.is_some_and(|cpu| self.usage.cpu >= cpu) {
            Some(Limit::CpuTime)
        } else if self.usage.wall >= Duration::from_secs(limits.wall_seconds) {
            Some(Limit::WallTime)
        } else {
            None
        }
    }
}

/// Bytes in a file system, and whether it is full of bytes or of files.
fn fill(file_system: &OwnedFd) -> (u64, bool) {
    let Ok(state) = fstatvfs(file_system) else {
        return (0, false);
    };
    let bytes = state
        .f_blocks
        .saturating_sub(state.f_bfree)
        .saturating_mul(state.f_frsize);
    (bytes, state.f_bfree == 0 || state.f_ffree == 0)
}
