//! Records what a settled claim says about both sides, and returns its rent.

use anchor_lang::{address_eq, prelude::*};
use ionet_core::job::EndReason;
use ionet_program_common::accounts::Own;

use super::{booking::with_participant, clock, outcomes};
use crate::{
    error::EscrowError,
    events::{ClaimClosed, emit},
    state::{Claim, EscrowConfig, Job},
};

/// Accounts of [`close_claim`].
#[derive(Accounts)]
pub struct CloseClaim {
    /// The program's config.
    #[account(seeds = [b"escrow"], bump)]
    pub config: Own<EscrowConfig>,
    /// The job.
    #[account(mut)]
    pub job: Own<Job>,
    /// The claim to close.
    #[account(
        mut,
        close = payer,
        constraint = address_eq(&claim.job, job.address()) @ EscrowError::ClaimOfOtherJob
    )]
    pub claim: Own<Claim>,
    /// The operator's record.
    #[account(mut, unsafe(dup))]
    pub operator: UncheckedAccount,
    /// The client's record; may be the operator's.
    #[account(mut, unsafe(dup))]
    pub client: UncheckedAccount,
    /// Who paid the rent; gets it back.
    #[account(mut, address = claim.payer @ EscrowError::WrongRentReceiver)]
    pub payer: UncheckedAccount,
}

impl CloseClaim {
    /// Good outcomes: a claim that was served speaks for its operator, one that was paid for
    /// its client. What failed or was decided was recorded then.
    fn record_outcomes(&mut self, epoch: u64, decided: bool) -> Result<()> {
        let claim = &self.claim;
        let (operator, client) = (claim.operator, self.job.client);
        let weight = outcomes::retained(&claim.terms.into(), claim.settled_gross)?;
        let reason = accept!(EndReason::from_code(claim.end_reason));
        let served = matches!(
            reason,
            Some(EndReason::Completed | EndReason::UsedUp | EndReason::Cancelled)
        );
        if served && !decided {
            with_participant(&self.operator, &operator, |participant| {
                let ledger = &mut participant.operator_outcomes;
                outcomes::record(ledger, epoch, &client, weight, 10_000);
                Ok(())
            })?;
        }
        if weight > 0 {
            with_participant(&self.client, &client, |participant| {
                let ledger = &mut participant.client_outcomes;
                outcomes::record(ledger, epoch, &operator, weight, 10_000);
                Ok(())
            })?;
        }
        Ok(())
    }
}

/// **Specification**
/// - Anyone may call it, once everything the claim earned is booked; the rent goes to the
///   recorded payer only.
/// - Not while slots of the job can be claimed: an operator has one claim a job (I7).
/// - What the claim says about operator and client is recorded with both, once.
pub fn close_claim(ctx: &mut Context<CloseClaim>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let (now, _) = clock()?;
    let epoch = accounts.config.epoch_at(now)?;
    accept!(let state = accounts.job.state());
    accept!(let record = accounts.claim.record());
    accept!(record.close(state, now));
    accept!(let after = state.claim_closed());
    let decided = state.verification.is_replicate() || accounts.claim.dispute.opened_at != 0;
    accounts.record_outcomes(epoch, decided)?;
    accounts.job.set_state(after);
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
