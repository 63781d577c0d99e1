//! What `ionet localnet` prints once it is up.

use ionet_client::generated::io_token::pdas::find_mint_pda;
use ionet_localnet::Localnet;
use serde_json::{Value, json};

use super::setup::{Blueprint, Wallet};
use crate::{
    cli::RunArgs,
    context::Context,
    output::{facts, table},
};

/// Prints addresses, programs and wallets.
pub fn print(
    context: &Context,
    args: &RunArgs,
    chain: &Localnet,
    blueprint: &Blueprint,
    wallets: &[Wallet],
) {
    context
        .output
        .result(&value(chain, blueprint, wallets), || {
            if args.quiet {
                addresses(chain)
            } else {
                text(args, chain, blueprint, wallets)
            }
        });
}

fn value(chain: &Localnet, blueprint: &Blueprint, wallets: &[Wallet]) -> Value {
    let programs = blueprint
        .ids()
        .map(|(name, id)| json!({ "name": name, "id": id.to_string() }));
    let wallets = wallets
        .iter()
        .map(|wallet| json!({ "name": wallet.name, "address": wallet.address.to_string() }));
    json!({
        "rpc_url": chain.rpc_url(),
        "ws_url": chain.ws_url(),
        "state": chain.state_dir(),
        "io_mint": find_mint_pda().0.to_string(),
        "programs": programs.collect::<Vec<_>>(),
        "wallets": wallets.collect::<Vec<_>>(),
    })
}

fn addresses(chain: &Localnet) -> String {
    format!("{}\n{}", chain.rpc_url(), chain.ws_url())
}

fn text(args: &RunArgs, chain: &Localnet, blueprint: &Blueprint, wallets: &[Wallet]) -> String {
    let state = chain.state_dir().map_or_else(
        || "in memory: gone when this ends (--state DIR keeps it)".to_owned(),
        |dir| format!("{}, written by a graceful stop (Ctrl-C)", dir.display()),
    );
    let keeper = if args.no_keeper {
        "none: `ionet keeper` runs one"
    } else {
        "runs here: epochs, prices, ends, settlements, closes"
    };
    let chain = facts([
        ("JSON-RPC", chain.rpc_url()),
        ("WebSocket", chain.ws_url()),
        ("state", state),
        ("faucet", "ionet wallet airdrop 10".to_owned()),
        ("time travel", "ionet localnet warp 30days".to_owned()),
        ("keeper", keeper.to_owned()),
        ("IO mint", find_mint_pda().0.to_string()),
    ]);
    let programs = table(
        ["program", "id"],
        &[],
        blueprint
            .ids()
            .map(|(name, id)| [name.to_owned(), id.to_string()]),
    );
    let wallets = table(
        ["wallet (-k NAME)", "address"],
        &[],
        wallets
            .iter()
            .map(|wallet| [wallet.name.clone(), wallet.address.to_string()]),
    );
    format!("{chain}\n{programs}\n{wallets}\nThe network is up. Ctrl-C ends it.")
}
