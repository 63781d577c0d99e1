//! Replicas: `ionet job commit`, `reveal` and `decide`.

use anyhow::{Result, bail};
use ionet_client::{
    generated::{
        Event,
        job_escrow::{
            events::JobEscrowEvent,
            instructions::{CommitInstructionArgs, RevealInstructionArgs},
            types::Decided,
        },
    },
    instructions::job_escrow,
};
use ionet_core::job::{ClaimState, JobEnd, RevealWindow, verdict_deadline};
use serde_json::{Value, json};
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use super::{
    done_before,
    pick::{Picked, held_by, picked},
    transact, with_hint,
};
use crate::{
    commitments::{Commitment, Replica},
    context::Context,
    onchain::{
        chain_time,
        iosd::hex,
        jobs::{FoundJob, config, device_of, job, verdict_account},
    },
    times::when,
    tokens::{Token, Tokens},
};

fn replica(job: &FoundJob, operator: Pubkey) -> Replica {
    Replica {
        claim: job.at.claim(&operator),
        operator,
    }
}

/// Ends a replica with a commitment whose salt is kept first.
pub async fn commit(
    context: &Context,
    text: &str,
    device: &str,
    alive: Option<u32>,
    result: [u8; 32],
) -> Result<()> {
    let (key, job) = (context.named_key(device)?, job(context, text).await?);
    let operator = device_of(context, &key.pubkey()).await?.owner;
    let claim = held_by(context, &job, &operator).await?;
    let (replica, store) = (replica(&job, operator), context.wallets.commitments());
    if claim.commitment != [0; 32] {
        check_same(store.find(&replica, &claim.commitment)?, &result)?;
        let told = "this result is committed already; reveal it once all replicas have committed";
        done_before(context, &job, told);
        return Ok(());
    }
    let commitment = if context.dry_run {
        Commitment::new(&replica, result)
    } else {
        store.keep(&replica, result)?
    };
    let folder = store.folder_of(&replica);
    if !context.dry_run {
        context.output.note(format!(
            "the salt that reveals it is kept in {}",
            folder.display()
        ));
    }
    let args = CommitInstructionArgs {
        alive: alive.unwrap_or(claim.gpus),
        commitment: commitment.hash,
    };
    let all = vec![job_escrow::commit(&job.at, &operator, key.pubkey(), args)];
    let mut sent = transact(context, &job, &key, all, "Commit to the result").await?;
    sent.json["operator"] = operator.to_string().into();
    sent.json["commitment"] = hex(&commitment.hash).into();
    sent.json["salt_kept_in"] = folder.display().to_string().into();
    context.output.result(&sent.json, || {
        sent.told(&format!(
            "committed to the result; once all replicas have: ionet job reveal {}",
            job.at.address
        ))
    });
    Ok(())
}

/// That what was committed before is this result.
fn check_same(kept: Option<Commitment>, result: &[u8; 32]) -> Result<()> {
    match kept {
        Some(kept) if kept.result == *result => Ok(()),
        Some(kept) => bail!(
            "--result-hash: this replica is committed to another result, {}, which cannot be changed; reveal that one",
            hex(&kept.result)
        ),
        None => bail!(
            "this replica is committed already, on another machine: its salt is not here. Reveal it there"
        ),
    }
}

/// Reveals every commitment of a job whose salt is kept here.
pub async fn reveal(context: &Context, text: &str, operator: Option<&str>) -> Result<()> {
    let (signer, job) = (context.signer()?, job(context, text).await?);
    let (mut all, mut revealed, mut elsewhere) = (Vec::new(), Vec::new(), 0);
    let mut before = 0;
    for claim in picked(context, &job, operator).await? {
        let replica = replica(&job, claim.operator());
        let hash = &claim.account.commitment;
        let kept = context.wallets.commitments().find(&replica, hash)?;
        match (claim.record.state, kept) {
            (ClaimState::Committed, Some(kept)) => {
                let args = RevealInstructionArgs {
                    result_hash: kept.result,
                    salt: kept.salt,
                };
                all.push(job_escrow::reveal(&job.at, &replica.operator, args));
                revealed.push(replica.operator.to_string());
            }
            (ClaimState::Committed, None) => elsewhere += 1,
            _ if claim.account.result_hash != [0; 32] => before += 1,
            _ => {}
        }
    }
    if all.is_empty() && before > 0 {
        done_before(
            context,
            &job,
            "revealed already; `ionet job decide` comes next",
        );
        return Ok(());
    }
    if all.is_empty() {
        bail!(nothing_to_reveal(&job, elsewhere))
    }
    let sent = transact(context, &job, &signer, all, "Reveal the result").await;
    let now = chain_time(context).await?;
    let mut sent = sent.map_err(|error| with_hint(error, |name| reveal_hint(&job, name, now)))?;
    sent.json["revealed"] = json!(revealed);
    context.output.result(&sent.json, || {
        sent.told(&format!("revealed {} of the results", revealed.len()))
    });
    Ok(())
}

fn nothing_to_reveal(job: &FoundJob, elsewhere: u32) -> String {
    let address = job.at.address;
    match elsewhere {
        0 => format!("no replica of {address} waits to be revealed: see `ionet job get {address}`"),
        count => format!(
            "{count} replicas of {address} wait to be revealed, and the salts of none are here: reveal where they were \
             committed, with the same folder of wallets"
        ),
    }
}

fn reveal_hint(job: &FoundJob, name: &str, now: i64) -> Option<String> {
    let window = RevealWindow::of(&job.state().ok()?)?;
    match name {
        "RevealNotOpen" => Some(format!(
            "That is when the last replica has, at the latest {}; an hour later it closes, {} at the latest",
            when(window.opens_at, now),
            when(window.closes_at, now)
        )),
        "RevealClosed" => Some(format!(
            "It ended {}; what was not revealed by then is not counted",
            when(window.closes_at, now)
        )),
        _ => None,
    }
}

/// Decides every replica that can be.
pub async fn decide(context: &Context, text: &str, operator: Option<&str>) -> Result<()> {
    let (signer, job) = (context.signer()?, job(context, text).await?);
    let now = chain_time(context).await?;
    let verdict = verdict_account(&config(context).await?, &job.at.address);
    let claims = picked(context, &job, operator).await?;
    let decided = |claim: &&Picked| {
        matches!(
            claim.record.state,
            ClaimState::Resolved | ClaimState::Settled
        )
    };
    if job.state()?.verification.is_replicate() && claims.iter().all(|claim| decided(&claim)) {
        done_before(
            context,
            &job,
            "decided already; `ionet job settle` comes next",
        );
        return Ok(());
    }
    let due = claims
        .iter()
        .filter(|claim| !decided(claim) && !can_reveal(&job, claim, now));
    let mut all: Vec<_> = due
        .map(|claim| job_escrow::decide(&job.at, &claim.operator(), verdict))
        .collect();
    if all.is_empty() {
        // The program says why not.
        let all_of_them = claims.iter().filter(|claim| !decided(claim));
        all.extend(
            all_of_them.map(|claim| job_escrow::decide(&job.at, &claim.operator(), verdict)),
        );
    }
    let sent = transact(context, &job, &signer, all, "Decide the replicas").await;
    let mut sent = sent.map_err(|error| with_hint(error, |name| decide_hint(&job, name, now)))?;
    let token = Tokens::read(context).await?.of(&job.account.mint);
    let outcomes: Vec<Outcome> = sent
        .events
        .iter()
        .filter_map(|event| Outcome::of(event, &claims, &job))
        .collect();
    sent.json["decided"] = outcomes.iter().map(Outcome::json).collect();
    context.output.result(&sent.json, || {
        let lines: Vec<String> = outcomes.iter().map(|outcome| outcome.text(token)).collect();
        sent.told(&format!("decided the replicas\n{}", lines.join("\n")))
    });
    Ok(())
}

fn can_reveal(job: &FoundJob, claim: &Picked, now: i64) -> bool {
    let open = job.state().is_ok_and(|state| {
        let window = RevealWindow::of(&state);
        state.end != JobEnd::Cancelled && window.is_some_and(|window| now < window.closes_at)
    });
    open && claim.record.state == ClaimState::Committed
}

fn decide_hint(job: &FoundJob, name: &str, now: i64) -> Option<String> {
    let state = job.state().ok()?;
    let window = RevealWindow::of(&state)?;
    match name {
        "RevealAwaited" => Some(format!("It can be until {}", when(window.closes_at, now))),
        "VerdictAwaited" => {
            let deadline = verdict_deadline(window.closes_at, state.hire.seconds());
            Some(format!(
                "Without a majority or a verdict it is decided {}",
                when(deadline, now)
            ))
        }
        _ => None,
    }
}

/// What a decision meant for one replica.
struct Outcome {
    operator: Pubkey,
    decided: Decided,
}

impl Outcome {
    fn of(event: &Event, claims: &[Picked], job: &FoundJob) -> Option<Self> {
        let Event::JobEscrow(JobEscrowEvent::Decided(decided)) = event else {
            return None;
        };
        let claim = claims
            .iter()
            .find(|claim| job.at.claim(&claim.operator()) == decided.claim)?;
        Some(Self {
            operator: claim.operator(),
            decided: decided.clone(),
        })
    }

    fn json(&self) -> Value {
        json!({
            "operator": self.operator.to_string(),
            "stays_earned": self.decided.stays_earned.to_string(),
            "refunded": self.decided.refunded.to_string(),
            "proved_wrong": self.decided.proved_wrong == 1,
        })
    }

    fn text(&self, token: Token) -> String {
        let operator = self.operator;
        match (self.decided.stays_earned, self.decided.refunded) {
            (0, 0) => format!("{operator} earned nothing"),
            (0, lost) => format!(
                "{operator} is not paid; {} go back to the client",
                token.amount(lost)
            ),
            (earned, _) => format!("{operator} is paid for {}", token.amount(earned)),
        }
    }
}
