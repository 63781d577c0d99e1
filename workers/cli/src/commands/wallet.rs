//! `ionet wallet`.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use ionet_client::{
    Cluster,
    generated::{
        io_token::pdas::find_mint_pda as find_io_mint_pda,
        iosd::pdas::find_mint_pda as find_iosd_mint_pda,
    },
    instructions, wallet,
};
use serde_json::json;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use crate::{
    amounts,
    cli::WalletCommand,
    context::Context,
    onchain,
    output::{facts, table},
    tokens::Tokens,
};

/// How long an airdrop may take to arrive.
const AIRDROP_PATIENCE: Duration = Duration::from_mins(1);

/// Runs a wallet command.
pub async fn run(context: &Context, command: &WalletCommand) -> Result<()> {
    match command {
        WalletCommand::New { name, out } => new(context, name.as_deref(), out.as_deref()),
        WalletCommand::Show { all: true } => show_all(context),
        WalletCommand::Show { all: false } => show(context),
        WalletCommand::Airdrop { lamports, to } => airdrop(context, *lamports, to.as_deref()).await,
        WalletCommand::Balance { owner } => balance(context, owner.as_deref()).await,
    }
}

fn new(context: &Context, name: Option<&str>, out: Option<&Path>) -> Result<()> {
    let path = match (out, name) {
        (Some(file), _) => file.to_owned(),
        (None, Some(name)) => context.wallets.named(name)?,
        (None, None) => context.wallets.own_default(),
    };
    let keypair = Keypair::new();
    wallet::write_new(&path, &keypair)?;
    let address = keypair.pubkey().to_string();
    context.output.result(&json!({ "address": address, "path": path }), || {
        format!(
            "{address}\n{} holds its secret key: whoever has the file has the money. Keep a copy.",
            path.display()
        )
    });
    Ok(())
}

fn show(context: &Context) -> Result<()> {
    let path = context.wallets.locate(context.keypair.as_deref())?;
    let address = wallet::read(&path)?.pubkey().to_string();
    context
        .output
        .result(&json!({ "address": address, "path": path }), || {
            format!("{address}\n{}", path.display())
        });
    Ok(())
}

fn show_all(context: &Context) -> Result<()> {
    let mut rows = Vec::new();
    for (name, path) in context.wallets.all()? {
        rows.push((name, wallet::read(&path)?.pubkey().to_string()));
    }
    let value: Vec<_> = rows
        .iter()
        .map(|(name, address)| json!({ "name": name, "address": address }))
        .collect();
    context.output.result(&json!({ "wallets": value }), || {
        table(
            ["wallet", "address"],
            &[],
            rows.iter()
                .map(|(name, address)| [name.clone(), address.clone()]),
        )
        .to_string()
    });
    Ok(())
}

async fn airdrop(context: &Context, lamports: u64, to: Option<&str>) -> Result<()> {
    if context.cluster == Cluster::MainnetBeta {
        bail!(
            "mainnet-beta has no faucet: SOL there is bought. Name a test cluster with --url devnet or localnet"
        );
    }
    let owner = context.owner(to)?;
    let what = format!(
        "{} SOL to {owner} from the faucet of {}",
        amounts::sol(lamports),
        context.cluster
    );
    if context.dry_run {
        context.output.result(
            &json!({ "dry_run": true, "to": owner.to_string(), "lamports": lamports }),
            || what,
        );
        return Ok(());
    }
    let balance = request_airdrop(context, &owner, lamports).await?;
    let value = json!({ "to": owner.to_string(), "lamports": lamports, "balance": balance });
    context.output.result(&value, || {
        format!("{what}; it has {} SOL now", amounts::sol(balance))
    });
    Ok(())
}

/// Asks the faucet and waits for the money. Returns the balance after it.
pub async fn request_airdrop(context: &Context, owner: &Pubkey, lamports: u64) -> Result<u64> {
    let explain = |error| context.explain(error);
    let before = context.rpc.get_balance(owner).await.map_err(explain)?;
    context
        .rpc
        .request_airdrop(owner, lamports)
        .await
        .map_err(explain)?;
    let start = Instant::now();
    loop {
        let now = context.rpc.get_balance(owner).await.map_err(explain)?;
        if now > before {
            return Ok(now);
        }
        if start.elapsed() > AIRDROP_PATIENCE {
            bail!(
                "the faucet of {} accepted and sent nothing in a minute: try a smaller amount, later",
                context.cluster
            );
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

async fn balance(context: &Context, owner: Option<&str>) -> Result<()> {
    let owner = context.owner(owner)?;
    let lamports = context
        .rpc
        .get_balance(&owner)
        .await
        .map_err(|error| context.explain(error))?;
    let held = |mint: Pubkey| async move {
        let account = instructions::token_account(&owner, &mint);
        onchain::token_balance(context, &account).await
    };
    let io = held(find_io_mint_pda().0).await?;
    let iosd = held(find_iosd_mint_pda().0).await?;
    let mut others = Vec::new();
    for (index, mint) in Tokens::read(context).await?.dollars() {
        others.push((index, mint, held(mint).await?));
    }
    let listed: Vec<_> = others
        .iter()
        .map(|(index, mint, amount)| {
            json!({ "mint_index": index, "mint": mint.to_string(), "amount": amount.to_string() })
        })
        .collect();
    let value = json!({
        "owner": owner.to_string(),
        "lamports": lamports,
        "io": io.to_string(),
        "iosd": iosd.to_string(),
        "dollars": listed,
    });
    context.output.result(&value, || {
        let mut rows = vec![
            ("owner", owner.to_string()),
            ("SOL", amounts::sol(lamports)),
            ("IO", amounts::io(io)),
            ("IOSD", amounts::dollars(iosd)),
        ];
        rows.extend(others.iter().map(|(index, mint, amount)| {
            let amount = amounts::dollars(*amount);
            ("dollars", format!("{amount} (mint {index}, {mint})"))
        }));
        facts(rows).to_string()
    });
    Ok(())
}
