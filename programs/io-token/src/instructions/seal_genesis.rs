//! Makes genesis final and mints it.

use anchor_lang::prelude::*;
use ionet_core::supply::{GENESIS_SUPPLY, mint_within_cap};
use ionet_token_cpi as token_cpi;

use super::now;
use crate::{
    constants::{CONFIG_VERSION, MINT_AUTHORITY_SEED},
    error::IoTokenError,
    events::GenesisSealed,
    state::Config,
};

/// Accounts of [`seal_genesis`].
#[derive(Accounts)]
pub struct SealGenesis {
    /// The config's admin.
    #[account(constraint = *admin.address() == config.admin @ IoTokenError::NotAdmin)]
    pub admin: Signer,
    /// The program's config.
    #[account(
        mut,
        seeds = [b"config"],
        bump,
        constraint = config.version == CONFIG_VERSION @ IoTokenError::UnsupportedVersion
    )]
    pub config: Account<Config>,
    /// The IO mint.
    #[account(mut, seeds = [b"mint"], bump)]
    pub mint: UncheckedAccount,
    /// The mint's authority.
    #[account(seeds = [b"mint-authority"], bump)]
    pub mint_authority: UncheckedAccount,
    /// Receives the whole genesis supply.
    #[account(mut, seeds = [b"vesting-vault"], bump)]
    pub vesting_vault: UncheckedAccount,
    /// The classic SPL Token program.
    pub token_program: Program<Token>,
}

/// **Specification**
/// - Only the admin, not while paused, and once: `config.sealed` is set here only.
/// - Every category is allocated to the last base unit.
/// - Mints exactly 500,000,000 IO into the vesting vault; `minted_ever` becomes that (I1).
/// - All vesting starts at the time of this transaction.
pub fn seal_genesis(ctx: &mut Context<SealGenesis>) -> Result<()> {
    let bump = ctx.bumps.mint_authority;
    let accounts = &mut ctx.accounts;
    let config = &mut accounts.config;
    let now = now()?;
    config.require_not_sealed()?;
    config.require_not_paused()?;

    config
        .progress()
        .check_complete(&config.plan())
        .map_err(IoTokenError::from)?;
    let minted = mint_within_cap(config.minted_ever, GENESIS_SUPPLY).map_err(IoTokenError::from)?;

    config.sealed = 1;
    config.genesis_time = now;
    config.minted_ever = minted.minted_ever_after;

    token_cpi::mint_to(
        accounts.mint.account(),
        accounts.vesting_vault.account(),
        accounts.mint_authority.account(),
        GENESIS_SUPPLY,
        &[&[MINT_AUTHORITY_SEED, &[bump]]],
    );

    emit!(GenesisSealed {
        amount: GENESIS_SUPPLY,
        minted_ever_before: minted.minted_ever_before,
        minted_ever_after: minted.minted_ever_after,
        genesis_time: now,
    });
    Ok(())
}
