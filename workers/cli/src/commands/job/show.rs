//! `ionet job list` and `get`.

use anyhow::Result;
use ionet_client::generated::job_escrow::accounts::{Claim, EscrowConfig};
use ionet_core::{
    job::{ClaimRecord, ClaimState, Entitlement, JobState},
    settlement::gross_floor,
};
use serde_json::{Value, json};

use super::{
    next::{ClaimView, Step, steps},
    words::{claim_code, claim_words, job_code, job_words, reason_code},
};
use crate::{
    amounts::dollars,
    context::Context,
    onchain::{
        chain_time, escrow, exists,
        iosd::hex,
        jobs::{FoundJob, claims, config, job, jobs_of, verdict_account},
        registry::{Class, classes, participant},
    },
    output::{facts, table, time},
    times::{json as json_time, span, when},
    tokens::{Token, Tokens},
};

/// A job with everything that is told of it.
struct View {
    job: FoundJob,
    claims: Vec<(Claim, ClaimView)>,
    steps: Vec<Step>,
    state: &'static str,
    words: String,
    class: String,
    token: Token,
    now: i64,
}

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
            let record = escrow::record(&claim)?;
            let verdict = self
                .has_verdict(context, &job, &claim, record.state)
                .await?;
            let view = ClaimView {
                operator: claim.operator,
                dispute: escrow::dispute(&claim),
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
            steps: steps(&state, sealed, &escrow::tally(&job.account), &views, now),
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

impl View {
    fn gpus(&self) -> String {
        let account = &self.job.account;
        match account.replicas {
            1 => format!("{} × {}", account.gpus, self.class),
            replicas => format!("{} × {}, {replicas} replicas", account.gpus, self.class),
        }
    }

    fn row(&self) -> [String; 6] {
        let account = &self.job.account;
        let next = self.steps.iter().find(|step| step.is_open(self.now));
        [
            account.number.to_string(),
            self.job.at.address.to_string(),
            self.gpus(),
            self.token.amount(account.deposit),
            self.words.clone(),
            next.map_or_else(String::new, |step| {
                format!(
                    "{} by {}, {}",
                    step.command,
                    step.who(),
                    step.soon(self.now)
                )
            }),
        ]
    }

    fn json(&self) -> Value {
        let account = &self.job.account;
        let rates: Vec<Value> = account
            .windows
            .iter()
            .filter(|window| window.seconds > 0)
            .map(|window| json!({ "seconds": window.seconds, "rate": window.rate.to_string() }))
            .collect();
        json!({
            "job": self.job.at.address.to_string(),
            "number": account.number,
            "client": account.client.to_string(),
            "state": self.state,
            "told": self.words,
            "class": account.filters.class,
            "class_name": self.class,
            "gpus": account.gpus,
            "replicas": account.replicas,
            "deterministic": account.deterministic == 1,
            "slots": account.slots,
            "slots_claimed": account.slots_claimed,
            "time": rates,
            "mint": account.mint.to_string(),
            "mint_index": account.mint_index,
            "deposit": account.deposit.to_string(),
            "refunded": account.refunded.to_string(),
            "settled": account.moved.to_string(),
            "spec_hash": hex(&account.spec_hash),
            "posted_at": json_time(account.posted_at),
            "claim_deadline": json_time(account.claim_deadline),
            "ended_at": json_time(account.ended_at),
            "claims": self.claims.iter().map(claim_json).collect::<Vec<_>>(),
            "next": self.steps.iter().map(|step| step.json(self.now)).collect::<Vec<_>>(),
        })
    }

    fn text(&self) -> String {
        let mut parts = vec![self.facts()];
        if !self.claims.is_empty() {
            let header = ["operator", "GPUs", "state", "earned", "settled"];
            let rows = self.claims.iter().map(|claim| self.claim_row(claim));
            parts.push(table(header, &[1, 3, 4], rows).to_string());
        }
        if !self.steps.is_empty() {
            let rows = grouped(&self.steps)
                .into_iter()
                .map(|(step, claims)| self.step_row(step, claims));
            parts.push(table(["next", "by", "when"], &[], rows).to_string());
        }
        parts.join("\n")
    }

    fn facts(&self) -> String {
        let account = &self.job.account;
        let seconds: u64 = account.windows.iter().map(|window| window.seconds).sum();
        let windows = account.windows.iter().filter(|window| window.seconds > 0);
        let rates: Vec<String> = windows
            .map(|window| {
                let rate = dollars(window.rate);
                format!("{} at {rate} dollars a GPU-hour", span(window.seconds))
            })
            .collect();
        let paid = match rates.len() {
            1 => rates.concat(),
            _ => format!("{}: {}", span(seconds), rates.join(", then ")),
        };
        let mut rows = vec![
            (
                "job",
                format!("{} (number {})", self.job.at.address, account.number),
            ),
            ("client", account.client.to_string()),
            ("state", self.words.clone()),
            ("GPUs", self.gpus()),
            (
                "claimed",
                format!("{} of {}", account.slots_claimed, account.slots),
            ),
            ("time", paid),
            ("deposit", self.token.amount(account.deposit)),
            ("refunded", self.token.amount(account.refunded)),
            ("settled", self.token.amount(account.moved)),
            ("posted", time(account.posted_at)),
            ("claims until", when(account.claim_deadline, self.now)),
        ];
        if account.ended_at > 0 {
            rows.push(("ended", when(account.ended_at, self.now)));
        }
        facts(rows).to_string()
    }

    fn claim_row(&self, (account, view): &(Claim, ClaimView)) -> [String; 5] {
        [
            account.operator.to_string(),
            account.gpus.to_string(),
            claim_words(&view.record, self.now),
            self.token.amount(view.earned),
            self.token.amount(account.settled_gross),
        ]
    }

    fn step_row(&self, step: &Step, claims: usize) -> [String; 3] {
        let mut command = format!("ionet {}", step.command);
        if claims > 1 {
            command = format!("{command} ({claims} claims)");
        }
        if let Some((what, amount)) = step.amount.filter(|_| claims <= 1) {
            command = format!("{command}: {what} of {}", self.token.amount(amount));
        }
        [command, step.who().to_owned(), step.when(self.now)]
    }
}

/// Steps of many claims that are the same command, with their number: the most urgent one stands for
/// all.
fn grouped(steps: &[Step]) -> Vec<(&Step, usize)> {
    let urgency = |step: &Step| (step.opens, step.closes);
    let mut groups: Vec<(&Step, usize)> = Vec::new();
    for step in steps {
        let same = groups
            .iter_mut()
            .find(|(first, _)| first.command == step.command);
        match same {
            Some((first, count)) => {
                *count += 1;
                if urgency(step) < urgency(first) {
                    *first = step;
                }
            }
            None => groups.push((step, 1)),
        }
    }
    groups
}

fn claim_json((claim, view): &(Claim, ClaimView)) -> Value {
    json!({
        "operator": claim.operator.to_string(),
        "gpus": claim.gpus,
        "state": claim_code(&view.record),
        "end_reason": view.record.reason.map(reason_code),
        "accepted_seconds": claim.accepted_seconds,
        "granted_at": json_time(claim.granted_at),
        "started_at": json_time(claim.started_at),
        "last_heartbeat_at": json_time(claim.newest.at),
        "ended_at": json_time(claim.ended_at),
        "recorded_at": json_time(claim.recorded_at),
        "earned": view.earned.to_string(),
        "settled": claim.settled_gross.to_string(),
        "bond": claim.bond.to_string(),
        "commitment": (claim.commitment != [0; 32]).then(|| hex(&claim.commitment)),
        "result_hash": (claim.result_hash != [0; 32]).then(|| hex(&claim.result_hash)),
        "dispute": view.dispute.map(|dispute| json!({
            "opened_at": json_time(dispute.opened_at),
            "deadline": json_time(dispute.deadline),
            "bond": dispute.bond.to_string(),
        })),
        "proved_wrong": claim.proved_wrong == 1,
    })
}
