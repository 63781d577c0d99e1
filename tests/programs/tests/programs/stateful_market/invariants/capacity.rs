//! I12: hired is at most verified, per operator and class; counters are the sums of the claims
//! that they count.

use super::super::snapshot::{Kept, Snapshot};
use super::{Checked, agreed::takes_slots, changed, holds, points::epoch, reckoning};
use ionet_core::{hiring::MAX_ROOT_AGE_EPOCHS, job::ClaimState};
use ionet_test_kit::state::{Claim, Job, Participant};
use solana_address::Address;
use std::collections::BTreeMap;

/// Whether a claim holds GPUs: until it ends.
fn holds_gpus(claim: &Claim) -> bool {
    claim.state <= ClaimState::Running.code()
}

/// Whether a claim holds its bond: as long as something can be charged to it, or its result be
/// proved wrong.
fn holds_bond(job: &Job, claim: &Claim) -> bool {
    match reckoning::state(claim) {
        ClaimState::Resolved | ClaimState::Settled | ClaimState::Closed => false,
        ClaimState::Ended => {
            let checked = job.deterministic == 1 || reckoning::replicated(job);
            checked && !reckoning::never_ran(claim)
        }
        _ => true,
    }
}

/// At each new claim what is hired is verified, in that class, and the bond is the operator's
/// own: stake that is neither locked twice nor forfeited.
pub fn hired_is_verified(before: &Snapshot, after: &Snapshot) -> Checked {
    for (address, old, new) in changed(&before.claims, &after.claims) {
        let old = old.map(|old| &old.value);
        let Some(claim) = new.filter(|new| takes_slots(old, new)) else {
            continue;
        };
        let job = &after.jobs[&claim.job];
        let class = job.filters.class;
        let operator = &claim.operator;
        let capacity = before.capacities.get(operator);
        let verified = capacity.map_or(0, |capacity| {
            let entries = capacity.entries.iter();
            let of_class = entries.filter(|entry| entry.class == class);
            of_class.map(|entry| entry.gpus).max().unwrap_or(0)
        });
        let root = capacity.map_or(0, |capacity| capacity.root_epoch);
        let age = epoch(after).checked_sub(root);
        holds(age.is_some_and(|age| age <= MAX_ROOT_AGE_EPOCHS), || {
            format!("I12: claim {address} by a root of epoch {root}, {age:?} old")
        })?;
        let hired = hired_by_claims(after, operator).get(&class).copied();
        holds(
            hired.is_some_and(|hired| hired <= u64::from(verified)),
            || {
                format!(
                    "I12: {operator} has {hired:?} GPUs of class {class} hired, {verified} verified"
                )
            },
        )?;
        let stake = before
            .stakes
            .get(operator)
            .map_or(0, |stake| stake.self_stake);
        let forfeited = before.records[operator].forfeited_io;
        let locked = locked_by_claims(after, operator);
        holds(locked <= stake.saturating_sub(forfeited), || {
            format!("I12: {operator} has {locked} locked of {stake}, {forfeited} forfeited")
        })?;
    }
    Ok(())
}

fn hired_by_claims(state: &Snapshot, operator: &Address) -> BTreeMap<u16, u64> {
    let mut hired = BTreeMap::new();
    for claim in claims_by(state, operator).filter(|claim| holds_gpus(claim)) {
        let class = state.jobs[&claim.job].filters.class;
        *hired.entry(class).or_default() += u64::from(claim.gpus);
    }
    hired
}

fn locked_by_claims(state: &Snapshot, operator: &Address) -> u64 {
    claims_by(state, operator).map(|claim| claim.bond).sum()
}

fn claims_by<'a>(state: &'a Snapshot, operator: &Address) -> impl Iterator<Item = &'a Claim> {
    let operator = *operator;
    let claims = state.claims.values().map(|claim| &claim.value);
    claims.filter(move |claim| claim.operator == operator)
}

/// Counters of records, of jobs and of bindings.
pub fn counts_are_sums(before: &Snapshot, after: &Snapshot) -> Checked {
    let same = before.claims == after.claims
        && before.jobs == after.jobs
        && before.records == after.records
        && before.bindings == after.bindings;
    if same {
        return Ok(());
    }
    for (wallet, record) in after.records.iter() {
        record_counts(wallet, record, after)?;
    }
    for (address, claim) in after.claims.iter() {
        let held = holds_bond(&after.jobs[&claim.job], claim);
        holds(held == (claim.bond > 0), || {
            format!(
                "I12: claim {address} in state {} locks {}",
                claim.state, claim.bond
            )
        })?;
    }
    idle_since_an_end(before, after)?;
    for (address, job) in after.jobs.iter() {
        let claims: Vec<_> = after.claims_of(address).map(|(_, claim)| claim).collect();
        job_counts(address, job, &claims)?;
        tally_counts(address, job, &claims)?;
    }
    for (address, old, new) in changed(&before.jobs, &after.jobs) {
        if let (Some(old), Some(new)) = (old, new) {
            job_moves(address, old, new, before, after)?;
        }
    }
    hosts_are_bound(after)
}

fn record_counts(wallet: &Address, record: &Participant, after: &Snapshot) -> Checked {
    let hired = hired_by_claims(after, wallet);
    let entries = record.hired.iter().filter(|entry| entry.gpus > 0);
    let counted: Vec<_> = entries
        .map(|entry| (entry.class, u64::from(entry.gpus)))
        .collect();
    let listed: BTreeMap<_, _> = counted.iter().copied().collect();
    holds(listed == hired && listed.len() == counted.len(), || {
        format!("I12: {wallet} counts {counted:?} GPUs as hired, claims hold {hired:?}")
    })?;
    let open = claims_by(after, wallet)
        .filter(|claim| holds_gpus(claim))
        .count();
    holds(record.open_claims as usize == open, || {
        format!(
            "I12: {wallet} counts {} open claims, {open} are",
            record.open_claims
        )
    })?;
    let locked = locked_by_claims(after, wallet);
    holds(record.locked_bond == locked, || {
        format!(
            "I12: {wallet} has {} locked, claims hold {locked}",
            record.locked_bond
        )
    })
}

/// An operator is idle since the slot in which a claim of its own ended.
fn idle_since_an_end(before: &Snapshot, after: &Snapshot) -> Checked {
    for (wallet, old, new) in changed(&before.records, &after.records) {
        let was = old.map_or(0, |old| old.idle_since_slot);
        let is = new.map_or(0, |new| new.idle_since_slot);
        let freed = claims_by(before, wallet)
            .filter(|claim| holds_gpus(claim))
            .count()
            > claims_by(after, wallet)
                .filter(|claim| holds_gpus(claim))
                .count();
        let expected = if freed { after.slot } else { was };
        holds(is == expected, || {
            format!(
                "I12: {wallet} is idle since {is} after {was}, in slot {}",
                after.slot
            )
        })?;
    }
    Ok(())
}

/// What can be counted while claims may be closed already.
fn job_counts(address: &Address, job: &Job, claims: &[&Kept<Claim>]) -> Checked {
    let gpus = |states: &[ClaimState]| {
        let claims = claims.iter().filter(|claim| {
            let state = reckoning::state(claim);
            states.contains(&state)
        });
        claims.map(|claim| u64::from(claim.gpus)).sum::<u64>()
    };
    let waiting = gpus(&[ClaimState::Claimed, ClaimState::Starting]);
    let running = gpus(&[ClaimState::Running]);
    let bound = &job.bound;
    holds(
        (bound.waiting_gpus, bound.running_gpus) == (waiting, running),
        || {
            format!(
                "I12: job {address} counts {} waiting and {} running GPUs, {waiting} and {running} are",
                bound.waiting_gpus, bound.running_gpus
            )
        },
    )?;
    let open = u64::from(job.slots_claimed) - u64::from(job.slots_finished);
    holds(
        open == waiting + running && job.slots_claimed <= job.slots,
        || {
            format!(
                "I12: job {address} counts {} claimed and {} finished of {}",
                job.slots_claimed, job.slots_finished, job.slots
            )
        },
    )?;
    holds(job.claims_open as usize == claims.len(), || {
        format!(
            "I12: job {address} counts {} claims, {} are",
            job.claims_open,
            claims.len()
        )
    })?;
    // What closed claims earned is settled, and so is part of what left.
    let settled: u64 = claims.iter().map(|claim| claim.settled_gross).sum();
    let ended = claims.iter().filter(|claim| !holds_gpus(claim));
    let earned: u64 = ended.map(|claim| reckoning::final_gross(job, claim)).sum();
    holds(bound.ended_gross + settled == earned + job.moved, || {
        format!(
            "I3: job {address} counts {} earned, its claims {earned}, {settled} of {} settled",
            bound.ended_gross, job.moved
        )
    })
}

/// Votes are the revealed results, as far as their claims are open.
fn tally_counts(address: &Address, job: &Job, claims: &[&Kept<Claim>]) -> Checked {
    let mut votes = BTreeMap::<[u8; 32], u8>::new();
    let all = claims.len() * job.gpus as usize == job.slots_claimed as usize;
    if reckoning::replicated(job) {
        for claim in claims.iter().filter(|claim| claim.result_hash != [0; 32]) {
            *votes.entry(claim.result_hash).or_default() += 1;
        }
    }
    let listed = job.tally.results.iter().zip(job.tally.votes);
    let counted: BTreeMap<_, _> = listed
        .filter(|(_, votes)| *votes > 0)
        .map(|(r, v)| (*r, v))
        .collect();
    let sound = if all || !reckoning::replicated(job) {
        counted == votes
    } else {
        votes
            .iter()
            .all(|(result, votes)| counted.get(result).is_some_and(|all| all >= votes))
    };
    holds(sound, || {
        format!("I12: job {address} counts {counted:?}, its replicas revealed {votes:?}")
    })
}

/// A step's new, enlarged, ended and closed claims are what its counters moved by.
fn job_moves(
    address: &Address,
    old: &Job,
    new: &Job,
    before: &Snapshot,
    after: &Snapshot,
) -> Checked {
    let taken = after.claims_of(address).map(|(one, claim)| {
        let old = before.claims.get(one);
        claim.gpus - old.map_or(0, |old| old.gpus)
    });
    let made: u32 = taken.sum();
    let ended = after.claims_of(address).filter(|(one, claim)| {
        let old = before.claims.get(one);
        !holds_gpus(claim) && old.is_none_or(|old| holds_gpus(old))
    });
    let ended: u32 = ended.map(|(_, claim)| claim.gpus).sum();
    let counted = (
        new.slots_claimed - old.slots_claimed,
        new.slots_finished - old.slots_finished,
    );
    holds(counted == (made, ended), || {
        format!(
            "I12: job {address} counts {counted:?} claimed and finished, {made} and {ended} were"
        )
    })
}

/// A device serves one claim, and every GPU of a claim that starts is on a device.
fn hosts_are_bound(after: &Snapshot) -> Checked {
    for (address, claim) in after.claims.iter().filter(|(_, claim)| holds_gpus(claim)) {
        let bound = after
            .bindings
            .values()
            .filter(|bound| bound.claim == *address);
        let gpus: u32 = bound.map(|bound| bound.gpus).sum();
        holds(gpus == claim.gpus_started && gpus <= claim.gpus, || {
            format!(
                "I12: {} of {} GPUs of claim {address} have started, {gpus} are bound",
                claim.gpus_started, claim.gpus
            )
        })?;
    }
    Ok(())
}
