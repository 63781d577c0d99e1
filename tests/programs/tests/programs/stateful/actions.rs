//! Who does what: one random step of one of the actors.

use super::act::Act;
use ionet_core::{
    emission::EmissionParameters,
    genesis::{Category, GenesisPlan},
    time::{DAY_SECONDS, EPOCH_SECONDS, MONTH_SECONDS},
    vesting::{VestingSchedule, VestingTerms},
};
use ionet_test_kit::{
    Call, World,
    addresses::{IO, POOLS, vesting},
    process::{emission, io_token},
};
use rand::{Rng, rngs::StdRng, seq::IndexedRandom};
use solana_address::Address;

/// Successful calls which the replaying actor remembers.
const REMEMBERED: usize = 64;

/// The chain, everybody on it, and what they remember.
pub struct Actors {
    /// The chain.
    pub world: World,
    /// Everybody whose key can sign.
    pub people: Vec<Address>,
    remembered: Vec<Call>,
    donated: [u64; 4],
}

impl Actors {
    /// Starts from `world`.
    pub fn new(mut world: World) -> Self {
        let mut people = vec![world.admin, world.guardian, world.mallory];
        people.extend(world.beneficiaries);
        people.extend((0..3).map(|number| world.chain.wallet(&format!("person {number}"))));
        Self {
            world,
            people,
            remembered: Vec::new(),
            donated: [0; 4],
        }
    }

    /// One step of a random actor.
    pub fn act(&mut self, rng: &mut StdRng) -> Act {
        match rng.random_range(0..100) {
            0..45 => self.honest(rng),
            45..60 => self.greedy(rng),
            60..70 => self.replay(rng),
            70..82 => self.swap_accounts(rng),
            82..94 => self.warp(rng),
            _ => self.donate(rng),
        }
    }

    fn honest(&mut self, rng: &mut StdRng) -> Act {
        if self.world.chain.account(&IO.config).is_none() {
            return self.initialize();
        }
        let config = self.world.config();
        if config.sealed == 0 && rng.random_bool(0.8) {
            return self.genesis(rng);
        }
        if config.sealed == 1 && self.world.chain.account(&POOLS.state).is_none() {
            let start = self.world.chain.now() + rng.random_range(0..2) * DAY_SECONDS;
            let preset = rng.random_range(0..2);
            let parameters = EmissionParameters::DEFAULT;
            let call = emission::initialize(self.world.admin, start, preset, parameters);
            return self.send("honest", call, None);
        }
        if config.vesting_count > 0 && rng.random_bool(0.35) {
            return self.honest_claim(rng);
        }
        let call = self.some_call(rng, true);
        self.send("honest", call, None)
    }

    fn initialize(&mut self) -> Act {
        let (admin, guardian) = (self.world.admin, self.world.guardian);
        let call = io_token::initialize(admin, &GenesisPlan::OFFICIAL, guardian);
        let act = self.send("honest", call, None);
        for (index, owner) in self.world.beneficiaries.into_iter().enumerate() {
            let name = format!("IO of beneficiary {index}");
            self.world.beneficiary_accounts[index] =
                self.world.chain.token_account(&name, &IO.mint, &owner);
        }
        act
    }

    /// Allocates what is left of a category, in one or several parts, or seals.
    fn genesis(&mut self, rng: &mut StdRng) -> Act {
        let config = self.world.config();
        let open = config
            .categories
            .iter()
            .enumerate()
            .find(|(_, one)| one.allocated < one.planned);
        let Some((category, ledger)) = open else {
            let call = io_token::seal_genesis(config.admin);
            return self.send("honest", call, None);
        };
        let left = ledger.planned - ledger.allocated;
        let amount = if rng.random_bool(0.5) {
            left
        } else {
            rng.random_range(1..=left)
        };
        let beneficiary = *self.world.beneficiaries.choose(rng).expect("beneficiaries");
        let index = u8::try_from(category).expect("five categories");
        let call = io_token::allocate_genesis(
            config.admin,
            config.vesting_count,
            index,
            beneficiary,
            amount,
        );
        self.send("honest", call, None)
    }

    /// A beneficiary claims; the rules say whether that succeeds, pause or not (I10).
    fn honest_claim(&mut self, rng: &mut StdRng) -> Act {
        let config = self.world.config();
        let index = rng.random_range(0..config.vesting_count);
        let stored = self
            .world
            .chain
            .account(&vesting(index))
            .map(|_| self.world.vesting(index));
        let Some(stored) = stored else {
            let call = io_token::close_vesting(index, self.world.admin);
            return self.send("honest", call, Some(("a closed account".to_owned(), false)));
        };
        let position = self
            .world
            .beneficiaries
            .iter()
            .position(|one| *one == stored.beneficiary);
        let account = self.world.beneficiary_accounts[position.unwrap_or_default()];
        let terms = VestingTerms {
            upfront_bps: stored.upfront_bps,
            cliff_months: stored.cliff_months,
            parts: stored.parts,
        };
        let schedule = VestingSchedule {
            total: stored.total,
            terms,
            start: config.genesis_time,
        };
        let allowed = config.sealed == 1
            && position.is_some()
            && schedule
                .claim(stored.claimed, self.world.chain.now())
                .is_ok();
        let text = format!("claim of vesting {index}, paused {}", self.is_paused());
        let call = io_token::claim_vested(stored.beneficiary, index, account);
        self.send("honest", call, Some((text, allowed)))
    }

    fn is_paused(&self) -> bool {
        self.world.chain.now() < self.world.config().paused_until
    }

    /// Tries for himself what others may do.
    fn greedy(&mut self, rng: &mut StdRng) -> Act {
        let call = self.some_call(rng, false);
        self.send("greedy", call, None)
    }

    fn replay(&mut self, rng: &mut StdRng) -> Act {
        match self.remembered.choose(rng).cloned() {
            Some(call) => self.send("replay", call, None),
            None => self.warp(rng),
        }
    }

    /// A call with one account exchanged, unsigned or read-only.
    fn swap_accounts(&mut self, rng: &mut StdRng) -> Act {
        let mut call = match self.remembered.choose(rng).cloned() {
            Some(call) if rng.random_bool(0.6) => call,
            _ => self.some_call(rng, true),
        };
        let count = call.raw.accounts.len();
        let position = rng.random_range(0..count);
        match rng.random_range(0..5) {
            0 => {
                let other = rng.random_range(0..count);
                let address = call.raw.accounts[other].pubkey;
                call.raw.accounts[other].pubkey = call.raw.accounts[position].pubkey;
                call.raw.accounts[position].pubkey = address;
            }
            1 => call.raw.accounts[position].is_signer = false,
            2 => call.raw.accounts[position].is_writable = false,
            _ => call.raw.accounts[position].pubkey = self.some_address(rng),
        }
        self.send("swap", call, None)
    }

    fn warp(&mut self, rng: &mut StdRng) -> Act {
        let seconds = match rng.random_range(0..10) {
            0..4 => rng.random_range(0..EPOCH_SECONDS),
            4..7 => EPOCH_SECONDS * rng.random_range(1..30),
            7..9 => DAY_SECONDS * rng.random_range(1..8),
            _ => MONTH_SECONDS,
        };
        self.world.chain.warp(seconds);
        self.idle(format!("warp {seconds} s"))
    }

    fn donate(&mut self, rng: &mut StdRng) -> Act {
        let vault = rng.random_range(0..4);
        let vaults = [
            POOLS.availability_vault,
            POOLS.compute_vault,
            POOLS.reserve_vault,
            IO.vesting_vault,
        ];
        let index = rng.random_range(0..Category::COUNT);
        let (from, owner) = (
            self.world.beneficiary_accounts[index],
            self.world.beneficiaries[index],
        );
        let chain = &mut self.world.chain;
        let ready = from != Address::default() && chain.account(&vaults[vault]).is_some();
        let amount = rng.random_range(1..1_000_000);
        if !ready || chain.balance(&from) < amount {
            return self.warp(rng);
        }
        chain.transfer(&from, &vaults[vault], &owner, amount);
        self.donated[vault] += amount;
        let mut act = self.idle(format!("donation of {amount} to vault {vault}"));
        act.signers = vec![owner];
        act
    }

    fn send(&mut self, who: &str, mut call: Call, must_succeed: Option<(String, bool)>) -> Act {
        // Nobody holds the key of a program's address: such a signature cannot be given.
        for account in &mut call.raw.accounts {
            if account.is_signer && !self.people.contains(&account.pubkey) {
                account.is_signer = false;
            }
        }
        let signers: Vec<_> = call
            .raw
            .accounts
            .iter()
            .filter(|account| account.is_signer)
            .map(|account| account.pubkey)
            .collect();
        let outcome = self.world.chain.send(call.clone());
        if outcome.is_ok() {
            if self.remembered.len() == REMEMBERED {
                self.remembered.remove(0);
            }
            self.remembered.push(call.clone());
        }
        Act {
            sent: Some((call, outcome)),
            signers,
            donated: self.donated,
            must_succeed,
            what: who.to_owned(),
        }
    }

    /// A step without a call.
    pub fn idle(&self, what: String) -> Act {
        Act {
            sent: None,
            signers: Vec::new(),
            donated: self.donated,
            must_succeed: None,
            what,
        }
    }
}
