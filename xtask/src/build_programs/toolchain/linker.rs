//! `sbpf-linker`: turns LLVM bitcode into sBPF programs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::explain;
use super::llvm::Libraries;
use super::step::{Step, Steps};
use crate::workspace::cargo;

/// 0.2.6 is the version the target file, the shim and LLVM 23 were tried with.
const VERSION: &str = "0.2.6";

/// The linker and the libraries it runs with.
pub struct Linker {
    program: PathBuf,
    library_dir: PathBuf,
    loader: PathBuf,
}

/// Builds the linker from the crate registry.
///
/// # Errors
/// When it does not build or does not run.
pub fn ensure(steps: &mut Steps, libraries: &Libraries) -> Result<Linker> {
    let step = Step {
        name: "linker",
        announcement: "building sbpf-linker from the crate registry (2–10 minutes)",
        inputs: &[VERSION.as_bytes()],
    };
    // Kept when interrupted, so that the next attempt goes on with it.
    let build_dir = steps.root().join("linker-build");
    let root = steps.run(&step, |dir| {
        install(dir, &build_dir)?;
        Linker::new(dir, libraries).check_runs()?;
        fs::remove_dir_all(&build_dir)
            .with_context(|| format!("cannot remove {}", build_dir.display()))
    })?;
    Ok(Linker::new(&root, libraries))
}

fn install(dir: &Path, build_dir: &Path) -> Result<()> {
    let mut command = cargo();
    command
        .args([
            "install",
            "sbpf-linker",
            "--locked",
            "--version",
            VERSION,
            "--root",
        ])
        .arg(dir)
        .env("CARGO_TARGET_DIR", build_dir);
    // Settings of the build around this one are not for the linker.
    for variable in [
        "RUSTFLAGS",
        "CARGO_ENCODED_RUSTFLAGS",
        "CARGO_BUILD_TARGET",
        "RUSTC",
    ] {
        command.env_remove(variable);
    }
    if !command
        .status()
        .context("cargo could not be started")?
        .success()
    {
        bail!(explain::cargo());
    }
    Ok(())
}

impl Linker {
    fn new(dir: &Path, libraries: &Libraries) -> Self {
        Self {
            program: dir.join("bin").join("sbpf-linker"),
            library_dir: libraries.dir.clone(),
            loader: libraries.loader.clone(),
        }
    }

    /// The command line that starts the linker: a program, its arguments, and the value of
    /// `LD_LIBRARY_PATH`. The loader's own option serves the linker, the variable the LLVM that
    /// it opens.
    pub fn command_line(&self) -> (Vec<&Path>, &Path) {
        let words = vec![
            &*self.loader,
            Path::new("--library-path"),
            &*self.library_dir,
            &*self.program,
        ];
        (words, &self.library_dir)
    }

    fn check_runs(&self) -> Result<()> {
        let (words, library_path) = self.command_line();
        let output = Command::new(words[0])
            .args(&words[1..])
            .arg("--version")
            .env("LD_LIBRARY_PATH", library_path)
            .output()
            .context("the linker could not be started")?;
        let text = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() || !text.contains(VERSION) {
            bail!(
                "the linker does not run: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        Ok(())
    }
}
