//! I2, of lamports: what an account held goes back to whoever paid it, the bounty to whoever
//! closes; nobody else's lamports get less.

use super::super::{
    act::Act,
    snapshot::{Family, Snapshot},
};
use super::{Checked, changed, holds};
use solana_address::Address;
use std::collections::BTreeMap;

/// Lamports of wallets and devices' keys.
pub fn goes_back_to_who_paid(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    let Some(call) = act.succeeded() else {
        return Ok(());
    };
    let escrow = call.program == "job_escrow";
    let due = due(before, after, act);
    let created = created(before, after);
    for (key, new) in after.lamports.iter() {
        let old = before.lamports.get(key).copied().unwrap_or(0);
        let got = due.get(key).copied().unwrap_or(0);
        holds(*new >= old || act.signed_by(key), || {
            format!(
                "I2: {key} lost {} lamports by {act} without its signature",
                old - new
            )
        })?;
        let (least, most) = ((old + got).saturating_sub(created), old + got);
        let bounded = !escrow || (*new >= least && *new <= most);
        let exact = created > 0 && act.signed_by(key) || *new == most;
        holds(bounded && (exact || !escrow), || {
            format!(
                "I2: {key} has {new} lamports after {old}; {got} came back, {created} went into accounts"
            )
        })?;
    }
    Ok(())
}

/// What closed accounts give back.
fn due(before: &Snapshot, after: &Snapshot, act: &Act) -> BTreeMap<Address, u64> {
    let mut due = BTreeMap::new();
    for (_, old, new) in changed(&before.claims, &after.claims) {
        if let (Some(old), None) = (old, new) {
            *due.entry(old.payer).or_default() += old.lamports;
        }
    }
    for (_, old, new) in changed(&before.jobs, &after.jobs) {
        if let (Some(old), None) = (old, new) {
            let vault = before.tokens.get(&old.vault);
            let all = old.lamports + vault.map_or(0, |vault| vault.lamports);
            let caller = act.succeeded().map(|call| call.account("caller"));
            *due.entry(old.client).or_default() += all - old.bounty;
            *due.entry(caller.unwrap_or_default()).or_default() += old.bounty;
        }
    }
    due
}

/// Lamports in accounts that are new.
fn created(before: &Snapshot, after: &Snapshot) -> u64 {
    fn of<K: Ord, T: Eq>(before: &Family<K, T>, after: &Family<K, T>) -> u64 {
        let new = changed(before, after)
            .into_iter()
            .filter_map(|(_, old, new)| old.is_none().then_some(new?.lamports));
        new.sum()
    }
    of(&before.jobs, &after.jobs)
        + of(&before.claims, &after.claims)
        + of(&before.bindings, &after.bindings)
        + of(&before.records, &after.records)
        + of(&before.shards, &after.shards)
        + of(&before.tokens, &after.tokens)
}
