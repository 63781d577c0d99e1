//! Burns a holder's IO and records it.

use anchor_lang::prelude::*;
use anchor_spl::token::TokenAccount;
use ionet_token_cpi as token_cpi;

use crate::{constants::CONFIG_VERSION, error::IoTokenError, events::Burned, state::Config};

/// Accounts of [`burn`].
#[derive(Accounts)]
pub struct Burn {
    /// Owner of the tokens.
    pub holder: Signer,
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
    /// The holder's IO token account.
    #[account(
        mut,
        constraint = source.mint() == mint.address() @ IoTokenError::WrongTokenMint,
        constraint = source.owner() == holder.address() @ IoTokenError::WrongTokenOwner
    )]
    pub source: Account<TokenAccount>,
    /// The classic SPL Token program.
    pub token_program: Program<Token>,
}

/// **Specification**
/// - Only the owner of the tokens; works while paused (I10).
/// - The amount is above zero; the token program refuses more than the balance.
/// - Adds to `burned_ever`; `minted_ever` does not fall, so burns make no room to mint (I1).
pub fn burn(ctx: &mut Context<Burn>, amount: u64) -> Result<()> {
    let accounts = &mut ctx.accounts;
    require!(amount > 0, IoTokenError::AmountZero);
    let before = accounts.config.burned_ever;
    let after = before.checked_add(amount).ok_or(IoTokenError::Overflow)?;

    accounts.config.burned_ever = after;

    token_cpi::burn(
        accounts.source.account(),
        accounts.mint.account(),
        accounts.holder.account(),
        amount,
        &[],
    );

    emit!(Burned {
        holder: *accounts.holder.address(),
        amount,
        burned_ever_before: before,
        burned_ever_after: after,
    });
    Ok(())
}
