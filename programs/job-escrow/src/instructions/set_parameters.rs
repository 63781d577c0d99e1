//! Changes the parameters for new jobs and claims.

use anchor_lang::prelude::*;
use ionet_program_common::accounts::Own;

use super::clock;
use crate::{
    constants::ROLE_ADMIN,
    error::EscrowError,
    events::{ParametersChanged, emit},
    state::{EscrowConfig, Parameters},
};

/// Accounts of [`set_parameters`].
#[derive(Accounts)]
pub struct SetParameters {
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
/// - Only the admin; every parameter within its hard bounds.
/// - Washing loses money under the new ones, and under the worst mixture of them with those
///   that claims may still have (I11).
/// - Claims keep the split that they were made with.
pub fn set_parameters(ctx: &mut Context<SetParameters>, parameters: Parameters) -> Result<()> {
    let (now, _) = clock()?;
    let config = &mut ctx.accounts.config;
    parameters.validate()?;
    let history = accept!(config.joint_history().change(parameters.joint.into(), now));
    let before = config.parameters;

    config.parameters = parameters;
    config.worst = history.worst.into();
    config.parameters_changed_at = history.changed_at;
    emit(&ParametersChanged {
        before,
        after: parameters,
    });
    Ok(())
}
