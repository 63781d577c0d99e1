//! `ionet worker`.

mod doctor;
mod file;
mod init;

use anyhow::Result;
use ionet_accelerator::ClassRow;
use ionet_machine::Home;

use crate::{
    cli::{HomeArgs, WorkerCommand},
    context::Context,
    onchain::registry::classes,
};

/// Runs a worker command.
pub async fn run(context: &Context, command: &WorkerCommand) -> Result<()> {
    match command {
        WorkerCommand::Init(args) => init::run(context, args).await,
        WorkerCommand::Doctor(args) => doctor::run(context, args).await,
    }
}

fn home(args: &HomeArgs) -> Result<Home> {
    match &args.home {
        Some(path) => Ok(Home::at(std::path::absolute(path)?)),
        None => Ok(Home::default_place()?),
    }
}

/// The chain's book of classes, as cards are told by it.
async fn book(context: &Context) -> Result<Vec<ClassRow>> {
    let rows = classes(context).await?.into_iter().map(|class| ClassRow {
        id: class.id,
        name: class.name,
        vram_mib: class.entry.vram_mib,
        active: class.entry.active == 1,
    });
    Ok(rows.collect())
}
