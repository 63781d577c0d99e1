//! Stops entry for a bounded time.

use anchor_lang::prelude::*;

use super::now;
use crate::{
    constants::{CONFIG_VERSION, ROLE_ADMIN, ROLE_GUARDIAN},
    error::RegistryError,
    events::Paused,
    state::RegistryConfig,
};

/// Accounts of [`pause`].
#[derive(Accounts)]
pub struct Pause {
    /// The guardian or the admin.
    #[account(
        constraint = config.holds(ROLE_GUARDIAN, authority.address())
            || config.holds(ROLE_ADMIN, authority.address())
            @ RegistryError::NotGuardianOrAdmin
    )]
    pub authority: Signer,
    /// The program's config.
    #[account(
        mut,
        seeds = [b"registry"],
        bump,
        constraint = config.version == CONFIG_VERSION @ RegistryError::UnsupportedVersion
    )]
    pub config: Account<RegistryConfig>,
}

/// **Specification**
/// - The guardian pauses for 7 days and then not again for 14 days; the admin pauses for 7
///   days at any time. A key that is both counts as admin.
/// - Stops registrations of operators, clients and devices. Updates, rotation, revocation,
///   prices, reports and folding never stop (I10).
pub fn pause(ctx: &mut Context<Pause>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let authority = *accounts.authority.address();
    let config = &mut accounts.config;
    let now = now()?;
    let state = config.pause_state();
    let after = if config.holds(ROLE_ADMIN, &authority) {
        state.pause_by_admin(now)
    } else {
        state.pause_by_guardian(now)
    }
    .map_err(RegistryError::from)?;

    config.set_pause_state(&after);
    emit!(Paused {
        authority,
        paused_until: after.paused_until,
        guardian_pause_allowed_from: after.guardian_pause_allowed_from,
    });
    Ok(())
}
