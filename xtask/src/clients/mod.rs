//! `cargo xtask clients`: the Rust and TypeScript clients, rendered from the programs' IDLs.
//!
//! codama and our own visitors (`xtask/codama`) do the rendering; what they write is committed, so
//! that using the clients needs neither node nor the programs. `--check` says whether it is current.

mod compare;
mod node;
mod packages;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::idl;
use crate::workspace::{Program, Workspace};
use compare::Difference;
pub use node::Node;

/// Arguments of `cargo xtask clients`.
#[derive(clap::Args)]
pub struct Args {
    /// Change nothing; fail and list the files that are not what the IDLs give
    #[arg(long)]
    check: bool,
}

/// Renders the clients of every program outside `programs/conformance` and writes what changed.
///
/// # Errors
/// When an IDL cannot be made, node or a package is missing, or, with `--check`, a file differs.
pub fn run(args: &Args, workspace: &Workspace) -> Result<()> {
    let programs = workspace.network_programs()?;
    idl::write_idls(workspace, &programs)?;
    let node = Node::find(workspace)?;
    packages::install(&node, &codama_dir(workspace))?;
    let rendered = workspace.target_dir().join("clients");
    render(&node, workspace, &programs, &rendered)?;
    let mut differences = Vec::new();
    for (fresh, committed) in [
        (
            rendered.join("rust"),
            workspace.root.join("crates/client/src/generated"),
        ),
        (
            rendered.join("typescript"),
            workspace.root.join("clients/ts/src/generated"),
        ),
    ] {
        let found = compare::differences(&fresh, &committed)?;
        if !args.check {
            compare::apply(&found, &fresh, &committed)?;
        }
        differences.extend(
            found
                .into_iter()
                .map(|difference| describe(workspace, &committed, &difference)),
        );
    }
    report(args.check, &differences)
}

/// Node with the packages of the generator and of the TypeScript client installed.
///
/// # Errors
/// When node or a package cannot be had; the message says what to install.
pub fn node_with_packages(workspace: &Workspace) -> Result<Node> {
    let node = Node::find(workspace)?;
    packages::install(&node, &codama_dir(workspace))?;
    packages::install(&node, &typescript_dir(workspace))?;
    Ok(node)
}

impl Node {
    /// The TypeScript client's checks: its types, then its tests.
    pub fn test_command(&self, workspace: &Workspace) -> Command {
        let mut command = self.npm();
        command
            .current_dir(typescript_dir(workspace))
            .args(["test", "--silent"]);
        command
    }
}

fn codama_dir(workspace: &Workspace) -> PathBuf {
    workspace.root.join("xtask/codama")
}

fn typescript_dir(workspace: &Workspace) -> PathBuf {
    workspace.root.join("clients/ts")
}

fn render(node: &Node, workspace: &Workspace, programs: &[Program], into: &Path) -> Result<()> {
    let mut command = node.command();
    command
        .arg(codama_dir(workspace).join("render.mjs"))
        .arg("--rust")
        .arg(into.join("rust"))
        .arg("--typescript")
        .arg(into.join("typescript"));
    for program in programs {
        command.arg(
            workspace
                .idl_dir()
                .join(&program.name)
                .with_extension("json"),
        );
    }
    let status = command.status().context("node could not be started")?;
    if !status.success() {
        bail!("rendering the clients failed ({status}); the reason stands above");
    }
    format_rust(workspace, &into.join("rust/mod.rs"))
}

/// Formats `root` and the modules it declares.
fn format_rust(workspace: &Workspace, root: &Path) -> Result<()> {
    let output = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(&workspace.root)
        .arg(root)
        .output()
        .context("rustfmt could not be started; install it with `rustup component add rustfmt`")?;
    if !output.status.success() {
        bail!(
            "rustfmt could not read the generated client:\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(())
}

fn describe(workspace: &Workspace, committed: &Path, difference: &Difference) -> String {
    let path = committed.join(difference.path());
    let path = path.strip_prefix(&workspace.root).unwrap_or(&path);
    format!("{} {}", difference.word(), path.display())
}

fn report(check: bool, differences: &[String]) -> Result<()> {
    if differences.is_empty() {
        println!("the clients are current");
        return Ok(());
    }
    let list = differences.join("\n  ");
    if check {
        bail!(
            "the committed clients are not what the IDLs give:\n  {list}\n\
             run `cargo xtask clients` and commit the result"
        );
    }
    println!("brought up to date, these files were:\n  {list}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_lists_the_files_that_differ_and_says_what_to_run() {
        let list = ["changed a.rs".to_owned(), "missing b.ts".to_owned()];
        let error = report(true, &list).unwrap_err().to_string();
        assert!(
            error.contains("\n  changed a.rs\n  missing b.ts\n"),
            "{error}"
        );
        assert!(error.contains("cargo xtask clients"), "{error}");
        report(false, &list).unwrap();
        report(true, &[]).unwrap();
    }
}
