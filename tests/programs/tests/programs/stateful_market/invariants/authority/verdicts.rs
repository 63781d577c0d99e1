//! Disputes and replicas: what decides them is the verdict, the majority or the deadline, and
//! never whoever calls.

use super::super::super::{act::Act, snapshot::Snapshot};
use super::super::{Checked, holds, reckoning};
use ionet_core::{
    job::{ClaimState, EndReason, REVEAL_SECONDS, VERDICT_SECONDS},
    settlement::HOLD_BACK_AFTER_END_SECONDS,
};
use ionet_test_kit::state::{Claim, Job};
use solana_address::Address;

/// `Job::verification` of an audited job.
const AUDIT: u8 = 2;
/// A verdict against the operator.
const WRONG: u8 = 1;

/// A dispute is opened of a result that can be checked, in time, for what is held back: by the
/// client with a bond, or in an audited job by a verdict against the operator.
pub fn disputed(
    address: &Address,
    old: &Claim,
    new: &Claim,
    after: &Snapshot,
    act: &Act,
) -> Checked {
    if old.dispute == new.dispute {
        return Ok(());
    }
    let job = &after.jobs[&new.job];
    let held_back = reckoning::held_back(job, old);
    let in_time = after.now < old.recorded_at + HOLD_BACK_AFTER_END_SECONDS;
    let open = old.state == ClaimState::Ended.code()
        && in_time
        && job.deterministic == 1
        && !reckoning::replicated(job)
        && held_back > 0;
    let bond = (held_back * 5).div_ceil(100).max(1_000_000);
    let verdict = after.verdicts.get(address);
    let wrong = verdict.is_some_and(|verdict| verdict.upheld == WRONG);
    let by_client = act.signed_by(&job.client) && new.dispute.bond == bond;
    let by_verdict = job.verification == AUDIT && wrong && new.dispute.bond == 0;
    let deadline = after.now + reckoning::bought(job) + VERDICT_SECONDS;
    let times = (new.dispute.opened_at, new.dispute.deadline) == (after.now, deadline);
    holds(open && times && (by_client || by_verdict), || {
        format!(
            "I9: claim {address} was disputed by {:?}: {:?} of {old:?}",
            act.signers, new.dispute
        )
    })
}

/// A result is revealed in the hour after the last replica ended, unless the job was cancelled.
pub fn revealed(address: &Address, old: &Claim, new: &Claim, after: &Snapshot) -> Checked {
    let state = ClaimState::Revealed.code();
    if old.state == state || new.state != state {
        return Ok(());
    }
    let job = &after.jobs[&new.job];
    let closes = reckoning::reveals_until(job);
    let open = closes.is_some_and(|closes| (closes - REVEAL_SECONDS..closes).contains(&after.now));
    holds(open && reckoning::cancelled_at(job).is_none(), || {
        format!(
            "I9: claim {address} revealed at {}, the hour ends at {closes:?}",
            after.now
        )
    })
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
    match reckoning::verdict_in_time(claim, before.verdicts.get(address)) {
        Some(verdict) => {
            let wrong = u8::from(verdict.upheld == WRONG);
            Some((wrong, wrong))
        }
        None => (now >= claim.dispute.deadline).then_some((1, 0)),
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
