//! Second step of handing the admin role over.

use anchor_lang::prelude::*;
use ionet_program_common::handover;

use crate::{
    constants::STATE_VERSION, error::EmissionError, events::AdminChanged, state::EmissionState,
};

/// Accounts of [`accept_admin`].
#[derive(Accounts)]
pub struct AcceptAdmin {
    /// The proposed admin.
    pub new_admin: Signer,
    /// The emission state.
    #[account(
        mut,
        seeds = [b"emission"],
        bump,
        constraint = state.version == STATE_VERSION @ EmissionError::UnsupportedVersion
    )]
    pub state: Account<EmissionState>,
}

/// **Specification**
/// - Only the proposed key, so that a mistyped address cannot take the role away for ever.
/// - Clears the proposal.
pub fn accept_admin(ctx: &mut Context<AcceptAdmin>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let signer = *accounts.new_admin.address();
    let state: &mut EmissionState = &mut accounts.state;
    let before = handover::accept(&mut state.admin, &mut state.proposed_admin, &signer)
        .map_err(EmissionError::from)?;
    emit!(AdminChanged {
        admin_before: before,
        admin_after: signer,
    });
    Ok(())
}
