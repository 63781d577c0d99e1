//! I3: outcomes are what ends, decisions and closes of claims say, within the caps, and nothing
//! else changes them.

use super::super::snapshot::Snapshot;
use super::{
    Checked, changed, holds,
    points::epoch,
    reckoning::{self, Parts},
};
use ionet_client::generated::job_escrow::types::{Counterparty, OutcomeLedger};
use ionet_core::job::{ClaimState, EndReason};
use ionet_test_kit::state::{Claim, Job};
use solana_address::Address;
use std::collections::BTreeMap;

/// Good weight that counts in an epoch with one counterparty, and with all.
const GOOD_CAPS: [u32; 2] = [1_000_000, 5_000_000];
/// Bad weight that counts in an epoch with one counterparty, and with all.
const BAD_CAPS: [u32; 2] = [5_000_000, 25_000_000];
const WHOLE: u64 = 10_000;

/// What a step says of a wallet.
#[derive(Clone, Copy, Debug)]
struct Outcome {
    counterparty: Address,
    good: u64,
    bad: u64,
}

/// Outcomes by wallet; as operator and as client.
type Outcomes = [BTreeMap<Address, Outcome>; 2];

/// Every record.
pub fn outcomes_are_said(before: &Snapshot, after: &Snapshot) -> Checked {
    if before.records == after.records && before.claims == after.claims {
        return Ok(());
    }
    let mut said = Outcomes::default();
    for (address, old, new) in changed(&before.claims, &after.claims) {
        match (old, new) {
            (Some(old), Some(new)) => ended(&mut said, address, old, new, before),
            (Some(old), None) => closed(&mut said, old, &before.jobs[&old.job]),
            _ => {}
        }
    }
    let epoch = epoch(after);
    for (wallet, new) in after.records.iter() {
        let Some(old) = before.records.get(wallet) else {
            continue;
        };
        let ledgers = [
            (&old.operator_outcomes, &new.operator_outcomes),
            (&old.client_outcomes, &new.client_outcomes),
        ];
        for ((was, is), said) in ledgers.into_iter().zip(&said) {
            let expected = said
                .get(wallet)
                .map_or_else(|| was.clone(), |outcome| recorded(was, epoch, outcome, is));
            holds(expected == *is, || {
                let said = said.get(wallet);
                format!("I3: outcomes of {wallet} went from {was:?} to {is:?}, {said:?} was said")
            })?;
        }
    }
    Ok(())
}

/// A failure is said at once, by what was promised; a decision by what it found.
fn ended(said: &mut Outcomes, address: &Address, old: &Claim, new: &Claim, before: &Snapshot) {
    let job = &before.jobs[&old.job];
    let replicated = reckoning::replicated(job);
    let promised = kept(new, reckoning::locked(job, new));
    let decided = old.state != new.state && new.state == ClaimState::Resolved.code();
    let (weight, good_bps) = match reckoning::reason(new) {
        Some(EndReason::Expired) if old.end_reason == 0 => (promised, 0),
        Some(EndReason::Reaped) if old.end_reason == 0 && !replicated => {
            (promised, served_bps(job, new))
        }
        _ if decided => match found(address, job, old, new, before) {
            Some(true) => (kept(new, reckoning::gross(new.newest.charge.into())), WHOLE),
            Some(false) => (promised, 0),
            None => return,
        },
        _ => return,
    };
    let good = weight * good_bps / WHOLE;
    let outcome = Outcome {
        counterparty: job.client,
        good,
        bad: weight - good,
    };
    said[0].insert(new.operator, outcome);
}

/// Whether a decision speaks for the operator, or against it; for nobody where there was no
/// verdict or tally to speak.
fn found(
    address: &Address,
    job: &Job,
    old: &Claim,
    new: &Claim,
    before: &Snapshot,
) -> Option<bool> {
    let paid = new.entitlement == 0;
    if !reckoning::replicated(job) {
        let verdict = reckoning::verdict_in_time(old, before.verdicts.get(address));
        return verdict.is_some().then_some(paid);
    }
    let votes = job.tally.votes.iter().copied().max().unwrap_or(0);
    let majority = 2 * votes > job.replicas;
    if reckoning::never_ran(new) {
        None
    } else if !paid {
        Some(false)
    } else if majority {
        Some(true)
    } else {
        // A re-run speaks; a deadline and a cancel do not.
        let rerun = reckoning::rerun_in_time(job, before.verdicts.get(&old.job));
        let speaks = rerun.is_some() && !reckoning::cancelled_in_time(job);
        speaks.then_some(true)
    }
}

/// The part of its promise that a claim served.
fn served_bps(job: &Job, claim: &Claim) -> u64 {
    let seconds = reckoning::seconds(job).min(claim.accepted_seconds);
    let promised = u128::from(claim.gpus) * reckoning::charge(job, 0, seconds);
    let served = u128::from(claim.newest.charge).min(promised);
    u64::try_from(served * 10_000 / promised).expect("a share")
}

/// What was served speaks for its operator, what was paid for its client.
fn closed(said: &mut Outcomes, claim: &Claim, job: &Job) {
    let weight = kept(claim, claim.settled_gross);
    let served = matches!(
        reckoning::reason(claim),
        Some(EndReason::Completed | EndReason::UsedUp | EndReason::Cancelled)
    );
    let decided = reckoning::replicated(job) || claim.dispute.opened_at != 0;
    let good = |counterparty| Outcome {
        counterparty,
        good: weight,
        bad: 0,
    };
    if served && !decided {
        said[0].insert(claim.operator, good(job.client));
    }
    if weight > 0 {
        said[1].insert(job.client, good(claim.operator));
    }
}

/// What the network keeps of a claim's fee.
fn kept(claim: &Claim, gross: u64) -> u64 {
    let parts = Parts::of(claim, gross);
    parts.treasury + parts.verifiers
}

/// The ledger with an outcome, within the caps. What is closed of earlier epochs is taken from
/// `is`, unless the epoch goes on.
fn recorded(was: &OutcomeLedger, epoch: u64, said: &Outcome, is: &OutcomeLedger) -> OutcomeLedger {
    let mut ledger = was.clone();
    if epoch > was.epoch {
        ledger = OutcomeLedger {
            epoch,
            good: 0,
            bad: 0,
            counterparties: std::array::from_fn(|_| Counterparty {
                tag: 0,
                good: 0,
                bad: 0,
            }),
            ..is.clone()
        };
    }
    let address = said.counterparty.to_bytes();
    let tag = u64::from_le_bytes(address[..8].try_into().expect("eight bytes")).max(1);
    let entries = &mut ledger.counterparties;
    let known = entries.iter().position(|entry| entry.tag == tag);
    let least = (0..entries.len()).min_by_key(|index| entries[*index].good + entries[*index].bad);
    let entry = &mut entries[known.or(least).expect("seven entries")];
    if entry.tag != tag {
        (entry.tag, entry.good, entry.bad) = (tag, 0, 0);
    }
    let good = fits(entry.good, GOOD_CAPS[0], said.good);
    let bad = fits(entry.bad, BAD_CAPS[0], said.bad);
    entry.good += good;
    entry.bad += bad;
    ledger.good += fits(ledger.good, GOOD_CAPS[1], good.into());
    ledger.bad += fits(ledger.bad, BAD_CAPS[1], bad.into());
    ledger
}

fn fits(counted: u32, cap: u32, more: u64) -> u32 {
    let left = u64::from(cap - counted);
    u32::try_from(more.min(left)).expect("at most the cap")
}
