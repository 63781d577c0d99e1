//! The steps as instructions: here those of genesis.

pub(crate) mod escrow;
pub(crate) mod market;

use std::ops::Range;

use ionet_client::emission::instructions::InitializeInstructionArgs as EmissionArgs;
use ionet_client::emission::types::Parameters;
use ionet_client::instructions;
use ionet_client::io_token::instructions::{
    AllocateGenesisInstructionArgs, InitializeInstructionArgs as IoTokenArgs,
};
use ionet_client::io_token::types::CategoryPlanArgs;
use solana_instruction::Instruction;

use crate::file::EmissionStart;
use crate::plan::Wanted;

pub(crate) fn initialize_io_token(wanted: &Wanted) -> Instruction {
    let categories = wanted.plan.categories.map(|category| CategoryPlanArgs {
        amount: category.amount,
        upfront_bps: category.terms.upfront_bps,
        cliff_months: category.terms.cliff_months,
        parts: category.terms.parts,
    });
    let args = IoTokenArgs {
        categories,
        guardian: wanted.guardian,
    };
    instructions::io_token::initialize(wanted.admin, args)
}

/// One instruction per grant; the index of a grant is that of its vesting account.
pub(crate) fn allocate(wanted: &Wanted, indices: Range<usize>) -> Vec<Instruction> {
    let first = indices.start;
    let grants = wanted.grants.get(indices).unwrap_or_default();
    (first..)
        .zip(grants)
        .filter_map(|(index, grant)| Some((u32::try_from(index).ok()?, grant)))
        .map(|(index, grant)| {
            let args = AllocateGenesisInstructionArgs {
                category: grant.category.index(),
                beneficiary: grant.beneficiary,
                amount: grant.amount,
            };
            instructions::io_token::allocate_genesis(wanted.admin, index, args)
        })
        .collect()
}

pub(crate) fn seal_genesis(wanted: &Wanted) -> Instruction {
    instructions::io_token::seal_genesis(wanted.admin)
}

pub(crate) fn initialize_emission(wanted: &Wanted, start_time: i64) -> Instruction {
    let EmissionStart {
        preset, parameters, ..
    } = wanted.emission;
    let args = EmissionArgs {
        start_time,
        preset: preset.index(),
        parameters: Parameters {
            availability_bps: parameters.availability_bps,
            claim_window_epochs: parameters.claim_window_epochs,
        },
    };
    instructions::emission::initialize(wanted.admin, args)
}
