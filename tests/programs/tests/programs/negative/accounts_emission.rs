//! Every account of every instruction of emission, spoiled in every way that its constraints
//! exclude.

use super::tables::{
    AccountCase, CONSTRAINT_MUT, FOREIGN_IN_BATCH, ILLEGAL_OWNER, INVALID_SEEDS, NO_SIGNATURE,
    OTHER_PROGRAM, READ_ONLY_IN_CALL, case, framework, own, substitute,
};
use ionet_test_kit::{
    World,
    addresses::{IO, POOLS},
    negative::{
        Expected,
        Fault::{ForeignOwner, OtherAddress, OtherSigner, ReadOnly, Unsigned},
        twin,
    },
};
use solana_address::Address;

#[rustfmt::skip]
pub(super) const CASES: &[AccountCase] = &[
    // accept_admin
    case("accept_admin", "new_admin", Unsigned, NO_SIGNATURE),
    case("accept_admin", "new_admin", OtherSigner, own("NotProposed")),
    case("accept_admin", "state", ReadOnly, framework(CONSTRAINT_MUT)),
    case("accept_admin", "state", OtherAddress, INVALID_SEEDS),
    case("accept_admin", "state", ForeignOwner, ILLEGAL_OWNER),
    // advance
    case("advance", "availability_vault", ReadOnly, framework(CONSTRAINT_MUT)),
    case("advance", "availability_vault", OtherAddress, INVALID_SEEDS),
    case("advance", "availability_vault", ForeignOwner, ILLEGAL_OWNER),
    case("advance", "compute_vault", ReadOnly, framework(CONSTRAINT_MUT)),
    case("advance", "compute_vault", OtherAddress, INVALID_SEEDS),
    case("advance", "compute_vault", ForeignOwner, ILLEGAL_OWNER),
    case("advance", "emission_authority", OtherAddress, INVALID_SEEDS),
    case("advance", "io_config", ReadOnly, framework(CONSTRAINT_MUT)),
    case("advance", "io_config", OtherAddress, own("WrongIoConfig")),
    case("advance", "io_config", ForeignOwner, own("IoConfigInvalid")),
    case("advance", "io_mint", ReadOnly, framework(CONSTRAINT_MUT)),
    case("advance", "io_mint", OtherAddress, own("WrongIoMint")),
    case("advance", "io_mint", ForeignOwner, FOREIGN_IN_BATCH),
    case("advance", "io_mint_authority", OtherAddress, own("WrongIoMintAuthority")),
    case("advance", "io_token_program", OtherAddress, own("WrongIoTokenProgram")),
    case("advance", "reserve_vault", ReadOnly, framework(CONSTRAINT_MUT)),
    case("advance", "reserve_vault", OtherAddress, INVALID_SEEDS),
    case("advance", "reserve_vault", ForeignOwner, FOREIGN_IN_BATCH),
    case("advance", "state", ReadOnly, framework(CONSTRAINT_MUT)),
    case("advance", "state", OtherAddress, INVALID_SEEDS),
    case("advance", "state", ForeignOwner, ILLEGAL_OWNER),
    case("advance", "token_program", OtherAddress, OTHER_PROGRAM),
    // initialize
    case("initialize", "authority", Unsigned, NO_SIGNATURE),
    case("initialize", "authority", OtherSigner, own("NotUpgradeAuthority")),
    case("initialize", "authority", ReadOnly, NO_SIGNATURE),
    case("initialize", "availability_vault", ReadOnly, READ_ONLY_IN_CALL),
    case("initialize", "availability_vault", OtherAddress, INVALID_SEEDS),
    case("initialize", "compute_vault", ReadOnly, READ_ONLY_IN_CALL),
    case("initialize", "compute_vault", OtherAddress, INVALID_SEEDS),
    case("initialize", "emission_authority", OtherAddress, INVALID_SEEDS),
    case("initialize", "io_config", ForeignOwner, own("IoConfigInvalid")),
    case("initialize", "io_mint", ForeignOwner, ILLEGAL_OWNER),
    case("initialize", "program_data", ForeignOwner, own("WrongProgramData")),
    case("initialize", "reserve_vault", ReadOnly, READ_ONLY_IN_CALL),
    case("initialize", "reserve_vault", OtherAddress, INVALID_SEEDS),
    case("initialize", "state", ReadOnly, READ_ONLY_IN_CALL),
    case("initialize", "state", OtherAddress, INVALID_SEEDS),
    case("initialize", "system_program", OtherAddress, OTHER_PROGRAM),
    case("initialize", "token_program", OtherAddress, OTHER_PROGRAM),
    // propose_admin
    case("propose_admin", "admin", Unsigned, NO_SIGNATURE),
    case("propose_admin", "admin", OtherSigner, own("NotAdmin")),
    case("propose_admin", "state", ReadOnly, framework(CONSTRAINT_MUT)),
    case("propose_admin", "state", OtherAddress, INVALID_SEEDS),
    case("propose_admin", "state", ForeignOwner, ILLEGAL_OWNER),
    // roll_over
    case("roll_over", "availability_vault", ReadOnly, framework(CONSTRAINT_MUT)),
    case("roll_over", "availability_vault", OtherAddress, INVALID_SEEDS),
    case("roll_over", "availability_vault", ForeignOwner, FOREIGN_IN_BATCH),
    case("roll_over", "compute_vault", ReadOnly, framework(CONSTRAINT_MUT)),
    case("roll_over", "compute_vault", OtherAddress, INVALID_SEEDS),
    case("roll_over", "compute_vault", ForeignOwner, FOREIGN_IN_BATCH),
    case("roll_over", "emission_authority", OtherAddress, INVALID_SEEDS),
    case("roll_over", "reserve_vault", ReadOnly, framework(CONSTRAINT_MUT)),
    case("roll_over", "reserve_vault", OtherAddress, INVALID_SEEDS),
    case("roll_over", "reserve_vault", ForeignOwner, FOREIGN_IN_BATCH),
    case("roll_over", "state", ReadOnly, framework(CONSTRAINT_MUT)),
    case("roll_over", "state", OtherAddress, INVALID_SEEDS),
    case("roll_over", "state", ForeignOwner, ILLEGAL_OWNER),
    case("roll_over", "token_program", OtherAddress, OTHER_PROGRAM),
    // set_parameters
    case("set_parameters", "admin", Unsigned, NO_SIGNATURE),
    case("set_parameters", "admin", OtherSigner, own("NotAdmin")),
    case("set_parameters", "state", ReadOnly, framework(CONSTRAINT_MUT)),
    case("set_parameters", "state", OtherAddress, INVALID_SEEDS),
    case("set_parameters", "state", ForeignOwner, ILLEGAL_OWNER),
    // accounts whose address is not fixed in the IDL
    substitute("initialize", "program_data", "io-token's", |_| IO.program_data, own("WrongProgramData")),
    substitute("initialize", "program_data", "a wallet", |world| world.mallory, own("WrongProgramData")),
    substitute("initialize", "io_config", "a copy", |world| twin(&mut world.chain, &IO.config), own("WrongIoConfig")),
    substitute("initialize", "io_config", "a wallet", |world| world.mallory, own("WrongIoConfig")),
    substitute("initialize", "io_mint", "a copy", |world| twin(&mut world.chain, &IO.mint), own("WrongIoMint")),
    substitute("initialize", "io_mint", "another mint", foreign_mint, own("WrongIoMint")),
    substitute("initialize", "io_mint", "of Token-2022", token_2022_mint, ILLEGAL_OWNER),
    substitute("initialize", "io_mint", "a token account", |_| IO.vesting_vault, INVALID_DATA),
    substitute("initialize", "io_mint_authority", "a wallet", |world| world.mallory, own("WrongIoMintAuthority")),
    substitute("initialize", "io_mint_authority", "the pools' authority", |_| POOLS.authority, own("WrongIoMintAuthority")),
];

/// An account of the right owner, but of another type.
const INVALID_DATA: Expected =
    super::tables::runtime(solana_instruction::error::InstructionError::InvalidAccountData);

fn foreign_mint(world: &mut World) -> Address {
    let mallory = world.mallory;
    world.chain.foreign_mint("foreign mint", &mallory)
}

fn token_2022_mint(world: &mut World) -> Address {
    let mallory = world.mallory;
    world.chain.token_2022_mint("token-2022 mint", &mallory)
}
