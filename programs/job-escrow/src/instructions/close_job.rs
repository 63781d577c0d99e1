//! Closes a job that everything is settled of.

use anchor_lang::{address_eq, prelude::*};
use ionet_core::job::close_lamports;
use ionet_program_common::accounts::{Known, Own};
use ionet_token_cpi::{self as token_cpi, account::TokenAccount};

use crate::{
    constants::JOB_SEED,
    error::EscrowError,
    events::{JobClosed, emit},
    state::{Job, Participant, Shard},
};

/// Accounts of [`close_job`].
#[derive(Accounts)]
pub struct CloseJob {
    /// Whoever closes; gets the bounty. May be the client.
    #[account(mut, unsafe(dup))]
    pub caller: Signer,
    /// The job to close.
    #[account(mut)]
    pub job: Own<Job>,
    /// The job's token account.
    #[account(mut, address = job.vault @ EscrowError::WrongVault)]
    pub vault: TokenAccount,
    /// The job's shard.
    #[account(
        mut,
        constraint = shard.shard == job.shard && shard.mint_index == job.mint_index
            @ EscrowError::WrongShard
    )]
    pub shard: Own<Shard>,
    /// The shard's token account.
    #[account(mut, address = shard.vault @ EscrowError::WrongShardVault)]
    pub shard_vault: UncheckedAccount,
    /// The client's record.
    #[account(
        mut,
        constraint = address_eq(&participant.owner, &job.client) @ EscrowError::WrongParticipant
    )]
    pub participant: Own<Participant>,
    /// The client's wallet: paid rent and bounty, gets the rent.
    #[account(mut, unsafe(dup), address = job.client @ EscrowError::WrongRentReceiver)]
    pub client: UncheckedAccount,
    /// The classic SPL Token program.
    pub token_program: Known<Token>,
}

/// **Specification**
/// - Anyone may call it, once the job has ended and every claim is settled and closed.
/// - What is left of the deposit is booked to the client, who withdraws it as any participant
///   does; what strangers sent to the vault is booked to the treasury. Nothing stays (I2).
/// - The vault and the job are closed: the bounty goes to the caller, all rent to the client.
///   The number is never used again (I7).
pub fn close_job(ctx: &mut Context<CloseJob>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let balance = accounts.vault.amount();
    let job = &mut accounts.job;
    accept!(let state = job.state());
    accept!(let closed = state.close(job.moved, balance));
    job.set_state(&closed.job_after);
    let shard = &mut accounts.shard;
    shard.participants.book(closed.to_client)?;
    shard.treasury.book(closed.to_treasury)?;
    let ledger = accounts.participant.balance_mut(job.mint_index)?;
    ledger.book(closed.to_client)?;
    let booked_after = ledger.booked;

    let (client, number, bump) = (job.client, job.number.to_le_bytes(), [job.bump]);
    let (mint, bounty) = (job.mint, job.bounty);
    let seeds: &[&[u8]] = &[JOB_SEED, client.as_ref(), &number, &bump];
    if balance > 0 {
        token_cpi::transfer(
            accounts.vault.account(),
            accounts.shard_vault.account(),
            accounts.job.account(),
            balance,
            &[seeds],
        );
    }
    let job_account = accounts.job.account();
    token_cpi::close_account(accounts.vault.account(), job_account, job_account, &[seeds]);

    let lamports = close_lamports(accounts.job.view().lamports(), bounty);
    accounts.job.sub_lamports(lamports.to_caller)?;
    accounts.caller.add_lamports(lamports.to_caller)?;
    emit(&JobClosed {
        job: *accounts.job.address(),
        client,
        mint,
        to_client: closed.to_client,
        to_treasury: closed.to_treasury,
        booked_after,
        refunded_after: closed.job_after.refunded,
        bounty: lamports.to_caller,
    });
    accounts.job.close(*accounts.client.account())?;
    Ok(())
}
