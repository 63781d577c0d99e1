//! Opens one of a mint's sixteen ledgers and its vault.

// The accounts macro reads arguments for seeds in one of its functions and not in others.
#![allow(unused_variables)]

use anchor_lang::prelude::*;
use ionet_program_common::{
    accounts::{Known, Own},
    create_account::NewAccount,
};
use ionet_token_cpi::{self as token_cpi, account::Mint};

use crate::{
    constants::{SHARD_VAULT_SEED, SHARD_VERSION, SHARDS, TOKEN_ACCOUNT_SPACE},
    error::EscrowError,
    events::{ShardOpened, emit},
    state::{EscrowConfig, Shard},
};

/// Accounts of [`open_shard`].
#[derive(Accounts)]
#[instruction(mint_index: u8, shard_number: u8)]
pub struct OpenShard {
    /// Pays the rent; shards are never closed.
    #[account(mut)]
    pub payer: Signer,
    /// The program's config.
    #[account(seeds = [b"escrow"], bump)]
    pub config: Own<EscrowConfig>,
    /// The shard to create.
    #[account(
        init,
        payer = payer,
        seeds = [b"shard", [mint_index], [shard_number]],
        bump
    )]
    pub shard: Own<Shard>,
    /// Owner of the vaults, without data.
    #[account(seeds = [b"authority"], bump)]
    pub escrow_authority: UncheckedAccount,
    /// The listed mint.
    pub mint: Mint,
    /// The shard's token account, to create.
    #[account(mut, seeds = [b"shard-vault", [mint_index], [shard_number]], bump)]
    pub shard_vault: UncheckedAccount,
    /// The classic SPL Token program.
    pub token_program: Known<Token>,
    /// The system program.
    pub system_program: Known<System>,
}

impl OpenShard {
    fn open_vault(&mut self, seeds: &[&[u8]]) -> Result<()> {
        let vault = NewAccount {
            payer: self.payer.account(),
            target: self.shard_vault.account(),
            seeds,
            space: TOKEN_ACCOUNT_SPACE,
            owner: &token_cpi::TOKEN_PROGRAM_ID,
            extra: 0,
        };
        vault.create()?;
        let authority = *self.escrow_authority.address();
        token_cpi::open(self.shard_vault.account(), self.mint.account(), &authority);
        Ok(())
    }
}

/// **Specification**
/// - Anyone may pay; once per mint and number, number 0 to 15, mint listed.
/// - The vault belongs to the program's authority address, which only signs withdrawals of
///   what is booked.
pub fn open_shard(ctx: &mut Context<OpenShard>, mint_index: u8, shard_number: u8) -> Result<()> {
    let bumps = (ctx.bumps.shard, ctx.bumps.shard_vault);
    let accounts = &mut ctx.accounts;
    require!(shard_number < SHARDS, EscrowError::ShardOutOfRange);
    let listed = accounts.config.listed(mint_index)?;
    require!(
        anchor_lang::address_eq(accounts.mint.address(), &listed.mint),
        EscrowError::WrongMint
    );
    let (mint, vault) = (listed.mint, *accounts.shard_vault.address());

    let shard = &mut accounts.shard;
    shard.version = SHARD_VERSION;
    (shard.bump, shard.vault_bump) = bumps;
    shard.mint_index = mint_index;
    shard.shard = shard_number;
    shard.mint = mint;
    shard.vault = vault;
    accounts.open_vault(&[SHARD_VAULT_SEED, &[mint_index], &[shard_number], &[bumps.1]])?;
    emit(&ShardOpened {
        shard: *accounts.shard.address(),
        mint,
        mint_index,
        number: shard_number,
    });
    Ok(())
}
