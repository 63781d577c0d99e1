//! Writes the verdict on a claim.

// The accounts macro reads arguments for seeds in one of its functions and not in others.
#![allow(unused_variables)]

use anchor_lang::prelude::*;

use super::check_authority;
use crate::{
    events::Written,
    state::{VERSION, Verdict},
};

/// Accounts of [`set_verdict`].
#[derive(Accounts)]
#[instruction(claim: Address)]
pub struct SetVerdict {
    /// The program's upgrade authority, who also pays the account's rent.
    #[account(mut)]
    pub authority: Signer,
    /// The program's `ProgramData` account: shows who its upgrade authority is.
    pub program_data: UncheckedAccount,
    /// The account to write, created when it does not exist.
    #[account(init_if_needed, payer = authority, seeds = [b"verdict", claim.as_ref()], bump)]
    pub verdict: Account<Verdict>,
    /// The system program.
    pub system_program: Program<System>,
}

/// **Specification**
/// - Only the program's upgrade authority.
/// - Creates or replaces the verdict on `claim`, posted now; job-escrow takes one that was
///   posted before its deadline.
pub fn set_verdict(
    ctx: &mut Context<SetVerdict>,
    claim: Address,
    upheld: u8,
    result_hash: [u8; 32],
) -> Result<()> {
    let bump = ctx.bumps.verdict;
    let accounts = &mut ctx.accounts;
    check_authority(&accounts.authority, &accounts.program_data)?;
    let verdict = &mut accounts.verdict;
    verdict.version = VERSION;
    verdict.bump = bump;
    verdict.upheld = upheld;
    verdict.claim = claim;
    verdict.result_hash = result_hash;
    verdict.posted_at = Clock::get()?.unix_timestamp;
    emit!(Written {
        account: *verdict.address(),
    });
    Ok(())
}
