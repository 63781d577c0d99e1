//! The operator's sign of life, which is also what is billed.

use anchor_lang::{address_eq, prelude::*};
use ionet_program_common::accounts::Own;

use super::clock;
use crate::{
    error::EscrowError,
    events::{Heartbeat as HeartbeatEvent, emit},
    foreign,
    state::{Claim, Job},
};

/// Accounts of [`heartbeat`].
#[derive(Accounts)]
pub struct Heartbeat {
    /// Key of the claim's lead device.
    pub device_key: Signer,
    /// The lead device in registry.
    #[account(address = claim.lead_device @ EscrowError::NotLeadDevice)]
    pub device: UncheckedAccount,
    /// The job.
    pub job: Own<Job>,
    /// The claim.
    #[account(
        mut,
        constraint = address_eq(&claim.job, job.address()) @ EscrowError::ClaimOfOtherJob
    )]
    pub claim: Own<Claim>,
}

/// **Specification**
/// - Only the key of the claim's lead device, at most every 15 minutes.
/// - Covers the time since the last heartbeat, when that is at most 30 minutes ago, with the
///   smaller of the two numbers of GPUs alive, up to the end of the claim's time.
/// - A last one is accepted up to 15 minutes after that end, so that a cancel between two
///   heartbeats saves a client nothing.
pub fn heartbeat(ctx: &mut Context<Heartbeat>, alive: u32) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let (now, slot) = clock()?;
    foreign::check_device_key(
        &accounts.device,
        accounts.device_key.address(),
        &accounts.claim.operator,
    )?;
    accept!(let job = accounts.job.state());
    accept!(let record = accounts.claim.record());
    let claim = &mut accounts.claim;
    let charge_before = claim.newest.charge;
    accept!(let after = record.heartbeat(job, alive, now, slot));

    claim.set_record(after);
    emit(&HeartbeatEvent {
        claim: *claim.address(),
        alive,
        charge_before,
        charge_after: claim.newest.charge,
        covered_until: claim.newest.at,
        reserved: [0; 4],
    });
    Ok(())
}
