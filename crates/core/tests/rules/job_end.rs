//! When a job ends, and how it is prolonged.

use ionet_core::job::{EndReason, JobEnd, JobError, JobState, JobTerms, PartialFill};
use ionet_core::settlement::SettlementError;

use crate::job_fixtures::{
    DEADLINE, POSTED_AT, RATE, SECOND, SLOT, TERMS, apply, post, start, take, with_fill,
};

#[test]
fn a_job_that_is_not_filled_fails_at_its_deadline_whoever_notices_and_when() {
    let mut job = with_fill(PartialFill::Fail);
    let mut claim = take(&mut job, 4, POSTED_AT);
    assert!(!job.is_failed(DEADLINE - 1) && job.is_failed(DEADLINE));
    assert_eq!(
        claim.due_end(&job, DEADLINE - 1, SLOT),
        Err(JobError::EndNotDue)
    );
    // The end of a claim before or after the end of the job, and a cancel that comes too late.
    let failed = job.end_if_due(DEADLINE + 50).unwrap();
    assert_eq!((failed.end, failed.ended_at), (JobEnd::Failed, DEADLINE));
    assert_eq!(job.cancel(DEADLINE + 7), Ok(failed));
    for job in [job, failed] {
        let end = claim.due_end(&job, DEADLINE + 60, SLOT).unwrap();
        assert_eq!(
            (end.reason, end.at, end.gross),
            (Some(EndReason::Failed), DEADLINE, 0)
        );
        assert!(!end.forfeits);
        assert_eq!(end.operator_good_bps, None);
    }
    apply(
        &claim.due_end(&job, DEADLINE, SLOT).unwrap(),
        &mut job,
        &mut claim,
    );
    assert_eq!(job.end_if_due(DEADLINE), Ok(failed_with(job)));
}

fn failed_with(job: JobState) -> JobState {
    JobState {
        end: JobEnd::Failed,
        ended_at: DEADLINE,
        ..job
    }
}

#[test]
fn the_job_ends_when_nobody_can_claim_and_every_claim_has_ended() {
    let mut job = post(TERMS);
    assert_eq!(job.end_if_due(DEADLINE - 1), Err(JobError::JobNotDue));
    let untouched = job.end_if_due(DEADLINE).unwrap();
    assert_eq!(
        (untouched.end, untouched.ended_at),
        (JobEnd::Finished, DEADLINE)
    );

    let mut claim = take(&mut job, 4, POSTED_AT);
    start(&mut job, &mut claim, POSTED_AT);
    assert_eq!(job.end_if_due(DEADLINE), Err(JobError::JobNotDue));
    apply(
        &claim.complete(&job, 4, POSTED_AT + 60).unwrap(),
        &mut job,
        &mut claim,
    );
    assert_eq!(
        job.end_if_due(POSTED_AT + 60),
        Err(JobError::JobNotDue),
        "4 slots are free"
    );
    assert_eq!(job.last_ended_at, 0, "not full");
    let ended = job.end_if_due(DEADLINE).unwrap();
    assert_eq!(ended.end, JobEnd::Finished);
    for twice in [ended.end_if_due(DEADLINE), ended.cancel(DEADLINE)] {
        assert_eq!(twice, Err(JobError::JobEnded));
    }

    let mut full = post(JobTerms { gpus: 2, ..TERMS });
    let mut claim = take(&mut full, 2, POSTED_AT);
    start(&mut full, &mut claim, POSTED_AT);
    apply(
        &claim.complete(&full, 2, POSTED_AT + 60).unwrap(),
        &mut full,
        &mut claim,
    );
    assert_eq!(
        full.end_if_due(POSTED_AT + 60).unwrap().ended_at,
        POSTED_AT + 60
    );
}

#[test]
fn a_cancel_is_final() {
    let job = post(TERMS).cancel(POSTED_AT + 9).unwrap();
    assert_eq!((job.end, job.ended_at), (JobEnd::Cancelled, POSTED_AT + 9));
    assert_eq!(job.hire.cancelled_at, Some(POSTED_AT + 9));
    assert_eq!(job.cancel(POSTED_AT + 9), Err(JobError::JobEnded));
    assert_eq!(job.end_if_due(DEADLINE), Err(JobError::JobEnded));
}

#[test]
fn an_extension_costs_the_quote_of_the_day_for_every_slot() {
    let job = post(TERMS);
    let extended = job.extend(2 * RATE, 600, POSTED_AT + 100).unwrap();
    assert_eq!(extended.deposit, 8 * 600 * 2 * SECOND);
    assert_eq!(
        (extended.seconds_before, extended.seconds_after),
        (7_200, 7_800)
    );
    assert_eq!(extended.job_after.deposit, job.deposit + extended.deposit);
    assert_eq!(
        job.extend(RATE, 10, POSTED_AT),
        Err(JobError::Meter(SettlementError::JobTooShort))
    );
    let cancelled = job.cancel(POSTED_AT).unwrap();
    assert_eq!(
        cancelled.extend(RATE, 600, POSTED_AT),
        Err(JobError::JobEnded)
    );
    let failed = with_fill(PartialFill::Fail);
    assert_eq!(failed.extend(RATE, 600, DEADLINE), Err(JobError::JobEnded));
}
