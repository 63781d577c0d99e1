//! Burns IO and mints IOSD.

use anchor_lang::prelude::*;
use ionet_core::iosd::TradeRequest;
use ionet_token_cpi as token_cpi;

use super::now;
use crate::{
    constants::{AUTHORITY_SEED, MINTER_VERSION, STATE_VERSION},
    error::IosdError,
    events::Minted,
    state::{IosdState, Minter},
};

/// Accounts of [`mint`].
#[derive(Accounts)]
pub struct Mint {
    /// Owner of the IO, or its delegate in the token program.
    pub wallet: Signer,
    /// The program's state.
    #[account(
        mut,
        seeds = [b"iosd"],
        bump,
        constraint = state.version == STATE_VERSION @ IosdError::UnsupportedVersion
    )]
    pub state: Account<IosdState>,
    /// The wallet's mint record. Only this program creates records, one per wallet, so the
    /// stored wallet proves the address.
    #[account(
        mut,
        constraint = minter.version == MINTER_VERSION @ IosdError::UnsupportedVersion,
        constraint = minter.wallet == *wallet.address() @ IosdError::WrongMinter
    )]
    pub minter: Account<Minter>,
    /// A price account of the pinned feed.
    pub price_update: UncheckedAccount,
    /// The IO mint.
    #[account(mut, address = state.io_mint @ IosdError::WrongIoMint)]
    pub io_mint: UncheckedAccount,
    /// The IOSD mint.
    #[account(mut, seeds = [b"mint"], bump)]
    pub iosd_mint: UncheckedAccount,
    /// The IOSD mint's authority.
    #[account(seeds = [b"authority"], bump)]
    pub iosd_authority: UncheckedAccount,
    /// The IO token account to burn from; the token program checks mint and owner.
    #[account(mut)]
    pub io_source: UncheckedAccount,
    /// The IOSD token account to mint into, whoever owns it; the token program checks its mint.
    #[account(mut)]
    pub iosd_destination: UncheckedAccount,
    /// The classic SPL Token program.
    pub token_program: Program<Token>,
}

/// **Specification**
/// - Only with the signature of who may burn the IO; not while paused (I10).
/// - The price account belongs to the pinned owner and feed; the price is fully verified, not
///   stale, not older than one used before, narrow enough.
/// - Mints what the burned IO is worth at the lower bound `min(spot, ema) − 2·confidence`,
///   rounded down; at least `min_out`, and not after `expiry`.
/// - At most `window_cap` in any 24 hours, of it at most a tenth by one wallet in any hour.
/// - The state is stored before the call; burn and mint are one call, so that neither happens
///   without the other (I4).
pub fn mint(ctx: &mut Context<Mint>, io_amount: u64, min_out: u64, expiry: i64) -> Result<()> {
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
    let before = accounts.state.to_core();
    let outcome = before
        .mint(accounts.minter.to_core(), &update, request, now)
        .map_err(IosdError::from)?;

    accounts.state.set_core(&outcome.state_after);
    accounts.minter.set_core(&outcome.minter_after);

    token_cpi::burn_then_mint(
        token_cpi::Burn {
            from: accounts.io_source.account(),
            mint: accounts.io_mint.account(),
            authority: accounts.wallet.account(),
            amount: io_amount,
        },
        accounts.iosd_mint.account(),
        accounts.iosd_destination.account(),
        accounts.iosd_authority.account(),
        outcome.iosd_minted,
        &[&[AUTHORITY_SEED, &[bump]]],
    );

    emit!(Minted {
        wallet: *accounts.wallet.address(),
        destination: *accounts.iosd_destination.address(),
        io_amount,
        iosd_amount: outcome.iosd_minted,
        price: outcome.price.lower_bound.pico_dollars(),
        publish_time: outcome.price.publish_time,
        minted_ever_before: before.minted_ever,
        minted_ever_after: outcome.state_after.minted_ever,
        io_burned_before: before.io_burned,
        io_burned_after: outcome.state_after.io_burned,
    });
    Ok(())
}
