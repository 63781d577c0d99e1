//! Who may take slots, when, and what that locks: the same for a new claim and for more slots of
//! one.

use anchor_lang::prelude::*;
use ionet_core::{hiring, race, reputation, time::EPOCH_SECONDS};
use ionet_staking_interface as staking;
use ionet_verification_interface as verification;

use super::hash_parts;
use crate::{
    error::EscrowError,
    foreign,
    state::{EscrowConfig, Job, Participant},
};

/// Whose accounts are read, for which job.
pub(super) struct Applicant<'a> {
    pub config: &'a EscrowConfig,
    pub job: &'a Job,
    pub participant: &'a mut Participant,
    pub device_key: &'a Address,
    pub operator: &'a AccountView,
    pub device: &'a AccountView,
    pub stake: &'a AccountView,
    pub capacity: &'a AccountView,
    pub price: &'a AccountView,
}

/// What eligibility is judged by.
pub(super) struct Candidate {
    pub operator: foreign::Operator,
    pub active_since: i64,
    pub stake: staking::ParticipantStake,
    pub verified: u32,
    pub now: i64,
    pub slot: u64,
    pub epoch: u64,
}

/// Self-stake that slots lock.
pub(super) struct Bond {
    /// Base units of IO.
    pub amount: u64,
    /// What they are worth now, micro-dollars.
    pub worth: u64,
}

impl Applicant<'_> {
    /// Reads everybody's accounts and checks that job, operator and device suit each other.
    #[inline(never)]
    pub fn candidate(&self, now: i64, slot: u64) -> Result<Candidate> {
        let (config, job) = (self.config, self.job);
        let owner = &self.participant.owner;
        let operator = foreign::operator(self.operator, owner, now)?;
        let device = foreign::device(self.device, self.device_key, owner)?;
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
        let stake = accept!(staking::read(self.stake, &config.staking_program, owner));
        let capacity =
            verification::read_capacity(self.capacity, &config.verification_program, owner)
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

    /// Whether it is this operator's turn to hold `gpus` slots in all, `held` of which it holds:
    /// the race, and the wait of a scarce class.
    #[inline(never)]
    pub fn check_turn(&self, candidate: &Candidate, held: u32, gpus: u32) -> Result<()> {
        let (config, job) = (self.config, self.job);
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
        let idle = self.participant.hired_gpus().not_hired_elsewhere(
            job.filters.class,
            held,
            candidate.verified,
        );
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

    /// Takes capacity and bond for `gpus` slots out of what the operator has free.
    #[inline(never)]
    pub fn reserve(&mut self, candidate: &Candidate, gpus: u32) -> Result<Bond> {
        let config = self.config;
        let price = accept!(foreign::price(
            self.price,
            &config.price_program,
            &config.io_feed_id,
            config.parameters.price_rules(),
            candidate.now,
        ));
        accept!(let state = self.job.state());
        let rate = state.hire.highest_rate();
        let worth = accept!(hiring::hour_gross(rate, gpus));
        let needed = accept!(price.lower_bound.micro_dollars_to_io_ceil(worth));
        let class = self.job.filters.class;
        let participant = &mut *self.participant;
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
        Ok(Bond {
            amount: bond.amount,
            worth,
        })
    }
}
