//! `ionet vesting`.

use anyhow::{Result, bail};
use ionet_client::instructions::io_token;
use ionet_core::{genesis::Category, vesting::VestingError};
use serde_json::{Value, json};
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use crate::{
    amounts::io,
    cli::VestingCommand,
    context::Context,
    onchain::{Grant, chain_time, config, grants},
    output::{table, time},
    transact::Transaction,
};

/// Runs a vesting command.
pub async fn run(context: &Context, command: &VestingCommand) -> Result<()> {
    match command {
        VestingCommand::List { beneficiary } => list(context, beneficiary.as_deref()).await,
        VestingCommand::Claim { index } => claim(context, *index).await,
    }
}

/// One row of the list; amounts in base units.
struct Row {
    grant: Grant,
    unlocked: u64,
    next: Option<i64>,
}

async fn list(context: &Context, beneficiary: Option<&str>) -> Result<()> {
    let only: Option<Pubkey> = beneficiary
        .map(|text| context.owner(Some(text)))
        .transpose()?;
    let config = config(context).await?;
    let (genesis, now) = (config.genesis_time, chain_time(context).await?);
    let mut rows = Vec::new();
    for grant in grants(context, config.vesting_count).await? {
        if only.is_some_and(|only| only != grant.account.beneficiary) {
            continue;
        }
        let schedule = grant.schedule(genesis);
        // Nothing vests before genesis is sealed, when its time is 0.
        let sealed = config.sealed == 1;
        let unlocked = if sealed { schedule.vested_at(now)? } else { 0 };
        let next = if sealed {
            schedule.next_unlock_at(now)?
        } else {
            None
        };
        rows.push(Row {
            grant,
            unlocked,
            next,
        });
    }
    let value: Vec<Value> = rows.iter().map(Row::json).collect();
    context
        .output
        .result(&json!({ "genesis_time": genesis, "grants": value }), || {
            let header = [
                "grant",
                "category",
                "beneficiary",
                "total",
                "unlocked",
                "claimed",
                "next unlock",
            ];
            table(header, &[0, 3, 4, 5], rows.iter().map(Row::cells)).to_string()
        });
    Ok(())
}

async fn claim(context: &Context, index: u32) -> Result<()> {
    let signer = context.signer()?;
    let config = config(context).await?;
    if config.sealed != 1 {
        bail!(
            "genesis is not sealed on {}: nothing vests yet",
            context.cluster
        );
    }
    let grant = grant(context, index, config.vesting_count).await?;
    let beneficiary = signer.pubkey();
    if grant.account.beneficiary != beneficiary {
        bail!(
            "grant {index} belongs to {}, the wallet is {beneficiary}: name its wallet with --keypair",
            grant.account.beneficiary
        );
    }
    let (schedule, now) = (
        grant.schedule(config.genesis_time),
        chain_time(context).await?,
    );
    let outcome = match schedule.claim(grant.account.claimed, now) {
        Ok(outcome) => outcome,
        Err(VestingError::BeforeFirstUnlock | VestingError::NothingToClaim) => {
            let next = schedule
                .next_unlock_at(now)?
                .map_or_else(|| "never".to_owned(), time);
            bail!("nothing of grant {index} can be claimed now; the next part unlocks at {next}")
        }
        Err(error) => return Err(error.into()),
    };
    let instructions = io_token::claim_vested(beneficiary, index).to_vec();
    let what = format!(
        "{} IO of grant {index} to {beneficiary}",
        io(outcome.amount)
    );
    let transaction = Transaction {
        what: format!("Claim {what}"),
        instructions,
        payer: &signer,
        signers: Vec::new(),
    };
    let mut sent = context.transact(transaction).await?;
    sent.json["grant"] = index.into();
    sent.json["amount"] = outcome.amount.to_string().into();
    context.output.result(&sent.json, || match &sent.signature {
        Some(signature) => format!("paid {what}\n{signature}"),
        None => format!("would pay {what}"),
    });
    Ok(())
}

async fn grant(context: &Context, index: u32, count: u32) -> Result<Grant> {
    if index >= count {
        bail!(
            "there is no grant {index}: the grants are 0 to {}; `ionet vesting list` shows them",
            count.saturating_sub(1)
        );
    }
    let all = grants(context, count).await?;
    let found = all.into_iter().find(|grant| grant.account.index == index);
    found.map_or_else(
        || bail!("grant {index} was fully claimed and is closed"),
        Ok,
    )
}

impl Row {
    fn category(&self) -> &'static str {
        Category::from_index(self.grant.account.category).map_or("unknown", Category::name)
    }

    fn json(&self) -> Value {
        let account = &self.grant.account;
        json!({
            "grant": account.index,
            "address": self.grant.address.to_string(),
            "category": self.category(),
            "beneficiary": account.beneficiary.to_string(),
            "total": account.total.to_string(),
            "unlocked": self.unlocked.to_string(),
            "claimed": account.claimed.to_string(),
            "next_unlock": self.next,
        })
    }

    fn cells(&self) -> [String; 7] {
        let account = &self.grant.account;
        [
            account.index.to_string(),
            self.category().to_owned(),
            account.beneficiary.to_string(),
            io(account.total),
            io(self.unlocked),
            io(account.claimed),
            self.next.map_or_else(|| "-".to_owned(), time),
        ]
    }
}
