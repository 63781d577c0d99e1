//! Stops entry for a bounded time.

use anchor_lang::prelude::*;

use super::now;
use crate::{constants::STATE_VERSION, error::IosdError, events::Paused, state::IosdState};

/// Accounts of [`pause`].
#[derive(Accounts)]
pub struct Pause {
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
/// - The guardian pauses for 7 days and then not again for 14 days; the admin pauses for 7
///   days at any time. A key that is both counts as admin.
/// - Stops minting and the sale of IO; never the sale of IOSD, nor hand-overs (I10).
pub fn pause(ctx: &mut Context<Pause>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let authority = *accounts.authority.address();
    let state = &mut accounts.state;
    let now = now()?;
    let before = state.pause_state();
    let after = if authority == state.admin {
        before.pause_by_admin(now)
    } else {
        before.pause_by_guardian(now)
    }
    .map_err(IosdError::from)?;

    state.set_pause_state(&after);
    emit!(Paused {
        authority,
        paused_until: after.paused_until,
        guardian_pause_allowed_from: after.guardian_pause_allowed_from,
    });
    Ok(())
}
