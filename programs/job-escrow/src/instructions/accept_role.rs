//! Second step of handing a role over.

use anchor_lang::prelude::*;
use ionet_program_common::{accounts::Own, handover};

use crate::{
    events::{RoleChanged, emit},
    state::EscrowConfig,
};

/// Accounts of [`accept_role`].
#[derive(Accounts)]
pub struct AcceptRole {
    /// The proposed holder.
    pub new_holder: Signer,
    /// The program's config.
    #[account(mut, seeds = [b"escrow"], bump)]
    pub config: Own<EscrowConfig>,
}

/// **Specification**
/// - Only the proposed key, so that a mistyped address cannot take the role away for ever.
/// - Clears the proposal. Works while paused.
pub fn accept_role(ctx: &mut Context<AcceptRole>, role: u8) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let signer = *accounts.new_holder.address();
    let entry = accounts.config.role_mut(role)?;
    let before = accept!(handover::accept(
        &mut entry.holder,
        &mut entry.proposed,
        &signer
    ));
    emit(&RoleChanged {
        role,
        holder_before: before,
        holder_after: signer,
    });
    Ok(())
}
