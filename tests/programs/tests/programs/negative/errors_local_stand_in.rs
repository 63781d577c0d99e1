//! Every error of local-stand-in: a call that gives it.

use super::tables::{ErrorCase, error_case as case};
use ionet_test_kit::{
    Call, LOCAL_STAND_IN, Outcome, World,
    addresses::ESCROW,
    process::local_stand_in::{self as stand_in, Stake},
};
use solana_address::Address;

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("NotUpgradeAuthority", "set_stake by anybody", || by_mallory(stake)),
    case("NotUpgradeAuthority", "set_capacity by anybody", || by_mallory(capacity)),
    case("NotUpgradeAuthority", "set_class_total by anybody", || by_mallory(class_total)),
    case("NotUpgradeAuthority", "set_verdict by anybody", || by_mallory(verdict)),
    case("NotUpgradeAuthority", "after it was given up", || {
        let mut world = World::deployed();
        world.chain.set_upgrade_authority(LOCAL_STAND_IN.id, None);
        let call = stake(world.admin);
        refused(world, call)
    }),
    case("WrongProgramData", "set_stake with another program's", || with_other_data(stake)),
    case("WrongProgramData", "set_capacity with another program's", || with_other_data(capacity)),
    case("WrongProgramData", "set_class_total with another program's", || with_other_data(class_total)),
    case("WrongProgramData", "set_verdict with another program's", || with_other_data(verdict)),
];

fn stake(authority: Address) -> Call {
    stand_in::set_stake(authority, authority, Stake::own(u64::MAX))
}

fn capacity(authority: Address) -> Call {
    stand_in::set_capacity(authority, authority, u64::MAX, &[(u16::MAX, u32::MAX)])
}

fn class_total(authority: Address) -> Call {
    stand_in::set_class_total(authority, u16::MAX, u64::MAX, u64::MAX)
}

fn verdict(authority: Address) -> Call {
    stand_in::set_verdict(authority, authority, true, [0xff; 32])
}

fn by_mallory(call: fn(Address) -> Call) -> Outcome {
    let world = World::deployed();
    let call = call(world.mallory);
    refused(world, call)
}

fn with_other_data(call: fn(Address) -> Call) -> Outcome {
    let world = World::deployed();
    let call = call(world.admin).with_account("program_data", ESCROW.program_data);
    refused(world, call)
}

/// What would be written is not there afterwards.
fn refused(mut world: World, call: Call) -> Outcome {
    let written = call.raw.accounts[2].pubkey;
    let outcome = world.chain.send(call);
    assert!(
        world.chain.account(&written).is_none(),
        "refused, but written"
    );
    outcome
}
