//! Disputes and replicas: what decides them is the verdict, the majority or the deadline, and
//! never whoever calls.

use super::super::super::snapshot::Snapshot;
use super::super::{Checked, holds, reckoning};
use ionet_core::job::{ClaimState, EndReason, JobEnd, REVEAL_SECONDS, VERDICT_SECONDS};
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

/// What a claim is left with after its dispute or its tally.
pub fn decided(
    address: &Address,
    old: &Claim,
    new: &Claim,
    before: &Snapshot,
    after: &Snapshot,
) -> Checked {
    let resolved = ClaimState::Resolved.code();
    if old.state == resolved || new.state != resolved {
        return holds(old.entitlement == new.entitlement, || {
            format!("I9: the entitlement of claim {address} changed without a decision")
        });
    }
    let job = &before.jobs[&old.job];
    let due = if reckoning::replicated(job) {
        replica(old, job, before, after.now)
    } else {
        dispute(address, old, before, after.now)
    };
    holds(due == Some(new.entitlement), || {
        format!(
            "I9: claim {address} is left with {}, due is {due:?}",
            new.entitlement
        )
    })
}

/// By the verdict; at the deadline for the client.
fn dispute(address: &Address, claim: &Claim, before: &Snapshot, now: i64) -> Option<u8> {
    match before.verdicts.get(address) {
        Some(verdict) => Some(u8::from(verdict.upheld == WRONG)),
        None => (now >= claim.dispute.deadline).then_some(1),
    }
}

/// By the majority of all replicas; else by the re-run; else everyone who served to the end.
fn replica(claim: &Claim, job: &Job, before: &Snapshot, now: i64) -> Option<u8> {
    let revealed = claim.state == ClaimState::Revealed.code();
    let right = |result: &[u8; 32]| revealed && claim.result_hash == *result;
    let votes = job.tally.results.iter().zip(job.tally.votes);
    let mut majority = votes.filter(|(_, votes)| 2 * votes > job.replicas);
    let cancelled = job.end == JobEnd::Cancelled.code();
    let paid = if let Some((result, _)) = majority.next() {
        right(result)
    } else if cancelled {
        true
    } else {
        // Nobody decides before replicas, and after them verifiers, had their time.
        let closes = reveals_until(job)?;
        match before.verdicts.get(&claim.job) {
            Some(verdict) if now >= closes => right(&verdict.result_hash),
            None if now >= closes + bought(job) + VERDICT_SECONDS => {
                revealed || reckoning::reason(claim) == Some(EndReason::UsedUp)
            }
            _ => return None,
        }
    };
    Some(if paid { 0 } else { 2 })
}

/// Until when replicas reveal: an hour from the last end, or from the last second that they
/// bought; never while some replica can still be claimed.
fn reveals_until(job: &Job) -> Option<i64> {
    (job.slots_claimed == job.slots).then_some(())?;
    let last = job.filled_at + i64::from(job.start_seconds) + bought(job);
    let opens = match job.last_ended_at {
        0 => last,
        at => at.min(last),
    };
    Some(opens + REVEAL_SECONDS)
}

fn bought(job: &Job) -> i64 {
    i64::try_from(reckoning::seconds(job)).expect("seconds of a job")
}
