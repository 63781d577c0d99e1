//! Lifts a pause before its end.

use anchor_lang::prelude::*;
use ionet_program_common::accounts::Own;

use super::now;
use crate::{
    constants::{ROLE_ADMIN, ROLE_GUARDIAN},
    error::EscrowError,
    events::{Unpaused, emit},
    state::EscrowConfig,
};

/// Accounts of [`unpause`].
#[derive(Accounts)]
pub struct Unpause {
    /// The guardian or the admin.
    #[account(
        constraint = config.holds(ROLE_GUARDIAN, authority.address())
            || config.holds(ROLE_ADMIN, authority.address())
            @ EscrowError::NotGuardianOrAdmin
    )]
    pub authority: Signer,
    /// The program's config.
    #[account(mut, seeds = [b"escrow"], bump)]
    pub config: Own<EscrowConfig>,
}

/// **Specification**
/// - Guardian or admin, whoever paused.
/// - Only while paused. The guardian's time without a pause goes on.
pub fn unpause(ctx: &mut Context<Unpause>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let config = &mut accounts.config;
    let before = config.pause_state();
    let after = accept!(before.lift(now()?));

    config.set_pause_state(&after);
    emit(&Unpaused {
        authority: *accounts.authority.address(),
        paused_until_before: before.paused_until,
    });
    Ok(())
}
