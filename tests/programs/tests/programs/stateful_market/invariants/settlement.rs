//! I3: what leaves a job is what is booked, to the unit; nobody is paid for more than its
//! heartbeats cover, nor earlier than they mature.

use super::super::snapshot::{MINTS, Snapshot};
use super::{
    Checked, changed,
    flows::{Flows, ShardFlow},
    holds,
    reckoning::{self, charge, locked, minimum, missed_its_start, settleable},
};
use ionet_core::{
    job::ClaimState,
    settlement::{HOLD_BACK_AFTER_END_SECONDS, MAX_GAP_SECONDS},
};
use ionet_test_kit::state::{Claim, Job};
use solana_address::Address;
use std::collections::BTreeMap;

/// A claim's settled gross is at most what has matured, and at most what its job locked for it;
/// its charge grows by seconds that passed.
pub fn no_more_than_earned(before: &Snapshot, after: &Snapshot) -> Checked {
    for (address, claim) in after.claims.iter() {
        let job = &after.jobs[&claim.job];
        let most = settleable(job, claim, after.now);
        let settled = claim.settled_gross;
        holds(settled <= most, || {
            format!("I3: claim {address} is settled with {settled}, {most} has matured")
        })?;
        let locked = locked(job, claim);
        let earned = reckoning::gross(u128::from(claim.newest.charge));
        holds(settled <= locked && earned <= locked, || {
            format!("I3: claim {address} earned {earned}, got {settled}; {locked} is locked for it")
        })?;
        if claim.state == ClaimState::Settled.code() {
            let all = reckoning::final_gross(job, claim);
            holds(settled == all, || {
                format!("I3: claim {address} is settled for good with {settled} of {all}")
            })?;
        }
    }
    for (address, old) in before.claims.iter() {
        if let Some(new) = after.claims.get(address) {
            let jobs = (&before.jobs[&old.job], &after.jobs[&new.job]);
            what_is_decided_stays(address, (old, jobs.0), (new, jobs.1))?;
        }
    }
    for (address, old, new) in changed(&before.claims, &after.claims) {
        if let (Some(old), Some(new)) = (old, new) {
            let job = &after.jobs[&new.job];
            grows_with_time(address, old, new, job, after.now)?;
            let due = settleable(job, old, after.now);
            let settled = new.settled_gross;
            holds(old.settled_gross == settled || settled == due, || {
                format!("I3: a settlement of claim {address} went up to {settled} of {due}")
            })?;
        }
    }
    for (address, old, new) in changed(&before.jobs, &after.jobs) {
        if let (Some(old), Some(new)) = (old, new) {
            refunded(address, old, new, after)?;
        }
    }
    Ok(())
}

/// A refund leaves what claims earned and can still earn, and no more where that is known.
fn refunded(address: &Address, old: &Job, new: &Job, after: &Snapshot) -> Checked {
    if old.refunded == new.refunded {
        return Ok(());
    }
    let claims = after.claims_of(address).map(|(_, claim)| claim);
    let open = claims.filter(|claim| claim.state <= ClaimState::Running.code());
    let each = charge(new, 0, reckoning::seconds(new));
    let most: u128 = open.map(|claim| u128::from(claim.gpus) * each).sum();
    let most = if reckoning::failed(new, after.now) {
        0
    } else {
        most
    };
    let left = new.deposit - new.refunded;
    let needed = new.bound.ended_gross + reckoning::gross(most);
    // After a cancellation less can be earned than the time that was bought.
    let cancelled = reckoning::cancelled_at(new).is_some() && most > 0;
    holds(
        left == needed.min(new.deposit) || cancelled && left <= needed,
        || format!("I3: a refund of job {address} leaves {left}, {needed} can be earned"),
    )
}

/// What a claim gets is fixed by its end, and by what decides it, whatever its job does later:
/// an extension, a cancellation.
fn what_is_decided_stays(
    address: &Address,
    (old, old_job): (&Claim, &Job),
    (new, new_job): (&Claim, &Job),
) -> Checked {
    if old.ended_at == 0 || old.entitlement != new.entitlement {
        return Ok(());
    }
    let was = reckoning::final_gross(old_job, old);
    let is = reckoning::final_gross(new_job, new);
    holds(was == is, || {
        format!("I3: claim {address}, which ended, gets {is} after {was}")
    })
}

/// What a step added to a claim's charge: the seconds since its last heartbeat, unless they are
/// more than 30 minutes, of GPUs that were alive before and after; where a cancellation ended it,
/// the minimum at least.
fn grows_with_time(address: &Address, old: &Claim, new: &Claim, job: &Job, now: i64) -> Checked {
    let started = old.started_at == 0 && new.started_at != 0;
    if started {
        let begins = new.started_at == now && new.newest.at == now && new.newest.charge == 0;
        return holds(begins, || {
            format!(
                "I3: claim {address} began at {} with {:?}",
                new.started_at, new.newest
            )
        });
    }
    let (from, to) = (old.newest.at, new.newest.at);
    let until = reckoning::end_of_time(job, old).unwrap_or(now);
    holds(from == to || to == now.min(until), || {
        format!("I3: the meter of claim {address} went from {from} to {to}, at {now}")
    })?;
    let after_start = |at: i64| u64::try_from(at - new.started_at).unwrap_or(0);
    let late = now - from > MAX_GAP_SECONDS || now >= until + HOLD_BACK_AFTER_END_SECONDS;
    let alive = if late { 0 } else { old.alive.min(new.alive) };
    let covered = u128::from(alive) * charge(job, after_start(from), after_start(to));
    let mut expected = u128::from(old.newest.charge) + covered;
    let ended = old.ended_at == 0 && new.ended_at != 0;
    if ended && minimum_is_due(job, new) {
        expected = expected.max(minimum(job, new));
    }
    holds(u128::from(new.newest.charge) == expected, || {
        format!(
            "I3: claim {address} is charged {} at {to}, heartbeats cover {expected}",
            new.newest.charge
        )
    })
}

/// Whether the cancellation of its job ended a claim whose operator had not missed its start.
fn minimum_is_due(job: &Job, claim: &Claim) -> bool {
    let cut = reckoning::cancelled_at(job).is_some_and(|at| claim.ended_at == at);
    cut && (claim.started_at != 0 || !missed_its_start(job, claim, claim.ended_at))
}

/// Every ledger changed by what settlements, disputes and closes of the step owe to it.
pub fn booked_is_what_left(before: &Snapshot, after: &Snapshot) -> Checked {
    let flows = Flows::between(before, after);
    for (address, old, new) in changed(&before.jobs, &after.jobs) {
        if let (Some(old), Some(new)) = (old, new) {
            let due = flows.moved.get(address).copied().unwrap_or(0);
            holds(old.moved + due == new.moved, || {
                format!(
                    "I3: job {address} moved {} to {}, {due} is due",
                    old.moved, new.moved
                )
            })?;
        }
    }
    for (key, old, new) in changed(&before.shards, &after.shards) {
        let (Some(old), Some(new)) = (old, new) else {
            continue;
        };
        let due = flows.shards.get(key).copied().unwrap_or_default();
        let booked = ShardFlow {
            gross: new.gross - old.gross,
            token_shares: new.token_shares - old.token_shares,
            participants: new.participants.booked - old.participants.booked,
            treasury: new.treasury.booked - old.treasury.booked,
            verifiers: new.verifiers.booked - old.verifiers.booked,
            bonds_in: due.bonds_in,
            bonds_out: due.bonds_out,
        };
        let bonds = old.dispute_bonds + due.bonds_in == new.dispute_bonds + due.bonds_out;
        holds(booked == due && bonds, || {
            format!(
                "I3: shard {key:?} booked {booked:?} for {due:?}; bonds {} to {}",
                old.dispute_bonds, new.dispute_bonds
            )
        })?;
    }
    due_is_booked(before, after, &flows)
}

/// What is due and was booked nowhere; and every record.
fn due_is_booked(before: &Snapshot, after: &Snapshot, flows: &Flows) -> Checked {
    for (key, due) in &flows.shards {
        let unbooked = before.shards.get(key) == after.shards.get(key);
        holds(!unbooked || *due == ShardFlow::default(), || {
            format!("I3: shard {key:?} booked nothing of {due:?}")
        })?;
    }
    for (wallet, record) in after.records.iter() {
        let old = before.records.get(wallet);
        for mint in 0..MINTS {
            let index = usize::from(mint);
            let was = old.map_or((0, 0), |old| {
                (old.balances[index].booked, old.stakers[index].booked)
            });
            let key = (*wallet, mint);
            let due = [&flows.balances, &flows.stakers].map(|dues| dues.get(&key).copied());
            let is = (was.0 + due[0].unwrap_or(0), was.1 + due[1].unwrap_or(0));
            let booked = (record.balances[index].booked, record.stakers[index].booked);
            holds(booked == is, || {
                format!(
                    "I3: {wallet} has {booked:?} booked in mint {mint} after {was:?}, due {due:?}"
                )
            })?;
        }
    }
    let nobody = flows
        .balances
        .keys()
        .find(|(wallet, _)| !after.records.contains_key(wallet));
    holds(nobody.is_none(), || {
        format!("I3: {nobody:?} is paid and has no record")
    })?;
    forfeits(before, after, flows)
}

/// IO that is forfeited is owed to somebody else, to the unit.
fn forfeits(before: &Snapshot, after: &Snapshot, flows: &Flows) -> Checked {
    let due = |dues: &BTreeMap<Address, u64>, wallet| dues.get(wallet).copied().unwrap_or(0);
    for (wallet, record) in after.records.iter() {
        let old = before.records.get(wallet);
        let was = old.map_or((0, 0), |old| (old.forfeited_io, old.forfeit_receivable_io));
        let expected = (
            was.0 + due(&flows.forfeited, wallet),
            was.1 + due(&flows.receivable, wallet),
        );
        let is = (record.forfeited_io, record.forfeit_receivable_io);
        holds(is == expected, || {
            format!("I3: {wallet} forfeited and is owed {is:?}, due {expected:?}")
        })?;
        let was = old.map_or((0, 0), |old| (old.proved_wrong, old.proved_wrong_bond));
        let due = flows.proved_wrong.get(wallet).copied().unwrap_or_default();
        let is = (record.proved_wrong, record.proved_wrong_bond);
        holds(is == (was.0 + due.0, was.1 + due.1), || {
            format!("I3: {wallet} was proved wrong {is:?} after {was:?}, due {due:?}")
        })?;
    }
    Ok(())
}
