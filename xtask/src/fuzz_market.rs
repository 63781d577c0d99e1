//! `cargo xtask fuzz-market`: random sequences of the whole market until one breaks an invariant.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Result, ensure};

use crate::workspace::{Workspace, cargo};

/// The test that does the work, shared with CI, which runs a few steps of it.
const TEST: &str = "stateful_market::sequences::fuzz_market";

/// Options of `cargo xtask fuzz-market`.
///
/// Needs the built programs (`cargo xtask build-programs`). Sequences of 3,000 steps are drawn
/// from one seed after the other; every invariant is checked after every step. A failure is
/// shrunk and printed as a test to paste into `stateful_market/found.rs`.
#[derive(clap::Args)]
pub struct Args {
    /// First seed; without it one from the clock, which is printed
    #[arg(long)]
    seed: Option<u64>,
    /// Stop after so many steps; without it run until stopped or until something breaks
    #[arg(long)]
    steps: Option<u64>,
}

/// Runs it and passes its output through.
///
/// # Errors
/// When an invariant broke.
pub fn run(args: &Args, workspace: &Workspace) -> Result<()> {
    let seed = args.seed.unwrap_or_else(from_clock);
    let steps = args
        .steps
        .map_or_else(|| "forever".to_owned(), |steps| steps.to_string());
    println!("seed {seed}, steps: {steps}");
    let status = cargo()
        .current_dir(&workspace.root)
        .args([
            "test",
            "--quiet",
            "--package",
            "ionet-program-tests",
            "--test",
            "programs",
        ])
        .args(["--", "--exact", TEST, "--nocapture"])
        .env("IONET_FUZZ_SEED", seed.to_string())
        .env("IONET_FUZZ_STEPS", steps)
        .status()?;
    ensure!(
        status.success(),
        "an invariant broke, or the tests did not run; see above"
    );
    Ok(())
}

/// Seconds since 1970, with room for the seeds that follow.
fn from_clock() -> u64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH);
    elapsed.map_or(1, |elapsed| elapsed.as_secs().saturating_mul(1_000))
}
