//! Ends a job that nothing can happen in any more.

use anchor_lang::prelude::*;
use ionet_program_common::accounts::Own;

use super::clock;
use crate::{
    events::{JobEnded, emit},
    state::Job,
};

/// Accounts of [`end_job`].
#[derive(Accounts)]
pub struct EndJob {
    /// The job.
    #[account(mut)]
    pub job: Own<Job>,
}

/// **Specification**
/// - Anyone may call it (I8): once no slot can be claimed and every claim has ended, or when
///   the job was not filled by its claim deadline and its client wanted all or nothing.
/// - Moves no money; refunds, settlements and closes follow from it.
pub fn end_job(ctx: &mut Context<EndJob>) -> Result<()> {
    let (now, _) = clock()?;
    let job = &mut ctx.accounts.job;
    accept!(let state = job.state());
    accept!(let after = state.end_if_due(now));
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
