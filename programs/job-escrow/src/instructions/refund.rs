//! Gives back what no claim can still earn.

use anchor_lang::{address_eq, prelude::*};
use ionet_program_common::accounts::{Known, Own};
use ionet_token_cpi::{self as token_cpi, account::TokenAccount};

use super::clock;
use crate::{
    constants::JOB_SEED,
    error::EscrowError,
    events::{Refunded, emit},
    state::Job,
};

/// Accounts of [`refund`].
#[derive(Accounts)]
pub struct Refund {
    /// The job.
    #[account(mut)]
    pub job: Own<Job>,
    /// The job's token account.
    #[account(mut, address = job.vault @ EscrowError::WrongVault)]
    pub vault: UncheckedAccount,
    /// Any token account of the mint that belongs to the client.
    #[account(
        mut,
        constraint = address_eq(destination.mint(), &job.mint) @ EscrowError::WrongTokenMint,
        constraint = address_eq(destination.owner(), &job.client) @ EscrowError::WrongTokenOwner
    )]
    pub destination: TokenAccount,
    /// The classic SPL Token program.
    pub token_program: Known<Token>,
}

/// **Specification**
/// - Anyone may call it, any number of times, once no slot can be claimed any more; works
///   while paused (I10). Goes to a token account of the client only.
/// - Pays the deposit less what its claims earned or can still earn, less earlier refunds:
///   available the moment the job ends, before a single claim is settled.
/// - The vault keeps at least what claims can be paid (I2).
pub fn refund(ctx: &mut Context<Refund>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let (now, _) = clock()?;
    let job = &mut accounts.job;
    accept!(let state = job.state());
    accept!(let refund = state.refund(now));

    job.set_state(&refund.job_after);
    let (client, number, bump) = (job.client, job.number.to_le_bytes(), [job.bump]);

    token_cpi::transfer(
        accounts.vault.account(),
        accounts.destination.account(),
        accounts.job.account(),
        refund.amount,
        &[&[JOB_SEED, client.as_ref(), &number, &bump]],
    );

    emit(&Refunded {
        job: *accounts.job.address(),
        client,
        destination: *accounts.destination.address(),
        amount: refund.amount,
        refunded_before: refund.refunded_before,
        refunded_after: refund.refunded_after,
    });
    Ok(())
}
