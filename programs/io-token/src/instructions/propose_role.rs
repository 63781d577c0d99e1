//! First step of handing a role over.

use anchor_lang::prelude::*;

use crate::{constants::CONFIG_VERSION, error::IoTokenError, events::RoleProposed, state::Config};

/// Accounts of [`propose_role`].
#[derive(Accounts)]
pub struct ProposeRole {
    /// The config's admin.
    #[account(constraint = *admin.address() == config.admin @ IoTokenError::NotAdmin)]
    pub admin: Signer,
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
/// - Only the admin, for both roles: it can replace a guardian whose key is lost or stolen.
/// - Replaces an earlier proposal; the default address withdraws it.
/// - Changes no right until the proposed key accepts. Works while paused.
pub fn propose_role(ctx: &mut Context<ProposeRole>, role: u8, new_holder: Address) -> Result<()> {
    let (holder, proposed) = ctx.accounts.config.role_mut(role)?;
    *proposed = new_holder;
    emit!(RoleProposed {
        role,
        holder: *holder,
        proposed: new_holder,
    });
    Ok(())
}
