//! Errors of io-token: deployment, versions, roles, pause.

use super::super::{
    scenarios::{UNLOCKED, correct, holder_of, index_of},
    tables::{ErrorCase, error_case as case, patch},
};
use ionet_core::{genesis::GenesisPlan, time::DAY_SECONDS};
use ionet_test_kit::{
    Outcome, World,
    addresses::{IO, POOLS, vesting},
    negative::twin,
    process::io_token,
};
use solana_address::Address;

/// Offset of the version byte in every account: after the discriminator.
const VERSION: usize = 8;

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("NotUpgradeAuthority", "the program is final", || {
        let (mut world, call) = correct("io_token", "initialize");
        world.chain.set_upgrade_authority(call.raw.program_id, None);
        world.chain.send(call)
    }),
    case("NotUpgradeAuthority", "somebody is faster than the deployer", || {
        let mut world = World::deployed();
        world.chain.send(io_token::initialize(world.mallory, &GenesisPlan::OFFICIAL, world.mallory))
    }),
    case("WrongProgramData", "another program's, with the same authority", || {
        let (mut world, call) = correct("io_token", "initialize");
        world.chain.send(call.with_account("program_data", POOLS.program_data))
    }),
    case("WrongProgramData", "a copy under another address", || {
        let (mut world, call) = correct("io_token", "initialize");
        let copy = twin(&mut world.chain, &IO.program_data);
        world.chain.send(call.with_account("program_data", copy))
    }),
    case("UnsupportedVersion", "config of a later version", || with_version(IO.config, "pause")),
    case("UnsupportedVersion", "config, unpause", || with_version(IO.config, "unpause")),
    case("UnsupportedVersion", "config, propose_role", || with_version(IO.config, "propose_role")),
    case("UnsupportedVersion", "config, accept_role", || with_version(IO.config, "accept_role")),
    case("UnsupportedVersion", "config, burn", || with_version(IO.config, "burn")),
    case("UnsupportedVersion", "config, claim", || with_version(IO.config, "claim_vested")),
    case("UnsupportedVersion", "config, mint", || with_version(IO.config, "mint_emission")),
    case("UnsupportedVersion", "config, allocate", || with_version(IO.config, "allocate_genesis")),
    case("UnsupportedVersion", "config, seal", || with_version(IO.config, "seal_genesis")),
    case("UnsupportedVersion", "vesting, claim", || with_version(unlocked(), "claim_vested")),
    case("UnsupportedVersion", "vesting, propose", || with_version(unlocked(), "propose_beneficiary")),
    case("UnsupportedVersion", "vesting, accept", || with_version(unlocked(), "accept_beneficiary")),
    case("UnsupportedVersion", "vesting, close", || with_version(unlocked(), "close_vesting")),
    case("NotAdmin", "guardian allocates", || {
        let mut world = World::initialized();
        world.chain.send(io_token::allocate_genesis(world.guardian, 0, 0, world.mallory, 1))
    }),
    case("NotAdmin", "guardian seals", || {
        let mut world = World::allocated();
        world.chain.send(io_token::seal_genesis(world.guardian))
    }),
    case("NotAdmin", "guardian replaces the admin", || {
        let mut world = World::sealed();
        world.chain.send(io_token::propose_role(world.guardian, io_token::ADMIN, world.guardian))
    }),
    case("NotGuardianOrAdmin", "anybody pauses", || {
        let mut world = World::sealed();
        world.chain.send(io_token::pause(world.mallory))
    }),
    case("NotGuardianOrAdmin", "anybody lifts a pause", || {
        let mut world = paused(World::sealed());
        world.chain.send(io_token::unpause(world.mallory))
    }),
    case("GuardianMissing", "default address", || {
        let mut world = World::deployed();
        world.chain.send(io_token::initialize(world.admin, &GenesisPlan::OFFICIAL, Address::default()))
    }),
    case("UnknownRole", "proposing role 2", || {
        let mut world = World::sealed();
        world.chain.send(io_token::propose_role(world.admin, 2, world.mallory))
    }),
    case("UnknownRole", "accepting role 255", || {
        let mut world = World::sealed();
        world.chain.send(io_token::accept_role(world.mallory, 255))
    }),
    case("NothingProposed", "role", || {
        let mut world = World::sealed();
        world.chain.send(io_token::accept_role(world.mallory, io_token::ADMIN))
    }),
    case("NothingProposed", "role, after it was withdrawn", || {
        let (mut world, call) = correct("io_token", "accept_role");
        let withdraw = io_token::propose_role(world.admin, io_token::GUARDIAN, Address::default());
        let _ = world.chain.send(withdraw).ok();
        world.chain.send(call)
    }),
    case("NothingProposed", "vesting, after it was withdrawn", || {
        let (mut world, call) = correct("io_token", "accept_beneficiary");
        let holder = holder_of(&world).0;
        let withdraw = io_token::propose_beneficiary(holder, index_of(UNLOCKED), Address::default());
        let _ = world.chain.send(withdraw).ok();
        world.chain.send(call)
    }),
    case("NotProposed", "role", || {
        let (mut world, call) = correct("io_token", "accept_role");
        let guardian = world.guardian;
        world.chain.send(call.with_account("new_holder", guardian))
    }),
    case("NotProposed", "vesting, by its present beneficiary", || {
        let (mut world, call) = correct("io_token", "accept_beneficiary");
        let holder = holder_of(&world).0;
        world.chain.send(call.with_account("new_beneficiary", holder))
    }),
    case("Paused", "allocating", || {
        let (world, call) = correct("io_token", "allocate_genesis");
        paused(world).chain.send(call)
    }),
    case("Paused", "sealing", || {
        let (world, call) = correct("io_token", "seal_genesis");
        paused(world).chain.send(call)
    }),
    case("Paused", "minting", || {
        let (world, call) = correct("io_token", "mint_emission");
        paused(world).chain.send(call)
    }),
    case("GuardianCoolingDown", "guardian pauses twice", || {
        let mut world = World::sealed();
        let _ = world.chain.send(io_token::pause(world.guardian)).ok();
        world.chain.send(io_token::pause(world.guardian))
    }),
    case("GuardianCoolingDown", "one second before 21 days", || {
        let mut world = World::sealed();
        let _ = world.chain.send(io_token::pause(world.guardian)).ok();
        world.chain.warp(21 * DAY_SECONDS - 1);
        world.chain.send(io_token::pause(world.guardian))
    }),
    case("NotPaused", "never paused", || {
        let mut world = World::sealed();
        world.chain.send(io_token::unpause(world.admin))
    }),
    case("NotPaused", "the pause ended by itself", || {
        let mut world = paused(World::sealed());
        world.chain.warp(7 * DAY_SECONDS);
        world.chain.send(io_token::unpause(world.admin))
    }),
];

fn unlocked() -> Address {
    vesting(index_of(UNLOCKED))
}

fn with_version(address: Address, instruction: &str) -> Outcome {
    let (mut world, call) = correct("io_token", instruction);
    patch(&mut world, address, VERSION, &[2]);
    world.chain.send(call)
}

fn paused(mut world: World) -> World {
    let _ = world.chain.send(io_token::pause(world.admin)).ok();
    world
}
