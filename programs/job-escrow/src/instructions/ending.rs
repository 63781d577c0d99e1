//! What every end of a claim does, whoever brings it about.

use anchor_lang::prelude::*;
use ionet_core::{
    hiring,
    job::{ClaimEnd, EndReason, JobState, MeterEnd},
    settlement::{self, gross_floor},
};

use crate::{
    error::EscrowError,
    events::ClaimEnded,
    state::{Claim, Job, Participant},
};

/// The end of a claim, as the rules decided it.
pub(super) struct Ending {
    /// Which end, and when.
    pub end: ClaimEnd,
    /// The job before.
    pub job: JobState,
    /// GPUs alive at the end.
    pub alive: u32,
    /// The chain's time, unix seconds.
    pub now: i64,
    /// The chain's slot.
    pub slot: u64,
}

impl Ending {
    /// Stops the meter, counts the end in job and bound, and frees capacity and bond.
    pub(super) fn apply(
        &self,
        job: &mut Account<Job>,
        claim: &mut Account<Claim>,
        operator: &mut Participant,
    ) -> Result<()> {
        let hire = job.hire();
        let meter = self.stop_meter(claim, &hire)?;
        let bound = settlement::EarnableBound::from(job.bound)
            .end(&meter, self.now, &hire)
            .map_err(EscrowError::from)?;
        let gross = gross_floor(meter.newest.charge);

        claim.set_record(&self.end.claim_after);
        claim.set_meter(&meter);
        job.bound = bound.into();
        self.count_in_job(job, claim, gross)?;
        self.free(job.filters.class, claim, operator)?;
        emit!(ClaimEnded {
            claim: *claim.address(),
            job: *job.address(),
            operator: claim.operator,
            reason: self.end.reason.map_or(0, EndReason::code),
            ended_at: claim.ended_at,
            gross,
            result_hash: claim.result_hash,
            locked_bond_after: operator.locked_bond,
        });
        Ok(())
    }

    fn stop_meter(&self, claim: &Claim, hire: &settlement::Hire) -> Result<settlement::Meter> {
        let meter = claim.meter(&self.job);
        let stopped = match self.end.meter {
            MeterEnd::Finish => meter.finish(self.now, self.alive, hire),
            MeterEnd::Close => meter.close(self.now, hire),
            MeterEnd::Abandon => meter.abandon(self.now, hire),
            MeterEnd::Stop => Ok(settlement::Meter {
                ended_at: self.end.at,
                ..meter
            }),
        };
        Ok(stopped.map_err(EscrowError::from)?)
    }

    /// A replica that committed still waits for its decision; the job ends only after that.
    fn count_in_job(&self, job: &mut Job, claim: &Claim, gross: u64) -> Result<()> {
        job.slots_done = job
            .slots_done
            .checked_add(claim.gpus)
            .ok_or(EscrowError::Overflow)?;
        if job.slots_done >= job.slots {
            job.all_done_at = self.now;
        }
        if self.end.reason.is_some() {
            let after = self
                .job
                .claim_ended(claim.gpus, gross)
                .map_err(EscrowError::from)?;
            job.set_state(&after);
        }
        Ok(())
    }

    fn free(&self, class: u16, claim: &Claim, operator: &mut Participant) -> Result<()> {
        let hired = operator
            .hired_gpus()
            .release(class, claim.gpus)
            .map_err(EscrowError::from)?;
        let bond = hiring::release_bond(operator.locked_bond, claim.bond)
            .map_err(EscrowError::from)?;
        operator.set_hired_gpus(&hired);
        operator.locked_bond = bond.locked_after;
        operator.open_claims = operator
            .open_claims
            .checked_sub(1)
            .ok_or(EscrowError::Overflow)?;
        operator.idle_since_slot = self.slot;
        Ok(())
    }
}
