//! An agent that runs one sandbox, as a process that can be another user or be killed.

use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;

use ionet_sandbox::native::{NativeConfig, NativeDriver};
use ionet_sandbox::{Driver, Outcome, Probe, Sandbox, SandboxId};
use serde::{Deserialize, Serialize};

use crate::host;

/// What to drive.
#[derive(Serialize, Deserialize)]
struct Errand {
    id: SandboxId,
    state_dir: PathBuf,
    sandbox: Sandbox,
    leak: Option<String>,
    /// Die by SIGKILL once the sandbox runs.
    die: bool,
    without_cgroups: bool,
}

/// How it went.
#[derive(Serialize)]
struct Report {
    outcome: Result<Outcome, String>,
    probe: Option<Probe>,
}

/// Takes the errand on standard input.
pub fn main() -> ExitCode {
    let mut text = String::new();
    std::io::stdin()
        .read_to_string(&mut text)
        .expect("an errand");
    run(&text)
}

pub fn run(errand: &str) -> ExitCode {
    let errand: Errand = serde_json::from_str(errand).expect("an errand");
    let mut report = Report {
        outcome: Err(String::new()),
        probe: None,
    };
    report.outcome = drive(&errand, &mut report.probe).map_err(|error| error.to_string());
    println!("{}", serde_json::to_string(&report).expect("JSON"));
    ExitCode::SUCCESS
}

fn drive(
    errand: &Errand,
    probe: &mut Option<Probe>,
) -> Result<Outcome, ionet_sandbox::SandboxError> {
    let launcher = std::env::current_exe().expect("this program");
    let mut config = NativeConfig::new(&errand.state_dir, launcher);
    config.without_cgroups = errand.without_cgroups;
    let driver = NativeDriver::new(config)?;
    *probe = Some(driver.probe().clone());
    if let Some(path) = &errand.leak {
        host::leak(path);
    }
    let prepared = driver.prepare(&errand.id, &errand.sandbox)?;
    let handle = prepared.handle().clone();
    driver.spawn(prepared)?;
    if errand.die {
        println!("{}", serde_json::to_string(&handle).expect("JSON"));
        crate::sys::kill(std::process::id().cast_signed(), libc::SIGKILL).expect("kill");
    }
    Ok(driver.wait(&handle, None, &mut |_| {})?.expect("an end"))
}
