//! `cargo xtask build-programs`: every on-chain program to `target/deploy/NAME.so` (sBPF v3) and
//! its IDL to `target/idl/NAME.json`.

mod artifact;
mod guard;
mod platform_tools;
mod registry;
mod sbf_target;
mod toolchain;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::idl;
use crate::workspace::{Program, Workspace};

/// Arguments of `cargo xtask build-programs`.
#[derive(clap::Args, Default)]
pub struct Args {
    /// Programs by package name; all when none is given
    names: Vec<String>,
    /// Which toolchain builds them
    #[arg(long, value_enum, default_value_t = Choice::Auto)]
    toolchain: Choice,
    /// Leave the IDLs alone
    #[arg(long)]
    skip_idl: bool,
}

impl Args {
    /// The programs that a cluster runs, without the test-only ones.
    ///
    /// # Errors
    /// As [`Workspace::network_programs`].
    pub fn network(workspace: &Workspace) -> Result<Self> {
        let names = workspace
            .network_programs()?
            .into_iter()
            .map(|program| program.package);
        Ok(Self {
            names: names.collect(),
            ..Self::default()
        })
    }
}

/// Which toolchain builds the programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Choice {
    /// Platform tools when they are installed, else packages
    #[default]
    Auto,
    /// `cargo build-sbf` with its platform tools
    PlatformTools,
    /// Debian packages and crates, set up in the user's cache folder
    Packages,
}

/// A toolchain that is ready to build.
enum Builder {
    PlatformTools,
    Packages(Box<registry::Builder>),
}

/// Builds the chosen programs and their IDLs.
///
/// # Errors
/// When the toolchain cannot be set up, a program does not compile, or the result is not a
/// program that may be deployed.
pub fn run(args: &Args, workspace: &Workspace) -> Result<()> {
    let programs = workspace.select_programs(&args.names)?;
    let builder = ready_toolchain(args.toolchain, workspace)?;
    for program in &programs {
        build(&builder, program, workspace)
            .with_context(|| format!("program {} was not built", program.package))?;
    }
    if !args.skip_idl {
        idl::write_idls(workspace, &programs)?;
    }
    Ok(())
}

fn ready_toolchain(choice: Choice, workspace: &Workspace) -> Result<Builder> {
    let use_platform_tools = match choice {
        Choice::PlatformTools => {
            platform_tools::find()?;
            true
        }
        Choice::Auto => platform_tools::find().is_ok(),
        Choice::Packages => false,
    };
    if use_platform_tools {
        println!("toolchain: cargo build-sbf with the platform tools in the user's cache");
        return Ok(Builder::PlatformTools);
    }
    let toolchain = toolchain::ensure(workspace)?;
    Ok(Builder::Packages(Box::new(registry::Builder::new(
        toolchain, workspace,
    )?)))
}

fn build(builder: &Builder, program: &Program, workspace: &Workspace) -> Result<()> {
    println!(
        "building {} (2–6 minutes the first time, then seconds)",
        program.package
    );
    let built: PathBuf = match builder {
        Builder::PlatformTools => platform_tools::build(program, workspace)?,
        Builder::Packages(builder) => builder.build(program, workspace)?,
    };
    artifact::publish(&built, &program.name, &workspace.deploy_dir())
}
