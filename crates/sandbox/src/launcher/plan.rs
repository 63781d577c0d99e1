//! What the agent hands to the monitor, on its standard input: never on disk, since the job's
//! environment may hold secrets.

use std::net::SocketAddr;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Identity;
use crate::cgroup::{self, CgroupLimits};
use crate::{Sandbox, Warning};

/// A checked sandbox, with what this machine and its operator add.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// Names the cgroup.
    pub name: String,
    /// The folder of its state, logs and outputs.
    pub dir: PathBuf,
    /// What the job gets.
    pub sandbox: Sandbox,
    /// As whom the job runs, on the host.
    pub identity: Identity,
    /// Where its cgroup is made.
    pub cgroup: Option<cgroup::Base>,
    /// Addresses that the proxy reaches although they are private: the operator's own mirrors.
    pub private_exceptions: Vec<SocketAddr>,
    /// What the isolation lacks.
    pub warnings: Vec<Warning>,
}

impl Plan {
    /// What the cgroup is held to. The init is one more process.
    pub fn cgroup_limits(&self) -> CgroupLimits {
        let limits = &self.sandbox.limits;
        CgroupLimits {
            memory_bytes: limits.memory_bytes,
            pids: u64::from(limits.pids) + 1,
            cpu_millis: limits.cpu_millis,
        }
    }
}
