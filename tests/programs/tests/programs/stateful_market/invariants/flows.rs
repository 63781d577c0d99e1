//! What a step owes to whom, worked out from the jobs and claims that it changed.

use super::super::snapshot::Snapshot;
use super::{changed, reckoning, reckoning::Parts};
use ionet_core::job::{ClaimState, EndReason};
use ionet_test_kit::{
    process::job_escrow::VERIFIERS,
    state::{Claim, Job},
};
use solana_address::Address;
use std::collections::BTreeMap;

/// Amounts that a step should have booked and moved.
#[derive(Debug, Default)]
pub struct Flows {
    /// To balances of wallets, by wallet and mint index.
    pub balances: BTreeMap<(Address, u8), u64>,
    /// To stakers of wallets, by wallet and mint index.
    pub stakers: BTreeMap<(Address, u8), u64>,
    /// Through shards, by mint index and number.
    pub shards: BTreeMap<(u8, u8), ShardFlow>,
    /// Token shares by the token account that gets them; the mint where they are burned.
    pub sinks: BTreeMap<Address, u64>,
    /// Out of vaults by settlements, by job.
    pub moved: BTreeMap<Address, u64>,
    /// IO that operators forfeit, by wallet.
    pub forfeited: BTreeMap<Address, u64>,
    /// Results that were proved wrong and the bonds behind them, by wallet.
    pub proved_wrong: BTreeMap<Address, (u64, u64)>,
    /// Forfeited IO that clients and the holder of the verifiers role are owed, by wallet.
    pub receivable: BTreeMap<Address, u64>,
}

/// Amounts of one shard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShardFlow {
    pub gross: u64,
    pub token_shares: u64,
    pub participants: u64,
    pub treasury: u64,
    pub verifiers: u64,
    pub bonds_in: u64,
    pub bonds_out: u64,
}

impl Flows {
    /// Of one step.
    pub fn between(before: &Snapshot, after: &Snapshot) -> Self {
        let mut flows = Self::default();
        for (address, old, new) in changed(&before.claims, &after.claims) {
            let (Some(old), Some(new)) = (old, new) else {
                continue;
            };
            // A claim's job is never closed in the same step.
            let job = &after.jobs[&new.job];
            flows.settle(old, new, job, before.sink(job.mint_index));
            flows.dispute(old, new, job);
            if new.proved_wrong != old.proved_wrong {
                let wrong = flows.proved_wrong.entry(new.operator).or_default();
                (wrong.0, wrong.1) = (wrong.0 + 1, wrong.1 + old.bond);
            }
            let verdict = reckoning::verdict_in_time(old, before.verdicts.get(address));
            flows.forfeit(old, new, job, verdict.map(|_| verifiers(before)));
        }
        for (_, old, new) in changed(&before.jobs, &after.jobs) {
            if let (Some(old), None) = (old, new) {
                flows.close(old, before.amount(&old.vault));
            }
        }
        flows
    }

    fn settle(&mut self, old: &Claim, new: &Claim, job: &Job, sink: Address) {
        if new.settled_gross <= old.settled_gross {
            return;
        }
        let parts = Parts::of(new, new.settled_gross).since(&Parts::of(old, old.settled_gross));
        let mint = job.mint_index;
        self.pay(new.operator, mint, parts.usd);
        self.pay(new.client_referrer, mint, parts.client_referrer);
        self.pay(new.operator_referrer, mint, parts.operator_referrer);
        if parts.stakers > 0 {
            *self.stakers.entry((new.operator, mint)).or_default() += parts.stakers;
        }
        *self.sinks.entry(sink).or_default() += parts.token;
        *self.moved.entry(new.job).or_default() += parts.gross;
        let shard = self.shards.entry((mint, job.shard)).or_default();
        shard.gross += parts.gross;
        shard.token_shares += parts.token;
        shard.participants +=
            parts.usd + parts.stakers + parts.client_referrer + parts.operator_referrer;
        shard.treasury += parts.treasury;
        shard.verifiers += parts.verifiers;
    }

    fn dispute(&mut self, old: &Claim, new: &Claim, job: &Job) {
        let mint = job.mint_index;
        let bond = new.dispute.bond;
        let shard = self.shards.entry((mint, job.shard)).or_default();
        if old.dispute.opened_at == 0 && new.dispute.opened_at != 0 {
            shard.bonds_in += bond;
        }
        let disputed = ClaimState::Disputed.code();
        if old.state == disputed && new.state != disputed {
            shard.bonds_out += bond;
            // The operator was right where it keeps everything.
            if new.entitlement == 0 {
                shard.verifiers += bond;
            } else {
                shard.participants += bond;
                self.pay(job.client, mint, bond);
            }
        }
    }

    /// A claim that never started forfeits a twelfth of its bond to the client; one that lost its
    /// dispute by a verdict as much as the client's bond, at the price it was locked at.
    fn forfeit(&mut self, old: &Claim, new: &Claim, job: &Job, by_verdict: Option<Address>) {
        let expired = EndReason::Expired.code();
        let lost = old.state == ClaimState::Disputed.code() && new.entitlement != 0;
        let (amount, to) = match by_verdict.filter(|_| lost) {
            _ if old.end_reason != expired && new.end_reason == expired => {
                (old.bond / 12, job.client)
            }
            Some(verifiers) => {
                let owed = u128::from(new.dispute.bond.min(new.bond_worth));
                let amount = u128::from(old.bond) * owed / u128::from(new.bond_worth);
                (u64::try_from(amount).expect("a part of a bond"), verifiers)
            }
            None => return,
        };
        *self.forfeited.entry(new.operator).or_default() += amount;
        *self.receivable.entry(to).or_default() += amount;
    }

    fn close(&mut self, job: &Job, balance: u64) {
        let mint = job.mint_index;
        let left = job.deposit.saturating_sub(job.refunded + job.moved);
        self.pay(job.client, mint, left);
        let shard = self.shards.entry((mint, job.shard)).or_default();
        shard.participants += left;
        shard.treasury += balance.saturating_sub(left);
    }

    fn pay(&mut self, wallet: Address, mint: u8, amount: u64) {
        if amount > 0 {
            *self.balances.entry((wallet, mint)).or_default() += amount;
        }
    }
}

/// Who is paid for re-runs.
fn verifiers(state: &Snapshot) -> Address {
    state.config().roles[usize::from(VERIFIERS)].holder
}
