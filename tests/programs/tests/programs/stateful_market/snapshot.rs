//! Everything that the invariants look at: the state of the whole market at one moment.

mod kept;
mod places;

use super::people::People;
use ionet_client::generated::local_stand_in::accounts::{
    ParticipantStake, Verdict, VerifiedCapacity,
};
use ionet_test_kit::{
    Chain,
    addresses::{ESCROW, IO, POOLS, PRICES, STABLE},
    registry_world::{Device, Operator},
    state::{
        Claim, Config, DollarVault, EmissionState, EscrowConfig, IosdState, Job, Participant,
        PriceUpdateV2, Shard,
    },
};
pub use kept::{Binding, Kept, Mint, Tokens};
use kept::{Decode, live};
pub use places::MINTS;
use places::Places;
use solana_address::Address;
use std::{collections::BTreeMap, rc::Rc};

/// Accounts of one kind. Families and accounts that did not change are shared with the
/// snapshot before.
pub type Family<K, T> = Rc<BTreeMap<K, Rc<Kept<T>>>>;

/// The state of the market at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    places: Rc<Places>,
    /// Unix seconds.
    pub now: i64,
    /// The chain's slot.
    pub slot: u64,
    /// Job-escrow's config, under its address.
    pub configs: Family<Address, EscrowConfig>,
    /// Open jobs.
    pub jobs: Family<Address, Job>,
    /// Claims whose accounts are open.
    pub claims: Family<Address, Claim>,
    /// Bindings by the device's account.
    pub bindings: Family<Address, Binding>,
    /// Registered operators by wallet.
    pub operators: Family<Address, Operator>,
    /// Devices by their accounts.
    pub devices: Family<Address, Device>,
    /// Records of job-escrow by wallet.
    pub records: Family<Address, Participant>,
    /// Shards by mint index and number.
    pub shards: Family<(u8, u8), Shard>,
    /// Token accounts: of everybody, of jobs, of shards and of the other programs.
    pub tokens: Family<Address, Tokens>,
    /// IO, IOSD and dollars.
    pub mints: Family<Address, Mint>,
    /// Stakes by wallet.
    pub stakes: Family<Address, ParticipantStake>,
    /// Verified capacities by the operator's wallet.
    pub capacities: Family<Address, VerifiedCapacity>,
    /// Verdicts by claim or job.
    pub verdicts: Family<Address, Verdict>,
    /// The price of IO, under its address.
    pub prices: Family<Address, PriceUpdateV2>,
    /// Iosd's state, under its address.
    pub stable: Family<Address, IosdState>,
    /// Iosd's vault of dollars, under its address.
    pub dollar_vaults: Family<Address, DollarVault>,
    /// Io-token's config, under its address.
    pub io: Family<Address, Config>,
    /// Emission's state, under its address.
    pub emission: Family<Address, EmissionState>,
    /// Lamports of wallets and of devices' keys.
    pub lamports: Rc<BTreeMap<Address, u64>>,
    /// Tokens that strangers sent to accounts of the programs, in all, by token account.
    pub donated: BTreeMap<Address, u64>,
    /// Tokens that holders burned without any program of ours, in all, by mint.
    pub burned: BTreeMap<Address, u64>,
}

impl Snapshot {
    /// Reads the chain.
    pub fn take(people: &People) -> Self {
        let nothing = Self {
            places: Rc::new(Places::of(people)),
            now: 0,
            slot: 0,
            configs: Rc::default(),
            jobs: Rc::default(),
            claims: Rc::default(),
            bindings: Rc::default(),
            operators: Rc::default(),
            devices: Rc::default(),
            records: Rc::default(),
            shards: Rc::default(),
            tokens: Rc::default(),
            mints: Rc::default(),
            stakes: Rc::default(),
            capacities: Rc::default(),
            verdicts: Rc::default(),
            prices: Rc::default(),
            stable: Rc::default(),
            dollar_vaults: Rc::default(),
            io: Rc::default(),
            emission: Rc::default(),
            lamports: Rc::default(),
            donated: BTreeMap::new(),
            burned: BTreeMap::new(),
        };
        nothing.next(people)
    }

    /// Reads the chain a step later: decodes only what changed.
    pub fn next(&self, people: &People) -> Self {
        let chain = people.chain();
        let mut next = self.clone();
        next.now = chain.now();
        next.slot = chain.slot();
        next.donated.clone_from(&people.donated);
        next.burned.clone_from(&people.burned);
        if !next.places.know(people) {
            Rc::make_mut(&mut next.places).learn(people);
        }
        next.read_market(chain, people);
        next.read_tokens(chain, people);
        next.read_others(chain, people);
        next
    }

    fn read_market(&mut self, chain: &Chain, people: &People) {
        let places = &self.places;
        refresh(&mut self.configs, chain, own([ESCROW.config]));
        refresh(&mut self.jobs, chain, own(people.jobs.iter().copied()));
        refresh(&mut self.claims, chain, own(people.claims.iter().copied()));
        refresh(&mut self.bindings, chain, places.bindings.iter().copied());
        refresh(&mut self.operators, chain, places.operators.iter().copied());
        let devices = places.bindings.iter().map(|(device, _)| *device);
        refresh(&mut self.devices, chain, own(devices));
        refresh(&mut self.records, chain, places.records.iter().copied());
        refresh(&mut self.shards, chain, places.shards.iter().copied());
        let open: Vec<_> = self.jobs.keys().chain(self.claims.keys()).collect();
        let verdicts = open
            .into_iter()
            .filter_map(|subject| Some((*subject, *places.verdicts.get(subject)?)));
        refresh(&mut self.verdicts, chain, verdicts);
    }

    fn read_tokens(&mut self, chain: &Chain, people: &People) {
        let places = &self.places;
        let mut addresses: Vec<_> = people.tokens.values().copied().collect();
        addresses.extend(places.vaults.values());
        addresses.extend(&places.shard_vaults);
        addresses.extend(&places.programs_tokens);
        addresses.extend(self.config().mints.iter().map(|listed| listed.token_sink));
        // IOSD's sink is its mint; a mint that is not listed has none.
        let none = [STABLE.mint, Address::default()];
        let addresses = addresses.into_iter().filter(|one| !none.contains(one));
        refresh(&mut self.tokens, chain, own(addresses));
        refresh(&mut self.mints, chain, own(people.mints()));
    }

    fn read_others(&mut self, chain: &Chain, people: &People) {
        let places = &self.places;
        refresh(&mut self.stakes, chain, places.stakes.iter().copied());
        let capacities = places.capacities.iter().copied();
        refresh(&mut self.capacities, chain, capacities);
        refresh(&mut self.prices, chain, own([PRICES.io_usd]));
        refresh(&mut self.stable, chain, own([STABLE.state]));
        refresh(&mut self.dollar_vaults, chain, own([places.dollar_vault]));
        refresh(&mut self.io, chain, own([IO.config]));
        refresh(&mut self.emission, chain, own([POOLS.state]));
        for key in people.wallets.iter().chain(&people.device_keys) {
            let lamports = chain.lamports(key);
            if self.lamports.get(key) != Some(&lamports) {
                Rc::make_mut(&mut self.lamports).insert(*key, lamports);
            }
        }
    }

    /// Job-escrow's config.
    pub fn config(&self) -> &EscrowConfig {
        &self.configs[&ESCROW.config].value
    }

    /// Where token shares in a listed mint go: the mint itself for IOSD, which is burned.
    pub fn sink(&self, mint_index: u8) -> Address {
        self.config().mints[usize::from(mint_index)].token_sink
    }

    /// Iosd's state.
    pub fn iosd(&self) -> &IosdState {
        &self.stable[&STABLE.state].value
    }

    /// Iosd's vault of dollars.
    pub fn dollar_vault(&self) -> &DollarVault {
        let vault = self.dollar_vaults.values().next();
        &vault.expect("a vault that the market opened with").value
    }

    /// Io-token's config.
    pub fn io_config(&self) -> &Config {
        &self.io[&IO.config].value
    }

    /// Who writes for staking and the verifiers.
    pub fn stand_in_authority(&self) -> Address {
        self.places.stand_in_authority
    }

    /// Whether job-escrow's entry is paused at `now`.
    pub fn paused(&self, now: i64) -> bool {
        now < self.config().paused_until
    }

    /// What is in a token account; 0 when it does not exist.
    pub fn amount(&self, account: &Address) -> u64 {
        self.tokens.get(account).map_or(0, |tokens| tokens.amount)
    }

    /// What strangers sent to a token account in all.
    pub fn donated_to(&self, account: &Address) -> u64 {
        self.donated.get(account).copied().unwrap_or(0)
    }

    /// Supply of a mint.
    pub fn supply(&self, mint: &Address) -> u64 {
        self.mints[mint].supply
    }

    /// The token account of a job, whether the job is open or not.
    pub fn vault_of(&self, job: &Address) -> Option<Address> {
        self.places.vaults.get(job).copied()
    }

    /// Open claims of `job`, with their addresses.
    pub fn claims_of(&self, job: &Address) -> impl Iterator<Item = (&Address, &Kept<Claim>)> {
        let of_job = *job;
        self.claims
            .iter()
            .filter(move |(_, claim)| claim.job == of_job)
            .map(|(address, claim)| (address, claim.as_ref()))
    }
}

/// Accounts whose key is their address.
fn own(addresses: impl IntoIterator<Item = Address>) -> impl Iterator<Item = (Address, Address)> {
    addresses.into_iter().map(|address| (address, address))
}

/// Brings a family up to date.
fn refresh<K: Ord + Clone, T: Decode + Clone>(
    family: &mut Family<K, T>,
    chain: &Chain,
    places: impl Iterator<Item = (K, Address)>,
) {
    for (key, address) in places {
        let found = live(chain, &address);
        let known = match (&found, family.get(&key)) {
            (Some(found), Some(kept)) => kept.is(found),
            (found, kept) => found.is_none() && kept.is_none(),
        };
        if known {
            continue;
        }
        let family = Rc::make_mut(family);
        match found {
            Some(account) => {
                family.insert(key, Rc::new(Kept::read(&address, account)));
            }
            None => {
                family.remove(&key);
            }
        }
    }
}
