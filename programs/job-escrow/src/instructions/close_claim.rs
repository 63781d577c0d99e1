//! Returns the rent of a settled claim.

use anchor_lang::prelude::*;
use ionet_program_common::accounts::Own;

use super::clock;
use crate::{
    error::EscrowError,
    events::{ClaimClosed, emit},
    state::{Claim, Job},
};

/// Accounts of [`close_claim`].
#[derive(Accounts)]
pub struct CloseClaim {
    /// The job.
    #[account(mut)]
    pub job: Own<Job>,
    /// The claim to close.
    #[account(
        mut,
        close = payer,
        constraint = claim.job == *job.address() @ EscrowError::ClaimOfOtherJob
    )]
    pub claim: Own<Claim>,
    /// Who paid the rent; gets it back.
    #[account(mut, address = claim.payer @ EscrowError::WrongRentReceiver)]
    pub payer: UncheckedAccount,
}

/// **Specification**
/// - Anyone may call it, once everything the claim earned is booked; the rent goes to the
///   recorded payer only.
/// - Not while slots of the job can be claimed: an operator has one claim a job (I7).
pub fn close_claim(ctx: &mut Context<CloseClaim>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let (now, _) = clock()?;
    let state = accounts.job.state()?;
    accept!(accounts.claim.record()?.close(&state, now));
    let after = accept!(state.claim_closed());
    accounts.job.set_state(&after);
    emit(&ClaimClosed {
        claim: *accounts.claim.address(),
        job: *accounts.job.address(),
        operator: accounts.claim.operator,
        payer: accounts.claim.payer,
        settled_gross: accounts.claim.settled_gross,
        rent: accounts.claim.view().lamports(),
    });
    Ok(())
}
