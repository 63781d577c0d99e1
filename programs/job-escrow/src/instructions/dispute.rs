//! The client disputes what is held back of a claim.

use anchor_lang::{address_eq, prelude::*};
use ionet_program_common::accounts::{Known, Own};
use ionet_token_cpi as token_cpi;

use super::clock;
use crate::{
    error::EscrowError,
    events::{Disputed, emit},
    state::{Claim, Dispute, Job, Shard, add},
};

/// Accounts of [`dispute`].
#[derive(Accounts)]
pub struct OpenDispute {
    /// The job's client, who puts the bond down.
    #[account(constraint = address_eq(client.address(), &job.client) @ EscrowError::NotClient)]
    pub client: Signer,
    /// The job.
    pub job: Own<Job>,
    /// The claim.
    #[account(
        mut,
        constraint = address_eq(&claim.job, job.address()) @ EscrowError::ClaimOfOtherJob
    )]
    pub claim: Own<Claim>,
    /// The job's shard.
    #[account(
        mut,
        constraint = shard.shard == job.shard && shard.mint_index == job.mint_index
            @ EscrowError::WrongShard
    )]
    pub shard: Own<Shard>,
    /// The shard's token account.
    #[account(mut, address = shard.vault @ EscrowError::WrongShardVault)]
    pub shard_vault: UncheckedAccount,
    /// The client's token account that pays the bond; the token program checks it.
    #[account(mut)]
    pub source: UncheckedAccount,
    /// The classic SPL Token program.
    pub token_program: Known<Token>,
}

/// **Specification**
/// - Only the client, within 15 minutes after the end was recorded, of a claim of a
///   deterministic job that is not replicated; works while paused (I10).
/// - Holds back what was held back at the end, until a verdict or the deadline; what had
///   matured is the operator's whatever comes.
/// - The bond, 5 % of what is disputed and at least $1, moves to the shard's vault and is
///   booked to nobody until the dispute ends.
pub fn dispute(ctx: &mut Context<OpenDispute>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let (now, _) = clock()?;
    let claim = &mut accounts.claim;
    accept!(let state = accounts.job.state());
    accept!(let record = claim.record());
    accept!(let opened = record.dispute(state, now));
    let dispute = Dispute::from(opened.dispute);

    claim.set_record(&opened.claim_after);
    claim.dispute = dispute;
    let shard = &mut accounts.shard;
    shard.dispute_bonds = add(shard.dispute_bonds, dispute.bond)?;

    token_cpi::transfer(
        accounts.source.account(),
        accounts.shard_vault.account(),
        accounts.client.account(),
        dispute.bond,
        &[],
    );

    emit(&Disputed {
        job: accounts.claim.job,
        claim: *accounts.claim.address(),
        disputed: opened.disputed,
        bond: dispute.bond,
        bonds_after: accounts.shard.dispute_bonds,
        deadline: dispute.deadline,
    });
    Ok(())
}
