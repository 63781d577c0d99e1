//! Registers an operator.

use anchor_lang::prelude::*;
use ionet_core::{hiring::MAX_REPUTATION, operator_terms::OperatorTerms};

use super::registration::registration;
use crate::{
    constants::{CONFIG_VERSION, OPERATOR_VERSION},
    error::RegistryError,
    events::OperatorRegistered,
    state::{Operator, OperatorSettings, RegistryConfig},
};

/// Accounts of [`register_operator`].
#[derive(Accounts)]
pub struct RegisterOperator {
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
    /// The operator to create.
    #[account(init, payer = owner, seeds = [b"operator", owner.address().as_ref()], bump)]
    pub operator: Account<Operator>,
    /// The same owner's client, which may not exist.
    #[account(seeds = [b"client", owner.address().as_ref()], bump)]
    pub client: UncheckedAccount,
    /// Who referred the owner: an operator or client; the system program for none.
    pub referrer: UncheckedAccount,
    /// The system program.
    pub system_program: Program<System>,
}

impl OperatorSettings {
    /// Checks what the rules of terms do not.
    pub(super) fn validate(&self) -> Result<()> {
        require!(self.accepted_mints != 0, RegistryError::MintsMissing);
        require!(
            self.min_client_reputation <= MAX_REPUTATION,
            RegistryError::ReputationFloorOutOfRange
        );
        Ok(())
    }
}

/// **Specification**
/// - Anyone, once per wallet, not while paused. The account is never closed.
/// - Settings in range; the stakers' share is in force at once.
/// - A referrer registered in an earlier slot and is another owner. If the owner has registered
///   as client, referrer and time of that registration hold, and none is named here.
/// - Reputation begins at 0.
pub fn register_operator(
    ctx: &mut Context<RegisterOperator>,
    settings: OperatorSettings,
) -> Result<()> {
    let bump = ctx.bumps.operator;
    let accounts = &mut ctx.accounts;
    let clock = Clock::get()?;
    accounts.config.require_not_paused(clock.unix_timestamp)?;
    settings.validate()?;
    let terms =
        OperatorTerms::new(settings.usd_bps, settings.staker_bps).map_err(RegistryError::from)?;
    let registered = registration(
        accounts.owner.address(),
        *accounts.client.account(),
        *accounts.referrer.account(),
        &clock,
    )?;

    let operator = &mut accounts.operator;
    operator.version = OPERATOR_VERSION;
    operator.bump = bump;
    operator.registered_at = clock.unix_timestamp;
    operator.registered_slot = clock.slot;
    operator.set_registration(&registered);
    operator.set_choices(&settings);
    operator.set_terms(&terms);

    emit!(OperatorRegistered {
        operator: *accounts.operator.address(),
        owner: registered.owner,
        referrer: registered.referrer,
        settings,
    });
    Ok(())
}
