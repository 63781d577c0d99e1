//! `ionet localnet verdict`: what a re-run would have said, by decree.

use anyhow::Result;
use ionet_client::instructions::local_stand_in;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use super::job::one_claim;
use crate::{
    cli::{Side, VerdictArgs},
    context::Context,
    onchain::jobs::{FoundJob, job},
    transact::Transaction,
};

/// Writes a verdict on a claim, or on a replicated job.
pub async fn run(context: &Context, args: &VerdictArgs) -> Result<()> {
    context.check_reachable().await?;
    let job = job(context, &args.job).await?;
    let signer = match context.keypair {
        Some(_) => context.signer()?,
        None => context.named_key("admin")?,
    };
    let said = said(context, &job, args).await?;
    let verdict =
        local_stand_in::set_verdict(signer.pubkey(), said.subject, said.upheld, said.result);
    let transaction = Transaction {
        what: format!("Say {}", said.text),
        instructions: vec![verdict],
        payer: &signer,
        signers: Vec::new(),
    };
    let mut sent = context.transact(transaction).await?;
    sent.json["subject"] = said.subject.to_string().into();
    context
        .output
        .result(&sent.json, || sent.told(&format!("said {}", said.text)));
    Ok(())
}

/// A verdict.
struct Said {
    subject: Pubkey,
    upheld: u8,
    result: [u8; 32],
    text: String,
}

async fn said(context: &Context, job: &FoundJob, args: &VerdictArgs) -> Result<Said> {
    if let Some(result) = args.result_hash {
        return Ok(Said {
            subject: job.at.address,
            upheld: 0,
            result: result.0,
            text: format!("the right result of the job {}", job.at.address),
        });
    }
    let claim = one_claim(context, job, args.operator.as_deref()).await?;
    let operator = claim.operator();
    let (upheld, who) = match args.right {
        Some(Side::Client) => (1, "wrong"),
        _ => (0, "right"),
    };
    Ok(Said {
        subject: job.at.claim(&operator),
        upheld,
        result: [0; 32],
        text: format!("that the result of {operator} is {who}"),
    })
}
