//! Who is owed what, and from where it can be withdrawn.

use super::{
    action::{Verb, chosen, scaled},
    player::Player,
};
use ionet_client::generated::job_escrow::{accounts::Shard, types::Balance};
use ionet_test_kit::{
    Call,
    process::job_escrow::{self as escrow, TREASURY, VERIFIERS},
};
use solana_address::Address;

/// From this choice on any shard is tried, below one that holds something.
const ANY_SHARD: u8 = 192;

impl Player {
    pub(super) fn withdrawal(&self, verb: Verb, choices: [u8; 4]) -> Option<Call> {
        match verb {
            Verb::Withdraw => self.withdraw(choices),
            _ => Some(self.withdraw_fees(choices)),
        }
    }

    fn withdraw(&self, [who, mint, amount, number]: [u8; 4]) -> Option<Call> {
        let owner = self.creditor(who, mint % 2)?;
        let owed = left(&self.participant(&owner)?.balances[usize::from(mint % 2)]);
        let number = self.shard_with(mint % 2, number, |shard| shard.participants.clone());
        let destination = self.people.tokens_of(&owner, &self.people.mint(mint % 2));
        let amount = scaled(owed, amount);
        Some(escrow::withdraw(
            owner,
            mint % 2,
            number,
            destination,
            amount,
        ))
    }

    fn withdraw_fees(&self, [role, mint, amount, number]: [u8; 4]) -> Call {
        let role = [TREASURY, VERIFIERS, TREASURY, VERIFIERS, 0][usize::from(role % 5)];
        let side = |shard: &Shard| match role {
            VERIFIERS => shard.verifiers.clone(),
            _ => shard.treasury.clone(),
        };
        let number = self.shard_with(mint % 2, number, side);
        let owed = left(&side(&self.people.market.shard(mint % 2, number % 16)));
        let holder = self.people.market.config().roles[usize::from(role)].holder;
        let destination = self.people.tokens_of(&holder, &self.people.mint(mint % 2));
        let amount = scaled(owed, amount);
        escrow::withdraw_fees(holder, role, mint % 2, number, destination, amount)
    }

    /// Somebody who is owed something, if there is anybody; otherwise anybody with a record.
    fn creditor(&self, who: u8, mint: u8) -> Option<Address> {
        let owed = |owner: &Address| {
            let record = self.participant(owner);
            record.map(|record| left(&record.balances[usize::from(mint)]))
        };
        let wallets = &self.people.wallets;
        let records: Vec<_> = wallets
            .iter()
            .filter_map(|owner| Some((*owner, owed(owner)?)))
            .collect();
        let creditors: Vec<_> = records.iter().filter(|(_, owed)| *owed > 0).collect();
        match chosen(&creditors, who) {
            Some((owner, _)) => Some(*owner),
            None => chosen(&records, who).map(|(owner, _)| owner),
        }
    }

    /// A shard of the mint that holds something of a side, or any.
    fn shard_with(&self, mint: u8, choice: u8, side: impl Fn(&Shard) -> Balance) -> u8 {
        let holding: Vec<_> = (0..16)
            .filter(|number| left(&side(&self.people.market.shard(mint, *number))) > 0)
            .collect();
        match chosen(&holding, choice) {
            Some(number) if choice < ANY_SHARD => number,
            _ => choice % 16,
        }
    }
}

/// Booked and not withdrawn.
fn left(balance: &Balance) -> u64 {
    balance.booked.saturating_sub(balance.withdrawn)
}
