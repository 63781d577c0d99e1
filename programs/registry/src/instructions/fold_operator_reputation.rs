//! Folds recorded outcomes into an operator's reputation.

use anchor_lang::prelude::*;
use ionet_core::reputation;
use ionet_job_escrow_interface::outcomes::{self, Capacity};

use super::now;
use crate::{
    constants::{CONFIG_VERSION, OPERATOR_VERSION},
    error::RegistryError,
    events::ReputationFolded,
    state::{Operator, RegistryConfig},
};

/// Accounts of [`fold_operator_reputation`].
#[derive(Accounts)]
pub struct FoldOperatorReputation {
    /// The program's config.
    #[account(
        seeds = [b"registry"],
        bump,
        constraint = config.version == CONFIG_VERSION @ RegistryError::UnsupportedVersion
    )]
    pub config: Account<RegistryConfig>,
    /// The operator.
    #[account(
        mut,
        constraint = operator.version == OPERATOR_VERSION @ RegistryError::UnsupportedVersion
    )]
    pub operator: Account<Operator>,
    /// The same owner's participant in job-escrow, which recorded the outcomes.
    pub participant: UncheckedAccount,
}

/// **Specification**
/// - Anyone may call it, at any time; when and how often changes no score (I7).
/// - Takes over every epoch with outcomes as operator that has ended, in order and once each.
pub fn fold_operator_reputation(ctx: &mut Context<FoldOperatorReputation>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let running = accounts.config.epoch_at(now()?)?;
    let operator = &mut accounts.operator;
    let ledger = outcomes::read(
        accounts.participant.account(),
        &operator.owner,
        Capacity::Operator,
    )
    .map_err(RegistryError::from)?;
    let before = operator.reputation();
    let after = reputation::fold(&before, &ledger, running).map_err(RegistryError::from)?;

    operator.set_reputation(&after);
    emit!(ReputationFolded {
        subject: *operator.address(),
        points_before: before.points,
        points_after: after.points,
        epoch_before: before.epoch,
        epoch_after: after.epoch,
    });
    Ok(())
}
