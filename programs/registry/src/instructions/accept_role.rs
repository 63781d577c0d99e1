//! Second step of handing a role over.

use anchor_lang::prelude::*;
use ionet_program_common::handover;

use crate::{
    constants::CONFIG_VERSION, error::RegistryError, events::RoleChanged, state::RegistryConfig,
};

/// Accounts of [`accept_role`].
#[derive(Accounts)]
pub struct AcceptRole {
    /// The proposed holder.
    pub new_holder: Signer,
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
/// - Only the proposed key, so that a mistyped address cannot take the role away for ever.
/// - Clears the proposal. Works while paused.
pub fn accept_role(ctx: &mut Context<AcceptRole>, role: u8) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let signer = *accounts.new_holder.address();
    let entry = accounts.config.role_mut(role)?;
    let before = handover::accept(&mut entry.holder, &mut entry.proposed, &signer)
        .map_err(RegistryError::from)?;
    emit!(RoleChanged {
        role,
        holder_before: before,
        holder_after: signer,
    });
    Ok(())
}
