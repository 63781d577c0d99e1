//! What is settled when, and where the rest of the money goes.

use ionet_core::job::{
    CLOSE_BOUNTY_LAMPORTS, ClaimRecord, ClaimState, JobError, JobState, LamportsOutcome,
    PartialFill, close_lamports,
};
use ionet_core::settlement::gross_floor;

use crate::job_fixtures::{
    DEADLINE, POSTED_AT, SECOND, TERMS, apply, beat, post, running, start, take, with_fill,
};

/// Gross that can be settled, in GPU-seconds.
fn settleable(claim: &ClaimRecord, job: &JobState, now: i64) -> Result<u64, JobError> {
    let up_to = claim.settleable(job, now)?;
    Ok(gross_floor(up_to.charge) / SECOND)
}

/// Completed after 5,400 seconds with a heartbeat each 900.
fn completed() -> (JobState, ClaimRecord) {
    let (mut job, mut claim) = running();
    beat(&job, &mut claim, POSTED_AT + 4_500);
    let end = claim.complete(&job, 8, POSTED_AT + 5_400).unwrap();
    apply(&end, &mut job, &mut claim);
    (job, claim)
}

#[test]
fn a_running_claim_settles_what_is_an_hour_old() {
    let (job, mut claim) = running();
    beat(&job, &mut claim, POSTED_AT + 5_400);
    assert_eq!(settleable(&claim, &job, POSTED_AT + 4_499), Ok(0));
    assert_eq!(settleable(&claim, &job, POSTED_AT + 4_500), Ok(8 * 900));
    assert_eq!(settleable(&claim, &job, POSTED_AT + 5_400), Ok(8 * 1_800));
    let mut waiting = post(TERMS);
    let claim = take(&mut waiting, 8, POSTED_AT);
    assert_eq!(
        settleable(&claim, &waiting, POSTED_AT),
        Err(JobError::WrongState)
    );
}

#[test]
fn the_rest_is_settled_15_minutes_after_the_end_was_recorded() {
    let (job, claim) = completed();
    let free = POSTED_AT + 5_400 + 900;
    assert_eq!(claim.hold_back_ends_at(), free);
    assert_eq!(settleable(&claim, &job, free - 1), Ok(8 * 1_800));
    assert_eq!(settleable(&claim, &job, free), Ok(8 * 5_400));
    let all = 8 * 5_400 * SECOND;
    assert_eq!(
        claim.settled(&job, all, free - 1),
        Err(JobError::HeldBack { until: free })
    );
    assert_eq!(
        claim.settled(&job, all - 1, free),
        Err(JobError::NotSettled)
    );
    let settled = claim.settled(&job, all, free).unwrap();
    assert_eq!(settled.state, ClaimState::Settled);
    assert_eq!(
        settled.settled(&job, all, free),
        Err(JobError::AlreadySettled)
    );
    assert_eq!(
        settleable(&settled, &job, free),
        Ok(8 * 5_400),
        "and nothing more"
    );
}

#[test]
fn whoever_falls_silent_cannot_skip_the_hold_back() {
    let (mut job, mut claim) = running();
    beat(&job, &mut claim, POSTED_AT + 3_600);
    // Reaped by itself as soon as it can be, long after its end.
    let now = POSTED_AT + 5_401;
    apply(
        &claim.due_end(&job, now, u64::MAX).unwrap(),
        &mut job,
        &mut claim,
    );
    assert_eq!(claim.meter.ended_at, POSTED_AT + 3_600);
    assert_eq!(settleable(&claim, &job, now), Ok(8 * 1_800));
    assert_eq!(claim.held_back(&job), Ok(8 * 1_800 * SECOND));
    assert_eq!(settleable(&claim, &job, now + 899), Ok(8 * 1_800));
    let until = now + 900;
    assert_eq!(
        claim.settled(&job, 8 * 1_800 * SECOND, now + 899),
        Err(JobError::HeldBack { until })
    );
    assert_eq!(settleable(&claim, &job, now + 900), Ok(8 * 3_600));
}

#[test]
fn what_matured_before_a_silent_claim_was_reaped_stays_settled() {
    let (mut job, mut claim) = running();
    beat(&job, &mut claim, POSTED_AT + 1_800);
    let late = POSTED_AT + 20_000;
    let before = POSTED_AT + 5_400;
    assert_eq!(settleable(&claim, &job, before), Ok(8 * 1_800));
    apply(
        &claim.due_end(&job, late, u64::MAX).unwrap(),
        &mut job,
        &mut claim,
    );
    assert_eq!(settleable(&claim, &job, late), Ok(8 * 1_800));
    assert_eq!(claim.held_back(&job), Ok(0));
}

#[test]
fn a_refund_waits_until_nobody_can_claim() {
    let job = post(TERMS);
    assert_eq!(job.refund(DEADLINE - 1), Err(JobError::ClaimingOpen));
    let refund = job.refund(DEADLINE).unwrap();
    assert_eq!(
        (refund.amount, refund.refunded_after),
        (job.deposit, job.deposit)
    );
    assert_eq!(
        refund.job_after.refund(DEADLINE),
        Err(JobError::NothingToRefund)
    );
}

#[test]
fn unclaimed_slots_are_refunded_while_the_others_run() {
    let mut job = post(TERMS);
    let mut claim = take(&mut job, 6, POSTED_AT);
    start(&mut job, &mut claim, POSTED_AT);
    let refund = job.refund(DEADLINE).unwrap();
    assert_eq!(refund.amount, 2 * 7_200 * SECOND);
    let job = refund.job_after;
    assert_eq!(job.refund(DEADLINE), Err(JobError::NothingToRefund));
}

#[test]
fn a_cancelled_job_is_refunded_at_once_and_trued_up_as_claims_end() {
    let (job, mut claim) = running();
    beat(&job, &mut claim, POSTED_AT + 900);
    let at = POSTED_AT + 1_500;
    let refund = job.cancel(at).unwrap().refund(at).unwrap();
    // All but what its eight GPUs can have earned until now.
    assert_eq!(refund.amount, 8 * (7_200 - 1_500) * SECOND);
    let mut job = refund.job_after;
    assert_eq!(job.refund(at), Err(JobError::NothingToRefund));
    // It never sent its last heartbeat.
    apply(
        &claim.due_end(&job, at + 900, u64::MAX).unwrap(),
        &mut job,
        &mut claim,
    );
    let rest = job.refund(at + 900).unwrap();
    assert_eq!(rest.amount, 8 * 600 * SECOND);
    assert_eq!(rest.refunded_before, 8 * 5_700 * SECOND);
}

#[test]
fn a_failed_job_is_refunded_whole_at_once_claims_or_not() {
    let mut job = with_fill(PartialFill::Fail);
    take(&mut job, 4, POSTED_AT);
    let recorded = job.end_if_due(DEADLINE).unwrap();
    for job in [job, recorded] {
        assert_eq!(job.refund(DEADLINE).unwrap().amount, job.deposit);
    }
}

#[test]
fn a_claim_closes_once_settled_and_not_while_slots_can_be_claimed() {
    let mut job = post(TERMS);
    let mut claim = take(&mut job, 4, POSTED_AT);
    start(&mut job, &mut claim, POSTED_AT);
    apply(
        &claim.complete(&job, 4, POSTED_AT + 60).unwrap(),
        &mut job,
        &mut claim,
    );
    let free = POSTED_AT + 960;
    assert_eq!(claim.close(&job, DEADLINE), Err(JobError::NotSettled));
    let settled = claim.settled(&job, 4 * 60 * SECOND, free).unwrap();
    assert_eq!(
        settled.close(&job, free),
        Err(JobError::ClaimingOpen),
        "to claim again"
    );
    assert_eq!(
        settled.close(&job, DEADLINE).unwrap().state,
        ClaimState::Closed
    );
    let closed = settled.close(&job, DEADLINE).unwrap();
    assert_eq!(closed.settleable(&job, DEADLINE), Err(JobError::WrongState));
    assert_eq!(job.claim_closed().unwrap().claims_open, 0);
    assert_eq!(
        job.claim_closed().unwrap().claim_closed(),
        Err(JobError::Overflow)
    );
}

#[test]
fn a_job_closes_when_all_is_settled_and_nothing_is_left() {
    let (mut job, _) = completed();
    let earned = 8 * 5_400 * SECOND;
    let left = job.deposit - earned;
    assert_eq!(job.close(earned, left), Err(JobError::JobOpen));
    job = job.end_if_due(POSTED_AT + 5_400).unwrap();
    assert_eq!(
        job.close(earned, left),
        Err(JobError::ClaimsOpen { claims: 1 })
    );
    job = job.claim_closed().unwrap();
    for moved in [0, earned - 1, earned + 1] {
        assert_eq!(job.close(moved, left), Err(JobError::NotSettled));
    }
    assert_eq!(
        job.close(earned, left - 1),
        Err(JobError::Overflow),
        "the vault is short"
    );
    // Seven units came from a stranger.
    let closed = job.close(earned, left + 7).unwrap();
    assert_eq!((closed.to_client, closed.to_treasury), (left, 7));
    assert_eq!(closed.job_after.refunded + earned, job.deposit);
    // After a refund only the rest is left.
    let refunded = job.refund(POSTED_AT + 5_400).unwrap();
    assert_eq!(refunded.amount, left);
    let closed = refunded.job_after.close(earned, 0).unwrap();
    assert_eq!((closed.to_client, closed.to_treasury), (0, 0));
}

#[test]
fn the_bounty_goes_to_the_caller_and_the_rent_to_the_payer() {
    let split = |lamports| close_lamports(lamports, CLOSE_BOUNTY_LAMPORTS);
    for (lamports, to_caller, to_payer) in [
        (5_000_000, 100_000, 4_900_000),
        (100_000, 100_000, 0),
        (99_999, 99_999, 0),
        (0, 0, 0),
    ] {
        assert_eq!(
            split(lamports),
            LamportsOutcome {
                to_caller,
                to_payer
            }
        );
    }
}

#[test]
fn slots_never_finish_twice() {
    let (job, claim) = running();
    let end = claim.complete(&job, 8, POSTED_AT + 60).unwrap();
    // The claim as it was, against the job as it is: a program that mixed them up.
    assert_eq!(
        claim.complete(&end.job_after, 8, POSTED_AT + 60),
        Err(JobError::Overflow)
    );
}
