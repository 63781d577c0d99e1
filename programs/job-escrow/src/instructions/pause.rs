//! Stops entry for a bounded time.

use anchor_lang::prelude::*;
use ionet_program_common::accounts::Own;

use super::now;
use crate::{
    constants::{ROLE_ADMIN, ROLE_GUARDIAN},
    error::EscrowError,
    events::{Paused, emit},
    state::EscrowConfig,
};

/// Accounts of [`pause`].
#[derive(Accounts)]
pub struct Pause {
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
/// - The guardian pauses for 7 days and then not again for 14 days; the admin pauses for 7
///   days at any time. A key that is both counts as admin.
/// - Stops posting, extending and claiming. Nothing that pays, ends, refunds, settles or
///   withdraws ever stops (I10).
pub fn pause(ctx: &mut Context<Pause>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let authority = *accounts.authority.address();
    let config = &mut accounts.config;
    let now = now()?;
    let state = config.pause_state();
    let after = accept!(if config.holds(ROLE_ADMIN, &authority) {
        state.pause_by_admin(now)
    } else {
        state.pause_by_guardian(now)
    });

    config.set_pause_state(&after);
    emit(&Paused {
        authority,
        paused_until: after.paused_until,
        guardian_pause_allowed_from: after.guardian_pause_allowed_from,
    });
    Ok(())
}
