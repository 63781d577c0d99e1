//! What this machine can isolate.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::SandboxError;

/// One way of isolation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layer {
    /// User, mount, PID, IPC, UTS, network and cgroup namespaces, with a `/proc` of their own.
    Namespaces,
    /// The filter of system calls.
    Seccomp,
    /// The second boundary of the file system, of signals and of abstract sockets.
    Landlock,
    /// The kernel counts the memory of all processes together.
    MemoryLimit,
    /// The kernel counts the processes of the job alone.
    PidsLimit,
    /// The kernel shares out processor time.
    CpuShare,
}

impl fmt::Display for Layer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Namespaces => "namespaces",
            Self::Seccomp => "seccomp",
            Self::Landlock => "Landlock",
            Self::MemoryLimit => "a memory limit by cgroup",
            Self::PidsLimit => "a process limit by cgroup",
            Self::CpuShare => "a processor share by cgroup",
        })
    }
}

impl Layer {
    /// What the operator can do where it is missing.
    pub fn cure(self) -> &'static str {
        match self {
            Self::Namespaces => {
                "Run the agent as root, or allow unprivileged user namespaces \
                 (user.max_user_namespaces > 0; on Ubuntu \
                 kernel.apparmor_restrict_unprivileged_userns=0); Linux 5.12 or newer"
            }
            Self::Seccomp => "Use a kernel with CONFIG_SECCOMP_FILTER",
            Self::Landlock => "Use Linux 5.13 or newer with landlock in the lsm= boot parameter",
            Self::MemoryLimit | Self::PidsLimit | Self::CpuShare => {
                "Run the agent as root, or as a systemd unit with Delegate=yes and \
                 DelegateSubgroup=agent"
            }
        }
    }
}

/// A layer that this machine lacks, and what takes its place. Shown to the operator, and part of
/// every outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// The layer.
    pub layer: Layer,
    /// Why it is missing and what is done instead.
    pub message: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "no {}: {}. {}",
            self.layer,
            self.message,
            self.layer.cure()
        )
    }
}

/// What this machine can isolate, seen by trying.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Probe {
    /// Why namespaces cannot be had, if so.
    pub namespaces: Result<(), String>,
    /// Why seccomp cannot be had, if so.
    pub seccomp: Result<(), String>,
    /// The version of Landlock's interface, or why there is none.
    pub landlock: Result<u32, String>,
    /// `"v1"` or `"v2"`, or why cgroups cannot be had.
    pub cgroups: Result<String, String>,
    /// Whether the cgroups found share out processor time too.
    pub cpu_share: bool,
    /// Whether the agent is root, so that jobs get a user id of their own.
    pub privileged: bool,
}

impl Probe {
    /// The layers this machine lacks but jobs can run without.
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let mut warn = |layer, message: String| warnings.push(Warning { layer, message });
        if let Err(reason) = &self.landlock {
            warn(
                Layer::Landlock,
                format!("{reason}; the mount namespace alone bounds the file system"),
            );
        }
        if let Err(reason) = &self.cgroups {
            warn(
                Layer::MemoryLimit,
                format!("{reason}; the monitor adds up memory ten times a second instead"),
            );
            warn(
                Layer::PidsLimit,
                format!("{reason}; RLIMIT_NPROC counts processes instead"),
            );
        }
        if !self.cpu_share {
            warn(
                Layer::CpuShare,
                "a job may use every core, also when cpu_millis is given".to_owned(),
            );
        }
        warnings
    }

    /// Refuses where a layer is missing that is always required, or that this job requires.
    pub(crate) fn admit(&self, require: &[Layer]) -> Result<(), SandboxError> {
        let unavailable = |layer: Layer, reason: &str| SandboxError::Unavailable {
            layer,
            reason: reason.to_owned(),
            cure: layer.cure(),
        };
        if let Err(reason) = &self.namespaces {
            return Err(unavailable(Layer::Namespaces, reason));
        }
        if let Err(reason) = &self.seccomp {
            return Err(unavailable(Layer::Seccomp, reason));
        }
        let missing = self.warnings();
        match missing
            .iter()
            .find(|warning| require.contains(&warning.layer))
        {
            Some(warning) => Err(unavailable(warning.layer, &warning.message)),
            None => Ok(()),
        }
    }
}
