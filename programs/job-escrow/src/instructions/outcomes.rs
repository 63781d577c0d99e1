//! What the end of a claim says about operator and client.

use anchor_lang::prelude::*;
use ionet_core::{
    job::{EndReason, JobState, operator_good_bps},
    reputation::{counterparty_tag, record_outcome},
    settlement::{Hire, SplitTerms, gross_floor},
};

use crate::{
    error::EscrowError,
    state::{Claim, OutcomeLedger},
};

/// An outcome to record: its weight in micro-dollars, and how much of it is good.
#[derive(Clone, Copy)]
pub(super) struct Outcome {
    pub weight: u64,
    pub good_bps: u16,
}

/// Records `outcome` with `counterparty` in a ledger.
pub(super) fn record(
    ledger: &mut OutcomeLedger,
    epoch: u64,
    counterparty: &Address,
    outcome: Outcome,
) {
    let tag = counterparty_tag(counterparty.as_array());
    let recorded = record_outcome(
        &(*ledger).into(),
        epoch,
        tag,
        outcome.weight,
        outcome.good_bps,
    );
    *ledger = recorded.ledger_after.into();
}

/// What the network keeps of the fee on `gross`: referrals and discount are off.
pub(super) fn retained(terms: &SplitTerms, gross: u64) -> Result<u64> {
    let split = terms.split(gross).map_err(EscrowError::from)?;
    Ok(split
        .treasury
        .checked_add(split.verifiers)
        .ok_or(EscrowError::Overflow)?)
}

/// The operator's outcome of a settled claim that nobody disputed; none when its end says
/// nothing. A failed claim weighs what it would have left, since it leaves nothing.
pub(super) fn of_operator(
    claim: &Claim,
    job: &JobState,
    hire: &Hire,
    gross: u64,
) -> Result<Option<Outcome>> {
    let Some(reason) = EndReason::from_code(claim.end_reason).map_err(EscrowError::from)? else {
        return Ok(None);
    };
    let terms = claim.terms.into();
    let promised = promised_gross(claim, job, hire)?;
    let Some(good_bps) = operator_good_bps(reason, gross, promised) else {
        return Ok(None);
    };
    let failed = matches!(reason, EndReason::Reaped | EndReason::Expired);
    let weight = retained(&terms, if failed { promised } else { gross })?;
    Ok(Some(Outcome { weight, good_bps }))
}

/// What the claim would have grossed, had it served to its end.
pub(super) fn promised_gross(claim: &Claim, job: &JobState, hire: &Hire) -> Result<u64> {
    let seconds = u64::from(job.seconds.min(claim.max_seconds));
    let charge = hire
        .charge(0, seconds)
        .map_err(EscrowError::from)?
        .checked_mul(u64::from(claim.gpus))
        .ok_or(EscrowError::Overflow)?;
    Ok(gross_floor(charge))
}
