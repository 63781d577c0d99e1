//! A market ready for jobs: prices, a class, a client with dollars and IOSD, two operators with
//! devices, stake and verified capacity. Registry itself registers everybody.

mod registration;

use crate::{
    LOCAL_STAND_IN, Outcome, PRICE_FEED, World,
    addresses::{
        ESCROW, IO_USD, PRICES, REGISTER, STABLE, capacity, class_total, dollar_tokens, feed, job,
        stake,
    },
    process::{
        iosd,
        job_escrow::{
            self as escrow, ClaimAccounts, Filters, JobAt, JobTerms, Parameters, PostAccounts,
            SettleAccounts, Start,
        },
        local_stand_in::{self as stand_in, Stake},
        price_feed,
    },
    registry_accounts::{DeviceBytes, OperatorBytes},
    world::TWO_DOLLARS,
};
use ionet_core::{
    iosd::TradeRequest, race::WeightParameters, supply::IO_UNIT, time::EPOCH_SECONDS,
};
use solana_address::Address;
use std::sync::LazyLock;

/// Index of IOSD.
pub const IOSD_MINT: u8 = 0;
/// Index of the dollar token.
pub const DOLLAR_MINT: u8 = 1;
/// Feed of the dollar token.
pub const DOLLAR_FEED: [u8; 32] = [0x20; 32];
/// The class of all devices.
pub const CLASS: u16 = 1;
/// Its book price, micro-dollars per GPU-hour: $2.40.
pub const RATE: u64 = 2_400_000;
/// GPUs of each device.
pub const GPUS: u16 = 8;
/// Self-stake of each operator: 100,000 IO.
pub const STAKE: u64 = 100_000 * IO_UNIT;
/// Epochs that have passed since everybody registered, before the market opens.
pub const EPOCHS_BEFORE: i64 = 100;
/// One dollar, without any uncertainty.
pub const ONE_DOLLAR: price_feed::Price = price_feed::Price {
    price: 100_000_000,
    conf: 0,
    exponent: -8,
    ema_price: 100_000_000,
    ema_conf: 0,
};

/// An operator with one device.
#[derive(Clone, Copy, Debug)]
pub struct Operator {
    /// The owner's wallet.
    pub owner: Address,
    /// Its account in registry.
    pub account: Address,
    /// The device's key.
    pub device_key: Address,
    /// The device's account in registry.
    pub device: Address,
    /// Its dollar token account.
    pub dollars: Address,
    /// Its IOSD token account.
    pub iosd: Address,
}

/// The market.
#[derive(Clone)]
pub struct Market {
    /// The chain and the people without a part in it.
    pub world: World,
    /// The client's wallet.
    pub client: Address,
    /// The client's account in registry.
    pub client_account: Address,
    /// The client's dollar token account.
    pub client_dollars: Address,
    /// The client's IOSD token account.
    pub client_iosd: Address,
    /// The dollar token's mint.
    pub dollar_mint: Address,
    /// Two operators.
    pub operators: [Operator; 2],
    /// Registry's class book.
    pub class_book: Address,
    /// Reports utilisation to registry.
    pub reporter: Address,
    /// Holder of the treasury role.
    pub treasury: Address,
    /// Holder of the verifiers role.
    pub verifiers: Address,
}

static OPEN: LazyLock<Market> = LazyLock::new(Market::build);

impl Market {
    /// The market, nothing posted.
    pub fn open() -> Self {
        OPEN.clone()
    }

    fn build() -> Self {
        let mut world = World::trading();
        let treasury = world.chain.wallet("treasury");
        let verifiers = world.chain.wallet("verifiers");
        let reporter = world.chain.wallet("capacity reporter");
        let client = world.trader.wallet;
        let since = world.chain.now();
        registration::start(&mut world, reporter);
        let client_account = registration::client(&mut world, client);
        let operators =
            ["operator 0", "operator 1"].map(|name| registration::operator(&mut world, name));
        world.chain.warp(EPOCHS_BEFORE * EPOCH_SECONDS);
        world.chain.list_slots();
        let mut market = Self {
            client,
            client_account,
            client_dollars: world.trader.dollars,
            client_iosd: world.trader.iosd,
            dollar_mint: world.trader.dollar_mint,
            operators,
            class_book: REGISTER.class_book,
            reporter,
            treasury,
            verifiers,
            world,
        };
        market.fund_client();
        market.start_escrow(since);
        market.fill_stand_in();
        market
    }

    fn fund_client(&mut self) {
        let admin = self.world.admin;
        let chain = &mut self.world.chain;
        chain.mint_foreign(
            &self.dollar_mint,
            &self.client_dollars,
            &admin,
            1_000_000_000_000,
        );
        let create = price_feed::create_feed(admin, DOLLAR_FEED, self.world.publisher);
        let _ = chain.send(create).ok();
        self.refresh_prices();
        let request = TradeRequest {
            io_amount: 2_500 * IO_UNIT,
            min_out: 1,
            expiry: i64::MAX,
        };
        let mint = iosd::mint(&self.world.trader, request);
        let _ = self.world.chain.send(mint).ok();
    }

    fn start_escrow(&mut self, since: i64) {
        let admin = self.world.admin;
        let start = self.start(since);
        let mut calls = vec![
            escrow::initialize(admin, STABLE.mint, &start),
            escrow::list_mint(
                admin,
                DOLLAR_MINT,
                self.dollar_mint,
                dollar_tokens(&self.dollar_mint),
                DOLLAR_FEED,
                true,
            ),
            escrow::open_participant(admin, self.client),
        ];
        for (index, mint) in [(IOSD_MINT, STABLE.mint), (DOLLAR_MINT, self.dollar_mint)] {
            calls.extend((0..16).map(|number| escrow::open_shard(admin, index, mint, number)));
        }
        for operator in &self.operators {
            calls.push(escrow::open_participant(admin, operator.owner));
        }
        for call in calls {
            let _ = self.world.chain.send(call).ok();
        }
    }

    /// What the market initialises job-escrow with; epoch 0 began at `epoch_zero`.
    pub fn start(&self, epoch_zero: i64) -> Start {
        Start {
            cluster: 0,
            epoch_zero,
            guardian: self.world.guardian.to_bytes(),
            treasury: self.treasury.to_bytes(),
            verifiers: self.verifiers.to_bytes(),
            staking_program: LOCAL_STAND_IN.id.to_bytes(),
            verification_program: LOCAL_STAND_IN.id.to_bytes(),
            price_program: PRICE_FEED.id.to_bytes(),
            io_feed_id: IO_USD,
            parameters: Parameters::default(),
        }
    }

    /// One more operator, as the two are.
    pub fn join(&mut self, name: &str) -> Operator {
        self.join_with(name, GPUS, STAKE)
    }

    /// Stake, capacity and class total as of the running epoch.
    pub fn fill_stand_in(&mut self) {
        let (admin, epoch) = (self.world.admin, self.epoch());
        let weight = WeightParameters::DEFAULT
            .weight(STAKE, u32::from(GPUS), 5_000)
            .expect("a weight");
        let total = stand_in::set_class_total(admin, CLASS, epoch, 2 * weight);
        let _ = self.world.chain.send(total).ok();
        for operator in self.operators {
            self.verify(&operator, GPUS, STAKE);
        }
    }

    fn verify(&mut self, operator: &Operator, gpus: u16, own_stake: u64) {
        let (admin, epoch) = (self.world.admin, self.epoch());
        let verified = [(CLASS, u32::from(gpus))];
        for call in [
            stand_in::set_stake(admin, operator.owner, Stake::own(own_stake)),
            stand_in::set_capacity(admin, operator.owner, epoch, &verified),
        ] {
            let _ = self.world.chain.send(call).ok();
        }
    }

    /// Another operator joins: registered, staked and verified since the market began, with
    /// one device of `gpus` GPUs and a record.
    pub fn join_with(&mut self, name: &str, gpus: u16, own_stake: u64) -> Operator {
        let since = self.world.chain.now() - EPOCHS_BEFORE * EPOCH_SECONDS;
        let joined = operator_since(&mut self.world, name, since, gpus);
        let open = escrow::open_participant(self.world.admin, joined.owner);
        let _ = self.world.chain.send(open).ok();
        self.verify(&joined, gpus, own_stake);
        joined
    }

    /// The operator takes `gpus` slots, at prices of now.
    pub fn claim(&mut self, job: &JobAt, operator: &Operator, gpus: u32) -> Outcome {
        let claim = escrow::claim_slots(job, &self.claim_accounts(operator), gpus, 86_400);
        self.world.chain.send(claim)
    }

    /// The operator's claim takes `gpus` slots more, at prices of now.
    pub fn enlarge(&mut self, job: &JobAt, operator: &Operator, gpus: u32) -> Outcome {
        let enlarge = escrow::enlarge(job, &self.claim_accounts(operator), gpus);
        self.world.chain.send(enlarge)
    }

    /// The running epoch.
    pub fn epoch(&self) -> u64 {
        let config = self.world.chain.account(&ESCROW.config);
        let epoch_zero = config.map_or(0, |account| {
            i64::from_le_bytes(account.data[32..40].try_into().expect("eight bytes"))
        });
        ionet_core::time::epoch_at(epoch_zero, self.world.chain.now()).expect("a running epoch")
    }

    /// Publishes IO at two dollars and the dollar token at one, aggregated now.
    pub fn refresh_prices(&mut self) {
        self.world.publish(TWO_DOLLARS);
        let (publisher, now) = (self.world.publisher, self.world.chain.now());
        let dollar = price_feed::publish(publisher, DOLLAR_FEED, ONE_DOLLAR, now);
        let _ = self.world.chain.send(dollar).ok();
    }

    /// Terms of a job for `gpus` GPUs for an hour, which can be claimed for an hour.
    pub fn terms(&self, mint_index: u8, gpus: u32) -> JobTerms {
        JobTerms {
            mint_index,
            verification: 0,
            replicas: 1,
            partial_fill: 0,
            deterministic: 1,
            gpus,
            granule: 1,
            seconds: 3_600,
            claim_deadline: self.world.chain.now() + 3_600,
            start_seconds: 600,
            max_rate: RATE,
            filters: Filters {
                class: CLASS,
                ..Filters::default()
            },
            spec_hash: [0x5b; 32],
        }
    }

    /// The client's job `number` in a mint.
    pub fn job(&self, number: u64, mint_index: u8) -> JobAt {
        let (mint, token_sink) = match mint_index {
            IOSD_MINT => (STABLE.mint, STABLE.mint),
            _ => (self.dollar_mint, dollar_tokens(&self.dollar_mint)),
        };
        JobAt {
            address: job(&self.client, number),
            client: self.client,
            mint_index,
            mint,
            token_sink,
        }
    }

    /// Accounts of a post in a mint.
    pub fn post_accounts(&self, mint_index: u8) -> PostAccounts {
        let (mint, source) = match mint_index {
            IOSD_MINT => (STABLE.mint, self.client_iosd),
            _ => (self.dollar_mint, self.client_dollars),
        };
        PostAccounts {
            client_account: self.client_account,
            class_book: self.class_book,
            client_stake: None,
            referrer_stake: None,
            mint,
            source,
        }
    }

    /// Posts the client's next job, whose number is `number`, and seals it a few slots later.
    pub fn posted(&mut self, number: u64, terms: &JobTerms) -> JobAt {
        let with = self.post_accounts(terms.mint_index);
        self.posted_with(number, terms, &with)
    }

    /// As [`Self::posted`], with the accounts `with`.
    pub fn posted_with(&mut self, number: u64, terms: &JobTerms, with: &PostAccounts) -> JobAt {
        let post = escrow::post(self.client, number, terms, with);
        let _ = self.world.chain.send(post).ok();
        let job = self.job(number, terms.mint_index);
        self.world.chain.warp(4);
        self.world.chain.list_slots();
        let seal = escrow::seal(&job, class_total(CLASS));
        let _ = self.world.chain.send(seal).ok();
        job
    }

    /// Accounts of a claim by an operator.
    pub fn claim_accounts(&self, operator: &Operator) -> ClaimAccounts {
        ClaimAccounts {
            owner: operator.owner,
            operator: operator.account,
            device_key: operator.device_key,
            device: operator.device,
            stake: stake(&operator.owner),
            capacity: capacity(&operator.owner),
            price: PRICES.io_usd,
            referrer_stake: None,
        }
    }

    /// The operator takes `gpus` slots after the race is over, and its host starts.
    pub fn running(&mut self, job: &JobAt, operator: &Operator, gpus: u32) {
        self.world.chain.warp(8);
        self.refresh_prices();
        let with = self.claim_accounts(operator);
        let claim = escrow::claim_slots(job, &with, gpus, 86_400);
        let _ = self.world.chain.send(claim).ok();
        let _ = self.start_host(job, operator, gpus);
    }

    /// The operator's host starts with `gpus` GPUs.
    pub fn start_host(&mut self, job: &JobAt, operator: &Operator, gpus: u32) -> Outcome {
        let owner = operator.owner;
        let (key, device) = (operator.device_key, operator.device);
        let start = escrow::start_host(job, &owner, key, device, None, gpus);
        self.world.chain.send(start).ok()
    }

    /// A heartbeat of the operator's claim.
    pub fn beat(&mut self, job: &JobAt, operator: &Operator, alive: u32) -> Outcome {
        let (key, device) = (operator.device_key, operator.device);
        let beat = escrow::heartbeat(job, &operator.owner, key, device, alive);
        self.world.chain.send(beat).ok()
    }

    /// The operator delivers a result.
    pub fn complete(&mut self, job: &JobAt, operator: &Operator, alive: u32) -> Outcome {
        let (key, device) = (operator.device_key, operator.device);
        let complete = escrow::complete(job, &operator.owner, key, device, alive, [7; 32]);
        self.world.chain.send(complete).ok()
    }

    /// Books what the operator's claim earned, by anyone.
    pub fn settle(&mut self, job: &JobAt, operator: &Operator) -> Outcome {
        self.refresh_prices();
        let with = SettleAccounts {
            price: Some(feed(&DOLLAR_FEED)),
            ..SettleAccounts::default()
        };
        let settle = escrow::settle(job, &operator.owner, &with);
        self.world.chain.send(settle).ok()
    }
}

/// An operator that registered long ago: registry itself registers as of now only.
fn operator_since(world: &mut World, name: &str, since: i64, gpus: u16) -> Operator {
    let owner = world.chain.wallet(name);
    let device_key = world.chain.wallet(&format!("device of {name}"));
    let account = world.chain.write_operator(&operator_bytes(owner, since));
    let device = world.chain.write_device(&DeviceBytes {
        gpus,
        ..device_bytes(owner, device_key, since)
    });
    let mint = world.trader.dollar_mint;
    Operator {
        owner,
        account,
        device_key,
        device,
        dollars: world
            .chain
            .token_account(&format!("dollars of {name}"), &mint, &owner),
        iosd: world
            .chain
            .token_account(&format!("IOSD of {name}"), &STABLE.mint, &owner),
    }
}

/// What registry stores of an operator of the market.
pub fn operator_bytes(owner: Address, registered_at: i64) -> OperatorBytes {
    OperatorBytes {
        owner,
        accepted_mints: 0b11,
        draining: false,
        usd_bps: 7_000,
        staker_bps: 200,
        min_client_reputation: 0,
        max_seconds: 0,
        registered_at,
        referrer: Address::default(),
    }
}

/// What registry stores of a device of the market.
pub fn device_bytes(owner: Address, device_key: Address, registered_at: i64) -> DeviceBytes {
    DeviceBytes {
        owner,
        device_key,
        available: true,
        tiers: [4; 3],
        purposes: 0b111,
        class: CLASS,
        gpus: GPUS,
        region: 1,
        vram_mib: 81_920,
        registered_at,
    }
}
