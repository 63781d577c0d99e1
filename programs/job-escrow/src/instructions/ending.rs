//! What every end of a claim does, whoever brings it about.

use anchor_lang::prelude::*;
use ionet_core::{
    hiring,
    job::{EndOutcome, EndReason},
};
use ionet_program_common::accounts::Own;

use crate::{
    error::EscrowError,
    events::{ClaimEnded, emit},
    state::{Claim, Job, Participant},
};

/// Stores the end of a claim in claim and job, and frees capacity and bond. `slot` is the
/// chain's.
pub(super) fn apply(
    end: &EndOutcome,
    slot: u64,
    job: &mut Own<Job>,
    claim: &mut Own<Claim>,
    operator: &mut Participant,
) -> Result<()> {
    claim.set_record(&end.claim_after);
    job.set_state(&end.job_after);
    free(job.filters.class, slot, claim, operator)?;
    emit(&ClaimEnded {
        claim: *claim.address(),
        job: *job.address(),
        operator: claim.operator,
        reason: end.reason.map_or(0, EndReason::code),
        ended_at: end.at,
        gross: end.gross,
        result_hash: claim.result_hash,
        bond: claim.bond,
        locked_bond_after: operator.locked_bond,
        reserved: [0; 7],
    });
    Ok(())
}

fn free(class: u16, slot: u64, claim: &Claim, operator: &mut Participant) -> Result<()> {
    let hired = accept!(operator.hired_gpus().release(class, claim.gpus));
    let bond = accept!(hiring::release_bond(operator.locked_bond, claim.bond));
    operator.set_hired_gpus(&hired);
    operator.locked_bond = bond.locked_after;
    operator.open_claims = operator
        .open_claims
        .checked_sub(1)
        .ok_or(EscrowError::Overflow)?;
    operator.idle_since_slot = slot;
    Ok(())
}
