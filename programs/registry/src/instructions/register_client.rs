//! Registers a client.

use anchor_lang::prelude::*;

use super::registration::registration;
use crate::{
    constants::{CLIENT_VERSION, CONFIG_VERSION},
    error::RegistryError,
    events::ClientRegistered,
    state::{Client, RegistryConfig},
};

/// Accounts of [`register_client`].
#[derive(Accounts)]
pub struct RegisterClient {
    /// The owner, who also pays the rent.
    #[account(mut)]
    pub owner: Signer,
    /// The program's config.
    #[account(
        seeds = [b"registry"],
        bump,
        constraint = config.version == CONFIG_VERSION @ RegistryError::UnsupportedVersion
    )]
    pub config: Account<RegistryConfig>,
    /// The client to create.
    #[account(init, payer = owner, seeds = [b"client", owner.address().as_ref()], bump)]
    pub client: Account<Client>,
    /// The same owner's operator, which may not exist.
    #[account(seeds = [b"operator", owner.address().as_ref()], bump)]
    pub operator: UncheckedAccount,
    /// Who referred the owner: an operator or client; the system program for none.
    pub referrer: UncheckedAccount,
    /// The system program.
    pub system_program: Program<System>,
}

/// **Specification**
/// - Anyone, once per wallet, not while paused. The account is never closed.
/// - A referrer registered in an earlier slot and is another owner. If the owner has registered
///   as operator, referrer and time of that registration hold, and none is named here.
/// - Reputation begins at 0.
pub fn register_client(ctx: &mut Context<RegisterClient>) -> Result<()> {
    let bump = ctx.bumps.client;
    let accounts = &mut ctx.accounts;
    let clock = Clock::get()?;
    accounts.config.require_not_paused(clock.unix_timestamp)?;
    let registered = registration(
        accounts.owner.address(),
        *accounts.operator.account(),
        *accounts.referrer.account(),
        &clock,
    )?;

    let client = &mut accounts.client;
    client.version = CLIENT_VERSION;
    client.bump = bump;
    client.registered_at = clock.unix_timestamp;
    client.registered_slot = clock.slot;
    client.set_registration(&registered);

    emit!(ClientRegistered {
        client: *accounts.client.address(),
        owner: registered.owner,
        referrer: registered.referrer,
    });
    Ok(())
}
