//! Instructions of emission.

use solana_address::Address;
use solana_instruction::Instruction;
use solana_sdk_ids::system_program;

use super::program_data_address;
use crate::generated::emission::{EMISSION_ID, instructions as raw, pdas, types::Parameters};
use crate::generated::io_token::{IO_TOKEN_ID, pdas as io_pdas};

/// Creates the state and the vaults. `authority` is the program's upgrade authority; it pays and
/// becomes admin.
pub fn initialize(authority: Address, args: raw::InitializeInstructionArgs) -> Instruction {
    raw::Initialize {
        authority,
        program_data: program_data_address(&EMISSION_ID),
        state: pdas::find_state_pda().0,
        emission_authority: pdas::find_authority_pda().0,
        availability_vault: pdas::find_availability_vault_pda().0,
        compute_vault: pdas::find_compute_vault_pda().0,
        reserve_vault: pdas::find_reserve_vault_pda().0,
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
    raw::Advance {
        state: pdas::find_state_pda().0,
        emission_authority: pdas::find_authority_pda().0,
        availability_vault: pdas::find_availability_vault_pda().0,
        compute_vault: pdas::find_compute_vault_pda().0,
        reserve_vault: pdas::find_reserve_vault_pda().0,
        io_config: io_pdas::find_config_pda().0,
        io_mint: io_pdas::find_mint_pda().0,
        io_mint_authority: io_pdas::find_mint_authority_pda().0,
        io_token_program: IO_TOKEN_ID,
        token_program: spl_token_interface::ID,
    }
    .instruction(raw::AdvanceInstructionArgs { max_epochs })
}

/// Moves what nobody earned within the claim window to the reserve.
pub fn roll_over() -> Instruction {
    raw::RollOver {
        state: pdas::find_state_pda().0,
        emission_authority: pdas::find_authority_pda().0,
        availability_vault: pdas::find_availability_vault_pda().0,
        compute_vault: pdas::find_compute_vault_pda().0,
        reserve_vault: pdas::find_reserve_vault_pda().0,
        token_program: spl_token_interface::ID,
    }
    .instruction()
}

/// Changes the parameters from the next epoch on.
pub fn set_parameters(admin: Address, parameters: Parameters) -> Instruction {
    raw::SetParameters {
        admin,
        state: pdas::find_state_pda().0,
    }
    .instruction(raw::SetParametersInstructionArgs { parameters })
}

/// Names the next admin.
pub fn propose_admin(admin: Address, new_admin: Address) -> Instruction {
    raw::ProposeAdmin {
        admin,
        state: pdas::find_state_pda().0,
    }
    .instruction(raw::ProposeAdminInstructionArgs { new_admin })
}

/// Takes over as admin.
pub fn accept_admin(new_admin: Address) -> Instruction {
    raw::AcceptAdmin {
        new_admin,
        state: pdas::find_state_pda().0,
    }
    .instruction()
}
