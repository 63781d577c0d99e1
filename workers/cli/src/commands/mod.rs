//! One module per command.

mod class;
mod client;
mod completions;
mod device;
mod dollars;
mod emission;
mod iosd;
mod job;
mod keeper;
mod localnet;
mod market_keeper;
mod migrate;
mod operator;
mod oracle;
mod rewards;
mod schedule;
mod supply;
mod verdict;
mod verify;
mod vesting;
mod wallet;
mod warp;
mod worker;

use anyhow::Result;

use crate::{
    cli::{Cli, Command, EmissionCommand, JobCommand, LocalnetCommand, WorkerCommand},
    context::Context,
};

/// Runs what was typed.
pub async fn run(cli: Cli) -> Result<()> {
    let context = Context::new(&cli.global)?;
    if asks_chain(&cli.command) {
        context.check_reachable().await?;
    }
    match cli.command {
        Command::Localnet(args) => match args.command {
            None => localnet::run(&context, &args.run).await,
            Some(LocalnetCommand::Warp(warp)) => warp::run(&context, &warp).await,
            Some(LocalnetCommand::Verify(args)) => verify::run(&context, &args).await,
            Some(LocalnetCommand::Verdict(args)) => verdict::run(&context, &args).await,
            Some(LocalnetCommand::Dollars {
                micro_dollars,
                to,
                mint,
            }) => dollars::run(&context, micro_dollars, to.as_deref(), mint).await,
        },
        Command::Migrate { file } => migrate::run(&context, &file).await,
        Command::Wallet(command) => wallet::run(&context, &command).await,
        Command::Keeper(args) => keeper::run(&context, &args).await,
        Command::Supply => supply::run(&context).await,
        Command::Emission(EmissionCommand::Schedule(args)) => schedule::run(context.output, &args),
        Command::Emission(EmissionCommand::Status) => emission::status(&context).await,
        Command::Emission(EmissionCommand::Advance { epochs }) => {
            emission::advance(&context, epochs).await
        }
        Command::Vesting(command) => vesting::run(&context, &command).await,
        Command::Oracle(command) => oracle::run(&context, &command).await,
        Command::Iosd(command) => iosd::run(&context, &command).await,
        Command::Class(command) => class::run(&context, &command).await,
        Command::Operator(command) => operator::run(&context, &command).await,
        Command::Device(command) => device::run(&context, &command).await,
        Command::Client(command) => client::run(&context, &command).await,
        Command::Job(command) => job::run(&context, &command).await,
        Command::Worker(command) => worker::run(&context, &command).await,
        Command::Rewards { owner } => rewards::show(&context, owner.as_deref()).await,
        Command::Withdraw { mint } => rewards::withdraw(&context, mint).await,
        Command::Completions { shell } => {
            completions::run(shell);
            Ok(())
        }
    }
}

/// Whether a command reads the network's accounts. The others need no chain, bring one, or say
/// themselves when there is none.
fn asks_chain(command: &Command) -> bool {
    match command {
        Command::Keeper(_)
        | Command::Supply
        | Command::Vesting(_)
        | Command::Oracle(_)
        | Command::Iosd(_)
        | Command::Class(_)
        | Command::Operator(_)
        | Command::Device(_)
        | Command::Client(_)
        | Command::Rewards { .. }
        | Command::Withdraw { .. } => true,
        Command::Emission(command) => !matches!(command, EmissionCommand::Schedule(_)),
        Command::Job(command) => !matches!(command, JobCommand::Check { .. } | JobCommand::Schema),
        Command::Worker(command) => matches!(command, WorkerCommand::Init(_)),
        Command::Localnet(_)
        | Command::Migrate { .. }
        | Command::Wallet(_)
        | Command::Completions { .. } => false,
    }
}
