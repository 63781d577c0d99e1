//! When a claim ends, why, and what that pays.

use ionet_core::job::{ClaimState, EndOutcome, EndReason, JobError, PartialFill, REAP_GRACE_SLOTS};

use crate::job_fixtures::{
    DEADLINE, POSTED_AT, RATE, SECOND, SECONDS, SLOT, START_SECONDS, TERMS, beat, post, replicated,
    running, slot_at, start, take, with_fill,
};

/// Why, when, and what it earned, in GPU-seconds.
fn facts(end: &EndOutcome) -> (Option<EndReason>, i64, u64) {
    assert_eq!(end.gross % SECOND, 0);
    (end.reason, end.at - POSTED_AT, end.gross / SECOND)
}

#[test]
fn a_result_ends_the_claim_and_counts_as_a_heartbeat() {
    let (job, mut claim) = running();
    beat(&job, &mut claim, POSTED_AT + 3_600);
    let end = claim.complete(&job, 8, POSTED_AT + 4_000).unwrap();
    assert_eq!(facts(&end), (Some(EndReason::Completed), 4_000, 8 * 4_000));
    assert_eq!(end.operator_good_bps, Some(10_000));
    assert!(!end.forfeits);
    assert_eq!(end.claim_after.state, ClaimState::Ended);
    assert_eq!(end.claim_after.recorded_at, POSTED_AT + 4_000);
    assert_eq!(
        (end.job_after.slots_finished, end.job_after.last_ended_at),
        (8, POSTED_AT + 4_000)
    );
    assert_eq!(end.job_after.bound.ended_gross, end.gross);
    let again = end
        .claim_after
        .complete(&end.job_after, 8, POSTED_AT + 4_000);
    assert_eq!(again, Err(JobError::WrongState));
}

#[test]
fn a_result_after_the_end_of_its_time_is_paid_until_then() {
    let (job, mut claim) = running();
    beat(&job, &mut claim, POSTED_AT + SECONDS - 900);
    let end = claim.complete(&job, 8, POSTED_AT + SECONDS + 500).unwrap();
    assert_eq!(
        facts(&end),
        (Some(EndReason::Completed), SECONDS, 8 * 7_200)
    );
}

#[test]
fn nothing_ends_a_claim_that_is_alive_and_in_time() {
    let (job, mut claim) = running();
    beat(&job, &mut claim, POSTED_AT + 3_600);
    for now in [POSTED_AT + 3_600, POSTED_AT + 5_400] {
        assert_eq!(claim.due_end(&job, now, u64::MAX), Err(JobError::EndNotDue));
    }
}

#[test]
fn used_up_is_recorded_at_once_when_covered_and_15_minutes_later_when_not() {
    let (job, mut claim) = running();
    beat(&job, &mut claim, POSTED_AT + SECONDS - 900);
    let over = POSTED_AT + SECONDS;
    for now in [over, over + 899] {
        assert_eq!(
            claim.due_end(&job, now, u64::MAX),
            Err(JobError::LastHeartbeatAwaited)
        );
    }
    let late = claim.due_end(&job, over + 900, u64::MAX).unwrap();
    assert_eq!(facts(&late), (Some(EndReason::UsedUp), SECONDS, 8 * 6_300));
    let covered = claim.heartbeat(&job, 8, over + 100, SLOT).unwrap();
    let end = covered.due_end(&job, over + 100, SLOT).unwrap();
    assert_eq!(facts(&end), (Some(EndReason::UsedUp), SECONDS, 8 * 7_200));
    assert_eq!(end.operator_good_bps, Some(10_000));
}

#[test]
fn an_operator_accepts_no_more_than_it_said() {
    let mut job = post(TERMS);
    let mut claim = take(&mut job, 8, POSTED_AT);
    start(&mut job, &mut claim, POSTED_AT);
    let job = job.extend(RATE, 7_200, POSTED_AT).unwrap().job_after;
    beat(&job, &mut claim, POSTED_AT + SECONDS + 3_600);
    let end = claim
        .due_end(&job, POSTED_AT + SECONDS + 3_600, SLOT)
        .unwrap();
    assert_eq!(facts(&end), (Some(EndReason::UsedUp), 10_800, 8 * 10_800));
}

#[test]
fn a_silent_operator_is_reaped_after_both_seconds_and_slots_at_its_last_heartbeat() {
    let (job, mut claim) = running();
    beat(&job, &mut claim, POSTED_AT + 1_800);
    let (seconds, slots) = (
        POSTED_AT + 3_600,
        slot_at(POSTED_AT + 1_800) + REAP_GRACE_SLOTS,
    );
    for (now, slot) in [
        (seconds, u64::MAX),
        (seconds + 1, slots),
        (seconds + 3_000, SLOT),
    ] {
        assert_eq!(claim.due_end(&job, now, slot), Err(JobError::EndNotDue));
    }
    let end = claim.due_end(&job, seconds + 1, slots + 1).unwrap();
    assert_eq!(facts(&end), (Some(EndReason::Reaped), 1_800, 8 * 1_800));
    assert!(!end.forfeits);
    // A quarter of two hours.
    assert_eq!(end.operator_good_bps, Some(2_500));
    assert_eq!(end.claim_after.recorded_at, seconds + 1);
}

#[test]
fn a_reaped_claim_counts_for_the_share_of_the_time_that_it_accepted() {
    let (job, mut claim) = running();
    beat(&job, &mut claim, POSTED_AT + 2_700);
    // It accepted three hours; the job now lasts four.
    let longer = job.extend(RATE, 7_200, POSTED_AT).unwrap().job_after;
    let end = claim.due_end(&longer, POSTED_AT + 4_501, u64::MAX).unwrap();
    assert_eq!(end.operator_good_bps, Some(2_500));
}

#[test]
fn silence_is_told_from_a_missing_last_heartbeat() {
    let (job, mut claim) = running();
    beat(&job, &mut claim, POSTED_AT + SECONDS - 1_800);
    // The grace ends with its time: only the last heartbeat is missing.
    let much_later = POSTED_AT + 1_000_000;
    let end = claim.due_end(&job, much_later, u64::MAX).unwrap();
    assert_eq!(facts(&end), (Some(EndReason::UsedUp), SECONDS, 8 * 5_400));
    let (job, mut claim) = running();
    beat(&job, &mut claim, POSTED_AT + SECONDS - 2_700);
    let end = claim.due_end(&job, much_later, u64::MAX).unwrap();
    assert_eq!(facts(&end), (Some(EndReason::Reaped), 4_500, 8 * 4_500));
}

#[test]
fn a_claim_that_never_starts_expires_and_forfeits() {
    let mut job = post(TERMS);
    let claim = take(&mut job, 8, POSTED_AT);
    let half = claim
        .start_host(&job, 4, POSTED_AT, SLOT)
        .unwrap()
        .claim_after;
    let deadline = POSTED_AT + START_SECONDS;
    for claim in [claim, half] {
        assert_eq!(
            claim.due_end(&job, deadline, SLOT),
            Err(JobError::EndNotDue)
        );
        let end = claim.due_end(&job, deadline + 1, SLOT).unwrap();
        assert_eq!(facts(&end), (Some(EndReason::Expired), START_SECONDS, 0));
        assert!(end.forfeits);
        assert_eq!(end.operator_good_bps, Some(0));
    }
}

#[test]
fn a_cancel_before_the_start_pays_a_minute_per_slot_unless_the_start_was_missed() {
    let mut job = post(TERMS);
    let claim = take(&mut job, 8, POSTED_AT);
    let deadline = POSTED_AT + START_SECONDS;
    for at in [POSTED_AT, deadline] {
        let cancelled = job.cancel(at).unwrap();
        let end = claim.due_end(&cancelled, at, SLOT).unwrap();
        assert_eq!(
            facts(&end),
            (Some(EndReason::Cancelled), at - POSTED_AT, 8 * 60)
        );
        assert!(!end.forfeits);
    }
    let cancelled = job.cancel(deadline + 1).unwrap();
    let end = claim.due_end(&cancelled, deadline + 1, SLOT).unwrap();
    assert_eq!(end.reason, Some(EndReason::Expired));
    assert_eq!(end.gross, 0);
    assert!(end.forfeits);
}

#[test]
fn a_cancel_while_waiting_to_be_full_pays_a_minute_per_slot() {
    for fill in [PartialFill::Wait, PartialFill::Fail] {
        let mut job = with_fill(fill);
        let claim = take(&mut job, 4, POSTED_AT);
        // Long after the start seconds: the operator could not start.
        let cancelled = job.cancel(DEADLINE - 1).unwrap();
        let end = claim.due_end(&cancelled, DEADLINE - 1, SLOT).unwrap();
        assert_eq!(facts(&end), (Some(EndReason::Cancelled), 3_599, 4 * 60));
    }
}

#[test]
fn a_cancel_while_running_pays_what_is_covered_and_waits_for_the_last_heartbeat() {
    let (job, mut claim) = running();
    beat(&job, &mut claim, POSTED_AT + 900);
    let at = POSTED_AT + 1_500;
    let cancelled = job.cancel(at).unwrap();
    // The client cannot cancel and end it in one breath.
    assert_eq!(
        claim.due_end(&cancelled, at, u64::MAX),
        Err(JobError::LastHeartbeatAwaited)
    );
    let covered = claim.heartbeat(&cancelled, 8, at + 300, SLOT).unwrap();
    let end = covered.due_end(&cancelled, at + 300, SLOT).unwrap();
    assert_eq!(facts(&end), (Some(EndReason::Cancelled), 1_500, 8 * 1_500));
    let late = claim.due_end(&cancelled, at + 900, u64::MAX).unwrap();
    assert_eq!(facts(&late), (Some(EndReason::Cancelled), 1_500, 8 * 900));
    // A result that comes after the cancel does not change why it ended.
    let result = claim.complete(&cancelled, 8, at + 300).unwrap();
    assert_eq!(
        facts(&result),
        (Some(EndReason::Cancelled), 1_500, 8 * 1_500)
    );
}

#[test]
fn a_cancel_right_after_the_start_pays_a_minute() {
    let (job, claim) = running();
    let cancelled = job.cancel(POSTED_AT + 5).unwrap();
    let end = claim
        .due_end(&cancelled, POSTED_AT + 905, u64::MAX)
        .unwrap();
    assert_eq!(facts(&end), (Some(EndReason::Cancelled), 5, 8 * 60));
}

#[test]
fn a_cancel_after_the_seconds_were_used_up_is_not_the_reason() {
    let (job, mut claim) = running();
    beat(&job, &mut claim, POSTED_AT + SECONDS);
    let cancelled = job.cancel(POSTED_AT + SECONDS + 1).unwrap();
    let end = claim
        .due_end(&cancelled, POSTED_AT + SECONDS + 1, SLOT)
        .unwrap();
    assert_eq!(facts(&end), (Some(EndReason::UsedUp), SECONDS, 8 * 7_200));
}

#[test]
fn in_a_cancelled_job_nobody_chooses_between_cancelled_and_reaped() {
    let (job, claim) = running();
    let at = POSTED_AT + 5_000;
    let reaped = claim.due_end(&job, at, u64::MAX).unwrap();
    assert_eq!(facts(&reaped), (Some(EndReason::Reaped), 0, 0));
    let cancelled = job.cancel(at).unwrap();
    assert_eq!(
        claim.due_end(&cancelled, at, u64::MAX),
        Err(JobError::LastHeartbeatAwaited)
    );
    let end = claim.due_end(&cancelled, at + 900, u64::MAX).unwrap();
    assert_eq!(facts(&end), (Some(EndReason::Cancelled), 5_000, 8 * 60));
}

#[test]
fn replicas_commit_and_others_complete() {
    let (job, claim) = running();
    assert_eq!(
        claim.commit(&job, 8, POSTED_AT + 900),
        Err(JobError::NotReplicated)
    );
    let mut job = replicated();
    let mut claims: Vec<_> = (0..3).map(|_| take(&mut job, 2, POSTED_AT)).collect();
    for claim in &mut claims {
        start(&mut job, claim, POSTED_AT);
    }
    assert_eq!(
        claims[0].complete(&job, 2, POSTED_AT + 900),
        Err(JobError::CommitInstead)
    );
    let end = claims[0].commit(&job, 2, POSTED_AT + 900).unwrap();
    assert_eq!(facts(&end), (None, 900, 2 * 900));
    assert_eq!(end.claim_after.state, ClaimState::Committed);
    assert_eq!(end.operator_good_bps, None, "the tally speaks");
    let reaped = claims[1]
        .due_end(&job, POSTED_AT + 1_801, u64::MAX)
        .unwrap();
    assert_eq!(reaped.operator_good_bps, None, "the tally speaks");
    let cancelled = job.cancel(POSTED_AT + 900).unwrap();
    assert_eq!(
        claims[2].commit(&cancelled, 2, POSTED_AT + 900),
        Err(JobError::JobEnded)
    );
}
