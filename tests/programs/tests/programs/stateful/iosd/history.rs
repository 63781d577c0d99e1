//! What was minted and paid when: no window is ever exceeded, whatever happens within it.

use super::snapshot::Snapshot;
use ionet_core::time::{DAY_SECONDS, EPOCH_SECONDS};
use solana_address::Address;
use std::collections::{BTreeMap, VecDeque};

/// One step's flows.
#[derive(Clone, Debug)]
struct Flow {
    at: i64,
    minted: u64,
    /// Whose record grew, and that it is by `minted`.
    minter: Option<Address>,
    /// The cap in force before the step.
    cap: u64,
    paid: u64,
    deposited: u64,
    /// The vault's balance before the step.
    balance: u64,
}

/// The flows of the last day.
#[derive(Debug)]
pub struct History {
    flows: VecDeque<Flow>,
}

impl History {
    /// Begins with `first`, whose own mints are a matter of before.
    pub fn new(first: &Snapshot) -> Self {
        assert_eq!(
            first.rules.window.level, 0,
            "begin with an empty window, or long after"
        );
        Self {
            flows: VecDeque::new(),
        }
    }

    /// Adds a step, and forgets what is older than a day.
    pub fn record(&mut self, before: &Snapshot, after: &Snapshot) {
        let paid = |state: &Snapshot| state.vault.paid_for_io + state.vault.paid_for_iosd;
        let minted = after.rules.minted_ever - before.rules.minted_ever;
        let grown = after
            .minters
            .iter()
            .find(|(wallet, record)| minted > 0 && before.minters.get(wallet) != Some(record));
        self.flows.push_back(Flow {
            at: after.now,
            minted,
            minter: grown.map(|(wallet, _)| *wallet),
            cap: before.rules.parameters.window_cap,
            paid: paid(after) - paid(before),
            deposited: after.donated - before.donated,
            balance: before.vault_balance,
        });
        while self
            .flows
            .front()
            .is_some_and(|flow| flow.at <= after.now - DAY_SECONDS)
        {
            self.flows.pop_front();
        }
    }

    /// Checks the day and the hour that end with the last step.
    ///
    /// # Errors
    /// Which window was exceeded.
    pub fn check(&self) -> Result<(), String> {
        let Some(last) = self.flows.back() else {
            return Ok(());
        };
        // After a change of the cap, the greater one bounds the window over it.
        let cap = self.flows.iter().map(|flow| flow.cap).max().unwrap_or(0);
        let day: u64 = self.flows.iter().map(|flow| flow.minted).sum();
        if day > cap {
            return Err(format!("I4: {day} minted in a day, the cap is {cap}"));
        }
        let hour: Vec<&Flow> = self
            .flows
            .iter()
            .filter(|flow| flow.at > last.at - EPOCH_SECONDS)
            .collect();
        let mut by_wallet = BTreeMap::<Address, u64>::new();
        for flow in &hour {
            if let Some(minter) = flow.minter {
                *by_wallet.entry(minter).or_default() += flow.minted;
            }
        }
        for (wallet, minted) in by_wallet {
            if minted > cap / 10 {
                return Err(format!(
                    "I4: {wallet} minted {minted} in an hour, cap {cap}"
                ));
            }
        }
        let paid: u64 = hour.iter().map(|flow| flow.paid).sum();
        let deposited: u64 = hour.iter().map(|flow| flow.deposited).sum();
        let began_with = hour.first().map_or(0, |flow| flow.balance);
        if paid > (began_with + deposited) / 24 {
            return Err(format!(
                "I2: the vault paid {paid} in an hour that began with {began_with}, and {deposited} came in"
            ));
        }
        Ok(())
    }
}
