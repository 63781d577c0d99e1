//! Prepared states of the whole system, each built once and cloned for every test.

use crate::{
    Chain, PROGRAMS,
    addresses::{IO, IO_USD, STABLE, dollar_tokens, vesting},
    process::{emission, io_token, iosd, price_feed},
};
use ionet_core::{
    emission::EmissionParameters,
    genesis::{Category, GenesisPlan},
    iosd::IosdParameters,
    time::EPOCH_SECONDS,
};
use solana_address::Address;
use std::sync::LazyLock;

/// A chain and the people on it.
///
/// Roles: `admin` deployed the programs and administers both; `guardian` may pause.
/// The vesting account with index `i` belongs to `beneficiaries[i]`, who holds the
/// token account `beneficiary_accounts[i]`, and carries the whole of category `i`.
#[derive(Clone)]
pub struct World {
    /// The chain.
    pub chain: Chain,
    /// Upgrade authority and admin.
    pub admin: Address,
    /// Guardian of io-token.
    pub guardian: Address,
    /// Somebody without any role.
    pub mallory: Address,
    /// One beneficiary per genesis category.
    pub beneficiaries: [Address; Category::COUNT],
    /// Their IO token accounts; default addresses before the mint exists.
    pub beneficiary_accounts: [Address; Category::COUNT],
    /// Publishes the price of IO.
    pub publisher: Address,
    /// Who trades in IOSD.
    pub trader: Trader,
}

/// Somebody with IO, and a dollar token to sell it for: default addresses before
/// [`World::trading`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Trader {
    /// The wallet.
    pub wallet: Address,
    /// Its IO account.
    pub io: Address,
    /// Its IOSD account.
    pub iosd: Address,
    /// Its dollar account.
    pub dollars: Address,
    /// The dollar token's mint, of which the admin is mint and freeze authority.
    pub dollar_mint: Address,
}

static DEPLOYED: LazyLock<World> = LazyLock::new(|| {
    let mut chain = Chain::new();
    let admin = chain.wallet("admin");
    for program in PROGRAMS {
        chain.deploy(program, admin);
    }
    let beneficiaries = Category::ALL.map(|category| chain.wallet(category.name()));
    World {
        admin,
        guardian: chain.wallet("guardian"),
        mallory: chain.wallet("mallory"),
        beneficiaries,
        beneficiary_accounts: [Address::default(); Category::COUNT],
        publisher: chain.wallet("publisher"),
        trader: Trader::default(),
        chain,
    }
});

static INITIALIZED: LazyLock<World> = LazyLock::new(|| {
    let mut world = World::deployed();
    let call = io_token::initialize(world.admin, &GenesisPlan::OFFICIAL, world.guardian);
    let _ = world.chain.send(call).ok();
    for (index, beneficiary) in world.beneficiaries.into_iter().enumerate() {
        let name = format!("IO of beneficiary {index}");
        world.beneficiary_accounts[index] =
            world.chain.token_account(&name, &IO.mint, &beneficiary);
    }
    world
});

static ALLOCATED: LazyLock<World> = LazyLock::new(|| {
    let mut world = World::initialized();
    for category in Category::ALL {
        let index = category.index();
        let beneficiary = world.beneficiaries[usize::from(index)];
        let amount = GenesisPlan::OFFICIAL.category(category).amount;
        let call =
            io_token::allocate_genesis(world.admin, u32::from(index), index, beneficiary, amount);
        let _ = world.chain.send(call).ok();
    }
    world
});

static SEALED: LazyLock<World> = LazyLock::new(|| {
    let mut world = World::allocated();
    let call = io_token::seal_genesis(world.admin);
    let _ = world.chain.send(call).ok();
    world
});

static EMITTING: LazyLock<World> = LazyLock::new(|| World::emitting_with(OFFICIAL));

static PRICED: LazyLock<World> = LazyLock::new(|| {
    let mut world = World::sealed();
    let call = price_feed::create_feed(world.admin, IO_USD, world.publisher);
    let _ = world.chain.send(call).ok();
    world.publish(TWO_DOLLARS);
    world
});

static TRADING: LazyLock<World> = LazyLock::new(|| {
    let mut world = World::priced();
    let admin = world.admin;
    let call = iosd::initialize(admin, IosdParameters::DEFAULT, world.guardian);
    let _ = world.chain.send(call).ok();
    let holder = usize::from(Category::Community.index());
    let (wallet, io) = (
        world.beneficiaries[holder],
        world.beneficiary_accounts[holder],
    );
    let index = u32::from(Category::Community.index());
    let _ = world
        .chain
        .send(io_token::claim_vested(wallet, index, io))
        .ok();
    let dollar_mint = world.chain.dollar_mint("dollar", &admin);
    world.trader = Trader {
        wallet,
        io,
        iosd: world
            .chain
            .token_account("IOSD of the trader", &STABLE.mint, &wallet),
        dollars: world
            .chain
            .token_account("dollars of the trader", &dollar_mint, &wallet),
        dollar_mint,
    };
    let _ = world.chain.send(iosd::open_minter(admin, wallet)).ok();
    let _ = world.chain.send(iosd::list_vault(admin, dollar_mint)).ok();
    world.chain.mint_foreign(
        &dollar_mint,
        &dollar_tokens(&dollar_mint),
        &admin,
        VAULT_DOLLARS,
    );
    world
});

/// The price of IO in the prepared states: 2 dollars, without any uncertainty.
pub const TWO_DOLLARS: price_feed::Price = price_feed::Price {
    price: 200_000_000,
    conf: 0,
    exponent: -8,
    ema_price: 200_000_000,
    ema_conf: 0,
};
/// What the prepared vault holds, micro-dollars: 4,800,000 dollars.
pub const VAULT_DOLLARS: u64 = 4_800_000_000_000;

/// Index of the official emission preset.
pub const OFFICIAL: u8 = 0;
/// Index of the literal emission preset.
pub const LITERAL: u8 = 1;

impl World {
    /// Programs deployed, nothing initialised.
    pub fn deployed() -> Self {
        DEPLOYED.clone()
    }

    /// io-token initialised with the official genesis plan.
    pub fn initialized() -> Self {
        INITIALIZED.clone()
    }

    /// Every genesis category allocated as a whole to one beneficiary.
    pub fn allocated() -> Self {
        ALLOCATED.clone()
    }

    /// Genesis sealed.
    pub fn sealed() -> Self {
        SEALED.clone()
    }

    /// Emission initialised with the official preset; epoch 0 begins now.
    pub fn emitting() -> Self {
        EMITTING.clone()
    }

    /// As [`World::emitting`], with the preset of index `preset`.
    pub fn emitting_with(preset: u8) -> Self {
        let mut world = Self::sealed();
        let start = world.chain.now();
        let call = emission::initialize(world.admin, start, preset, EmissionParameters::DEFAULT);
        let _ = world.chain.send(call).ok();
        world
    }

    /// Genesis sealed, and the price of IO published: [`TWO_DOLLARS`].
    pub fn priced() -> Self {
        PRICED.clone()
    }

    /// iosd initialised, the trader equipped with the unlocked IO of the community category,
    /// and a vault of [`VAULT_DOLLARS`]. The first second of an hour.
    pub fn trading() -> Self {
        TRADING.clone()
    }

    /// Publishes a price of IO, aggregated now; a second later when the present one is.
    pub fn publish(&mut self, price: price_feed::Price) {
        if self.price().publish_time == self.chain.now() {
            self.chain.warp(1);
        }
        let call = price_feed::publish(self.publisher, IO_USD, price, self.chain.now());
        let _ = self.chain.send(call).ok();
    }

    /// Moves time forward by whole epochs.
    pub fn warp_epochs(&mut self, epochs: u32) {
        self.chain.warp(i64::from(epochs) * EPOCH_SECONDS);
    }

    /// The address of a vesting account by category.
    pub fn vesting_of(category: Category) -> Address {
        vesting(u32::from(category.index()))
    }
}
