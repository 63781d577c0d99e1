//! `ionet client`.

use anyhow::Result;
use ionet_client::instructions::registry as instructions;
use serde_json::json;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use crate::{
    cli::ClientCommand,
    commands::operator::{record, score},
    context::Context,
    onchain::registry::{client, participant, referrer},
    output::{facts, time},
    transact::Transaction,
};

/// Runs a client command.
pub async fn run(context: &Context, command: &ClientCommand) -> Result<()> {
    match command {
        ClientCommand::Register { referrer } => register(context, referrer.as_deref()).await,
        ClientCommand::Status { owner } => status(context, owner.as_deref()).await,
    }
}

async fn register(context: &Context, by: Option<&str>) -> Result<()> {
    let signer = context.signer()?;
    let owner = signer.pubkey();
    let referrer = referrer(context, by).await?;
    let mut all = vec![instructions::register_client(owner, referrer)];
    all.extend(record(context, &owner).await?);
    let transaction = Transaction {
        what: format!("Register {owner} as client"),
        instructions: all,
        payer: &signer,
        signers: Vec::new(),
    };
    let mut sent = context.transact(transaction).await?;
    sent.json["owner"] = owner.to_string().into();
    context.output.result(&sent.json, || {
        sent.told(&format!("registered {owner} as client"))
    });
    Ok(())
}

async fn status(context: &Context, owner: Option<&str>) -> Result<()> {
    let owner = context.owner(owner)?;
    let client = client(context, &owner).await?;
    let jobs = participant(context, &owner)
        .await?
        .map_or(0, |record| record.jobs_posted);
    let referred = client.referrer != Pubkey::default();
    let value = json!({
        "owner": owner.to_string(),
        "registered_at": client.registered_at,
        "reputation": score(client.reputation_points),
        "referrer": referred.then(|| client.referrer.to_string()),
        "jobs_posted": jobs,
    });
    context.output.result(&value, || {
        facts([
            ("owner", owner.to_string()),
            ("registered", time(client.registered_at)),
            ("reputation", score(client.reputation_points).to_string()),
            ("jobs posted", jobs.to_string()),
        ])
        .to_string()
    });
    Ok(())
}
