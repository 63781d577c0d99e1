//! A replica ends with a commitment to its result.

use anchor_lang::{address_eq, prelude::*};
use ionet_program_common::accounts::Own;

use super::{clock, ending};
use crate::{
    error::EscrowError,
    events::{Committed, emit},
    foreign,
    state::{Claim, Job, Participant},
};

/// Accounts of [`commit`].
#[derive(Accounts)]
pub struct Commit {
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
/// - Only the key of the claim's lead device, while the replica runs; once.
/// - `commitment` is the hash of domain, result, operator and salt: whoever copies it cannot
///   reveal it, since it names another operator.
/// - Counts as a heartbeat that is never too early; nothing is earned after it. Capacity is
///   free at once, the bond when the replica is decided; so is what it is paid.
pub fn commit(ctx: &mut Context<Commit>, alive: u32, commitment: [u8; 32]) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let (now, slot) = clock()?;
    foreign::check_device_key(
        &accounts.device,
        accounts.device_key.address(),
        &accounts.claim.operator,
    )?;
    accept!(let state = accounts.job.state());
    accept!(let record = accounts.claim.record());
    accept!(let end = record.commit(state, alive, now));

    accounts.claim.commitment = commitment;
    ending::apply(
        end,
        slot,
        &mut accounts.job,
        &mut accounts.claim,
        &mut accounts.participant,
    )?;
    emit(&Committed {
        claim: *accounts.claim.address(),
        commitment,
    });
    Ok(())
}
