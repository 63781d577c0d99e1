//! The process that stays outside of a sandbox and watches it.

mod control;
mod end;
mod events;
mod files;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::{Pid, Signal, chdir, pidfd_send_signal, setsid};

use super::fault::{Fault, Step};
use super::init::{self, Inherited};
use super::logfile::{LogFile, STDERR_FILE, STDOUT_FILE};
use super::message;
use super::plan::Plan;
use super::watch::Meter;
use super::{Start, print};
use crate::proxy;
use crate::sandbox::Network;
use crate::sys::{self, Cloned};
use crate::{End, Limit, Usage};

pub use control::{ControlReply, ControlRequest};
pub use files::{CONTROL_SOCKET, LOCK_FILE, MARKER_FILE, Marker, OUTCOME_FILE, OUTPUTS_DIR};

/// All but the user namespace, which a root agent's jobs enter last.
pub const NAMESPACES: libc::c_int = libc::CLONE_NEWNS
    | libc::CLONE_NEWPID
    | libc::CLONE_NEWNET
    | libc::CLONE_NEWIPC
    | libc::CLONE_NEWUTS;

/// Reads the plan, runs it, and writes the outcome. Returns the exit code.
pub fn main() -> i32 {
    if let Err(fault) = isolate_self().and_then(|()| run()) {
        return print(&Start::Failed(fault)).max(1);
    }
    0
}

/// Lets go of the agent: its session, and descriptors that its libraries forgot to close.
fn isolate_self() -> Result<(), Fault> {
    sys::close_inherited();
    setsid().at("leave the agent's session")?;
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    Ok(())
}

fn run() -> Result<(), Fault> {
    let mut text = Vec::new();
    io::stdin()
        .lock()
        .read_to_end(&mut text)
        .at("read the plan")?;
    let plan: Plan = serde_json::from_slice(&text).at("read the plan")?;
    drop(text);
    chdir(&plan.dir).at("enter the sandbox's folder")?;
    let _lock = files::lock(Path::new(LOCK_FILE)).at("lock the sandbox's folder")?;
    // An agent that died while it started one, and started it again in its next life.
    if [MARKER_FILE, OUTCOME_FILE]
        .map(Path::new)
        .iter()
        .any(|file| file.exists())
    {
        return Err("it was started before").at("mark the start");
    }
    files::write_marker(&plan).at("mark the start")?;
    let mut monitor = match Monitor::begin(plan) {
        Ok(monitor) => monitor,
        Err(fault) => {
            let _ = fs::remove_file(MARKER_FILE);
            return Err(fault);
        }
    };
    let watched = monitor.watch();
    match (watched, monitor.began) {
        (Err(fault), false) => {
            monitor.tear_down();
            let _ = fs::remove_file(MARKER_FILE);
            Err(fault)
        }
        (_, _) => monitor.conclude(),
    }
}

struct Monitor {
    plan: Plan,
    init: Pid,
    init_fd: OwnedFd,
    socket: OwnedFd,
    stdout: LogFile,
    stderr: LogFile,
    control: UnixListener,
    watchers: Vec<UnixStream>,
    meter: Meter,
    program: Option<OwnedFd>,
    proxy: Option<Child>,
    began: bool,
    looked: Instant,
    end: Option<End>,
    touched: BTreeSet<Limit>,
}

impl Monitor {
    /// Forks the init.
    fn begin(plan: Plan) -> Result<Self, Fault> {
        let limits = plan.cgroup_limits();
        let cgroup = plan.cgroup.as_ref();
        let cgroup = cgroup
            .map(|base| base.create(&plan.name, &limits))
            .transpose();
        let cgroup = cgroup.at("make the cgroup")?;
        let (entrances, directory) = match &cgroup {
            None => (Vec::new(), None),
            Some(cgroup) => {
                let entrances = cgroup.entrances().at("open the cgroup")?;
                (entrances, cgroup.directory().at("open the cgroup")?)
            }
        };
        let (ours, theirs) = message::pair().at("make a socket")?;
        let (stdout_reader, stdout) = log_pipe().at("make a pipe")?;
        let (stderr_reader, stderr) = log_pipe().at("make a pipe")?;
        let here = Path::new(".");
        let bytes = plan.sandbox.limits.log_bytes;
        let control = control::listen().at("listen for the agent")?;
        let stdout_log =
            LogFile::create(here, STDOUT_FILE, stdout_reader, bytes).at(STDOUT_FILE)?;
        let stderr_log =
            LogFile::create(here, STDERR_FILE, stderr_reader, bytes).at(STDERR_FILE)?;

        let mut flags = NAMESPACES;
        if !plan.identity.privileged {
            flags |= libc::CLONE_NEWUSER;
        }
        let directory = directory.as_ref().map(AsFd::as_fd);
        let cloned = sys::clone3(flags.cast_unsigned().into(), directory);
        let (init, init_fd) = match cloned.at("make namespaces")? {
            Cloned::Child => {
                let inherited = Inherited {
                    socket: theirs,
                    stdout,
                    stderr,
                    entrances,
                };
                init::run(&plan, inherited)
            }
            Cloned::Parent { pid, pidfd } => (pid, pidfd),
        };
        Ok(Self {
            meter: Meter::new(cgroup, init.as_raw_nonzero().get()),
            plan,
            init,
            init_fd,
            socket: ours,
            stdout: stdout_log,
            stderr: stderr_log,
            control,
            watchers: Vec::new(),
            program: None,
            proxy: None,
            began: false,
            looked: Instant::now(),
            end: None,
            touched: BTreeSet::new(),
        })
    }

    fn start_proxy(&mut self, listener: Option<OwnedFd>) -> Result<(), Fault> {
        let (Network::Proxy(allowed), Some(listener)) = (&self.plan.sandbox.network, listener)
        else {
            return Ok(());
        };
        let policy = proxy::Policy {
            allowed: allowed.clone(),
            private_exceptions: self.plan.private_exceptions.clone(),
        };
        let child = proxy::spawn(listener, &policy, self.plan.identity.privileged);
        self.proxy = Some(child.at("start the proxy")?);
        Ok(())
    }

    /// The first reason to end is the one that counts.
    fn finish(&mut self, end: End) {
        if self.end.is_none() {
            self.end = Some(end);
        }
        // Everything in its PID namespace dies with it. It may be dead already.
        let _ = pidfd_send_signal(&self.init_fd, Signal::KILL);
    }

    fn usage(&mut self) -> Usage {
        let mut usage = self.meter.measure(&self.plan).usage;
        usage.log_bytes = self.stdout.written() + self.stderr.written();
        usage
    }
}

/// The reading end does not wait; the writing end does, as programs expect.
fn log_pipe() -> io::Result<(OwnedFd, OwnedFd)> {
    let (reader, writer) = pipe_with(PipeFlags::CLOEXEC)?;
    rustix::io::ioctl_fionbio(&reader, true)?;
    Ok((reader, writer))
}

/// The command that becomes another process of this program.
pub fn own_command(role: &str) -> Command {
    let mut command = Command::new("/proc/self/exe");
    command
        .arg(super::LAUNCHER_ARGUMENT)
        .arg(role)
        .env_clear()
        .stdout(Stdio::null());
    command
}
