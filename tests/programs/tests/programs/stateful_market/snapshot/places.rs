//! Where the accounts are: program-derived addresses, each derived once.

use super::super::people::People;
use ionet_test_kit::addresses::{
    IO, POOLS, binding, capacity, device, dollar_tokens, dollar_vault, job_vault, operator,
    participant, shard, shard_vault, stake, verdict,
};
use solana_address::Address;
use std::collections::BTreeMap;

/// Mints that can be listed here: IOSD, the dollar and another.
pub const MINTS: u8 = 3;

/// Keys of a snapshot and the addresses of their accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// Records by wallet.
    pub records: Vec<(Address, Address)>,
    /// Stakes by wallet.
    pub stakes: Vec<(Address, Address)>,
    /// Capacities by wallet.
    pub capacities: Vec<(Address, Address)>,
    /// Operators of registry by wallet.
    pub operators: Vec<(Address, Address)>,
    /// Bindings by the device's account.
    pub bindings: Vec<(Address, Address)>,
    /// Shards by mint index and number.
    pub shards: Vec<((u8, u8), Address)>,
    /// Token accounts of the shards.
    pub shard_vaults: Vec<Address>,
    /// Token accounts of io-token, emission and iosd.
    pub programs_tokens: Vec<Address>,
    /// Iosd's vault record.
    pub dollar_vault: Address,
    /// Who writes for staking and the verifiers.
    pub stand_in_authority: Address,
    /// Token accounts of jobs, open or not.
    pub vaults: BTreeMap<Address, Address>,
    /// Verdicts on jobs and claims.
    pub verdicts: BTreeMap<Address, Address>,
}

impl Places {
    /// Derives everything.
    pub fn of(people: &People) -> Self {
        let by_wallet = |derive: fn(&Address) -> Address| {
            let wallets = people.wallets.iter();
            wallets.map(|wallet| (*wallet, derive(wallet))).collect()
        };
        let numbers = || (0..MINTS).flat_map(|mint| (0..16).map(move |number| (mint, number)));
        let dollars = &people.market.dollar_mint;
        let mut places = Self {
            records: by_wallet(participant),
            stakes: by_wallet(stake),
            capacities: by_wallet(capacity),
            operators: by_wallet(operator),
            bindings: Vec::new(),
            shards: numbers()
                .map(|(mint, number)| ((mint, number), shard(mint, number)))
                .collect(),
            shard_vaults: numbers()
                .map(|(mint, number)| shard_vault(mint, number))
                .collect(),
            programs_tokens: vec![
                dollar_tokens(dollars),
                IO.vesting_vault,
                POOLS.availability_vault,
                POOLS.compute_vault,
                POOLS.reserve_vault,
            ],
            dollar_vault: dollar_vault(dollars),
            stand_in_authority: people.market.world.admin,
            vaults: BTreeMap::new(),
            verdicts: BTreeMap::new(),
        };
        places.learn(people);
        places
    }

    /// Whether nobody and nothing is new.
    pub fn know(&self, people: &People) -> bool {
        let subjects = people.jobs.len() + people.claims.len();
        self.records.len() == people.wallets.len()
            && self.bindings.len() == people.device_keys.len()
            && self.vaults.len() == people.jobs.len()
            && self.verdicts.len() == subjects
    }

    /// Derives what is new: jobs, claims, keys.
    ///
    /// # Panics
    /// When there are more wallets than at the opening, or a job or a claim is listed twice.
    pub fn learn(&mut self, people: &People) {
        assert_eq!(self.records.len(), people.wallets.len(), "a new wallet");
        for key in &people.device_keys[self.bindings.len()..] {
            let account = device(key);
            self.bindings.push((account, binding(&account)));
        }
        for job in &people.jobs {
            self.vaults.entry(*job).or_insert_with(|| job_vault(job));
        }
        for subject in people.jobs.iter().chain(&people.claims) {
            let known = self.verdicts.entry(*subject);
            known.or_insert_with(|| verdict(subject));
        }
        assert!(self.know(people), "a job or a claim is listed twice");
    }
}
