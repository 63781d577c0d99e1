//! The verifiers' re-run of an audited job disputes a claim.

use anchor_lang::{address_eq, prelude::*};
use ionet_core::job::Verdict;
use ionet_program_common::accounts::Own;

use super::clock;
use crate::{
    error::EscrowError,
    events::{Disputed, emit},
    foreign,
    state::{Claim, EscrowConfig, Job},
};

/// Accounts of [`dispute_by_verdict`].
#[derive(Accounts)]
pub struct DisputeByVerdict {
    /// The program's config.
    #[account(seeds = [b"escrow"], bump)]
    pub config: Own<EscrowConfig>,
    /// The job.
    pub job: Own<Job>,
    /// The claim.
    #[account(
        mut,
        constraint = address_eq(&claim.job, job.address()) @ EscrowError::ClaimOfOtherJob
    )]
    pub claim: Own<Claim>,
    /// The verdict on the claim, of the verification program.
    pub verdict: UncheckedAccount,
}

/// **Specification**
/// - Anyone may call it with a verdict against the operator, in an audited job, within
///   15 minutes after the end was recorded; works while paused (I10).
/// - Opens a dispute without a bond: the re-run was paid from fees. It is resolved as any
///   other, by the same verdict.
pub fn dispute_by_verdict(ctx: &mut Context<DisputeByVerdict>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let (now, _) = clock()?;
    let claim = &mut accounts.claim;
    let program = &accounts.config.verification_program;
    let verdict = foreign::verdict(&accounts.verdict, program, claim.address())?
        .ok_or(EscrowError::WrongVerdict)?;
    let verdict = accept!(Verdict::from_code(verdict.upheld));
    accept!(let state = accounts.job.state());
    accept!(let record = claim.record());
    accept!(let opened = record.dispute_by_verdict(state, verdict, now));

    claim.set_record(&opened.claim_after);
    claim.dispute = opened.dispute.into();
    emit(&Disputed {
        job: claim.job,
        claim: *claim.address(),
        disputed: opened.disputed,
        bond: 0,
        bonds_after: 0,
        deadline: opened.dispute.deadline,
    });
    Ok(())
}
