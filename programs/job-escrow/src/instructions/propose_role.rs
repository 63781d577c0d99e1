//! First step of handing a role over.

use anchor_lang::prelude::*;
use ionet_program_common::accounts::Own;

use crate::{
    constants::ROLE_ADMIN,
    error::EscrowError,
    events::{RoleProposed, emit},
    state::EscrowConfig,
};

/// Accounts of [`propose_role`].
#[derive(Accounts)]
pub struct ProposeRole {
    /// The config's admin.
    #[account(
        constraint = config.holds(ROLE_ADMIN, admin.address()) @ EscrowError::NotAdmin
    )]
    pub admin: Signer,
    /// The program's config.
    #[account(mut, seeds = [b"escrow"], bump)]
    pub config: Own<EscrowConfig>,
}

/// **Specification**
/// - Only the admin, for every role: it can replace a holder whose key is lost or stolen.
/// - Replaces an earlier proposal; the default address withdraws it.
/// - Changes no right until the proposed key accepts. Works while paused.
pub fn propose_role(ctx: &mut Context<ProposeRole>, role: u8, new_holder: Address) -> Result<()> {
    let entry = ctx.accounts.config.role_mut(role)?;
    entry.proposed = new_holder;
    emit(&RoleProposed {
        role,
        holder: entry.holder,
        proposed: new_holder,
    });
    Ok(())
}
