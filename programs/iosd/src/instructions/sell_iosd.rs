//! Sells IOSD to a vault.

use anchor_lang::prelude::*;
use anchor_spl::token::TokenAccount;
use ionet_token_cpi as token_cpi;

use super::now;
use crate::{
    constants::{AUTHORITY_SEED, VAULT_VERSION},
    error::IosdError,
    events::IosdBought,
    state::DollarVault,
};

/// Accounts of [`sell_iosd`].
#[derive(Accounts)]
pub struct SellIosd {
    /// Owner of the IOSD, or its delegate in the token program.
    pub seller: Signer,
    /// The vault's record. Only this program creates records, one per listed mint.
    #[account(
        mut,
        constraint = vault.version == VAULT_VERSION @ IosdError::UnsupportedVersion
    )]
    pub vault: Account<DollarVault>,
    /// The IOSD mint.
    #[account(mut, seeds = [b"mint"], bump)]
    pub iosd_mint: UncheckedAccount,
    /// Owner of the vault's token account.
    #[account(seeds = [b"authority"], bump)]
    pub iosd_authority: UncheckedAccount,
    /// The vault's token account.
    #[account(mut, address = vault.token_account @ IosdError::WrongVaultTokens)]
    pub vault_tokens: Account<TokenAccount>,
    /// The IOSD token account to burn from; the token program checks mint and owner.
    #[account(mut)]
    pub iosd_source: UncheckedAccount,
    /// The dollar token account to pay into, whoever owns it; the token program checks its mint.
    #[account(mut)]
    pub dollar_destination: UncheckedAccount,
    /// The classic SPL Token program.
    pub token_program: Program<Token>,
}

/// **Specification**
/// - Only with the signature of who may burn the IOSD; works while paused: it is an exit (I10).
/// - Pays 0.95 dollars for each IOSD, rounded down, without an oracle; at any time of the hour.
/// - Together with what was paid for IO at most a 24th of the balance in any hour.
/// - The record is stored before the call; burn and payment are one call (I4).
pub fn sell_iosd(ctx: &mut Context<SellIosd>, iosd_amount: u64) -> Result<()> {
    let bump = ctx.bumps.iosd_authority;
    let accounts = &mut ctx.accounts;
    let balance_before = accounts.vault_tokens.amount();
    let before = accounts.vault.to_core();
    let outcome = before
        .buy_iosd(balance_before, iosd_amount, now()?)
        .map_err(IosdError::from)?;

    accounts.vault.set_core(&outcome.vault_after);

    token_cpi::burn_then_transfer(
        token_cpi::Burn {
            from: accounts.iosd_source.account(),
            mint: accounts.iosd_mint.account(),
            authority: accounts.seller.account(),
            amount: iosd_amount,
        },
        accounts.vault_tokens.account(),
        accounts.dollar_destination.account(),
        accounts.iosd_authority.account(),
        outcome.paid,
        &[&[AUTHORITY_SEED, &[bump]]],
    );

    emit!(IosdBought {
        vault: *accounts.vault.address(),
        seller: *accounts.seller.address(),
        iosd_amount,
        paid: outcome.paid,
        balance_before,
        // The window lets no more than a 48th of the balance out.
        balance_after: balance_before.saturating_sub(outcome.paid),
        iosd_burned_before: before.iosd_burned,
        iosd_burned_after: outcome.vault_after.iosd_burned,
    });
    Ok(())
}
