//! `ionet job list` and `get`.

use anyhow::Result;
use ionet_client::{
    accounts,
    generated::job_escrow::{
        accounts::{Claim, Job},
        pdas::find_job_pda,
    },
    instructions::job_escrow::JobAt,
};
use ionet_core::job::{ClaimState, EndReason};
use serde_json::{Value, json};

use crate::{
    amounts::dollars,
    context::Context,
    onchain::{
        jobs::{FoundJob, claims, job},
        registry::participant,
    },
    output::{facts, table, time},
    tokens::Token,
};

/// Prints the jobs of a client that are not closed.
pub async fn list(context: &Context, client: Option<&str>) -> Result<()> {
    let client = context.owner(client)?;
    let posted = participant(context, &client)
        .await?
        .map_or(0, |record| record.jobs_posted);
    let mut jobs = Vec::new();
    for number in 0..posted {
        let address = find_job_pda(&client, number).0;
        let found: Option<Job> = accounts::fetch_optional(&context.rpc, &address).await?;
        jobs.extend(found.map(|account| FoundJob {
            at: JobAt::of(address, &account),
            account,
        }));
    }
    let values: Vec<Value> = jobs.iter().map(value).collect();
    let answer = json!({ "client": client.to_string(), "posted": posted, "jobs": values });
    context.output.result(&answer, || {
        let header = [
            "number", "job", "class", "GPUs", "claimed", "deposit", "state",
        ];
        let rows = jobs.iter().map(|job| {
            let account = &job.account;
            [
                account.number.to_string(),
                job.at.address.to_string(),
                account.filters.class.to_string(),
                account.slots.to_string(),
                account.slots_claimed.to_string(),
                Token::of(&account.mint).amount(account.deposit),
                state(account).to_owned(),
            ]
        });
        table(header, &[0, 2, 3, 4, 5], rows).to_string()
    });
    Ok(())
}

/// Prints a job and its claims.
pub async fn get(context: &Context, text: &str) -> Result<()> {
    let job = job(context, text).await?;
    let claims = claims(context, &job.at.address).await?;
    let mut answer = value(&job);
    answer["claims"] = claims.iter().map(claim_value).collect();
    context.output.result(&answer, || {
        let account = &job.account;
        let token = Token::of(&account.mint);
        let about = facts([
            ("job", job.at.address.to_string()),
            ("client", account.client.to_string()),
            ("state", state(account).to_owned()),
            ("class", account.filters.class.to_string()),
            (
                "GPUs",
                format!("{} of {} claimed", account.slots_claimed, account.slots),
            ),
            ("deposit", token.amount(account.deposit)),
            ("refunded", token.amount(account.refunded)),
            ("settled", token.amount(account.moved)),
            ("posted", time(account.posted_at)),
            ("claims until", time(account.claim_deadline)),
        ]);
        let header = ["operator", "GPUs", "state", "settled"];
        let rows = claims.iter().map(|claim| {
            [
                claim.operator.to_string(),
                claim.gpus.to_string(),
                claim_state(claim),
                format!("{} dollars", dollars(claim.settled_gross)),
            ]
        });
        format!("{about}\n{}", table(header, &[1, 3], rows))
    });
    Ok(())
}

fn value(job: &FoundJob) -> Value {
    let account = &job.account;
    json!({
        "job": job.at.address.to_string(),
        "number": account.number,
        "client": account.client.to_string(),
        "state": state(account),
        "class": account.filters.class,
        "slots": account.slots,
        "slots_claimed": account.slots_claimed,
        "mint": account.mint.to_string(),
        "mint_index": account.mint_index,
        "deposit": account.deposit.to_string(),
        "refunded": account.refunded.to_string(),
        "settled": account.moved.to_string(),
        "posted_at": account.posted_at,
        "claim_deadline": account.claim_deadline,
        "ended_at": account.ended_at,
    })
}

fn claim_value(claim: &Claim) -> Value {
    json!({
        "operator": claim.operator.to_string(),
        "gpus": claim.gpus,
        "state": claim_state(claim),
        "started_at": claim.started_at,
        "ended_at": claim.ended_at,
        "settled": claim.settled_gross.to_string(),
        "bond": claim.bond.to_string(),
    })
}

fn state(job: &Job) -> &'static str {
    match (job.end, job.sealed, job.slots_claimed) {
        (1, ..) => "finished",
        (2, ..) => "cancelled",
        (3, ..) => "failed",
        (_, 0, _) => "posted",
        (_, _, 0) => "open",
        _ => "hired",
    }
}

fn claim_state(claim: &Claim) -> String {
    let state = ClaimState::ALL
        .into_iter()
        .find(|state| state.code() == claim.state);
    let reason = EndReason::ALL
        .into_iter()
        .find(|reason| reason.code() == claim.end_reason);
    let state = state.map_or("unknown".to_owned(), |state| {
        format!("{state:?}").to_lowercase()
    });
    match reason {
        Some(reason) => format!("{state}, {}", format!("{reason:?}").to_lowercase()),
        None => state,
    }
}
