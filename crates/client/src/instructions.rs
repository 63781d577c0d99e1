//! The programs' instructions with every derived account filled in.

use solana_address::Address;
use solana_instruction::Instruction;
use solana_sdk_ids::{bpf_loader_upgradeable, system_program};
use spl_associated_token_account_interface::address::get_associated_token_address;
use spl_associated_token_account_interface::instruction::create_associated_token_account_idempotent;

use crate::generated::emission::{EMISSION_ID, instructions as emission, pdas as emission_pdas};
use crate::generated::io_token::{IO_TOKEN_ID, instructions as io_token, pdas as io_pdas};

/// Where the upgradeable loader keeps the executable and the upgrade authority of `program`.
pub fn program_data_address(program: &Address) -> Address {
    Address::find_program_address(&[program.as_ref()], &bpf_loader_upgradeable::ID).0
}

/// The IO account that belongs to `owner`.
pub fn io_account(owner: &Address) -> Address {
    get_associated_token_address(owner, &io_pdas::find_mint_pda().0)
}

/// Creates io-token's config, the IO mint and the vesting vault. `authority` is the program's
/// upgrade authority; it pays and becomes admin.
pub fn initialize_io_token(
    authority: Address,
    args: io_token::InitializeInstructionArgs,
) -> Instruction {
    io_token::Initialize {
        authority,
        program_data: program_data_address(&IO_TOKEN_ID),
        config: io_pdas::find_config_pda().0,
        mint_authority: io_pdas::find_mint_authority_pda().0,
        mint: io_pdas::find_mint_pda().0,
        vesting_vault: io_pdas::find_vesting_vault_pda().0,
        token_program: spl_token_interface::ID,
        system_program: system_program::ID,
    }
    .instruction(args)
}

/// Gives part of a genesis category to a beneficiary. `index` is the config's `vesting_count` at
/// the time of execution.
pub fn allocate_genesis(
    admin: Address,
    index: u32,
    args: io_token::AllocateGenesisInstructionArgs,
) -> Instruction {
    io_token::AllocateGenesis {
        admin,
        config: io_pdas::find_config_pda().0,
        vesting: io_pdas::find_vesting_pda(index).0,
        system_program: system_program::ID,
    }
    .instruction(args)
}

/// Mints the genesis supply and starts vesting.
pub fn seal_genesis(admin: Address) -> Instruction {
    io_token::SealGenesis {
        admin,
        config: io_pdas::find_config_pda().0,
        mint: io_pdas::find_mint_pda().0,
        mint_authority: io_pdas::find_mint_authority_pda().0,
        vesting_vault: io_pdas::find_vesting_vault_pda().0,
        token_program: spl_token_interface::ID,
    }
    .instruction()
}

/// Pays what is unlocked of grant `index` to the beneficiary's own IO account, which is created
/// when missing.
pub fn claim_vested(beneficiary: Address, index: u32) -> [Instruction; 2] {
    let create = create_associated_token_account_idempotent(
        &beneficiary,
        &beneficiary,
        &io_pdas::find_mint_pda().0,
        &spl_token_interface::ID,
    );
    let claim = io_token::ClaimVested {
        beneficiary,
        config: io_pdas::find_config_pda().0,
        vesting: io_pdas::find_vesting_pda(index).0,
        vesting_vault: io_pdas::find_vesting_vault_pda().0,
        mint_authority: io_pdas::find_mint_authority_pda().0,
        destination: io_account(&beneficiary),
        token_program: spl_token_interface::ID,
    }
    .instruction();
    [create, claim]
}

/// Creates emission's state and vaults. `authority` is the program's upgrade authority; it pays
/// and becomes admin.
pub fn initialize_emission(
    authority: Address,
    args: emission::InitializeInstructionArgs,
) -> Instruction {
    emission::Initialize {
        authority,
        program_data: program_data_address(&EMISSION_ID),
        state: emission_pdas::find_state_pda().0,
        emission_authority: emission_pdas::find_authority_pda().0,
        availability_vault: emission_pdas::find_availability_vault_pda().0,
        compute_vault: emission_pdas::find_compute_vault_pda().0,
        reserve_vault: emission_pdas::find_reserve_vault_pda().0,
        io_config: io_pdas::find_config_pda().0,
        io_mint: io_pdas::find_mint_pda().0,
        io_mint_authority: io_pdas::find_mint_authority_pda().0,
        token_program: spl_token_interface::ID,
        system_program: system_program::ID,
    }
    .instruction(args)
}

/// Mints at most `max_epochs` (1 to 730) epochs that are due.
pub fn advance(max_epochs: u16) -> Instruction {
    emission::Advance {
        state: emission_pdas::find_state_pda().0,
        emission_authority: emission_pdas::find_authority_pda().0,
        availability_vault: emission_pdas::find_availability_vault_pda().0,
        compute_vault: emission_pdas::find_compute_vault_pda().0,
        reserve_vault: emission_pdas::find_reserve_vault_pda().0,
        io_config: io_pdas::find_config_pda().0,
        io_mint: io_pdas::find_mint_pda().0,
        io_mint_authority: io_pdas::find_mint_authority_pda().0,
        io_token_program: IO_TOKEN_ID,
        token_program: spl_token_interface::ID,
    }
    .instruction(emission::AdvanceInstructionArgs { max_epochs })
}

/// Moves what nobody earned within the claim window to the reserve.
pub fn roll_over() -> Instruction {
    emission::RollOver {
        state: emission_pdas::find_state_pda().0,
        emission_authority: emission_pdas::find_authority_pda().0,
        availability_vault: emission_pdas::find_availability_vault_pda().0,
        compute_vault: emission_pdas::find_compute_vault_pda().0,
        reserve_vault: emission_pdas::find_reserve_vault_pda().0,
        token_program: spl_token_interface::ID,
    }
    .instruction()
}
