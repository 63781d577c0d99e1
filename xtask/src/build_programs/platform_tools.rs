//! Building with `cargo build-sbf`, where its platform tools are already on the machine.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::workspace::{Program, Workspace, cargo};

/// Checks that `cargo build-sbf` is installed together with the platform tools it wants; without
/// them it would start a download.
///
/// # Errors
/// When either is missing; the message says which and how to get it.
pub fn find() -> Result<()> {
    let output = cargo()
        .args(["build-sbf", "--version"])
        .output()
        .context("cargo could not be started")?;
    if !output.status.success() {
        bail!("cargo build-sbf is not installed: `cargo install solana-cargo-build-sbf`");
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let version = tools_version(&text)
        .with_context(|| format!("cargo build-sbf does not say its tools' version: {text:?}"))?;
    let home = env::var_os("HOME").context("HOME is not set")?;
    let dir = tools_dir(Path::new(&home), version);
    if !dir.join("rust").is_dir() {
        bail!(
            "cargo build-sbf wants platform tools {version}, but {} is missing: \
             `cargo build-sbf --install-only` fetches it",
            dir.display()
        );
    }
    Ok(())
}

/// The version in the output's line `platform-tools v1.54`.
fn tools_version(output: &str) -> Option<&str> {
    output
        .lines()
        .find_map(|line| line.strip_prefix("platform-tools "))
        .map(str::trim)
}

fn tools_dir(home: &Path, version: &str) -> PathBuf {
    home.join(".cache")
        .join("solana")
        .join(version)
        .join("platform-tools")
}

/// Builds `program`; the result is the program's file.
///
/// # Errors
/// When it does not compile.
pub fn build(program: &Program, workspace: &Workspace) -> Result<PathBuf> {
    let target_dir = workspace.build_dir("sbf-platform-tools");
    let out_dir = target_dir.join("deploy");
    let status = cargo()
        .args(["build-sbf", "--arch", "v3", "--manifest-path"])
        .arg(program.dir.join("Cargo.toml"))
        .arg("--sbf-out-dir")
        .arg(&out_dir)
        .env("CARGO_TARGET_DIR", &target_dir)
        .status()
        .context("cargo could not be started")?;
    if !status.success() {
        bail!(
            "cargo build-sbf failed (see above). If its Rust is too old for the programs, update \
             it or build with `--toolchain packages`"
        );
    }
    Ok(out_dir.join(&program.name).with_extension("so"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tools_version_is_read() {
        let output = "solana-cargo-build-sbf 4.5.0\nplatform-tools v1.54\nrustc 1.95.0\n";
        assert_eq!(tools_version(output), Some("v1.54"));
        assert_eq!(tools_version("error: no such command: `build-sbf`"), None);
        assert_eq!(
            tools_dir(Path::new("/home/a"), "v1.54"),
            Path::new("/home/a/.cache/solana/v1.54/platform-tools")
        );
    }
}
