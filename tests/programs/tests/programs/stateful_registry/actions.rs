//! Who does what: one random step of one of the actors.

use crate::negative::scenarios_registry::make_version_1;
use ionet_core::reputation::OutcomeLedger;
use ionet_core::{reputation::record_outcome, time::DAY_SECONDS};
use ionet_test_kit::{
    Call, Outcome, RegistryWorld,
    addresses::{client, device, operator, participant},
    process::registry::{self, Class, DETAILS, Details, Hardware, NO_REFERRER, SETTINGS, Settings},
    registry_world::{CLASSES, HARDWARE, Operator},
};
use rand::{Rng, rngs::StdRng, seq::IndexedRandom};
use solana_address::Address;
use std::fmt;

/// Successful calls which the replaying actor remembers.
const REMEMBERED: usize = 64;

/// One step and what it did.
pub struct Act {
    /// The call and its outcome; `None` for a warp, a recorded outcome or an old layout.
    pub sent: Option<(Call, Outcome)>,
    /// Who signed besides the fee payer.
    pub signers: Vec<Address>,
    /// Who did it, or what happened.
    pub what: String,
}

impl Act {
    /// The instruction, when one succeeded.
    pub fn succeeded(&self) -> Option<&'static str> {
        let (call, outcome) = self.sent.as_ref()?;
        outcome.is_ok().then_some(call.instruction)
    }

    /// Whether `key` signed this step.
    pub fn signed_by(&self, key: &Address) -> bool {
        self.signers.contains(key)
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.sent {
            Some((call, outcome)) => {
                write!(
                    f,
                    "{}: {} → {}",
                    self.what,
                    call.instruction,
                    outcome.failure()
                )
            }
            None => f.write_str(&self.what),
        }
    }
}

/// The chain, everybody on it, and what they remember.
pub struct Actors {
    /// The chain.
    pub world: RegistryWorld,
    /// Wallets, holders of roles among them.
    pub people: Vec<Address>,
    /// Keys of devices.
    pub keys: Vec<Address>,
    /// What job-escrow recorded of each of `people`.
    pub records: Vec<[OutcomeLedger; 2]>,
    remembered: Vec<Call>,
}

impl Actors {
    /// Starts with classes, an operator with a device, and a client.
    pub fn new() -> Self {
        let mut world = RegistryWorld::open();
        let mut people = vec![
            world.owner,
            world.world.admin,
            world.world.guardian,
            world.price_manager,
            world.client,
            world.reporter,
            world.newcomer,
            world.world.mallory,
        ];
        people.extend((0..4).map(|number| world.chain().wallet(&format!("person {number}"))));
        let mut keys = vec![world.device_key];
        keys.extend((0..5).map(|number| world.chain().wallet(&format!("key {number}"))));
        Self {
            records: vec![[OutcomeLedger::default(); 2]; people.len()],
            world,
            people,
            keys,
            remembered: Vec::new(),
        }
    }

    /// One step of a random actor.
    pub fn act(&mut self, rng: &mut StdRng) -> Act {
        match rng.random_range(0..100) {
            0..48 => {
                let call = self.some_call(rng, true);
                self.send("honest", call)
            }
            48..62 => {
                let call = self.some_call(rng, false);
                self.send("greedy", call)
            }
            62..70 => match self.remembered.choose(rng).cloned() {
                Some(call) => self.send("replay", call),
                None => self.warp(rng),
            },
            70..78 => self.swap_accounts(rng),
            78..88 => self.record(rng),
            88..90 => self.age(rng),
            _ => self.warp(rng),
        }
    }

    /// A random instruction; `honest` signs with the key that may, otherwise anybody does.
    fn some_call(&self, rng: &mut StdRng, honest: bool) -> Call {
        let anybody = if rng.random_bool(0.3) {
            *self.keys.choose(rng).expect("keys")
        } else {
            *self.people.choose(rng).expect("people")
        };
        let pick = |right: Address| if honest { right } else { anybody };
        let config = self.world.config();
        let roles = config.roles.each_ref().map(|role| role.holder);
        let person = *self.people.choose(rng).expect("people");
        let owner = self.owner_of_something(rng);
        let key = *self.keys.choose(rng).expect("keys");
        let key_owner = self.device_owner(&key).unwrap_or(owner);
        let class = rng.random_range(0..5);
        match rng.random_range(0..24) {
            0 => registry::propose_role(pick(roles[0]), rng.random_range(0..4), person),
            1 => {
                let role = rng.random_range(0..4);
                let proposed = config.roles[usize::from(role)].proposed;
                let right = if self.people.contains(&proposed) {
                    proposed
                } else {
                    person
                };
                registry::accept_role(pick(right), role)
            }
            2 if rng.random_bool(0.3) => registry::pause(pick(roles[rng.random_range(0..2)])),
            2 | 3 => registry::unpause(pick(roles[rng.random_range(0..2)])),
            4 => registry::add_class(pick(roles[0]), class, random_class(rng)),
            5 | 6 => {
                let active = rng.random_bool(0.8);
                registry::set_class(pick(roles[0]), class, random_class(rng), active)
            }
            7 => {
                let min = rng.random_range(100..3_000_000);
                let max = min + rng.random_range(0..3_000_000);
                registry::set_class_bounds(pick(roles[0]), class, min, max)
            }
            8..11 => {
                let price = self.world.class_book().classes[usize::from(class)].price;
                let wanted = price * rng.random_range(9_400..=10_600) / 10_000;
                registry::move_price(pick(roles[2]), class, wanted)
            }
            11 | 12 => {
                let epoch = self.world.epoch().saturating_sub(rng.random_range(0..3));
                let utilisation = rng.random_range(0..=10_000);
                registry::report_utilisation(pick(roles[3]), class, epoch, utilisation)
            }
            13 => {
                let referrer = self.some_referrer(rng);
                registry::register_operator(pick(person), referrer, random_settings(rng))
                    .with_account("operator", operator(&person))
            }
            14 => registry::register_client(pick(person), self.some_referrer(rng))
                .with_account("client", client(&person)),
            15 => registry::update_operator(pick(owner), random_settings(rng))
                .with_account("operator", operator(&owner)),
            16 => registry::set_draining(pick(owner), rng.random_bool(0.5))
                .with_account("operator", operator(&owner)),
            17 | 18 => {
                let hardware = Hardware {
                    class,
                    gpus: rng.random_range(1..=64),
                    ..HARDWARE
                };
                registry::register_device(pick(owner), key, hardware, random_details(rng))
                    .with_account("operator", operator(&owner))
            }
            19 => registry::update_device(pick(key), random_details(rng))
                .with_account("device", device(&key)),
            20 => {
                let new = *self.keys.choose(rng).expect("keys");
                registry::rotate_device(pick(key_owner), key, new)
            }
            21 => registry::revoke_device(pick(key_owner), key),
            22 => registry::migrate_operator(pick(person), owner),
            _ if rng.random_bool(0.5) => registry::fold_operator_reputation(owner),
            _ => registry::fold_client_reputation(person),
        }
    }

    fn owner_of_something(&self, rng: &mut StdRng) -> Address {
        let owners: Vec<_> = self
            .people
            .iter()
            .filter(|owner| self.world.world.chain.account(&operator(owner)).is_some())
            .collect();
        **owners.choose(rng).expect("an operator")
    }

    fn device_owner(&self, key: &Address) -> Option<Address> {
        self.world.world.chain.account(&device(key))?;
        Some(self.world.device_of(key).owner)
    }

    fn some_referrer(&self, rng: &mut StdRng) -> Address {
        let named = self.people.choose(rng).expect("people");
        match rng.random_range(0..3) {
            0 => NO_REFERRER,
            1 => operator(named),
            _ => client(named),
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
        self.send("swap", call)
    }

    fn some_address(&self, rng: &mut StdRng) -> Address {
        let person = self.people.choose(rng).expect("people");
        let key = self.keys.choose(rng).expect("keys");
        match rng.random_range(0..6) {
            0 => *person,
            1 => *key,
            2 => operator(person),
            3 => client(person),
            4 => device(key),
            _ => participant(person),
        }
    }

    /// Job-escrow records an outcome.
    fn record(&mut self, rng: &mut StdRng) -> Act {
        let index = rng.random_range(0..self.people.len());
        let capacity = rng.random_range(0..2);
        let good = [0, 5_000, 10_000, 10_000, 10_000][rng.random_range(0..5)];
        let weight = rng.random_range(0..6_000_000);
        let recorded = record_outcome(
            &self.records[index][capacity],
            self.world.epoch(),
            rng.random_range(1..12),
            weight,
            good,
        );
        self.records[index][capacity] = recorded.ledger_after;
        let [as_operator, as_client] = self.records[index];
        let owner = self.people[index];
        self.world.record(owner, as_operator, as_client);
        idle(format!("outcome of {index}"))
    }

    /// An operator as version 1 would have left it.
    fn age(&mut self, rng: &mut StdRng) -> Act {
        let owner = self.owner_of_something(rng);
        let account = self.world.chain().account(&operator(&owner));
        let current = account.is_some_and(|account| Operator::from_bytes(&account.data).is_ok());
        if current {
            make_version_1(&mut self.world, &owner);
        }
        idle("an old layout".to_owned())
    }

    fn warp(&mut self, rng: &mut StdRng) -> Act {
        let seconds = match rng.random_range(0..10) {
            0..5 => rng.random_range(1..3_600),
            5..9 => 3_600 * rng.random_range(1..26),
            _ => DAY_SECONDS * rng.random_range(1..16),
        };
        self.world.chain().warp(seconds);
        idle(format!("warp {seconds} s"))
    }

    fn send(&mut self, who: &str, mut call: Call) -> Act {
        // Nobody holds the key of a program's address: such a signature cannot be given.
        for account in &mut call.raw.accounts {
            let known =
                self.people.contains(&account.pubkey) || self.keys.contains(&account.pubkey);
            account.is_signer &= known;
        }
        let signing = call.raw.accounts.iter().filter(|account| account.is_signer);
        let signers = signing.map(|account| account.pubkey).collect();
        let outcome = self.world.chain().send(call.clone());
        if outcome.is_ok() {
            if self.remembered.len() == REMEMBERED {
                self.remembered.remove(0);
            }
            self.remembered.push(call.clone());
        }
        Act {
            sent: Some((call, outcome)),
            signers,
            what: who.to_owned(),
        }
    }
}

/// A step without a call.
pub fn idle(what: String) -> Act {
    Act {
        sent: None,
        signers: Vec::new(),
        what,
    }
}

fn random_class(rng: &mut StdRng) -> Class {
    let like = CLASSES[rng.random_range(0..3)];
    Class {
        multiplier_bps: like.multiplier_bps * rng.random_range(50..200) / 100,
        speed: like.speed * rng.random_range(80..120) / 100,
        ..like
    }
}

fn random_settings(rng: &mut StdRng) -> Settings {
    Settings {
        accepted_mints: rng.random_range(0..4),
        usd_bps: rng.random_range(2_990..=9_010),
        staker_bps: rng.random_range(98..=302),
        ..SETTINGS
    }
}

fn random_details(rng: &mut StdRng) -> Details {
    Details {
        available: rng.random_bool(0.5),
        region: rng.random_range(0..9),
        connectivity: rng.random_range(0..6),
        ..DETAILS
    }
}
