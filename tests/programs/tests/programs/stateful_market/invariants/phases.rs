//! I7: phases go forward, each moment is recorded once.

use super::super::snapshot::Snapshot;
use super::{Checked, changed, holds};
use ionet_core::job::ClaimState::{
    self, Claimed, Committed, Disputed, Ended, Resolved, Revealed, Running, Settled, Starting,
};
use ionet_test_kit::state::{Claim, Job};
use solana_address::Address;

/// Where a claim can go in one step, staying where it is aside.
const WAYS: [(ClaimState, &[ClaimState]); 9] = [
    (Claimed, &[Starting, Running, Ended]),
    (Starting, &[Running, Ended]),
    (Running, &[Committed, Ended]),
    (Committed, &[Revealed, Resolved]),
    (Revealed, &[Resolved]),
    (Ended, &[Disputed, Resolved, Settled]),
    (Disputed, &[Resolved]),
    (Resolved, &[Settled]),
    (Settled, &[]),
];

/// Jobs and claims.
pub fn forward_only(before: &Snapshot, after: &Snapshot) -> Checked {
    for (address, old, new) in changed(&before.claims, &after.claims) {
        if let (Some(old), Some(new)) = (old, new) {
            claim(address, old, new)?;
        }
    }
    for (address, old, new) in changed(&before.jobs, &after.jobs) {
        if let (Some(old), Some(new)) = (old, new) {
            job(address, old, new)?;
        }
    }
    Ok(())
}

fn claim(address: &Address, old: &Claim, new: &Claim) -> Checked {
    let way = WAYS.iter().find(|(from, _)| from.code() == old.state);
    let (_, allowed) = way.ok_or_else(|| format!("I7: claim {address} in state {}", old.state))?;
    let moved = old.state != new.state;
    let forward = allowed.iter().any(|to| to.code() == new.state);
    holds(!moved || forward, || {
        format!(
            "I7: claim {address} went from state {} to {}",
            old.state, new.state
        )
    })?;
    let once = [
        ("start", old.started_at, new.started_at),
        ("end", old.ended_at, new.ended_at),
        ("record of its end", old.recorded_at, new.recorded_at),
        ("dispute", old.dispute.opened_at, new.dispute.opened_at),
        ("reason", old.end_reason.into(), new.end_reason.into()),
        (
            "entitlement",
            old.entitlement.into(),
            new.entitlement.into(),
        ),
        ("proof", old.proved_wrong.into(), new.proved_wrong.into()),
    ];
    for (what, was, is) in once {
        holds(was == is || was == 0 && moved, || {
            format!("I7: the {what} of claim {address} went from {was} to {is}")
        })?;
    }
    let texts = [
        ("commitment", old.commitment, new.commitment),
        ("result", old.result_hash, new.result_hash),
    ];
    for (what, was, is) in texts {
        holds(was == is || was == [0; 32] && moved, || {
            format!("I7: the {what} of claim {address} changed")
        })?;
    }
    ended(address, new)
}

/// What has ended says when, and why unless it committed; what runs has not.
fn ended(address: &Address, claim: &Claim) -> Checked {
    let open = claim.state <= Running.code();
    let recorded = claim.ended_at != 0 && claim.recorded_at != 0;
    let reason = claim.end_reason != 0 || claim.commitment != [0; 32];
    let sound = if open {
        claim.ended_at == 0 && claim.recorded_at == 0 && claim.end_reason == 0
    } else {
        recorded && reason && claim.ended_at <= claim.recorded_at
    };
    holds(sound, || {
        format!(
            "I7: claim {address} in state {}: ended at {}, recorded at {}, for {}",
            claim.state, claim.ended_at, claim.recorded_at, claim.end_reason
        )
    })
}

fn job(address: &Address, old: &Job, new: &Job) -> Checked {
    let once = [
        ("end", i64::from(old.end), i64::from(new.end)),
        ("time of its end", old.ended_at, new.ended_at),
        ("last claim", old.filled_at, new.filled_at),
        ("last end", old.last_ended_at, new.last_ended_at),
        ("seal", i64::from(old.sealed), i64::from(new.sealed)),
    ];
    for (what, was, is) in once {
        holds(was == is || was == 0, || {
            format!("I7: the {what} of job {address} went from {was} to {is}")
        })?;
    }
    let bound = (&old.bound, &new.bound);
    let counted = bound.0.counted_until <= bound.1.counted_until
        && bound.0.last_started_at <= bound.1.last_started_at;
    holds(counted, || {
        format!("I7: the count of job {address} went back in time")
    })
}
