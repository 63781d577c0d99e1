//! `ionet job extend`.

use anyhow::{Context as _, Result, bail};
use ionet_client::{
    generated::job_escrow::instructions::ExtendInstructionArgs, instructions::job_escrow,
};
use solana_signer::Signer;

use super::{check_client, check_funds, done_before, pick::Picked, transact};
use crate::{
    amounts::{dollars, gpus},
    cli::ExtendArgs,
    context::Context,
    onchain::{
        chain_time,
        jobs::{FoundJob, claims, job},
        registry,
    },
    times::span,
    tokens::Tokens,
};

/// Buys more time for every slot.
pub async fn run(context: &Context, args: &ExtendArgs) -> Result<()> {
    let (signer, job) = (context.signer()?, job(context, &args.job).await?);
    check_client(&job, &signer.pubkey())?;
    let state = job.state()?;
    let has = state.hire.seconds();
    let seconds = match (args.to, args.by) {
        (Some(to), _) => to.as_secs().saturating_sub(has),
        (None, by) => by.unwrap_or_default().as_secs(),
    };
    if args.to.is_some() && seconds == 0 {
        let told = format!("it has {} already; nothing was bought", span(has));
        done_before(context, &job, &told);
        return Ok(());
    }
    let seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
    let class = registry::class(context, &job.account.filters.class.to_string()).await?;
    let rate = class.rate()?;
    let extended = state
        .extend(rate, seconds, chain_time(context).await?)
        .context("the job cannot be extended")?;
    check_use(context, &job, extended.seconds_after).await?;
    let args = ExtendInstructionArgs {
        seconds,
        max_rate: args
            .max_rate
            .unwrap_or(rate.saturating_add(rate.div_ceil(100))),
    };
    let token = Tokens::read(context).await?.of(&job.account.mint);
    check_funds(context, &job.account.mint, token, extended.deposit).await?;
    let what = format!(
        "{} more for {}, {} in all, at {} dollars an hour each: {}",
        span(seconds.into()),
        gpus(state.slots),
        span(extended.seconds_after),
        dollars(rate),
        token.amount(extended.deposit)
    );
    let all = vec![job_escrow::extend(&job.at, args)];
    let mut sent = transact(context, &job, &signer, all, &format!("Buy {what}")).await?;
    sent.json["rate"] = rate.to_string().into();
    sent.json["seconds_before"] = extended.seconds_before.into();
    sent.json["seconds_after"] = extended.seconds_after.into();
    sent.json["deposit"] = extended.deposit.to_string().into();
    context
        .output
        .result(&sent.json, || sent.told(&format!("bought {what}")));
    Ok(())
}

/// Says which operators will not run on, and refuses what none of them would.
async fn check_use(context: &Context, job: &FoundJob, seconds: u64) -> Result<()> {
    let state = job.state()?;
    let running: Vec<Picked> = claims(context, &job.at.address)
        .await?
        .into_iter()
        .map(Picked::of)
        .collect::<Result<_>>()?;
    let open: Vec<&Picked> = running
        .iter()
        .filter(|claim| claim.record.state.is_open())
        .collect();
    let accepted = |claim: &Picked| claim.account.accepted_seconds;
    let now = chain_time(context).await?;
    let longest = open.iter().map(|claim| accepted(claim)).max().unwrap_or(0);
    if state.claiming_closed(now) && longest <= state.hire.seconds() {
        bail!(
            "--to, --by: no operator runs it for longer than the {} it has (they say so when they claim, with \
             --at-most), so the time would only be refunded; post another job",
            span(state.hire.seconds())
        )
    }
    for claim in open.iter().filter(|claim| accepted(claim) < seconds) {
        context.output.note(format!(
            "{} accepted {} and runs no longer; what it does not run is refunded",
            claim.operator(),
            span(accepted(claim))
        ));
    }
    Ok(())
}
