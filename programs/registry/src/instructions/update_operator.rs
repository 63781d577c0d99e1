//! Changes an operator's settings.

use anchor_lang::prelude::*;

use super::now;
use crate::{
    constants::OPERATOR_VERSION,
    error::RegistryError,
    events::OperatorUpdated,
    state::{Operator, OperatorSettings},
};

/// Accounts of [`update_operator`].
#[derive(Accounts)]
pub struct UpdateOperator {
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
/// - Only the owner; works while paused. Settings in range.
/// - A lower stakers' share takes effect after 14 days, a higher one at once; either replaces a
///   cut that was announced. All else holds for claims made from now on.
pub fn update_operator(
    ctx: &mut Context<UpdateOperator>,
    settings: OperatorSettings,
) -> Result<()> {
    let operator = &mut ctx.accounts.operator;
    let now = now()?;
    settings.validate()?;
    let before = operator.terms();
    let after = before
        .set_usd_bps(settings.usd_bps)
        .and_then(|terms| terms.set_staker_bps(settings.staker_bps, now))
        .map_err(RegistryError::from)?;

    operator.set_choices(&settings);
    operator.set_terms(&after);
    emit!(OperatorUpdated {
        operator: *operator.address(),
        settings,
        staker_bps_before: before.staker_bps_at(now),
        staker_bps_after: after.staker_bps_at(now),
        staker_bps_from: operator.pending_from,
    });
    Ok(())
}
