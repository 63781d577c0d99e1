//! Ends a claim for a reason that lies in time or in its job.

use anchor_lang::{address_eq, prelude::*};
use ionet_core::{hiring, job::EndReason};
use ionet_program_common::accounts::Own;

use super::{booking::with_participant, clock, ending, outcomes};
use crate::{
    error::EscrowError,
    events::{Forfeited, emit},
    state::{Claim, EscrowConfig, Job, add},
};

/// Accounts of [`finish`].
#[derive(Accounts)]
pub struct Finish {
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
    #[account(mut, unsafe(dup))]
    pub operator: UncheckedAccount,
    /// The client's record; may be the operator's.
    #[account(mut, unsafe(dup))]
    pub client: UncheckedAccount,
}

impl Finish {
    fn forfeit(&mut self, bond: u64, operator: &Address, client: &Address) -> Result<()> {
        let amount = hiring::forfeit_floor(bond);
        let forfeited_after = with_participant(&self.operator, operator, |participant| {
            participant.forfeited_io = add(participant.forfeited_io, amount)?;
            Ok(participant.forfeited_io)
        })?;
        let receivable_after = with_participant(&self.client, client, |participant| {
            participant.forfeit_receivable_io = add(participant.forfeit_receivable_io, amount)?;
            Ok(participant.forfeit_receivable_io)
        })?;
        emit(&Forfeited {
            claim: *self.claim.address(),
            operator: *operator,
            client: *client,
            amount,
            forfeited_after,
            receivable_after,
        });
        Ok(())
    }
}

/// **Specification**
/// - Anyone may call it (I8); what it does follows from the claim's times and its job's, not
///   from who calls or when.
/// - Ends a claim whose seconds are used up, whose job was cancelled or failed, that never
///   started (it forfeits a twelfth of its bond to the client), or whose operator was silent
///   for longer than 30 minutes in both seconds and slots (it earns up to its last heartbeat).
/// - Capacity is free at once, the bond unless its work can still be disputed or decided; a
///   failure is recorded with the operator at once.
pub fn finish(ctx: &mut Context<Finish>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let (now, slot) = clock()?;
    let epoch = accounts.config.epoch_at(now)?;
    accept!(let state = accounts.job.state());
    accept!(let record = accounts.claim.record());
    accept!(let end = record.due_end(state, now, slot));
    let (operator, client) = (accounts.claim.operator, accounts.job.client);
    let bond = accounts.claim.bond;
    let failed = matches!(end.reason, Some(EndReason::Expired | EndReason::Reaped));
    with_participant(&accounts.operator, &operator, |participant| {
        let (job, claim) = (&mut accounts.job, &mut accounts.claim);
        ending::apply(end, slot, job, claim, participant)?;
        if let Some(good_bps) = end.operator_good_bps.filter(|_| failed) {
            let weight = outcomes::retained_of_promise(claim, &end.job_after.hire)?;
            let ledger = &mut participant.operator_outcomes;
            outcomes::record(ledger, epoch, &client, weight, good_bps);
        }
        Ok(())
    })?;
    if end.forfeits {
        accounts.forfeit(bond, &operator, &client)?;
    }
    Ok(())
}
