//! Stops entry for a bounded time.

use anchor_lang::prelude::*;

use super::now;
use crate::{constants::CONFIG_VERSION, error::IoTokenError, events::Paused, state::Config};

/// Accounts of [`pause`].
#[derive(Accounts)]
pub struct Pause {
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
/// - The guardian pauses for 7 days and then not again for 14 days; the admin pauses for 7
///   days at any time. A key that is both counts as admin.
/// - Stops genesis allocation, sealing and emission; never claims, burns, hand-overs (I10).
pub fn pause(ctx: &mut Context<Pause>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let authority = *accounts.authority.address();
    let config = &mut accounts.config;
    let now = now()?;
    let state = config.pause_state();
    let after = if authority == config.admin {
        state.pause_by_admin(now)
    } else {
        state.pause_by_guardian(now)
    }
    .map_err(IoTokenError::from)?;

    config.set_pause_state(&after);
    emit!(Paused {
        authority,
        paused_until: after.paused_until,
        guardian_pause_allowed_from: after.guardian_pause_allowed_from,
    });
    Ok(())
}
