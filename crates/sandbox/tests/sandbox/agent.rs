//! The same sandbox by a root agent and by an ordinary user's.

use std::fs;
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ionet_sandbox::{Outcome, Probe, Sandbox};
use serde::Deserialize;
use serde_json::json;

use crate::world::{NOBODY, World, is_root, next_id};

/// Who runs the sandbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agent {
    /// The user of the tests: root in CI, with cgroups.
    Own,
    /// An ordinary user, without cgroups.
    Nobody,
}

/// What the agent reported.
#[derive(Debug, Deserialize)]
pub struct Report {
    pub outcome: Result<Outcome, String>,
    pub probe: Option<Probe>,
    /// The sandbox's folder.
    #[serde(skip)]
    pub dir: PathBuf,
}

impl Report {
    pub fn log(&self, name: &str) -> String {
        let bytes = fs::read(self.dir.join(name)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Agent {
    /// An ordinary user can run as itself only.
    pub fn all() -> Vec<Self> {
        if is_root() {
            vec![Self::Own, Self::Nobody]
        } else {
            vec![Self::Own]
        }
    }

    /// The agent's command, which takes an errand on its standard input.
    pub fn command(self, world: &World) -> Command {
        let mut command = Command::new(world.folder().join("kit/ionet-sandbox-abuser"));
        // What the agent has in its environment, and the job must not.
        command
            .arg("drive")
            .env("AGENT_SECRET", "x")
            .current_dir("/");
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        if self == Self::Nobody {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    pub fn errand(self, world: &World, sandbox: &Sandbox, die: bool) -> serde_json::Value {
        let state = match self {
            Self::Own => "state",
            Self::Nobody => "state-of-nobody",
        };
        json!({
            "id": next_id(),
            "state_dir": world.folder().join(state),
            "sandbox": sandbox,
            "leak": world.folder().join("home/secret.txt"),
            "die": die,
            "without_cgroups": self == Self::Nobody,
        })
    }

    /// Runs a sandbox to its end.
    pub fn run(self, world: &World, sandbox: &Sandbox) -> Report {
        let errand = self.errand(world, sandbox, false);
        let output = drive(self.command(world), &errand);
        let mut report: Report = serde_json::from_slice(&output).expect("a report");
        let dir = errand["state_dir"].as_str().expect("a path");
        report.dir = Path::new(dir).join(errand["id"].as_str().expect("an id"));
        report
    }
}

pub fn drive(mut command: Command, errand: &serde_json::Value) -> Vec<u8> {
    let mut agent = command.spawn().expect("an agent");
    let text = errand.to_string();
    agent
        .stdin
        .take()
        .expect("its input")
        .write_all(text.as_bytes())
        .expect("hand over");
    agent.wait_with_output().expect("its output").stdout
}
