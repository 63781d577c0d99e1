//! Jobs and claims as the tests begin with them.

use ionet_core::hiring::JobFilters;
use ionet_core::job::{ClaimRecord, EndOutcome, JobState, JobTerms, PartialFill, Verification};

pub const POSTED_AT: i64 = 1_800_000_000;
/// Micro-dollars per GPU-hour: $3.60, so that a GPU-second costs 1,000.
pub const RATE: u64 = 3_600_000;
/// What a GPU-second costs at [`RATE`], micro-dollars.
pub const SECOND: u64 = 1_000;
/// The slot of the chain in which everything starts.
pub const SLOT: u64 = 10_000;
pub const DEADLINE: i64 = POSTED_AT + 3_600;
pub const START_SECONDS: i64 = 1_200;
pub const SECONDS: i64 = 7_200;

/// Eight GPUs for two hours, in hosts of two; an hour to claim, 20 minutes to start.
pub const TERMS: JobTerms = JobTerms {
    gpus: 8,
    granule: 2,
    seconds: 7_200,
    claim_deadline: DEADLINE,
    start_seconds: 1_200,
    verification: Verification::None,
    deterministic: true,
    partial_fill: PartialFill::Keep,
    filters: JobFilters {
        class: 3,
        mint_index: 0,
        min_vram_mib: 0,
        region: 0,
        min_connectivity: 0,
        min_latency: 0,
        min_security: 0,
        purposes: 0,
        min_operator_reputation: 0,
    },
};

pub fn post(terms: JobTerms) -> JobState {
    JobState::post(&terms, RATE, POSTED_AT).unwrap()
}

pub fn with_fill(partial_fill: PartialFill) -> JobState {
    post(JobTerms {
        partial_fill,
        ..TERMS
    })
}

/// Three replicas of two GPUs.
pub fn replicated() -> JobState {
    post(JobTerms {
        gpus: 2,
        verification: Verification::Replicate { replicas: 3 },
        partial_fill: PartialFill::Fail,
        ..TERMS
    })
}

/// Takes slots for the job's seconds and an hour more.
pub fn take(job: &mut JobState, gpus: u32, now: i64) -> ClaimRecord {
    let seconds = u32::try_from(job.hire.seconds()).unwrap() + 3_600;
    let taken = job.take(gpus, seconds, false, now).unwrap();
    *job = taken.job_after;
    taken.claim
}

/// Starts all hosts of a claim as one.
pub fn start(job: &mut JobState, claim: &mut ClaimRecord, now: i64) {
    let gpus = claim.meter.gpus;
    let started = claim.start_host(job, gpus, now, slot_at(now)).unwrap();
    assert!(started.running);
    (*claim, *job) = (started.claim_after, started.job_after);
}

/// A job with all eight GPUs in one claim that runs since [`POSTED_AT`].
pub fn running() -> (JobState, ClaimRecord) {
    let mut job = post(TERMS);
    let mut claim = take(&mut job, 8, POSTED_AT);
    start(&mut job, &mut claim, POSTED_AT);
    (job, claim)
}

/// Heartbeats every 15 minutes until `until`.
pub fn beat(job: &JobState, claim: &mut ClaimRecord, until: i64) {
    let gpus = claim.meter.gpus;
    let mut at = claim.meter.newest.at + 900;
    while at <= until {
        *claim = claim.heartbeat(job, gpus, at, slot_at(at)).unwrap();
        at += 900;
    }
}

/// The slot of the chain at a time, 400 milliseconds each.
pub fn slot_at(now: i64) -> u64 {
    SLOT + u64::try_from(now - POSTED_AT).unwrap() * 5 / 2
}

/// Applies an end.
pub fn apply(end: &EndOutcome, job: &mut JobState, claim: &mut ClaimRecord) {
    (*claim, *job) = (end.claim_after, end.job_after);
}
