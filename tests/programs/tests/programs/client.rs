//! The generated client builds what the IDL says: same accounts, flags and bytes.

use ionet_client::generated::{
    emission::{instructions as emission_client, types::Parameters},
    io_token::{instructions as io_token_client, types::CategoryPlanArgs},
};
use ionet_core::{emission::EmissionParameters, genesis::GenesisPlan};
use ionet_test_kit::{
    addresses::{IO, POOLS, vesting},
    process::{emission, io_token},
    tokens::TOKEN_PROGRAM,
};
use solana_address::Address;
use solana_sdk_ids::system_program;

const SOMEBODY: Address = Address::new_from_array([7; 32]);
const OTHER: Address = Address::new_from_array([8; 32]);

#[test]
fn io_token_initialize() {
    let categories = GenesisPlan::OFFICIAL
        .categories
        .map(|category| CategoryPlanArgs {
            amount: category.amount,
            upfront_bps: category.terms.upfront_bps,
            cliff_months: category.terms.cliff_months,
            parts: category.terms.parts,
        });
    let client = io_token_client::Initialize {
        authority: SOMEBODY,
        program_data: IO.program_data,
        config: IO.config,
        mint_authority: IO.mint_authority,
        mint: IO.mint,
        vesting_vault: IO.vesting_vault,
        token_program: TOKEN_PROGRAM,
        system_program: system_program::ID,
    }
    .instruction(io_token_client::InitializeInstructionArgs {
        categories,
        guardian: OTHER,
    });
    assert_eq!(
        client,
        io_token::initialize(SOMEBODY, &GenesisPlan::OFFICIAL, OTHER).raw
    );
}

#[test]
fn io_token_claim_burn_and_roles() {
    let client = io_token_client::ClaimVested {
        beneficiary: SOMEBODY,
        config: IO.config,
        vesting: vesting(3),
        vesting_vault: IO.vesting_vault,
        mint_authority: IO.mint_authority,
        destination: OTHER,
        token_program: TOKEN_PROGRAM,
    };
    assert_eq!(
        client.instruction(),
        io_token::claim_vested(SOMEBODY, 3, OTHER).raw
    );

    let client = io_token_client::Burn {
        holder: SOMEBODY,
        config: IO.config,
        mint: IO.mint,
        source: OTHER,
        token_program: TOKEN_PROGRAM,
    }
    .instruction(io_token_client::BurnInstructionArgs { amount: 99 });
    assert_eq!(client, io_token::burn(SOMEBODY, OTHER, 99).raw);

    let client = io_token_client::ProposeRole {
        admin: SOMEBODY,
        config: IO.config,
    }
    .instruction(io_token_client::ProposeRoleInstructionArgs {
        role: 1,
        new_holder: OTHER,
    });
    assert_eq!(client, io_token::propose_role(SOMEBODY, 1, OTHER).raw);
}

#[test]
fn emission_initialize_and_advance() {
    let client = emission_client::Initialize {
        authority: SOMEBODY,
        program_data: POOLS.program_data,
        state: POOLS.state,
        emission_authority: POOLS.authority,
        availability_vault: POOLS.availability_vault,
        compute_vault: POOLS.compute_vault,
        reserve_vault: POOLS.reserve_vault,
        io_config: IO.config,
        io_mint: IO.mint,
        io_mint_authority: IO.mint_authority,
        token_program: TOKEN_PROGRAM,
        system_program: system_program::ID,
    }
    .instruction(emission_client::InitializeInstructionArgs {
        start_time: -5,
        preset: 1,
        parameters: Parameters {
            availability_bps: 5_000,
            claim_window_epochs: 24,
        },
    });
    let kit = emission::initialize(SOMEBODY, -5, 1, EmissionParameters::DEFAULT);
    assert_eq!(client, kit.raw);

    let client = emission_client::Advance {
        state: POOLS.state,
        emission_authority: POOLS.authority,
        availability_vault: POOLS.availability_vault,
        compute_vault: POOLS.compute_vault,
        reserve_vault: POOLS.reserve_vault,
        io_config: IO.config,
        io_mint: IO.mint,
        io_mint_authority: IO.mint_authority,
        io_token_program: ionet_test_kit::IO_TOKEN.id,
        token_program: TOKEN_PROGRAM,
    }
    .instruction(emission_client::AdvanceInstructionArgs { max_epochs: 730 });
    assert_eq!(client, emission::advance(730).raw);
}
