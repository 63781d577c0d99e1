//! Decides what a replica is paid.

use anchor_lang::{address_eq, prelude::*};
use ionet_core::job::{Posted, Tally};
use ionet_program_common::accounts::Own;

use super::{clock, ending, outcomes};
use crate::{
    error::EscrowError,
    events::{Decided, emit},
    foreign,
    state::{Claim, EscrowConfig, Job, Participant},
};

/// Accounts of [`decide`].
#[derive(Accounts)]
pub struct Decide {
    /// The program's config.
    #[account(seeds = [b"escrow"], bump)]
    pub config: Own<EscrowConfig>,
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
        constraint = address_eq(&operator.owner, &claim.operator) @ EscrowError::WrongParticipant
    )]
    pub operator: Own<Participant>,
    /// The verdict on the job, of the verification program; need not exist.
    #[account(
        seeds = [b"verdict", job],
        seeds::program = config.verification_program,
        bump
    )]
    pub verdict: UncheckedAccount,
}

/// **Specification**
/// - Anyone may call it (I8), once per replica that ran. A strict majority of all replicas
///   decides; without one the verdict on the job that was posted before its deadline; without
///   that, from then on, everyone who served to the end is paid. Neither depends on who calls
///   when: all replicas of a job are decided by the same.
/// - A replica is paid in full or not at all; what it loses goes back to the client.
/// - Frees the bond of a replica that ran. What the decision says about the operator is
///   recorded at once; a result that a re-run proves wrong counts for staking, with the bond
///   that stood behind it.
pub fn decide(ctx: &mut Context<Decide>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let (now, _) = clock()?;
    let config = &accounts.config;
    let epoch = config.epoch_at(now)?;
    let (job, claim) = (&mut accounts.job, &mut accounts.claim);
    let program = &config.verification_program;
    let verdict = foreign::verdict(&accounts.verdict, program, job.address())?;
    let rerun = verdict.map(|verdict| Posted {
        said: verdict.result_hash,
        at: verdict.posted_at,
    });
    accept!(let state = job.state());
    accept!(let decision = Tally::from(job.tally).decide(state, rerun, now));
    accept!(let record = claim.record());
    accept!(let outcome = record.decided(state, decision, &claim.result_hash, now));

    claim.set_record(&outcome.claim_after);
    job.set_state(&outcome.job_after);
    let bond_released = ending::conclude(claim, &mut accounts.operator, outcome.slashable)?;
    if let Some(good_bps) = outcome.operator_good_bps {
        outcomes::record_verdict(&mut accounts.operator, job, claim, epoch, good_bps)?;
    }
    emit(&Decided {
        job: claim.job,
        claim: *claim.address(),
        stays_earned: outcome.stays_earned,
        refunded: outcome.refunded,
        ended_gross_before: state.bound.ended_gross,
        ended_gross_after: outcome.job_after.bound.ended_gross,
        bond_released,
        locked_bond_after: accounts.operator.locked_bond,
        proved_wrong: u8::from(outcome.slashable),
        reserved: [0; 7],
    });
    Ok(())
}
