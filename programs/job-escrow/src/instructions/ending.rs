//! What every end of a claim does, whoever brings it about, and what frees its bond.

use anchor_lang::prelude::*;
use ionet_core::{
    hiring,
    job::{EndOutcome, EndReason},
};
use ionet_program_common::accounts::Own;

use crate::{
    error::EscrowError,
    events::{ClaimEnded, emit},
    state::{Claim, Job, Participant, add},
};

/// Stores the end of a claim in claim and job and frees its capacity, and its bond unless the
/// claim still answers for its work. `slot` is the chain's.
pub(super) fn apply(
    end: &EndOutcome,
    slot: u64,
    job: &mut Own<Job>,
    claim: &mut Own<Claim>,
    operator: &mut Participant,
) -> Result<()> {
    claim.set_record(&end.claim_after);
    claim.accepted_seconds = end.claim_after.meter.accepted_seconds;
    job.set_state(&end.job_after);
    free_capacity(job.filters.class, slot, claim, operator)?;
    let bond_released = if end.claim_after.locks_bond(&end.job_after) {
        0
    } else {
        release_bond(claim, operator)?
    };
    emit(&ClaimEnded {
        claim: *claim.address(),
        job: *job.address(),
        operator: claim.operator,
        reason: end.reason.map_or(0, EndReason::code),
        ended_at: end.at,
        gross: end.gross,
        result_hash: claim.result_hash,
        bond_released,
        locked_bond_after: operator.locked_bond,
        reserved: [0; 7],
    });
    Ok(())
}

/// Releases the bond of a claim that locks none any more: it says 0 from then on, so that
/// nothing is released twice. Returns what it was.
pub(super) fn release_bond(claim: &mut Claim, operator: &mut Participant) -> Result<u64> {
    let bond = accept!(hiring::release_bond(operator.locked_bond, claim.bond));
    operator.locked_bond = bond.locked_after;
    claim.bond = 0;
    Ok(bond.amount)
}

/// Ends what a claim answered for with a verdict, a tally or a deadline: releases its bond, and
/// counts a result that was proved wrong with the operator, for staking, since the claim's account
/// is closed some day. Returns the bond.
pub(super) fn conclude(
    claim: &mut Claim,
    operator: &mut Participant,
    proved_wrong: bool,
) -> Result<u64> {
    let bond = release_bond(claim, operator)?;
    claim.proved_wrong = u8::from(proved_wrong);
    if proved_wrong {
        operator.proved_wrong = add(operator.proved_wrong, 1)?;
        operator.proved_wrong_bond = add(operator.proved_wrong_bond, bond)?;
    }
    Ok(bond)
}

fn free_capacity(class: u16, slot: u64, claim: &Claim, operator: &mut Participant) -> Result<()> {
    let hired = accept!(operator.hired_gpus().release(class, claim.gpus));
    operator.set_hired_gpus(&hired);
    operator.open_claims = operator
        .open_claims
        .checked_sub(1)
        .ok_or(EscrowError::Overflow)?;
    operator.idle_since_slot = slot;
    Ok(())
}
