//! A driver in a folder of its own, and what tests look at.

use std::path::Path;

use ionet_sandbox::native::{NativeConfig, NativeDriver};
use ionet_sandbox::{
    Bind, Driver, Handle, Limits, LogStream, Network, Outcome, OutputDir, Root, Sandbox,
    SandboxError,
};

use crate::world::{World, next_id};

/// The tests' program, inside every sandbox of the tests.
pub const ABUSER: &str = "/kit/ionet-sandbox-abuser";

/// A driver in this process, and the host around it.
pub struct Kit {
    pub driver: NativeDriver,
    pub world: World,
}

/// What a run left.
pub struct Run {
    pub outcome: Outcome,
    pub stdout: String,
    pub stderr: String,
    pub handle: Handle,
}

impl Kit {
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    pub fn with(change: impl FnOnce(&mut NativeConfig)) -> Self {
        Self::in_world(World::new(), change)
    }

    pub fn in_world(world: World, change: impl FnOnce(&mut NativeConfig)) -> Self {
        let launcher = env!("CARGO_BIN_EXE_ionet-sandbox-init");
        let mut config = NativeConfig::new(world.folder().join("state"), launcher);
        change(&mut config);
        let driver = NativeDriver::new(config).expect("a driver");
        Self { driver, world }
    }

    /// A small sandbox that runs an attempt.
    pub fn sandbox(&self, arguments: &[&str]) -> Sandbox {
        sandbox(self.world.folder(), self.world.mark(), arguments)
    }

    pub fn run(&self, sandbox: &Sandbox) -> Run {
        self.try_run(sandbox)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    pub fn try_run(&self, sandbox: &Sandbox) -> Result<Run, SandboxError> {
        let handle = self.start(sandbox)?;
        Ok(self.finish(handle))
    }

    pub fn start(&self, sandbox: &Sandbox) -> Result<Handle, SandboxError> {
        let prepared = self.driver.prepare(&next_id(), sandbox)?;
        let handle = prepared.handle().clone();
        self.driver.spawn(prepared)?;
        Ok(handle)
    }

    pub fn finish(&self, handle: Handle) -> Run {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let outcome = self
            .driver
            .wait(&handle, None, &mut |chunk| match chunk.stream {
                LogStream::Stdout => stdout.extend_from_slice(chunk.bytes),
                LogStream::Stderr => stderr.extend_from_slice(chunk.bytes),
            });
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Run {
            outcome: outcome.expect("an outcome").expect("an end"),
            stdout: text(stdout),
            stderr: text(stderr),
            handle,
        }
    }
}

impl Run {
    /// Says everything when an assertion fails.
    pub fn story(&self) -> String {
        story(&self.outcome, &self.stdout, &self.stderr)
    }
}

pub fn story(outcome: &Outcome, stdout: &str, stderr: &str) -> String {
    let short = |text: &str| text.chars().take(4_000).collect::<String>();
    format!(
        "{outcome:#?}\nstdout: {}\nstderr: {}",
        short(stdout),
        short(stderr)
    )
}

/// A small sandbox that runs the tests' program.
pub fn sandbox(folder: &Path, mark: &str, arguments: &[&str]) -> Sandbox {
    let mut argv = vec![ABUSER.to_owned()];
    argv.extend(arguments.iter().map(|text| (*text).to_owned()));
    Sandbox {
        root: Root::System,
        read_only: vec![Bind::new(folder.join("kit"), "/kit")],
        inputs: Vec::new(),
        scratch_bytes: 24 << 20,
        output: Some(OutputDir {
            path: "/out".into(),
            quota_bytes: 1 << 20,
            max_files: 200,
        }),
        env: [("MARK".to_owned(), mark.to_owned())].into(),
        argv,
        working_dir: "/tmp".into(),
        limits: Limits {
            memory_bytes: 64 << 20,
            pids: 64,
            wall_seconds: 60,
            log_bytes: 64 << 10,
            ..Limits::default()
        },
        devices: Vec::new(),
        network: Network::Off,
        require: Vec::new(),
    }
}
