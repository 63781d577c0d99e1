//! Everything the invariants look at.

use ionet_test_kit::{
    World,
    addresses::{IO, POOLS, vesting},
    state::{Config, EmissionState, Vesting},
};
use solana_address::Address;
use std::collections::BTreeMap;

/// The state of both programs and of every token account that matters.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    pub now: i64,
    pub config: Option<Config>,
    /// Vesting accounts by index; `None` when closed.
    pub vestings: Vec<Option<Vesting>>,
    pub emission: Option<EmissionState>,
    /// Supply of the IO mint.
    pub supply: u64,
    pub vesting_vault: u64,
    /// Availability, compute, reserve.
    pub vaults: [u64; 3],
    /// Token accounts of actors: owner and balance.
    pub accounts: BTreeMap<Address, (Address, u64)>,
}

impl Snapshot {
    /// Reads the chain.
    pub fn take(world: &World) -> Self {
        let chain = &world.chain;
        let exists = |address: &Address| chain.account(address).is_some();
        let balance = |address: &Address| {
            if exists(address) {
                chain.balance(address)
            } else {
                0
            }
        };
        let config: Option<Config> = exists(&IO.config).then(|| world.config());
        let count = config.as_ref().map_or(0, |config| config.vesting_count);
        Self {
            now: chain.now(),
            vestings: (0..count)
                .map(|index| exists(&vesting(index)).then(|| world.vesting(index)))
                .collect(),
            emission: exists(&POOLS.state).then(|| world.emission()),
            supply: if exists(&IO.mint) {
                chain.read_mint(&IO.mint).supply
            } else {
                0
            },
            vesting_vault: balance(&IO.vesting_vault),
            vaults: [
                balance(&POOLS.availability_vault),
                balance(&POOLS.compute_vault),
                balance(&POOLS.reserve_vault),
            ],
            accounts: world
                .beneficiary_accounts
                .iter()
                // Default before the mint exists.
                .filter(|address| **address != Address::default() && exists(address))
                .map(|address| {
                    let account = chain.read_token_account(address);
                    (*address, (account.owner, account.amount))
                })
                .collect(),
            config,
        }
    }

    /// Whether entry is paused.
    pub fn paused(&self) -> bool {
        self.config
            .as_ref()
            .is_some_and(|config| self.now < config.paused_until)
    }
}
