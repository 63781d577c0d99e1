//! `ionet`: the network's command line, and its local chain.

mod amounts;
mod cli;
mod commands;
mod commitments;
mod context;
mod onchain;
mod output;
mod plot;
mod times;
mod tokens;
mod transact;
mod wallets;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    // Before any thread is started.
    ionet_sandbox::run_if_launcher();
    ionet_machine::run_if_self_test();
    let cli = cli::Cli::parse();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let json = cli.global.json;
    let result = tokio::runtime::Runtime::new()
        .map_err(Into::into)
        .and_then(|runtime| runtime.block_on(commands::run(cli)));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::failure(&error, json);
            ExitCode::FAILURE
        }
    }
}
