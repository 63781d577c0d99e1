//! Pays a participant what is booked.

use anchor_lang::{address_eq, prelude::*};
use ionet_core::withdrawal;
use ionet_program_common::accounts::{Known, Own};
use ionet_token_cpi::{self as token_cpi, account::TokenAccount};

use crate::{
    constants::AUTHORITY_SEED,
    error::EscrowError,
    events::{Withdrawn, emit},
    state::{Participant, Shard},
};

/// Accounts of [`withdraw`].
#[derive(Accounts)]
pub struct Withdraw {
    /// The participant's wallet.
    #[account(
        constraint = address_eq(owner.address(), &participant.owner) @ EscrowError::NotOwner
    )]
    pub owner: Signer,
    /// The participant's record.
    #[account(mut)]
    pub participant: Own<Participant>,
    /// Any shard of the mint.
    #[account(mut)]
    pub shard: Own<Shard>,
    /// The shard's token account.
    #[account(mut, address = shard.vault @ EscrowError::WrongShardVault)]
    pub shard_vault: UncheckedAccount,
    /// Owner of the vaults.
    #[account(seeds = [b"authority"], bump)]
    pub escrow_authority: UncheckedAccount,
    /// Any token account of the mint that belongs to the wallet.
    #[account(
        mut,
        constraint = address_eq(destination.mint(), &shard.mint) @ EscrowError::WrongTokenMint,
        constraint = address_eq(destination.owner(), owner.address()) @ EscrowError::WrongTokenOwner
    )]
    pub destination: TokenAccount,
    /// The classic SPL Token program.
    pub token_program: Known<Token>,
}

/// **Specification**
/// - Only the wallet itself, to a token account that belongs to it (I9); works while paused
///   (I10). No other payee's accounts are touched, so nobody can stop it (I8).
/// - Pays at most `amount`, what is booked and not withdrawn, and what this shard holds for
///   participants; more lies in the mint's other shards.
/// - Books before it pays; a repeated call finds less owed (I7).
pub fn withdraw(ctx: &mut Context<Withdraw>, amount: u64) -> Result<()> {
    let bump = ctx.bumps.escrow_authority;
    let accounts = &mut ctx.accounts;
    let shard = &mut accounts.shard;
    let balance = accounts.participant.balance_mut(shard.mint_index)?;
    let before = *balance;
    let paid = accept!(withdrawal::withdraw(
        before.into(),
        shard.participants.into(),
        amount
    ));

    *balance = paid.balance_after.into();
    shard.participants = paid.pool_after.into();
    let mint = shard.mint;

    token_cpi::transfer(
        accounts.shard_vault.account(),
        accounts.destination.account(),
        accounts.escrow_authority.account(),
        paid.amount,
        &[&[AUTHORITY_SEED, &[bump]]],
    );

    emit(&Withdrawn {
        owner: *accounts.owner.address(),
        mint,
        amount: paid.amount,
        booked: before.booked,
        withdrawn_before: before.withdrawn,
        withdrawn_after: paid.balance_after.withdrawn,
    });
    Ok(())
}
