//! Who ends a claim or a job: its own people, or anybody once time or the job has ended it.

use super::super::super::{act::Act, snapshot::Snapshot};
use super::super::{Checked, holds, reckoning};
use ionet_core::{
    job::{ClaimState, EndReason, JobEnd, PartialFill, REAP_GRACE_SLOTS},
    settlement::MAX_GAP_SECONDS,
};
use ionet_test_kit::state::{Claim, Job};
use solana_address::Address;

/// `Job::partial_fill`: claims start at once.
const KEEP: u8 = PartialFill::Keep as u8;
/// Claims wait for each other until the deadline.
const WAIT: u8 = PartialFill::Wait as u8;

/// A job is cancelled by its client; it is finished when nothing can be claimed and every claim
/// has ended; it fails at its deadline, unless it is full or the client wanted less.
pub fn job(address: &Address, old: &Job, new: &Job, after: &Snapshot, act: &Act) -> Checked {
    if old.end == new.end {
        return Ok(());
    }
    let over = !reckoning::claimable(old, after.now);
    let done = old.slots_finished == old.slots_claimed;
    let failed = reckoning::failed(old, after.now);
    let due = match new.end {
        end if end == JobEnd::Finished.code() => over && done && !failed,
        end if end == JobEnd::Cancelled.code() => act.signed_by(&old.client) && !failed,
        end if end == JobEnd::Failed.code() => failed,
        _ => false,
    };
    holds(due, || {
        format!(
            "I9: job {address} ended as {} by {:?}: {old:?}",
            new.end, act.signers
        )
    })
}

/// A claim completes by its lead device; every other end lies in time or in its job.
pub fn claim(
    address: &Address,
    old: &Claim,
    new: &Claim,
    before: &Snapshot,
    after: &Snapshot,
    leads: impl Fn() -> bool,
) -> Checked {
    if old.end_reason == new.end_reason {
        return Ok(());
    }
    let job = &before.jobs[&old.job];
    let now = after.now;
    let cancelled = reckoning::cancelled_at(job);
    let ran = old.started_at != 0;
    let bought = reckoning::seconds(job).min(old.accepted_seconds);
    let used_up = old.started_at + i64::try_from(bought).expect("seconds of a job");
    let due = match reckoning::reason(new) {
        Some(EndReason::Completed) => leads(),
        Some(EndReason::Cancelled) => cancelled.is_some(),
        Some(EndReason::UsedUp) => ran && now >= cancelled.map_or(used_up, |at| at.min(used_up)),
        Some(EndReason::Reaped) => {
            let silent = now - old.newest.at > MAX_GAP_SECONDS;
            let slots = after.slot - old.heartbeat_slot > REAP_GRACE_SLOTS;
            ran && silent && slots && cancelled.is_none()
        }
        Some(EndReason::Expired) => !ran && missed_its_start(job, old, now),
        Some(EndReason::Failed) => !ran && reckoning::failed(job, now),
        None => false,
    };
    let anew = old.state <= ClaimState::Running.code();
    holds(due && anew, || {
        format!(
            "I9: claim {address} ended for {} which is not so: {old:?}",
            new.end_reason
        )
    })
}

/// Whether the time to start was over when the claim, or its job, ended.
fn missed_its_start(job: &Job, claim: &Claim, now: i64) -> bool {
    let opens = match (job.filled_at, job.partial_fill) {
        (_, KEEP) => claim.granted_at,
        (0, WAIT) => job.claim_deadline,
        (0, _) => return false,
        (filled_at, _) => filled_at,
    };
    let opens = opens.max(claim.granted_at);
    let until = reckoning::cancelled_at(job).map_or(now, |at| at.min(now));
    until > opens + i64::from(job.start_seconds)
}
