//! I7: exactly once. A refusal changes nothing, totals never fall, nothing that is closed comes
//! back, and what was agreed stays.

use super::super::{
    act::Act,
    snapshot::{Family, Kept, Snapshot},
};
use super::{Checked, changed, holds, reckoning};
use ionet_client::generated::job_escrow::types::Tally;
use ionet_core::job::ClaimState;
use ionet_test_kit::state::{Claim, Job, Participant, Shard};
use solana_address::Address;

/// A refused call changes nothing but the clock; a step without a call of ours no account of our
/// programs, though strangers can send lamports and tokens there.
pub fn refused_changes_nothing(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    match &act.sent {
        Some((_, outcome)) if outcome.is_ok() => Ok(()),
        Some(_) => {
            let mut expected = before.clone();
            (expected.now, expected.slot) = (after.now, after.slot);
            holds(expected == *after, || {
                "I7: a refused call changed something".to_owned()
            })
        }
        None => {
            let same = same(&before.configs, &after.configs)
                && same(&before.jobs, &after.jobs)
                && same(&before.claims, &after.claims)
                && same(&before.bindings, &after.bindings)
                && same(&before.devices, &after.devices)
                && same(&before.records, &after.records)
                && same(&before.shards, &after.shards)
                && same(&before.stable, &after.stable)
                && same(&before.dollar_vaults, &after.dollar_vaults)
                && same(&before.io, &after.io)
                && same(&before.emission, &after.emission);
            holds(same, || "I7: something changed without a call".to_owned())
        }
    }
}

fn same<K: Ord, T: Eq>(before: &Family<K, T>, after: &Family<K, T>) -> bool {
    let values = |one: Option<&Kept<T>>, other: Option<&Kept<T>>| match (one, other) {
        (Some(one), Some(other)) => one.value == other.value,
        _ => false,
    };
    changed(before, after)
        .into_iter()
        .all(|(_, old, new)| values(old, new))
}

/// Totals, accounts that are never closed, new jobs and claims, closed ones, agreed terms.
pub fn nothing_starts_again(before: &Snapshot, after: &Snapshot) -> Checked {
    for (key, old, new) in changed(&before.shards, &after.shards) {
        if let Some(old) = old {
            let new = new.ok_or_else(|| format!("I7: shard {key:?} is gone"))?;
            never_falls(&format!("shard {key:?}"), &shard(old), &shard(new))?;
        }
    }
    for (wallet, old, new) in changed(&before.records, &after.records) {
        let what = format!("record of {wallet}");
        match (old, new) {
            (Some(old), Some(new)) => never_falls(&what, &record(old), &record(new))?,
            (Some(_), None) => return Err(format!("I7: {what} is gone")),
            (None, new) => {
                let fresh = new.is_none_or(|new| record(new).iter().all(|total| *total == 0));
                holds(fresh, || format!("I7: {what} does not begin at 0"))?;
            }
        }
    }
    for (address, old, new) in changed(&before.jobs, &after.jobs) {
        match (old, new) {
            (Some(old), Some(new)) => job_keeps_its_terms(address, old, new)?,
            (None, Some(new)) => job_begins(address, new, before, after)?,
            (Some(old), None) => job_closes(address, old, after)?,
            (None, None) => {}
        }
    }
    for (address, old, new) in changed(&before.claims, &after.claims) {
        match (old, new) {
            (Some(old), Some(new)) => {
                claim_keeps_its_terms(address, old, new, &before.jobs[&old.job])?;
            }
            (None, Some(new)) => claim_begins(address, new, before)?,
            (Some(old), None) => claim_closes(address, old, before, after)?,
            (None, None) => {}
        }
    }
    numbers_follow_jobs(before, after)
}

fn never_falls(what: &str, old: &[u64], new: &[u64]) -> Checked {
    let falls = old.iter().zip(new).position(|(old, new)| new < old);
    holds(falls.is_none(), || {
        format!("I7: a total of {what} fell: number {falls:?} of {old:?}, then {new:?}")
    })
}

fn shard(shard: &Shard) -> Vec<u64> {
    let mut totals = vec![shard.gross, shard.token_shares];
    for ledger in [&shard.participants, &shard.treasury, &shard.verifiers] {
        totals.extend([ledger.booked, ledger.withdrawn]);
    }
    totals
}

fn record(record: &Participant) -> Vec<u64> {
    let mut totals = vec![
        record.jobs_posted,
        record.forfeited_io,
        record.forfeit_receivable_io,
        record.idle_since_slot,
        record.proved_wrong,
        record.proved_wrong_bond,
    ];
    for ledger in record.balances.iter().chain(&record.stakers) {
        totals.extend([ledger.booked, ledger.withdrawn]);
    }
    totals
}

/// The client's counter grows by one with each new job, and never otherwise.
fn numbers_follow_jobs(before: &Snapshot, after: &Snapshot) -> Checked {
    for (wallet, old, new) in changed(&before.records, &after.records) {
        let (Some(old), Some(new)) = (old, new) else {
            continue;
        };
        let posted = after
            .jobs
            .iter()
            .filter(|(address, job)| job.client == *wallet && !before.jobs.contains_key(address))
            .count();
        holds(old.jobs_posted + posted as u64 == new.jobs_posted, || {
            format!(
                "I7: {wallet} posted {posted}, its counter went from {} to {}",
                old.jobs_posted, new.jobs_posted
            )
        })?;
    }
    Ok(())
}

fn job_begins(address: &Address, job: &Job, before: &Snapshot, after: &Snapshot) -> Checked {
    let number = before.records.get(&job.client).map(|old| old.jobs_posted);
    let counters = [job.slots_claimed, job.slots_finished, job.claims_open];
    let amounts = [job.refunded, job.moved, job.bound.ended_gross];
    let times = [job.filled_at, job.last_ended_at, job.ended_at];
    let fresh = counters == [0; 3]
        && amounts == [0; 3]
        && times == [0; 3]
        && (job.end, job.sealed) == (0, 0)
        && job.tally.votes == [0; 5]
        && job.posted_at == after.now;
    holds(fresh && number == Some(job.number), || {
        format!(
            "I7: job {address} is posted as number {} after {number:?}, {counters:?}, {amounts:?}, {times:?}",
            job.number
        )
    })
}

fn job_closes(address: &Address, job: &Job, after: &Snapshot) -> Checked {
    let open = after.claims_of(address).count();
    let settled = job.moved == job.bound.ended_gross && job.claims_open == 0;
    holds(job.end != 0 && settled && open == 0, || {
        format!("I7: job {address} was closed with {open} claims open: {job:?}")
    })
}

/// What the client and its claims agreed on.
fn job_keeps_its_terms(address: &Address, old: &Job, new: &Job) -> Checked {
    let mut expected = Job {
        end: new.end,
        sealed: new.sealed,
        slots_claimed: new.slots_claimed,
        slots_finished: new.slots_finished,
        claims_open: new.claims_open,
        filled_at: new.filled_at,
        last_ended_at: new.last_ended_at,
        ended_at: new.ended_at,
        deposit: new.deposit,
        refunded: new.refunded,
        moved: new.moved,
        windows: new.windows.clone(),
        bound: new.bound.clone(),
        tally: new.tally.clone(),
        ..old.clone()
    };
    if old.sealed == 0 {
        // The seal, or the slot that it is waited for from.
        expected.posted_slot = new.posted_slot;
        expected.open_slot = new.open_slot;
        expected.seed = new.seed;
        expected.class_weight = new.class_weight;
    }
    holds(expected == *new, || {
        format!("I7: terms of job {address} changed: {old:?}, then {new:?}")
    })?;
    let amounts = |job: &Job| {
        let counters = [job.slots_claimed, job.slots_finished];
        let mut totals = vec![job.deposit, job.refunded, job.moved];
        totals.extend(counters.map(u64::from));
        totals.extend(job.windows.iter().map(|window| window.seconds));
        totals.extend(job.tally.votes.map(u64::from));
        totals
    };
    never_falls(&format!("job {address}"), &amounts(old), &amounts(new))?;
    let rates = old.windows.iter().zip(&new.windows);
    let mut bought = rates.filter(|(old, _)| old.seconds > 0);
    holds(bought.all(|(old, new)| old.rate == new.rate), || {
        format!("I7: seconds of job {address} that were bought changed their rate")
    })?;
    results_stay(address, &old.tally, &new.tally)
}

fn results_stay(address: &Address, old: &Tally, new: &Tally) -> Checked {
    let results = old.results.iter().zip(&new.results).zip(old.votes);
    let mut voted = results.filter(|(_, votes)| *votes > 0);
    holds(voted.all(|((old, new), _)| old == new), || {
        format!("I7: a result that replicas of job {address} revealed changed")
    })
}

fn claim_begins(address: &Address, claim: &Claim, before: &Snapshot) -> Checked {
    let job = before.jobs.get(&claim.job);
    let second = before
        .claims
        .values()
        .any(|other| (other.job, other.operator) == (claim.job, claim.operator));
    let fresh = (
        claim.settled_gross,
        claim.settled_until,
        claim.newest.charge,
    ) == (0, 0, 0)
        && (claim.started_at, claim.ended_at, claim.recorded_at) == (0, 0, 0)
        && (claim.end_reason, claim.entitlement, claim.proved_wrong) == (0, 0, 0)
        && (claim.gpus_started, claim.dispute.opened_at) == (0, 0)
        && claim.state == ClaimState::Claimed.code();
    holds(job.is_some() && !second && fresh, || {
        format!("I7: claim {address} begins with something: {claim:?}")
    })
}

/// Only what is settled is closed, and only when its operator can claim no more.
fn claim_closes(address: &Address, claim: &Claim, before: &Snapshot, after: &Snapshot) -> Checked {
    let job = &before.jobs[&claim.job];
    let settled = claim.state == ClaimState::Settled.code();
    let again = reckoning::claimable(job, after.now);
    holds(settled && !again, || {
        format!(
            "I7: claim {address} was closed in state {}; claimable again: {again}",
            claim.state
        )
    })
}

/// What operator and network agreed on. A claim that waits can take more slots; an end takes note
/// of the seconds that were bought by then; a bond is released once.
fn claim_keeps_its_terms(address: &Address, old: &Claim, new: &Claim, job: &Job) -> Checked {
    let ends = old.recorded_at == 0 && new.recorded_at != 0;
    let bought = reckoning::seconds(job).min(old.accepted_seconds);
    let claimed = ClaimState::Claimed.code();
    let enlarged = new.gpus > old.gpus && (old.state, new.state) == (claimed, claimed);
    let kept = if enlarged { new } else { old };
    let expected = Claim {
        state: new.state,
        end_reason: new.end_reason,
        entitlement: new.entitlement,
        proved_wrong: new.proved_wrong,
        gpus_started: new.gpus_started,
        alive: new.alive,
        start_by: new.start_by,
        started_at: new.started_at,
        ended_at: new.ended_at,
        recorded_at: new.recorded_at,
        heartbeat_slot: new.heartbeat_slot,
        newest: new.newest.clone(),
        older: new.older.clone(),
        settled_gross: new.settled_gross,
        settled_until: new.settled_until,
        commitment: new.commitment,
        result_hash: new.result_hash,
        dispute: new.dispute.clone(),
        accepted_seconds: if ends { bought } else { old.accepted_seconds },
        bond: if new.bond == 0 { 0 } else { kept.bond },
        bond_worth: kept.bond_worth,
        gpus: kept.gpus,
        ..old.clone()
    };
    holds(expected == *new, || {
        format!("I7: terms of claim {address} changed: {old:?}, then {new:?}")
    })?;
    let amounts = |claim: &Claim| {
        vec![
            claim.settled_gross,
            claim.settled_until.unsigned_abs(),
            claim.newest.charge,
            claim.newest.at.unsigned_abs(),
            claim.heartbeat_slot,
            u64::from(claim.gpus_started),
        ]
    };
    never_falls(&format!("claim {address}"), &amounts(old), &amounts(new))
}
