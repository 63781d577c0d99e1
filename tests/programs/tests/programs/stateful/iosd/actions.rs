//! Who does what on the IOSD market: one random step of one of the actors.

use super::super::act::Act;
use ionet_core::{
    iosd::{LeakyBucket, TradeRequest},
    supply::IO_UNIT,
    time::{DAY_SECONDS, EPOCH_SECONDS},
};
use ionet_test_kit::{
    Call, World,
    addresses::{IO, IO_USD, STABLE, dollar_tokens, minter},
    process::{iosd, price_feed, price_feed::Price},
    world::Trader,
};
use rand::{Rng, rngs::StdRng, seq::IndexedRandom};
use solana_address::Address;

/// Successful calls which the replaying actor remembers.
const REMEMBERED: usize = 64;

/// The chain, everybody on it, and what they remember.
pub struct Market {
    /// The chain.
    pub world: World,
    /// Everybody with IO, IOSD and dollars.
    pub traders: Vec<Trader>,
    /// Everybody whose key can sign.
    pub people: Vec<Address>,
    /// Dollars given to the vault so far.
    pub donated: u64,
    /// IOSD burned by its holders directly so far.
    pub burned_outside: u64,
    remembered: Vec<Call>,
}

impl Market {
    /// Four traders with two million IO each, and mallory with nothing.
    pub fn new(mut world: World) -> Self {
        let first = world.trader;
        let mut traders = vec![first];
        for number in 1..4 {
            let wallet = world.chain.wallet(&format!("trader {number}"));
            let mut account = |what: &str, mint: &Address| {
                let name = format!("{what} of trader {number}");
                world.chain.token_account(&name, mint, &wallet)
            };
            let trader = Trader {
                wallet,
                io: account("IO", &IO.mint),
                iosd: account("IOSD", &STABLE.mint),
                dollars: account("dollars", &first.dollar_mint),
                dollar_mint: first.dollar_mint,
            };
            world
                .chain
                .transfer(&first.io, &trader.io, &first.wallet, 2_000_000 * IO_UNIT);
            traders.push(trader);
        }
        let mut people = vec![world.admin, world.guardian, world.publisher, world.mallory];
        people.extend(traders.iter().map(|trader| trader.wallet));
        Self {
            world,
            traders,
            people,
            donated: 0,
            burned_outside: 0,
            remembered: Vec::new(),
        }
    }

    /// The mint of the dollar that the vault pays in.
    pub fn dollar_mint(&self) -> Address {
        self.traders[0].dollar_mint
    }

    /// One step of a random actor.
    pub fn act(&mut self, rng: &mut StdRng) -> Act {
        match rng.random_range(0..100) {
            0..18 => self.publish(rng),
            18..34 => self.mint(rng),
            34..44 => self.sell_iosd(rng),
            44..54 => self.sell_io(rng),
            54..64 => {
                let call = self.some_call(rng, true);
                self.send("honest", call, None)
            }
            64..72 => {
                let call = self.some_call(rng, false);
                self.send("greedy", call, None)
            }
            72..77 => self.replay(rng),
            77..84 => self.swap_accounts(rng),
            84..94 => self.warp(rng),
            94..96 => self.donate(rng),
            96..98 => self.burn(rng),
            _ => self.freeze_or_thaw(rng),
        }
    }

    /// Mostly a price that readers accept, near the last one.
    fn publish(&mut self, rng: &mut StdRng) -> Act {
        if rng.random_bool(0.5) {
            self.world.chain.warp(rng.random_range(1..40));
        }
        let last = self.world.price().price.clamp(5_000_000, 2_000_000_000);
        let price = last / 100 * rng.random_range(80..125);
        let good = Price {
            price,
            conf: price.unsigned_abs() / 10_000 * rng.random_range(0..190),
            exponent: -8,
            ema_price: price / 100 * rng.random_range(90..110),
            ema_conf: 0,
        };
        let price = match rng.random_range(0..20) {
            0 => Price { price: 0, ..good },
            1 => Price {
                conf: good.conf * 2 + 10_000_000,
                ..good
            },
            2 => Price {
                exponent: rng.random_range(-20..5),
                ..good
            },
            3 => Price {
                ema_price: i64::MIN,
                ..good
            },
            _ => good,
        };
        let publisher = Address::new_from_array(self.world.price().write_authority);
        let at = self.world.chain.now() - rng.random_range(0..3);
        let fresh = at > self.world.price().publish_time;
        let call = price_feed::publish(publisher, IO_USD, price, at);
        self.send("publisher", call, Some(("publish".to_owned(), fresh)))
    }

    /// A trader mints; the rules say whether that succeeds.
    fn mint(&mut self, rng: &mut StdRng) -> Act {
        let trader = *self.traders.choose(rng).expect("traders");
        let now = self.world.chain.now();
        let state = self.world.iosd_rules();
        let opened = self.world.chain.account(&minter(&trader.wallet)).is_some();
        let record = if opened {
            self.world.minter_rules(&trader.wallet)
        } else {
            LeakyBucket::default()
        };
        let room = state.wallet_room(record, now).min(state.mint_room(now));
        let request = self.request(rng, room);
        let outcome = state.mint(record, &self.world.price(), request, now);
        let enough = self.world.chain.balance(&trader.io) >= request.io_amount;
        let allowed = opened && enough && !self.is_paused() && outcome.is_ok();
        let text = format!("mint {request:?}, paused {}", self.is_paused());
        self.send(
            "trader",
            iosd::mint(&trader, request),
            Some((text, allowed)),
        )
    }

    /// A trader sells IOSD, pause or not (I10).
    fn sell_iosd(&mut self, rng: &mut StdRng) -> Act {
        let trader = *self.traders.choose(rng).expect("traders");
        let balance = self.world.chain.balance(&trader.iosd);
        let amount = match rng.random_range(0..6) {
            0 => balance,
            1 => balance + 1,
            2 => 0,
            _ => rng.random_range(0..=balance),
        };
        let vault = self.world.vault_rules(&trader.dollar_mint);
        let dollars = self.vault_balance();
        let bought = vault.buy_iosd(dollars, amount, self.world.chain.now());
        let allowed = amount <= balance && bought.is_ok() && !self.is_frozen(&trader);
        let text = format!("sell_iosd {amount}, paused {}", self.is_paused());
        self.send(
            "trader",
            iosd::sell_iosd(&trader, amount),
            Some((text, allowed)),
        )
    }

    /// A trader sells IO.
    fn sell_io(&mut self, rng: &mut StdRng) -> Act {
        let trader = *self.traders.choose(rng).expect("traders");
        let now = self.world.chain.now();
        let vault = self.world.vault_rules(&trader.dollar_mint);
        let dollars = self.vault_balance();
        let request = self.request(rng, vault.room(dollars, now));
        let state = self.world.iosd_rules();
        let bought = state.buy_io(&vault, dollars, &self.world.price(), request, now);
        let enough = self.world.chain.balance(&trader.io) >= request.io_amount;
        let allowed = enough && !self.is_paused() && bought.is_ok() && !self.is_frozen(&trader);
        let text = format!("sell_io {request:?}, paused {}", self.is_paused());
        self.send(
            "trader",
            iosd::sell_io(&trader, request),
            Some((text, allowed)),
        )
    }

    /// IO for about as much as `room` micro-dollars, or for anything.
    fn request(&self, rng: &mut StdRng, room: u64) -> TradeRequest {
        let price = self.world.price().price.clamp(1, 1_000_000_000_000);
        let per_cent = rng.random_range(1..=120);
        let io = u128::from(room) * per_cent * 100 / u128::from(price.unsigned_abs()) * 100;
        let io_amount = match rng.random_range(0..20) {
            0 => 0,
            1 => rng.random_range(0..100),
            2 => u64::MAX,
            _ => u64::try_from(io).unwrap_or(u64::MAX),
        };
        let now = self.world.chain.now();
        TradeRequest {
            io_amount,
            min_out: if rng.random_bool(0.1) { room } else { 0 },
            expiry: match rng.random_range(0..10) {
                0 => now - 1,
                1 => i64::MAX,
                _ => now + 60,
            },
        }
    }

    fn vault_balance(&self) -> u64 {
        let tokens = dollar_tokens(&self.dollar_mint());
        self.world.chain.balance(&tokens)
    }

    fn is_paused(&self) -> bool {
        self.world.chain.now() < self.world.iosd().paused_until
    }

    /// Whether the dollars of the trader or of the vault are frozen.
    fn is_frozen(&self, trader: &Trader) -> bool {
        [trader.dollars, dollar_tokens(&trader.dollar_mint)]
            .iter()
            .any(|address| self.world.chain.read_token_account(address).is_frozen())
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
        let seconds = match rng.random_range(0..20) {
            0..10 => rng.random_range(0..120),
            10..18 => rng.random_range(0..EPOCH_SECONDS),
            18 => rng.random_range(0..30 * EPOCH_SECONDS),
            _ => rng.random_range(0..8 * DAY_SECONDS),
        };
        self.world.chain.warp(seconds);
        idle(format!("warp {seconds} s"))
    }

    fn donate(&mut self, rng: &mut StdRng) -> Act {
        let (admin, mint) = (self.world.admin, self.dollar_mint());
        let tokens = dollar_tokens(&mint);
        if self.world.chain.read_token_account(&tokens).is_frozen() {
            return self.warp(rng);
        }
        let amount = rng.random_range(1..10_000_000_000);
        self.world
            .chain
            .mint_foreign(&mint, &tokens, &admin, amount);
        self.donated += amount;
        idle(format!("donation of {amount} micro-dollars"))
    }

    /// Anybody can burn what is his, without any program of ours.
    fn burn(&mut self, rng: &mut StdRng) -> Act {
        let trader = *self.traders.choose(rng).expect("traders");
        let balance = self.world.chain.balance(&trader.iosd);
        let amount = rng.random_range(0..=balance / 10);
        self.world
            .chain
            .burn(&trader.iosd, &STABLE.mint, &trader.wallet, amount);
        self.burned_outside += amount;
        let mut act = idle(format!("burn of {amount} IOSD outside"));
        act.signers = vec![trader.wallet];
        act
    }

    /// The dollar's issuer freezes or thaws a trader's dollars, or the vault's.
    fn freeze_or_thaw(&mut self, rng: &mut StdRng) -> Act {
        let (admin, mint) = (self.world.admin, self.dollar_mint());
        let mut accounts = vec![dollar_tokens(&mint)];
        accounts.extend(self.traders.iter().map(|trader| trader.dollars));
        let frozen = accounts
            .iter()
            .find(|address| self.world.chain.read_token_account(address).is_frozen());
        if let Some(account) = frozen.copied() {
            self.world.chain.thaw(&account, &mint, &admin);
        } else {
            let account = *accounts.choose(rng).expect("accounts");
            self.world.chain.freeze(&account, &mint, &admin);
        }
        idle("freeze or thaw".to_owned())
    }

    fn send(&mut self, who: &str, mut call: Call, must_succeed: Option<(String, bool)>) -> Act {
        // Nobody holds the key of a program's address: such a signature cannot be given.
        for account in &mut call.raw.accounts {
            if account.is_signer && !self.people.contains(&account.pubkey) {
                account.is_signer = false;
            }
        }
        let signers = call
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
            donated: [0; 4],
            must_succeed,
            what: who.to_owned(),
        }
    }
}

/// A step without a call.
pub fn idle(what: String) -> Act {
    Act {
        sent: None,
        signers: Vec::new(),
        donated: [0; 4],
        must_succeed: None,
        what,
    }
}
