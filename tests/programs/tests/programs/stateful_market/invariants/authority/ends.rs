//! Who ends a claim or a job: its own people, or anybody once time or the job has ended it.

use super::super::super::{act::Act, snapshot::Snapshot};
use super::super::{Checked, holds, reckoning};
use ionet_core::{
    job::{ClaimState, EndReason, JobEnd, REAP_GRACE_SLOTS},
    settlement::MAX_GAP_SECONDS,
};
use ionet_test_kit::state::{Claim, Job};
use solana_address::Address;

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
    let job = &before.jobs[&old.job];
    let now = after.now;
    if old.recorded_at != new.recorded_at {
        let at = ended_at(job, old, new, now);
        let recorded = new.recorded_at == now && Some(new.ended_at) == at;
        holds(recorded, || {
            format!(
                "I3: claim {address} ended at {}, recorded at {}; at {now}, due {at:?}",
                new.ended_at, new.recorded_at
            )
        })?;
    }
    if old.end_reason == new.end_reason {
        return Ok(());
    }
    let cancelled = reckoning::cancelled_at(job);
    let ran = old.started_at != 0;
    let bought = reckoning::seconds(job).min(old.accepted_seconds);
    let used_up = old.started_at + i64::try_from(bought).expect("seconds of a job");
    let due = match reckoning::reason(new) {
        Some(EndReason::Completed) => leads(),
        Some(EndReason::Cancelled) => {
            cancelled.is_some_and(|at| ran || !reckoning::missed_its_start(job, old, at))
        }
        Some(EndReason::UsedUp) => ran && now >= cancelled.map_or(used_up, |at| at.min(used_up)),
        Some(EndReason::Reaped) => {
            let silent = now - old.newest.at > MAX_GAP_SECONDS;
            let slots = after.slot - old.heartbeat_slot > REAP_GRACE_SLOTS;
            ran && silent && slots && cancelled.is_none()
        }
        Some(EndReason::Expired) => {
            let until = cancelled.map_or(now, |at| at.min(now));
            !ran && reckoning::missed_its_start(job, old, until)
        }
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

/// When a claim ended, by why it did.
fn ended_at(job: &Job, old: &Claim, new: &Claim, now: i64) -> Option<i64> {
    let until = reckoning::end_of_time(job, old);
    match reckoning::reason(new) {
        None | Some(EndReason::Completed) => Some(now.min(until?)),
        Some(EndReason::UsedUp | EndReason::Cancelled) => until,
        Some(EndReason::Reaped) => Some(new.newest.at),
        Some(EndReason::Expired) => {
            let missed = reckoning::starts_until(job, old);
            reckoning::cancelled_at(job).or(missed)
        }
        Some(EndReason::Failed) => Some(job.claim_deadline),
    }
}
