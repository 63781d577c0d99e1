//! I2: every vault holds what it owes, by internal accounting and to the unit; tokens come from
//! nowhere and go nowhere.

use super::super::{
    act::Act,
    snapshot::{MINTS, Snapshot},
};
use super::{Checked, changed, flows::Flows, holds, reckoning};
use ionet_client::generated::job_escrow::types::Balance;
use ionet_test_kit::{
    addresses::STABLE,
    state::{Job, Shard},
};
use solana_address::Address;
use std::collections::BTreeMap;

/// Jobs and shards hold what they owe and what strangers sent, and nothing else.
pub fn every_vault_holds_what_it_owes(after: &Snapshot) -> Checked {
    for (address, job) in after.jobs.iter() {
        let left = left_of(job).ok_or_else(|| {
            format!(
                "I2: job {address} paid out more than its deposit of {}",
                job.deposit
            )
        })?;
        let (held, donated) = (after.amount(&job.vault), after.donated_to(&job.vault));
        holds(held == left + donated, || {
            format!("I2: vault of job {address} holds {held}, accounting {left} + {donated}")
        })?;
        let owed: u64 = after
            .claims_of(address)
            .map(|(_, claim)| {
                let most = reckoning::at_most(job, claim, after.now);
                most.saturating_sub(claim.settled_gross)
            })
            .sum();
        holds(left >= owed, || {
            format!("I2: job {address} has {left} left, its claims can earn {owed}")
        })?;
    }
    for ((mint, number), shard) in after.shards.iter() {
        let (held, donated) = (after.amount(&shard.vault), after.donated_to(&shard.vault));
        let owed = owed_by(shard).ok_or_else(|| {
            format!("I2: shard {number} of mint {mint} paid out more than was booked")
        })?;
        holds(held == owed + donated, || {
            format!("I2: shard {number} of mint {mint} holds {held}, accounting {owed} + {donated}")
        })?;
    }
    ledgers_add_up(after)
}

/// What is left of a job's deposit.
fn left_of(job: &Job) -> Option<u64> {
    let left = job.deposit.checked_sub(job.refunded)?;
    left.checked_sub(job.moved)
}

/// What a shard owes: to participants, treasury and verifiers, and bonds of open disputes.
fn owed_by(shard: &Shard) -> Option<u64> {
    let ledgers = [&shard.participants, &shard.treasury, &shard.verifiers];
    let mut owed = shard.dispute_bonds;
    for ledger in ledgers {
        owed += ledger.booked.checked_sub(ledger.withdrawn)?;
    }
    Some(owed)
}

/// The records' balances are the shards', and nobody withdrew more than was booked; open
/// disputes' bonds are in the shards.
fn ledgers_add_up(after: &Snapshot) -> Checked {
    let mut bonds = BTreeMap::<(u8, u8), u64>::new();
    for claim in after.claims.values().filter(|claim| claim.state == 7) {
        let job = &after.jobs[&claim.job];
        *bonds.entry((job.mint_index, job.shard)).or_default() += claim.dispute.bond;
    }
    for (key, shard) in after.shards.iter() {
        let open = bonds.get(key).copied().unwrap_or(0);
        holds(shard.dispute_bonds == open, || {
            format!(
                "I2: shard {key:?} accounts for {} of bonds, open disputes for {open}",
                shard.dispute_bonds
            )
        })?;
    }
    for mint in 0..MINTS {
        let index = usize::from(mint);
        let mut records = [0_u64; 2];
        for (wallet, record) in after.records.iter() {
            for ledger in [&record.balances[index], &record.stakers[index]] {
                holds(ledger.withdrawn <= ledger.booked, || {
                    format!("I7: {wallet} withdrew more of mint {mint} than was booked: {ledger:?}")
                })?;
                records = plus(records, ledger);
            }
        }
        let shards = after.shards.iter().filter(|((of, _), _)| *of == mint);
        let shards = shards.fold([0; 2], |sum, (_, shard)| plus(sum, &shard.participants));
        holds(records == shards, || {
            format!(
                "I2: booked and withdrawn of mint {mint}: records {records:?}, shards {shards:?}"
            )
        })?;
    }
    Ok(())
}

fn plus(sum: [u64; 2], ledger: &Balance) -> [u64; 2] {
    [sum[0] + ledger.booked, sum[1] + ledger.withdrawn]
}

/// All tokens of a mint are in accounts that are known, before and after, apart from what was
/// minted and burned; the programs' other accounts get what they should.
pub fn no_token_appears_or_vanishes(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    let known = |state: &Snapshot| {
        let mut sums = BTreeMap::<Address, u64>::new();
        for tokens in state.tokens.values() {
            *sums.entry(tokens.mint).or_default() += tokens.amount;
        }
        sums
    };
    if before.tokens == after.tokens && before.mints == after.mints {
        return Ok(());
    }
    let (old, new) = (known(before), known(after));
    for (mint, supply) in after.mints.iter() {
        let outside = |sums: &BTreeMap<Address, u64>, supply: u64| {
            i128::from(supply) - i128::from(sums.get(mint).copied().unwrap_or(0))
        };
        let was = outside(&old, before.supply(mint));
        let is = outside(&new, supply.supply);
        holds(was == is, || {
            format!("I2: tokens of {mint} in accounts that nobody knows: {was}, then {is}")
        })?;
    }
    let flows = Flows::between(before, after);
    for sink in after.config().mints.iter().map(|listed| listed.token_sink) {
        if sink == STABLE.mint || sink == Address::default() {
            continue;
        }
        // The other dollar's vault buys nothing.
        let paid = if sink == after.dollar_vault().token_account {
            paid_for(after).saturating_sub(paid_for(before))
        } else {
            0
        };
        let came = flows.sinks.get(&sink).copied().unwrap_or(0);
        let given = after.donated_to(&sink) - before.donated_to(&sink);
        let (was, is) = (before.amount(&sink), after.amount(&sink));
        holds(was + came + given == is + paid, || {
            format!("I2: {sink} had {was}, {came} and {given} came, {paid} left, and it has {is}")
        })?;
    }
    closed_vaults_are_gone(before, after, act)
}

/// Paid by iosd's vault of dollars in all.
fn paid_for(state: &Snapshot) -> u64 {
    let vault = state.dollar_vault();
    vault.paid_for_iosd + vault.paid_for_io
}

/// Nothing stays where a job was.
fn closed_vaults_are_gone(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    for (address, old, new) in changed(&before.jobs, &after.jobs) {
        if let (Some(old), None) = (old, new) {
            holds(!after.tokens.contains_key(&old.vault), || {
                format!("I2: {act} closed job {address} and left its vault")
            })?;
        }
    }
    Ok(())
}
