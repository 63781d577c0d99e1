//! Jobs and claims as the rules of `ionet_core` know them.

use anyhow::{Context as _, Result};
use ionet_client::generated::job_escrow::{
    accounts::{Claim, Job},
    types,
};
use ionet_core::{
    job::{
        ClaimRecord, ClaimState, Dispute, EndReason, Entitlement, JobEnd, JobState, PartialFill,
        Tally, Verification,
    },
    settlement::{Checkpoint, EarnableBound, Hire, Meter, Window},
};

/// What accounts that this version does not know are called.
const UNKNOWN: &str = "the account was written by a newer version of the program: update ionet";

/// A job's progress.
pub fn state(job: &Job) -> Result<JobState> {
    Ok(JobState {
        gpus: job.gpus,
        granule: job.granule,
        verification: Verification::from_parts(job.verification, job.replicas).context(UNKNOWN)?,
        deterministic: job.deterministic == 1,
        partial_fill: PartialFill::from_code(job.partial_fill).context(UNKNOWN)?,
        start_seconds: job.start_seconds,
        claim_deadline: job.claim_deadline,
        slots: job.slots,
        slots_claimed: job.slots_claimed,
        slots_finished: job.slots_finished,
        claims_open: job.claims_open,
        filled_at: job.filled_at,
        last_ended_at: job.last_ended_at,
        end: JobEnd::from_code(job.end).context(UNKNOWN)?,
        ended_at: job.ended_at,
        hire: hire(job),
        bound: bound(&job.bound),
        deposit: job.deposit,
        refunded: job.refunded,
    })
}

/// A claim's state, times and meter.
pub fn record(claim: &Claim) -> Result<ClaimRecord> {
    Ok(ClaimRecord {
        state: ClaimState::from_code(claim.state).context(UNKNOWN)?,
        reason: EndReason::from_code(claim.end_reason).context(UNKNOWN)?,
        entitlement: Entitlement::from_code(claim.entitlement).context(UNKNOWN)?,
        gpus_started: claim.gpus_started,
        granted_at: claim.granted_at,
        heartbeat_slot: claim.heartbeat_slot,
        recorded_at: claim.recorded_at,
        meter: Meter {
            gpus: claim.gpus,
            alive: claim.alive,
            start_by: claim.start_by,
            accepted_seconds: claim.accepted_seconds,
            started_at: claim.started_at,
            ended_at: claim.ended_at,
            newest: checkpoint(&claim.newest),
            older: claim.older.each_ref().map(checkpoint),
        },
    })
}

/// The results of a job's replicas.
pub fn tally(job: &Job) -> Tally {
    Tally {
        results: job.tally.results,
        votes: job.tally.votes,
    }
}

/// The dispute of a claim, where there was one.
pub fn dispute(claim: &Claim) -> Option<Dispute> {
    let types::Dispute {
        opened_at,
        deadline,
        bond,
    } = claim.dispute;
    (opened_at > 0).then_some(Dispute {
        opened_at,
        deadline,
        bond,
    })
}

fn hire(job: &Job) -> Hire {
    let cancelled = job.end == JobEnd::Cancelled.code();
    Hire {
        windows: job.windows.each_ref().map(|window| Window {
            seconds: window.seconds,
            rate: window.rate,
        }),
        cancelled_at: cancelled.then_some(job.ended_at),
    }
}

fn bound(bound: &types::EarnableBound) -> EarnableBound {
    let types::EarnableBound {
        ended_gross,
        waiting_gpus,
        running_gpus,
        running_gpu_seconds,
        counted_until,
        last_started_at,
    } = *bound;
    EarnableBound {
        ended_gross,
        waiting_gpus,
        running_gpus,
        running_gpu_seconds,
        counted_until,
        last_started_at,
    }
}

fn checkpoint(point: &types::Checkpoint) -> Checkpoint {
    Checkpoint {
        at: point.at,
        charge: point.charge,
    }
}
