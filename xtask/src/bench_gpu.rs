//! `cargo xtask bench-gpu`: what the sandbox costs a job that computes.

use anyhow::{Result, ensure};

use crate::workspace::{Workspace, cargo};

/// Options of `cargo xtask bench-gpu`.
///
/// On a machine with an NVIDIA card: telemetry, the self-test, and a CUDA job in the sandbox
/// against bare. Everywhere: a job of the processor. The goal is 0.98 of bare speed.
#[derive(clap::Args)]
pub struct Args {
    /// Runs of each kind, in turn; the median counts
    #[arg(long, default_value_t = 9, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Size of the cards' matrices, a multiple of 64 up to 16,384
    #[arg(long, default_value_t = 8_192)]
    size: u32,
}

/// Builds and runs it.
///
/// # Errors
/// When it fails: it says why.
pub fn run(args: &Args, workspace: &Workspace) -> Result<()> {
    let status = cargo()
        .current_dir(&workspace.root)
        .args(["run", "--quiet", "--release", "--package", "ionet-machine"])
        .args(["--example", "bench_gpu", "--"])
        .args([args.rounds.to_string(), args.size.to_string()])
        .status()?;
    ensure!(status.success(), "the measurement failed; see above");
    Ok(())
}
