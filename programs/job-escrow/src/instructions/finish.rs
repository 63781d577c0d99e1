//! Ends a claim for a reason that lies in time or in its job.

use anchor_lang::prelude::*;
use ionet_core::hiring;

use super::{booking::with_participant, clock, ending::Ending};
use crate::{
    constants::{CLAIM_VERSION, JOB_VERSION},
    error::EscrowError,
    events::Forfeited,
    state::{Claim, Job, add},
};

/// Accounts of [`finish`].
#[derive(Accounts)]
pub struct Finish {
    /// The job.
    #[account(
        mut,
        constraint = job.version == JOB_VERSION @ EscrowError::UnsupportedVersion
    )]
    pub job: Account<Job>,
    /// The claim.
    #[account(
        mut,
        constraint = claim.version == CLAIM_VERSION @ EscrowError::UnsupportedVersion,
        constraint = claim.job == *job.address() @ EscrowError::ClaimOfOtherJob
    )]
    pub claim: Account<Claim>,
    /// The operator's record.
    #[account(mut, unsafe(dup))]
    pub operator: UncheckedAccount,
    /// The client's record; may be the operator's.
    #[account(mut, unsafe(dup))]
    pub client: UncheckedAccount,
}

/// **Specification**
/// - Anyone may call it (I8); what it does follows from the claim's times and its job's, not
///   from who calls or when.
/// - Ends a claim whose seconds are used up, whose job was cancelled or failed, that never
///   started (it forfeits a twelfth of its bond to the client), or whose operator was silent
///   for longer than 30 minutes in both seconds and slots (it earns up to its last heartbeat).
/// - Capacity and bond are free at once.
pub fn finish(ctx: &mut Context<Finish>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let (now, slot) = clock()?;
    let job = accounts.job.state()?;
    let end = accounts
        .claim
        .record()?
        .due_end(&job, now, slot)
        .map_err(EscrowError::from)?;
    let (operator, client) = (accounts.claim.operator, accounts.job.client);
    let ending = Ending {
        end,
        job,
        alive: accounts.claim.alive,
        now,
        slot,
    };
    with_participant(&accounts.operator, &operator, |participant| {
        ending.apply(&mut accounts.job, &mut accounts.claim, participant)
    })?;
    if !end.forfeits {
        return Ok(());
    }
    let amount = hiring::forfeit_floor(accounts.claim.bond);
    let forfeited_after = with_participant(&accounts.operator, &operator, |participant| {
        participant.forfeited_io = add(participant.forfeited_io, amount)?;
        Ok(participant.forfeited_io)
    })?;
    let receivable_after = with_participant(&accounts.client, &client, |participant| {
        participant.forfeit_receivable_io = add(participant.forfeit_receivable_io, amount)?;
        Ok(participant.forfeit_receivable_io)
    })?;
    emit!(Forfeited {
        claim: *accounts.claim.address(),
        operator,
        client,
        amount,
        forfeited_after,
        receivable_after,
    });
    Ok(())
}
