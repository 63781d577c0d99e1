//! One job from post to close.

use std::error::Error;
use std::time::Duration;

use ionet_client::ClientError;
use ionet_client::accounts::fetch;
use ionet_client::generated::{iosd, local_stand_in};
use ionet_client::instructions::job_escrow::{self, Claimant, JobAt, Poster};
use ionet_client::instructions::{create_token_account, token_account};
use ionet_client::job_escrow::accounts::{Claim, Job, Participant};
use ionet_client::job_escrow::instructions::{
    CompleteInstructionArgs, PostInstructionArgs, WithdrawFeesInstructionArgs,
};
use ionet_client::job_escrow::pdas::{find_job_pda, find_participant_pda};
use ionet_client::job_escrow::types::Filters;
use ionet_core::settlement::{HEARTBEAT_INTERVAL_SECONDS, HOLD_BACK_AFTER_END_SECONDS};
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use super::IO_PRICE;
use super::cast::{Cast, Operator};
use super::stage::{CLASS, Stage};

/// How long a job runs, seconds.
const SECONDS: u32 = 3_600;
/// How many heartbeats come before the result: the job ends a quarter of an hour early.
const HEARTBEATS: u32 = 2;
/// Roles in job-escrow that withdraw fees.
const TREASURY: u8 = 2;
const VERIFIERS: u8 = 3;
/// How often a claim is tried: the race is over after 20 slots.
const CLAIM_ATTEMPTS: u32 = 60;

/// In what a job is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Payment {
    Iosd,
    Dollars,
}

/// What is to be played.
pub(super) struct JobRun<'a> {
    pub(super) payment: Payment,
    /// Which operators claim a GPU each, by their place in the cast.
    pub(super) operators: &'a [usize],
}

/// What came of it: enough to check every payment.
pub(super) struct Played {
    pub(super) asset: &'static str,
    pub(super) deposit: u64,
    /// Place of the operator, and its claim as it was when it was settled.
    pub(super) claims: Vec<(usize, Claim)>,
}

/// Posts, seals, claims, starts, works, completes, refunds, settles, pays and closes.
pub(super) async fn run(
    stage: &mut Stage<'_>,
    cast: &Cast,
    run: &JobRun<'_>,
) -> Result<Played, Box<dyn Error>> {
    stage.use_lookup_table(cast).await?;
    let operators: Vec<&Operator> = run.operators.iter().map(|i| &cast.operators[*i]).collect();
    let job = post(stage, cast, run).await?;
    seal(stage, cast, &job).await?;
    for operator in &operators {
        claim(stage, operator, &job).await?;
    }
    for operator in &operators {
        start(stage, operator, &job).await?;
    }
    work(stage, &operators, &job).await?;
    refund(stage, cast, &job).await?;
    settle(stage, cast, &operators, &job).await?;
    let deposit = job_account(stage, &job).await?.deposit;
    let mut claims = Vec::new();
    for (place, operator) in run.operators.iter().zip(&operators) {
        claims.push((*place, claim_account(stage, operator, &job).await?));
    }
    pay(stage, cast, &operators, &job).await?;
    close(stage, cast, &claims, &job).await?;
    Ok(Played {
        asset: match run.payment {
            Payment::Iosd => "IOSD",
            Payment::Dollars => "USD",
        },
        deposit,
        claims,
    })
}

async fn post(
    stage: &mut Stage<'_>,
    cast: &Cast,
    run: &JobRun<'_>,
) -> Result<JobAt, Box<dyn Error>> {
    let client = cast.client.pubkey();
    let record: Participant = fetch(stage.sender().rpc(), &find_participant_pda(&client).0).await?;
    let (mint_index, mint) = match run.payment {
        Payment::Iosd => (0, iosd::pdas::find_mint_pda().0),
        Payment::Dollars => (1, stage.dollar_mint()),
    };
    let poster = Poster {
        client,
        number: record.jobs_posted,
        stake: None,
        referrer_stake: None,
    };
    let terms = PostInstructionArgs {
        mint_index,
        verification: 0,
        replicas: 1,
        partial_fill: 0,
        deterministic: 0,
        gpus: u32::try_from(run.operators.len())?,
        granule: 1,
        seconds: SECONDS,
        claim_deadline: stage.network().time() + 600,
        start_seconds: 600,
        max_rate: stage.rate().await? * 2,
        filters: Filters {
            class: CLASS,
            region: 0,
            min_vram_mib: 0,
            min_operator_reputation: 0,
            min_connectivity: 0,
            min_latency: 0,
            min_security: 0,
            purposes: 1,
            reserved: [0; 2],
        },
        spec_hash: [7; 32],
    };
    let address = find_job_pda(&client, poster.number).0;
    stage.books_mut().name_party(&address, "job vault");
    let post = job_escrow::post(&poster, mint, terms);
    stage.send("post the job", &[post], &[&cast.client]).await?;
    let job: Job = fetch(stage.sender().rpc(), &address).await?;
    Ok(JobAt::of(address, &job))
}

/// Anybody may seal; the hash of a slot after the posting one must be there.
async fn seal(stage: &mut Stage<'_>, cast: &Cast, job: &JobAt) -> Result<(), Box<dyn Error>> {
    let class_total = local_stand_in::pdas::find_class_total_pda(CLASS).0;
    let seal = [job_escrow::seal(job, class_total)];
    let not_yet = |name: &str| name == "NotYetSealable";
    retry(stage, "seal the race", &seal, &[&cast.keeper], not_yet).await
}

async fn claim(
    stage: &mut Stage<'_>,
    operator: &Operator,
    job: &JobAt,
) -> Result<(), Box<dyn Error>> {
    let owner = operator.owner.pubkey();
    let claimant = Claimant {
        operator: owner,
        device_key: operator.device.pubkey(),
        stake: local_stand_in::pdas::find_stake_pda(&owner).0,
        capacity: local_stand_in::pdas::find_capacity_pda(&owner).0,
        price: stage.io_price(),
        referrer_stake: None,
    };
    let claim = [job_escrow::claim(job, &claimant, 1, SECONDS)];
    let not_yet = |name: &str| matches!(name, "ActiveTooLate" | "RaceTooEarly");
    retry(stage, "claim a GPU", &claim, &[&operator.device], not_yet).await
}

async fn start(
    stage: &mut Stage<'_>,
    operator: &Operator,
    job: &JobAt,
) -> Result<(), Box<dyn Error>> {
    let (owner, key) = (operator.owner.pubkey(), operator.device.pubkey());
    let old_claim = stage.bound_claim(&key).await?;
    let start = [job_escrow::start_host(job, &owner, key, old_claim, 1)];
    stage
        .send("start the host", &start, &[&operator.device])
        .await?;
    Ok(())
}

/// Heartbeats, then the result; a quarter of an hour of chain time lies between any two.
async fn work(
    stage: &mut Stage<'_>,
    operators: &[&Operator],
    job: &JobAt,
) -> Result<(), Box<dyn Error>> {
    for _ in 0..HEARTBEATS {
        travel(stage, HEARTBEAT_INTERVAL_SECONDS)?;
        for operator in operators {
            let (owner, key) = (operator.owner.pubkey(), operator.device.pubkey());
            let beat = [job_escrow::heartbeat(job, &owner, key, 1)];
            stage.send("heartbeat", &beat, &[&operator.device]).await?;
        }
    }
    travel(stage, HEARTBEAT_INTERVAL_SECONDS)?;
    for operator in operators {
        let (owner, key) = (operator.owner.pubkey(), operator.device.pubkey());
        let args = CompleteInstructionArgs {
            alive: 1,
            result_hash: [8; 32],
        };
        let complete = [job_escrow::complete(job, &owner, key, args)];
        stage
            .send("complete", &complete, &[&operator.device])
            .await?;
    }
    Ok(())
}

/// At once when the job has ended, before anything is settled.
async fn refund(stage: &mut Stage<'_>, cast: &Cast, job: &JobAt) -> Result<(), Box<dyn Error>> {
    if job_account(stage, job).await?.ended_at == 0 {
        let end = [job_escrow::end_job(job)];
        stage.send("end the job", &end, &[&cast.keeper]).await?;
    }
    let refund = [job_escrow::refund(job)];
    stage.send("refund", &refund, &[&cast.keeper]).await?;
    Ok(())
}

async fn settle(
    stage: &mut Stage<'_>,
    cast: &Cast,
    operators: &[&Operator],
    job: &JobAt,
) -> Result<(), Box<dyn Error>> {
    travel(stage, HOLD_BACK_AFTER_END_SECONDS + 1)?;
    stage.publish_price(cast, IO_PRICE).await?;
    let in_dollars = job.mint_index > 0;
    let price = in_dollars.then(|| stage.dollar_price());
    let token_sink = if in_dollars {
        iosd::pdas::find_dollar_tokens_pda(&job.mint).0
    } else {
        job.mint
    };
    for operator in operators {
        let claim = claim_account(stage, operator, job).await?;
        let settle = [job_escrow::settle(job, &claim, token_sink, price)];
        stage.send("settle", &settle, &[&cast.keeper]).await?;
    }
    Ok(())
}

/// Everybody withdraws what is booked.
async fn pay(
    stage: &mut Stage<'_>,
    cast: &Cast,
    operators: &[&Operator],
    job: &JobAt,
) -> Result<(), Box<dyn Error>> {
    let (index, shard) = (job.mint_index, job.shard_number());
    for operator in operators {
        let owner = operator.owner.pubkey();
        let withdraw = [
            create_token_account(&owner, &owner, &job.mint),
            job_escrow::withdraw(owner, &job.mint, index, shard, u64::MAX),
        ];
        stage
            .send("withdraw", &withdraw, &[&operator.owner])
            .await?;
    }
    for (step, role, wallet) in [
        ("treasury withdraws", TREASURY, &cast.treasury),
        ("verifiers withdraw", VERIFIERS, &cast.verifiers),
    ] {
        let holder = wallet.pubkey();
        let args = WithdrawFeesInstructionArgs {
            role,
            amount: u64::MAX,
        };
        let withdraw = [
            create_token_account(&holder, &holder, &job.mint),
            job_escrow::withdraw_fees(holder, &job.mint, index, shard, args),
        ];
        stage.send(step, &withdraw, &[wallet]).await?;
    }
    Ok(())
}

/// Rents go back to who paid them; whoever closes the job gets its bounty.
async fn close(
    stage: &mut Stage<'_>,
    cast: &Cast,
    claims: &[(usize, Claim)],
    job: &JobAt,
) -> Result<(), Box<dyn Error>> {
    for (_, claim) in claims {
        let close = [job_escrow::close_claim(job, claim)];
        stage.send("close a claim", &close, &[&cast.keeper]).await?;
    }
    let close = [job_escrow::close_job(cast.keeper.pubkey(), job)];
    stage.send("close the job", &close, &[&cast.keeper]).await?;
    assert!(!stage.exists(&job.address).await?, "the job is closed");
    assert!(!stage.exists(&job.vault()).await?, "nothing is left of it");
    let source = token_account(&job.client, &job.mint);
    assert!(stage.exists(&source).await?, "the client's account stays");
    Ok(())
}

async fn job_account(stage: &Stage<'_>, job: &JobAt) -> Result<Job, ClientError> {
    fetch(stage.sender().rpc(), &job.address).await
}

async fn claim_account(
    stage: &Stage<'_>,
    operator: &Operator,
    job: &JobAt,
) -> Result<Claim, ClientError> {
    let address: Pubkey = job.claim(&operator.owner.pubkey());
    fetch(stage.sender().rpc(), &address).await
}

/// Sends again, slot by slot, while the program says that it is too early.
async fn retry(
    stage: &mut Stage<'_>,
    step: &str,
    instructions: &[solana_instruction::Instruction],
    signers: &[&Keypair],
    too_early: impl Fn(&str) -> bool,
) -> Result<(), Box<dyn Error>> {
    let mut attempt = 1;
    loop {
        match stage.send(step, instructions, signers).await {
            Err(ClientError::Program { name, .. })
                if too_early(&name) && attempt < CLAIM_ATTEMPTS =>
            {
                attempt += 1;
                tokio::time::sleep(Duration::from_millis(400)).await;
            }
            sent => return Ok(sent?),
        }
    }
}

/// Lets `seconds` pass on the chain.
fn travel(stage: &Stage<'_>, seconds: i64) -> Result<(), Box<dyn Error>> {
    let network = stage.network();
    if network.travel_to(network.time() + seconds) {
        Ok(())
    } else {
        Err("the scenario needs a local chain, whose time can be moved".into())
    }
}
