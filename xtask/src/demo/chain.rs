//! The demo's local chain: `ionet localnet` in a process of its own.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

/// How long the chain may take to start and run genesis.
const START_DEADLINE: Duration = Duration::from_mins(2);

/// What `ionet localnet` says once the network is on the chain.
const READY: &str = "The network is up.";

/// A running local chain; stopped when dropped.
pub struct Chain {
    process: Child,
    ionet: PathBuf,
    url: String,
    keypair: PathBuf,
    /// Wallets of the demo's own: nothing of the user's is touched.
    config: PathBuf,
}

impl Chain {
    pub fn start(ionet: &Path, folder: &Path, rpc_port: u16) -> Result<Self> {
        let (keypair, config) = (folder.join("wallet.json"), folder.join("config"));
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
            .env("XDG_CONFIG_HOME", &config)
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
            config,
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
            // Its last line comes when the whole migration has run.
            if std::fs::read_to_string(log).is_ok_and(|said| said.contains(READY)) {
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
            .env("XDG_CONFIG_HOME", &self.config)
            .args(["--yes", "--url", &self.url, "--keypair"])
            .arg(&self.keypair);
        command
    }

    /// Its RPC address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where the wallets of its migration are.
    pub fn wallets(&self) -> PathBuf {
        self.config.join("ionet").join("wallets")
    }

    /// Waits until it ends.
    pub fn wait(&mut self) -> Result<ExitStatus> {
        Ok(self.process.wait()?)
    }

    /// Runs a command for the person watching.
    pub fn ionet(&self, arguments: &[&str]) -> Result<()> {
        let status = self.command().args(arguments).status()?;
        ensure!(
            status.success(),
            "`ionet {}` failed ({status})",
            arguments.join(" ")
        );
        Ok(())
    }

    /// Runs a command and reads its JSON.
    pub fn json(&self, arguments: &[&str]) -> Result<Value> {
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
