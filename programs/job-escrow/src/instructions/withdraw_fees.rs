//! Pays treasury or verifiers their part of the fees.

use anchor_lang::{address_eq, prelude::*};
use ionet_core::withdrawal;
use ionet_program_common::accounts::{Known, Own};
use ionet_token_cpi::{self as token_cpi, account::TokenAccount};

use crate::{
    constants::AUTHORITY_SEED,
    error::EscrowError,
    events::{FeesWithdrawn, emit},
    state::{EscrowConfig, Shard},
};

/// Accounts of [`withdraw_fees`].
#[derive(Accounts)]
pub struct WithdrawFees {
    /// Holder of the role.
    pub holder: Signer,
    /// The program's config.
    #[account(seeds = [b"escrow"], bump)]
    pub config: Own<EscrowConfig>,
    /// A shard of the mint.
    #[account(mut)]
    pub shard: Own<Shard>,
    /// The shard's token account.
    #[account(mut, address = shard.vault @ EscrowError::WrongShardVault)]
    pub shard_vault: UncheckedAccount,
    /// Owner of the vaults.
    #[account(seeds = [b"authority"], bump)]
    pub escrow_authority: UncheckedAccount,
    /// Any token account of the mint; the holder decides.
    #[account(
        mut,
        constraint = address_eq(destination.mint(), &shard.mint) @ EscrowError::WrongTokenMint
    )]
    pub destination: TokenAccount,
    /// The classic SPL Token program.
    pub token_program: Known<Token>,
}

/// **Specification**
/// - Role 2 withdraws what is booked to the treasury, role 3 what is booked to the verifiers;
///   only its holder. Works while paused (I10).
/// - Pays at most `amount` of what is booked in this shard and not withdrawn. What is booked
///   to participants is another ledger and stays untouched (I2).
pub fn withdraw_fees(ctx: &mut Context<WithdrawFees>, role: u8, amount: u64) -> Result<()> {
    let bump = ctx.bumps.escrow_authority;
    let accounts = &mut ctx.accounts;
    require!(
        accounts.config.holds(role, accounts.holder.address()),
        EscrowError::NotRoleHolder
    );
    let (shard_address, mint) = (*accounts.shard.address(), accounts.shard.mint);
    let ledger = accounts.shard.fees_mut(role)?;
    let before = *ledger;
    let paid = accept!(withdrawal::withdraw(before.into(), before.into(), amount));

    *ledger = paid.balance_after.into();

    token_cpi::transfer(
        accounts.shard_vault.account(),
        accounts.destination.account(),
        accounts.escrow_authority.account(),
        paid.amount,
        &[&[AUTHORITY_SEED, &[bump]]],
    );

    emit(&FeesWithdrawn {
        role,
        shard: shard_address,
        mint,
        destination: *accounts.destination.address(),
        amount: paid.amount,
        booked: before.booked,
        withdrawn_before: before.withdrawn,
        withdrawn_after: paid.balance_after.withdrawn,
        reserved: [0; 7],
    });
    Ok(())
}
