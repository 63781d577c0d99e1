//! Writes an operator's verified capacity.

// The accounts macro reads arguments for seeds in one of its functions and not in others.
#![allow(unused_variables)]

use anchor_lang::prelude::*;

use super::check_authority;
use crate::{
    events::Written,
    state::{ClassCapacity, VERSION, VerifiedCapacity},
};

/// Accounts of [`set_capacity`].
#[derive(Accounts)]
#[instruction(operator: Address)]
pub struct SetCapacity {
    /// The program's upgrade authority, who also pays the account's rent.
    #[account(mut)]
    pub authority: Signer,
    /// The program's `ProgramData` account: shows who its upgrade authority is.
    pub program_data: UncheckedAccount,
    /// The account to write, created when it does not exist.
    #[account(init_if_needed, payer = authority, seeds = [b"capacity", operator.as_ref()], bump)]
    pub capacity: Account<VerifiedCapacity>,
    /// The system program.
    pub system_program: Program<System>,
}

/// **Specification**
/// - Only the program's upgrade authority.
/// - Creates or replaces the capacity account of `operator`; the numbers are taken as they are.
pub fn set_capacity(
    ctx: &mut Context<SetCapacity>,
    operator: Address,
    root_epoch: u64,
    entries: [ClassCapacity; 8],
) -> Result<()> {
    let bump = ctx.bumps.capacity;
    let accounts = &mut ctx.accounts;
    check_authority(&accounts.authority, &accounts.program_data)?;
    let capacity = &mut accounts.capacity;
    capacity.version = VERSION;
    capacity.bump = bump;
    capacity.operator = operator;
    capacity.root_epoch = root_epoch;
    capacity.entries = entries;
    emit!(Written {
        account: *capacity.address(),
    });
    Ok(())
}
