//! Performing actions: choosing, spoiling, sending, remembering.

use super::{
    act::Act,
    action::{Action, Twist, Verb, chosen},
    people::People,
};
use ionet_test_kit::{Call, JOB_ESCROW, addresses::device};
use solana_address::Address;

/// Successful calls that can be replayed.
const REMEMBERED: usize = 64;

/// The market, what is open on it, and what was sent.
///
/// All of it follows from the actions performed, so that a sequence always does the same.
#[derive(Clone)]
pub struct Player {
    /// The chain and everybody on it.
    pub people: People,
    /// Jobs that are not closed.
    pub open_jobs: Vec<Address>,
    /// Claims that are not closed: job and claim.
    pub open_claims: Vec<(Address, Address)>,
    /// Accounts of devices in registry, in the order of their keys.
    pub devices: Vec<Address>,
    remembered: Vec<Call>,
}

impl Player {
    /// Nothing has happened yet.
    pub fn new() -> Self {
        let people = People::open();
        Self {
            devices: people.device_keys.iter().map(device).collect(),
            people,
            open_jobs: Vec::new(),
            open_claims: Vec::new(),
            remembered: Vec::new(),
        }
    }

    /// Does one step; [`Verb::Next`] becomes what is next.
    pub fn perform(&mut self, action: Action) -> Act {
        let Action(verb, choices, twist) = self.resolve(action);
        if let Some(act) = self.happen(verb, choices) {
            return act;
        }
        let call = match twist {
            Twist::Replay(nth) => self.remembered_call(verb, choices, nth),
            _ => self.call(verb, choices),
        };
        match call {
            Some(call) => {
                let call = self.spoiled(call, twist);
                self.send(format!("{verb:?} {twist:?}"), call)
            }
            None => Act::idle(format!("nothing for {verb:?}")),
        }
    }

    /// The action itself, or what [`Verb::Next`] stands for at this moment.
    pub fn resolve(&self, action: Action) -> Action {
        let Action(verb, choices, twist) = action;
        match verb {
            Verb::Next => {
                let (verb, choices) = self.next(choices);
                Action(verb, choices, twist)
            }
            // Few open jobs keep the chain small, and their operators alive.
            Verb::Post if self.open_jobs.len() >= super::MOST_OPEN => {
                let (verb, choices) = self.next(choices);
                Action(verb, choices, twist)
            }
            _ => action,
        }
    }

    fn call(&self, verb: Verb, choices: [u8; 4]) -> Option<Call> {
        self.escrow_call(verb, choices)
            .or_else(|| self.registry_call(verb, choices))
            .or_else(|| self.money_call(verb, choices))
            .or_else(|| self.role_call(verb, choices))
    }

    fn remembered_call(&self, verb: Verb, choices: [u8; 4], nth: u8) -> Option<Call> {
        let call = self.call(verb, choices)?;
        let same: Vec<_> = self
            .remembered
            .iter()
            .rev()
            .filter(|old| (old.program, old.instruction) == (call.program, call.instruction))
            .collect();
        let old = chosen(&same, nth).cloned();
        Some(old.unwrap_or(call))
    }

    fn spoiled(&self, call: Call, twist: Twist) -> Call {
        let sink = (call.instruction == "list_mint").then(|| call.account("token_sink"));
        let spoiled = self.twisted(call, twist);
        match sink {
            // The admin is trusted with this one account: token shares go where it says.
            Some(sink) => spoiled.with_account("token_sink", sink),
            None => spoiled,
        }
    }

    fn twisted(&self, mut call: Call, twist: Twist) -> Call {
        let count = call.raw.accounts.len();
        let at = |position: u8| usize::from(position) % count;
        match twist {
            Twist::Plain | Twist::Replay(_) => {}
            Twist::Swap(position, with) => {
                if let Some(address) = self.some_address(with) {
                    call.raw.accounts[at(position)].pubkey = address;
                }
            }
            Twist::Exchange(first, second) => {
                let (first, second) = (at(first), at(second));
                let address = call.raw.accounts[first].pubkey;
                call.raw.accounts[first].pubkey = call.raw.accounts[second].pubkey;
                call.raw.accounts[second].pubkey = address;
            }
            Twist::Signer(nth, with) => {
                let signing: Vec<_> = (0..count)
                    .filter(|index| call.raw.accounts[*index].is_signer)
                    .collect();
                if let (Some(index), Some(key)) = (chosen(&signing, nth), self.some_key(with)) {
                    call.raw.accounts[index].pubkey = key;
                }
            }
            Twist::Flag(position, true) => call.raw.accounts[at(position)].is_signer = false,
            Twist::Flag(position, false) => call.raw.accounts[at(position)].is_writable = false,
            Twist::Byte(position, value) => {
                // Not the discriminator: that would be another instruction.
                let arguments = call.raw.data.len() - 8;
                if let Some(index) = usize::from(position).checked_rem(arguments) {
                    call.raw.data[8 + index] = [0, 1, 127, 255][usize::from(value % 4)];
                }
            }
        }
        call
    }

    fn send(&mut self, what: String, mut call: Call) -> Act {
        // Nobody holds the key of a program's address: such a signature cannot be given.
        for account in &mut call.raw.accounts {
            account.is_signer &= self.people.can_sign(&account.pubkey);
        }
        let signing = call.raw.accounts.iter().filter(|account| account.is_signer);
        let signers = signing.map(|account| account.pubkey).collect();
        let gift = self.gift(&call);
        let outcome = self.people.chain_mut().send(call.clone());
        if outcome.is_ok() {
            self.note(&call);
            if let Some((vault, before)) = gift {
                let given = self.people.balance(&vault).saturating_sub(before);
                *self.people.donated.entry(vault).or_default() += given;
            }
        }
        Act {
            sent: Some((call, outcome)),
            signers,
            what,
        }
    }

    /// The account of a program that somebody has his own tokens paid to, and what is in it.
    fn gift(&self, call: &Call) -> Option<(Address, u64)> {
        let destination = match call.instruction {
            "sell_iosd" | "sell_io" => call.account("dollar_destination"),
            "mint" => call.account("iosd_destination"),
            "claim_vested" | "withdraw_fees" => call.account("destination"),
            _ => return None,
        };
        let is_a_wallets = self.people.tokens.values().any(|own| *own == destination);
        (!is_a_wallets).then(|| (destination, self.people.balance(&destination)))
    }

    /// What a call that succeeded opened or closed.
    fn note(&mut self, call: &Call) {
        if self.remembered.len() == REMEMBERED {
            self.remembered.remove(0);
        }
        self.remembered.push(call.clone());
        if call.program != JOB_ESCROW.name {
            return;
        }
        match call.instruction {
            "post" => {
                self.open_jobs.push(call.account("job"));
                self.people.jobs.push(call.account("job"));
            }
            "claim" => {
                let (job, claim) = (call.account("job"), call.account("claim"));
                self.open_claims.push((job, claim));
                self.people.claims.push(claim);
            }
            "close_claim" => {
                let closed = call.account("claim");
                self.open_claims.retain(|(_, claim)| *claim != closed);
            }
            "close_job" => {
                let closed = call.account("job");
                self.open_jobs.retain(|job| *job != closed);
            }
            _ => {}
        }
    }

    /// Somebody whose key can sign.
    fn some_key(&self, choice: u8) -> Option<Address> {
        let people = &self.people;
        let keys: Vec<_> = people.wallets.iter().chain(&people.device_keys).collect();
        chosen(&keys, choice).copied()
    }
}
