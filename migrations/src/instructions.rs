//! The instructions of genesis, with every account derived.

use std::ops::Range;

use ionet_client::emission::EMISSION_ID;
use ionet_client::emission::instructions as emission;
use ionet_client::emission::pdas as emission_pdas;
use ionet_client::emission::types::Parameters;
use ionet_client::io_token::IO_TOKEN_ID;
use ionet_client::io_token::instructions as io_token;
use ionet_client::io_token::pdas;
use ionet_client::io_token::types::CategoryPlanArgs;
use ionet_core::genesis::GenesisPlan;
use solana_instruction::Instruction;
use solana_loader_v3_interface::get_program_data_address;
use solana_pubkey::Pubkey;
use solana_sdk_ids::system_program;

use crate::file::EmissionStart;
use crate::plan::Wanted;

/// The classic SPL Token program.
const TOKEN_PROGRAM: Pubkey = Pubkey::from_str_const("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");

pub(crate) fn initialize_io_token(wanted: &Wanted) -> Instruction {
    let accounts = io_token::Initialize {
        authority: wanted.admin,
        program_data: get_program_data_address(&IO_TOKEN_ID),
        config: pdas::find_config_pda().0,
        mint_authority: pdas::find_mint_authority_pda().0,
        mint: pdas::find_mint_pda().0,
        vesting_vault: pdas::find_vesting_vault_pda().0,
        token_program: TOKEN_PROGRAM,
        system_program: system_program::ID,
    };
    accounts.instruction(io_token::InitializeInstructionArgs {
        categories: categories(&wanted.plan),
        guardian: wanted.guardian,
    })
}

fn categories(plan: &GenesisPlan) -> [CategoryPlanArgs; 5] {
    plan.categories.map(|category| CategoryPlanArgs {
        amount: category.amount,
        upfront_bps: category.terms.upfront_bps,
        cliff_months: category.terms.cliff_months,
        parts: category.terms.parts,
    })
}

/// One instruction per grant; the index of a grant is that of its vesting account.
pub(crate) fn allocate(wanted: &Wanted, indices: Range<usize>) -> Vec<Instruction> {
    let first = indices.start;
    let grants = wanted.grants.get(indices).unwrap_or_default();
    (first..)
        .zip(grants)
        .filter_map(|(index, grant)| Some((u32::try_from(index).ok()?, grant)))
        .map(|(index, grant)| {
            let accounts = io_token::AllocateGenesis {
                admin: wanted.admin,
                config: pdas::find_config_pda().0,
                vesting: pdas::find_vesting_pda(index).0,
                system_program: system_program::ID,
            };
            accounts.instruction(io_token::AllocateGenesisInstructionArgs {
                category: grant.category.index(),
                beneficiary: grant.beneficiary,
                amount: grant.amount,
            })
        })
        .collect()
}

pub(crate) fn seal_genesis(wanted: &Wanted) -> Instruction {
    let accounts = io_token::SealGenesis {
        admin: wanted.admin,
        config: pdas::find_config_pda().0,
        mint: pdas::find_mint_pda().0,
        mint_authority: pdas::find_mint_authority_pda().0,
        vesting_vault: pdas::find_vesting_vault_pda().0,
        token_program: TOKEN_PROGRAM,
    };
    accounts.instruction()
}

pub(crate) fn initialize_emission(wanted: &Wanted, start_time: i64) -> Instruction {
    let EmissionStart {
        preset, parameters, ..
    } = wanted.emission;
    let accounts = emission::Initialize {
        authority: wanted.admin,
        program_data: get_program_data_address(&EMISSION_ID),
        state: emission_pdas::find_state_pda().0,
        emission_authority: emission_pdas::find_authority_pda().0,
        availability_vault: emission_pdas::find_availability_vault_pda().0,
        compute_vault: emission_pdas::find_compute_vault_pda().0,
        reserve_vault: emission_pdas::find_reserve_vault_pda().0,
        io_config: pdas::find_config_pda().0,
        io_mint: pdas::find_mint_pda().0,
        io_mint_authority: pdas::find_mint_authority_pda().0,
        token_program: TOKEN_PROGRAM,
        system_program: system_program::ID,
    };
    accounts.instruction(emission::InitializeInstructionArgs {
        start_time,
        preset: preset.index(),
        parameters: Parameters {
            availability_bps: parameters.availability_bps,
            claim_window_epochs: parameters.claim_window_epochs,
        },
    })
}
