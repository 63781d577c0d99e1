//! `ionet operator`.

use anyhow::Result;
use ionet_client::{
    generated::registry::{accounts::Operator, types::OperatorSettings},
    instructions::{job_escrow, registry as instructions},
};
use serde_json::json;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use crate::{
    amounts::io,
    cli::{OperatorChanges, OperatorCommand, OperatorTerms},
    context::Context,
    onchain::registry::{operator, participant, referrer},
    output::{facts, time},
    transact::Transaction,
};

/// Seconds of an hour.
const HOUR: u32 = 3_600;

/// Runs an operator command.
pub async fn run(context: &Context, command: &OperatorCommand) -> Result<()> {
    match command {
        OperatorCommand::Register { terms, referrer } => {
            register(context, terms, referrer.as_deref()).await
        }
        OperatorCommand::Status { owner } => status(context, owner.as_deref()).await,
        OperatorCommand::Set(changes) => set(context, changes).await,
        OperatorCommand::Drain => drain(context, true).await,
        OperatorCommand::Resume => drain(context, false).await,
    }
}

async fn register(context: &Context, terms: &OperatorTerms, by: Option<&str>) -> Result<()> {
    let signer = context.signer()?;
    let owner = signer.pubkey();
    let settings = OperatorSettings {
        accepted_mints: bits(&terms.mints),
        usd_bps: terms.usd_bps,
        staker_bps: terms.staker_bps,
        min_client_reputation: terms.min_client_reputation,
        max_seconds: terms.max_hours.saturating_mul(HOUR),
    };
    let referrer = referrer(context, by).await?;
    let mut all = vec![instructions::register_operator(owner, referrer, settings)];
    all.extend(record(context, &owner).await?);
    let what = format!("{owner} as operator");
    send(
        context,
        &signer,
        all,
        &format!("Register {what}"),
        &format!("registered {what}"),
    )
    .await
}

/// What opens a wallet's record in job-escrow, unless it has one.
pub async fn record(context: &Context, owner: &Pubkey) -> Result<Option<Instruction>> {
    let record = participant(context, owner).await?;
    Ok(record
        .is_none()
        .then(|| job_escrow::open_participant(*owner, *owner)))
}

async fn set(context: &Context, changes: &OperatorChanges) -> Result<()> {
    let signer = context.signer()?;
    let present = operator(context, &signer.pubkey()).await?;
    let hours = |hours: u32| hours.saturating_mul(HOUR);
    let settings = OperatorSettings {
        accepted_mints: changes
            .mints
            .as_ref()
            .map_or(present.accepted_mints, |mints| bits(mints)),
        usd_bps: changes.usd_bps.unwrap_or(present.usd_bps),
        staker_bps: changes.staker_bps.unwrap_or(present.staker_bps),
        min_client_reputation: changes
            .min_client_reputation
            .unwrap_or(present.min_client_reputation),
        max_seconds: changes.max_hours.map_or(present.max_seconds, hours),
    };
    let update = vec![instructions::update_operator(signer.pubkey(), settings)];
    send(
        context,
        &signer,
        update,
        "Change your terms",
        "changed your terms",
    )
    .await
}

async fn drain(context: &Context, draining: bool) -> Result<()> {
    let signer = context.signer()?;
    let all = vec![instructions::set_draining(signer.pubkey(), draining)];
    let (what, done) = if draining {
        (
            "Take no new jobs",
            "no new jobs from now on; running ones go on",
        )
    } else {
        ("Take new jobs again", "new jobs are taken again")
    };
    send(context, &signer, all, what, done).await
}

async fn send(
    context: &Context,
    signer: &Keypair,
    instructions: Vec<Instruction>,
    what: &str,
    done: &str,
) -> Result<()> {
    let transaction = Transaction {
        what: what.to_owned(),
        instructions,
        payer: signer,
        signers: Vec::new(),
    };
    let mut sent = context.transact(transaction).await?;
    sent.json["owner"] = signer.pubkey().to_string().into();
    context.output.result(&sent.json, || sent.told(done));
    Ok(())
}

async fn status(context: &Context, owner: Option<&str>) -> Result<()> {
    let owner = context.owner(owner)?;
    let Operator {
        accepted_mints,
        draining,
        usd_bps,
        staker_bps,
        min_client_reputation,
        max_seconds,
        reputation_points,
        registered_at,
        referrer,
        ..
    } = operator(context, &owner).await?;
    let record = participant(context, &owner).await?;
    let open_claims = record.as_ref().map_or(0, |record| record.open_claims);
    let locked_bond = record.as_ref().map_or(0, |record| record.locked_bond);
    let hired: u64 = record
        .iter()
        .flat_map(|record| &record.hired)
        .map(|class| u64::from(class.gpus))
        .sum();
    let mints: Vec<u8> = (0..8)
        .filter(|index| accepted_mints & (1 << index) != 0)
        .collect();
    let value = json!({
        "owner": owner.to_string(),
        "accepted_mints": mints,
        "draining": draining == 1,
        "usd_bps": usd_bps,
        "staker_bps": staker_bps,
        "min_client_reputation": min_client_reputation,
        "max_seconds": max_seconds,
        "reputation": score(reputation_points),
        "registered_at": registered_at,
        "referrer": (referrer != Pubkey::default()).then(|| referrer.to_string()),
        "open_claims": open_claims,
        "hired_gpus": hired,
        "locked_bond": locked_bond.to_string(),
    });
    context.output.result(&value, || {
        facts([
            ("owner", owner.to_string()),
            ("registered", time(registered_at)),
            (
                "takes new jobs",
                if draining == 1 { "no" } else { "yes" }.to_owned(),
            ),
            ("accepts mints", format!("{mints:?}")),
            (
                "part in the deposit's token",
                format!("{usd_bps} of 10,000"),
            ),
            ("stakers' part", format!("{staker_bps} of 10,000")),
            ("reputation", score(reputation_points).to_string()),
            ("open claims", open_claims.to_string()),
            ("hired GPUs", hired.to_string()),
            ("locked bond", format!("{} IO", io(locked_bond))),
        ])
        .to_string()
    });
    Ok(())
}

/// A reputation as people know it, 0 to 10,000.
pub fn score(points: u32) -> u32 {
    points >> 16
}

/// Accepted mints as programs store them: a bit each.
pub fn bits(mints: &[u8]) -> u8 {
    mints.iter().fold(0, |bits, index| bits | (1 << index))
}
