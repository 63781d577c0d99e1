//! The end of a sandbox: takes it down and records it.

use std::fs;
use std::path::Path;

use rustix::process::{Signal, WaitOptions, pidfd_send_signal, waitpid};

use super::Monitor;
use super::files::{CONTROL_SOCKET, OUTPUTS_DIR, write_outcome};
use crate::collect::{CollectLimits, Collected, collect};
use crate::launcher::STAGING_DIR;
use crate::launcher::fault::{Fault, Step};
use crate::{End, Limit, Outcome};

impl Monitor {
    /// Kills the init and waits: it is gone when everything in its PID namespace is.
    fn end_init(&self) {
        let _ = pidfd_send_signal(&self.init_fd, Signal::KILL);
        let _ = waitpid(Some(self.init), WaitOptions::empty());
    }

    /// Everything that runs, and the cgroup.
    pub fn tear_down(&mut self) {
        self.end_init();
        if let Some(mut proxy) = self.proxy.take() {
            let _ = proxy.kill();
            let _ = proxy.wait();
        }
        if let Some(cgroup) = self.meter.cgroup() {
            let _ = cgroup.destroy();
        }
    }

    /// Takes everything down, keeps the outputs and writes the outcome.
    pub fn conclude(mut self) -> Result<(), Fault> {
        self.end_init();
        let measure = self.meter.measure(&self.plan);
        let mut usage = measure.usage;
        self.touched.extend(&measure.touched);
        let end = match self.end.unwrap_or(End::Signaled(Signal::KILL.as_raw())) {
            // The kernel may have killed for memory between two looks at it.
            End::Exited(_) | End::Signaled(_) if measure.is_out_of_memory() => {
                End::Limit(Limit::Memory)
            }
            end => end,
        };
        self.tear_down();
        let outputs = self.outputs();
        if outputs.over_quota {
            self.touched.insert(Limit::Output);
        }
        let (stdout, stderr) = (self.stdout.finish(), self.stderr.finish());
        usage.log_bytes = stdout.written + stderr.written;
        usage.output_bytes = outputs.bytes;
        if stdout.dropped + stderr.dropped > 0 {
            self.touched.insert(Limit::Logs);
        }
        if let End::Limit(limit) = end {
            self.touched.remove(&limit);
        }
        let outcome = Outcome {
            end,
            touched: self.touched.into_iter().collect(),
            usage,
            stdout,
            stderr,
            outputs,
            warnings: self.plan.warnings,
        };
        let _ = fs::remove_file(CONTROL_SOCKET);
        let _ = fs::remove_dir(STAGING_DIR);
        write_outcome(&outcome).at("write the outcome")
    }

    fn outputs(&self) -> Collected {
        let (Some(folder), Some(spec)) = (self.meter.output(), &self.plan.sandbox.output) else {
            return Collected::default();
        };
        let limits = CollectLimits {
            bytes: spec.quota_bytes,
            files: spec.max_files,
        };
        collect(folder, Path::new(OUTPUTS_DIR), &limits)
            .unwrap_or_else(|error| Collected::failed(&error))
    }
}
