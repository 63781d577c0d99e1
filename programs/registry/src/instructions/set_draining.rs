//! Takes an operator off the market for new jobs, or back.

use anchor_lang::prelude::*;

use crate::{
    constants::OPERATOR_VERSION, error::RegistryError, events::OperatorDraining, state::Operator,
};

/// Accounts of [`set_draining`].
#[derive(Accounts)]
pub struct SetDraining {
    /// The operator's owner.
    #[account(
        constraint = *owner.address() == operator.owner @ RegistryError::NotOperatorOwner
    )]
    pub owner: Signer,
    /// The operator.
    #[account(
        mut,
        constraint = operator.version == OPERATOR_VERSION @ RegistryError::UnsupportedVersion
    )]
    pub operator: Account<Operator>,
}

/// **Specification**
/// - Only the owner; works while paused.
/// - A draining operator takes no new jobs; those it runs go on.
pub fn set_draining(ctx: &mut Context<SetDraining>, draining: bool) -> Result<()> {
    let operator = &mut ctx.accounts.operator;
    operator.draining = u8::from(draining);
    emit!(OperatorDraining {
        operator: *operator.address(),
        draining,
    });
    Ok(())
}
