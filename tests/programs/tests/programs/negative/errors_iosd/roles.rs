//! Errors of iosd: who may, and when.

use super::super::{
    scenarios::{correct, second_half_hour},
    tables::{ErrorCase, error_case as case, patch},
};
use ionet_core::{iosd::IosdParameters, supply::IO_UNIT, time::DAY_SECONDS};
use ionet_test_kit::{
    Outcome, World,
    addresses::{IO, STABLE, dollar_vault, minter},
    process::{iosd, iosd::at_any_price},
};
use solana_address::Address;

/// Offset of the version byte.
const VERSION: usize = 8;
const DEFAULT: IosdParameters = IosdParameters::DEFAULT;

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("NotUpgradeAuthority", "somebody is faster than the deployer", || {
        let mut world = World::priced();
        world.chain.send(iosd::initialize(world.mallory, DEFAULT, world.mallory))
    }),
    case("NotUpgradeAuthority", "the program is final", || {
        let (mut world, call) = correct("iosd", "initialize");
        world.chain.set_upgrade_authority(call.raw.program_id, None);
        world.chain.send(call)
    }),
    case("WrongProgramData", "another program's, with the same authority", || {
        let (mut world, call) = correct("iosd", "initialize");
        world.chain.send(call.with_account("program_data", IO.program_data))
    }),
    case("UnsupportedVersion", "state, mint", || with_version(|_| STABLE.state, "mint")),
    case("UnsupportedVersion", "state, sell_io", || with_version(|_| STABLE.state, "sell_io")),
    case("UnsupportedVersion", "state, close_minter", || with_version(|_| STABLE.state, "close_minter")),
    case("UnsupportedVersion", "state, list_vault", || with_version(|_| STABLE.state, "list_vault")),
    case("UnsupportedVersion", "state, set_parameters", || with_version(|_| STABLE.state, "set_parameters")),
    case("UnsupportedVersion", "state, pause", || with_version(|_| STABLE.state, "pause")),
    case("UnsupportedVersion", "state, unpause", || with_version(|_| STABLE.state, "unpause")),
    case("UnsupportedVersion", "state, propose_role", || with_version(|_| STABLE.state, "propose_role")),
    case("UnsupportedVersion", "state, accept_role", || with_version(|_| STABLE.state, "accept_role")),
    case("UnsupportedVersion", "minter, mint", || with_version(trader_minter, "mint")),
    case("UnsupportedVersion", "minter, close_minter", || with_version(trader_minter, "close_minter")),
    case("UnsupportedVersion", "vault, sell_iosd", || with_version(trader_vault, "sell_iosd")),
    case("UnsupportedVersion", "vault, sell_io", || with_version(trader_vault, "sell_io")),
    case("NotAdmin", "parameters", || {
        let mut world = World::trading();
        world.chain.send(iosd::set_parameters(world.guardian, DEFAULT))
    }),
    case("NotAdmin", "hand-over", || {
        let mut world = World::trading();
        world.chain.send(iosd::propose_role(world.guardian, iosd::ADMIN, world.guardian))
    }),
    case("NotAdmin", "listing", || {
        let mut world = World::trading();
        let mint = world.chain.dollar_mint("other dollar", &world.mallory.clone());
        world.chain.send(iosd::list_vault(world.guardian, mint))
    }),
    case("NotGuardianOrAdmin", "anybody pauses", || {
        let mut world = World::trading();
        world.chain.send(iosd::pause(world.mallory))
    }),
    case("NotGuardianOrAdmin", "anybody lifts a pause", || {
        let mut world = paused(World::trading());
        world.chain.send(iosd::unpause(world.mallory))
    }),
    case("GuardianMissing", "default address", || {
        let mut world = World::priced();
        world.chain.send(iosd::initialize(world.admin, DEFAULT, Address::default()))
    }),
    case("UnknownRole", "proposing role 2", || {
        let mut world = World::trading();
        world.chain.send(iosd::propose_role(world.admin, 2, world.mallory))
    }),
    case("UnknownRole", "accepting role 255", || {
        let mut world = World::trading();
        world.chain.send(iosd::accept_role(world.mallory, 255))
    }),
    case("NothingProposed", "never proposed", || {
        let mut world = World::trading();
        world.chain.send(iosd::accept_role(world.mallory, iosd::ADMIN))
    }),
    case("NothingProposed", "withdrawn", || {
        let (mut world, accept) = correct("iosd", "accept_role");
        let withdraw = iosd::propose_role(world.admin, iosd::GUARDIAN, Address::default());
        let _ = world.chain.send(withdraw).ok();
        world.chain.send(accept)
    }),
    case("NotProposed", "somebody else accepts", || {
        let (mut world, accept) = correct("iosd", "accept_role");
        let guardian = world.guardian;
        world.chain.send(accept.with_account("new_holder", guardian))
    }),
    case("Paused", "minting", || {
        let mut world = paused(World::trading());
        world.chain.send(iosd::mint(&world.trader, at_any_price(IO_UNIT)))
    }),
    case("Paused", "selling IO", || {
        let mut world = paused(second_half_hour());
        world.chain.send(iosd::sell_io(&world.trader, at_any_price(IO_UNIT)))
    }),
    case("GuardianCoolingDown", "guardian pauses twice", || {
        let mut world = World::trading();
        let _ = world.chain.send(iosd::pause(world.guardian)).ok();
        world.chain.send(iosd::pause(world.guardian))
    }),
    case("GuardianCoolingDown", "one second before 21 days", || {
        let mut world = World::trading();
        let _ = world.chain.send(iosd::pause(world.guardian)).ok();
        world.chain.warp(21 * DAY_SECONDS - 1);
        world.chain.send(iosd::pause(world.guardian))
    }),
    case("NotPaused", "never paused", || {
        let mut world = World::trading();
        world.chain.send(iosd::unpause(world.admin))
    }),
    case("NotPaused", "the pause ended by itself", || {
        let mut world = paused(World::trading());
        world.chain.warp(7 * DAY_SECONDS);
        world.chain.send(iosd::unpause(world.admin))
    }),
];

fn trader_minter(world: &World) -> Address {
    minter(&world.trader.wallet)
}

fn trader_vault(world: &World) -> Address {
    dollar_vault(&world.trader.dollar_mint)
}

fn with_version(address: fn(&World) -> Address, instruction: &str) -> Outcome {
    let (mut world, call) = correct("iosd", instruction);
    let address = address(&world);
    patch(&mut world, address, VERSION, &[2]);
    world.chain.send(call)
}

fn paused(mut world: World) -> World {
    let _ = world.chain.send(iosd::pause(world.admin)).ok();
    world
}
