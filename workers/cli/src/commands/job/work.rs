//! What a device signs: claim, enlarge, start, heartbeat, complete.

use std::time::{Duration, Instant};

use anyhow::Result;
use ionet_client::{
    ClientError, accounts,
    generated::{
        job_escrow::{accounts::Claim, instructions::CompleteInstructionArgs},
        registry::accounts::Device,
    },
    instructions::job_escrow::{self, Claimant},
};
use ionet_core::job::ClaimState;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use super::{done_before, pick::held_by, send};
use crate::{
    amounts::gpus as of_gpus,
    context::Context,
    onchain::{
        jobs::{
            FoundJob, capacity_account, claim_of, config, device_of, existing_stake, job,
            price_account, stake_account,
        },
        registry,
    },
    times::span,
};

/// How long a command waits for its turn: the longest wait of a race, and some.
const PATIENCE: Duration = Duration::from_secs(90);
/// How long it pauses before it tries again: a slot of the chain.
const PAUSE: Duration = Duration::from_millis(400);

/// What the program says to an operator before its turn.
const TOO_EARLY: [&str; 3] = ["ActiveTooLate", "RaceTooEarly", "PriorityWait"];

/// A device at work on a job.
struct Worker {
    key: Keypair,
    device: Device,
    job: FoundJob,
}

impl Worker {
    async fn read(context: &Context, text: &str, device: &str) -> Result<Self> {
        let key = context.named_key(device)?;
        Ok(Self {
            device: device_of(context, &key.pubkey()).await?,
            job: job(context, text).await?,
            key,
        })
    }

    fn operator(&self) -> &Pubkey {
        &self.device.owner
    }

    /// The operator's claim on the job, which must be there.
    async fn claim(&self, context: &Context) -> Result<Claim> {
        held_by(context, &self.job, self.operator()).await
    }

    /// The operator, and what is read of it when it takes slots.
    async fn claimant(&self, context: &Context, price: Option<Pubkey>) -> Result<Claimant> {
        let operator = self.operator();
        let config = config(context).await?;
        let referrer = registry::operator(context, operator).await?.referrer;
        Ok(Claimant {
            operator: *operator,
            device_key: self.key.pubkey(),
            stake: stake_account(&config, operator),
            capacity: capacity_account(&config, operator),
            price: price_account(&config, &config.io_feed_id, price)?,
            referrer_stake: existing_stake(context, &config, &referrer).await?,
        })
    }

    async fn send(
        &self,
        context: &Context,
        instruction: Instruction,
        what: &str,
        done: &str,
    ) -> Result<()> {
        send(context, &self.job, &self.key, vec![instruction], what, done).await
    }
}

/// Tries again while the program says that it is too early, as it does for some slots.
pub(super) async fn in_turn<F>(context: &Context, too_early: &[&str], attempt: F) -> Result<()>
where
    F: AsyncFn() -> Result<()>,
{
    let begun = Instant::now();
    let mut told = false;
    loop {
        let refused = match attempt().await {
            Ok(()) => return Ok(()),
            Err(refused) => refused,
        };
        let early = match refused.downcast_ref() {
            Some(ClientError::Program { name, .. }) => too_early.contains(&name.as_str()),
            _ => false,
        };
        if !early || begun.elapsed() > PATIENCE {
            return Err(refused);
        }
        if !told {
            context.output.note("waiting for its turn");
            told = true;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Takes slots.
pub async fn claim(
    context: &Context,
    text: &str,
    device: &str,
    gpus: Option<u32>,
    at_most: Option<Duration>,
    price: Option<Pubkey>,
) -> Result<()> {
    let worker = Worker::read(context, text, device).await?;
    let (job, operator) = (&worker.job, worker.operator());
    if let Some(claim) = claim_of(context, job, operator).await? {
        let told = format!("{operator} holds {} of it already", of_gpus(claim.gpus));
        done_before(context, job, &told);
        return Ok(());
    }
    let claimant = worker.claimant(context, price).await?;
    let state = job.state()?;
    let least = if state.verification.is_replicate() {
        state.gpus
    } else {
        state.granule.into()
    };
    let (gpus, own) = (gpus.unwrap_or(least), state.hire.seconds());
    let seconds = at_most.map_or(own, |duration| duration.as_secs());
    let seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
    let what = format!(
        "{} of the job, for at most {}",
        of_gpus(gpus),
        span(seconds.into())
    );
    in_turn(context, &TOO_EARLY, async || {
        let claim = job_escrow::claim(&job.at, &claimant, gpus, seconds);
        let (order, done) = (format!("Claim {what}"), format!("claimed {what}"));
        worker.send(context, claim, &order, &done).await
    })
    .await
}

/// Takes more slots for a claim; each time it is typed.
pub async fn enlarge(
    context: &Context,
    text: &str,
    device: &str,
    gpus: u32,
    price: Option<Pubkey>,
) -> Result<()> {
    let worker = Worker::read(context, text, device).await?;
    let claim = worker.claim(context).await?;
    let claimant = worker.claimant(context, price).await?;
    let total = of_gpus(claim.gpus.saturating_add(gpus));
    let order = format!("Claim {} more of the job, {total} in all", of_gpus(gpus));
    let done = format!("claimed {} more, {total} in all", of_gpus(gpus));
    in_turn(context, &TOO_EARLY, async || {
        let enlarge = job_escrow::enlarge(&worker.job.at, &claimant, gpus);
        worker.send(context, enlarge, &order, &done).await
    })
    .await
}

/// Starts a host.
pub async fn start(context: &Context, text: &str, device: &str, gpus: Option<u32>) -> Result<()> {
    let worker = Worker::read(context, text, device).await?;
    let claim = worker.claim(context).await?;
    if claim.state == ClaimState::Running.code() {
        let told = "all its hosts have started already";
        done_before(context, &worker.job, told);
        return Ok(());
    }
    let key = worker.key.pubkey();
    let binding = accounts::fetch_raw(&context.rpc, &job_escrow::binding(&key)).await?;
    let old = binding.and_then(|binding| job_escrow::bound_claim(&binding.data));
    let left = claim.gpus.saturating_sub(claim.gpus_started);
    let gpus = gpus.unwrap_or(left.min(worker.device.gpus.into()));
    let start = job_escrow::start_host(&worker.job.at, worker.operator(), key, old, gpus);
    let (what, done) = (
        format!("Start {}", of_gpus(gpus)),
        format!("started {}", of_gpus(gpus)),
    );
    worker.send(context, start, &what, &done).await
}

/// Says that GPUs work.
pub async fn heartbeat(
    context: &Context,
    text: &str,
    device: &str,
    alive: Option<u32>,
) -> Result<()> {
    let worker = Worker::read(context, text, device).await?;
    let alive = alive.unwrap_or(worker.claim(context).await?.gpus);
    let (at, key) = (&worker.job.at, worker.key.pubkey());
    let heartbeat = job_escrow::heartbeat(at, worker.operator(), key, alive);
    let done = format!(
        "said that {} at work",
        match alive {
            1 => "1 GPU is".to_owned(),
            more => format!("{} are", of_gpus(more)),
        }
    );
    worker
        .send(context, heartbeat, "Send a heartbeat", &done)
        .await
}

/// Delivers a result.
pub async fn complete(
    context: &Context,
    text: &str,
    device: &str,
    alive: Option<u32>,
    result_hash: [u8; 32],
) -> Result<()> {
    let worker = Worker::read(context, text, device).await?;
    let claim = worker.claim(context).await?;
    if claim.ended_at > 0 && claim.result_hash == result_hash {
        done_before(context, &worker.job, "this result is delivered already");
        return Ok(());
    }
    let args = CompleteInstructionArgs {
        alive: alive.unwrap_or(claim.gpus),
        result_hash,
    };
    let (at, key) = (&worker.job.at, worker.key.pubkey());
    let complete = job_escrow::complete(at, worker.operator(), key, args);
    let (what, done) = ("Deliver the result", "delivered the result");
    worker.send(context, complete, what, done).await
}
