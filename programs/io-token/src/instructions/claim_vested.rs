//! Pays a beneficiary what is unlocked.

use anchor_lang::prelude::*;
use anchor_spl::token::TokenAccount;
use ionet_token_cpi as token_cpi;

use super::now;
use crate::{
    constants::{CONFIG_VERSION, MINT_AUTHORITY_SEED, VESTING_VERSION},
    error::IoTokenError,
    events::VestedClaimed,
    state::{Config, Vesting},
};

/// Accounts of [`claim_vested`].
#[derive(Accounts)]
pub struct ClaimVested {
    /// The vesting account's beneficiary.
    #[account(
        constraint = *beneficiary.address() == vesting.beneficiary @ IoTokenError::NotBeneficiary
    )]
    pub beneficiary: Signer,
    /// The program's config.
    #[account(
        seeds = [b"config"],
        bump,
        constraint = config.version == CONFIG_VERSION @ IoTokenError::UnsupportedVersion
    )]
    pub config: Account<Config>,
    /// The vesting account to claim from.
    #[account(
        mut,
        constraint = vesting.version == VESTING_VERSION @ IoTokenError::UnsupportedVersion
    )]
    pub vesting: Account<Vesting>,
    /// Pays the claim.
    #[account(mut, seeds = [b"vesting-vault"], bump)]
    pub vesting_vault: Account<TokenAccount>,
    /// Owner of the vesting vault.
    #[account(seeds = [b"mint-authority"], bump)]
    pub mint_authority: UncheckedAccount,
    /// The beneficiary's IO token account.
    #[account(
        mut,
        constraint = destination.mint() == vesting_vault.mint() @ IoTokenError::WrongTokenMint,
        constraint = destination.owner() == beneficiary.address() @ IoTokenError::WrongTokenOwner
    )]
    pub destination: Account<TokenAccount>,
    /// The classic SPL Token program.
    pub token_program: Program<Token>,
}

/// **Specification**
/// - Only the beneficiary; works while paused: exits are never stopped (I10).
/// - Not before genesis is sealed, nor before the first unlock.
/// - Pays what is unlocked and not yet claimed, rounded down; the last part takes the
///   remainder; in all never more than the allocation (I6, I7).
/// - The destination is an IO token account owned by the beneficiary.
pub fn claim_vested(ctx: &mut Context<ClaimVested>) -> Result<()> {
    let bump = ctx.bumps.mint_authority;
    let accounts = &mut ctx.accounts;
    accounts.config.require_sealed()?;

    let vesting = &mut accounts.vesting;
    let claim = vesting
        .schedule(accounts.config.genesis_time)
        .claim(vesting.claimed, now()?)
        .map_err(IoTokenError::from)?;

    vesting.claimed = claim.claimed_after;
    let total = vesting.total;

    token_cpi::transfer(
        accounts.vesting_vault.account(),
        accounts.destination.account(),
        accounts.mint_authority.account(),
        claim.amount,
        &[&[MINT_AUTHORITY_SEED, &[bump]]],
    );

    emit!(VestedClaimed {
        vesting: *accounts.vesting.address(),
        beneficiary: *accounts.beneficiary.address(),
        destination: *accounts.destination.address(),
        amount: claim.amount,
        claimed_before: claim.claimed_before,
        claimed_after: claim.claimed_after,
        total,
    });
    Ok(())
}
