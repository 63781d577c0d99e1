//! The `ionet` command as a person runs it, with a configuration folder of its own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

/// An `ionet` executable and the configuration folder it uses.
#[derive(Clone, Debug)]
pub struct Ionet {
    executable: PathBuf,
    config: PathBuf,
}

/// A command that keeps running. It ends with the test, whatever happens.
pub struct Running {
    child: Child,
}

impl Ionet {
    /// `executable`, with its wallets and keys below `config`.
    pub fn new(executable: PathBuf, config: PathBuf) -> Self {
        Self { executable, config }
    }

    /// Where this command's named wallets are.
    pub fn wallets(&self) -> PathBuf {
        self.config.join("ionet").join("wallets")
    }

    /// Where `ionet migrate` looks for program keypairs.
    pub fn program_keys(&self) -> PathBuf {
        self.config.join("ionet").join("program-keys")
    }

    /// The command with these arguments, in the checkout at `root`.
    pub fn command(&self, root: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.executable);
        command
            .args(arguments)
            .current_dir(root)
            .stdin(Stdio::null());
        command.env("XDG_CONFIG_HOME", &self.config);
        for name in ["IONET_URL", "IONET_KEYPAIR"] {
            command.env_remove(name);
        }
        command
    }

    /// Runs it to its end, which may be a failure.
    ///
    /// # Panics
    /// When it does not start.
    pub fn output(&self, root: &Path, arguments: &[&str]) -> Output {
        self.command(root, arguments)
            .output()
            .expect("ionet starts")
    }

    /// Runs it to its end and returns its JSON.
    ///
    /// # Panics
    /// When it fails.
    pub fn json(&self, root: &Path, arguments: &[&str]) -> Value {
        let output = self.output(root, &[&["--json"], arguments].concat());
        let stdout = String::from_utf8_lossy(&output.stdout);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "ionet {arguments:?}: {stdout}{stderr}"
        );
        serde_json::from_str(stdout.trim()).unwrap_or_else(|error| panic!("{error} in {stdout:?}"))
    }

    /// Starts it and returns with the first line it prints, as JSON.
    ///
    /// # Panics
    /// When it prints something else.
    pub fn start(&self, root: &Path, arguments: &[&str]) -> (Running, Value) {
        let mut command = self.command(root, &[&["--json"], arguments].concat());
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .expect("ionet starts");
        let stdout = child.stdout.take().expect("its output");
        let running = Running { child };
        let mut lines = BufReader::new(stdout).lines();
        let line = lines.next().expect("a line").expect("readable");
        // Whatever follows is read, so that the command never waits for us.
        std::thread::spawn(move || lines.for_each(drop));
        let value =
            serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error} in {line:?}"));
        (running, value)
    }
}

impl Running {
    /// The process.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }
}
