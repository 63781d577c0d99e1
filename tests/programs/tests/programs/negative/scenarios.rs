//! For every instruction a world in which the default call succeeds.

pub mod job_escrow;
pub mod local_stand_in;

use ionet_core::{
    emission::EmissionParameters,
    genesis::{Category, GenesisPlan},
    iosd::IosdParameters,
    supply::IO_UNIT,
    time::{DAY_SECONDS, EPOCH_SECONDS, MONTH_SECONDS},
};
use ionet_test_kit::{
    Call, World,
    addresses::{IO_USD, POOLS},
    process::{emission, io_token, iosd, iosd::at_any_price, price_feed},
    world::{OFFICIAL, TWO_DOLLARS},
};

/// A category without a cliff, whose upfront part is unlocked at genesis.
pub const UNLOCKED: Category = Category::Community;

/// A world and the call of `program.instruction` that succeeds in it.
///
/// # Panics
/// When the instruction is new: then it needs a scenario here.
pub fn correct(program: &str, instruction: &str) -> (World, Call) {
    match program {
        "io_token" => io_token_call(instruction),
        "emission" => emission_call(instruction),
        "price_feed" => price_feed_call(instruction),
        "iosd" => iosd_call(instruction),
        "registry" => super::scenarios_registry::correct(instruction),
        "job_escrow" => job_escrow::correct(instruction),
        "local_stand_in" => local_stand_in::correct(instruction),
        other => panic!("no scenarios for the program {other}"),
    }
}

fn io_token_call(instruction: &str) -> (World, Call) {
    match instruction {
        "initialize" => {
            let world = World::deployed();
            let call = io_token::initialize(world.admin, &GenesisPlan::OFFICIAL, world.guardian);
            (world, call)
        }
        "allocate_genesis" => {
            let world = World::initialized();
            let call = io_token::allocate_genesis(world.admin, 0, 0, world.beneficiaries[0], 1);
            (world, call)
        }
        "seal_genesis" => with(World::allocated(), |world| {
            io_token::seal_genesis(world.admin)
        }),
        "claim_vested" => with(World::sealed(), claim),
        "propose_beneficiary" => with(World::sealed(), |world| {
            let index = UNLOCKED.index();
            let present = world.beneficiaries[usize::from(index)];
            io_token::propose_beneficiary(present, u32::from(index), world.mallory)
        }),
        "accept_beneficiary" => accept_beneficiary(),
        "close_vesting" => with(fully_claimed(), |world| {
            io_token::close_vesting(index_of(UNLOCKED), world.admin)
        }),
        "mint_emission" => {
            let mut world = World::emitting();
            world.chain.impersonate(POOLS.authority);
            (world, io_token::mint_emission(1, 1))
        }
        "burn" => with(with_claim(), |world| {
            let (holder, source) = holder_of(world);
            io_token::burn(holder, source, 1)
        }),
        "pause" => with(World::sealed(), |world| io_token::pause(world.guardian)),
        "unpause" => {
            let mut world = World::sealed();
            let _ = world.chain.send(io_token::pause(world.admin)).ok();
            with(world, |world| io_token::unpause(world.guardian))
        }
        "propose_role" => with(World::sealed(), |world| {
            io_token::propose_role(world.admin, io_token::GUARDIAN, world.mallory)
        }),
        "accept_role" => {
            let mut world = World::sealed();
            let call = io_token::propose_role(world.admin, io_token::GUARDIAN, world.mallory);
            let _ = world.chain.send(call).ok();
            with(world, |world| {
                io_token::accept_role(world.mallory, io_token::GUARDIAN)
            })
        }
        other => panic!("io_token.{other} has no scenario; add one"),
    }
}

fn emission_call(instruction: &str) -> (World, Call) {
    match instruction {
        "initialize" => with(World::sealed(), |world| {
            let start = world.chain.now();
            emission::initialize(world.admin, start, OFFICIAL, EmissionParameters::DEFAULT)
        }),
        "advance" => {
            // With a reserve, so that all three vaults move.
            let mut world = rolled_over();
            world.warp_epochs(1);
            (world, emission::advance(1))
        }
        "roll_over" => (expired(), emission::roll_over()),
        "set_parameters" => with(World::emitting(), |world| {
            emission::set_parameters(world.admin, EmissionParameters::DEFAULT)
        }),
        "propose_admin" => with(World::emitting(), |world| {
            emission::propose_admin(world.admin, world.mallory)
        }),
        "accept_admin" => {
            let mut world = World::emitting();
            let call = emission::propose_admin(world.admin, world.mallory);
            let _ = world.chain.send(call).ok();
            with(world, |world| emission::accept_admin(world.mallory))
        }
        other => panic!("emission.{other} has no scenario; add one"),
    }
}

fn price_feed_call(instruction: &str) -> (World, Call) {
    match instruction {
        "create_feed" => with(World::sealed(), |world| {
            price_feed::create_feed(world.admin, IO_USD, world.publisher)
        }),
        "publish" => {
            let mut world = World::priced();
            world.chain.warp(1);
            with(world, |world| {
                price_feed::publish(world.publisher, IO_USD, TWO_DOLLARS, world.chain.now())
            })
        }
        "set_publisher" => with(World::priced(), |world| {
            price_feed::set_publisher(world.admin, IO_USD, world.mallory)
        }),
        other => panic!("price_feed.{other} has no scenario; add one"),
    }
}

fn iosd_call(instruction: &str) -> (World, Call) {
    match instruction {
        "initialize" => with(World::priced(), |world| {
            iosd::initialize(world.admin, IosdParameters::DEFAULT, world.guardian)
        }),
        "open_minter" => with(World::trading(), |world| {
            iosd::open_minter(world.admin, world.mallory)
        }),
        "close_minter" => {
            let mut world = World::trading();
            world.chain.warp(DAY_SECONDS);
            with(world, |world| {
                iosd::close_minter(world.trader.wallet, world.admin)
            })
        }
        "mint" => with(World::trading(), |world| {
            iosd::mint(&world.trader, at_any_price(10 * IO_UNIT))
        }),
        "list_vault" => {
            let mut world = World::trading();
            let mint = world
                .chain
                .dollar_mint("other dollar", &world.admin.clone());
            with(world, |world| iosd::list_vault(world.admin, mint))
        }
        "sell_iosd" => with(with_iosd(), |world| {
            iosd::sell_iosd(&world.trader, 10_000_000)
        }),
        "sell_io" => with(second_half_hour(), |world| {
            iosd::sell_io(&world.trader, at_any_price(10 * IO_UNIT))
        }),
        "set_parameters" => with(World::trading(), |world| {
            iosd::set_parameters(world.admin, IosdParameters::DEFAULT)
        }),
        "pause" => with(World::trading(), |world| iosd::pause(world.guardian)),
        "unpause" => {
            let mut world = World::trading();
            let _ = world.chain.send(iosd::pause(world.admin)).ok();
            with(world, |world| iosd::unpause(world.guardian))
        }
        "propose_role" => with(World::trading(), |world| {
            iosd::propose_role(world.admin, iosd::GUARDIAN, world.mallory)
        }),
        "accept_role" => {
            let mut world = World::trading();
            let call = iosd::propose_role(world.admin, iosd::GUARDIAN, world.mallory);
            let _ = world.chain.send(call).ok();
            with(world, |world| {
                iosd::accept_role(world.mallory, iosd::GUARDIAN)
            })
        }
        other => panic!("iosd.{other} has no scenario; add one"),
    }
}

/// The trader holds 2,000 IOSD, minted this second.
pub fn with_iosd() -> World {
    let mut world = World::trading();
    let call = iosd::mint(&world.trader, at_any_price(1_000 * IO_UNIT));
    let _ = world.chain.send(call).ok();
    world
}

/// The first second in which vaults buy IO, with a price of that second.
pub fn second_half_hour() -> World {
    let mut world = World::trading();
    let hour = world.chain.now() / EPOCH_SECONDS * EPOCH_SECONDS;
    world.chain.warp_to(hour + EPOCH_SECONDS / 2);
    world.publish(TWO_DOLLARS);
    world
}

fn with(world: World, call: impl FnOnce(&World) -> Call) -> (World, Call) {
    let call = call(&world);
    (world, call)
}

fn accept_beneficiary() -> (World, Call) {
    let (mut world, propose) = io_token_call("propose_beneficiary");
    let _ = world.chain.send(propose).ok();
    let call = io_token::accept_beneficiary(world.mallory, index_of(UNLOCKED));
    (world, call)
}

/// Index of the vesting account that holds `category` in the prepared worlds.
pub fn index_of(category: Category) -> u32 {
    u32::from(category.index())
}

/// The beneficiary of the unlocked category and its token account.
pub fn holder_of(world: &World) -> (solana_address::Address, solana_address::Address) {
    let index = usize::from(UNLOCKED.index());
    (
        world.beneficiaries[index],
        world.beneficiary_accounts[index],
    )
}

/// The claim of the beneficiary of the unlocked category.
pub fn claim(world: &World) -> Call {
    let (holder, account) = holder_of(world);
    io_token::claim_vested(holder, index_of(UNLOCKED), account)
}

/// Genesis sealed and the upfront part claimed.
pub fn with_claim() -> World {
    let mut world = World::sealed();
    let call = claim(&world);
    let _ = world.chain.send(call).ok();
    world
}

/// The unlocked category paid out to the last unit.
pub fn fully_claimed() -> World {
    let mut world = World::sealed();
    world.chain.warp(48 * MONTH_SECONDS);
    let call = claim(&world);
    let _ = world.chain.send(call).ok();
    world
}

/// Two claim windows of epochs minted, of which the first expired, and all advanced.
pub fn expired() -> World {
    let mut world = World::emitting();
    world.warp_epochs(24);
    let _ = world.chain.send(emission::advance(730)).ok();
    let _ = world.chain.send(emission::roll_over()).ok();
    world.warp_epochs(24);
    let _ = world.chain.send(emission::advance(730)).ok();
    world
}

/// As [`expired`], with what expired in the reserve.
pub fn rolled_over() -> World {
    let mut world = expired();
    let _ = world.chain.send(emission::roll_over()).ok();
    world
}
