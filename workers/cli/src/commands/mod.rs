//! One module per command.

mod completions;
mod emission;
mod keeper;
mod localnet;
mod migrate;
mod schedule;
mod supply;
mod vesting;
mod wallet;
mod warp;

use anyhow::Result;

use crate::{
    cli::{Cli, Command, EmissionCommand, LocalnetCommand},
    context::Context,
};

/// Runs what was typed.
pub async fn run(cli: Cli) -> Result<()> {
    let context = Context::new(&cli.global)?;
    match cli.command {
        Command::Localnet(args) => match args.command {
            None => localnet::run(&context, &args.run).await,
            Some(LocalnetCommand::Warp(warp)) => warp::run(&context, &warp).await,
        },
        Command::Migrate { file } => migrate::run(&context, &file).await,
        Command::Wallet(command) => wallet::run(&context, &command).await,
        Command::Keeper(args) => keeper::run(&context, &args).await,
        Command::Supply => supply::run(&context).await,
        Command::Emission(EmissionCommand::Schedule(args)) => schedule::run(context.output, &args),
        Command::Emission(EmissionCommand::Status) => emission::status(&context).await,
        Command::Emission(EmissionCommand::Advance { epochs }) => emission::advance(&context, epochs).await,
        Command::Vesting(command) => vesting::run(&context, &command).await,
        Command::Completions { shell } => {
            completions::run(shell);
            Ok(())
        }
    }
}
