//! `ionet job`.

mod dispute;
mod extend;
mod next;
mod pick;
mod post;
mod replica;
mod show;
mod spec;
mod view;
mod words;
mod work;

use anyhow::{Result, anyhow, bail};
use ionet_client::{
    ClientError,
    instructions::{job_escrow, token_account},
};
use ionet_core::job::{ClaimState, JobEnd};
use serde_json::json;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use crate::{
    cli::JobCommand,
    context::Context,
    onchain::{
        self, chain_time,
        jobs::{FoundJob, claims, class_total_account, config, job, settle_with},
    },
    tokens::Token,
    transact::{Sent, Transaction},
};
pub use pick::one_claim;

/// Runs a job command.
pub async fn run(context: &Context, command: &JobCommand) -> Result<()> {
    match command {
        JobCommand::Check { file, publish } => spec::check(context, file, publish.as_ref()).await,
        JobCommand::Schema => spec::schema(),
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
        JobCommand::Enlarge {
            job,
            device,
            gpus,
            price_account,
        } => work::enlarge(context, job, &device.device, *gpus, *price_account).await,
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
        JobCommand::Commit {
            job,
            device,
            alive,
            result_hash,
        } => replica::commit(context, job, &device.device, *alive, result_hash.0).await,
        JobCommand::Reveal { job, operator } => {
            replica::reveal(context, job, operator.as_deref()).await
        }
        JobCommand::Decide { job, operator } => {
            replica::decide(context, job, operator.as_deref()).await
        }
        JobCommand::Extend(args) => extend::run(context, args).await,
        JobCommand::Dispute {
            job,
            operator,
            by_verdict,
        } => dispute::open(context, job, operator.as_deref(), *by_verdict).await,
        JobCommand::Resolve { job, operator } => {
            dispute::resolve(context, job, operator.as_deref()).await
        }
        JobCommand::Cancel { job } => cancel(context, job).await,
        JobCommand::Refund { job } => refund(context, job).await,
        JobCommand::Settle { job, price_account } => settle(context, job, *price_account).await,
        JobCommand::Close { job } => close(context, job).await,
    }
}

async fn seal(context: &Context, text: &str) -> Result<()> {
    let (signer, job) = (context.signer()?, job(context, text).await?);
    if job.account.sealed == 1 {
        done_before(context, &job, "its race is sealed already");
        return Ok(());
    }
    let config = config(context).await?;
    let class_total = class_total_account(&config, job.account.filters.class);
    work::in_turn(context, &["NotYetSealable"], async || {
        let all = vec![job_escrow::seal(&job.at, class_total)];
        let (what, done) = ("Seal the race", "sealed the race");
        send(context, &job, &signer, all, what, done).await
    })
    .await
}

async fn cancel(context: &Context, text: &str) -> Result<()> {
    let (signer, job) = (context.signer()?, job(context, text).await?);
    if job.state()?.end == JobEnd::Cancelled {
        done_before(context, &job, "it is cancelled already");
        return Ok(());
    }
    check_client(&job, &signer.pubkey())?;
    let all = vec![job_escrow::cancel(&job.at)];
    let (what, done) = ("Cancel the job", "cancelled the job");
    send(context, &job, &signer, all, what, done).await
}

async fn refund(context: &Context, text: &str) -> Result<()> {
    let (signer, job) = (context.signer()?, job(context, text).await?);
    let mut all = Vec::new();
    // A refund is due as soon as nobody can claim; the job's end may come later.
    let now = chain_time(context).await?;
    if job.state()?.end_if_due(now).is_ok() {
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
    let all: Vec<Instruction> = claims
        .iter()
        .filter(|claim| claim.state != ClaimState::Settled.code())
        .map(|claim| job_escrow::settle(&job.at, claim, with.token_sink, with.price))
        .collect();
    if all.is_empty() {
        let told = "nothing is left to settle; `ionet job close` comes next";
        done_before(context, &job, told);
        return Ok(());
    }
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
    let mut all: Vec<Instruction> = Vec::new();
    if job.state()?.end_if_due(chain_time(context).await?).is_ok() {
        all.push(job_escrow::end_job(&job.at));
    }
    all.extend(claims.iter().map(close));
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

/// Sends what concerns a job; `payer` is the only signer. Prints what came of it.
async fn send(
    context: &Context,
    job: &FoundJob,
    payer: &Keypair,
    instructions: Vec<Instruction>,
    what: &str,
    done: &str,
) -> Result<()> {
    let sent = transact(context, job, payer, instructions, what).await?;
    context.output.result(&sent.json, || sent.told(done));
    Ok(())
}

/// Sends what concerns a job; `payer` is the only signer.
async fn transact(
    context: &Context,
    job: &FoundJob,
    payer: &Keypair,
    instructions: Vec<Instruction>,
    what: &str,
) -> Result<Sent> {
    let address = job.at.address;
    let transaction = Transaction {
        what: format!("{what} ({address})"),
        instructions,
        payer,
        signers: Vec::new(),
    };
    let mut sent = context.transact(transaction).await?;
    sent.json["job"] = address.to_string().into();
    Ok(sent)
}

/// Refuses what only the client may do when the wallet is another: a preview needs no signature, so
/// that the bill would be shown first.
fn check_client(job: &FoundJob, wallet: &Pubkey) -> Result<()> {
    let client = job.at.client;
    if client != *wallet {
        bail!(
            "{client} is the job's client, the wallet is {wallet}: name its wallet with --keypair"
        )
    }
    Ok(())
}

/// Refuses what the wallet cannot pay.
async fn check_funds(context: &Context, mint: &Pubkey, token: Token, amount: u64) -> Result<()> {
    let wallet = context.signer()?.pubkey();
    let has = onchain::token_balance(context, &token_account(&wallet, mint)).await?;
    if has < amount {
        let more = match token {
            Token::Iosd => "; `ionet iosd mint` gives more",
            _ => "",
        };
        bail!(
            "it takes {}, and {wallet} has {}{more}",
            token.amount(amount),
            token.amount(has)
        )
    }
    Ok(())
}

/// The answer when what is asked for was done before: whoever repeats a command after an answer
/// was lost has succeeded.
fn done_before(context: &Context, job: &FoundJob, told: &str) {
    let value = json!({
        "job": job.at.address.to_string(),
        "already": true,
        "told": told,
    });
    context.output.result(&value, || told.to_owned());
}

/// What a program refused, with the next step where its own text cannot know it.
fn with_hint(error: anyhow::Error, hint: impl FnOnce(&str) -> Option<String>) -> anyhow::Error {
    let hint = match error.downcast_ref() {
        Some(ClientError::Program { name, .. }) => hint(name),
        _ => None,
    };
    match hint {
        Some(hint) => anyhow!("{error:#}. {hint}"),
        None => error,
    }
}
