//! Jobs and claims.

use ionet_core::{
    hiring::JobFilters,
    job::{
        ClaimRecord, ClaimState, Dispute, EndReason, Entitlement, JobEnd, JobState, PartialFill,
        Posted, Tally, Verification,
    },
    race::{Race, WaitingJob},
    settlement::{Checkpoint, EarnableBound, Hire, Meter, SplitTerms, Window},
};

use super::Newer;
use crate::generated::{
    job_escrow::{
        accounts::{Claim, Job},
        types,
    },
    local_stand_in::accounts::Verdict,
};

const NEWER_JOB: Newer = Newer { kind: "Job" };

/// A job's progress.
///
/// # Errors
/// [`Newer`].
pub fn job_state(job: &Job) -> Result<JobState, Newer> {
    Ok(JobState {
        gpus: job.gpus,
        granule: job.granule,
        verification: Verification::from_parts(job.verification, job.replicas)
            .map_err(|_| NEWER_JOB)?,
        deterministic: job.deterministic == 1,
        partial_fill: PartialFill::from_code(job.partial_fill).map_err(|_| NEWER_JOB)?,
        start_seconds: job.start_seconds,
        claim_deadline: job.claim_deadline,
        slots: job.slots,
        slots_claimed: job.slots_claimed,
        slots_finished: job.slots_finished,
        claims_open: job.claims_open,
        filled_at: job.filled_at,
        last_ended_at: job.last_ended_at,
        end: JobEnd::from_code(job.end).map_err(|_| NEWER_JOB)?,
        ended_at: job.ended_at,
        hire: hire(job),
        bound: bound(&job.bound),
        deposit: job.deposit,
        refunded: job.refunded,
    })
}

/// A claim's state, times and meter.
///
/// # Errors
/// [`Newer`].
pub fn claim_record(claim: &Claim) -> Result<ClaimRecord, Newer> {
    let newer = |_| Newer { kind: "Claim" };
    Ok(ClaimRecord {
        state: ClaimState::from_code(claim.state).map_err(newer)?,
        reason: EndReason::from_code(claim.end_reason).map_err(newer)?,
        entitlement: Entitlement::from_code(claim.entitlement).map_err(newer)?,
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

/// The result of verifiers who ran a replicated job again, and when they posted it.
pub fn rerun(verdict: &Verdict) -> Posted<[u8; 32]> {
    Posted {
        said: verdict.result_hash,
        at: verdict.posted_at,
    }
}

/// How a claim's gross is split.
pub fn split_terms(claim: &Claim) -> SplitTerms {
    let types::SplitTerms {
        fee_bps,
        discount_bps,
        client_referral_bps,
        operator_referral_bps,
        verifier_bps,
        staker_bps,
        usd_bps,
        reserved: _,
    } = claim.terms;
    SplitTerms {
        fee_bps,
        discount_bps,
        client_referral_bps,
        operator_referral_bps,
        verifier_bps,
        staker_bps,
        usd_bps,
    }
}

/// What a job asks of operators and devices.
pub fn filters(job: &Job) -> JobFilters {
    let filters = &job.filters;
    JobFilters {
        class: filters.class,
        mint_index: job.mint_index,
        min_vram_mib: filters.min_vram_mib,
        region: filters.region,
        min_connectivity: filters.min_connectivity,
        min_latency: filters.min_latency,
        min_security: filters.min_security,
        purposes: filters.purposes,
        min_operator_reputation: filters.min_operator_reputation,
    }
}

/// The race for a job; `posting_epoch_start` is when the epoch of its posting began, unix seconds.
pub fn race(job: &Job, posting_epoch_start: i64) -> Race {
    Race {
        slots: job.slots,
        class_weight: job.class_weight,
        posting_epoch_start,
    }
}

/// What the wait of an operator that was last busy in `idle_since_slot` depends on.
pub fn waiting(job: &Job, idle_since_slot: u64) -> WaitingJob {
    WaitingJob {
        utilisation_bps: job.utilisation_bps,
        client_stake: job.client_stake,
        open_slot: job.open_slot,
        idle_since_slot,
    }
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
