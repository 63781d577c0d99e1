//! Folds recorded outcomes into a client's reputation.

use anchor_lang::prelude::*;
use ionet_core::reputation;
use ionet_job_escrow_interface::outcomes::{self, Capacity};

use super::now;
use crate::{
    constants::{CLIENT_VERSION, CONFIG_VERSION},
    error::RegistryError,
    events::ReputationFolded,
    state::{Client, RegistryConfig},
};

/// Accounts of [`fold_client_reputation`].
#[derive(Accounts)]
pub struct FoldClientReputation {
    /// The program's config.
    #[account(
        seeds = [b"registry"],
        bump,
        constraint = config.version == CONFIG_VERSION @ RegistryError::UnsupportedVersion
    )]
    pub config: Account<RegistryConfig>,
    /// The client.
    #[account(
        mut,
        constraint = client.version == CLIENT_VERSION @ RegistryError::UnsupportedVersion
    )]
    pub client: Account<Client>,
    /// The same owner's participant in job-escrow, which recorded the outcomes.
    pub participant: UncheckedAccount,
}

/// **Specification**
/// - Anyone may call it, at any time; when and how often changes no score (I7).
/// - Takes over every epoch with outcomes as client that has ended, in order and once each.
pub fn fold_client_reputation(ctx: &mut Context<FoldClientReputation>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let running = accounts.config.epoch_at(now()?)?;
    let client = &mut accounts.client;
    let ledger = outcomes::read(
        accounts.participant.account(),
        &client.owner,
        Capacity::Client,
    )
    .map_err(RegistryError::from)?;
    let before = client.reputation();
    let after = reputation::fold(&before, &ledger, running).map_err(RegistryError::from)?;

    client.set_reputation(&after);
    emit!(ReputationFolded {
        subject: *client.address(),
        points_before: before.points,
        points_after: after.points,
        epoch_before: before.epoch,
        epoch_after: after.epoch,
    });
    Ok(())
}
