//! Errors of io-token: the genesis plan, allocation and sealing.

use super::super::{
    scenarios::claim,
    tables::{ErrorCase, error_case as case},
};
use ionet_core::{
    genesis::{Category, GenesisPlan},
    supply::GENESIS_SUPPLY,
};
use ionet_test_kit::{
    Outcome, World,
    addresses::{IO, POOLS},
    process::io_token,
};
use solana_address::Address;

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("GenesisAlreadySealed", "sealing twice", || {
        let mut world = World::sealed();
        world.chain.send(io_token::seal_genesis(world.admin))
    }),
    case("GenesisAlreadySealed", "allocating after sealing", || {
        let mut world = World::sealed();
        world.chain.send(io_token::allocate_genesis(world.admin, 5, 0, world.mallory, 1))
    }),
    case("GenesisNotSealed", "claiming", || {
        let mut world = World::allocated();
        let call = claim(&world);
        world.chain.send(call)
    }),
    case("GenesisNotSealed", "minting", || {
        let mut world = World::allocated();
        world.chain.impersonate(POOLS.authority);
        let availability = world.chain.token_account("early availability", &IO.mint, &POOLS.authority);
        let compute = world.chain.token_account("early compute", &IO.mint, &POOLS.authority);
        let call = io_token::mint_emission(1, 1)
            .with_account("availability_destination", availability)
            .with_account("compute_destination", compute);
        world.chain.send(call)
    }),
    case("UnknownCategory", "category 5", || {
        let mut world = World::initialized();
        world.chain.send(io_token::allocate_genesis(world.admin, 0, 5, world.mallory, 1))
    }),
    case("GenesisAmountZero", "allocating nothing", || {
        let mut world = World::initialized();
        world.chain.send(io_token::allocate_genesis(world.admin, 0, 0, world.mallory, 0))
    }),
    case("GenesisAmountZero", "a category of nothing", || with_plan(|plan| {
        plan.categories[1].amount += plan.categories[0].amount;
        plan.categories[0].amount = 0;
    })),
    case("GenesisTotalMismatch", "one unit too much", || with_plan(|plan| plan.categories[0].amount += 1)),
    case("GenesisTotalMismatch", "one unit too little", || with_plan(|plan| plan.categories[4].amount -= 1)),
    case("GenesisTotalMismatch", "sum which wraps around 64 bits", || with_plan(|plan| {
        plan.categories[0].amount = u64::MAX - GENESIS_SUPPLY;
    })),
    case("CategoryOverfilled", "one unit too much at once", || {
        let mut world = World::initialized();
        let amount = GenesisPlan::OFFICIAL.category(Category::Seed).amount + 1;
        world.chain.send(io_token::allocate_genesis(world.admin, 0, 0, world.mallory, amount))
    }),
    case("CategoryOverfilled", "one unit more when full", || {
        let mut world = World::allocated();
        world.chain.send(io_token::allocate_genesis(world.admin, 5, 0, world.mallory, 1))
    }),
    case("GenesisIncomplete", "nothing allocated", || {
        let mut world = World::initialized();
        world.chain.send(io_token::seal_genesis(world.admin))
    }),
    case("GenesisIncomplete", "one unit missing", one_unit_missing),
    case("BeneficiaryMissing", "default address", || {
        let mut world = World::initialized();
        world.chain.send(io_token::allocate_genesis(world.admin, 0, 0, Address::default(), 1))
    }),
    case("UpfrontOutOfRange", "10,001 bps", || with_plan(|plan| plan.categories[3].terms.upfront_bps = 10_001)),
    case("UpfrontOutOfRange", "65,535 bps", || with_plan(|plan| plan.categories[3].terms.upfront_bps = u16::MAX)),
    case("CliffOutOfRange", "121 months", || with_plan(|plan| plan.categories[0].terms.cliff_months = 121)),
    case("PartsOutOfRange", "241 parts", || with_plan(|plan| plan.categories[0].terms.parts = 241)),
    case("PartsOutOfRange", "no parts and not all upfront", || with_plan(|plan| plan.categories[0].terms.parts = 0)),
];

fn with_plan(change: fn(&mut GenesisPlan)) -> Outcome {
    let mut world = World::deployed();
    let mut plan = GenesisPlan::OFFICIAL;
    change(&mut plan);
    world
        .chain
        .send(io_token::initialize(world.admin, &plan, world.guardian))
}

fn one_unit_missing() -> Outcome {
    let mut world = World::initialized();
    for category in Category::ALL {
        let less = u64::from(category == Category::Community);
        let amount = GenesisPlan::OFFICIAL.category(category).amount - less;
        let index = category.index();
        let call =
            io_token::allocate_genesis(world.admin, index.into(), index, world.mallory, amount);
        let _ = world.chain.send(call).ok();
    }
    world.chain.send(io_token::seal_genesis(world.admin))
}
