//! The library's source with the patch that makes it fit a Solana program.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::compiler::Compiler;
use super::step::{Step, Steps};

/// Copies and patches the library; the result is a folder for `rustc --sysroot`.
///
/// # Errors
/// When the patch does not fit the library.
pub fn ensure(steps: &mut Steps, compiler: &Compiler, patch: &Path) -> Result<PathBuf> {
    let patch_text = fs::read(patch).with_context(|| format!("cannot read {}", patch.display()))?;
    let step = Step {
        name: "sysroot",
        announcement: "patching the library's source for programs (seconds)",
        inputs: &[&patch_text],
    };
    steps.run(&step, |dir| set_up(dir, compiler, patch))
}

fn set_up(dir: &Path, compiler: &Compiler, patch: &Path) -> Result<()> {
    let rustlib = dir.join("lib").join("rustlib");
    let source = rustlib.join("src").join("rust");
    fs::create_dir_all(&source).with_context(|| format!("cannot create {}", source.display()))?;
    copy(
        &compiler.rustlib().join("src").join("rust").join("library"),
        &source,
    )?;
    apply(&mut compiler.tool("patch")?, patch, &source)?;

    // Programs of the build itself (build scripts, macros) use the library as Debian built it.
    let host = compiler.host_library()?;
    let name = host.file_name().context("the host's library has no name")?;
    link(&host, &rustlib.join(name))?;
    link(&compiler.rustlib().join("etc"), &rustlib.join("etc"))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    let output = Command::new("cp")
        .arg("-R")
        .args([from, to])
        .output()
        .context("cp could not be started")?;
    if !output.status.success() {
        bail!(
            "{} cannot be copied: {}",
            from.display(),
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(())
}

fn apply(command: &mut Command, patch: &Path, source: &Path) -> Result<()> {
    // Fuzz 0: a patch that fits only roughly could change something else.
    let output = command
        .args(["-p1", "--batch", "--forward", "--fuzz=0", "--directory"])
        .arg(source)
        .arg("--input")
        .arg(patch)
        .output()
        .context("patch could not be started")?;
    if !output.status.success() {
        bail!(
            "{} does not fit this version of the library: it was made for Rust 1.96 and has to be \
             made anew from the same changes\n{}",
            patch.display(),
            String::from_utf8_lossy(&output.stdout).trim()
        );
    }
    Ok(())
}

fn link(target: &Path, path: &Path) -> Result<()> {
    symlink(target, path).with_context(|| format!("cannot create {}", path.display()))
}
