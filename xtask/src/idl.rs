//! `cargo xtask idl`: the programs' IDLs, `target/idl/NAME.json`.
//!
//! Anchor's macros generate test functions that print parts of the IDL; this runs them on the
//! host (no SBF toolchain needed) and puts the parts together.

mod parts;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::workspace::{Program, Workspace, cargo};

/// Arguments of `cargo xtask idl`.
#[derive(clap::Args)]
pub struct Args {
    /// Programs by package name; all when none is given
    names: Vec<String>,
}

/// Writes the IDLs of the chosen programs.
///
/// # Errors
/// When a program does not compile for the host or its IDL is inconsistent.
pub fn run(args: &Args, workspace: &Workspace) -> Result<()> {
    write_idls(workspace, &workspace.select_programs(&args.names)?)
}

/// Writes `target/idl/NAME.json` of each program that has an IDL; leaves unchanged files alone.
///
/// # Errors
/// As [`run`].
pub fn write_idls(workspace: &Workspace, programs: &[Program]) -> Result<()> {
    let programs: Vec<&Program> = programs.iter().filter(|program| program.has_idl).collect();
    if programs.is_empty() {
        return Ok(());
    }
    println!("IDLs: compiling the programs for this machine (1–3 minutes the first time)");
    fs::create_dir_all(workspace.idl_dir())
        .with_context(|| format!("cannot create {}", workspace.idl_dir().display()))?;
    for program in programs {
        let idl = parts::assemble(&print_parts(workspace, program)?)
            .with_context(|| format!("the IDL of {} is not usable", program.package))?;
        let path = idl_path(workspace, program);
        let text = serde_json::to_string_pretty(&idl)? + "\n";
        if fs::read_to_string(&path).is_ok_and(|present| present == text) {
            println!("  {} is current", path.display());
        } else {
            fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
            println!("  {} written", path.display());
        }
    }
    Ok(())
}

fn idl_path(workspace: &Workspace, program: &Program) -> PathBuf {
    workspace
        .idl_dir()
        .join(&program.name)
        .with_extension("json")
}

/// What the program's generated test functions print.
fn print_parts(workspace: &Workspace, program: &Program) -> Result<String> {
    let output = cargo()
        .current_dir(workspace.programs_dir())
        .args(["test", "--quiet", "--lib", "--features=idl-build", "--package"])
        .arg(&program.package)
        .arg("--target-dir")
        .arg(workspace.build_dir("programs-host"))
        // One thread: parts printed at the same time would be mixed.
        .args(["__anchor_private_print_idl", "--", "--show-output", "--test-threads=1"])
        .env("ANCHOR_IDL_BUILD_NO_DOCS", "FALSE")
        .env("ANCHOR_IDL_BUILD_RESOLUTION", "TRUE")
        .env("ANCHOR_IDL_BUILD_SKIP_LINT", "TRUE")
        .env("ANCHOR_IDL_BUILD_PROGRAM_PATH", &program.dir)
        .output()
        .context("cargo could not be started")?;
    if !output.status.success() {
        bail!(
            "{} does not compile for this machine with the feature idl-build:\n{}{}",
            program.package,
            String::from_utf8_lossy(&output.stderr),
            String::from_utf8_lossy(&output.stdout)
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
