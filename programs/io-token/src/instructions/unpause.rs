//! Lifts a pause before its end.

use anchor_lang::prelude::*;

use super::now;
use crate::{constants::CONFIG_VERSION, error::IoTokenError, events::Unpaused, state::Config};

/// Accounts of [`unpause`].
#[derive(Accounts)]
pub struct Unpause {
    /// The guardian or the admin.
    #[account(
        constraint = *authority.address() == config.guardian
            || *authority.address() == config.admin
            @ IoTokenError::NotGuardianOrAdmin
    )]
    pub authority: Signer,
    /// The program's config.
    #[account(
        mut,
        seeds = [b"config"],
        bump,
        constraint = config.version == CONFIG_VERSION @ IoTokenError::UnsupportedVersion
    )]
    pub config: Account<Config>,
}

/// **Specification**
/// - Guardian or admin, whoever paused.
/// - Only while paused. The guardian's time without a pause goes on.
pub fn unpause(ctx: &mut Context<Unpause>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let config = &mut accounts.config;
    let before = config.pause_state();
    let after = before.lift(now()?).map_err(IoTokenError::from)?;

    config.set_pause_state(&after);
    emit!(Unpaused {
        authority: *accounts.authority.address(),
        paused_until_before: before.paused_until,
    });
    Ok(())
}
