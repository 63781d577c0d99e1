//! Prepared states of the whole system, each built once and cloned for every test.

use crate::{
    Chain, EMISSION, IO_TOKEN,
    addresses::{IO, vesting},
    process::{emission, io_token},
};
use ionet_core::{
    emission::EmissionParameters,
    genesis::{Category, GenesisPlan},
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
}

static DEPLOYED: LazyLock<World> = LazyLock::new(|| {
    let mut chain = Chain::new();
    let admin = chain.wallet("admin");
    chain.deploy(IO_TOKEN, admin);
    chain.deploy(EMISSION, admin);
    let beneficiaries = Category::ALL.map(|category| chain.wallet(category.name()));
    World {
        admin,
        guardian: chain.wallet("guardian"),
        mallory: chain.wallet("mallory"),
        beneficiaries,
        beneficiary_accounts: [Address::default(); Category::COUNT],
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

    /// Moves time forward by whole epochs.
    pub fn warp_epochs(&mut self, epochs: u32) {
        self.chain.warp(i64::from(epochs) * EPOCH_SECONDS);
    }

    /// The address of a vesting account by category.
    pub fn vesting_of(category: Category) -> Address {
        vesting(u32::from(category.index()))
    }
}
