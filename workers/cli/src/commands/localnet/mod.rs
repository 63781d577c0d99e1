//! `ionet localnet`: a local chain with the network on it.

mod setup;
mod summary;

use std::{sync::Arc, time::Duration};

use anyhow::Result;
use ionet_client::Cluster;
use ionet_localnet::{Localnet, LocalnetConfig, Placement, cheatcodes};
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::{
    cli::RunArgs,
    commands::{keeper, wallet::request_airdrop},
    context::Context,
};
use setup::{Blueprint, Wallet};

/// SOL of the wallets that sign at genesis and of the user's own, lamports.
const PAYER_LAMPORTS: u64 = 1_000_000_000_000;
/// SOL of all other wallets, lamports.
const WALLET_LAMPORTS: u64 = 10_000_000_000;
/// How often the keeper looks at the chain; soon after a warp something is due.
const KEEPER_INTERVAL: Duration = Duration::from_secs(2);
/// How often the chain is asked whether it still runs.
const CHECK_INTERVAL: Duration = Duration::from_millis(500);

/// Starts everything and stays up until Ctrl-C.
pub async fn run(context: &Context, args: &RunArgs) -> Result<()> {
    let blueprint = Blueprint::load(args)?;
    let config = config(args);
    let chain = Arc::new(tokio::task::spawn_blocking(move || Localnet::start(&config)).await??);
    let outcome = serve(context, args, &blueprint, &chain).await;
    context.output.note("stopping");
    let stopped = tokio::task::spawn_blocking(move || match Arc::into_inner(chain) {
        Some(chain) => chain.stop(),
        None => Ok(()),
    });
    outcome.and(stopped.await?.map_err(Into::into))
}

fn config(args: &RunArgs) -> LocalnetConfig {
    // Clients derive the WebSocket's port as the next one.
    let next = if args.rpc_port == 0 {
        0
    } else {
        args.rpc_port.saturating_add(1)
    };
    LocalnetConfig {
        rpc_port: args.rpc_port,
        ws_port: args.ws_port.unwrap_or(next),
        state_dir: args.state.clone(),
        ..LocalnetConfig::default()
    }
}

/// Puts the network on the chain and waits for the end.
async fn serve(
    context: &Context,
    args: &RunArgs,
    blueprint: &Blueprint,
    chain: &Arc<Localnet>,
) -> Result<()> {
    let context = context.on(Cluster::Url(chain.rpc_url()));
    let payer = context.wallets.payer_or_make(context.keypair.as_deref())?;
    let wallets = blueprint.wallets(&context.wallets, &payer)?;
    tokio::select! {
        ready = prepare(&context, args, blueprint, chain, &wallets) => ready?,
        ended = until_stopped(chain) => return ended,
    }
    summary::print(&context, args, chain, blueprint, &wallets);
    let keeper = context.wallets.get_or_make(setup::KEEPER)?;
    tokio::select! {
        () = keeper::keep(&context, &keeper, KEEPER_INTERVAL), if !args.no_keeper => Ok(()),
        ended = until_stopped(chain) => ended,
    }
}

async fn prepare(
    context: &Context,
    args: &RunArgs,
    blueprint: &Blueprint,
    chain: &Arc<Localnet>,
    wallets: &[Wallet],
) -> Result<()> {
    for wallet in wallets {
        let wanted = if wallet.pays {
            PAYER_LAMPORTS
        } else {
            WALLET_LAMPORTS
        };
        let has = context
            .rpc
            .get_balance(&wallet.address)
            .await
            .map_err(|error| context.explain(error))?;
        // The faucet refuses the crumbs that fees have taken since the last start.
        if has < wanted / 2 {
            request_airdrop(context, &wallet.address, wanted - has).await?;
        }
    }
    let admin = blueprint.admin(&context.wallets)?;
    place_programs(context, blueprint, chain, &admin).await?;
    blueprint.run_genesis(context).await?;
    if let Some(duration) = args.warp {
        let url = chain.rpc_url();
        tokio::task::spawn_blocking(move || cheatcodes::warp_by(&url, duration)).await??;
    }
    Ok(())
}

async fn place_programs(
    context: &Context,
    blueprint: &Blueprint,
    chain: &Arc<Localnet>,
    admin: &Keypair,
) -> Result<()> {
    for program in blueprint.programs()? {
        let (chain, authority) = (Arc::clone(chain), admin.pubkey());
        let (name, id) = (program.name, program.id);
        let placed =
            tokio::task::spawn_blocking(move || chain.place_program(id, program.elf, authority));
        let placement = placed.await??;
        let what = match placement {
            Placement::Created => "placed",
            Placement::Replaced => "replaced by the new build",
            Placement::Unchanged => "unchanged",
        };
        context.output.note(format!("{name} {what} at {id}"));
    }
    Ok(())
}

/// Ends with Ctrl-C or SIGTERM, or with the chain's own end.
async fn until_stopped(chain: &Localnet) -> Result<()> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    let mut check = tokio::time::interval(CHECK_INTERVAL);
    loop {
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => return Ok(interrupted?),
            _ = terminate.recv() => return Ok(()),
            _ = check.tick() => chain.check()?,
        }
    }
}
