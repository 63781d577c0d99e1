//! Everything of registry that the invariants look at.

use super::actions::Actors;
use ionet_core::reputation::OutcomeLedger;
use ionet_test_kit::{
    addresses::{client, device, operator},
    registry_world::{ClassBook, Client, Device, Operator, RegistryConfig},
};
use solana_address::Address;

/// The state of registry; people and keys by their position among the actors.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    pub now: i64,
    pub config: RegistryConfig,
    pub book: ClassBook,
    pub people: Vec<Address>,
    pub keys: Vec<Address>,
    /// Operators of version 2.
    pub operators: Vec<Option<Operator>>,
    /// Who has an operator account, of whatever version.
    pub has_operator: Vec<bool>,
    pub clients: Vec<Option<Client>>,
    pub devices: Vec<Option<Device>>,
    /// Outcomes that job-escrow recorded, as operator and as client.
    pub records: Vec<[OutcomeLedger; 2]>,
}

impl Snapshot {
    /// Reads the chain.
    pub fn take(actors: &Actors) -> Self {
        let world = &actors.world;
        let chain = &world.world.chain;
        let bytes = |address| chain.account(&address).map(|account| account.data);
        let of_people = |address: fn(&Address) -> Address| {
            let accounts = actors.people.iter().map(move |owner| bytes(address(owner)));
            accounts.collect::<Vec<_>>()
        };
        let operators = of_people(operator);
        Self {
            now: chain.now(),
            config: world.config(),
            book: world.class_book(),
            people: actors.people.clone(),
            keys: actors.keys.clone(),
            has_operator: operators.iter().map(Option::is_some).collect(),
            operators: operators
                .into_iter()
                .map(|data| Operator::from_bytes(&data?).ok())
                .collect(),
            clients: of_people(client)
                .into_iter()
                .map(|data| Client::from_bytes(&data?).ok())
                .collect(),
            devices: actors
                .keys
                .iter()
                .map(|key| Device::from_bytes(&bytes(device(key))?).ok())
                .collect(),
            records: actors.records.clone(),
        }
    }

    /// Whether entry is paused.
    pub fn paused(&self) -> bool {
        self.now < self.config.paused_until
    }

    /// The epoch that runs.
    pub fn epoch(&self) -> u64 {
        u64::try_from((self.now - self.config.epoch_zero) / 3_600).unwrap_or_default()
    }
}
