//! `ionet job post`.

use anyhow::{Context as _, Result, bail};
use ionet_client::{
    generated::job_escrow::{
        instructions::PostInstructionArgs, pdas::find_job_pda, types::Filters,
    },
    instructions::job_escrow::{self, Poster},
};
use ionet_core::settlement::Hire;
use solana_signer::Signer;

use super::check_funds;
use crate::{
    amounts::dollars,
    cli::{FilterArgs, PartialFill, PostArgs, Purpose},
    context::Context,
    onchain::{
        chain_time,
        jobs::{config, existing_stake},
        registry::{Class, class, client, participant},
    },
    times::span,
    tokens::Tokens,
    transact::Transaction,
};

/// Posts a job with its deposit.
pub async fn post(context: &Context, args: &PostArgs) -> Result<()> {
    let signer = context.signer()?;
    let owner = signer.pubkey();
    let about = client(context, &owner).await?;
    let record = participant(context, &owner)
        .await?
        .with_context(|| format!("{owner} has no record: `ionet client register` opens one"))?;
    let config = config(context).await?;
    let Some(listed) = config
        .mints
        .get(usize::from(args.mint))
        .filter(|_| args.mint < config.mint_count)
    else {
        bail!(
            "there is no mint {}: the last one is {}",
            args.mint,
            config.mint_count - 1
        )
    };
    let class = class(context, &args.class).await?;
    let rate = class.rate()?;
    let terms = terms(context, args, &class, rate).await?;
    let slots = args.gpus.saturating_mul(args.replicas.into());
    let deposit = Hire::post(rate, slots, terms.seconds.into())?.deposit;
    let token = Tokens::listed(&config).of(&listed.mint);
    check_funds(context, &listed.mint, token, deposit).await?;
    let stake = existing_stake(context, &config, &owner).await?;
    let poster = Poster {
        client: owner,
        number: record.jobs_posted,
        stake: stake.filter(|_| !args.without_stake),
        referrer_stake: existing_stake(context, &config, &about.referrer).await?,
    };
    let address = find_job_pda(&owner, poster.number).0;
    let what = format!(
        "{slots} × {} for {} at {} dollars an hour each, deposit {}",
        class.name,
        span(terms.seconds.into()),
        dollars(rate),
        token.amount(deposit)
    );
    let transaction = Transaction {
        what: format!("Post {what}"),
        instructions: vec![job_escrow::post(&poster, listed.mint, terms)],
        payer: &signer,
        signers: Vec::new(),
    };
    let mut sent = context.transact(transaction).await?;
    sent.json["job"] = address.to_string().into();
    sent.json["number"] = poster.number.into();
    sent.json["rate"] = rate.to_string().into();
    sent.json["deposit"] = deposit.to_string().into();
    context.output.result(&sent.json, || {
        sent.told(&format!("posted {what}\njob {address}"))
    });
    Ok(())
}

async fn terms(
    context: &Context,
    args: &PostArgs,
    class: &Class,
    rate: u64,
) -> Result<PostInstructionArgs> {
    let seconds = |duration: std::time::Duration| u32::try_from(duration.as_secs());
    let verification = match (args.audit, args.replicas) {
        (true, _) => 2,
        (false, 1) => 0,
        (false, _) => 1,
    };
    Ok(PostInstructionArgs {
        mint_index: args.mint,
        verification,
        replicas: args.replicas,
        partial_fill: partial_fill(args).code(),
        deterministic: args.deterministic.into(),
        gpus: args.gpus,
        granule: args.granule,
        seconds: seconds(args.runs)?,
        claim_deadline: chain_time(context)
            .await?
            .saturating_add(seconds(args.claim_within)?.into()),
        start_seconds: seconds(args.start_within)?,
        max_rate: args
            .max_rate
            .unwrap_or(rate.saturating_add(rate.div_ceil(100))),
        filters: filters(&args.filters, class.id),
        spec_hash: args.spec_hash.0,
    })
}

/// What was chosen, or the default: replicas need all or nothing.
fn partial_fill(args: &PostArgs) -> PartialFill {
    args.partial_fill.unwrap_or(match args.replicas {
        1 => PartialFill::Keep,
        _ => PartialFill::Fail,
    })
}

fn filters(args: &FilterArgs, class: u16) -> Filters {
    Filters {
        class,
        region: args.region,
        min_vram_mib: args.min_vram_mib,
        min_operator_reputation: args.min_reputation,
        min_connectivity: args.min_connectivity,
        min_latency: args.min_latency,
        min_security: args.min_security,
        purposes: Purpose::bits(&args.purposes),
        reserved: [0; 2],
    }
}
