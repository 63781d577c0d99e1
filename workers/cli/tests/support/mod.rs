//! Running the real binary with a config folder of its own.
#![allow(dead_code)]

use std::{
    ffi::OsStr,
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// A user who has never run `ionet`.
pub struct Home(TempDir);

impl Home {
    pub fn new() -> Self {
        Self(TempDir::new().expect("a folder"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// The binary, not yet run.
    pub fn command(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ionet"));
        command
            .args(arguments)
            .env("HOME", self.path())
            .env("XDG_CONFIG_HOME", self.path().join("config"))
            .env_remove("IONET_URL")
            .env_remove("IONET_KEYPAIR")
            .env_remove("RUST_LOG")
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdin(Stdio::null());
        command
    }

    /// What the binary answers.
    pub fn ionet(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Output {
        self.command(arguments).output().expect("the binary runs")
    }
}

/// Standard output of a success.
pub fn succeeds(output: Output) -> String {
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let (stdout, stderr) = (text(output.stdout), text(output.stderr));
    assert!(output.status.success(), "failed: {stderr}");
    stdout
}

/// Standard error of a failure.
pub fn fails(output: Output) -> String {
    assert!(
        !output.status.success(),
        "should fail: {}",
        String::from_utf8_lossy(&output.stdout)
    );
    String::from_utf8(output.stderr).expect("UTF-8")
}

/// The one JSON object of a success.
pub fn json(output: Output) -> Value {
    let text = succeeds(output);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}
