//! `ionet rewards` and `withdraw`: what job-escrow owes a wallet.

use anyhow::{Result, bail};
use ionet_client::instructions::{create_token_account, job_escrow};
use serde_json::{Value, json};
use solana_signer::Signer;

use crate::{
    context::Context,
    onchain::{
        jobs::{config, shards},
        registry::participant,
    },
    output::table,
    tokens::Tokens,
    transact::Transaction,
};

/// Prints what is booked, withdrawn and owed, by mint.
pub async fn show(context: &Context, owner: Option<&str>) -> Result<()> {
    let owner = context.owner(owner)?;
    let Some(record) = participant(context, &owner).await? else {
        bail!("{owner} has no record in job-escrow: nothing was ever booked for it")
    };
    let config = config(context).await?;
    let tokens = Tokens::listed(&config);
    let listed = config.mints.iter().take(config.mint_count.into());
    let mut rows = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    for (index, (listed, balance)) in listed.zip(&record.balances).enumerate() {
        let token = tokens.of(&listed.mint);
        let owed = balance.booked.saturating_sub(balance.withdrawn);
        values.push(json!({
            "mint_index": index,
            "token": token.to_string(),
            "booked": balance.booked.to_string(),
            "withdrawn": balance.withdrawn.to_string(),
            "owed": owed.to_string(),
        }));
        rows.push([
            index.to_string(),
            token.amount(balance.booked),
            token.amount(balance.withdrawn),
            token.amount(owed),
        ]);
    }
    let value = json!({ "owner": owner.to_string(), "balances": values });
    context.output.result(&value, || {
        table(["mint", "booked", "withdrawn", "owed"], &[0, 1, 2, 3], rows).to_string()
    });
    Ok(())
}

/// Withdraws everything that is owed in one mint, from as many shards as it lies in.
pub async fn withdraw(context: &Context, mint_index: u8) -> Result<()> {
    let signer = context.signer()?;
    let owner = signer.pubkey();
    let config = config(context).await?;
    let record = participant(context, &owner).await?;
    let place = usize::from(mint_index);
    let (Some(listed), Some(balance)) = (
        config.mints.get(place),
        record
            .as_ref()
            .and_then(|record| record.balances.get(place)),
    ) else {
        bail!("{owner} has no record in job-escrow: nothing was ever booked for it")
    };
    let owed = balance.booked.saturating_sub(balance.withdrawn);
    if owed == 0 {
        bail!("nothing is owed to {owner} in mint {mint_index}")
    }
    let mut all = vec![create_token_account(&owner, &owner, &listed.mint)];
    let mut left = owed;
    for shard in shards(context, mint_index).await? {
        let holds = shard
            .participants
            .booked
            .saturating_sub(shard.participants.withdrawn);
        let part = holds.min(left);
        if part > 0 {
            let number = shard.shard;
            all.push(job_escrow::withdraw(
                owner,
                &listed.mint,
                mint_index,
                number,
                part,
            ));
            left -= part;
        }
    }
    let what = Tokens::listed(&config).of(&listed.mint).amount(owed - left);
    let transaction = Transaction {
        what: format!("Withdraw {what}"),
        instructions: all,
        payer: &signer,
        signers: Vec::new(),
    };
    let mut sent = context.transact(transaction).await?;
    sent.json["amount"] = (owed - left).to_string().into();
    context
        .output
        .result(&sent.json, || sent.told(&format!("withdrew {what}")));
    Ok(())
}
