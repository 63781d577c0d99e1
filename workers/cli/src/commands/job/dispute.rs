//! Disputes: `ionet job dispute` and `resolve`.

use anyhow::Result;
use ionet_client::{
    generated::{
        Event,
        job_escrow::{events::JobEscrowEvent, types::Resolved},
    },
    instructions::job_escrow,
    market,
};
use ionet_core::job::{ClaimState, dispute_bond_ceil};
use serde_json::{Value, json};
use solana_instruction::Instruction;
use solana_signer::Signer;

use super::{
    check_client, check_funds, done_before,
    pick::{Picked, only, picked},
    transact, with_hint,
};
use crate::{
    amounts::io,
    context::Context,
    onchain::{
        chain_time,
        jobs::{self, FoundJob, config, job, verdict_account},
    },
    times::{json as json_time, when},
    tokens::{Token, Tokens},
};

/// Disputes what is held back of one claim.
pub async fn open(
    context: &Context,
    text: &str,
    operator: Option<&str>,
    by_verdict: bool,
) -> Result<()> {
    let (signer, job) = (context.signer()?, job(context, text).await?);
    let now = chain_time(context).await?;
    let claim = only(candidates(picked(context, &job, operator).await?))?;
    let token = Tokens::read(context).await?.of(&job.account.mint);
    if let Some(dispute) = market::dispute(&claim.account) {
        let told = match claim.record.state {
            ClaimState::Disputed => format!(
                "it is disputed already, with a bond of {}; without a verdict it is the client's {}",
                token.amount(dispute.bond),
                when(dispute.deadline, now)
            ),
            _ => "it was disputed, and that is resolved".to_owned(),
        };
        done_before(context, &job, &told);
        return Ok(());
    }
    let disputed = claim.record.held_back(&job.state()?)?;
    let (what, bond, instruction) = if by_verdict {
        let verdict = verdict_account(&config(context).await?, &job.at.claim(&claim.operator()));
        let open = job_escrow::dispute_by_verdict(&job.at, &claim.operator(), verdict);
        (
            "by the verifiers' verdict, without a bond".to_owned(),
            0,
            open,
        )
    } else {
        check_client(&job, &signer.pubkey())?;
        let bond = dispute_bond_ceil(disputed)?;
        check_funds(context, &job.account.mint, token, bond).await?;
        let with = format!("with a bond of {}", token.amount(bond));
        (with, bond, job_escrow::dispute(&job.at, &claim.operator()))
    };
    let what = format!(
        "{} held back of {}, {what}",
        token.amount(disputed),
        claim.operator()
    );
    let all = vec![instruction];
    let sent = transact(context, &job, &signer, all, &format!("Dispute {what}")).await;
    let mut sent = sent.map_err(|error| with_hint(error, |name| open_hint(&claim, name, now)))?;
    let deadline = sent.events.iter().find_map(|event| match event {
        Event::JobEscrow(JobEscrowEvent::Disputed(disputed)) => Some(disputed.deadline),
        _ => None,
    });
    sent.json["operator"] = claim.operator().to_string().into();
    sent.json["disputed"] = disputed.to_string().into();
    sent.json["bond"] = bond.to_string().into();
    sent.json["deadline"] = json_time(deadline.unwrap_or_default());
    context.output.result(&sent.json, || {
        let until = deadline.map_or_else(String::new, |deadline| {
            format!(
                "; without a verdict it is the client's {}",
                when(deadline, now)
            )
        });
        sent.told(&format!("disputed {what}{until}"))
    });
    Ok(())
}

/// Those of some claims that a dispute can be about: what is held back, what is disputed, and, when
/// there is none of these, all, so that the program says why not.
fn candidates(all: Vec<Picked>) -> Vec<Picked> {
    let possible = |claim: &Picked| {
        let ended = claim.record.state == ClaimState::Ended && claim.record.meter.has_started();
        ended || market::dispute(&claim.account).is_some()
    };
    let (some, others): (Vec<_>, Vec<_>) = all.into_iter().partition(possible);
    if some.is_empty() { others } else { some }
}

fn open_hint(claim: &Picked, name: &str, now: i64) -> Option<String> {
    match name {
        "DisputeTooLate" => Some(format!(
            "They ended {}",
            when(claim.record.hold_back_ends_at(), now)
        )),
        "WrongState" if claim.record.state.is_open() => {
            Some("It still runs: `ionet job cancel` ends it, then it can be disputed".to_owned())
        }
        _ => None,
    }
}

/// Ends every dispute of a job, or one operator's.
pub async fn resolve(context: &Context, text: &str, operator: Option<&str>) -> Result<()> {
    let (signer, job) = (context.signer()?, job(context, text).await?);
    let now = chain_time(context).await?;
    let config = config(context).await?;
    let claims = picked(context, &job, operator).await?;
    let is = |claim: &Picked, state| claim.record.state == state;
    let open: Vec<&Picked> = claims
        .iter()
        .filter(|claim| is(claim, ClaimState::Disputed))
        .collect();
    let was_disputed = |claim: &Picked| market::dispute(&claim.account).is_some();
    if open.is_empty() && claims.iter().any(was_disputed) {
        done_before(
            context,
            &job,
            "resolved already; `ionet job settle` comes next",
        );
        return Ok(());
    }
    // Without a dispute the program says so.
    let due = if open.is_empty() {
        claims.iter().collect()
    } else {
        open
    };
    let mut all: Vec<Instruction> = Vec::new();
    for claim in &due {
        let payer = signer.pubkey();
        let steps = jobs::resolve(context, &config, &payer, &job.at, &claim.operator()).await?;
        // Several disputes need one record of the verifiers.
        all.extend(
            steps
                .into_iter()
                .filter(|step| !all.contains(step))
                .collect::<Vec<_>>(),
        );
    }
    let sent = transact(context, &job, &signer, all, "Resolve the disputes").await;
    let mut sent = sent.map_err(|error| with_hint(error, |name| resolve_hint(&due, name, now)))?;
    let token = Tokens::read(context).await?.of(&job.account.mint);
    let outcomes: Vec<&Resolved> = sent
        .events
        .iter()
        .filter_map(|event| match event {
            Event::JobEscrow(JobEscrowEvent::Resolved(resolved)) => Some(resolved),
            _ => None,
        })
        .collect();
    sent.json["resolved"] = outcomes
        .iter()
        .map(|outcome| outcome_json(&job, &claims, outcome))
        .collect();
    context.output.result(&sent.json, || {
        let lines: Vec<String> = outcomes
            .iter()
            .map(|outcome| outcome_text(outcome, token))
            .collect();
        sent.told(&format!("resolved the disputes\n{}", lines.join("\n")))
    });
    Ok(())
}

fn resolve_hint(due: &[&Picked], name: &str, now: i64) -> Option<String> {
    let deadlines = due
        .iter()
        .filter_map(|claim| market::dispute(&claim.account));
    let first = deadlines.map(|dispute| dispute.deadline).min()?;
    (name == "VerdictAwaited").then(|| {
        format!(
            "Without a verdict it is decided for the client {}",
            when(first, now)
        )
    })
}

fn outcome_json(job: &FoundJob, claims: &[Picked], outcome: &Resolved) -> Value {
    let claim = claims
        .iter()
        .find(|claim| job.at.claim(&claim.operator()) == outcome.claim);
    json!({
        "operator": claim.map(|claim| claim.operator().to_string()),
        "stays_earned": outcome.stays_earned.to_string(),
        "refunded": outcome.refunded.to_string(),
        "bond_to_client": outcome.bond_to_client.to_string(),
        "bond_to_verifiers": outcome.bond_to_verifiers.to_string(),
        "charged_io": outcome.charged_io.to_string(),
    })
}

fn outcome_text(outcome: &Resolved, token: Token) -> String {
    if outcome.refunded > 0 || outcome.bond_to_client > 0 {
        return format!(
            "for the client: {} go back, and the bond of {}; the operator owes {} IO for the re-run",
            token.amount(outcome.refunded),
            token.amount(outcome.bond_to_client),
            io(outcome.charged_io)
        );
    }
    format!(
        "for the operator: {} stay earned, the bond of {} pays the re-run",
        token.amount(outcome.stays_earned),
        token.amount(outcome.bond_to_verifiers)
    )
}
