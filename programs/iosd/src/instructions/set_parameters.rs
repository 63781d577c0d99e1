//! Changes the parameters.

use anchor_lang::prelude::*;

use super::now;
use crate::{
    constants::STATE_VERSION,
    error::IosdError,
    events::ParametersChanged,
    state::{IosdState, Parameters},
};

/// Accounts of [`set_parameters`].
#[derive(Accounts)]
pub struct SetParameters {
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
/// - Only the admin; every parameter within its hard bounds.
/// - In force at once. The window is drained at the old cap up to now, so that a change does
///   not reach back in time.
pub fn set_parameters(ctx: &mut Context<SetParameters>, parameters: Parameters) -> Result<()> {
    let state = &mut ctx.accounts.state;
    let before = state.to_core();
    let after = before
        .change_parameters(parameters.into(), now()?)
        .map_err(IosdError::from)?;

    state.set_core(&after);
    emit!(ParametersChanged {
        before: before.parameters.into(),
        after: parameters,
    });
    Ok(())
}
