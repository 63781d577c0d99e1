//! Sells IO to a vault.

use anchor_lang::prelude::*;
use anchor_spl::token::TokenAccount;
use ionet_core::iosd::TradeRequest;
use ionet_token_cpi as token_cpi;

use super::now;
use crate::{
    constants::{AUTHORITY_SEED, STATE_VERSION, VAULT_VERSION},
    error::IosdError,
    events::IoBought,
    state::{DollarVault, IosdState},
};

/// Accounts of [`sell_io`].
#[derive(Accounts)]
pub struct SellIo {
    /// Owner of the IO, or its delegate in the token program.
    pub seller: Signer,
    /// The program's state.
    #[account(
        mut,
        seeds = [b"iosd"],
        bump,
        constraint = state.version == STATE_VERSION @ IosdError::UnsupportedVersion
    )]
    pub state: Account<IosdState>,
    /// The vault's record. Only this program creates records, one per listed mint.
    #[account(
        mut,
        constraint = vault.version == VAULT_VERSION @ IosdError::UnsupportedVersion
    )]
    pub vault: Account<DollarVault>,
    /// A price account of the pinned feed.
    pub price_update: UncheckedAccount,
    /// The IO mint.
    #[account(mut, address = state.io_mint @ IosdError::WrongIoMint)]
    pub io_mint: UncheckedAccount,
    /// Owner of the vault's token account.
    #[account(seeds = [b"authority"], bump)]
    pub iosd_authority: UncheckedAccount,
    /// The vault's token account.
    #[account(mut, address = vault.token_account @ IosdError::WrongVaultTokens)]
    pub vault_tokens: Account<TokenAccount>,
    /// The IO token account to burn from; the token program checks mint and owner.
    #[account(mut)]
    pub io_source: UncheckedAccount,
    /// The dollar token account to pay into, whoever owns it; the token program checks its mint.
    #[account(mut)]
    pub dollar_destination: UncheckedAccount,
    /// The classic SPL Token program.
    pub token_program: Program<Token>,
}

/// **Specification**
/// - Only with the signature of who may burn the IO; not while paused, since a wrong price would
///   take the vault's dollars.
/// - Only in the second half of the hour: the first is for sellers of IOSD.
/// - The price as for a mint; pays the lower bound less the spread, rounded down; at least
///   `min_out`, and not after `expiry`.
/// - Together with what was paid for IOSD at most a 24th of the balance in any hour.
/// - State and record are stored before the call; burn and payment are one call.
pub fn sell_io(ctx: &mut Context<SellIo>, io_amount: u64, min_out: u64, expiry: i64) -> Result<()> {
    let bump = ctx.bumps.iosd_authority;
    let accounts = &mut ctx.accounts;
    let now = now()?;
    accounts.state.require_not_paused(now)?;
    let update = accounts.state.read_price(&accounts.price_update)?;
    let request = TradeRequest {
        io_amount,
        min_out,
        expiry,
    };
    let balance_before = accounts.vault_tokens.amount();
    let before = accounts.vault.to_core();
    let outcome = accounts
        .state
        .to_core()
        .buy_io(&before, balance_before, &update, request, now)
        .map_err(IosdError::from)?;

    accounts.state.set_core(&outcome.state_after);
    accounts.vault.set_core(&outcome.vault_after);

    token_cpi::burn_then_transfer(
        token_cpi::Burn {
            from: accounts.io_source.account(),
            mint: accounts.io_mint.account(),
            authority: accounts.seller.account(),
            amount: io_amount,
        },
        accounts.vault_tokens.account(),
        accounts.dollar_destination.account(),
        accounts.iosd_authority.account(),
        outcome.paid,
        &[&[AUTHORITY_SEED, &[bump]]],
    );

    emit!(IoBought {
        vault: *accounts.vault.address(),
        seller: *accounts.seller.address(),
        io_amount,
        paid: outcome.paid,
        price: outcome.price.lower_bound.pico_dollars(),
        publish_time: outcome.price.publish_time,
        balance_before,
        // The window lets no more than a 48th of the balance out.
        balance_after: balance_before.saturating_sub(outcome.paid),
        io_burned_before: before.io_burned,
        io_burned_after: outcome.vault_after.io_burned,
    });
    Ok(())
}
