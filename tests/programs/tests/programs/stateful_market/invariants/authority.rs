//! I9: who may change what. Whatever instruction brought a change about, whoever is entitled to
//! it signed, or the state itself entitles everybody.

mod ends;
mod verdicts;

use super::super::{act::Act, snapshot::Snapshot};
use super::{Checked, changed, holds, reckoning, rewritten};
use ionet_test_kit::{
    addresses::ESCROW,
    process::job_escrow::{ADMIN, GUARDIAN, TREASURY, VERIFIERS},
    state::{Claim, EscrowConfig, Job, Participant},
};
use solana_address::Address;
use std::collections::BTreeSet;

/// Every family of accounts.
pub fn who_may_change_what(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    config(before, after, act)?;
    stand_in(before, after, act)?;
    registered(before, after, act)?;
    bindings(before, after, act)?;
    for (address, old, new) in changed(&before.jobs, &after.jobs) {
        match (old, new) {
            (None, Some(new)) => by(act, &new.client, || format!("job {address} was posted"))?,
            (Some(old), Some(new)) => job(address, old, new, after, act)?,
            (_, None) => {}
        }
    }
    for (address, old, new) in changed(&before.claims, &after.claims) {
        match (old, new) {
            (None, Some(new)) => claimed(address, new, before, act)?,
            (Some(old), Some(new)) => claim(address, old, new, before, after, act)?,
            (_, None) => {}
        }
    }
    for (wallet, old, new) in changed(&before.records, &after.records) {
        if let (Some(old), Some(new)) = (old, new) {
            record(wallet, old, new, act)?;
        }
    }
    fees(before, after, act)?;
    tokens(before, after, act)
}

/// `what` is `key`'s to do.
fn by(act: &Act, key: &Address, what: impl FnOnce() -> String) -> Checked {
    holds(act.signed_by(key), || {
        format!("I9: {} without the signature of {key}", what())
    })
}

fn config(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    if before.configs == after.configs {
        return Ok(());
    }
    let (old, new) = (before.config(), after.config());
    let holder = |role: u8| old.roles[usize::from(role)].holder;
    let admin = act.signed_by(&holder(ADMIN));
    for (was, is) in old.roles.iter().zip(&new.roles) {
        let accepted = is.holder == was.proposed && act.signed_by(&is.holder);
        holds(was.holder == is.holder || accepted, || {
            format!(
                "I9: {} took the role of {} by itself",
                is.holder, was.holder
            )
        })?;
        let cleared = accepted && is.proposed == Address::default();
        holds(was.proposed == is.proposed || admin || cleared, || {
            format!("I9: {} was proposed without the admin", is.proposed)
        })?;
    }
    let times = |config: &EscrowConfig| (config.paused_until, config.guardian_pause_allowed_from);
    let pauses = admin || act.signed_by(&holder(GUARDIAN));
    holds(times(old) == times(new) || pauses, || {
        "I9: paused or unpaused by somebody else".to_owned()
    })?;
    let mut expected = EscrowConfig {
        paused_until: new.paused_until,
        guardian_pause_allowed_from: new.guardian_pause_allowed_from,
        roles: new.roles.clone(),
        ..old.clone()
    };
    if admin {
        expected.parameters = new.parameters.clone();
        expected.worst = new.worst.clone();
        expected.parameters_changed_at = new.parameters_changed_at;
        expected.mint_count = new.mint_count;
        expected.mints.clone_from(&new.mints);
    }
    holds(
        expected == *new && after.configs.contains_key(&ESCROW.config),
        || "I9: the config changed without the admin, or in what is fixed".to_owned(),
    )
}

/// What staking and the verifiers will write is written by nobody else.
fn stand_in(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    let same = rewritten(&before.stakes, &after.stakes).is_empty()
        && rewritten(&before.capacities, &after.capacities).is_empty()
        && rewritten(&before.verdicts, &after.verdicts)
            .iter()
            // A verdict is looked at as long as its subject is there.
            .all(|(subject, _, new)| new.is_none() && !is_open(after, subject));
    holds(same || act.signed_by(&after.stand_in_authority()), || {
        "I9: a stake, a capacity or a verdict without its authority".to_owned()
    })
}

fn is_open(state: &Snapshot, subject: &Address) -> bool {
    state.claims.contains_key(subject) || state.jobs.contains_key(subject)
}

/// An operator is its owner's, its reputation aside; a device is its owner's and its key's.
fn registered(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    for (owner, old, new) in rewritten(&before.operators, &after.operators) {
        let folded = old.zip(new).is_some_and(|(old, new)| {
            let mut expected = old.value.clone();
            expected.reputation_points = new.reputation_points;
            expected.reputation_epoch = new.reputation_epoch;
            expected == new.value
        });
        holds(folded || act.signed_by(owner), || {
            format!("I9: operator {owner} changed without its signature")
        })?;
    }
    for (address, old, new) in rewritten(&before.devices, &after.devices) {
        let entitled = match (old, new) {
            (None, Some(new)) => act.signed_by(&new.owner) && act.signed_by(&new.device_key),
            (Some(old), _) => act.signed_by(&old.owner) || act.signed_by(&old.device_key),
            (None, None) => true,
        };
        holds(entitled, || {
            format!("I9: device {address} changed without owner and key")
        })?;
    }
    Ok(())
}

/// A device is bound by its key, to a claim of its owner, with GPUs that it has.
fn bindings(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    for (device, old, new) in changed(&before.bindings, &after.bindings) {
        let new = new.ok_or_else(|| format!("I9: the binding of {device} is gone"))?;
        if old.is_some_and(|old| old.value == new.value) {
            continue;
        }
        let claim = after.claims.get(&new.claim);
        let bound = before.devices.get(device).is_some_and(|known| {
            act.signed_by(&known.device_key)
                && claim.is_some_and(|claim| claim.operator == known.owner)
                && new.gpus <= u32::from(known.gpus)
        });
        holds(bound && new.device == *device, || {
            format!(
                "I9: device {device} was bound to {} by {:?}",
                new.claim, act.signers
            )
        })?;
    }
    Ok(())
}

/// The client pays and cancels; a refund goes to the client once nobody can claim.
fn job(address: &Address, old: &Job, new: &Job, after: &Snapshot, act: &Act) -> Checked {
    if old.deposit != new.deposit || old.windows != new.windows {
        by(act, &old.client, || format!("job {address} was extended"))?;
    }
    let refundable = !reckoning::claimable(new, after.now);
    holds(old.refunded == new.refunded || refundable, || {
        format!("I9: job {address} was refunded while slots can be claimed")
    })?;
    ends::job(address, old, new, after, act)
}

/// A claim is made by the key of a device of the operator, which then leads.
fn claimed(address: &Address, claim: &Claim, before: &Snapshot, act: &Act) -> Checked {
    let lead = before.devices.get(&claim.lead_device);
    let entitled = lead.is_some_and(|device| {
        device.owner == claim.operator
            && act.signed_by(&device.device_key)
            && claim.payer == device.device_key
    });
    holds(entitled, || {
        format!(
            "I9: claim {address} of {} by {:?}",
            claim.operator, act.signers
        )
    })
}

fn claim(
    address: &Address,
    old: &Claim,
    new: &Claim,
    before: &Snapshot,
    after: &Snapshot,
    act: &Act,
) -> Checked {
    let leads = || {
        let lead = before.devices.get(&old.lead_device);
        lead.is_some_and(|device| device.owner == old.operator && act.signed_by(&device.device_key))
    };
    holds(old.gpus == new.gpus || leads(), || {
        format!("I9: claim {address} took slots without its lead device's key")
    })?;
    if old.gpus_started != new.gpus_started {
        let started = new.gpus_started - old.gpus_started;
        let by_host = changed(&before.bindings, &after.bindings)
            .iter()
            .any(|(_, _, bound)| {
                bound.is_some_and(|bound| bound.claim == *address && bound.gpus == started)
            });
        holds(by_host, || {
            format!("I9: {started} GPUs of claim {address} started on no device")
        })?;
        let job = &before.jobs[&old.job];
        let window = reckoning::starts_until(job, old).is_some_and(|until| {
            (until - i64::from(job.start_seconds)..=until).contains(&after.now)
        });
        let open = job.end == 0 && !reckoning::failed(job, after.now);
        holds(window && open, || {
            format!(
                "I9: claim {address} started at {}, not when it could",
                after.now
            )
        })?;
    }
    let beats = old.newest.at != new.newest.at && old.started_at != 0;
    let alive = old.alive != new.alive && old.started_at != 0;
    let reports = beats && new.state == old.state || alive;
    holds(!reports || leads(), || {
        format!("I9: claim {address} reported without its lead device's key")
    })?;
    if old.commitment != new.commitment {
        holds(leads(), || {
            format!("I9: claim {address} committed without its lead device's key")
        })?;
    }
    verdicts::disputed(address, old, new, after, act)?;
    verdicts::revealed(address, old, new, after)?;
    ends::claim(address, old, new, before, after, leads)?;
    verdicts::decided(address, old, new, before, after)
}

/// Only the wallet itself withdraws.
fn record(wallet: &Address, old: &Participant, new: &Participant, act: &Act) -> Checked {
    let withdrew = old
        .balances
        .iter()
        .zip(&new.balances)
        .any(|(old, new)| old.withdrawn != new.withdrawn);
    holds(!withdrew || act.signed_by(wallet), || {
        format!("I9: a withdrawal of {wallet} without its signature")
    })?;
    // Nothing pulls yet what is booked to stakers.
    let pulled = old
        .stakers
        .iter()
        .zip(&new.stakers)
        .any(|(old, new)| old.withdrawn != new.withdrawn);
    let fixed = |record: &Participant| (record.version, record.bump, record.owner);
    holds(
        !pulled && fixed(old) == fixed(new) && new.owner == *wallet,
        || format!("I9: the record of {wallet} became another's"),
    )
}

/// Fees are withdrawn by the holders of their roles.
fn fees(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    let holder = |role: u8| before.config().roles[usize::from(role)].holder;
    for (key, old, new) in changed(&before.shards, &after.shards) {
        let (Some(old), Some(new)) = (old, new) else {
            continue;
        };
        let ledgers = [
            (TREASURY, &old.treasury, &new.treasury),
            (VERIFIERS, &old.verifiers, &new.verifiers),
        ];
        for (role, was, is) in ledgers {
            if was.withdrawn != is.withdrawn {
                by(act, &holder(role), || {
                    format!("fees {role} of {key:?} were withdrawn")
                })?;
            }
        }
        let identity = (old.mint, old.vault) == (new.mint, new.vault);
        holds(identity, || format!("I9: shard {key:?} became another"))?;
    }
    Ok(())
}

/// Nobody's tokens get less without its signature, and nobody gets tokens out of a vault that
/// are not its own.
fn tokens(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    let ours = vaults(before, after);
    for (address, old, new) in changed(&before.tokens, &after.tokens) {
        let (was, is) = (amount(old), amount(new));
        let Some(owner) = old.or(new).map(|tokens| tokens.owner) else {
            continue;
        };
        if ours.contains(address) || !after.lamports.contains_key(&owner) {
            continue;
        }
        holds(is >= was || act.signed_by(&owner), || {
            format!("I9: {address} of {owner} lost tokens without its signature")
        })?;
        let kept = old.zip(new).is_none_or(|(old, new)| old.owner == new.owner);
        holds(kept || act.signed_by(&owner), || {
            format!("I9: {address} of {owner} got another owner")
        })?;
        let escrow = act
            .succeeded()
            .is_some_and(|call| call.program == "job_escrow");
        if is > was && escrow {
            got(address, &owner, is - was, before, after, act)?;
        }
    }
    Ok(())
}

/// A wallet got tokens by job-escrow: a refund of a job of its own, or what it, or a holder of
/// a role, withdrew.
fn got(
    address: &Address,
    owner: &Address,
    amount: u64,
    before: &Snapshot,
    after: &Snapshot,
    act: &Act,
) -> Checked {
    let refunds: u64 = changed(&before.jobs, &after.jobs)
        .iter()
        .filter_map(|(_, old, new)| {
            let (old, new) = (old.as_ref()?, new.as_ref()?);
            (new.client == *owner).then(|| new.refunded - old.refunded)
        })
        .sum();
    let withdrawn = |state: &Snapshot| {
        let record = state.records.get(owner);
        let balances = record.map(|record| record.balances.iter());
        balances.map_or(0, |all| all.map(|one| one.withdrawn).sum::<u64>())
    };
    let fees = |state: &Snapshot| {
        let ledgers = state.shards.values();
        ledgers
            .map(|shard| shard.treasury.withdrawn + shard.verifiers.withdrawn)
            .sum::<u64>()
    };
    let mut entitled = refunds + withdrawn(after) - withdrawn(before);
    // A holder of a role decides where its fees go.
    entitled += fees(after) - fees(before);
    holds(amount == entitled, || {
        format!("I9: {address} of {owner} got {amount} by {act}, it was entitled to {entitled}")
    })
}

/// Token accounts of jobs and shards.
fn vaults(before: &Snapshot, after: &Snapshot) -> BTreeSet<Address> {
    let shards = after.shards.values().map(|shard| shard.vault);
    let jobs = [before, after];
    let jobs = jobs.iter().flat_map(|state| state.jobs.values());
    shards.chain(jobs.map(|job| job.vault)).collect()
}

fn amount(tokens: Option<&super::super::snapshot::Kept<super::super::snapshot::Tokens>>) -> u64 {
    tokens.map_or(0, |tokens| tokens.amount)
}
