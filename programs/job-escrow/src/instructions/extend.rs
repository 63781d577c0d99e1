//! The client buys more time.

use anchor_lang::{address_eq, prelude::*};
use ionet_program_common::accounts::{Known, Own};
use ionet_token_cpi as token_cpi;

use super::clock;
use crate::{
    error::EscrowError,
    events::{Extended, emit},
    foreign,
    state::{EscrowConfig, Job},
};

/// Accounts of [`extend`].
#[derive(Accounts)]
pub struct Extend {
    /// The job's client, who pays.
    #[account(constraint = address_eq(client.address(), &job.client) @ EscrowError::NotClient)]
    pub client: Signer,
    /// The program's config.
    #[account(seeds = [b"escrow"], bump)]
    pub config: Own<EscrowConfig>,
    /// The job.
    #[account(mut)]
    pub job: Own<Job>,
    /// Registry's class book.
    pub class_book: UncheckedAccount,
    /// The job's token account.
    #[account(mut, address = job.vault @ EscrowError::WrongVault)]
    pub vault: UncheckedAccount,
    /// The client's token account that pays; the token program checks it.
    #[account(mut)]
    pub source: UncheckedAccount,
    /// The classic SPL Token program.
    pub token_program: Known<Token>,
}

/// **Specification**
/// - Only the client, before the job has ended; not while paused (I10).
/// - Adds `seconds` to every slot at the class's quote of now, at most `max_rate`; seconds
///   bought before keep their rates. At most three extensions at other rates, 90 days in all.
/// - The deposit moves in the same instruction. A claim runs on up to the seconds that its
///   operator accepted when it claimed.
pub fn extend(ctx: &mut Context<Extend>, seconds: u32, max_rate: u64) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let (now, _) = clock()?;
    accounts.config.require_not_paused(now)?;
    let job = &mut accounts.job;
    let quote = foreign::quote(&accounts.class_book, job.filters.class)?;
    require!(quote.rate <= max_rate, EscrowError::RateAboveMax);
    accept!(let state = job.state());
    accept!(let extended = state.extend(quote.rate, seconds, now));
    let deposit_before = job.deposit;

    job.set_state(&extended.job_after);
    job.set_windows(&extended.job_after.hire);

    token_cpi::transfer(
        accounts.source.account(),
        accounts.vault.account(),
        accounts.client.account(),
        extended.deposit,
        &[],
    );

    let job = &accounts.job;
    emit(&Extended {
        job: *job.address(),
        client: job.client,
        rate: quote.rate,
        seconds_before: extended.seconds_before,
        seconds_after: extended.seconds_after,
        deposit_before,
        deposit_after: job.deposit,
    });
    Ok(())
}
