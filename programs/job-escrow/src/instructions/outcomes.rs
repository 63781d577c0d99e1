//! What the end of a claim says about operator and client.
//!
//! A claim that failed weighs the fee that it would have left with the network, since it leaves
//! less; one that did not, the fee it left.

use anchor_lang::prelude::*;
use ionet_core::{
    reputation::{counterparty_tag, record_outcome},
    settlement::{Hire, SplitTerms, gross_floor},
};

use crate::{
    error::EscrowError,
    state::{Claim, Job, OutcomeLedger, Participant, add},
};

/// Records an outcome with `counterparty`: its weight in micro-dollars, and the part of it
/// that is good, basis points.
pub(super) fn record(
    ledger: &mut OutcomeLedger,
    epoch: u64,
    counterparty: &Address,
    weight: u64,
    good_bps: u16,
) {
    let tag = counterparty_tag(counterparty.as_array());
    let recorded = record_outcome(&(*ledger).into(), epoch, tag, weight, good_bps);
    *ledger = recorded.ledger_after.into();
}

/// What the network keeps of the fee on `gross`: referrals and discount are off.
pub(super) fn retained(terms: &SplitTerms, gross: u64) -> Result<u64> {
    let split = accept!(terms.split(gross));
    add(split.treasury, split.verifiers)
}

/// What the network would have kept, had the claim served to its end.
pub(super) fn retained_of_promise(claim: &Claim, hire: &Hire) -> Result<u64> {
    let seconds = hire.seconds().min(claim.accepted_seconds);
    let charge = accept!(hire.charge(0, seconds))
        .checked_mul(u64::from(claim.gpus))
        .ok_or(EscrowError::Overflow)?;
    retained(&claim.terms.into(), gross_floor(charge))
}

/// Records what replicas or a re-run said about a claim: good by what it earned, bad by what it
/// had promised.
pub(super) fn record_verdict(
    operator: &mut Participant,
    job: &Job,
    claim: &Claim,
    epoch: u64,
    good_bps: u16,
) -> Result<()> {
    let weight = if good_bps == 0 {
        accept!(let state = job.state());
        retained_of_promise(claim, &state.hire)?
    } else {
        retained(&claim.terms.into(), gross_floor(claim.newest.charge))?
    };
    let ledger = &mut operator.operator_outcomes;
    record(ledger, epoch, &job.client, weight, good_bps);
    Ok(())
}
