//! Writes a participant's stake.

// The accounts macro reads arguments for seeds in one of its functions and not in others.
#![allow(unused_variables)]

use anchor_lang::prelude::*;

use super::check_authority;
use crate::{
    events::Written,
    state::{Checkpoint, ParticipantStake, VERSION},
};

/// Accounts of [`set_stake`].
#[derive(Accounts)]
#[instruction(owner: Address)]
pub struct SetStake {
    /// The program's upgrade authority, who also pays the account's rent.
    #[account(mut)]
    pub authority: Signer,
    /// The program's `ProgramData` account: shows who its upgrade authority is.
    pub program_data: UncheckedAccount,
    /// The account to write, created when it does not exist.
    #[account(init_if_needed, payer = authority, seeds = [b"stake", owner.as_ref()], bump)]
    pub stake: Account<ParticipantStake>,
    /// The system program.
    pub system_program: Program<System>,
}

/// What is written, beside the owner.
pub struct StakeArgs {
    /// The participant's own stake, base units of IO.
    pub self_stake: u64,
    /// The two last changes of active stake, older first.
    pub checkpoints: [Checkpoint; 2],
    /// Active stake averaged over time, base units of IO.
    pub time_weighted_stake: u64,
    /// 1 when the pool has no shares.
    pub pool_empty: u8,
}

/// **Specification**
/// - Only the program's upgrade authority.
/// - Creates or replaces the stake account of `owner`; the numbers are taken as they are.
pub fn set_stake(ctx: &mut Context<SetStake>, owner: Address, args: &StakeArgs) -> Result<()> {
    let bump = ctx.bumps.stake;
    let accounts = &mut ctx.accounts;
    check_authority(&accounts.authority, &accounts.program_data)?;
    let stake = &mut accounts.stake;
    stake.version = VERSION;
    stake.bump = bump;
    stake.owner = owner;
    stake.self_stake = args.self_stake;
    stake.checkpoints = args.checkpoints;
    stake.time_weighted_stake = args.time_weighted_stake;
    stake.pool_empty = args.pool_empty;
    emit!(Written {
        account: *stake.address(),
    });
    Ok(())
}
