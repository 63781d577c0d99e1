//! What a device signs: claim, start, heartbeat, complete.

use std::time::Duration;

use anyhow::Result;
use ionet_client::{
    accounts,
    generated::job_escrow::instructions::CompleteInstructionArgs,
    instructions::job_escrow::{self, Claimant},
};
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use super::{pick::held_by, send};
use crate::{
    context::Context,
    onchain::{
        jobs::{
            FoundJob, capacity_account, config, existing_stake, job, owner_of, price_account,
            stake_account,
        },
        registry,
    },
};

/// Takes slots.
pub async fn claim(
    context: &Context,
    text: &str,
    device: &str,
    gpus: u32,
    at_most: Option<Duration>,
    price: Option<Pubkey>,
) -> Result<()> {
    let (key, job) = (context.named_key(device)?, job(context, text).await?);
    let operator = owner_of(context, &key.pubkey()).await?;
    let config = config(context).await?;
    let referrer = registry::operator(context, &operator).await?.referrer;
    let claimant = Claimant {
        operator,
        device_key: key.pubkey(),
        stake: stake_account(&config, &operator),
        capacity: capacity_account(&config, &operator),
        price: price_account(&config, &config.io_feed_id, price)?,
        referrer_stake: existing_stake(context, &config, &referrer).await?,
    };
    let seconds = at_most.map_or_else(
        || seconds_of(&job),
        |duration| u32::try_from(duration.as_secs()).unwrap_or(u32::MAX),
    );
    let all = vec![job_escrow::claim(&job.at, &claimant, gpus, seconds)];
    let (what, done) = (
        format!("Claim {gpus} GPUs of the job"),
        format!("claimed {gpus} GPUs"),
    );
    send(context, &job, &key, all, &what, &done).await
}

/// How long the job runs, extensions included, seconds.
fn seconds_of(job: &FoundJob) -> u32 {
    let windows = job.account.windows.iter();
    let seconds: u64 = windows.map(|window| window.seconds).sum();
    u32::try_from(seconds).unwrap_or(u32::MAX)
}

/// Starts a host.
pub async fn start(context: &Context, text: &str, device: &str, gpus: u32) -> Result<()> {
    let (key, job) = (context.named_key(device)?, job(context, text).await?);
    let device = key.pubkey();
    let operator = owner_of(context, &device).await?;
    let binding = accounts::fetch_raw(&context.rpc, &job_escrow::binding(&device)).await?;
    let old = binding.and_then(|binding| job_escrow::bound_claim(&binding.data));
    let all = vec![job_escrow::start_host(
        &job.at, &operator, device, old, gpus,
    )];
    let (what, done) = (format!("Start {gpus} GPUs"), format!("started {gpus} GPUs"));
    send(context, &job, &key, all, &what, &done).await
}

/// Says that GPUs work.
pub async fn heartbeat(
    context: &Context,
    text: &str,
    device: &str,
    alive: Option<u32>,
) -> Result<()> {
    let (key, job) = (context.named_key(device)?, job(context, text).await?);
    let device = key.pubkey();
    let operator = owner_of(context, &device).await?;
    let alive = working(context, &job, &operator, alive).await?;
    let all = vec![job_escrow::heartbeat(&job.at, &operator, device, alive)];
    let done = format!("{alive} GPUs work");
    send(context, &job, &key, all, "Send a heartbeat", &done).await
}

/// How many GPUs work: what was said, or all of the claim.
async fn working(
    context: &Context,
    job: &FoundJob,
    operator: &Pubkey,
    said: Option<u32>,
) -> Result<u32> {
    match said {
        Some(alive) => Ok(alive),
        None => Ok(held_by(context, job, operator).await?.gpus),
    }
}

/// Delivers a result.
pub async fn complete(
    context: &Context,
    text: &str,
    device: &str,
    alive: Option<u32>,
    result_hash: [u8; 32],
) -> Result<()> {
    let (key, job) = (context.named_key(device)?, job(context, text).await?);
    let device = key.pubkey();
    let operator = owner_of(context, &device).await?;
    let alive = working(context, &job, &operator, alive).await?;
    let args = CompleteInstructionArgs { alive, result_hash };
    let all = vec![job_escrow::complete(&job.at, &operator, device, args)];
    send(
        context,
        &job,
        &key,
        all,
        "Deliver the result",
        "delivered the result",
    )
    .await
}
