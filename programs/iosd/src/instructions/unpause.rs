//! Lifts a pause before its end.

use anchor_lang::prelude::*;

use super::now;
use crate::{constants::STATE_VERSION, error::IosdError, events::Unpaused, state::IosdState};

/// Accounts of [`unpause`].
#[derive(Accounts)]
pub struct Unpause {
    /// The guardian or the admin.
    #[account(
        constraint = *authority.address() == state.guardian
            || *authority.address() == state.admin
            @ IosdError::NotGuardianOrAdmin
    )]
    pub authority: Signer,
    /// The program's state.
    #[account(
        mut,
        seeds = [b"iosd"],
        bump,
        constraint = state.version == STATE_VERSION @ IosdError::UnsupportedVersion
    )]
    pub state: Account<IosdState>,
}

/// **Specification**
/// - Guardian or admin, whoever paused.
/// - Only while paused. The guardian's time without a pause goes on.
pub fn unpause(ctx: &mut Context<Unpause>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let state = &mut accounts.state;
    let before = state.pause_state();
    let after = before.lift(now()?).map_err(IosdError::from)?;

    state.set_pause_state(&after);
    emit!(Unpaused {
        authority: *accounts.authority.address(),
        paused_until_before: before.paused_until,
    });
    Ok(())
}
