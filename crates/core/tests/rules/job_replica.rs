//! Replicated jobs: commit, reveal, tally, and who is paid.

use ionet_core::job::{
    COMMITMENT_DOMAIN, ClaimRecord, ClaimState, Decision, EndReason, Entitlement, JobError,
    JobState, JobTerms, PartialFill, Posted, REVEAL_SECONDS, ReplicaError, RevealWindow, Tally,
    Verification, commitment_parts, verdict_deadline,
};

use crate::job_fixtures::{
    POSTED_AT, RATE, SECONDS, SLOT, START_SECONDS, TERMS, apply, post, replicated, start, take,
};

const A: [u8; 32] = [1; 32];
const B: [u8; 32] = [2; 32];
const C: [u8; 32] = [3; 32];

/// Three replicas that run since [`POSTED_AT`].
fn three() -> (JobState, Vec<ClaimRecord>) {
    let mut job = replicated();
    let mut claims: Vec<_> = (0..3).map(|_| take(&mut job, 2, POSTED_AT)).collect();
    for claim in &mut claims {
        start(&mut job, claim, POSTED_AT);
    }
    (job, claims)
}

/// The first `count` commit, 10 minutes after the start.
fn committed(count: usize) -> (JobState, Vec<ClaimRecord>) {
    let (mut job, mut claims) = three();
    for claim in &mut claims[..count] {
        apply(
            &claim.commit(&job, 2, POSTED_AT + 600).unwrap(),
            &mut job,
            claim,
        );
    }
    (job, claims)
}

fn tally(results: &[[u8; 32]]) -> Tally {
    let count = |tally: Tally, result| tally.count(result).unwrap();
    results.iter().fold(Tally::default(), count)
}

/// All three committed, the first ones revealed these results.
fn revealed(results: &[[u8; 32]]) -> (JobState, Vec<ClaimRecord>, Tally) {
    let (job, mut claims) = committed(3);
    for claim in &mut claims[..results.len()] {
        *claim = claim.reveal(&job, POSTED_AT + 700).unwrap();
    }
    (job, claims, tally(results))
}

#[test]
fn a_commitment_binds_result_and_operator() {
    let (result, operator, salt) = (&[1; 32], &[2; 32], &[3; 32]);
    let parts = commitment_parts(result, operator, salt);
    assert_eq!(parts, [COMMITMENT_DOMAIN, &[1; 32], &[2; 32], &[3; 32]]);
    assert_eq!(COMMITMENT_DOMAIN, b"ionet replica result v1");
}

#[test]
fn reveals_open_once_all_have_ended_and_close_an_hour_later() {
    let (job, _) = committed(3);
    let opens_at = POSTED_AT + 600;
    let window = RevealWindow {
        opens_at,
        closes_at: opens_at + REVEAL_SECONDS,
    };
    assert_eq!(RevealWindow::of(&job), Some(window));
    let claim = committed(3).1[0];
    assert_eq!(
        claim.reveal(&job, opens_at).unwrap().state,
        ClaimState::Revealed
    );
    let closed_at = window.closes_at;
    assert!(claim.reveal(&job, closed_at - 1).is_ok());
    assert_eq!(
        claim.reveal(&job, closed_at),
        Err(ReplicaError::RevealClosed { closed_at })
    );
    let twice = claim.reveal(&job, opens_at).unwrap().reveal(&job, opens_at);
    assert_eq!(twice, Err(ReplicaError::Job(JobError::WrongState)));
}

#[test]
fn a_replica_that_never_ends_does_not_hold_up_the_others() {
    let (job, claims) = committed(2);
    // The latest that any replica can have run.
    let opens_at = POSTED_AT + START_SECONDS + SECONDS;
    assert_eq!(RevealWindow::of(&job).unwrap().opens_at, opens_at);
    assert_eq!(
        claims[0].reveal(&job, opens_at - 1),
        Err(ReplicaError::RevealNotOpen { opens_at })
    );
    assert!(claims[0].reveal(&job, opens_at).is_ok());
    // Its end, recorded later, does not reopen anything.
    let (mut job, mut claims) = (job, claims);
    let end = claims[2].due_end(&job, opens_at + 9_000, u64::MAX).unwrap();
    apply(&end, &mut job, &mut claims[2]);
    assert_eq!(RevealWindow::of(&job).unwrap().opens_at, opens_at);
    assert_eq!(job.extend(RATE, 600, opens_at), Err(JobError::TimeOver));
    assert!(three().0.extend(RATE, 600, opens_at - 1).is_ok());
}

#[test]
fn there_is_no_window_before_the_job_is_full_or_without_replicas() {
    assert_eq!(RevealWindow::of(&replicated()), None);
    let mut job = post(JobTerms { gpus: 2, ..TERMS });
    take(&mut job, 2, POSTED_AT);
    assert_eq!(RevealWindow::of(&job), None);
    assert_eq!(
        Tally::default().decide(&job, None, POSTED_AT),
        Err(ReplicaError::Job(JobError::NotReplicated))
    );
    assert_eq!(
        Tally::default().decide(&replicated(), None, POSTED_AT),
        Err(ReplicaError::Job(JobError::NotFull))
    );
}

#[test]
fn a_strict_majority_of_all_replicas_counts() {
    // The majority of 2, 3, 4 and 5 replicas of which these results are revealed; of fewer
    // replicas than results there is none to ask for.
    for (results, of) in [
        (vec![], [None; 4]),
        (vec![A], [None; 4]),
        (vec![A, A], [Some(A), Some(A), None, None]),
        (vec![A, B], [None; 4]),
        (vec![A, B, C], [None; 4]),
        (vec![A, B, B], [None, Some(B), None, None]),
        (vec![A, A, A], [None, Some(A), Some(A), Some(A)]),
        (vec![A, A, B, B], [None; 4]),
        (vec![B, A, A, A], [None, None, Some(A), Some(A)]),
        (vec![A, B, C, A], [None; 4]),
        (vec![A, B, A, C, B], [None; 4]),
        (vec![C, B, C, A, C], [None, None, None, Some(C)]),
    ] {
        let tally = tally(&results);
        for (replicas, majority) in (2..).zip(of) {
            if results.len() <= usize::from(replicas) {
                assert_eq!(
                    tally.majority(replicas),
                    majority,
                    "{results:?} of {replicas}"
                );
            }
        }
        assert_eq!(usize::from(tally.votes.iter().sum::<u8>()), results.len());
    }
    let full = tally(&[[0; 32], A, B, C, [4; 32]]);
    assert_eq!(full.count(&[5; 32]), Err(ReplicaError::TallyFull));
    assert_eq!(full.count(&[0; 32]).unwrap().votes, [2, 1, 1, 1, 1]);
}

#[test]
fn the_majority_is_paid_and_the_rest_is_not() {
    let (job, claims, tally) = revealed(&[A, A, B]);
    let now = POSTED_AT + 700;
    let decision = tally.decide(&job, None, now).unwrap();
    assert_eq!(decision, Decision::Majority(A));
    let gross = 2 * 600 * 1_000;
    let paid = claims[0].decided(&job, &decision, &A, now).unwrap();
    assert_eq!((paid.stays_earned, paid.refunded), (gross, 0));
    assert_eq!(paid.operator_good_bps, Some(10_000));
    assert_eq!(paid.claim_after.entitlement, Entitlement::Full);
    let unpaid = claims[2].decided(&job, &decision, &B, now).unwrap();
    assert_eq!((unpaid.stays_earned, unpaid.refunded), (0, gross));
    assert_eq!(unpaid.operator_good_bps, Some(0));
    assert!(!unpaid.slashable, "no re-run proved it wrong");
    assert_eq!(unpaid.claim_after.entitlement, Entitlement::Nothing);
    assert_eq!(unpaid.job_after.bound.ended_gross, 2 * gross);
    assert_eq!(unpaid.claim_after.state, ClaimState::Resolved);
    let twice = unpaid.claim_after.decided(&job, &decision, &B, now);
    assert_eq!(twice, Err(ReplicaError::Job(JobError::WrongState)));
}

#[test]
fn who_can_still_reveal_is_not_decided() {
    let (job, claims, tally) = revealed(&[A, A]);
    let now = POSTED_AT + 700;
    let decision = tally.decide(&job, None, now).unwrap();
    let closes_at = POSTED_AT + 600 + REVEAL_SECONDS;
    let early = claims[2].decided(&job, &decision, &A, closes_at - 1);
    assert_eq!(early, Err(ReplicaError::RevealAwaited { closes_at }));
    // It committed the right result and never showed it.
    let late = claims[2].decided(&job, &decision, &A, closes_at).unwrap();
    assert_eq!((late.stays_earned, late.operator_good_bps), (0, Some(0)));
}

#[test]
fn without_a_majority_a_rerun_decides_and_can_prove_a_result_wrong() {
    let (job, claims, tally) = revealed(&[A, B, C]);
    let closes_at = POSTED_AT + 600 + REVEAL_SECONDS;
    let deadline = closes_at + SECONDS + 86_400;
    assert_eq!(verdict_deadline(closes_at, 7_200), deadline);
    let awaited = Err(ReplicaError::VerdictAwaited { deadline });
    let rerun = |at| Some(Posted { said: B, at });
    assert_eq!(tally.decide(&job, None, deadline - 1), awaited);
    assert_eq!(
        tally.decide(&job, rerun(closes_at - 1), closes_at - 1),
        awaited,
        "others may still agree"
    );
    let decision = tally.decide(&job, rerun(closes_at - 1), closes_at).unwrap();
    assert_eq!(decision, Decision::Verdict(B));
    let right = claims[1].decided(&job, &decision, &B, closes_at).unwrap();
    assert!(right.stays_earned > 0 && !right.slashable);
    let wrong = claims[0].decided(&job, &decision, &A, closes_at).unwrap();
    assert!(wrong.stays_earned == 0 && wrong.slashable);
    let random = JobState {
        deterministic: false,
        ..job
    };
    let unproved = claims[0]
        .decided(&random, &decision, &A, closes_at)
        .unwrap();
    assert!(unproved.stays_earned == 0 && !unproved.slashable);
}

/// What two replicas give: a dishonest one of them can hold up the pay of the honest one until a
/// re-run, and is not paid once there is one.
#[test]
fn one_of_two_replicas_can_force_a_rerun_and_is_not_paid_for_a_wrong_result() {
    let mut job = post(JobTerms {
        gpus: 2,
        verification: Verification::Replicate { replicas: 2 },
        partial_fill: PartialFill::Fail,
        ..TERMS
    });
    let mut claims: Vec<_> = (0..2).map(|_| take(&mut job, 2, POSTED_AT)).collect();
    for claim in &mut claims {
        start(&mut job, claim, POSTED_AT);
    }
    for claim in &mut claims {
        let end = claim.commit(&job, 2, POSTED_AT + 600).unwrap();
        apply(&end, &mut job, claim);
    }
    let opens_at = POSTED_AT + 600;
    let revealed = |claim: &ClaimRecord| claim.reveal(&job, opens_at).unwrap();
    let closes_at = opens_at + REVEAL_SECONDS;
    let deadline = verdict_deadline(closes_at, 7_200);
    // It withholds its result, or reveals another one.
    for (results, liar) in [(vec![A], claims[1]), (vec![A, B], revealed(&claims[1]))] {
        let tally = tally(&results);
        let awaited = Err(ReplicaError::VerdictAwaited { deadline });
        assert_eq!(tally.decide(&job, None, deadline - 1), awaited);
        let rerun = Some(Posted {
            said: A,
            at: closes_at,
        });
        let decision = tally.decide(&job, rerun, closes_at).unwrap();
        let honest = revealed(&claims[0]).decided(&job, &decision, &A, closes_at);
        assert_eq!(honest.unwrap().refunded, 0);
        let unpaid = liar.decided(&job, &decision, &B, closes_at).unwrap();
        assert_eq!(
            (unpaid.stays_earned, unpaid.operator_good_bps),
            (0, Some(0))
        );
    }
    // Nobody re-runs it: whoever revealed is paid, right or wrong.
    let undecided = tally(&[A, B]).decide(&job, None, deadline).unwrap();
    assert_eq!(undecided, Decision::Undecided);
    for (claim, result) in claims.iter().zip([A, B]) {
        let decided = revealed(claim).decided(&job, &undecided, &result, deadline);
        assert_eq!(decided.unwrap().refunded, 0);
    }
    let withheld = claims[1].decided(&job, &undecided, &B, deadline).unwrap();
    assert_eq!(withheld.stays_earned, 0);
}

/// Whoever calls first, and whenever: the outcome is that of the verdict's own time.
#[test]
fn a_verdict_counts_when_it_was_posted_before_its_deadline() {
    let (job, _, tally) = revealed(&[A, B, C]);
    let deadline = POSTED_AT + 600 + REVEAL_SECONDS + SECONDS + 86_400;
    for (posted_at, now, decision) in [
        (deadline - 1, deadline - 1, Decision::Verdict(B)),
        (deadline - 1, deadline, Decision::Verdict(B)),
        (deadline - 1, deadline + 1_000_000, Decision::Verdict(B)),
        (deadline, deadline, Decision::Undecided),
        (deadline, deadline + 1_000_000, Decision::Undecided),
    ] {
        let rerun = Some(Posted {
            said: B,
            at: posted_at,
        });
        assert_eq!(tally.decide(&job, rerun, now), Ok(decision));
    }
}

/// A client that does not like what the verdict will say, or said, cancels.
#[test]
fn a_cancel_after_the_reveals_changes_nothing() {
    let (job, claims, tally) = revealed(&[A, B, C]);
    let closes_at = POSTED_AT + 600 + REVEAL_SECONDS;
    let deadline = closes_at + SECONDS + 86_400;
    let rerun = Some(Posted {
        said: B,
        at: closes_at,
    });
    for (cancelled_at, decision) in [
        (closes_at - 1, Decision::Cancelled),
        (closes_at, Decision::Verdict(B)),
        (closes_at + 1_000, Decision::Verdict(B)),
    ] {
        let cancelled = job.cancel(cancelled_at).unwrap();
        let now = deadline;
        assert_eq!(tally.decide(&cancelled, rerun, now), Ok(decision));
        let decided = claims[0].decided(&cancelled, &decision, &A, now).unwrap();
        assert_eq!(decided.slashable, cancelled_at >= closes_at);
    }
    let cancelled = job.cancel(closes_at).unwrap();
    assert_eq!(
        tally.decide(&cancelled, None, deadline - 1),
        Err(ReplicaError::VerdictAwaited { deadline })
    );
    assert_eq!(
        tally.decide(&cancelled, None, deadline),
        Ok(Decision::Undecided)
    );
}

#[test]
fn without_a_verdict_whoever_served_to_the_end_is_paid() {
    let (mut job, mut claims) = committed(2);
    let used_up = POSTED_AT + SECONDS;
    // The third one worked all its time and had no result.
    let mut at = POSTED_AT + 900;
    while at <= used_up {
        claims[2] = claims[2].heartbeat(&job, 2, at, SLOT).unwrap();
        at += 900;
    }
    let end = claims[2].due_end(&job, used_up, SLOT).unwrap();
    assert_eq!(end.reason, Some(EndReason::UsedUp));
    apply(&end, &mut job, &mut claims[2]);
    claims[0] = claims[0].reveal(&job, used_up).unwrap();
    let deadline = used_up + REVEAL_SECONDS + SECONDS + 86_400;
    let decision = tally(&[A]).decide(&job, None, deadline).unwrap();
    assert_eq!(decision, Decision::Undecided);
    let decide = |claim: &ClaimRecord| {
        let decided = claim.decided(&job, &decision, &A, deadline).unwrap();
        (decided.stays_earned > 0, decided.operator_good_bps)
    };
    assert_eq!(decide(&claims[0]), (true, None), "revealed");
    assert_eq!(decide(&claims[1]), (false, Some(0)), "withheld its result");
    assert_eq!(decide(&claims[2]), (true, None), "used up its seconds");
}

#[test]
fn a_reaped_replica_is_paid_by_nobody_but_a_cancelling_client() {
    let (job, claims) = three();
    let mut job = job;
    let alive = claims[0].heartbeat(&job, 2, POSTED_AT + 900, SLOT).unwrap();
    let mut reaped = alive;
    let late = POSTED_AT + 2_800;
    apply(
        &alive.due_end(&job, late, u64::MAX).unwrap(),
        &mut job,
        &mut reaped,
    );
    assert_eq!(reaped.reason, Some(EndReason::Reaped));
    for (decision, paid, good_bps) in [
        (Decision::Majority(A), false, Some(0)),
        (Decision::Verdict(A), false, Some(0)),
        (Decision::Undecided, false, Some(0)),
        (Decision::Cancelled, true, None),
    ] {
        let decided = reaped.decided(&job, &decision, &A, late).unwrap();
        assert_eq!(decided.stays_earned > 0, paid, "{decision:?}");
        assert_eq!(decided.operator_good_bps, good_bps);
        assert!(!decided.slashable, "it showed no result");
    }
}

#[test]
fn a_cancel_before_a_majority_pays_every_replica_and_freezes_the_tally() {
    let (job, claims) = committed(2);
    let now = POSTED_AT + 650;
    let cancelled = job.cancel(now).unwrap();
    let far = POSTED_AT + START_SECONDS + SECONDS;
    assert_eq!(
        claims[0].reveal(&cancelled, far),
        Err(ReplicaError::Job(JobError::JobEnded))
    );
    let decision = Tally::default().decide(&cancelled, None, now).unwrap();
    assert_eq!(decision, Decision::Cancelled);
    let paid = claims[0].decided(&cancelled, &decision, &A, now).unwrap();
    assert_eq!(
        (paid.stays_earned, paid.operator_good_bps),
        (2 * 600 * 1_000, None)
    );
    // A majority that was there before stands.
    let decision = tally(&[A, A]).decide(&cancelled, None, now).unwrap();
    assert_eq!(decision, Decision::Majority(A));
}

#[test]
fn a_cancel_before_the_job_was_full_is_decided_too() {
    let mut job = replicated();
    let mut claim = take(&mut job, 2, POSTED_AT);
    let mut job = job.cancel(POSTED_AT + 60).unwrap();
    apply(
        &claim.due_end(&job, POSTED_AT + 60, SLOT).unwrap(),
        &mut job,
        &mut claim,
    );
    assert_eq!(
        claim.settleable(&job, POSTED_AT + 60),
        Err(JobError::NotDecided)
    );
    let decision = Tally::default().decide(&job, None, POSTED_AT + 60).unwrap();
    let decided = claim.decided(&job, &decision, &A, POSTED_AT + 60).unwrap();
    assert_eq!(decided.stays_earned, 2 * 60 * 1_000);
    let claim = decided.claim_after;
    let booked = decided.stays_earned;
    assert!(claim.settled(&job, booked, POSTED_AT + 960).is_ok());
}

#[test]
fn replicas_are_settled_only_once_decided() {
    let (job, claims, tally) = revealed(&[A, A, B]);
    let late = POSTED_AT + 100_000;
    for claim in [three().1[0], claims[0]] {
        assert_eq!(claim.settleable(&job, late), Err(JobError::NotDecided));
    }
    let decision = tally.decide(&job, None, late).unwrap();
    let paid = claims[0]
        .decided(&job, &decision, &A, late)
        .unwrap()
        .claim_after;
    let unpaid = claims[2]
        .decided(&job, &decision, &B, late)
        .unwrap()
        .claim_after;
    assert_eq!(
        paid.settleable(&job, late).unwrap().charge / 3_600,
        2 * 600 * 1_000
    );
    assert_eq!(unpaid.settleable(&job, late).unwrap().charge, 0);
    assert!(unpaid.settled(&job, 0, late).is_ok());
}

#[test]
fn a_replica_of_a_failed_job_is_settled_without_a_tally() {
    let mut job = post(JobTerms {
        gpus: 2,
        verification: Verification::Replicate { replicas: 5 },
        partial_fill: PartialFill::Fail,
        ..TERMS
    });
    let mut claim = take(&mut job, 2, POSTED_AT);
    let now = POSTED_AT + 3_600;
    apply(
        &claim.due_end(&job, now, SLOT).unwrap(),
        &mut job,
        &mut claim,
    );
    assert!(claim.settled(&job, 0, now + 900).is_ok());
}
