//! Process 1 of a sandbox.

use std::fs::File;
use std::io::{self, Write};
use std::net::TcpListener;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio, exit};

use rustix::fs::Mode;
use rustix::process::{
    Pid, PidfdFlags, Resource, Rlimit, Signal, WaitOptions, pidfd_open,
    set_parent_process_death_signal, setrlimit, setsid, umask, wait,
};

use super::fault::{Fault, Step};
use super::message::{Message, send};
use super::plan::Plan;
use super::{boundary, filter, identity, loopback, root};
use crate::sandbox::Network;
use crate::sys;

/// Where the job finds the proxy.
pub const PROXY_PORT: u16 = 3_128;

/// What the monitor gives to the init.
pub struct Inherited {
    /// To tell the monitor how it goes.
    pub socket: OwnedFd,
    /// The job's standard output.
    pub stdout: OwnedFd,
    /// The job's standard error.
    pub stderr: OwnedFd,
    /// Ways into cgroups of version 1.
    pub entrances: Vec<File>,
}

/// Builds the sandbox, starts the program, and stays until it has ended.
pub fn run(plan: &Plan, inherited: Inherited) -> ! {
    let Inherited {
        socket,
        stdout,
        stderr,
        entrances,
    } = inherited;
    let prepared = prepare(plan, &socket, entrances);
    let code = match prepared.and_then(|proc| Ok((start(plan, stdout, stderr)?, proc))) {
        Ok((child, proc)) => match announce(&child, &socket) {
            Ok(program) => {
                // Only now, because letting go of a mount takes a while.
                drop(proc);
                watch(&socket, program)
            }
            Err(_) => 1,
        },
        Err(fault) => {
            // Without a monitor there is nobody to tell.
            let _ = send(&socket, &Message::Failed(fault), &[]);
            1
        }
    };
    exit(code)
}

/// Returns a `/proc` without masks, which the job has no descriptor of.
fn prepare(plan: &Plan, socket: &OwnedFd, entrances: Vec<File>) -> Result<OwnedFd, Fault> {
    setsid().at("begin a session")?;
    // The job has to be able to read what is made here.
    umask(Mode::from_raw_mode(0o022));
    for mut entrance in entrances {
        entrance.write_all(b"0").at("enter the cgroup")?;
    }
    if !plan.identity.privileged {
        identity::map_self(plan.identity.uid, plan.identity.gid)?;
    }
    // Only now, so that the job sees its cgroup as the topmost one.
    sys::unshare(libc::CLONE_NEWCGROUP).at("enter a cgroup namespace")?;
    rustix::system::sethostname(b"sandbox").at("name the sandbox")?;
    loopback::bring_up().at("bring up the loopback interface")?;
    let built = root::build(plan)?;
    let mut descriptors = vec![built.scratch];
    descriptors.extend(built.output);
    if let Network::Proxy(_) = plan.sandbox.network {
        let listener = TcpListener::bind(("127.0.0.1", PROXY_PORT)).at("listen for the proxy")?;
        descriptors.push(listener.into());
    }
    limit(plan)?;
    identity::become_job(plan.identity, &built.proc)?;
    set_parent_process_death_signal(Some(Signal::KILL)).at("die with the monitor")?;
    // From here on the monitor's death is ours; if it died before, this fails.
    send(socket, &Message::Built, &descriptors).at("tell the monitor")?;
    limit_processes(plan)?;
    sys::close_on_exec_from(3).at("close the monitor's descriptors")?;
    let mut writable = vec![Path::new("/tmp")];
    writable.extend(
        plan.sandbox
            .output
            .as_ref()
            .map(|output| output.path.as_path()),
    );
    boundary::restrict(&writable).at("Landlock")?;
    filter::apply().at("seccomp")?;
    Ok(built.proc)
}

/// Limits of each process. The cgroup counts them all together.
fn limit(plan: &Plan) -> Result<(), Fault> {
    let sandbox = &plan.sandbox;
    let mut limits = vec![
        (Resource::Core, 0),
        (Resource::Rtprio, 0),
        (Resource::Nofile, sandbox.limits.open_files),
    ];
    if let Some(seconds) = sandbox.limits.cpu_seconds {
        limits.push((Resource::Cpu, seconds.saturating_add(1)));
    }
    if plan.cgroup.is_none() {
        limits.push((Resource::Data, sandbox.limits.memory_bytes));
    }
    limits
        .into_iter()
        .try_for_each(|(resource, value)| set_limit(resource, value))
}

/// Counted per user and user namespace, so it is set in the job's: this process is one of them.
/// A cgroup is to refuse first, because it keeps count of what it refused.
fn limit_processes(plan: &Plan) -> Result<(), Fault> {
    let own = if plan.cgroup.is_some() { 2 } else { 1 };
    set_limit(Resource::Nproc, u64::from(plan.sandbox.limits.pids) + own)
}

/// Lowers a limit. Where the machine's own is lower, that one stays.
fn set_limit(resource: Resource, value: u64) -> Result<(), Fault> {
    let hard = rustix::process::getrlimit(resource).maximum;
    let value = Some(hard.map_or(value, |hard| hard.min(value)));
    let limit = Rlimit {
        current: value,
        maximum: value,
    };
    setrlimit(resource, limit).at(format!("limit {resource:?}"))
}

fn start(plan: &Plan, stdout: OwnedFd, stderr: OwnedFd) -> Result<Child, Fault> {
    let sandbox = &plan.sandbox;
    let (program, arguments) = sandbox.argv.split_first().ok_or("empty").at("argv")?;
    if !sandbox.working_dir.is_dir() {
        return Err("no such folder in the sandbox")
            .at(format!("working_dir {}", sandbox.working_dir.display()));
    }
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env_clear()
        .envs(environment(plan))
        .current_dir(&sandbox.working_dir)
        .stdin(Stdio::null())
        .stdout(stdout)
        .stderr(stderr)
        .process_group(0);
    command.spawn().at(format!("start {program}"))
}

/// What every job has, and what this one adds or replaces.
fn environment(plan: &Plan) -> Vec<(String, String)> {
    let common = [
        ("HOME", "/tmp"),
        ("LANG", "C.UTF-8"),
        ("PATH", "/usr/local/bin:/usr/bin:/bin"),
        ("TMPDIR", "/tmp"),
        ("USER", "job"),
    ];
    let mut environment: Vec<_> = common
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .into();
    if let Network::Proxy(_) = plan.sandbox.network {
        let proxy = format!("http://127.0.0.1:{PROXY_PORT}");
        for key in ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"] {
            environment.push((key.to_owned(), proxy.clone()));
        }
        for key in ["no_proxy", "NO_PROXY"] {
            environment.push((key.to_owned(), "localhost,127.0.0.1,::1".to_owned()));
        }
    }
    let own = plan.sandbox.env.iter();
    environment.extend(own.map(|(key, value)| (key.clone(), value.clone())));
    environment
}

fn announce(child: &Child, socket: &OwnedFd) -> io::Result<Pid> {
    let program = Pid::from_child(child);
    let descriptor = pidfd_open(program, PidfdFlags::empty())?;
    send(socket, &Message::Started, &[descriptor])?;
    Ok(program)
}

/// Buries every orphan of the sandbox until the program itself has ended.
fn watch(socket: &impl AsFd, program: Pid) -> i32 {
    loop {
        let Ok(Some((pid, status))) = wait(WaitOptions::empty()) else {
            continue;
        };
        if pid != program {
            continue;
        }
        let message = match (status.exit_status(), status.terminating_signal()) {
            (Some(code), _) => Message::Exited(code),
            (None, Some(signal)) => Message::Signaled(signal),
            (None, None) => continue,
        };
        return i32::from(send(socket, &message, &[]).is_err());
    }
}
