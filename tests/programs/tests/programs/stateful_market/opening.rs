//! The opening of the market: who is there, with what.

use super::people::People;
use ionet_core::{
    emission::EmissionParameters, race::WeightParameters, supply::IO_UNIT, time::EPOCH_SECONDS,
};
use ionet_test_kit::{
    Call, addresses,
    market::{CLASS, GPUS, Market, Operator, STAKE},
    process::{
        emission, iosd, job_escrow as escrow,
        local_stand_in::{self as stand_in, Stake},
        registry::{self, Class, Details, Hardware, NO_REFERRER, Settings},
    },
    world::OFFICIAL,
};
use solana_address::Address;
use std::collections::BTreeMap;

/// The second class: small cards.
pub const SMALL: u16 = 2;
/// GPUs of a device of the second class.
pub const SMALL_GPUS: u16 = 4;
/// GPUs of the first class that each operator has, in two devices.
pub const LARGE_GPUS: u32 = 2 * GPUS as u32;
/// Operators: five, so that a job can have five replicas.
const OPERATORS: usize = 5;
/// IO, and a thousandth of it in IOSD, given to every client and operator.
const PURSE: u64 = 20_000 * IO_UNIT;
/// Dollars of every client, micro-dollars: a million.
const DOLLARS: u64 = 1_000_000_000_000;
/// What devices say about themselves: the best tiers, every purpose.
pub const DETAILS: Details = Details {
    available: true,
    region: 1,
    connectivity: 4,
    latency: 4,
    security: 4,
    purposes: 0b111,
};
/// What operators choose: every mint, a dollar share of 70 %, 2 % for stakers.
pub const SETTINGS: Settings = Settings {
    accepted_mints: 0b11,
    usd_bps: 7_000,
    staker_bps: 200,
    min_client_reputation: 0,
    max_seconds: 0,
};

/// Everybody registered, staked and verified; nothing posted.
pub fn open() -> People {
    let mut people = gather(Market::open());
    people.open_token_accounts();
    people.share_money();
    people.register();
    people.market.world.chain.warp(2 * EPOCH_SECONDS);
    people.market.world.chain.list_slots();
    people.verify();
    people
}

/// The kit's market, with everybody named.
fn gather(mut market: Market) -> People {
    let mut wallet = |name: String| market.world.chain.wallet(&name);
    let newcomers: Vec<_> = (1..3)
        .map(|number| wallet(format!("client {number}")))
        .collect();
    let outsiders: Vec<_> = (0..3)
        .map(|number| wallet(format!("outsider {number}")))
        .collect();
    let price_manager = wallet("price manager".to_owned());
    let mut device_keys = Vec::new();
    for operator in 0..OPERATORS {
        device_keys.push(wallet(format!("device of operator {operator}")));
        device_keys.extend((1..3).map(|number| wallet(format!("device {number} of {operator}"))));
    }
    device_keys.extend((0..4).map(|number| wallet(format!("spare device {number}"))));
    let owners: Vec<_> = (0..OPERATORS)
        .map(|number| wallet(format!("operator {number}")))
        .collect();
    let admin = market.world.admin;
    let other_dollar = market.world.chain.dollar_mint("other dollar", &admin);
    let mut clients = vec![market.client];
    clients.extend(newcomers);
    let world = &market.world;
    let mut wallets = vec![world.admin, world.guardian, world.mallory, world.publisher];
    wallets.extend([
        market.treasury,
        market.verifiers,
        market.reporter,
        price_manager,
    ]);
    wallets.extend(world.beneficiaries);
    wallets.extend(clients.iter().skip(1).chain(&owners).chain(&outsiders));
    People {
        clients,
        operators: market.operators.to_vec(),
        outsiders,
        device_keys,
        wallets,
        tokens: BTreeMap::new(),
        jobs: Vec::new(),
        claims: Vec::new(),
        other_dollar,
        donated: BTreeMap::new(),
        burned: BTreeMap::new(),
        market,
    }
}

impl People {
    /// One account in every mint for every wallet; the kit's are kept.
    fn open_token_accounts(&mut self) {
        let [io, iosd, dollars] = self.mints();
        let world = &self.market.world;
        for (wallet, account) in world.beneficiaries.iter().zip(world.beneficiary_accounts) {
            self.tokens.insert((*wallet, io), account);
        }
        let client = self.market.client;
        self.tokens.insert((client, iosd), self.market.client_iosd);
        self.tokens
            .insert((client, dollars), self.market.client_dollars);
        for operator in &self.market.operators {
            self.tokens.insert((operator.owner, iosd), operator.iosd);
            self.tokens
                .insert((operator.owner, dollars), operator.dollars);
        }
        for wallet in self.wallets.clone() {
            for mint in [io, iosd, dollars] {
                self.open_token_account(wallet, mint);
            }
        }
    }

    /// The wallet's account of a mint, opened if there was none or it was closed.
    pub fn open_token_account(&mut self, wallet: Address, mint: Address) -> Address {
        let known = self.tokens.get(&(wallet, mint)).copied();
        if let Some(address) = known.filter(|address| self.exists(address)) {
            return address;
        }
        let name = format!("{mint} of {wallet}");
        let address = self.chain_mut().token_account(&name, &mint, &wallet);
        self.tokens.insert((wallet, mint), address);
        address
    }

    /// The token account of a wallet in a mint; it may be closed. A key without any: itself.
    pub fn tokens_of(&self, wallet: &Address, mint: &Address) -> Address {
        self.tokens
            .get(&(*wallet, *mint))
            .copied()
            .unwrap_or(*wallet)
    }

    fn share_money(&mut self) {
        let [io, iosd, dollars] = self.mints();
        let (rich, admin) = (self.market.client, self.market.world.admin);
        let mut others: Vec<_> = self.clients[1..].to_vec();
        others.extend((0..OPERATORS).map(|number| self.owner(number)));
        for wallet in others {
            for (mint, amount) in [(io, PURSE), (iosd, 500_000_000)] {
                let (from, to) = (self.tokens_of(&rich, &mint), self.tokens_of(&wallet, &mint));
                self.chain_mut().transfer(&from, &to, &rich, amount);
            }
            let to = self.tokens_of(&wallet, &dollars);
            self.chain_mut()
                .mint_foreign(&dollars, &to, &admin, DOLLARS);
        }
    }

    fn owner(&mut self, number: usize) -> Address {
        self.chain_mut().wallet(&format!("operator {number}"))
    }

    fn register(&mut self) {
        let (admin, now) = (self.market.world.admin, self.chain().now());
        let small = Class::new(*b"rtx-4090\0\0\0\0\0\0\0\0", 12_500, 660_000, 24_576);
        let mut calls = vec![
            registry::add_class(admin, SMALL, small),
            emission::initialize(admin, now, OFFICIAL, EmissionParameters::DEFAULT),
            escrow::open_participant(admin, self.market.verifiers),
        ];
        let referrers = [
            addresses::operator(&self.owner(0)),
            addresses::client(&self.market.client),
        ];
        for (client, referrer) in self.clients[1..].iter().zip(referrers) {
            calls.push(registry::register_client(*client, referrer));
            calls.push(escrow::open_participant(admin, *client));
            calls.push(iosd::open_minter(admin, *client));
        }
        let [_, stable, dollars] = self.mints();
        for number in self.operators.len()..OPERATORS {
            let owner = self.owner(number);
            let device_key = self.device_keys[number * 3];
            let referrer = if number == 2 {
                referrers[1]
            } else {
                NO_REFERRER
            };
            calls.push(registry::register_operator(owner, referrer, SETTINGS));
            calls.push(escrow::open_participant(admin, owner));
            self.operators.push(Operator {
                owner,
                account: addresses::operator(&owner),
                device_key,
                device: addresses::device(&device_key),
                dollars: self.tokens_of(&owner, &dollars),
                iosd: self.tokens_of(&owner, &stable),
            });
        }
        for (number, keys) in (0..OPERATORS).zip(self.device_keys.clone().chunks(3)) {
            let owner = self.owner(number);
            for (key, hardware) in keys.iter().zip([large(), large(), small_cards()]) {
                if !self.exists(&addresses::device(key)) {
                    calls.push(registry::register_device(owner, *key, hardware, DETAILS));
                }
            }
        }
        self.all_succeed(calls);
    }

    /// Stake, capacity and class totals as of the running epoch.
    fn verify(&mut self) {
        let (admin, epoch) = (self.market.world.admin, self.market.epoch());
        let weight = WeightParameters::DEFAULT
            .weight(STAKE, LARGE_GPUS, 5_000)
            .expect("a weight");
        let mut calls = Vec::new();
        for class in [CLASS, SMALL] {
            calls.push(stand_in::set_class_total(admin, class, epoch, 5 * weight));
        }
        for operator in self.operators.clone() {
            let capacity = [(CLASS, LARGE_GPUS), (SMALL, u32::from(SMALL_GPUS))];
            calls.push(stand_in::set_stake(
                admin,
                operator.owner,
                Stake::own(STAKE),
            ));
            calls.push(stand_in::set_capacity(
                admin,
                operator.owner,
                epoch,
                &capacity,
            ));
        }
        for (client, stake) in self
            .clients
            .clone()
            .into_iter()
            .zip([STAKE, 0, STAKE / 100])
        {
            calls.push(stand_in::set_stake(admin, client, Stake::own(stake)));
        }
        self.all_succeed(calls);
    }

    fn all_succeed(&mut self, calls: Vec<Call>) {
        for call in calls {
            let _ = self.chain_mut().send(call).ok();
        }
    }
}

/// A device of the first class.
pub fn large() -> Hardware {
    Hardware {
        class: CLASS,
        gpus: GPUS,
        vram_mib: 81_920,
        hardware_hash: [0x5a; 32],
    }
}

/// A device of the second class.
pub fn small_cards() -> Hardware {
    Hardware {
        class: SMALL,
        gpus: SMALL_GPUS,
        vram_mib: 24_576,
        hardware_hash: [0x5b; 32],
    }
}
