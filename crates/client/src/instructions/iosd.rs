//! Instructions of iosd.

use solana_address::Address;
use solana_instruction::Instruction;
use solana_sdk_ids::system_program;

use super::io_token::io_account;
use super::{create_token_account, program_data_address, token_account};
use crate::generated::io_token::pdas as io_pdas;
use crate::generated::iosd::{IOSD_ID, instructions as raw, pdas, types::Parameters};

/// The IOSD account that belongs to `owner`.
pub fn iosd_account(owner: &Address) -> Address {
    token_account(owner, &pdas::find_mint_pda().0)
}

/// Creates the state and the IOSD mint. `authority` is the program's upgrade authority; it pays and
/// becomes admin. `price_update` is an account of the feed.
pub fn initialize(
    authority: Address,
    price_update: Address,
    args: raw::InitializeInstructionArgs,
) -> Instruction {
    raw::Initialize {
        authority,
        program_data: program_data_address(&IOSD_ID),
        state: pdas::find_state_pda().0,
        iosd_authority: pdas::find_authority_pda().0,
        iosd_mint: pdas::find_mint_pda().0,
        io_mint: io_pdas::find_mint_pda().0,
        price_update,
        token_program: spl_token_interface::ID,
        system_program: system_program::ID,
    }
    .instruction(args)
}

/// Opens the mint record of `wallet`; `payer` pays its rent and gets it back when it closes.
pub fn open_minter(payer: Address, wallet: Address) -> Instruction {
    raw::OpenMinter {
        payer,
        wallet,
        minter: pdas::find_minter_pda(&wallet).0,
        system_program: system_program::ID,
    }
    .instruction()
}

/// Closes the idle mint record of `wallet`, whose rent `payer` has paid.
pub fn close_minter(payer: Address, wallet: Address) -> Instruction {
    raw::CloseMinter {
        state: pdas::find_state_pda().0,
        minter: pdas::find_minter_pda(&wallet).0,
        payer,
    }
    .instruction()
}

/// Burns `io_amount` base units of the wallet's own IO and mints at least `min_out` micro-dollars of
/// IOSD into its own account, which is made when missing.
pub fn mint(
    wallet: Address,
    price_update: Address,
    args: raw::MintInstructionArgs,
) -> [Instruction; 2] {
    let create = create_token_account(&wallet, &wallet, &pdas::find_mint_pda().0);
    let mint = raw::Mint {
        wallet,
        state: pdas::find_state_pda().0,
        minter: pdas::find_minter_pda(&wallet).0,
        price_update,
        io_mint: io_pdas::find_mint_pda().0,
        iosd_mint: pdas::find_mint_pda().0,
        iosd_authority: pdas::find_authority_pda().0,
        io_source: io_account(&wallet),
        iosd_destination: iosd_account(&wallet),
        token_program: spl_token_interface::ID,
    }
    .instruction(args);
    [create, mint]
}

/// Creates the buy-and-burn vault of a dollar mint.
pub fn list_vault(admin: Address, dollar_mint: Address) -> Instruction {
    raw::ListVault {
        admin,
        state: pdas::find_state_pda().0,
        iosd_authority: pdas::find_authority_pda().0,
        dollar_mint,
        vault: pdas::find_dollar_vault_pda(&dollar_mint).0,
        vault_tokens: pdas::find_dollar_tokens_pda(&dollar_mint).0,
        token_program: spl_token_interface::ID,
        system_program: system_program::ID,
    }
    .instruction()
}

/// Sells IOSD of the seller's own account to the vault of `dollar_mint`; the dollars go to the
/// seller's own account, which is made when missing.
pub fn sell_iosd(seller: Address, dollar_mint: Address, iosd_amount: u64) -> [Instruction; 2] {
    let create = create_token_account(&seller, &seller, &dollar_mint);
    let sell = raw::SellIosd {
        seller,
        vault: pdas::find_dollar_vault_pda(&dollar_mint).0,
        iosd_mint: pdas::find_mint_pda().0,
        iosd_authority: pdas::find_authority_pda().0,
        vault_tokens: pdas::find_dollar_tokens_pda(&dollar_mint).0,
        iosd_source: iosd_account(&seller),
        dollar_destination: token_account(&seller, &dollar_mint),
        token_program: spl_token_interface::ID,
    }
    .instruction(raw::SellIosdInstructionArgs { iosd_amount });
    [create, sell]
}

/// Sells IO of the seller's own account to the vault of `dollar_mint`; the dollars go to the
/// seller's own account, which is made when missing.
pub fn sell_io(
    seller: Address,
    dollar_mint: Address,
    price_update: Address,
    args: raw::SellIoInstructionArgs,
) -> [Instruction; 2] {
    let create = create_token_account(&seller, &seller, &dollar_mint);
    let sell = raw::SellIo {
        seller,
        state: pdas::find_state_pda().0,
        vault: pdas::find_dollar_vault_pda(&dollar_mint).0,
        price_update,
        io_mint: io_pdas::find_mint_pda().0,
        iosd_authority: pdas::find_authority_pda().0,
        vault_tokens: pdas::find_dollar_tokens_pda(&dollar_mint).0,
        io_source: io_account(&seller),
        dollar_destination: token_account(&seller, &dollar_mint),
        token_program: spl_token_interface::ID,
    }
    .instruction(args);
    [create, sell]
}

/// Changes the parameters at once.
pub fn set_parameters(admin: Address, parameters: Parameters) -> Instruction {
    raw::SetParameters {
        admin,
        state: pdas::find_state_pda().0,
    }
    .instruction(raw::SetParametersInstructionArgs { parameters })
}

/// Names the next holder of a role: 0 admin, 1 guardian.
pub fn propose_role(admin: Address, role: u8, new_holder: Address) -> Instruction {
    raw::ProposeRole {
        admin,
        state: pdas::find_state_pda().0,
    }
    .instruction(raw::ProposeRoleInstructionArgs { role, new_holder })
}

/// Takes over a role.
pub fn accept_role(new_holder: Address, role: u8) -> Instruction {
    raw::AcceptRole {
        new_holder,
        state: pdas::find_state_pda().0,
    }
    .instruction(raw::AcceptRoleInstructionArgs { role })
}

/// Stops minting and the sale of IO for 7 days.
pub fn pause(authority: Address) -> Instruction {
    raw::Pause {
        authority,
        state: pdas::find_state_pda().0,
    }
    .instruction()
}

/// Ends a pause early.
pub fn unpause(authority: Address) -> Instruction {
    raw::Unpause {
        authority,
        state: pdas::find_state_pda().0,
    }
    .instruction()
}
