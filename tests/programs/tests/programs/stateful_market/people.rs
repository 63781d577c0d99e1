//! Everybody on the market, what they own, and what they left behind.

use super::opening;
use ionet_test_kit::{
    Chain,
    addresses::{IO, STABLE},
    market::{IOSD_MINT, Market, Operator},
    tokens::TOKEN_PROGRAM,
};
use solana_address::Address;
use std::{collections::BTreeMap, sync::LazyLock};

/// The chain, everybody on it, and everything that the invariants look at.
#[derive(Clone)]
pub struct People {
    /// The chain and the holders of roles.
    pub market: Market,
    /// Wallets of clients, registered and with money.
    pub clients: Vec<Address>,
    /// Operators, each as the kit knows it: with its first device.
    pub operators: Vec<Operator>,
    /// Wallets that have registered nothing; the keeper is the first.
    pub outsiders: Vec<Address>,
    /// Keys that are, or may become, those of devices.
    pub device_keys: Vec<Address>,
    /// Every wallet, devices' keys left out.
    pub wallets: Vec<Address>,
    /// Token accounts by wallet and mint: of every wallet one in IO, IOSD and dollars. One may
    /// be closed, or frozen.
    pub tokens: BTreeMap<(Address, Address), Address>,
    /// Every job ever posted.
    pub jobs: Vec<Address>,
    /// Every claim ever made.
    pub claims: Vec<Address>,
    /// A dollar mint that is not listed at the opening, and in which no job is posted.
    pub other_dollar: Address,
    /// Tokens sent by strangers to accounts of the programs, base units by token account.
    pub donated: BTreeMap<Address, u64>,
    /// Tokens burned by their holders without any of our programs, base units by mint.
    pub burned: BTreeMap<Address, u64>,
}

static OPEN: LazyLock<People> = LazyLock::new(opening::open);

impl People {
    /// Everybody registered, staked and verified; nothing posted.
    pub fn open() -> Self {
        OPEN.clone()
    }

    /// The chain.
    pub fn chain(&self) -> &Chain {
        &self.market.world.chain
    }

    /// The chain, to change it.
    pub fn chain_mut(&mut self) -> &mut Chain {
        &mut self.market.world.chain
    }

    /// The three mints: IO, IOSD, dollars.
    pub fn mints(&self) -> [Address; 3] {
        [IO.mint, STABLE.mint, self.market.dollar_mint]
    }

    /// The mint with an index in job-escrow's config.
    pub fn mint(&self, mint_index: u8) -> Address {
        match mint_index {
            IOSD_MINT => STABLE.mint,
            _ => self.market.dollar_mint,
        }
    }

    /// Whether somebody holds the key of `address`.
    pub fn can_sign(&self, address: &Address) -> bool {
        self.wallets.contains(address) || self.device_keys.contains(address)
    }

    /// Whether a job of this address, or a claim, is open: its account exists.
    pub fn exists(&self, address: &Address) -> bool {
        self.chain()
            .account(address)
            .is_some_and(|account| !account.data.is_empty())
    }

    /// Balance of a token account; 0 when it is closed, or none.
    pub fn balance(&self, account: &Address) -> u64 {
        let found = self.chain().account(account);
        let tokens = found.filter(|found| found.owner == TOKEN_PROGRAM && found.data.len() == 165);
        tokens.map_or(0, |_| self.chain().balance(account))
    }

    /// Whether a token account is open and not frozen.
    pub fn is_movable(&self, account: &Address) -> bool {
        self.exists(account) && !self.chain().read_token_account(account).is_frozen()
    }

    /// What can be moved out of a token account.
    pub fn movable(&self, account: &Address) -> u64 {
        if self.is_movable(account) {
            self.balance(account)
        } else {
            0
        }
    }
}
