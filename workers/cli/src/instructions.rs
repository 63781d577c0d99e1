//! The instructions this tool sends, with their fixed accounts filled in.

use ionet_client::generated::{
    emission::{instructions as emission, pdas as emission_pdas},
    io_token::{IO_TOKEN_ID, instructions as io_token, pdas as io_pdas},
};
use solana_instruction::Instruction;
use solana_pubkey::Pubkey;
use spl_associated_token_account_interface::{
    address::get_associated_token_address, instruction::create_associated_token_account_idempotent,
};

/// Mints at most `max_epochs` epochs that are due.
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

/// Pays what is unlocked of grant `index` to the beneficiary's own IO account,
/// which is created when missing.
pub fn claim_vested(beneficiary: Pubkey, index: u32) -> [Instruction; 2] {
    let mint = io_pdas::find_mint_pda().0;
    let create = create_associated_token_account_idempotent(
        &beneficiary,
        &beneficiary,
        &mint,
        &spl_token_interface::ID,
    );
    let claim = io_token::ClaimVested {
        beneficiary,
        config: io_pdas::find_config_pda().0,
        vesting: io_pdas::find_vesting_pda(index).0,
        vesting_vault: io_pdas::find_vesting_vault_pda().0,
        mint_authority: io_pdas::find_mint_authority_pda().0,
        destination: get_associated_token_address(&beneficiary, &mint),
        token_program: spl_token_interface::ID,
    }
    .instruction();
    [create, claim]
}
