//! Runs sandboxes with what the kernel offers, without any daemon.

mod control;
mod folder;

use std::collections::HashMap;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::process::Signal;
use zeroize::{Zeroize, Zeroizing};

use crate::cgroup::Base;
use crate::driver::{Driver, Handle, JobState, LogChunk, Prepared, SandboxId};
use crate::launcher::{
    ControlReply, ControlRequest, Identity, LAUNCHER_ARGUMENT, OUTPUTS_DIR, Plan, Start, Trial,
};
use crate::{Outcome, Probe, Sandbox, SandboxError, Usage, validate};
use control::Control;
use folder::{Folder, Logs};

/// How long a sandbox may take to start.
const START_PATIENCE: Duration = Duration::from_mins(1);
/// How often new logs are looked for while waiting.
const LOG_INTERVAL: Duration = Duration::from_millis(25);
/// How long a monitor may take to end its sandbox before it is killed itself.
const KILL_PATIENCE: Duration = Duration::from_secs(30);

/// What the operator sets.
#[derive(Clone, Debug)]
pub struct NativeConfig {
    /// The folder of all sandboxes' folders.
    pub state_dir: PathBuf,
    /// The program that is this crate's launcher: `ionet-sandbox-init`, or a binary that calls
    /// [`crate::run_if_launcher`] first thing.
    pub launcher: PathBuf,
    /// A folder of the unified cgroup hierarchy to use instead of the agent's own.
    pub cgroup: Option<PathBuf>,
    /// Devices that jobs may ask for besides those that compute.
    pub extra_devices: Vec<PathBuf>,
    /// Private addresses that the proxy reaches nevertheless, for hosts that a job allowed:
    /// mirrors in the operator's own network.
    pub private_exceptions: Vec<SocketAddr>,
    /// Run without cgroups although there are some.
    pub without_cgroups: bool,
}

impl NativeConfig {
    /// Folders below `state_dir`, started by `launcher`, and nothing special.
    pub fn new(state_dir: impl Into<PathBuf>, launcher: impl Into<PathBuf>) -> Self {
        Self {
            state_dir: state_dir.into(),
            launcher: launcher.into(),
            cgroup: None,
            extra_devices: Vec::new(),
            private_exceptions: Vec::new(),
            without_cgroups: false,
        }
    }
}

/// The driver without a daemon.
pub struct NativeDriver {
    config: NativeConfig,
    probe: Probe,
    cgroup: Option<Base>,
    /// Monitors started by this process, to be waited for so that they leave no zombies.
    monitors: Mutex<HashMap<SandboxId, Child>>,
}

/// The name in handles.
const NAME: &str = "native";
/// The ending of a folder that is being deleted. No sandbox is called so.
const DOOMED: &str = "removed";

impl NativeDriver {
    /// Makes the folder and finds out what this machine can isolate. What it lacks is logged as
    /// a warning here, and shown again with every sandbox.
    ///
    /// # Errors
    /// When the folder cannot be made or the launcher not be run.
    pub fn new(mut config: NativeConfig) -> Result<Self, SandboxError> {
        make_private(&config.state_dir)?;
        config.state_dir = resolve(&config.state_dir)?;
        config.launcher = resolve(&config.launcher)?;
        finish_deletions(&config.state_dir)?;
        let trial = try_out(&config.launcher)?;
        let cgroup = if config.without_cgroups {
            Err("switched off by the operator".to_owned())
        } else {
            Base::find(config.cgroup.as_deref())
        };
        let probe = Probe {
            namespaces: trial.namespaces,
            seccomp: trial.seccomp,
            landlock: trial.landlock,
            cgroups: cgroup
                .as_ref()
                .map(|base| base.version().to_owned())
                .map_err(Clone::clone),
            cpu_share: cgroup.as_ref().is_ok_and(Base::shares_cpu),
            privileged: Identity::of("").privileged,
        };
        for warning in probe.warnings() {
            tracing::warn!(layer = %warning.layer, "sandbox: {warning}");
        }
        Ok(Self {
            config,
            probe,
            cgroup: cgroup.ok(),
            monitors: Mutex::default(),
        })
    }

    fn own(handle: &Handle) -> Result<Folder, SandboxError> {
        if handle.driver != NAME {
            return Err(SandboxError::ForeignHandle {
                found: handle.driver.clone(),
                expected: NAME,
            });
        }
        Ok(Folder::new(handle))
    }

    fn control(handle: &Handle) -> Result<Control, SandboxError> {
        let folder = Self::own(handle)?;
        let not_running = |_| SandboxError::NotRunning(handle.id.to_string());
        Control::connect(&folder.path).map_err(not_running)
    }

    fn ask(handle: &Handle, request: ControlRequest) -> Result<ControlReply, SandboxError> {
        let mut control = Self::control(handle)?;
        let asked = control.ask(request);
        asked.map_err(SandboxError::io(format!(
            "ask the monitor of {}",
            handle.id
        )))
    }

    /// Buries a monitor that this process started, once it has ended.
    fn bury(&self, id: &SandboxId) {
        let mut monitors = self.monitors.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mut monitor) = monitors.remove(id) {
            // It has let go of its lock, so this does not take long.
            let _ = monitor.wait();
        }
    }

    /// What there is to know of a sandbox whose monitor is gone.
    fn ended(&self, handle: &Handle, folder: &Folder) -> Result<Outcome, SandboxError> {
        self.bury(&handle.id);
        if let Some(outcome) = folder.outcome()? {
            return Ok(outcome);
        }
        folder.clean_up()?;
        Err(SandboxError::Lost(handle.id.to_string()))
    }
}

impl Driver for NativeDriver {
    fn name(&self) -> &'static str {
        NAME
    }

    fn probe(&self) -> &Probe {
        &self.probe
    }

    fn prepare(&self, id: &SandboxId, sandbox: &Sandbox) -> Result<Prepared, SandboxError> {
        let sandbox = validate::check(sandbox, &self.config.extra_devices)?;
        self.probe.admit(&sandbox.require)?;
        let dir = self.config.state_dir.join(id.as_str());
        let handle = Handle {
            driver: NAME.to_owned(),
            id: id.clone(),
            dir,
        };
        let folder = Folder::new(&handle);
        if folder.was_started() {
            return Err(SandboxError::AlreadyStarted(id.to_string()));
        }
        make_private(&handle.dir)?;
        make_private(&folder.staging())?;
        let plan = Plan {
            name: format!("ionet-{id}"),
            dir: handle.dir.clone(),
            identity: Identity::of(id.as_str()),
            cgroup: self.cgroup.clone(),
            private_exceptions: self.config.private_exceptions.clone(),
            warnings: self.probe.warnings(),
            sandbox,
        };
        Ok(Prepared { handle, plan })
    }

    fn spawn(&self, prepared: Prepared) -> Result<(), SandboxError> {
        let Prepared { handle, mut plan } = prepared;
        let folder = Folder::new(&handle);
        if folder.was_started() {
            return Err(SandboxError::AlreadyStarted(handle.id.to_string()));
        }
        let errors = fs::File::create(folder.monitor_log());
        let errors = errors.map_err(SandboxError::io("open the monitor's log"))?;
        let mut child = Command::new(&self.config.launcher)
            .args([LAUNCHER_ARGUMENT, "monitor"])
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(errors)
            .spawn()
            .map_err(SandboxError::io("start the monitor"))?;
        let answer = hand_over(&mut child, &plan);
        // It may hold secrets.
        plan.sandbox.env.values_mut().for_each(Zeroize::zeroize);
        match answer {
            Ok(Start::Started) => {
                let mut monitors = self.monitors.lock().unwrap_or_else(PoisonError::into_inner);
                monitors.insert(handle.id, child);
                Ok(())
            }
            Ok(Start::Failed(fault)) => {
                // It has cleaned up before it said so.
                let _ = child.wait();
                Err(SandboxError::Launch {
                    stage: fault.stage,
                    detail: fault.detail,
                })
            }
            Err(detail) => {
                let _ = child.kill();
                let status = child
                    .wait()
                    .map_or_else(|error| error.to_string(), |status| status.to_string());
                folder.clean_up()?;
                folder.unmark();
                let detail = format!("{detail}: {status}; {}", folder.complaint());
                Err(SandboxError::Launch {
                    stage: "monitor".to_owned(),
                    detail,
                })
            }
        }
    }

    fn attach(&self, handle: &Handle) -> Result<JobState, SandboxError> {
        let folder = Self::own(handle)?;
        if !folder.path.exists() {
            return Ok(JobState::Unknown);
        }
        if folder.is_watched() {
            return Ok(JobState::Running);
        }
        // After the lock: the outcome is written before it is let go.
        self.bury(&handle.id);
        if let Some(outcome) = folder.outcome()? {
            return Ok(JobState::Ended(Box::new(outcome)));
        }
        if folder.was_started() {
            folder.clean_up()?;
            return Ok(JobState::Lost);
        }
        Ok(JobState::Prepared)
    }

    fn signal(&self, handle: &Handle, signal: Signal) -> Result<(), SandboxError> {
        match Self::ask(handle, ControlRequest::Signal(signal.as_raw()))? {
            ControlReply::Refused(_) => Err(SandboxError::NotRunning(handle.id.to_string())),
            _ => Ok(()),
        }
    }

    fn usage(&self, handle: &Handle) -> Result<Usage, SandboxError> {
        match Self::ask(handle, ControlRequest::Usage)? {
            ControlReply::Usage(usage) => Ok(usage),
            _ => Err(SandboxError::NotRunning(handle.id.to_string())),
        }
    }

    fn wait(
        &self,
        handle: &Handle,
        timeout: Option<Duration>,
        logs: &mut dyn FnMut(LogChunk<'_>),
    ) -> Result<Option<Outcome>, SandboxError> {
        let folder = Self::own(handle)?;
        let deadline = timeout.map(|timeout| Instant::now() + timeout);
        let mut reader = Logs::open(&folder);
        let mut control = None;
        loop {
            let running = folder.is_watched();
            reader.read(logs);
            if !running {
                return self.ended(handle, &folder).map(Some);
            }
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            if left == Some(Duration::ZERO) {
                return Ok(None);
            }
            let pause = left.map_or(LOG_INTERVAL, |left| left.min(LOG_INTERVAL));
            if control.is_none() {
                control = Control::connect(&folder.path).and_then(Control::watch).ok();
            }
            match &control {
                Some(control) if !control.hung_up_within(pause) => {}
                // It ends now: its lock is gone in a moment.
                _ => std::thread::sleep(Duration::from_millis(1)),
            }
        }
    }

    fn kill(&self, handle: &Handle) -> Result<Outcome, SandboxError> {
        let folder = Self::own(handle)?;
        if folder.is_watched() {
            // If it does not answer, it is ending or it hangs.
            let _ = Self::ask(handle, ControlRequest::Kill);
            if let Some(outcome) = self.wait(handle, Some(KILL_PATIENCE), &mut |_| {})? {
                return Ok(outcome);
            }
            folder.kill_monitor();
        }
        self.ended(handle, &folder)
    }

    fn outputs(&self, handle: &Handle) -> PathBuf {
        handle.dir.join(OUTPUTS_DIR)
    }

    fn remove(&self, handle: &Handle) -> Result<(), SandboxError> {
        let folder = Self::own(handle)?;
        match self.kill(handle) {
            Ok(_) | Err(SandboxError::Lost(_)) => {}
            Err(error) => return Err(error),
        }
        // Under another name first: half a folder would be taken for one that never started.
        let doomed = folder.path.with_extension(DOOMED);
        let removed = absent_is_fine(fs::remove_dir_all(&doomed))
            .and_then(|()| absent_is_fine(fs::rename(&folder.path, &doomed)))
            .and_then(|()| absent_is_fine(fs::remove_dir_all(&doomed)));
        removed.map_err(SandboxError::io(format!(
            "delete {}",
            folder.path.display()
        )))
    }
}

/// Gives the plan and reads the answer.
fn hand_over(child: &mut Child, plan: &Plan) -> Result<Start, String> {
    let plan = serde_json::to_vec(plan).map_err(|error| error.to_string())?;
    let plan = Zeroizing::new(plan);
    let stdin = child.stdin.take();
    stdin
        .ok_or("no input")?
        .write_all(&plan)
        .map_err(|error| format!("hand over the plan: {error}"))?;
    let stdout = child.stdout.take().ok_or("no output")?;
    if !control::readable_within(&stdout, START_PATIENCE) {
        return Err(format!("no answer in {} s", START_PATIENCE.as_secs()));
    }
    let mut line = String::new();
    let read = BufReader::new(stdout).read_line(&mut line);
    read.map_err(|error| error.to_string())?;
    serde_json::from_str(&line).map_err(|_| "it died".to_owned())
}

fn try_out(launcher: &Path) -> Result<Trial, SandboxError> {
    let output = Command::new(launcher)
        .args([LAUNCHER_ARGUMENT, "probe"])
        .env_clear()
        .stdin(Stdio::null())
        .output()
        .map_err(SandboxError::io(format!("run {}", launcher.display())))?;
    serde_json::from_slice(&output.stdout).map_err(|_| SandboxError::Launch {
        stage: format!("probe by {}", launcher.display()),
        detail: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

/// What an agent that died has begun to delete.
fn finish_deletions(folder: &Path) -> Result<(), SandboxError> {
    let entries = fs::read_dir(folder).map_err(SandboxError::io(folder.display().to_string()))?;
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.extension().is_some_and(|ending| ending == DOOMED) {
            let removed = absent_is_fine(fs::remove_dir_all(&path));
            removed.map_err(SandboxError::io(format!("delete {}", path.display())))?;
        }
    }
    Ok(())
}

fn absent_is_fine(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// A folder that nobody else may look into.
fn make_private(folder: &Path) -> Result<(), SandboxError> {
    let made = fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder);
    made.map_err(SandboxError::io(format!("make {}", folder.display())))
}

fn resolve(path: &Path) -> Result<PathBuf, SandboxError> {
    path.canonicalize()
        .map_err(SandboxError::io(path.display().to_string()))
}
