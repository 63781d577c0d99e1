//! `cargo xtask demo`: build everything, start a local chain, watch three epochs of emission and two
//! jobs on the market.

mod chain;
mod emission;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::workspace::{Workspace, cargo};
use crate::{build_programs, host_packages};
use chain::Chain;

/// Options of `cargo xtask demo`.
#[derive(clap::Args)]
pub struct Args {
    /// Leave the chain running until Ctrl-C
    #[arg(long)]
    keep: bool,
    /// The chain's JSON-RPC port; WebSocket takes the next one
    #[arg(long, default_value_t = 8899)]
    rpc_port: u16,
}

/// Runs the demo and compares what the chain says with the rules in `ionet-core`.
///
/// # Errors
/// When a step fails; when supply or pools differ from the schedule, or somebody's balance from the
/// books, by a single unit.
pub fn run(args: &Args, workspace: &Workspace) -> Result<()> {
    stage("host packages", || {
        host_packages::ensure(&host_packages::BUILD)
    })?;
    stage("programs", || {
        build_programs::run(&build_programs::Args::network(workspace)?, workspace)
    })?;
    stage("command line", || build_command_line(workspace))?;
    let binaries = workspace.build_dir("debug");
    let folder = workspace.target_dir().join("demo");
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("{} could not be made", folder.display()))?;
    let chain = stage("local chain and genesis", || {
        Chain::start(&binaries.join("ionet"), &folder, args.rpc_port)
    })?;
    stage("three epochs", || emission::advance(&chain))?;
    println!();
    chain.ionet(&["supply"])?;
    println!();
    chain.ionet(&["emission", "status"])?;
    emission::check(&chain)?;
    println!("\nSupply and pools equal the schedule to the unit.");
    stage("two jobs on the market", || {
        play(&binaries.join("ionet-market"), &chain)
    })?;
    println!("\nBooks and balances agree, and all sums close to the unit.");
    if args.keep {
        keep(chain, args.rpc_port)?;
    }
    Ok(())
}

fn stage<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("==> {name}");
    let start = Instant::now();
    let result = work().with_context(|| format!("stage \"{name}\" failed"))?;
    println!("==> {name}: {:.1} s", start.elapsed().as_secs_f64());
    Ok(result)
}

/// Builds `ionet` and the market's scenario.
fn build_command_line(workspace: &Workspace) -> Result<()> {
    println!("    building ionet (the first time 10–15 minutes on two cores: a whole SVM)");
    let status = cargo()
        .current_dir(&workspace.root)
        .args([
            "build",
            "--locked",
            // The whole workspace decides the features, so that the tests find the same artefacts.
            "--workspace",
            "--bin",
            "ionet",
            "--bin",
            "ionet-market",
        ])
        .status()
        .context("cargo could not be started")?;
    ensure!(
        status.success(),
        "cargo build of ionet-cli failed ({status})"
    );
    Ok(())
}

/// Plays the market's scenario; it checks itself and prints who gave and got what.
fn play(market: &Path, chain: &Chain) -> Result<()> {
    let status = Command::new(market)
        .arg(chain.url())
        .arg(chain.wallets())
        .status()
        .with_context(|| format!("{} could not be started", market.display()))?;
    ensure!(status.success(), "the scenario failed ({status})");
    Ok(())
}

fn keep(mut chain: Chain, rpc_port: u16) -> Result<()> {
    println!(
        "\nThe chain stays up at {} until Ctrl-C. Ask it yourself:",
        chain.url()
    );
    let supply = chain.json(&["supply"])?;
    let mint = supply.get("mint").and_then(Value::as_str).unwrap_or("MINT");
    println!(
        "  curl -s http://127.0.0.1:{rpc_port} -H 'content-type: application/json' -d \
         '{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"getTokenSupply\",\"params\":[\"{mint}\"]}}'"
    );
    let status = chain.wait()?;
    println!("The chain ended ({status}).");
    Ok(())
}
