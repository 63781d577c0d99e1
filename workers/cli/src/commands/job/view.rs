//! A job as it is told: for people and for programs.

use ionet_client::generated::job_escrow::accounts::Claim;
use serde_json::{Value, json};

use super::{
    next::{ClaimView, Step},
    words::{claim_code, claim_words, reason_code},
};
use crate::{
    amounts::dollars,
    onchain::{iosd::hex, jobs::FoundJob},
    output::{facts, table, time},
    times::{json as json_time, span, when},
    tokens::Token,
};

/// A job with everything that is told of it.
pub struct View {
    pub job: FoundJob,
    pub claims: Vec<(Claim, ClaimView)>,
    pub steps: Vec<Step>,
    pub state: &'static str,
    pub words: String,
    pub class: String,
    pub token: Token,
    pub now: i64,
}

impl View {
    fn gpus(&self) -> String {
        let account = &self.job.account;
        match account.replicas {
            1 => format!("{} × {}", account.gpus, self.class),
            replicas => format!("{} × {}, {replicas} replicas", account.gpus, self.class),
        }
    }

    /// A line of `list`.
    pub fn row(&self) -> [String; 6] {
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

    /// For programs.
    pub fn json(&self) -> Value {
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

    /// For people.
    pub fn text(&self) -> String {
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
