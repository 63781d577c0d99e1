//! Creates the buy-and-burn vault of a dollar mint.

use anchor_lang::prelude::*;
use anchor_spl::{
    mint::Mint,
    token::{self, TokenAccount},
};
use ionet_core::iosd::IOSD_DECIMALS;

use crate::{
    constants::{MINT_SEED, STATE_VERSION, VAULT_VERSION},
    error::IosdError,
    events::VaultListed,
    state::{DollarVault, IosdState},
};

/// Accounts of [`list_vault`].
#[derive(Accounts)]
pub struct ListVault {
    /// The state's admin, who also pays the rent.
    #[account(mut, constraint = *admin.address() == state.admin @ IosdError::NotAdmin)]
    pub admin: Signer,
    /// The program's state.
    #[account(
        seeds = [b"iosd"],
        bump,
        constraint = state.version == STATE_VERSION @ IosdError::UnsupportedVersion
    )]
    pub state: Account<IosdState>,
    /// Owner of the vault's token account.
    #[account(seeds = [b"authority"], bump)]
    pub iosd_authority: UncheckedAccount,
    /// The dollar mint, of the classic SPL Token program.
    pub dollar_mint: Account<Mint>,
    /// The vault's record to create: seeds `dollar-vault`, then the mint's address.
    #[account(
        init,
        payer = admin,
        seeds = [b"dollar-vault", dollar_mint.address().as_ref()],
        bump
    )]
    pub vault: Account<DollarVault>,
    /// The vault's token account to create: seeds `dollar-tokens`, then the mint's address.
    #[account(
        init,
        payer = admin,
        seeds = [b"dollar-tokens", dollar_mint.address().as_ref()],
        bump,
        token::mint = dollar_mint,
        token::authority = iosd_authority
    )]
    pub vault_tokens: Account<TokenAccount>,
    /// The classic SPL Token program.
    pub token_program: Program<Token>,
    /// The system program.
    pub system_program: Program<System>,
}

/// **Specification**
/// - Only the admin; once per mint, and for ever: exits are never taken away.
/// - A mint of the classic SPL Token program (a Token-2022 mint, which could take fees, is
///   refused by its owner) with 6 decimals, other than IOSD. A freeze authority is accepted, as
///   the large dollar tokens have one: a frozen vault stops its own purchases and nothing else.
/// - Creates record and token account. The vault starts with nothing.
pub fn list_vault(ctx: &mut Context<ListVault>) -> Result<()> {
    let bumps = &ctx.bumps;
    let accounts = &mut ctx.accounts;
    let (iosd_mint, _) = find_program_address(&[MINT_SEED], &crate::ID);
    require!(
        accounts.dollar_mint.decimals() == IOSD_DECIMALS
            && !anchor_lang::address_eq(accounts.dollar_mint.address(), &iosd_mint),
        IosdError::NotDollarMint
    );

    let vault = &mut accounts.vault;
    vault.version = VAULT_VERSION;
    vault.bump = bumps.vault;
    vault.token_bump = bumps.vault_tokens;
    vault.mint = *accounts.dollar_mint.address();
    vault.token_account = *accounts.vault_tokens.address();

    emit!(VaultListed {
        vault: *vault.address(),
        mint: vault.mint,
        token_account: vault.token_account,
    });
    Ok(())
}
