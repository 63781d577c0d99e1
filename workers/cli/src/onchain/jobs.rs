//! Jobs, claims and what is booked.

use anyhow::{Context as _, Result, bail};
use ionet_client::{
    accounts,
    generated::{
        job_escrow::{
            accounts::{Claim, EscrowConfig, Job, Shard},
            pdas::{find_config_pda, find_job_pda, find_participant_pda, find_shard_pda},
        },
        registry::{accounts::Device, pdas::find_device_pda},
    },
    instructions::job_escrow::{self, JobAt, SHARDS},
    market,
};
use solana_instruction::Instruction;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use crate::context::Context;
pub use market::{
    JobFound as FoundJob, capacity_account, class_total_account, stake_account, verdict_account,
};

/// Where a claim's account has its job.
const CLAIM_JOB: usize = 16;
/// Where it has the device that reports for it.
const CLAIM_LEAD_DEVICE: usize = 112;
/// Index of the verifiers among the roles.
const VERIFIERS: usize = 3;
/// Where a job's account has its client.
const JOB_CLIENT: usize = 32;

/// job-escrow's config.
pub async fn config(context: &Context) -> Result<EscrowConfig> {
    Ok(accounts::fetch(&context.rpc, &find_config_pda().0).await?)
}

/// The job that a text means: an address, or a number among the wallet's own.
pub async fn job(context: &Context, text: &str) -> Result<FoundJob> {
    let address = match (text.parse::<Pubkey>(), text.parse::<u64>()) {
        (Ok(address), _) => address,
        (_, Ok(number)) => find_job_pda(&context.signer()?.pubkey(), number).0,
        _ => bail!("{text:?} is neither a job's address nor the number of one of yours"),
    };
    let account: Option<Job> = accounts::fetch_optional(&context.rpc, &address).await?;
    let account = account.with_context(|| match text.parse::<u64>() {
        Ok(number) => format!(
            "the wallet has no open job {number}: it was never posted, or is closed. Numbers are those of the client's \
             own jobs: name its wallet with --keypair, or give the job's address"
        ),
        Err(_) => format!("there is no job at {address}: it was never posted, or is closed"),
    })?;
    Ok(FoundJob::of(address, account))
}

/// The claims of a job that are not closed.
pub async fn claims(context: &Context, job: &Pubkey) -> Result<Vec<Claim>> {
    let filter = [(CLAIM_JOB, job.to_bytes().to_vec())];
    let found = accounts::fetch_all(&context.rpc, &filter).await?;
    Ok(found.into_iter().map(|(_, claim)| claim).collect())
}

/// The claim of an operator on a job; `None` when it holds none.
pub async fn claim_of(
    context: &Context,
    job: &FoundJob,
    operator: &Pubkey,
) -> Result<Option<Claim>> {
    let address = job.at.claim(operator);
    Ok(accounts::fetch_optional(&context.rpc, &address).await?)
}

/// The claims that a device reports for or serves, ended or not.
pub async fn claims_of_device(context: &Context, device_key: &Pubkey) -> Result<Vec<Claim>> {
    let device = find_device_pda(device_key).0;
    let filter = [(CLAIM_LEAD_DEVICE, device.to_bytes().to_vec())];
    let mut found: Vec<(Pubkey, Claim)> = accounts::fetch_all(&context.rpc, &filter).await?;
    let binding = accounts::fetch_raw(&context.rpc, &job_escrow::binding(device_key)).await?;
    let served = binding.and_then(|binding| job_escrow::bound_claim(&binding.data));
    if let Some(served) = served.filter(|served| found.iter().all(|(led, _)| led != served)) {
        let claim: Option<Claim> = accounts::fetch_optional(&context.rpc, &served).await?;
        found.extend(claim.map(|claim| (served, claim)));
    }
    Ok(found.into_iter().map(|(_, claim)| claim).collect())
}

/// Every job that is not closed.
pub async fn all_jobs(context: &Context) -> Result<Vec<FoundJob>> {
    found_jobs(context, &[]).await
}

/// The jobs of a client that are not closed, in the order in which they were posted.
pub async fn jobs_of(context: &Context, client: &Pubkey) -> Result<Vec<FoundJob>> {
    let mut jobs = found_jobs(context, &[(JOB_CLIENT, client.to_bytes().to_vec())]).await?;
    jobs.sort_by_key(|job| job.account.number);
    Ok(jobs)
}

async fn found_jobs(context: &Context, filter: &[(usize, Vec<u8>)]) -> Result<Vec<FoundJob>> {
    let found = accounts::fetch_all(&context.rpc, filter).await?;
    let jobs = found.into_iter();
    Ok(jobs
        .map(|(address, account)| FoundJob::of(address, account))
        .collect())
}

/// The device with a key.
pub async fn device_of(context: &Context, device_key: &Pubkey) -> Result<Device> {
    let address = find_device_pda(device_key).0;
    let device: Option<Device> = accounts::fetch_optional(&context.rpc, &address).await?;
    device
        .with_context(|| format!("{device_key} is no device: `ionet device register` makes it one"))
}

/// The account that holds the price of feed `id`: the given one, or the local oracle's.
///
/// # Errors
/// When neither is there.
pub fn price_account(
    config: &EscrowConfig,
    id: &[u8; 32],
    given: Option<Pubkey>,
) -> Result<Pubkey> {
    market::price_account(config, id, given).context("name one with --price-account")
}

/// What resolves the dispute of an operator's claim; `payer` opens the record of whoever holds the
/// verifiers' role when a verdict may book something there and it is missing.
pub async fn resolve(
    context: &Context,
    config: &EscrowConfig,
    payer: &Pubkey,
    job: &JobAt,
    operator: &Pubkey,
) -> Result<Vec<Instruction>> {
    let verifiers = config.roles[VERIFIERS].holder;
    let verdict = verdict_account(config, &job.claim(operator));
    let mut all = Vec::new();
    let record = find_participant_pda(&verifiers).0;
    if super::exists(context, &verdict).await? && !super::exists(context, &record).await? {
        all.push(job_escrow::open_participant(*payer, verifiers));
    }
    all.push(job_escrow::resolve(job, operator, verdict, &verifiers));
    Ok(all)
}

/// The stake account of a wallet, where it has one.
pub async fn existing_stake(
    context: &Context,
    config: &EscrowConfig,
    owner: &Pubkey,
) -> Result<Option<Pubkey>> {
    let account = stake_account(config, owner);
    let there = *owner != Pubkey::default() && super::exists(context, &account).await?;
    Ok(there.then_some(account))
}

/// What a settlement of a job takes from the config's entry of its mint.
pub struct SettleWith {
    /// Where its token share goes.
    pub token_sink: Pubkey,
    /// The account of the price that it needs; `None` for IOSD.
    pub price: Option<Pubkey>,
}

/// What a settlement of the job needs; `given` is the price account that the user names.
///
/// # Errors
/// When the mint or the price is not known.
pub fn settle_with(
    config: &EscrowConfig,
    job: &FoundJob,
    given: Option<Pubkey>,
) -> Result<SettleWith> {
    let with = market::settle_with(config, job.account.mint_index);
    let with = with.context("the job's mint is not listed: update ionet")?;
    let price = with.feed_id.map(|id| price_account(config, &id, given));
    Ok(SettleWith {
        token_sink: with.token_sink,
        price: price.transpose()?,
    })
}

/// The open shards of a mint.
pub async fn shards(context: &Context, mint_index: u8) -> Result<Vec<Shard>> {
    let mut shards = Vec::new();
    for number in 0..SHARDS {
        let address = find_shard_pda(mint_index, number).0;
        shards.extend(accounts::fetch_optional(&context.rpc, &address).await?);
    }
    Ok(shards)
}
