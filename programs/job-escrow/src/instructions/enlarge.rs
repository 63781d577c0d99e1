//! An operator takes more slots of a job that it has a claim on.

use anchor_lang::{address_eq, prelude::*};
use ionet_program_common::accounts::Own;

use super::{clock, hiring::Applicant};
use crate::{
    error::EscrowError,
    events::{Enlarged, emit},
    state::{Claim, EscrowConfig, Job, Participant, add},
};

/// Accounts of [`enlarge`].
#[derive(Accounts)]
pub struct Enlarge {
    /// Key of the claim's lead device.
    pub device_key: Signer,
    /// The program's config.
    #[account(seeds = [b"escrow"], bump)]
    pub config: Own<EscrowConfig>,
    /// The job.
    #[account(mut)]
    pub job: Own<Job>,
    /// The operator's record.
    #[account(
        mut,
        constraint = address_eq(&participant.owner, &claim.operator) @ EscrowError::WrongParticipant
    )]
    pub participant: Own<Participant>,
    /// The claim.
    #[account(
        mut,
        constraint = address_eq(&claim.job, job.address()) @ EscrowError::ClaimOfOtherJob
    )]
    pub claim: Own<Claim>,
    /// The operator's account in registry.
    pub operator: UncheckedAccount,
    /// The lead device in registry.
    #[account(address = claim.lead_device @ EscrowError::NotLeadDevice)]
    pub device: UncheckedAccount,
    /// The operator's stake.
    pub stake: UncheckedAccount,
    /// The operator's verified capacity.
    pub capacity: UncheckedAccount,
    /// A price account of IO.
    pub price: UncheckedAccount,
}

/// **Specification**
/// - Only the key of the claim's lead device, before the first host starts; not while paused
///   (I10). Not a replica, which is whole.
/// - Whoever may claim may enlarge: job, operator and device still suit each other, and it is
///   the operator's turn to hold the total. Its slots of this job weigh as idle.
/// - At most what is verified and not hired (I12). Locks self-stake worth an hour of what the
///   new slots gross, at the prices of now.
/// - The split and the accepted seconds stay those of the claim (I7), and so does its time to
///   start: taking one GPU after the other puts off nothing.
pub fn enlarge(ctx: &mut Context<Enlarge>, gpus: u32) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let (now, slot) = clock()?;
    let mut applicant = Applicant {
        config: &accounts.config,
        job: &accounts.job,
        participant: &mut accounts.participant,
        device_key: accounts.device_key.address(),
        operator: &accounts.operator,
        device: &accounts.device,
        stake: &accounts.stake,
        capacity: &accounts.capacity,
        price: &accounts.price,
    };
    let candidate = applicant.candidate(now, slot)?;
    let paused = applicant.config.pause_state().is_paused(now);
    let claim = &mut accounts.claim;
    accept!(let state = applicant.job.state());
    accept!(let record = claim.record());
    accept!(let taken = record.enlarge(state, gpus, paused, now));
    let (held, total) = (claim.gpus, taken.claim.meter.gpus);
    applicant.check_turn(&candidate, held, total)?;
    let bond = applicant.reserve(&candidate, gpus)?;

    accounts.job.set_state(&taken.job_after);
    let bond_before = claim.bond;
    claim.gpus = total;
    claim.bond = add(bond_before, bond.amount)?;
    claim.bond_worth = add(claim.bond_worth, bond.worth)?;
    claim.set_record(&taken.claim);
    emit(&Enlarged {
        claim: *claim.address(),
        job: claim.job,
        operator: claim.operator,
        bond_before,
        bond_after: claim.bond,
        locked_bond_after: accounts.participant.locked_bond,
        gpus_before: held,
        gpus_after: total,
        free_slots_before: taken.free_before,
        free_slots_after: taken.free_after,
    });
    Ok(())
}
