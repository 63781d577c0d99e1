//! Bad input which is not a matter of one account or one error code.

use crate::negative::scenarios::{claim, correct, holder_of, with_claim};
use ionet_core::emission::EmissionParameters;
use ionet_test_kit::{
    World,
    addresses::{IO, POOLS},
    process::{emission, io_token},
    world::OFFICIAL,
};
use solana_address::Address;
use solana_instruction::error::InstructionError;

/// anchor-lang `ErrorCode::ConstraintDuplicateMutableAccount`.
const DUPLICATE_MUTABLE: InstructionError = InstructionError::Custom(2040);

/// A Token-2022 mint at the IO mint's own address: its owner gives it away.
#[test]
fn a_token_2022_mint_is_refused() {
    let mut world = World::sealed();
    let mint = world
        .chain
        .token_2022_mint("token-2022 mint", &world.admin.clone());
    let now = world.chain.now();
    let call = emission::initialize(world.admin, now, OFFICIAL, EmissionParameters::DEFAULT);
    let outcome = world
        .chain
        .clone()
        .send(call.clone().with_account("io_mint", mint));
    outcome.fails_as(&InstructionError::IllegalOwner);

    let at_its_place = world.chain.account(&mint).expect("the Token-2022 mint");
    world.chain.set_account(IO.mint, at_its_place);
    world
        .chain
        .send(call)
        .fails_as(&InstructionError::IllegalOwner);
}

#[test]
fn a_token_2022_account_receives_nothing() {
    let mut world = World::sealed();
    let (holder, _) = holder_of(&world);
    let mint = world
        .chain
        .token_2022_mint("token-2022 mint", &world.admin.clone());
    let account = world
        .chain
        .token_2022_account("token-2022 account", &mint, &holder);
    let call = claim(&world).with_account("destination", account);
    world
        .chain
        .send(call)
        .fails_as(&InstructionError::IllegalOwner);
}

#[test]
fn one_account_cannot_be_both_pools() {
    let (mut world, call) = correct("io_token", "mint_emission");
    let call = call.with_account("compute_destination", POOLS.availability_vault);
    world.chain.send(call).fails_as(&DUPLICATE_MUTABLE);

    let (mut world, call) = correct("emission", "advance");
    let call = call.with_account("reserve_vault", POOLS.availability_vault);
    world.chain.send(call).fails_as(&DUPLICATE_MUTABLE);

    let (mut world, call) = correct("emission", "roll_over");
    let call = call.with_account("compute_vault", POOLS.availability_vault);
    world.chain.send(call).fails_as(&DUPLICATE_MUTABLE);
}

/// Swapped arguments in an address check were a finding elsewhere.
#[test]
fn pools_cannot_be_exchanged_for_each_other() {
    for instruction in ["advance", "roll_over"] {
        let (mut world, call) = correct("emission", instruction);
        let call = call
            .with_account("availability_vault", POOLS.compute_vault)
            .with_account("compute_vault", POOLS.availability_vault);
        world
            .chain
            .send(call)
            .fails_as(&InstructionError::InvalidSeeds);
    }
}

/// Burning from and paying into one account, or out of the vault into itself.
#[test]
fn one_account_cannot_be_both_sides_of_a_trade() {
    for (instruction, source, destination) in [
        ("mint", "io_source", "iosd_destination"),
        ("sell_iosd", "iosd_source", "dollar_destination"),
        ("sell_io", "io_source", "dollar_destination"),
        ("sell_io", "vault_tokens", "dollar_destination"),
    ] {
        let (mut world, call) = correct("iosd", instruction);
        let same = call.account(source);
        let call = call.with_account(destination, same);
        world.chain.send(call).fails_as(&DUPLICATE_MUTABLE);
    }
}

/// An account of the right owner and the wrong type.
#[test]
fn an_account_of_another_type_is_refused() {
    let (mut world, call) = correct("io_token", "close_vesting");
    let call = call.with_account("vesting", IO.config);
    world
        .chain
        .send(call)
        .fails_as(&InstructionError::InvalidAccountData);
    let mut world = World::emitting();
    // io-token's config in the place of the pools' state: another program's account.
    let call = emission::propose_admin(world.admin, world.mallory).with_account("state", IO.config);
    world
        .chain
        .send(call)
        .fails_as(&InstructionError::IllegalOwner);
}

#[test]
fn the_vesting_vault_cannot_be_a_source_or_a_destination_of_a_user() {
    let mut world = with_claim();
    let (holder, _) = holder_of(&world);
    world
        .chain
        .send(io_token::burn(holder, IO.vesting_vault, 1))
        .fails_with("WrongTokenOwner");
    let call = claim(&world).with_account("destination", IO.vesting_vault);
    world.chain.send(call).fails_as(&DUPLICATE_MUTABLE);
}

#[test]
fn an_unknown_instruction_is_refused() {
    for (program, instruction) in [
        ("io_token", "pause"),
        ("emission", "advance"),
        ("price_feed", "publish"),
        ("iosd", "mint"),
        ("registry", "register_device"),
    ] {
        let (mut world, mut call) = correct(program, instruction);
        call.raw.data = vec![0; 16];
        world
            .chain
            .send(call.clone())
            .fails_as(&InstructionError::InvalidInstructionData);
        call.raw.data = Vec::new();
        world
            .chain
            .send(call)
            .fails_as(&InstructionError::InvalidInstructionData);
    }
}

/// A hand-over to nobody is a withdrawal, and nobody can accept.
#[test]
fn nobody_cannot_accept() {
    let mut world = World::sealed();
    let nobody = Address::default();
    let _ = world
        .chain
        .send(io_token::propose_role(world.admin, io_token::ADMIN, nobody))
        .ok();
    world.chain.impersonate(nobody);
    world
        .chain
        .send(io_token::accept_role(nobody, io_token::ADMIN))
        .fails_with("NothingProposed");
}
