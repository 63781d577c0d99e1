//! The client ends its job.

use anchor_lang::{address_eq, prelude::*};
use ionet_program_common::accounts::Own;

use super::clock;
use crate::{
    error::EscrowError,
    events::{JobEnded, emit},
    state::Job,
};

/// Accounts of [`cancel`].
#[derive(Accounts)]
pub struct Cancel {
    /// The job's client.
    #[account(constraint = address_eq(client.address(), &job.client) @ EscrowError::NotClient)]
    pub client: Signer,
    /// The job.
    #[account(mut)]
    pub job: Own<Job>,
}

/// **Specification**
/// - Only the client, in every state before the job's end; works while paused (I10).
/// - Pays what heartbeats cover, a last one of the 15 minutes after included, and at least
///   60 seconds for each claimed slot unless its operator missed its start.
/// - A job that was due to fail fails. What no claim can still earn is refundable at once.
pub fn cancel(ctx: &mut Context<Cancel>) -> Result<()> {
    let (now, _) = clock()?;
    let job = &mut ctx.accounts.job;
    accept!(let state = job.state());
    accept!(let after = state.cancel(now));
    job.set_state(after);
    emit(&JobEnded {
        job: *job.address(),
        client: job.client,
        end: job.end,
        ended_at: job.ended_at,
        reserved: [0; 7],
    });
    Ok(())
}
