//! Every account of every instruction of io-token, spoiled in every way that its constraints
//! exclude.

use super::tables::{
    AccountCase, CONSTRAINT_DUPLICATE_MUTABLE, CONSTRAINT_MUT, FOREIGN_DATA, FOREIGN_IN_BATCH,
    ILLEGAL_OWNER, INVALID_SEEDS, NO_SIGNATURE, OTHER_PROGRAM, READ_ONLY_IN_CALL, case, framework,
    own, runtime, substitute,
};
use ionet_test_kit::{
    World,
    addresses::{IO, POOLS, vesting},
    negative::{
        Expected,
        Fault::{ForeignOwner, OtherAddress, OtherSigner, ReadOnly, Unsigned},
    },
};
use solana_address::Address;
use solana_instruction::error::InstructionError;

#[rustfmt::skip]
pub(super) const CASES: &[AccountCase] = &[
    // accept_beneficiary
    case("accept_beneficiary", "new_beneficiary", Unsigned, NO_SIGNATURE),
    case("accept_beneficiary", "new_beneficiary", OtherSigner, own("NotProposed")),
    case("accept_beneficiary", "vesting", ReadOnly, framework(CONSTRAINT_MUT)),
    case("accept_beneficiary", "vesting", ForeignOwner, ILLEGAL_OWNER),
    // accept_role
    case("accept_role", "config", ReadOnly, framework(CONSTRAINT_MUT)),
    case("accept_role", "config", OtherAddress, INVALID_SEEDS),
    case("accept_role", "config", ForeignOwner, ILLEGAL_OWNER),
    case("accept_role", "new_holder", Unsigned, NO_SIGNATURE),
    case("accept_role", "new_holder", OtherSigner, own("NotProposed")),
    // allocate_genesis
    case("allocate_genesis", "admin", Unsigned, NO_SIGNATURE),
    case("allocate_genesis", "admin", OtherSigner, own("NotAdmin")),
    case("allocate_genesis", "admin", ReadOnly, NO_SIGNATURE),
    case("allocate_genesis", "config", ReadOnly, framework(CONSTRAINT_MUT)),
    case("allocate_genesis", "config", OtherAddress, INVALID_SEEDS),
    case("allocate_genesis", "config", ForeignOwner, ILLEGAL_OWNER),
    case("allocate_genesis", "system_program", OtherAddress, OTHER_PROGRAM),
    case("allocate_genesis", "vesting", ReadOnly, READ_ONLY_IN_CALL),
    // burn
    case("burn", "config", ReadOnly, framework(CONSTRAINT_MUT)),
    case("burn", "config", OtherAddress, INVALID_SEEDS),
    case("burn", "config", ForeignOwner, ILLEGAL_OWNER),
    case("burn", "holder", Unsigned, NO_SIGNATURE),
    case("burn", "holder", OtherSigner, own("WrongTokenOwner")),
    case("burn", "mint", ReadOnly, framework(CONSTRAINT_MUT)),
    case("burn", "mint", OtherAddress, INVALID_SEEDS),
    case("burn", "mint", ForeignOwner, FOREIGN_DATA),
    case("burn", "source", ReadOnly, framework(CONSTRAINT_MUT)),
    case("burn", "source", ForeignOwner, ILLEGAL_OWNER),
    case("burn", "token_program", OtherAddress, OTHER_PROGRAM),
    // claim_vested
    case("claim_vested", "beneficiary", Unsigned, NO_SIGNATURE),
    case("claim_vested", "beneficiary", OtherSigner, own("NotBeneficiary")),
    case("claim_vested", "config", OtherAddress, INVALID_SEEDS),
    case("claim_vested", "config", ForeignOwner, ILLEGAL_OWNER),
    case("claim_vested", "destination", ReadOnly, framework(CONSTRAINT_MUT)),
    case("claim_vested", "destination", ForeignOwner, ILLEGAL_OWNER),
    case("claim_vested", "mint_authority", OtherAddress, INVALID_SEEDS),
    case("claim_vested", "token_program", OtherAddress, OTHER_PROGRAM),
    case("claim_vested", "vesting", ReadOnly, framework(CONSTRAINT_MUT)),
    case("claim_vested", "vesting", ForeignOwner, ILLEGAL_OWNER),
    case("claim_vested", "vesting_vault", ReadOnly, framework(CONSTRAINT_MUT)),
    case("claim_vested", "vesting_vault", OtherAddress, INVALID_SEEDS),
    case("claim_vested", "vesting_vault", ForeignOwner, ILLEGAL_OWNER),
    // close_vesting
    case("close_vesting", "payer", ReadOnly, framework(CONSTRAINT_MUT)),
    case("close_vesting", "payer", OtherAddress, own("WrongRentReceiver")),
    case("close_vesting", "vesting", ReadOnly, framework(CONSTRAINT_MUT)),
    case("close_vesting", "vesting", ForeignOwner, ILLEGAL_OWNER),
    // initialize
    case("initialize", "authority", Unsigned, NO_SIGNATURE),
    case("initialize", "authority", OtherSigner, own("NotUpgradeAuthority")),
    case("initialize", "authority", ReadOnly, NO_SIGNATURE),
    case("initialize", "config", ReadOnly, READ_ONLY_IN_CALL),
    case("initialize", "config", OtherAddress, INVALID_SEEDS),
    case("initialize", "mint", ReadOnly, READ_ONLY_IN_CALL),
    case("initialize", "mint", OtherAddress, INVALID_SEEDS),
    case("initialize", "mint_authority", OtherAddress, INVALID_SEEDS),
    case("initialize", "program_data", ForeignOwner, own("WrongProgramData")),
    case("initialize", "system_program", OtherAddress, OTHER_PROGRAM),
    case("initialize", "token_program", OtherAddress, OTHER_PROGRAM),
    case("initialize", "vesting_vault", ReadOnly, READ_ONLY_IN_CALL),
    case("initialize", "vesting_vault", OtherAddress, INVALID_SEEDS),
    // mint_emission
    case("mint_emission", "availability_destination", ReadOnly, framework(CONSTRAINT_MUT)),
    case("mint_emission", "availability_destination", ForeignOwner, ILLEGAL_OWNER),
    case("mint_emission", "compute_destination", ReadOnly, framework(CONSTRAINT_MUT)),
    case("mint_emission", "compute_destination", ForeignOwner, ILLEGAL_OWNER),
    case("mint_emission", "config", ReadOnly, framework(CONSTRAINT_MUT)),
    case("mint_emission", "config", OtherAddress, INVALID_SEEDS),
    case("mint_emission", "config", ForeignOwner, ILLEGAL_OWNER),
    case("mint_emission", "emission_authority", Unsigned, NO_SIGNATURE),
    case("mint_emission", "emission_authority", OtherSigner, own("NotEmissionAuthority")),
    case("mint_emission", "emission_authority", OtherAddress, own("NotEmissionAuthority")),
    case("mint_emission", "mint", ReadOnly, framework(CONSTRAINT_MUT)),
    case("mint_emission", "mint", OtherAddress, INVALID_SEEDS),
    case("mint_emission", "mint", ForeignOwner, FOREIGN_IN_BATCH),
    case("mint_emission", "mint_authority", OtherAddress, INVALID_SEEDS),
    case("mint_emission", "token_program", OtherAddress, OTHER_PROGRAM),
    // pause
    case("pause", "authority", Unsigned, NO_SIGNATURE),
    case("pause", "authority", OtherSigner, own("NotGuardianOrAdmin")),
    case("pause", "config", ReadOnly, framework(CONSTRAINT_MUT)),
    case("pause", "config", OtherAddress, INVALID_SEEDS),
    case("pause", "config", ForeignOwner, ILLEGAL_OWNER),
    // propose_beneficiary
    case("propose_beneficiary", "beneficiary", Unsigned, NO_SIGNATURE),
    case("propose_beneficiary", "beneficiary", OtherSigner, own("NotBeneficiary")),
    case("propose_beneficiary", "vesting", ReadOnly, framework(CONSTRAINT_MUT)),
    case("propose_beneficiary", "vesting", ForeignOwner, ILLEGAL_OWNER),
    // propose_role
    case("propose_role", "admin", Unsigned, NO_SIGNATURE),
    case("propose_role", "admin", OtherSigner, own("NotAdmin")),
    case("propose_role", "config", ReadOnly, framework(CONSTRAINT_MUT)),
    case("propose_role", "config", OtherAddress, INVALID_SEEDS),
    case("propose_role", "config", ForeignOwner, ILLEGAL_OWNER),
    // seal_genesis
    case("seal_genesis", "admin", Unsigned, NO_SIGNATURE),
    case("seal_genesis", "admin", OtherSigner, own("NotAdmin")),
    case("seal_genesis", "config", ReadOnly, framework(CONSTRAINT_MUT)),
    case("seal_genesis", "config", OtherAddress, INVALID_SEEDS),
    case("seal_genesis", "config", ForeignOwner, ILLEGAL_OWNER),
    case("seal_genesis", "mint", ReadOnly, framework(CONSTRAINT_MUT)),
    case("seal_genesis", "mint", OtherAddress, INVALID_SEEDS),
    case("seal_genesis", "mint", ForeignOwner, FOREIGN_DATA),
    case("seal_genesis", "mint_authority", OtherAddress, INVALID_SEEDS),
    case("seal_genesis", "token_program", OtherAddress, OTHER_PROGRAM),
    case("seal_genesis", "vesting_vault", ReadOnly, framework(CONSTRAINT_MUT)),
    case("seal_genesis", "vesting_vault", OtherAddress, INVALID_SEEDS),
    case("seal_genesis", "vesting_vault", ForeignOwner, FOREIGN_DATA),
    // unpause
    case("unpause", "authority", Unsigned, NO_SIGNATURE),
    case("unpause", "authority", OtherSigner, own("NotGuardianOrAdmin")),
    case("unpause", "config", ReadOnly, framework(CONSTRAINT_MUT)),
    case("unpause", "config", OtherAddress, INVALID_SEEDS),
    case("unpause", "config", ForeignOwner, ILLEGAL_OWNER),
    // accounts whose address is not fixed
    substitute("initialize", "program_data", "emission's", |_| POOLS.program_data, own("WrongProgramData")),
    substitute("initialize", "program_data", "a wallet", |world| world.mallory, own("WrongProgramData")),
    substitute("allocate_genesis", "vesting", "the next index", |_| vesting(1), INVALID_SEEDS),
    substitute("allocate_genesis", "vesting", "a fresh key", fresh, INVALID_SEEDS),
    substitute("accept_beneficiary", "vesting", "without a proposal", |_| vesting(0), own("NothingProposed")),
    substitute("accept_beneficiary", "vesting", "config", |_| IO.config, INVALID_DATA),
    substitute("propose_beneficiary", "vesting", "somebody else's", |_| vesting(0), own("NotBeneficiary")),
    substitute("propose_beneficiary", "vesting", "config", |_| IO.config, INVALID_DATA),
    substitute("claim_vested", "vesting", "somebody else's", |_| vesting(0), own("NotBeneficiary")),
    substitute("claim_vested", "vesting", "none", |_| vesting(77), TOO_SMALL),
    substitute("claim_vested", "destination", "somebody else's", others_account, own("WrongTokenOwner")),
    substitute("claim_vested", "destination", "of another mint", foreign_account_of_holder, own("WrongTokenMint")),
    substitute("claim_vested", "destination", "of Token-2022", token_2022_account, ILLEGAL_OWNER),
    substitute("claim_vested", "destination", "the mint", |_| IO.mint, TOO_SMALL),
    substitute("claim_vested", "destination", "a wallet", |world| world.mallory, TOO_SMALL),
    substitute("claim_vested", "destination", "the vault", |_| IO.vesting_vault, framework(CONSTRAINT_DUPLICATE_MUTABLE)),
    substitute("close_vesting", "vesting", "not claimed", |_| vesting(0), own("VestingNotFullyClaimed")),
    substitute("close_vesting", "vesting", "config", |_| IO.config, INVALID_DATA),
    substitute("mint_emission", "availability_destination", "somebody's", others_account, own("WrongTokenOwner")),
    substitute("mint_emission", "availability_destination", "of another mint", foreign_account_of_pools, own("WrongTokenMint")),
    substitute("mint_emission", "availability_destination", "of Token-2022", token_2022_account, ILLEGAL_OWNER),
    substitute("mint_emission", "availability_destination", "the other pool", |_| POOLS.compute_vault, framework(CONSTRAINT_DUPLICATE_MUTABLE)),
    substitute("mint_emission", "compute_destination", "somebody's", others_account, own("WrongTokenOwner")),
    substitute("mint_emission", "compute_destination", "of another mint", foreign_account_of_pools, own("WrongTokenMint")),
    substitute("mint_emission", "compute_destination", "of Token-2022", token_2022_account, ILLEGAL_OWNER),
    substitute("mint_emission", "compute_destination", "the other pool", |_| POOLS.availability_vault, framework(CONSTRAINT_DUPLICATE_MUTABLE)),
    substitute("burn", "source", "somebody else's", |world| world.beneficiary_accounts[0], own("WrongTokenOwner")),
    substitute("burn", "source", "the vesting vault", |_| IO.vesting_vault, own("WrongTokenOwner")),
    substitute("burn", "source", "of another mint", foreign_account_of_holder, own("WrongTokenMint")),
    substitute("burn", "source", "of Token-2022", token_2022_account, ILLEGAL_OWNER),
    substitute("burn", "source", "the mint", |_| IO.mint, framework(CONSTRAINT_DUPLICATE_MUTABLE)),
];

/// An account of the program, but of another type.
const INVALID_DATA: Expected = runtime(InstructionError::InvalidAccountData);
/// An account that does not exist or is too short for the type.
const TOO_SMALL: Expected = runtime(InstructionError::AccountDataTooSmall);

fn fresh(world: &mut World) -> Address {
    let address = world.chain.wallet("a fresh key");
    world
        .chain
        .set_account(address, solana_account::Account::default());
    address
}

fn others_account(world: &mut World) -> Address {
    let mallory = world.mallory;
    world
        .chain
        .token_account("mallory's IO", &IO.mint, &mallory)
}

fn foreign_account_of_holder(world: &mut World) -> Address {
    foreign_account(world, holder_of)
}

fn foreign_account_of_pools(world: &mut World) -> Address {
    foreign_account(world, |_| POOLS.authority)
}

fn holder_of(world: &World) -> Address {
    super::scenarios::holder_of(world).0
}

fn foreign_account(world: &mut World, owner: fn(&World) -> Address) -> Address {
    let (mallory, owner) = (world.mallory, owner(world));
    let mint = world.chain.foreign_mint("foreign mint", &mallory);
    let account = world.chain.token_account("foreign account", &mint, &owner);
    world
        .chain
        .mint_foreign(&mint, &account, &mallory, 1_000_000);
    account
}

fn token_2022_account(world: &mut World) -> Address {
    let (mallory, owner) = (world.mallory, holder_of(world));
    let mint = world.chain.token_2022_mint("token-2022 mint", &mallory);
    world
        .chain
        .token_2022_account("token-2022 account", &mint, &owner)
}
