//! The programs' instructions with every derived account filled in, a module per program.

pub mod emission;
pub mod io_token;
pub mod iosd;
pub mod job_escrow;
pub mod local_stand_in;
pub mod lookup_table;
pub mod price_feed;
pub mod registry;

use solana_address::Address;
use solana_instruction::Instruction;
use solana_sdk_ids::bpf_loader_upgradeable;
use spl_associated_token_account_interface::address::get_associated_token_address;
use spl_associated_token_account_interface::instruction::create_associated_token_account_idempotent;

/// Where the upgradeable loader keeps the executable and the upgrade authority of `program`.
pub fn program_data_address(program: &Address) -> Address {
    Address::find_program_address(&[program.as_ref()], &bpf_loader_upgradeable::ID).0
}

/// The account of `mint` that belongs to `owner`.
pub fn token_account(owner: &Address, mint: &Address) -> Address {
    get_associated_token_address(owner, mint)
}

/// Makes the account of `mint` that belongs to `owner`, unless it exists; `payer` pays its rent.
pub fn create_token_account(payer: &Address, owner: &Address, mint: &Address) -> Instruction {
    create_associated_token_account_idempotent(payer, owner, mint, &spl_token_interface::ID)
}
