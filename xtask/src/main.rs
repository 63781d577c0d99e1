//! `cargo xtask …`: everything a contributor does with this repository that cargo alone does not.

mod bench_gpu;
mod build_programs;
mod clients;
mod demo;
mod digits;
mod fuzz_market;
mod host_packages;
mod idl;
mod keys;
mod ptx;
mod test;
mod workspace;

use anyhow::Result;
use clap::{Parser, Subcommand};

use workspace::Workspace;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Build, generate and test this repository"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure what the sandbox costs a job that computes, on cards and on the processor
    BenchGpu(bench_gpu::Args),
    /// Build the on-chain programs and their IDLs
    BuildPrograms(build_programs::Args),
    /// Render the Rust and TypeScript clients from the programs' IDLs
    Clients(clients::Args),
    /// Build everything, start a local chain, watch three epochs of emission
    Demo(demo::Args),
    /// Prepare the digits job: fetch and pack what it imports, and print its spec's path
    Digits,
    /// Run random sequences of the whole market, every invariant checked after every step
    FuzzMarket(fuzz_market::Args),
    /// Write the programs' IDLs (needs only the host toolchain)
    Idl(idl::Args),
    /// Make program keypairs outside the tree and write their ids everywhere
    Keys(keys::Args),
    /// Compile the accelerator's kernel (needs no card)
    Ptx(ptx::Args),
    /// Run every test and sum them up
    Test(test::Args),
}

fn main() -> Result<()> {
    let cli = Cli::parse();
    let workspace = Workspace::locate()?;
    match &cli.command {
        Command::BenchGpu(args) => bench_gpu::run(args, &workspace),
        Command::BuildPrograms(args) => build_programs::run(args, &workspace),
        Command::Clients(args) => clients::run(args, &workspace),
        Command::Demo(args) => demo::run(args, &workspace),
        Command::Digits => digits::run(&workspace),
        Command::FuzzMarket(args) => fuzz_market::run(args, &workspace),
        Command::Idl(args) => idl::run(args, &workspace),
        Command::Keys(args) => keys::run(args, &workspace),
        Command::Ptx(args) => ptx::run(args, &workspace),
        Command::Test(args) => test::run(args, &workspace),
    }
}
