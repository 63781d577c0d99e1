//! The operator delivers a result.

use anchor_lang::{address_eq, prelude::*};
use ionet_program_common::accounts::Own;

use super::{clock, ending};
use crate::{
    error::EscrowError,
    foreign,
    state::{Claim, Job, Participant},
};

/// Accounts of [`complete`].
#[derive(Accounts)]
pub struct Complete {
    /// Key of the claim's lead device.
    pub device_key: Signer,
    /// The lead device in registry.
    #[account(address = claim.lead_device @ EscrowError::NotLeadDevice)]
    pub device: UncheckedAccount,
    /// The job.
    #[account(mut)]
    pub job: Own<Job>,
    /// The claim.
    #[account(
        mut,
        constraint = address_eq(&claim.job, job.address()) @ EscrowError::ClaimOfOtherJob
    )]
    pub claim: Own<Claim>,
    /// The operator's record.
    #[account(
        mut,
        constraint = address_eq(&participant.owner, &claim.operator) @ EscrowError::WrongParticipant
    )]
    pub participant: Own<Participant>,
}

/// **Specification**
/// - Only the key of the claim's lead device, while the claim runs; in a replicated job
///   `commit` takes its place.
/// - The signature covers program, job, claim and result hash, and job addresses are never
///   used twice: an attestation fits no other job.
/// - Counts as a heartbeat that is never too early; nothing is earned after it.
/// - Capacity is free at once, the bond unless the result can still be disputed; the last hour
///   is held back for 15 minutes.
pub fn complete(ctx: &mut Context<Complete>, alive: u32, result_hash: [u8; 32]) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let (now, slot) = clock()?;
    foreign::check_device_key(
        &accounts.device,
        accounts.device_key.address(),
        &accounts.claim.operator,
    )?;
    accept!(let state = accounts.job.state());
    accept!(let record = accounts.claim.record());
    accept!(let end = record.complete(state, alive, now));

    accounts.claim.result_hash = result_hash;
    ending::apply(
        end,
        slot,
        &mut accounts.job,
        &mut accounts.claim,
        &mut accounts.participant,
    )
}
