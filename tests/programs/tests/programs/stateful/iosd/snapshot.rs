//! Everything the invariants of IOSD look at.

use super::actions::Market;
use ionet_core::{
    iosd::{IosdState, LeakyBucket, Vault},
    oracle::PriceUpdate,
};
use ionet_test_kit::addresses::{IO, STABLE, dollar_tokens, minter};
use solana_address::Address;
use std::collections::BTreeMap;

/// Holders and proposed holders.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Roles {
    pub admin: Address,
    pub proposed_admin: Address,
    pub guardian: Address,
    pub proposed_guardian: Address,
}

/// The state of iosd and price-feed, and of every token account that matters.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    pub now: i64,
    pub rules: IosdState,
    pub roles: Roles,
    pub paused_until: i64,
    /// Mint records by wallet.
    pub minters: BTreeMap<Address, LeakyBucket>,
    pub vault: Vault,
    pub vault_balance: u64,
    pub price: PriceUpdate,
    pub iosd_supply: u64,
    pub io_supply: u64,
    /// Token accounts of actors: owner and balance.
    pub accounts: BTreeMap<Address, (Address, u64)>,
    /// Dollars given to the vault so far.
    pub donated: u64,
    /// IOSD burned by its holders directly so far.
    pub burned_outside: u64,
    /// Who has no role.
    pub mallory: Address,
}

impl Snapshot {
    /// Reads the chain.
    pub fn take(market: &Market) -> Self {
        let world = &market.world;
        let chain = &world.chain;
        let state = world.iosd();
        let minters = market
            .people
            .iter()
            .filter(|wallet| chain.account(&minter(wallet)).is_some())
            .map(|wallet| (*wallet, world.minter_rules(wallet)))
            .collect();
        let accounts = market
            .traders
            .iter()
            .flat_map(|trader| [trader.io, trader.iosd, trader.dollars])
            .map(|address| {
                let account = chain.read_token_account(&address);
                (address, (account.owner, account.amount))
            })
            .collect();
        Self {
            now: chain.now(),
            rules: world.iosd_rules(),
            roles: Roles {
                admin: state.admin,
                proposed_admin: state.proposed_admin,
                guardian: state.guardian,
                proposed_guardian: state.proposed_guardian,
            },
            paused_until: state.paused_until,
            minters,
            vault: world.vault_rules(&market.dollar_mint()),
            vault_balance: chain.balance(&dollar_tokens(&market.dollar_mint())),
            price: world.price(),
            iosd_supply: chain.read_mint(&STABLE.mint).supply,
            io_supply: chain.read_mint(&IO.mint).supply,
            accounts,
            donated: market.donated,
            burned_outside: market.burned_outside,
            mallory: world.mallory,
        }
    }

    /// Whether entry is paused.
    pub fn paused(&self) -> bool {
        self.now < self.paused_until
    }
}
