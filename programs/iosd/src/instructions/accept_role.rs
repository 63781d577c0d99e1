//! Second step of handing a role over.

use anchor_lang::prelude::*;
use ionet_program_common::handover;

use crate::{constants::STATE_VERSION, error::IosdError, events::RoleChanged, state::IosdState};

/// Accounts of [`accept_role`].
#[derive(Accounts)]
pub struct AcceptRole {
    /// The proposed holder.
    pub new_holder: Signer,
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
/// - Only the proposed key, so that a mistyped address cannot take the role away for ever.
/// - Clears the proposal. Works while paused.
pub fn accept_role(ctx: &mut Context<AcceptRole>, role: u8) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let signer = *accounts.new_holder.address();
    let (holder, proposed) = accounts.state.role_mut(role)?;
    let before = handover::accept(holder, proposed, &signer).map_err(IosdError::from)?;
    emit!(RoleChanged {
        role,
        holder_before: before,
        holder_after: signer,
    });
    Ok(())
}
