//! `ionet job`.

mod post;
mod show;
mod work;

use anyhow::Result;
use ionet_client::instructions::job_escrow;
use ionet_core::job::ClaimState;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use crate::{
    cli::JobCommand,
    context::Context,
    onchain::jobs::{FoundJob, claims, class_total_account, config, job, settle_with},
    transact::Transaction,
};

/// Runs a job command.
pub async fn run(context: &Context, command: &JobCommand) -> Result<()> {
    match command {
        JobCommand::Post(args) => post::post(context, args).await,
        JobCommand::List { client } => show::list(context, client.as_deref()).await,
        JobCommand::Get { job } => show::get(context, job).await,
        JobCommand::Seal { job } => seal(context, job).await,
        JobCommand::Claim {
            job,
            device,
            gpus,
            at_most,
            price_account,
        } => {
            work::claim(
                context,
                job,
                &device.device,
                *gpus,
                *at_most,
                *price_account,
            )
            .await
        }
        JobCommand::Start { job, device, gpus } => {
            work::start(context, job, &device.device, *gpus).await
        }
        JobCommand::Heartbeat { job, device, alive } => {
            work::heartbeat(context, job, &device.device, *alive).await
        }
        JobCommand::Complete {
            job,
            device,
            alive,
            result_hash,
        } => work::complete(context, job, &device.device, *alive, result_hash.0).await,
        JobCommand::Cancel { job } => cancel(context, job).await,
        JobCommand::Refund { job } => refund(context, job).await,
        JobCommand::Settle { job, price_account } => settle(context, job, *price_account).await,
        JobCommand::Close { job } => close(context, job).await,
    }
}

async fn seal(context: &Context, text: &str) -> Result<()> {
    let (signer, job) = (context.signer()?, job(context, text).await?);
    let config = config(context).await?;
    let class_total = class_total_account(&config, job.account.filters.class);
    let all = vec![job_escrow::seal(&job.at, class_total)];
    send(
        context,
        &job,
        &signer,
        all,
        "Seal the race",
        "sealed the race",
    )
    .await
}

async fn cancel(context: &Context, text: &str) -> Result<()> {
    let (signer, job) = (context.signer()?, job(context, text).await?);
    let all = vec![job_escrow::cancel(&job.at)];
    send(
        context,
        &job,
        &signer,
        all,
        "Cancel the job",
        "cancelled the job",
    )
    .await
}

async fn refund(context: &Context, text: &str) -> Result<()> {
    let (signer, job) = (context.signer()?, job(context, text).await?);
    let mut all = Vec::new();
    if job.account.ended_at == 0 {
        all.push(job_escrow::end_job(&job.at));
    }
    all.push(job_escrow::refund(&job.at));
    send(
        context,
        &job,
        &signer,
        all,
        "Refund the client",
        "refunded the client",
    )
    .await
}

async fn settle(context: &Context, text: &str, price: Option<Pubkey>) -> Result<()> {
    let (signer, job) = (context.signer()?, job(context, text).await?);
    let with = settle_with(&config(context).await?, &job, price)?;
    let claims = claims(context, &job.at.address).await?;
    let all = claims
        .iter()
        .filter(|claim| claim.state != ClaimState::Settled.code())
        .map(|claim| job_escrow::settle(&job.at, claim, with.token_sink, with.price))
        .collect();
    send(
        context,
        &job,
        &signer,
        all,
        "Settle the claims",
        "settled the claims",
    )
    .await
}

async fn close(context: &Context, text: &str) -> Result<()> {
    let (signer, job) = (context.signer()?, job(context, text).await?);
    let claims = claims(context, &job.at.address).await?;
    let close = |claim| job_escrow::close_claim(&job.at, claim);
    let mut all: Vec<Instruction> = claims.iter().map(close).collect();
    all.push(job_escrow::close_job(signer.pubkey(), &job.at));
    send(
        context,
        &job,
        &signer,
        all,
        "Close the job",
        "closed the job",
    )
    .await
}

/// Sends what concerns a job; `payer` is the only signer.
async fn send(
    context: &Context,
    job: &FoundJob,
    payer: &Keypair,
    instructions: Vec<Instruction>,
    what: &str,
    done: &str,
) -> Result<()> {
    let address = job.at.address;
    let transaction = Transaction {
        what: format!("{what} ({address})"),
        instructions,
        payer,
        signers: Vec::new(),
    };
    let mut sent = context.transact(transaction).await?;
    sent.json["job"] = address.to_string().into();
    context.output.result(&sent.json, || sent.told(done));
    Ok(())
}
