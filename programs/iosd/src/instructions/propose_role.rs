//! First step of handing a role over.

use anchor_lang::prelude::*;

use crate::{constants::STATE_VERSION, error::IosdError, events::RoleProposed, state::IosdState};

/// Accounts of [`propose_role`].
#[derive(Accounts)]
pub struct ProposeRole {
    /// The state's admin.
    #[account(constraint = *admin.address() == state.admin @ IosdError::NotAdmin)]
    pub admin: Signer,
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
/// - Only the admin, for both roles: it can replace a guardian whose key is lost or stolen.
/// - Replaces an earlier proposal; the default address withdraws it.
/// - Changes no right until the proposed key accepts. Works while paused.
pub fn propose_role(ctx: &mut Context<ProposeRole>, role: u8, new_holder: Address) -> Result<()> {
    let (holder, proposed) = ctx.accounts.state.role_mut(role)?;
    *proposed = new_holder;
    emit!(RoleProposed {
        role,
        holder: *holder,
        proposed: new_holder,
    });
    Ok(())
}
