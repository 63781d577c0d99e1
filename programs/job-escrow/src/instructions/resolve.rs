//! Ends a dispute.

use anchor_lang::{address_eq, prelude::*};
use ionet_core::{
    hiring,
    job::{DisputeOutcome, Posted, Verdict},
};
use ionet_program_common::accounts::Own;

use super::{booking::with_participant, clock, ending, outcomes};
use crate::{
    constants::ROLE_VERIFIERS,
    error::EscrowError,
    events::{Resolved, emit},
    foreign,
    state::{Claim, EscrowConfig, Job, Shard, add},
};

/// Accounts of [`resolve`].
#[derive(Accounts)]
pub struct Resolve {
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
    /// The job's shard, which holds the bond.
    #[account(
        mut,
        constraint = shard.shard == job.shard && shard.mint_index == job.mint_index
            @ EscrowError::WrongShard
    )]
    pub shard: Own<Shard>,
    /// The verdict on the claim, of the verification program; need not exist.
    #[account(
        seeds = [b"verdict", claim],
        seeds::program = config.verification_program,
        bump
    )]
    pub verdict: UncheckedAccount,
    /// The operator's record.
    #[account(mut, unsafe(dup))]
    pub operator: UncheckedAccount,
    /// The client's record; may be the operator's.
    #[account(mut, unsafe(dup))]
    pub client: UncheckedAccount,
    /// Record of the holder of the verifiers role.
    #[account(mut, unsafe(dup))]
    pub verifiers: UncheckedAccount,
}

impl Resolve {
    fn book_bond(&mut self, outcome: &DisputeOutcome) -> Result<()> {
        let shard = &mut self.shard;
        shard.dispute_bonds = shard
            .dispute_bonds
            .checked_sub(self.claim.dispute.bond)
            .ok_or(EscrowError::Overflow)?;
        shard.verifiers.book(outcome.bond_to_verifiers)?;
        shard.participants.book(outcome.bond_to_client)?;
        let mint = self.job.mint_index;
        with_participant(&self.client, &self.job.client, |client| {
            client.balance_mut(mint)?.book(outcome.bond_to_client)
        })
    }

    /// The operator's part of the re-run, out of its bond in IO, which is free then. Returns
    /// what that was, what the operator has forfeited in all and what it still locks.
    fn charge(&mut self, amount: u64, proved_wrong: bool) -> Result<[u64; 3]> {
        let owner = self.claim.operator;
        let claim = &mut self.claim;
        let of_operator = with_participant(&self.operator, &owner, |operator| {
            operator.forfeited_io = add(operator.forfeited_io, amount)?;
            let released = ending::conclude(claim, operator, proved_wrong)?;
            Ok([released, operator.forfeited_io, operator.locked_bond])
        })?;
        if amount > 0 {
            let holder = self.config.holder(ROLE_VERIFIERS)?;
            with_participant(&self.verifiers, &holder, |verifiers| {
                verifiers.forfeit_receivable_io = add(verifiers.forfeit_receivable_io, amount)?;
                Ok(())
            })?;
        }
        Ok(of_operator)
    }
}

/// **Specification**
/// - Anyone may call it (I8), with the verdict's address, so that no verdict can be left out;
///   works while paused (I10).
/// - Operator right: what is held back stays earned, the bond pays the re-run. Operator wrong:
///   it goes back to the client with the bond, and the operator owes the same amount for the
///   re-run, out of its own bond in IO at the price it was locked at, and at most that bond:
///   it was locked until now, and is free from now on. No verdict posted before
///   the deadline: back to the client, with the bond, whoever calls when.
/// - What a verdict says about the operator is recorded at once; a result that it proves wrong
///   counts for staking, with the bond that stood behind it.
pub fn resolve(ctx: &mut Context<Resolve>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let (now, _) = clock()?;
    let epoch = accounts.config.epoch_at(now)?;
    let claim = &accounts.claim;
    let program = &accounts.config.verification_program;
    let found = foreign::verdict(&accounts.verdict, program, claim.address())?;
    // What says neither is none: refused, it would hold up the claim for ever (I8).
    let verdict = found.and_then(|verdict| {
        Some(Posted {
            said: Verdict::from_code(verdict.upheld).ok()?,
            at: verdict.posted_at,
        })
    });
    let dispute = claim.dispute.into();
    accept!(let state = accounts.job.state());
    accept!(let record = claim.record());
    accept!(let outcome = record.resolve(state, &dispute, verdict, now));
    let charged = hiring::charge_floor(claim.bond, outcome.operator_owes, claim.bond_worth);
    let bonds_before = accounts.shard.dispute_bonds;

    accounts.claim.set_record(&outcome.claim_after);
    accounts.job.set_state(&outcome.job_after);
    accounts.book_bond(outcome)?;
    let [bond_released, forfeited_after, locked_bond_after] =
        accounts.charge(charged, outcome.slashable)?;
    if let Some(good_bps) = outcome.operator_good_bps {
        let (job, claim) = (&accounts.job, &accounts.claim);
        with_participant(&accounts.operator, &claim.operator, |operator| {
            outcomes::record_verdict(operator, job, claim, epoch, good_bps)
        })?;
    }
    emit(&Resolved {
        job: accounts.claim.job,
        claim: *accounts.claim.address(),
        stays_earned: outcome.stays_earned,
        refunded: outcome.refunded,
        bond_to_client: outcome.bond_to_client,
        bond_to_verifiers: outcome.bond_to_verifiers,
        charged_io: charged,
        forfeited_after,
        bonds_before,
        bonds_after: accounts.shard.dispute_bonds,
        bond_released,
        locked_bond_after,
        proved_wrong: u8::from(outcome.slashable),
        reserved: [0; 7],
    });
    Ok(())
}
