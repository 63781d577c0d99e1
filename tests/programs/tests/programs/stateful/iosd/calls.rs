//! Random calls and addresses for the actors of the IOSD market.

use super::actions::Market;
use ionet_core::{iosd::IosdParameters, oracle::PriceRules};
use ionet_test_kit::{
    Call,
    addresses::{IO, IO_USD, PRICES, STABLE, dollar_tokens, dollar_vault, feed, minter},
    process::{iosd, iosd::at_any_price, price_feed},
    world::TWO_DOLLARS,
};
use rand::{Rng, rngs::StdRng, seq::IndexedRandom};
use solana_address::Address;

impl Market {
    /// A random instruction; `honest` signs with the key that may, otherwise anybody does.
    pub fn some_call(&mut self, rng: &mut StdRng, honest: bool) -> Call {
        let anybody = *self.people.choose(rng).expect("people");
        let other = *self.people.choose(rng).expect("people");
        let pick = |right: Address| if honest { right } else { anybody };
        let state = self.world.iosd();
        let trader = *self.traders.choose(rng).expect("traders");
        let upgrade_authority = self.world.admin;
        let role = rng.random_range(0..2);
        let proposed = [state.proposed_admin, state.proposed_guardian][usize::from(role)];
        let heir = if proposed == Address::default() {
            other
        } else {
            proposed
        };
        match rng.random_range(0..14) {
            0 | 1 => iosd::open_minter(anybody, other),
            2 | 3 => self.close_minter(rng, honest, other),
            4 => {
                // Somebody else's tokens.
                let io_amount = rng.random_range(1..1_000_000_000);
                let call = iosd::mint(&trader, at_any_price(io_amount));
                call.with_account("wallet", pick(trader.wallet))
                    .with_account("minter", minter(&pick(trader.wallet)))
            }
            5 => {
                let call = iosd::sell_iosd(&trader, rng.random_range(0..1_000_000_000));
                call.with_account("seller", pick(trader.wallet))
            }
            6 => iosd::set_parameters(pick(state.admin), random_parameters(rng)),
            7 => iosd::pause(pick([state.admin, state.guardian][usize::from(role)])),
            8 | 9 => iosd::unpause(pick(state.guardian)),
            10 => iosd::propose_role(pick(state.admin), role, other),
            11 => iosd::accept_role(pick(heir), role),
            12 => {
                let name = format!("dollar {}", rng.random_range(0..u32::MAX));
                let mint = self.world.chain.dollar_mint(&name, &anybody);
                iosd::list_vault(pick(state.admin), mint)
            }
            _ => match rng.random_range(0..3) {
                0 => {
                    let feed_id = [rng.random_range(0..255); 32];
                    price_feed::create_feed(pick(upgrade_authority), feed_id, other)
                }
                1 => price_feed::set_publisher(pick(upgrade_authority), IO_USD, other),
                _ => {
                    let now = self.world.chain.now();
                    price_feed::publish(anybody, IO_USD, TWO_DOLLARS, now)
                }
            },
        }
    }

    fn close_minter(&self, rng: &mut StdRng, honest: bool, other: Address) -> Call {
        let wallet = *self.people.choose(rng).expect("people");
        let opened = self.world.chain.account(&minter(&wallet)).is_some();
        let payer = if honest && opened {
            self.world.minter(&wallet).payer
        } else {
            other
        };
        iosd::close_minter(wallet, payer)
    }

    pub fn some_address(&self, rng: &mut StdRng) -> Address {
        let mint = self.dollar_mint();
        let mut known = vec![
            IO.mint,
            STABLE.state,
            STABLE.mint,
            STABLE.authority,
            PRICES.io_usd,
            feed(&[9; 32]),
            mint,
            dollar_vault(&mint),
            dollar_tokens(&mint),
        ];
        for trader in &self.traders {
            known.extend([trader.io, trader.iosd, trader.dollars]);
        }
        known.extend(&self.people);
        known.extend(self.people.iter().map(minter));
        *known.choose(rng).expect("addresses")
    }
}

/// Mostly within the bounds.
fn random_parameters(rng: &mut StdRng) -> IosdParameters {
    IosdParameters {
        window_cap: rng.random_range(990_000_000..200_000_000_000),
        spread_bps: rng.random_range(9..1_002),
        price: PriceRules {
            max_age_seconds: rng.random_range(9..62),
            max_confidence_bps: rng.random_range(100..202),
        },
    }
}
