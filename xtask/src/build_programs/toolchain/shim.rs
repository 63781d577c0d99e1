//! The 128-bit shim as bitcode, ready to link.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::compiler::Compiler;
use super::step::{Step, Steps};

const FILE: &str = "i128-abi.bc";

/// Assembles `source`; the result is the bitcode file.
///
/// # Errors
/// When the assembler refuses it.
pub fn ensure(steps: &mut Steps, compiler: &Compiler, source: &Path) -> Result<PathBuf> {
    let text = fs::read(source).with_context(|| format!("cannot read {}", source.display()))?;
    let step = Step {
        name: "shim",
        announcement: "assembling the 128-bit shim (a moment)",
        inputs: &[&text],
    };
    let dir = steps.run(&step, |dir| {
        let output = compiler
            .tool("llvm-as-")?
            .arg(source)
            .arg("-o")
            .arg(dir.join(FILE))
            .output()
            .context("llvm-as could not be started")?;
        if !output.status.success() {
            bail!(
                "llvm-as: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            );
        }
        Ok(())
    })?;
    Ok(dir.join(FILE))
}
