//! Mints emission into the two reward pools.

use anchor_lang::prelude::*;
use anchor_spl::token::TokenAccount;
use ionet_core::supply::mint_within_cap;
use ionet_token_cpi as token_cpi;

use crate::{
    constants::{CONFIG_VERSION, MINT_AUTHORITY_SEED},
    error::IoTokenError,
    events::EmissionMinted,
    state::Config,
};

/// Accounts of [`mint_emission`].
#[derive(Accounts)]
pub struct MintEmission {
    /// The emission program's signing address.
    #[account(address = config.emission_authority @ IoTokenError::NotEmissionAuthority)]
    pub emission_authority: Signer,
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
    /// IO token account of the availability pool, owned by the emission authority.
    #[account(
        mut,
        constraint = availability_destination.mint() == mint.address() @ IoTokenError::WrongTokenMint,
        constraint = availability_destination.owner() == emission_authority.address()
            @ IoTokenError::WrongTokenOwner
    )]
    pub availability_destination: Account<TokenAccount>,
    /// IO token account of the compute pool, owned by the emission authority.
    #[account(
        mut,
        constraint = compute_destination.mint() == mint.address() @ IoTokenError::WrongTokenMint,
        constraint = compute_destination.owner() == emission_authority.address()
            @ IoTokenError::WrongTokenOwner
    )]
    pub compute_destination: Account<TokenAccount>,
    /// The classic SPL Token program.
    pub token_program: Program<Token>,
}

/// **Specification**
/// - Only the emission program's authority address, which only that program can sign for.
/// - Not before genesis is sealed; not while paused (I10).
/// - `minted_ever + availability + compute ≤ 800,000,000 IO`, whatever was burned (I1).
/// - One of the amounts may be zero, not both.
pub fn mint_emission(
    ctx: &mut Context<MintEmission>,
    availability_amount: u64,
    compute_amount: u64,
) -> Result<()> {
    let bump = ctx.bumps.mint_authority;
    let accounts = &mut ctx.accounts;
    let config = &mut accounts.config;
    config.require_sealed()?;
    config.require_not_paused()?;

    let amount = availability_amount
        .checked_add(compute_amount)
        .ok_or(IoTokenError::CapExceeded)?;
    let minted = mint_within_cap(config.minted_ever, amount).map_err(IoTokenError::from)?;

    config.minted_ever = minted.minted_ever_after;

    token_cpi::mint_to_pair(
        accounts.mint.account(),
        [
            accounts.availability_destination.account(),
            accounts.compute_destination.account(),
        ],
        accounts.mint_authority.account(),
        [availability_amount, compute_amount],
        &[&[MINT_AUTHORITY_SEED, &[bump]]],
    );

    emit!(EmissionMinted {
        availability_amount,
        compute_amount,
        minted_ever_before: minted.minted_ever_before,
        minted_ever_after: minted.minted_ever_after,
    });
    Ok(())
}
