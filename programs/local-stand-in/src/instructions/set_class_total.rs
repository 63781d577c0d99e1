//! Writes a class's total weight.

// The accounts macro reads arguments for seeds in one of its functions and not in others.
#![allow(unused_variables)]

use anchor_lang::prelude::*;

use super::check_authority;
use crate::{
    events::Written,
    state::{ClassTotal, VERSION},
};

/// Accounts of [`set_class_total`].
#[derive(Accounts)]
#[instruction(class: u16)]
pub struct SetClassTotal {
    /// The program's upgrade authority, who also pays the account's rent.
    #[account(mut)]
    pub authority: Signer,
    /// The program's `ProgramData` account: shows who its upgrade authority is.
    pub program_data: UncheckedAccount,
    /// The account to write, created when it does not exist.
    #[account(init_if_needed, payer = authority, seeds = [b"class-total", class.to_le_bytes()], bump)]
    pub class_total: Account<ClassTotal>,
    /// The system program.
    pub system_program: Program<System>,
}

/// **Specification**
/// - Only the program's upgrade authority.
/// - Creates or replaces the total of `class`; the numbers are taken as they are.
pub fn set_class_total(
    ctx: &mut Context<SetClassTotal>,
    class: u16,
    epoch: u64,
    total_weight: u64,
) -> Result<()> {
    let bump = ctx.bumps.class_total;
    let accounts = &mut ctx.accounts;
    check_authority(&accounts.authority, &accounts.program_data)?;
    let total = &mut accounts.class_total;
    total.version = VERSION;
    total.bump = bump;
    total.class = class;
    total.epoch = epoch;
    total.total_weight = total_weight;
    emit!(Written {
        account: *total.address(),
    });
    Ok(())
}
