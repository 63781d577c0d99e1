//! Instructions of local-stand-in, which writes for staking and verifiers on a local chain.
//!
//! `authority` is the program's upgrade authority; it pays the rent of accounts that are new.

use solana_address::Address;
use solana_instruction::Instruction;
use solana_sdk_ids::system_program;

use super::program_data_address;
use crate::generated::local_stand_in::{
    LOCAL_STAND_IN_ID, instructions as raw, pdas, types::ClassCapacity,
};

fn program_data() -> Address {
    program_data_address(&LOCAL_STAND_IN_ID)
}

/// Writes what a wallet has staked.
pub fn set_stake(authority: Address, args: raw::SetStakeInstructionArgs) -> Instruction {
    raw::SetStake {
        authority,
        program_data: program_data(),
        stake: pdas::find_stake_pda(&args.owner).0,
        system_program: system_program::ID,
    }
    .instruction(args)
}

/// Writes which GPUs of an operator are verified.
pub fn set_capacity(
    authority: Address,
    operator: Address,
    root_epoch: u64,
    entries: [ClassCapacity; 8],
) -> Instruction {
    raw::SetCapacity {
        authority,
        program_data: program_data(),
        capacity: pdas::find_capacity_pda(&operator).0,
        system_program: system_program::ID,
    }
    .instruction(raw::SetCapacityInstructionArgs {
        operator,
        root_epoch,
        entries,
    })
}

/// Writes the total weight of a class in the race.
pub fn set_class_total(
    authority: Address,
    class: u16,
    epoch: u64,
    total_weight: u64,
) -> Instruction {
    raw::SetClassTotal {
        authority,
        program_data: program_data(),
        class_total: pdas::find_class_total_pda(class).0,
        system_program: system_program::ID,
    }
    .instruction(raw::SetClassTotalInstructionArgs {
        class,
        epoch,
        total_weight,
    })
}

/// Writes who is right about a claim: `upheld` is 0 when the operator is, 1 when not.
pub fn set_verdict(
    authority: Address,
    claim: Address,
    upheld: u8,
    result_hash: [u8; 32],
) -> Instruction {
    raw::SetVerdict {
        authority,
        program_data: program_data(),
        verdict: pdas::find_verdict_pda(&claim).0,
        system_program: system_program::ID,
    }
    .instruction(raw::SetVerdictInstructionArgs {
        claim,
        upheld,
        result_hash,
    })
}
