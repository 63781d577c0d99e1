//! Taking slots, start windows, and when billing begins.

use ionet_core::job::{ClaimState, JobEnd, JobError, JobState, JobTerms, PartialFill, StartWindow};
use ionet_core::settlement::SettlementError;

use crate::job_fixtures::{
    DEADLINE, POSTED_AT, SLOT, START_SECONDS, TERMS, post, replicated, start, take, with_fill,
};

fn window(opens_at: i64) -> StartWindow {
    StartWindow {
        opens_at,
        deadline: opens_at + START_SECONDS,
    }
}

#[test]
fn slots_are_taken_in_whole_hosts_while_there_are_any() {
    let mut job = post(TERMS);
    for (gpus, error) in [
        (0, JobError::NotAGranule { granule: 2 }),
        (3, JobError::NotAGranule { granule: 2 }),
        (10, JobError::NotEnoughSlots { free: 8 }),
    ] {
        assert_eq!(job.take(gpus, 7_200, false, POSTED_AT), Err(error));
    }
    let taken = job.take(6, 7_200, false, POSTED_AT).unwrap();
    assert_eq!((taken.free_before, taken.free_after), (8, 2));
    assert_eq!(taken.claim.state, ClaimState::Claimed);
    assert_eq!(
        (taken.claim.meter.gpus, taken.claim.granted_at),
        (6, POSTED_AT)
    );
    job = taken.job_after;
    assert_eq!(
        (job.slots_claimed, job.claims_open, job.filled_at),
        (6, 1, 0)
    );
    assert_eq!(
        job.take(4, 7_200, false, POSTED_AT),
        Err(JobError::NotEnoughSlots { free: 2 })
    );
    take(&mut job, 2, POSTED_AT + 7);
    assert!(job.is_full());
    assert_eq!((job.claims_open, job.filled_at), (2, POSTED_AT + 7));
    assert_eq!(
        job.take(2, 7_200, false, POSTED_AT + 7),
        Err(JobError::NotEnoughSlots { free: 0 })
    );
}

#[test]
fn a_replica_is_claimed_whole() {
    let mut job = replicated();
    for gpus in [4, 6] {
        assert_eq!(
            job.take(gpus, 7_200, false, POSTED_AT),
            Err(JobError::NotAReplica { gpus: 2 })
        );
    }
    for _ in 0..3 {
        take(&mut job, 2, POSTED_AT);
    }
    assert!(job.is_full());
}

#[test]
fn nothing_is_taken_when_paused_late_ended_or_for_too_short() {
    let job = post(TERMS);
    assert_eq!(job.take(2, 7_200, true, POSTED_AT), Err(JobError::Paused));
    assert!(job.take(2, 7_200, false, DEADLINE - 1).is_ok());
    assert_eq!(
        job.take(2, 7_200, false, DEADLINE),
        Err(JobError::ClaimDeadlinePassed)
    );
    assert_eq!(
        job.take(2, 7_199, false, POSTED_AT),
        Err(JobError::MaxSecondsTooShort { seconds: 7_200 })
    );
    let cancelled = job.cancel(POSTED_AT + 1).unwrap();
    assert_eq!(
        cancelled.take(2, 7_200, false, POSTED_AT + 1),
        Err(JobError::JobEnded)
    );
    // An extension counts for whoever comes later.
    let extended = job.extend(3_600_000, 600, POSTED_AT).unwrap().job_after;
    assert_eq!(
        extended.take(2, 7_200, false, POSTED_AT),
        Err(JobError::MaxSecondsTooShort { seconds: 7_800 })
    );
}

#[test]
fn keep_starts_at_once_and_each_claim_has_its_own_deadline() {
    let job = with_fill(PartialFill::Keep);
    assert_eq!(job.start_window(POSTED_AT + 5), Some(window(POSTED_AT + 5)));
}

#[test]
fn wait_starts_when_full_or_at_the_claim_deadline() {
    let mut job = with_fill(PartialFill::Wait);
    let mut first = take(&mut job, 4, POSTED_AT);
    assert_eq!(job.start_window(POSTED_AT), Some(window(DEADLINE)));
    assert_eq!(
        first.start_host(&job, 4, DEADLINE - 1, SLOT),
        Err(JobError::StartNotOpen { opens_at: DEADLINE })
    );
    assert!(first.start_host(&job, 4, DEADLINE, SLOT).is_ok());
    // Full before that: the first is not late although its start comes long after its claim.
    take(&mut job, 4, POSTED_AT + 3_000);
    assert_eq!(job.start_window(POSTED_AT), Some(window(POSTED_AT + 3_000)));
    start(&mut job, &mut first, POSTED_AT + 3_000 + START_SECONDS);
}

#[test]
fn fail_starts_when_full_and_never_otherwise() {
    let mut job = with_fill(PartialFill::Fail);
    let mut first = take(&mut job, 4, POSTED_AT);
    assert_eq!(job.start_window(POSTED_AT), None);
    assert_eq!(
        first.start_host(&job, 4, POSTED_AT + 1, SLOT),
        Err(JobError::StartNotOpen { opens_at: DEADLINE })
    );
    assert_eq!(
        first.start_host(&job, 4, DEADLINE, SLOT),
        Err(JobError::JobEnded)
    );
    take(&mut job, 4, DEADLINE - 1);
    assert_eq!(job.start_window(POSTED_AT), Some(window(DEADLINE - 1)));
    start(&mut job, &mut first, DEADLINE - 1 + START_SECONDS);
}

#[test]
fn billing_begins_with_the_last_host() {
    let mut job = post(TERMS);
    let claim = take(&mut job, 6, POSTED_AT);
    for (gpus, error) in [
        (0, JobError::NotAGranule { granule: 2 }),
        (3, JobError::NotAGranule { granule: 2 }),
        (8, JobError::TooManyGpus { left: 6 }),
    ] {
        assert_eq!(claim.start_host(&job, gpus, POSTED_AT, SLOT), Err(error));
    }
    let first = claim.start_host(&job, 4, POSTED_AT + 100, SLOT).unwrap();
    assert!(!first.running);
    assert_eq!(first.gpus_started, 4);
    assert_eq!(first.job_after, job, "nothing is billed yet");
    let claim = first.claim_after;
    assert_eq!(
        (claim.state, claim.meter.started_at),
        (ClaimState::Starting, 0)
    );
    assert_eq!(
        claim.start_host(&job, 4, POSTED_AT, SLOT),
        Err(JobError::TooManyGpus { left: 2 })
    );
    let last = claim
        .start_host(&job, 2, POSTED_AT + 1_100, SLOT + 9)
        .unwrap();
    assert!(last.running);
    let claim = last.claim_after;
    assert_eq!(claim.state, ClaimState::Running);
    assert_eq!(
        (claim.meter.started_at, claim.heartbeat_slot),
        (POSTED_AT + 1_100, SLOT + 9)
    );
    assert_eq!(last.job_after.bound.running_gpus, 6);
    assert_eq!(
        claim.start_host(&last.job_after, 2, POSTED_AT + 1_100, SLOT),
        Err(JobError::WrongState)
    );
}

#[test]
fn a_start_is_missed_a_second_after_the_deadline() {
    let mut job = post(TERMS);
    let claim = take(&mut job, 8, POSTED_AT);
    let deadline = POSTED_AT + START_SECONDS;
    assert!(claim.start_host(&job, 8, deadline, SLOT).is_ok());
    assert_eq!(
        claim.start_host(&job, 8, deadline + 1, SLOT),
        Err(JobError::StartMissed { deadline })
    );
    let cancelled = job.cancel(POSTED_AT).unwrap();
    assert_eq!(
        claim.start_host(&cancelled, 8, POSTED_AT, SLOT),
        Err(JobError::JobEnded)
    );
}

#[test]
fn only_a_running_claim_sends_heartbeats() {
    let mut job = post(TERMS);
    let mut claim = take(&mut job, 8, POSTED_AT);
    assert_eq!(
        claim.heartbeat(&job, 8, POSTED_AT + 900, SLOT),
        Err(JobError::WrongState)
    );
    start(&mut job, &mut claim, POSTED_AT);
    let later = claim
        .heartbeat(&job, 8, POSTED_AT + 900, SLOT + 2_250)
        .unwrap();
    assert_eq!(
        (later.meter.newest.at, later.heartbeat_slot),
        (POSTED_AT + 900, SLOT + 2_250)
    );
    assert_eq!(
        claim.heartbeat(&job, 9, POSTED_AT + 900, SLOT),
        Err(JobError::Meter(SettlementError::AliveOutOfRange {
            gpus: 8
        }))
    );
}

#[test]
fn claiming_closes_when_full_late_or_ended() {
    let job = post(TERMS);
    assert!(!job.claiming_closed(DEADLINE - 1) && job.claiming_closed(DEADLINE));
    let ended = JobState {
        end: JobEnd::Cancelled,
        ..job
    };
    assert!(ended.claiming_closed(POSTED_AT));
    let mut full = post(JobTerms { gpus: 2, ..TERMS });
    take(&mut full, 2, POSTED_AT);
    assert!(full.claiming_closed(POSTED_AT));
}
