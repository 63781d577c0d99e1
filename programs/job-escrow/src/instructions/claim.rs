//! An operator takes slots of a job.

use anchor_lang::prelude::*;
use ionet_core::{
    hiring, race, referral, reputation,
    settlement::{self, ClaimChoices},
    time::EPOCH_SECONDS,
};
use ionet_program_common::{
    accounts::{Known, Own},
    handover::NOBODY,
};
use ionet_staking_interface as staking;
use ionet_verification_interface as verification;

use super::{clock, hash_parts};
use crate::{
    constants::CLAIM_VERSION,
    error::EscrowError,
    events::{Claimed, emit},
    foreign,
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

/// What eligibility is judged by.
struct Candidate {
    operator: foreign::Operator,
    active_since: i64,
    stake: staking::ParticipantStake,
    verified: u32,
    now: i64,
    slot: u64,
    epoch: u64,
}

impl ClaimSlots {
    /// Reads everybody's accounts and checks that job, operator and device suit each other.
    fn candidate(&self, now: i64, slot: u64) -> Result<Candidate> {
        let (config, job) = (&self.config, &self.job);
        let owner = &self.participant.owner;
        let operator = foreign::operator(&self.operator, owner, now)?;
        let device = foreign::device(&self.device, self.device_key.address(), owner)?;
        let epoch = config.epoch_at(now)?;
        let filters = job.filters.to_core(job.mint_index);
        let traits = hiring::OperatorTraits {
            reputation: self.reputation(epoch),
            ..operator.traits
        };
        accept!(let state = job.state());
        let seconds = u32::try_from(state.hire.seconds()).unwrap_or(u32::MAX);
        accept!(filters.check_operator(&traits, seconds, job.client_reputation));
        accept!(filters.check_device(&device.traits));
        let stake = accept!(staking::read(&self.stake, &config.staking_program, owner));
        let capacity =
            verification::read_capacity(&self.capacity, &config.verification_program, owner)
                .map_err(EscrowError::verification(EscrowError::WrongCapacity))?;
        accept!(hiring::check_root_age(capacity.root_epoch, epoch));
        Ok(Candidate {
            active_since: operator.active_since.max(device.active_since),
            operator,
            stake,
            verified: capacity.gpus(job.filters.class),
            now,
            slot,
            epoch,
        })
    }

    fn reputation(&self, epoch: u64) -> u16 {
        self.participant.operator_outcomes.score_before(epoch)
    }

    /// Whether it is this operator's turn: the race, and the wait of a scarce class.
    fn check_turn(&self, candidate: &Candidate, gpus: u32) -> Result<()> {
        let (config, job) = (&self.config, &self.job);
        require!(job.sealed == 1, EscrowError::NotSealed);
        let waiting = race::WaitingJob {
            utilisation_bps: job.utilisation_bps,
            client_stake: job.client_stake,
            open_slot: job.open_slot,
            idle_since_slot: self.participant.idle_since_slot,
        };
        let elapsed = accept!(
            config
                .parameters
                .priority()
                .elapsed(&waiting, candidate.slot)
        );
        if race::race_time(elapsed).is_none() {
            return Ok(());
        }
        let posted = config.epoch_at(job.posted_at)?;
        let idle = self
            .participant
            .hired_gpus()
            .idle(job.filters.class, candidate.verified);
        let factor = reputation::race_factor_bps(self.reputation(candidate.epoch));
        let weight = accept!(config.parameters.weights().weight(
            candidate.stake.active_at(posted),
            idle,
            factor
        ));
        let operator = self.operator.address().as_array();
        let draw = hash_parts(race::draw_preimage(&job.seed, operator))?;
        let entrant = race::Entrant {
            weight,
            active_since: candidate.active_since,
            draw: race::Draw::from_hash(draw),
        };
        let since_zero = i64::try_from(posted)
            .ok()
            .and_then(|epoch| epoch.checked_mul(EPOCH_SECONDS))
            .ok_or(EscrowError::Overflow)?;
        let race = job.race(config.epoch_zero.saturating_add(since_zero));
        accept!(race.check_claim(&entrant, elapsed, gpus));
        Ok(())
    }

    /// Takes capacity and bond out of what the operator has free.
    /// The bond and what it is worth.
    fn reserve(&mut self, candidate: &Candidate, gpus: u32) -> Result<(u64, u64)> {
        let config = &self.config;
        let price = accept!(foreign::price(
            &self.price,
            &config.price_program,
            &config.io_feed_id,
            config.parameters.price_rules(),
            candidate.now,
        ));
        accept!(let state = self.job.state());
        let rate = state.hire.highest_rate();
        let hour = accept!(hiring::hour_gross(rate, gpus));
        let needed = accept!(price.lower_bound.micro_dollars_to_io_ceil(hour));
        let class = self.job.filters.class;
        let participant = &mut self.participant;
        let hired = accept!(
            participant
                .hired_gpus()
                .take(class, gpus, candidate.verified)
        );
        let own = candidate.stake.self_stake;
        let bond = accept!(hiring::lock_bond(
            hiring::stake_after_forfeits(own, participant.forfeited_io),
            participant.locked_bond,
            needed
        ));
        participant.set_hired_gpus(&hired);
        participant.locked_bond = bond.locked_after;
        participant.open_claims = participant
            .open_claims
            .checked_add(1)
            .ok_or(EscrowError::Overflow)?;
        Ok((bond.amount, hour))
    }

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
/// - One claim per operator and job; the split is fixed for its whole life.
pub fn claim(ctx: &mut Context<ClaimSlots>, gpus: u32, max_seconds: u32) -> Result<()> {
    let bump = ctx.bumps.claim;
    let accounts = &mut ctx.accounts;
    let (now, slot) = clock()?;
    let candidate = accounts.candidate(now, slot)?;
    let paused = accounts.config.pause_state().is_paused(now);
    let accepted = max_seconds.min(candidate.operator.traits.max_seconds);
    accept!(let state = accounts.job.state());
    accept!(let taken = state.take(gpus, accepted, paused, now));
    accounts.check_turn(&candidate, gpus)?;
    let (terms, operator_referrer) = accounts.terms(&candidate)?;
    let (bond, bond_worth) = accounts.reserve(&candidate, gpus)?;

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
    claim.bond = bond;
    claim.bond_worth = bond_worth;
    claim.set_record(&taken.claim);
    emit(&Claimed {
        claim: *claim.address(),
        job: claim.job,
        operator: claim.operator,
        device: claim.lead_device,
        gpus,
        free_slots_before: taken.free_before,
        free_slots_after: taken.free_after,
        bond,
        locked_bond_after: accounts.participant.locked_bond,
        reserved: [0; 4],
    });
    Ok(())
}
