//! `ionet job list` and `get`.

use anyhow::Result;
use ionet_client::{
    generated::job_escrow::accounts::{Claim, EscrowConfig},
    market,
};
use ionet_core::{
    job::{ClaimRecord, ClaimState, Entitlement, JobState},
    settlement::gross_floor,
};
use serde_json::{Value, json};

use super::{
    next::{ClaimView, steps},
    view::View,
    words::{job_code, job_words},
};
use crate::{
    context::Context,
    onchain::{
        chain_time, exists,
        jobs::{FoundJob, claims, config, job, jobs_of, verdict_account},
        registry::{Class, classes, participant},
    },
    output::table,
    tokens::Tokens,
};

/// What is read once for all jobs.
struct Surroundings {
    classes: Vec<Class>,
    config: EscrowConfig,
    tokens: Tokens,
    now: i64,
}

impl Surroundings {
    async fn read(context: &Context) -> Result<Self> {
        let config = config(context).await?;
        Ok(Self {
            classes: classes(context).await?,
            tokens: Tokens::listed(&config),
            config,
            now: chain_time(context).await?,
        })
    }

    /// Whether there is a verdict that counts for a claim in this state.
    async fn has_verdict(
        &self,
        context: &Context,
        job: &FoundJob,
        claim: &Claim,
        state: ClaimState,
    ) -> Result<bool> {
        let replicated = job.account.replicas > 1;
        let subject = match state {
            ClaimState::Disputed => job.at.claim(&claim.operator),
            ClaimState::Committed | ClaimState::Revealed | ClaimState::Ended if replicated => {
                job.at.address
            }
            _ => return Ok(false),
        };
        exists(context, &verdict_account(&self.config, &subject)).await
    }

    async fn view(&self, context: &Context, job: FoundJob) -> Result<View> {
        let (state, now) = (job.state()?, self.now);
        let sealed = job.account.sealed == 1;
        let mut all = Vec::new();
        for claim in claims(context, &job.at.address).await? {
            let record = market::claim_record(&claim)?;
            let verdict = self
                .has_verdict(context, &job, &claim, record.state)
                .await?;
            let view = ClaimView {
                operator: claim.operator,
                dispute: market::dispute(&claim),
                verdict,
                earned: earned(&state, &record, now)?,
                record,
            };
            all.push((claim, view));
        }
        all.sort_by_key(|(claim, _)| (claim.granted_at, claim.operator));
        let (accounts, views): (Vec<_>, Vec<_>) = all.into_iter().unzip();
        let id = job.account.filters.class;
        let class = self.classes.iter().find(|class| class.id == id);
        Ok(View {
            steps: steps(&state, sealed, &market::tally(&job.account), &views, now),
            state: job_code(&state, sealed),
            words: job_words(&state, sealed, now),
            class: class.map_or_else(|| id.to_string(), |class| class.name.clone()),
            token: self.tokens.of(&job.account.mint),
            claims: accounts.into_iter().zip(views).collect(),
            job,
            now,
        })
    }
}

/// What a claim is paid for so far, less what a dispute or its replicas took, micro-dollars.
fn earned(job: &JobState, claim: &ClaimRecord, now: i64) -> Result<u64> {
    let charge = match claim.entitlement {
        Entitlement::Full => claim.meter.newest.charge,
        Entitlement::Matured | Entitlement::Nothing => claim.settleable(job, now)?.charge,
    };
    Ok(gross_floor(charge))
}

/// Prints the jobs of a client that are not closed.
pub async fn list(context: &Context, client: Option<&str>) -> Result<()> {
    let client = context.owner(client)?;
    let posted = participant(context, &client)
        .await?
        .map_or(0, |record| record.jobs_posted);
    let surroundings = Surroundings::read(context).await?;
    let mut views = Vec::new();
    for job in jobs_of(context, &client).await? {
        views.push(surroundings.view(context, job).await?);
    }
    let values: Vec<Value> = views.iter().map(View::json).collect();
    let answer = json!({ "client": client.to_string(), "posted": posted, "jobs": values });
    context.output.result(&answer, || {
        if views.is_empty() {
            return format!("{client} has no open job; {posted} were ever posted");
        }
        let header = ["number", "job", "GPUs", "deposit", "state", "next"];
        table(header, &[0, 3], views.iter().map(View::row)).to_string()
    });
    Ok(())
}

/// Prints a job, its claims, and what can be done next.
pub async fn get(context: &Context, text: &str) -> Result<()> {
    let job = job(context, text).await?;
    let view = Surroundings::read(context)
        .await?
        .view(context, job)
        .await?;
    context.output.result(&view.json(), || view.text());
    Ok(())
}
