//! First step of handing the admin role over.

use anchor_lang::prelude::*;

use crate::{
    constants::STATE_VERSION, error::EmissionError, events::AdminProposed, state::EmissionState,
};

/// Accounts of [`propose_admin`].
#[derive(Accounts)]
pub struct ProposeAdmin {
    /// The state's admin.
    #[account(constraint = *admin.address() == state.admin @ EmissionError::NotAdmin)]
    pub admin: Signer,
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
/// - Only the admin.
/// - Replaces an earlier proposal; the default address withdraws it.
/// - Changes no right until the proposed key accepts.
pub fn propose_admin(ctx: &mut Context<ProposeAdmin>, new_admin: Address) -> Result<()> {
    let state = &mut ctx.accounts.state;
    state.proposed_admin = new_admin;
    emit!(AdminProposed {
        admin: state.admin,
        proposed: new_admin,
    });
    Ok(())
}
