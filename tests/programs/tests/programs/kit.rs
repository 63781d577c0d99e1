//! The kit itself: a chain like mainnet, and mistakes of a test that it names.

use ionet_core::time::DAY_SECONDS;
use ionet_test_kit::{
    Chain, EMISSION, IO_TOKEN, IOSD, PRICE_FEED, ProgramUnderTest, START_TIME, World,
    addresses::{IO, POOLS, PRICES, STABLE},
    process::io_token,
};
use solana_address::Address;
use solana_sdk_ids::{bpf_loader_upgradeable, sysvar};

#[test]
fn the_chain_starts_with_mainnets_rent_and_a_real_clock() {
    let mut chain = Chain::new();
    assert_eq!(chain.now(), START_TIME);
    // (128 + 165) bytes of a token account at 5,080 lamports.
    assert_eq!(chain.rent_exempt(165), 293 * 5_080);
    let hashes = chain.account(&sysvar::slot_hashes::ID).expect("the sysvar");
    assert_eq!(hashes.data[..8], 512_u64.to_le_bytes());
    chain.warp(DAY_SECONDS);
    assert_eq!(chain.now(), START_TIME + DAY_SECONDS);
}

#[test]
fn programs_have_an_upgrade_authority_at_their_program_data() {
    let world = World::deployed();
    for (program, program_data) in [
        (IO_TOKEN, IO.program_data),
        (EMISSION, POOLS.program_data),
        (PRICE_FEED, PRICES.program_data),
        (IOSD, STABLE.program_data),
    ] {
        let executable = world.chain.account(&program.id).expect("the program");
        assert!(executable.executable);
        let data = world
            .chain
            .account(&program_data)
            .expect("its ProgramData")
            .data;
        assert_eq!(data[..4], [3, 0, 0, 0]);
        assert_eq!((data[12], &data[13..45]), (1, world.admin.as_ref()));
        let owner = world
            .chain
            .account(&program_data)
            .expect("its ProgramData")
            .owner;
        assert_eq!(owner, bpf_loader_upgradeable::ID);
    }
}

/// Branches of one prepared state do not see each other.
#[test]
fn a_cloned_chain_is_a_branch_of_its_own() {
    let mut one = World::sealed();
    let other = one.clone();
    one.chain.warp(1);
    let _ = one.chain.send(io_token::pause(one.guardian)).ok();
    assert_eq!(other.chain.now() + 1, one.chain.now());
    assert_eq!(other.config().paused_until, 0);
}

#[test]
#[should_panic(expected = "cargo xtask build-programs no_such_program")]
fn a_program_that_was_not_built_is_named_with_the_command_that_builds_it() {
    let program = ProgramUnderTest {
        name: "no_such_program",
        id: Address::default(),
    };
    Chain::new().deploy(program, Address::default());
}

#[test]
#[should_panic(expected = "holds no key of it")]
fn a_signature_of_a_stranger_is_a_mistake_of_the_test() {
    let mut world = World::sealed();
    let _ = world
        .chain
        .send(io_token::pause(Address::new_from_array([9; 32])));
}

#[test]
#[should_panic(expected = "it has [\"authority\", \"config\"]")]
fn an_unknown_account_name_lists_the_known_ones() {
    let _ = io_token::pause(Address::default()).with_account("confg", Address::default());
}

#[test]
#[should_panic(expected = "time goes forward only")]
fn time_does_not_run_backwards() {
    Chain::new().warp(-1);
}
