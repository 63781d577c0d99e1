//! A replica's result is revealed.

use anchor_lang::{address_eq, prelude::*};
use ionet_core::job::{commitment_parts, is_same};
use ionet_program_common::accounts::Own;

use super::{clock, hash_parts};
use crate::{
    error::EscrowError,
    events::{Revealed, emit},
    state::{Claim, Job, Tally},
};

/// Accounts of [`reveal`].
#[derive(Accounts)]
pub struct Reveal {
    /// The job.
    #[account(mut)]
    pub job: Own<Job>,
    /// The claim.
    #[account(
        mut,
        constraint = address_eq(&claim.job, job.address()) @ EscrowError::ClaimOfOtherJob
    )]
    pub claim: Own<Claim>,
}

/// **Specification**
/// - Anyone who knows the salt: what is revealed was fixed by the commitment.
/// - In the hour that begins when the last replica has ended or committed, at the latest when
///   the time that was bought is over; once per replica. Not in a job that was cancelled.
/// - The result joins the job's tally.
pub fn reveal(ctx: &mut Context<Reveal>, result_hash: [u8; 32], salt: [u8; 32]) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let (now, _) = clock()?;
    let (job, claim) = (&mut accounts.job, &mut accounts.claim);
    accept!(let state = job.state());
    accept!(let record = claim.record());
    accept!(let after = record.reveal(state, now));
    let preimage = commitment_parts(&result_hash, claim.operator.as_array(), &salt);
    require!(
        is_same(&hash_parts(preimage)?, &claim.commitment),
        EscrowError::WrongReveal
    );
    let tally = ionet_core::job::Tally::from(job.tally);

    job.tally = Tally::from(accept!(tally.count(&result_hash)));
    claim.result_hash = result_hash;
    claim.set_record(after);
    emit(&Revealed {
        job: claim.job,
        claim: *claim.address(),
        result_hash,
    });
    Ok(())
}
