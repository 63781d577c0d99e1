//! Calls of iosd, price-feed, local-stand-in, emission and io-token.

use super::{
    action::{Verb, chosen, scaled},
    opening::{LARGE_GPUS, SMALL, SMALL_GPUS},
    player::Player,
};
use ionet_core::{
    emission::EmissionParameters,
    iosd::{IosdParameters, TradeRequest},
    oracle::PriceUpdate,
    race::WeightParameters,
    supply::IO_UNIT,
};
use ionet_test_kit::addresses::STABLE;
use ionet_test_kit::{
    Call,
    addresses::{IO_USD, feed, minter},
    market::{CLASS, DOLLAR_FEED, STAKE},
    process::{
        emission, io_token, iosd,
        local_stand_in::{self as stand_in, Stake},
        price_feed::{self, Price},
    },
    state::{IosdState, Minter},
    world::Trader,
};
use solana_address::Address;

impl Player {
    pub(super) fn money_call(&self, verb: Verb, choices: [u8; 4]) -> Option<Call> {
        let [first, second, third, _] = choices;
        let admin = self.people.market.world.admin;
        let wallet = chosen(&self.people.wallets, first)?;
        Some(match verb {
            Verb::Mint | Verb::SellIosd | Verb::SellIo => self.trade(verb, choices)?,
            Verb::OpenMinter => iosd::open_minter(self.people.market.world.mallory, wallet),
            Verb::CloseMinter => {
                let account = self.people.chain().account(&minter(&wallet))?;
                let record = Minter::from_bytes(&account.data).ok()?;
                iosd::close_minter(wallet, record.payer)
            }
            Verb::ListVault => iosd::list_vault(self.iosd().admin, self.people.other_dollar),
            Verb::IosdParameters => iosd::set_parameters(self.iosd().admin, iosd_parameters(first)),
            Verb::Publish => self.publish(choices)?,
            Verb::CreateFeed => price_feed::create_feed(admin, [first; 32], wallet),
            Verb::SetPublisher => {
                let publisher = chosen(&self.people.wallets, second)?;
                price_feed::set_publisher(admin, feed_id(first), publisher)
            }
            Verb::SetStake => {
                let owner = self.staker(first)?;
                let stake = self.stake_of(owner == wallet, choices);
                stand_in::set_stake(admin, owner, stake)
            }
            Verb::SetCapacity => self.capacity(choices)?,
            Verb::SetClassTotal => {
                let class = [CLASS, SMALL][usize::from(first % 2)];
                let weight = WeightParameters::DEFAULT.weight(STAKE, LARGE_GPUS, 5_000);
                let total = scaled(5 * weight.ok()?, second);
                stand_in::set_class_total(admin, class, self.epochs_ago(third), total)
            }
            Verb::SetVerdict => self.verdict(choices)?,
            Verb::Advance => emission::advance(u16::from(first)),
            Verb::RollOver => emission::roll_over(),
            Verb::EmissionParameters => {
                let parameters = EmissionParameters {
                    availability_bps: [5_000, 4_000, 6_000, 10_001][usize::from(first % 4)],
                    ..EmissionParameters::DEFAULT
                };
                emission::set_parameters(self.people.market.world.emission().admin, parameters)
            }
            Verb::ClaimVested => {
                let index = u32::from(first % 5);
                let beneficiary = self.people.market.world.vesting(index).beneficiary;
                let account = self.people.tokens_of(&beneficiary, &self.people.mints()[0]);
                io_token::claim_vested(beneficiary, index, account)
            }
            Verb::BurnIo => {
                let account = self.people.tokens_of(&wallet, &self.people.mints()[0]);
                let amount = scaled(self.people.balance(&account) / 1_000, second);
                io_token::burn(wallet, account, amount)
            }
            _ => return None,
        })
    }

    fn iosd(&self) -> IosdState {
        self.people.chain().read(&STABLE.state)
    }

    /// Mostly a client or an operator; they are the ones who trade.
    fn trader(&self, who: u8) -> Option<Trader> {
        let people = &self.people;
        let wallet = if who < 200 {
            chosen(&people.clients, who)
        } else {
            chosen(&people.wallets, who)
        }?;
        let [io, iosd, dollars] = people.mints();
        Some(Trader {
            wallet,
            io: people.tokens_of(&wallet, &io),
            iosd: people.tokens_of(&wallet, &iosd),
            dollars: people.tokens_of(&wallet, &dollars),
            dollar_mint: dollars,
        })
    }

    fn trade(&self, verb: Verb, [who, amount, limits, _]: [u8; 4]) -> Option<Call> {
        let trader = self.trader(who)?;
        let now = self.people.chain().now();
        let request = |io_amount| TradeRequest {
            io_amount,
            min_out: if limits % 8 == 7 { u64::MAX } else { 0 },
            expiry: if limits % 8 == 6 { now - 1 } else { i64::MAX },
        };
        Some(match verb {
            Verb::Mint => iosd::mint(&trader, request(scaled(100 * IO_UNIT, amount))),
            Verb::SellIo => iosd::sell_io(&trader, request(scaled(10 * IO_UNIT, amount))),
            _ => {
                let balance = self.people.balance(&trader.iosd);
                iosd::sell_iosd(&trader, scaled(balance / 16, amount))
            }
        })
    }

    /// Mostly a price that readers accept, near the last one.
    fn publish(&self, [which, move_by, confidence, age]: [u8; 4]) -> Option<Call> {
        let id = feed_id(which);
        let last = self.last_price(which)?;
        let publisher = Address::new_from_array(last.write_authority);
        let (floor, ceiling) = if id == IO_USD {
            (5_000_000, 2_000_000_000)
        } else {
            (90_000_000, 101_000_000)
        };
        let factor = [100, 101, 99, 105, 95, 120, 80, 100][usize::from(move_by % 8)];
        let price = last.price.clamp(floor, ceiling) / 100 * factor;
        let ema_price = price / 100 * [100, 98, 102, 100][usize::from(move_by / 8 % 4)];
        let good = Price {
            price,
            conf: price.unsigned_abs() / 10_000 * [0, 10, 50, 100][usize::from(confidence % 4)],
            exponent: -8,
            ema_price,
            ema_conf: 0,
        };
        let price = match confidence {
            250 => Price { price: 0, ..good },
            251 | 252 => Price {
                conf: good.price.unsigned_abs() / 20,
                ..good
            },
            253 => Price {
                exponent: 3,
                ..good
            },
            254 => Price {
                ema_price: i64::MIN,
                ..good
            },
            _ => good,
        };
        let ago = [0, 0, 1, 0, 30, 61][usize::from(age % 6)];
        let at = self.people.chain().now() - ago;
        Some(price_feed::publish(publisher, id, price, at))
    }

    fn last_price(&self, which: u8) -> Option<PriceUpdate> {
        let account = self.people.chain().account(&feed(&feed_id(which)))?;
        PriceUpdate::parse(&account.data).ok()
    }

    /// Who publishes a price.
    pub(super) fn publisher(&self, which: u8) -> Option<Address> {
        let price = self.last_price(which)?;
        Some(Address::new_from_array(price.write_authority))
    }

    /// Mostly an operator, then a client, rarely anybody.
    fn staker(&self, who: u8) -> Option<Address> {
        match who % 16 {
            0..9 => chosen(&self.people.operators, who / 16).map(|operator| operator.owner),
            9..15 => chosen(&self.people.clients, who / 16),
            _ => chosen(&self.people.wallets, who / 16),
        }
    }

    fn stake_of(&self, empty: bool, [_, amount, active, pool]: [u8; 4]) -> Stake {
        let own = match amount % 8 {
            0..4 => STAKE,
            4 => 2 * STAKE,
            5 => STAKE / 1_000,
            6 => 200 * IO_UNIT,
            _ => 0,
        };
        let epoch = self.people.market.epoch();
        Stake {
            checkpoints: match active % 4 {
                0 | 1 => [(0, own), (0, own)],
                2 => [(0, own / 2), (epoch + 1, own)],
                _ => [(epoch, own), (epoch + 2, 0)],
            },
            pool_empty: empty || pool % 4 == 3,
            ..Stake::own(own)
        }
    }

    fn capacity(&self, [who, gpus, age, _]: [u8; 4]) -> Option<Call> {
        let owner = self.staker(who)?;
        let large = [LARGE_GPUS, LARGE_GPUS, LARGE_GPUS, 8, 4, 0][usize::from(gpus % 6)];
        let verified = [(CLASS, large), (SMALL, u32::from(SMALL_GPUS))];
        let admin = self.people.market.world.admin;
        Some(stand_in::set_capacity(
            admin,
            owner,
            self.epochs_ago(age),
            &verified,
        ))
    }

    /// Mostly the running epoch.
    fn epochs_ago(&self, choice: u8) -> u64 {
        let epoch = self.people.market.epoch();
        match choice {
            0..224 => epoch,
            224..240 => epoch.saturating_sub(u64::from(choice - 216)),
            240..250 => epoch.saturating_sub(25),
            _ => epoch + 1,
        }
    }

    fn verdict(&self, [which, of, upheld, result]: [u8; 4]) -> Option<Call> {
        let subject = match of % 2 {
            0 => chosen(&self.open_claims, which).map(|(_, claim)| claim),
            _ => chosen(&self.open_jobs, which),
        }?;
        let admin = self.people.market.world.admin;
        let result = [1 + result % 4; 32];
        Some(stand_in::set_verdict(
            admin,
            subject,
            upheld % 2 == 0,
            result,
        ))
    }
}

fn feed_id(choice: u8) -> [u8; 32] {
    if choice % 3 == 2 { DOLLAR_FEED } else { IO_USD }
}

fn iosd_parameters(choice: u8) -> IosdParameters {
    let usual = IosdParameters::DEFAULT;
    match choice % 4 {
        0 => usual,
        1 => IosdParameters {
            window_cap: usual.window_cap / 2,
            ..usual
        },
        2 => IosdParameters {
            spread_bps: usual.spread_bps + 10,
            ..usual
        },
        _ => IosdParameters {
            spread_bps: 10_000,
            ..usual
        },
    }
}
