//! An operator takes slots of a job.

use anchor_lang::prelude::*;
use ionet_core::{
    referral,
    settlement::{self, ClaimChoices},
};
use ionet_program_common::{
    accounts::{Known, Own},
    handover::NOBODY,
};
use ionet_staking_interface as staking;

use super::{
    clock,
    hiring::{Applicant, Candidate},
};
use crate::{
    constants::CLAIM_VERSION,
    error::EscrowError,
    events::{Claimed, emit},
    state::{Claim, EscrowConfig, Job, Participant},
};

/// Accounts of [`claim`].
#[derive(Accounts)]
pub struct ClaimSlots {
    /// Key of the device that will report for all hosts; pays the claim's rent.
    #[account(mut)]
    pub device_key: Signer,
    /// The program's config.
    #[account(seeds = [b"escrow"], bump)]
    pub config: Own<EscrowConfig>,
    /// The job.
    #[account(mut)]
    pub job: Own<Job>,
    /// The operator's record.
    #[account(mut)]
    pub participant: Own<Participant>,
    /// The claim to create: seeds `claim`, the job, the operator's wallet.
    #[account(
        init,
        payer = device_key,
        seeds = [b"claim", job, participant.owner.as_ref()],
        bump
    )]
    pub claim: Own<Claim>,
    /// The operator's account in registry.
    pub operator: UncheckedAccount,
    /// The device's account in registry.
    pub device: UncheckedAccount,
    /// The operator's stake.
    pub stake: UncheckedAccount,
    /// The operator's verified capacity.
    pub capacity: UncheckedAccount,
    /// A price account of IO.
    pub price: UncheckedAccount,
    /// Stake of the operator's referrer; without it the referrer is not paid.
    pub referrer_stake: Option<UncheckedAccount>,
    /// The system program.
    pub system_program: Known<System>,
}

impl ClaimSlots {
    /// The split for the whole life of the claim, and the operator's referrer if one is paid.
    fn terms(&self, candidate: &Candidate) -> Result<(settlement::SplitTerms, Address)> {
        let (config, job) = (&self.config, &self.job);
        let operator = &candidate.operator;
        let referrer = match &self.referrer_stake {
            Some(account) => {
                let stake = accept!(staking::read(
                    account,
                    &config.staking_program,
                    &operator.referrer
                ));
                let active = stake.active_at(candidate.epoch);
                let due = referral::check_due(operator.registered_at, candidate.now, active);
                if due.is_ok() {
                    operator.referrer
                } else {
                    NOBODY
                }
            }
            None => NOBODY,
        };
        let parameters = config.parameters.settlement();
        let terms = accept!(parameters.terms(&ClaimChoices {
            discount_bps: job.discount_bps.min(parameters.max_discount_bps),
            client_referrer: job.client_referrer != NOBODY,
            operator_referrer: referrer != NOBODY,
            usd_bps: operator.usd_bps,
            staker_bps: operator.staker_bps,
            pool_has_stakers: !candidate.stake.is_pool_empty(),
        }));
        Ok((terms, referrer))
    }
}

/// **Specification**
/// - Signed by the key of a device of the operator; not while paused (I10). It can bind the
///   operator to nothing but the terms that its owner set in registry (I9).
/// - Job, operator and device suit each other; the job is sealed and it is the operator's
///   turn: the race for 40 slots after the opening, then anybody.
/// - At most what is verified and not hired, from a root of the last 24 epochs (I12).
/// - Locks self-stake worth an hour of the gross at the lower bound of the IO price; what was
///   ever forfeited is no self-stake.
/// - One claim per operator and job, which `enlarge` makes larger; the split is fixed for its
///   whole life.
pub fn claim(ctx: &mut Context<ClaimSlots>, gpus: u32, max_seconds: u32) -> Result<()> {
    let bump = ctx.bumps.claim;
    let accounts = &mut ctx.accounts;
    let (now, slot) = clock()?;
    let mut applicant = Applicant {
        config: &accounts.config,
        job: &accounts.job,
        participant: &mut accounts.participant,
        device_key: accounts.device_key.address(),
        operator: &accounts.operator,
        device: &accounts.device,
        stake: &accounts.stake,
        capacity: &accounts.capacity,
        price: &accounts.price,
    };
    let candidate = applicant.candidate(now, slot)?;
    let paused = applicant.config.pause_state().is_paused(now);
    let accepted = max_seconds.min(candidate.operator.traits.max_seconds);
    accept!(let state = applicant.job.state());
    accept!(let taken = state.take(gpus, accepted, paused, now));
    applicant.check_turn(&candidate, 0, gpus)?;
    let bond = applicant.reserve(&candidate, gpus)?;
    let (terms, operator_referrer) = accounts.terms(&candidate)?;

    accounts.participant.open_claims = accounts
        .participant
        .open_claims
        .checked_add(1)
        .ok_or(EscrowError::Overflow)?;
    accounts.job.set_state(&taken.job_after);
    let claim = &mut accounts.claim;
    claim.version = CLAIM_VERSION;
    claim.bump = bump;
    claim.job = *accounts.job.address();
    claim.operator = accounts.participant.owner;
    claim.payer = *accounts.device_key.address();
    claim.lead_device = *accounts.device.address();
    claim.client_referrer = accounts.job.client_referrer;
    claim.operator_referrer = operator_referrer;
    claim.terms = terms.into();
    claim.gpus = gpus;
    claim.accepted_seconds = u64::from(accepted);
    claim.granted_at = now;
    claim.bond = bond.amount;
    claim.bond_worth = bond.worth;
    claim.set_record(&taken.claim);
    emit(&Claimed {
        claim: *claim.address(),
        job: claim.job,
        operator: claim.operator,
        device: claim.lead_device,
        gpus,
        free_slots_before: taken.free_before,
        free_slots_after: taken.free_after,
        bond: claim.bond,
        locked_bond_after: accounts.participant.locked_bond,
        reserved: [0; 4],
    });
    Ok(())
}
