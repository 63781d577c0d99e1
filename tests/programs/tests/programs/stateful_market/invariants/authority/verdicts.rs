//! Disputes and replicas: what decides them is the verdict, the majority or the deadline, and
//! never whoever calls.

use super::super::super::snapshot::Snapshot;
use super::super::{Checked, holds, reckoning};
use ionet_core::job::{ClaimState, EndReason, VERDICT_SECONDS};
use ionet_test_kit::state::{Claim, Job};
use solana_address::Address;

/// `Job::verification` of an audited job.
const AUDIT: u8 = 2;
/// A verdict against the operator.
const WRONG: u8 = 1;

/// Whether a verdict opens a dispute: against the operator, in an audited job.
pub fn speaks_for_a_dispute(claim: &Address, job: &Job, after: &Snapshot) -> bool {
    let verdict = after.verdicts.get(claim);
    job.verification == AUDIT && verdict.is_some_and(|verdict| verdict.upheld == WRONG)
}

/// What a claim is left with after its dispute or its tally, and whether its result was proved
/// wrong.
pub fn decided(
    address: &Address,
    old: &Claim,
    new: &Claim,
    before: &Snapshot,
    after: &Snapshot,
) -> Checked {
    let resolved = ClaimState::Resolved.code();
    let is = (new.entitlement, new.proved_wrong);
    let due = if old.state == resolved || new.state != resolved {
        Some((old.entitlement, old.proved_wrong))
    } else {
        let job = &before.jobs[&old.job];
        if reckoning::replicated(job) {
            replica(old, job, before, after.now)
        } else {
            dispute(address, old, before, after.now)
        }
    };
    holds(due == Some(is), || {
        format!("I9: claim {address} is left with {is:?}, due is {due:?}")
    })
}

/// By the verdict that was posted before the deadline; at the deadline for the client.
fn dispute(address: &Address, claim: &Claim, before: &Snapshot, now: i64) -> Option<(u8, u8)> {
    let deadline = claim.dispute.deadline;
    let verdict = before.verdicts.get(address);
    match verdict.filter(|verdict| verdict.posted_at < deadline) {
        Some(verdict) => {
            let wrong = u8::from(verdict.upheld == WRONG);
            Some((wrong, wrong))
        }
        None => (now >= deadline).then_some((1, 0)),
    }
}

/// By the majority of all replicas; by a cancel that came before they had to reveal; else by the
/// re-run that was posted in time; else everyone who served to the end.
fn replica(claim: &Claim, job: &Job, before: &Snapshot, now: i64) -> Option<(u8, u8)> {
    let revealed = claim.state == ClaimState::Revealed.code();
    let right = |result: &[u8; 32]| revealed && claim.result_hash == *result;
    let votes = job.tally.results.iter().zip(job.tally.votes);
    let mut majority = votes.filter(|(_, votes)| 2 * votes > job.replicas);
    let mut proved_wrong = false;
    let paid = if let Some((result, _)) = majority.next() {
        right(result)
    } else if reckoning::cancelled_in_time(job) {
        true
    } else {
        // Nobody decides before replicas, and after them verifiers, had their time.
        let closes = reckoning::reveals_until(job)?;
        match reckoning::rerun_in_time(job, before.verdicts.get(&claim.job)) {
            Some(verdict) if now >= closes => {
                let paid = right(&verdict.result_hash);
                proved_wrong = revealed && !paid && job.deterministic == 1;
                paid
            }
            None if now >= closes + reckoning::bought(job) + VERDICT_SECONDS => {
                revealed || reckoning::reason(claim) == Some(EndReason::UsedUp)
            }
            _ => return None,
        }
    };
    Some((if paid { 0 } else { 2 }, u8::from(proved_wrong)))
}
