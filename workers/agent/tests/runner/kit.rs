//! An agent's folder, a store that a client uses, and jobs.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use ionet_agent::{
    Lease, Process, Progress,
    runner::{GpuSlot, LocalRunner, Runner as _, RunnerConfig, RunnerSettings},
};
use ionet_artifacts::{Access, SpecStore};
use ionet_job_spec::{Format, JobSpec};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A machine with an operator, and a store.
pub struct World {
    folder: TempDir,
    pub settings: RunnerSettings,
    pub access: Access,
    pub gpus: u32,
}

impl World {
    pub fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("ionet-runner-")
            .tempdir()
            .expect("a folder");
        for name in ["specs", "store"] {
            fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        Self {
            folder,
            settings: RunnerSettings {
                // The machine of the tests may have little of it.
                cpus: Some(8),
                keep_free: ionet_job_spec::Size::mebibytes(64),
                ..RunnerSettings::default()
            },
            access: Access {
                local_files: true,
                ..Access::default()
            },
            gpus: 4,
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn home(&self) -> PathBuf {
        self.path("home")
    }

    /// The agent's runner, as after a start.
    pub async fn runner(&self) -> LocalRunner {
        let slot = |index| GpuSlot {
            index,
            uuid: format!("cpu-{index}"),
            device_nodes: Vec::new(),
        };
        let config = RunnerConfig {
            home: self.home(),
            launcher: env!("CARGO_BIN_EXE_ionet-agent-test-launcher").into(),
            spec_stores: vec![self.source("specs")],
            access: self.access.clone(),
            gpus: (0..self.gpus).map(slot).collect(),
            settings: self.settings.clone(),
        };
        LocalRunner::new(config).await.expect("a runner")
    }

    /// The address of something in this world.
    pub fn source(&self, name: &str) -> ionet_job_spec::Source {
        let path = self.path(name);
        format!("file://{}", path.display())
            .parse()
            .expect("an address")
    }

    /// Puts a file into the client's store and gives the input that names it.
    pub fn input(&self, name: &str, content: &[u8]) -> Value {
        let at = format!("store/{name}");
        fs::write(self.path(&at), content).expect("written");
        json!({
            "source": self.source(&at).to_string(),
            "blake3": blake3::hash(content).to_hex().to_string(),
            "bytes": content.len(),
        })
    }

    /// Publishes a spec, and gives the lease of a claim of its job.
    pub async fn lease(&self, spec: &JobSpec) -> Lease {
        let store = SpecStore::new(
            [self.source("specs")],
            Access {
                local_files: true,
                ..Access::default()
            },
        );
        let hash = store.publish(spec).await.expect("published");
        lease(hash.0)
    }

    /// The folder of a lease.
    pub fn job(&self, lease: &Lease) -> PathBuf {
        self.home()
            .join("jobs")
            .join(bs58::encode(lease.claim).into_string())
    }

    /// The folders of sandboxes.
    pub fn sandboxes(&self) -> Vec<PathBuf> {
        entries(&self.home().join("sandboxes"))
    }
}

impl Drop for World {
    /// A test that failed leaves nothing running.
    fn drop(&mut self) {
        for sandbox in self.sandboxes() {
            kill_monitor(&sandbox);
        }
    }
}

/// Kills the monitor of a sandbox that was started, unless it has ended.
pub fn kill_monitor(sandbox: &Path) {
    let marker = fs::read(sandbox.join("started.json")).unwrap_or_default();
    let marker: Value = serde_json::from_slice(&marker).unwrap_or_default();
    let pid = marker["pid"]
        .as_i64()
        .and_then(|pid| i32::try_from(pid).ok());
    let pid = pid.and_then(rustix::process::Pid::from_raw);
    if let Some(pid) = pid
        && !sandbox.join("outcome.json").exists()
    {
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
    }
}

/// A lease with a claim of its own: the control group of its sandbox is named by it, also next to
/// other runs of these tests.
pub fn lease(spec: [u8; 32]) -> Lease {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    let started = std::time::UNIX_EPOCH.elapsed().expect("a clock");
    let own = format!("{} {number} {}", std::process::id(), started.as_nanos());
    Lease {
        claim: *blake3::hash(own.as_bytes()).as_bytes(),
        job: [7; 32],
        spec,
        gpus: 1,
        progress: Progress::Held,
    }
}

/// A small job that runs a shell script, changed by `change`.
pub fn script(script: &str, change: impl FnOnce(&mut Value)) -> JobSpec {
    let mut spec = json!({
        "version": 1,
        "name": "a test",
        "terms": { "class": "cpu", "duration": 600 },
        "run": { "kind": "process", "command": ["sh", "-ec", script] },
        "resources": { "memory": 128 << 20, "scratch": 16 << 20, "processes": 64, "logs": 64 << 10 },
        "outputs": { "most": 4 << 20, "keep": 3600 },
        "inputs": {},
    });
    change(&mut spec);
    JobSpec::read(&spec.to_string(), Format::Json).expect("a spec")
}

/// Waits until the process is not running any more.
pub async fn ended(runner: &LocalRunner, lease: &Lease) {
    let deadline = Instant::now() + Duration::from_mins(1);
    while runner.process(lease).await.expect("a look") == Process::Running {
        assert!(Instant::now() < deadline, "it still runs");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Prepares, launches, waits for the end.
pub async fn run(runner: &LocalRunner, lease: &Lease) {
    runner.prepare(lease).await.expect("prepared");
    runner.launch(lease).await.expect("launched");
    ended(runner, lease).await;
}

/// Processes of this machine with `mark` in their command or environment.
pub fn marked(mark: &str) -> Vec<PathBuf> {
    let holds = |path: &Path| {
        ["cmdline", "environ"].iter().any(|name| {
            let text = fs::read(path.join(name)).unwrap_or_default();
            text.windows(mark.len())
                .any(|window| window == mark.as_bytes())
        })
    };
    let own = PathBuf::from(format!("/proc/{}", std::process::id()));
    let mut found = entries(Path::new("/proc"));
    found.retain(|path| *path != own && holds(path));
    found
}

pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

/// All files below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let (folders, mut files): (Vec<_>, Vec<_>) = entries(folder)
        .into_iter()
        .partition(|path| path.is_dir() && !path.is_symlink());
    files.extend(folders.iter().flat_map(|folder| self::files(folder)));
    files
}

pub fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("a file").permissions().mode() & 0o7777
}

/// A tar archive of these files.
pub fn archive(members: &[(&str, &[u8], u32)]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, content, mode) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(*mode);
        builder
            .append_data(&mut header, name, *content)
            .expect("appended");
    }
    builder.into_inner().expect("an archive")
}

/// Unix seconds.
pub fn now() -> i64 {
    let since = std::time::UNIX_EPOCH.elapsed().expect("a clock");
    i64::try_from(since.as_secs()).expect("seconds")
}
