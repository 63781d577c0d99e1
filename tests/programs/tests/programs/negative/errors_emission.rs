//! Every error of emission: a call that gives it.

use super::{
    scenarios::{correct, expired},
    tables::{ErrorCase, Exemption, error_case as case, patch},
};
use ionet_core::{
    emission::EmissionParameters,
    supply::SUPPLY_CAP,
    time::{DAY_SECONDS, EPOCH_SECONDS},
};
use ionet_test_kit::{
    Outcome, World,
    addresses::{IO, POOLS},
    negative::twin,
    process::emission,
    world::OFFICIAL,
};
use solana_address::Address;

/// Errors which no call gives.
pub(super) const EXEMPT: &[Exemption] = &[Exemption {
    error: "MintAmountZero",
    reason: "keeps the conversion from the rules' errors total: they never return \
             SupplyError::ZeroAmount, because epochs with nothing to mint are no error",
}];

/// Offset of `minted_total`: discriminator, 64 bytes of head and schedule, two ledgers of 40
/// bytes, the reserve.
const MINTED_TOTAL: usize = 8 + 64 + 2 * 40 + 8;
const DEFAULT: EmissionParameters = EmissionParameters::DEFAULT;

#[rustfmt::skip]
pub(super) const CASES: &[ErrorCase] = &[
    case("NotUpgradeAuthority", "somebody is faster than the deployer", || {
        let mut world = World::sealed();
        let now = world.chain.now();
        world.chain.send(emission::initialize(world.mallory, now, OFFICIAL, DEFAULT))
    }),
    case("NotUpgradeAuthority", "the program is final", || {
        let (mut world, call) = correct("emission", "initialize");
        world.chain.set_upgrade_authority(call.raw.program_id, None);
        world.chain.send(call)
    }),
    case("WrongProgramData", "another program's, with the same authority", || {
        let (mut world, call) = correct("emission", "initialize");
        world.chain.send(call.with_account("program_data", IO.program_data))
    }),
    case("UnsupportedVersion", "advance", || with_version("advance")),
    case("UnsupportedVersion", "roll_over", || with_version("roll_over")),
    case("UnsupportedVersion", "set_parameters", || with_version("set_parameters")),
    case("UnsupportedVersion", "propose_admin", || with_version("propose_admin")),
    case("UnsupportedVersion", "accept_admin", || with_version("accept_admin")),
    case("NotAdmin", "parameters", || {
        let mut world = World::emitting();
        world.chain.send(emission::set_parameters(world.guardian, DEFAULT))
    }),
    case("NotAdmin", "hand-over", || {
        let mut world = World::emitting();
        world.chain.send(emission::propose_admin(world.guardian, world.guardian))
    }),
    case("NotAdmin", "the old admin after a hand-over", || {
        let (mut world, accept) = correct("emission", "accept_admin");
        let _ = world.chain.send(accept).ok();
        world.chain.send(emission::set_parameters(world.admin, DEFAULT))
    }),
    case("NothingProposed", "never proposed", || {
        let mut world = World::emitting();
        world.chain.send(emission::accept_admin(world.mallory))
    }),
    case("NothingProposed", "withdrawn", || {
        let (mut world, accept) = correct("emission", "accept_admin");
        let withdraw = emission::propose_admin(world.admin, Address::default());
        let _ = world.chain.send(withdraw).ok();
        world.chain.send(accept)
    }),
    case("NotProposed", "somebody else accepts", || {
        let (mut world, accept) = correct("emission", "accept_admin");
        let guardian = world.guardian;
        world.chain.send(accept.with_account("new_admin", guardian))
    }),
    case("WrongIoConfig", "initialize with a copy", || with_copy("initialize", "io_config")),
    case("WrongIoConfig", "advance with a copy", || with_copy("advance", "io_config")),
    case("WrongIoMint", "initialize with a copy", || with_copy("initialize", "io_mint")),
    case("WrongIoMint", "advance with a copy", || with_copy("advance", "io_mint")),
    case("WrongIoMintAuthority", "initialize", || with_copy("initialize", "io_mint_authority")),
    case("WrongIoMintAuthority", "advance", || with_copy("advance", "io_mint_authority")),
    case("WrongIoTokenProgram", "a program that only says it minted", || {
        with_copy("advance", "io_token_program")
    }),
    case("IoConfigInvalid", "initialize, config of another owner", || {
        let (mut world, call) = correct("emission", "initialize");
        let mut config = world.chain.account(&IO.config).expect("io-token's config");
        config.owner = call.raw.program_id;
        world.chain.set_account(IO.config, config);
        world.chain.send(call)
    }),
    case("IoConfigInvalid", "advance, another discriminator", || {
        let (mut world, call) = correct("emission", "advance");
        patch(&mut world, IO.config, 0, &[0]);
        world.chain.send(call)
    }),
    case("IoConfigVersionUnsupported", "initialize", || {
        let (mut world, call) = correct("emission", "initialize");
        patch(&mut world, IO.config, 8, &[2]);
        world.chain.send(call)
    }),
    case("IoConfigVersionUnsupported", "advance", || {
        let (mut world, call) = correct("emission", "advance");
        patch(&mut world, IO.config, 8, &[2]);
        world.chain.send(call)
    }),
    case("GenesisNotSealed", "starting before genesis", || {
        let mut world = World::allocated();
        let now = world.chain.now();
        world.chain.send(emission::initialize(world.admin, now, OFFICIAL, DEFAULT))
    }),
    case("StartTimeNotPositive", "zero", || start_at(|_| 0, OFFICIAL, DEFAULT)),
    case("StartTimeNotPositive", "negative", || start_at(|_| -1, OFFICIAL, DEFAULT)),
    case("StartTimeNotPositive", "the least", || start_at(|_| i64::MIN, OFFICIAL, DEFAULT)),
    case("StartTimeInPast", "one second ago", || start_at(|now| now - 1, OFFICIAL, DEFAULT)),
    case("StartTimeTooFar", "one second too far", || {
        start_at(|now| now + 366 * DAY_SECONDS + 1, OFFICIAL, DEFAULT)
    }),
    case("StartTimeTooFar", "the greatest", || start_at(|_| i64::MAX, OFFICIAL, DEFAULT)),
    case("UnknownPreset", "preset 2", || start_at(|now| now, 2, DEFAULT)),
    case("AvailabilityShareOutOfRange", "start, 999", || start_at(|now| now, OFFICIAL, share(999))),
    case("AvailabilityShareOutOfRange", "start, 9,001", || start_at(|now| now, OFFICIAL, share(9_001))),
    case("AvailabilityShareOutOfRange", "change, over 100 %", || change(share(10_001))),
    case("AvailabilityShareOutOfRange", "change, nothing", || change(share(0))),
    case("ClaimWindowOutOfRange", "start, 23", || start_at(|now| now, OFFICIAL, window(23))),
    case("ClaimWindowOutOfRange", "change, 721", || change(window(721))),
    case("EpochCountOutOfRange", "none", || advance_after(1, 0)),
    case("EpochCountOutOfRange", "731", || advance_after(1_000, 731)),
    case("NoEpochDue", "in the first second", || advance_after(0, 1)),
    case("NoEpochDue", "one second early", || {
        let mut world = World::emitting();
        world.chain.warp(EPOCH_SECONDS - 1);
        world.chain.send(emission::advance(1))
    }),
    case("NoEpochDue", "twice", || {
        let mut world = World::emitting();
        world.warp_epochs(1);
        let _ = world.chain.send(emission::advance(730)).ok();
        world.chain.send(emission::advance(730))
    }),
    case("EpochsBehind", "changing parameters with an epoch missing", || {
        let mut world = World::emitting();
        world.warp_epochs(1);
        world.chain.send(emission::set_parameters(world.admin, DEFAULT))
    }),
    case("EpochsBehind", "rolling over with an epoch missing", || {
        let mut world = expired();
        world.warp_epochs(1);
        world.chain.send(emission::roll_over())
    }),
    case("ClaimWindowOpen", "at the start", || {
        let mut world = World::emitting();
        world.chain.send(emission::roll_over())
    }),
    case("ClaimWindowOpen", "one epoch early", || {
        let mut world = World::emitting();
        world.warp_epochs(23);
        let _ = world.chain.send(emission::advance(730)).ok();
        world.chain.send(emission::roll_over())
    }),
    case("ClaimWindowOpen", "twice", || {
        let mut world = expired();
        let _ = world.chain.send(emission::roll_over()).ok();
        world.chain.send(emission::roll_over())
    }),
    case("CapExceeded", "io-token says more was minted than the schedule knows", || {
        let mut world = World::emitting();
        world.warp_epochs(1);
        patch(&mut world, IO.config, 16, &SUPPLY_CAP.to_le_bytes());
        world.chain.send(emission::advance(1))
    }),
    case("Overflow", "minted_total at the end of 64 bits", || {
        let mut world = World::emitting();
        world.warp_epochs(1);
        patch(&mut world, POOLS.state, MINTED_TOTAL, &u64::MAX.to_le_bytes());
        world.chain.send(emission::advance(1))
    }),
];

fn share(availability_bps: u16) -> EmissionParameters {
    EmissionParameters {
        availability_bps,
        ..DEFAULT
    }
}

fn window(claim_window_epochs: u16) -> EmissionParameters {
    EmissionParameters {
        claim_window_epochs,
        ..DEFAULT
    }
}

fn start_at(start: fn(i64) -> i64, preset: u8, parameters: EmissionParameters) -> Outcome {
    let mut world = World::sealed();
    let start_time = start(world.chain.now());
    world.chain.send(emission::initialize(
        world.admin,
        start_time,
        preset,
        parameters,
    ))
}

fn change(parameters: EmissionParameters) -> Outcome {
    let mut world = World::emitting();
    world
        .chain
        .send(emission::set_parameters(world.admin, parameters))
}

fn advance_after(epochs: u32, max_epochs: u16) -> Outcome {
    let mut world = World::emitting();
    world.warp_epochs(epochs);
    world.chain.send(emission::advance(max_epochs))
}

fn with_copy(instruction: &str, account: &str) -> Outcome {
    let (mut world, call) = correct("emission", instruction);
    let copy = twin(&mut world.chain, &call.account(account));
    world.chain.send(call.with_account(account, copy))
}

fn with_version(instruction: &str) -> Outcome {
    let (mut world, call) = correct("emission", instruction);
    patch(&mut world, POOLS.state, 8, &[2]);
    world.chain.send(call)
}
