//! Instructions of io-token.

use solana_address::Address;
use solana_instruction::Instruction;
use solana_sdk_ids::system_program;

use super::{create_token_account, program_data_address, token_account};
use crate::generated::io_token::{IO_TOKEN_ID, instructions as raw, pdas};

/// The IO account that belongs to `owner`.
pub fn io_account(owner: &Address) -> Address {
    token_account(owner, &pdas::find_mint_pda().0)
}

/// Creates the config, the IO mint and the vesting vault. `authority` is the program's upgrade
/// authority; it pays and becomes admin.
pub fn initialize(authority: Address, args: raw::InitializeInstructionArgs) -> Instruction {
    raw::Initialize {
        authority,
        program_data: program_data_address(&IO_TOKEN_ID),
        config: pdas::find_config_pda().0,
        mint_authority: pdas::find_mint_authority_pda().0,
        mint: pdas::find_mint_pda().0,
        vesting_vault: pdas::find_vesting_vault_pda().0,
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
    args: raw::AllocateGenesisInstructionArgs,
) -> Instruction {
    raw::AllocateGenesis {
        admin,
        config: pdas::find_config_pda().0,
        vesting: pdas::find_vesting_pda(index).0,
        system_program: system_program::ID,
    }
    .instruction(args)
}

/// Mints the genesis supply and starts vesting.
pub fn seal_genesis(admin: Address) -> Instruction {
    raw::SealGenesis {
        admin,
        config: pdas::find_config_pda().0,
        mint: pdas::find_mint_pda().0,
        mint_authority: pdas::find_mint_authority_pda().0,
        vesting_vault: pdas::find_vesting_vault_pda().0,
        token_program: spl_token_interface::ID,
    }
    .instruction()
}

/// Pays what is unlocked of grant `index` to the beneficiary's own IO account, which is created
/// when missing.
pub fn claim_vested(beneficiary: Address, index: u32) -> [Instruction; 2] {
    let create = create_token_account(&beneficiary, &beneficiary, &pdas::find_mint_pda().0);
    let claim = raw::ClaimVested {
        beneficiary,
        config: pdas::find_config_pda().0,
        vesting: pdas::find_vesting_pda(index).0,
        vesting_vault: pdas::find_vesting_vault_pda().0,
        mint_authority: pdas::find_mint_authority_pda().0,
        destination: io_account(&beneficiary),
        token_program: spl_token_interface::ID,
    }
    .instruction();
    [create, claim]
}

/// Names the next beneficiary of grant `index`.
pub fn propose_beneficiary(beneficiary: Address, index: u32, next: Address) -> Instruction {
    raw::ProposeBeneficiary {
        beneficiary,
        vesting: pdas::find_vesting_pda(index).0,
    }
    .instruction(raw::ProposeBeneficiaryInstructionArgs {
        new_beneficiary: next,
    })
}

/// Takes over grant `index`.
pub fn accept_beneficiary(new_beneficiary: Address, index: u32) -> Instruction {
    raw::AcceptBeneficiary {
        new_beneficiary,
        vesting: pdas::find_vesting_pda(index).0,
    }
    .instruction()
}

/// Closes grant `index` once it is fully claimed; `payer` paid its rent and gets it back.
pub fn close_vesting(index: u32, payer: Address) -> Instruction {
    raw::CloseVesting {
        vesting: pdas::find_vesting_pda(index).0,
        payer,
    }
    .instruction()
}

/// Destroys IO of `holder`'s own account for ever.
pub fn burn(holder: Address, amount: u64) -> Instruction {
    raw::Burn {
        holder,
        config: pdas::find_config_pda().0,
        mint: pdas::find_mint_pda().0,
        source: io_account(&holder),
        token_program: spl_token_interface::ID,
    }
    .instruction(raw::BurnInstructionArgs { amount })
}

/// Names the next holder of a role: 0 admin, 1 guardian.
pub fn propose_role(admin: Address, role: u8, new_holder: Address) -> Instruction {
    raw::ProposeRole {
        admin,
        config: pdas::find_config_pda().0,
    }
    .instruction(raw::ProposeRoleInstructionArgs { role, new_holder })
}

/// Takes over a role.
pub fn accept_role(new_holder: Address, role: u8) -> Instruction {
    raw::AcceptRole {
        new_holder,
        config: pdas::find_config_pda().0,
    }
    .instruction(raw::AcceptRoleInstructionArgs { role })
}

/// Stops entry for 7 days.
pub fn pause(authority: Address) -> Instruction {
    raw::Pause {
        authority,
        config: pdas::find_config_pda().0,
    }
    .instruction()
}

/// Ends a pause early.
pub fn unpause(authority: Address) -> Instruction {
    raw::Unpause {
        authority,
        config: pdas::find_config_pda().0,
    }
    .instruction()
}
