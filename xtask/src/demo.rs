//! `cargo xtask demo`: build everything, start a local chain, watch three epochs of emission.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use ionet_core::emission::{EmissionParameters, EmissionState, Preset};
use ionet_core::supply::GENESIS_SUPPLY;
use ionet_core::time::EPOCH_SECONDS;
use serde_json::Value;

use crate::workspace::{Workspace, cargo};
use crate::{build_programs, host_packages};

/// How many epochs the demo lets pass.
const EPOCHS: u16 = 3;
/// How long the chain may take to start and run genesis.
const START_DEADLINE: Duration = Duration::from_mins(2);

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
/// When a step fails, or when supply or pools differ from the schedule by a single unit.
pub fn run(args: &Args, workspace: &Workspace) -> Result<()> {
    stage("host packages", host_packages::ensure)?;
    stage("programs", || {
        build_programs::run(&build_programs::Args::network(workspace)?, workspace)
    })?;
    let ionet = stage("command line", || build_command_line(workspace))?;
    let folder = workspace.target_dir().join("demo");
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("{} could not be made", folder.display()))?;
    let chain = stage("local chain and genesis", || {
        Chain::start(&ionet, &folder, args.rpc_port)
    })?;
    stage("three epochs", || advance(&chain))?;
    println!();
    chain.ionet(&["supply"])?;
    println!();
    chain.ionet(&["emission", "status"])?;
    check(&chain)?;
    println!("\nSupply and pools equal the schedule to the unit.");
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

/// Builds `ionet` and returns its path.
fn build_command_line(workspace: &Workspace) -> Result<PathBuf> {
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
        ])
        .status()
        .context("cargo could not be started")?;
    ensure!(
        status.success(),
        "cargo build of ionet-cli failed ({status})"
    );
    Ok(workspace.build_dir("debug").join("ionet"))
}

/// A running local chain; stopped when dropped.
struct Chain {
    process: Child,
    ionet: PathBuf,
    url: String,
    keypair: PathBuf,
}

impl Chain {
    fn start(ionet: &Path, folder: &Path, rpc_port: u16) -> Result<Self> {
        let keypair = folder.join("wallet.json");
        if !keypair.exists() {
            let created = Command::new(ionet)
                .args(["wallet", "new", "--out"])
                .arg(&keypair)
                .stdout(Stdio::null())
                .status()?;
            ensure!(created.success(), "`ionet wallet new` failed ({created})");
        }
        let log = std::fs::File::create(folder.join("localnet.log"))?;
        let process = Command::new(ionet)
            .arg("--keypair")
            .arg(&keypair)
            .args([
                "localnet",
                "--no-keeper",
                "--rpc-port",
                &rpc_port.to_string(),
            ])
            .args(["--ws-port", &rpc_port.saturating_add(1).to_string()])
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .with_context(|| format!("{} could not be started", ionet.display()))?;
        let url = format!("http://127.0.0.1:{rpc_port}");
        let mut chain = Self {
            process,
            ionet: ionet.to_path_buf(),
            url,
            keypair,
        };
        chain.wait_until_ready(&folder.join("localnet.log"))?;
        Ok(chain)
    }

    fn wait_until_ready(&mut self, log: &Path) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < START_DEADLINE {
            if let Some(status) = self.process.try_wait()? {
                let said = std::fs::read_to_string(log).unwrap_or_default();
                bail!("`ionet localnet` ended ({status}). It said:\n{said}");
            }
            if self.json(&["emission", "status"]).is_ok() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(300));
        }
        bail!(
            "the chain was not ready after {START_DEADLINE:?}; see {}",
            log.display()
        )
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.ionet);
        command
            .args(["--yes", "--url", &self.url, "--keypair"])
            .arg(&self.keypair);
        command
    }

    /// Runs a command for the person watching.
    fn ionet(&self, arguments: &[&str]) -> Result<()> {
        let status = self.command().args(arguments).status()?;
        ensure!(
            status.success(),
            "`ionet {}` failed ({status})",
            arguments.join(" ")
        );
        Ok(())
    }

    /// Runs a command and reads its JSON.
    fn json(&self, arguments: &[&str]) -> Result<Value> {
        let output = self.command().arg("--json").args(arguments).output()?;
        ensure!(
            output.status.success(),
            "`ionet {}` failed: {}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).context("the output is not JSON")
    }
}

impl Drop for Chain {
    fn drop(&mut self) {
        // The chain lives in memory: there is nothing to save, and nothing else to do on failure.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn advance(chain: &Chain) -> Result<()> {
    let seconds = EPOCH_SECONDS * i64::from(EPOCHS) + 60;
    chain.ionet(&["localnet", "warp", &format!("{seconds}s")])?;
    chain.ionet(&["emission", "advance"])
}

/// Compares supply and pools with the same rules run here from genesis.
fn check(chain: &Chain) -> Result<()> {
    let expected = expected_after_three_epochs()?;
    let supply = chain.json(&["supply"])?;
    let emission = chain.json(&["emission", "status"])?;
    let compute = expected.compute.funded;
    let availability = expected.availability.funded;
    for (what, document, key, amount) in [
        (
            "supply",
            &supply,
            "supply",
            GENESIS_SUPPLY + availability + compute,
        ),
        (
            "availability pool",
            &emission,
            "availability_pool",
            availability,
        ),
        ("compute pool", &emission, "compute_pool", compute),
        ("reserve", &emission, "reserve", 0),
    ] {
        let seen = document
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or("nothing");
        ensure!(
            seen == amount.to_string(),
            "{what}: the chain says {seen}, the rule {amount}"
        );
    }
    Ok(())
}

fn expected_after_three_epochs() -> Result<EmissionState> {
    let start = 1;
    let genesis = EmissionState::start(
        start,
        start,
        Preset::Official,
        EmissionParameters::DEFAULT,
        GENESIS_SUPPLY,
    )?;
    let now = start + EPOCH_SECONDS * i64::from(EPOCHS);
    Ok(genesis.advance(GENESIS_SUPPLY, now, EPOCHS)?.state_after)
}

fn keep(mut chain: Chain, rpc_port: u16) -> Result<()> {
    println!(
        "\nThe chain stays up at {} until Ctrl-C. Ask it yourself:",
        chain.url
    );
    let supply = chain.json(&["supply"])?;
    let mint = supply.get("mint").and_then(Value::as_str).unwrap_or("MINT");
    println!(
        "  curl -s http://127.0.0.1:{rpc_port} -H 'content-type: application/json' -d \
         '{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"getTokenSupply\",\"params\":[\"{mint}\"]}}'"
    );
    let status = chain.process.wait()?;
    println!("The chain ended ({status}).");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_expects_the_vectors_of_the_first_three_epochs() {
        // floor(333333333333333 / 730) = 456621004566 per epoch, halved without remainder.
        let expected = expected_after_three_epochs().unwrap();
        assert_eq!(expected.availability.funded, 3 * 228_310_502_283);
        assert_eq!(expected.compute.funded, 3 * 228_310_502_283);
        assert_eq!(expected.reserve, 0);
    }
}
