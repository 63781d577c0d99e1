//! What can be done about a job next, by whom, and until when.
//!
//! It follows from the accounts and the rules. The programs have the last word; what is listed here
//! is what they would accept now or at the time that is named, as far as the accounts tell.

use ionet_core::{
    job::{
        ClaimRecord, ClaimState, Dispute, EndReason, JobEnd, JobState, RevealWindow, Tally,
        Verification, dispute_bond_ceil, verdict_deadline,
    },
    settlement::{HEARTBEAT_INTERVAL_SECONDS, HOLD_BACK_AFTER_END_SECONDS, MAX_GAP_SECONDS},
};
use serde_json::{Value, json};
use solana_pubkey::Pubkey;

use crate::{
    output::time,
    times::{json as json_time, span, when},
};

/// Who may do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Anybody,
    Client,
    Operators,
    LeadDevice,
    /// Whoever knows the salt.
    Committer,
}

/// One thing that can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The command: `job dispute`.
    pub command: &'static str,
    pub who: Who,
    /// Whose claim it is about.
    pub operator: Option<Pubkey>,
    /// From when on, unix seconds; 0: now.
    pub opens: i64,
    /// Until when, unix seconds; 0: no deadline.
    pub closes: i64,
    /// Micro-dollars that it moves, and what they are.
    pub amount: Option<(&'static str, u64)>,
}

/// A claim as far as its next steps need it.
pub struct ClaimView {
    pub operator: Pubkey,
    pub record: ClaimRecord,
    pub dispute: Option<Dispute>,
    /// Whether verifiers have said something about it, or about the replicas of its job.
    pub verdict: bool,
    /// What it is paid for so far, micro-dollars.
    pub earned: u64,
}

impl Who {
    fn text(self) -> &'static str {
        match self {
            Self::Anybody => "anybody",
            Self::Client => "the client",
            Self::Operators => "operators",
            Self::LeadDevice => "its lead device",
            Self::Committer => "who committed",
        }
    }
}

impl Step {
    fn new(command: &'static str, who: Who) -> Self {
        Self {
            command,
            who,
            operator: None,
            opens: 0,
            closes: 0,
            amount: None,
        }
    }

    fn of(self, claim: &ClaimView) -> Self {
        Self {
            operator: Some(claim.operator),
            ..self
        }
    }

    fn from(self, opens: i64) -> Self {
        Self { opens, ..self }
    }

    fn until(self, closes: i64) -> Self {
        Self { closes, ..self }
    }

    fn moves(self, what: &'static str, amount: u64) -> Self {
        Self {
            amount: Some((what, amount)),
            ..self
        }
    }

    /// Whether it can be done at `now`.
    pub fn is_open(&self, now: i64) -> bool {
        now >= self.opens && (self.closes == 0 || now < self.closes)
    }

    /// For programs.
    pub fn json(&self, now: i64) -> Value {
        json!({
            "command": self.command,
            "who": self.who.text(),
            "operator": self.operator.map(|operator| operator.to_string()),
            "now": self.is_open(now),
            "from": json_time(self.opens),
            "until": json_time(self.closes),
            "moves": self.amount.map(|(what, amount)| json!({
                "what": what,
                "amount": amount.to_string(),
            })),
        })
    }

    /// When, for people.
    pub fn when(&self, now: i64) -> String {
        let between = |from: i64| span(self.closes.saturating_sub(from).max(0).unsigned_abs());
        match (now >= self.opens, self.closes) {
            (true, 0) => "now".to_owned(),
            (true, closes) => format!("now; {} left (until {})", between(now), time(closes)),
            (false, 0) => when(self.opens, now),
            (false, _) => format!("{}, for {}", when(self.opens, now), between(self.opens)),
        }
    }

    /// The same for people in a hurry.
    pub fn soon(&self, now: i64) -> String {
        match self.closes {
            0 => "now".to_owned(),
            closes => format!(
                "{} left",
                span(closes.saturating_sub(now).max(0).unsigned_abs())
            ),
        }
    }

    /// Who, for people.
    pub fn who(&self) -> &'static str {
        self.who.text()
    }
}

/// Everything that can be done now or later, in the order of a job's life.
pub fn steps(
    job: &JobState,
    sealed: bool,
    tally: &Tally,
    claims: &[ClaimView],
    now: i64,
) -> Vec<Step> {
    let accepted = claims.iter().filter(|claim| claim.record.state.is_open());
    let longest = accepted
        .map(|claim| claim.record.meter.accepted_seconds)
        .max();
    let mut steps = before_the_end(job, sealed, longest.unwrap_or(0), now);
    for claim in claims {
        steps.extend(of_claim(job, tally, claim, now));
    }
    let settled = |claim: &ClaimView| claim.record.state == ClaimState::Settled;
    steps.extend(of_money(job, claims.iter().all(settled), now));
    steps.retain(|step| step.closes == 0 || now < step.closes);
    steps
}

/// `accepted` is the longest time that an operator runs it for, seconds.
fn before_the_end(job: &JobState, sealed: bool, accepted: u64, now: i64) -> Vec<Step> {
    if job.has_ended() || job.is_failed(now) {
        return Vec::new();
    }
    let mut steps = Vec::new();
    if !job.is_full() {
        let first = if sealed {
            Step::new("job claim", Who::Operators)
        } else {
            Step::new("job seal", Who::Anybody)
        };
        steps.push(first.until(job.claim_deadline));
    }
    let reveals = RevealWindow::of(job).map_or(0, |window| window.opens_at);
    if job.end_if_due(now).is_err() {
        if !job.claiming_closed(now) || accepted > job.hire.seconds() {
            steps.push(Step::new("job extend", Who::Client).until(reveals));
        }
        steps.push(Step::new("job cancel", Who::Client));
    }
    steps
}

fn of_claim(job: &JobState, tally: &Tally, claim: &ClaimView, now: i64) -> Vec<Step> {
    let record = &claim.record;
    let never_ran = matches!(record.reason, Some(EndReason::Expired | EndReason::Failed));
    let undecided = job.verification.is_replicate() && !never_ran;
    let steps = match record.state {
        ClaimState::Claimed | ClaimState::Starting => of_start(job, record),
        ClaimState::Running => of_work(job, record),
        ClaimState::Committed | ClaimState::Revealed => of_replica(job, tally, claim, now),
        ClaimState::Ended if undecided => of_replica(job, tally, claim, now),
        ClaimState::Ended => of_hold_back(job, record),
        ClaimState::Disputed => {
            let deadline = claim.dispute.filter(|_| !claim.verdict);
            let deadline = deadline.map_or(0, |dispute| dispute.deadline);
            vec![Step::new("job resolve", Who::Anybody).from(deadline)]
        }
        ClaimState::Resolved => {
            let waits = record
                .meter
                .ended_at
                .saturating_add(HOLD_BACK_AFTER_END_SECONDS);
            vec![Step::new("job settle", Who::Anybody).from(waits)]
        }
        ClaimState::Settled | ClaimState::Closed => Vec::new(),
    };
    steps.into_iter().map(|step| step.of(claim)).collect()
}

/// What ends a claim that nobody ends: a keeper.
fn finish(from: i64) -> Step {
    Step::new("keeper --once", Who::Anybody).from(from)
}

fn of_start(job: &JobState, claim: &ClaimRecord) -> Vec<Step> {
    if job.has_ended() {
        return vec![finish(0)];
    }
    let Some(window) = job.start_window(claim.granted_at) else {
        return vec![finish(job.claim_deadline)];
    };
    // The last second counts.
    let over = window.deadline.saturating_add(1);
    let start = Step::new("job start", Who::LeadDevice);
    vec![start.from(window.opens_at).until(over), finish(over)]
}

fn of_work(job: &JobState, claim: &ClaimRecord) -> Vec<Step> {
    let last = claim.meter.newest.at;
    let end = claim.meter.end(&job.hire).unwrap_or(i64::MAX);
    let latest = end.saturating_add(HOLD_BACK_AFTER_END_SECONDS);
    let next = last.saturating_add(HEARTBEAT_INTERVAL_SECONDS).min(end);
    let dark = last.saturating_add(MAX_GAP_SECONDS).min(latest);
    let result = if job.verification.is_replicate() {
        "job commit"
    } else {
        "job complete"
    };
    vec![
        Step::new("job heartbeat", Who::LeadDevice)
            .from(next)
            .until(dark.saturating_add(1)),
        Step::new(result, Who::LeadDevice).until(latest),
        finish(dark.saturating_add(1)),
    ]
}

fn of_hold_back(job: &JobState, claim: &ClaimRecord) -> Vec<Step> {
    let over = claim.hold_back_ends_at();
    let mut steps = Vec::new();
    let held_back = claim.held_back(job).unwrap_or(0);
    if job.deterministic && held_back > 0 {
        let bond = dispute_bond_ceil(held_back).unwrap_or(u64::MAX);
        steps.push(
            Step::new("job dispute", Who::Client)
                .until(over)
                .moves("bond", bond),
        );
        if job.verification == Verification::Audit {
            steps.push(Step::new("job dispute --by-verdict", Who::Anybody).until(over));
        }
    }
    steps.push(Step::new("job settle", Who::Anybody).from(over));
    steps
}

fn of_replica(job: &JobState, tally: &Tally, claim: &ClaimView, now: i64) -> Vec<Step> {
    let decide = |from| vec![Step::new("job decide", Who::Anybody).from(from)];
    let cancelled = job.end == JobEnd::Cancelled;
    let Some(window) = RevealWindow::of(job).filter(|_| !cancelled) else {
        return decide(0);
    };
    let can_reveal = claim.record.state == ClaimState::Committed && now < window.closes_at;
    let majority = tally.majority(job.verification.replicas()).is_some();
    let undecided = if claim.verdict {
        window.closes_at
    } else {
        verdict_deadline(window.closes_at, job.hire.seconds())
    };
    let from = match (majority, can_reveal) {
        (true, true) => window.closes_at,
        (true, false) => 0,
        (false, _) => undecided,
    };
    let mut steps = Vec::new();
    if can_reveal {
        let reveal = Step::new("job reveal", Who::Committer);
        steps.push(reveal.from(window.opens_at).until(window.closes_at));
    }
    steps.extend(decide(from));
    steps
}

fn of_money(job: &JobState, settled: bool, now: i64) -> Vec<Step> {
    let mut steps = Vec::new();
    match job.refund(now) {
        Ok(refund) => {
            let step = Step::new("job refund", Who::Anybody);
            steps.push(step.moves("refund", refund.amount));
        }
        Err(_) if !job.claiming_closed(now) => {
            // What nobody claims comes back.
            steps.push(Step::new("job refund", Who::Anybody).from(job.claim_deadline));
        }
        Err(_) => {}
    }
    if settled && (job.has_ended() || job.end_if_due(now).is_ok()) {
        steps.push(Step::new("job close", Who::Anybody));
    }
    steps
}

#[cfg(test)]
mod tests;
