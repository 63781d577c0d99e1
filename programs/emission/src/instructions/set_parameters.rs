//! Changes the parameters from the next epoch boundary on.

use anchor_lang::prelude::*;

use super::now;
use crate::{
    constants::STATE_VERSION,
    error::EmissionError,
    events::ParametersChanged,
    state::{EmissionState, Parameters},
};

/// Accounts of [`set_parameters`].
#[derive(Accounts)]
pub struct SetParameters {
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
/// - Only the admin; both parameters within their hard bounds.
/// - All ended epochs are advanced, so a change never reaches back in time.
/// - The running epoch keeps its terms; the new ones begin with the next epoch, or with
///   epoch 0 when emission has not started. A pending change is replaced.
pub fn set_parameters(ctx: &mut Context<SetParameters>, parameters: Parameters) -> Result<()> {
    let state = &mut ctx.accounts.state;
    let before = state.to_core()?;
    let after = before
        .change_parameters(parameters.into(), now()?)
        .map_err(EmissionError::from)?;

    state.set_core(&after);
    emit!(ParametersChanged {
        before: before.current_parameters().into(),
        after: parameters,
        from_epoch: state.pending_from_epoch,
    });
    Ok(())
}
