//! Disputes: who can open one, what it costs, and where the money goes.

use ionet_core::job::{
    ClaimRecord, ClaimState, DisputeError, Entitlement, JobError, JobState, JobTerms, Posted,
    Verdict, Verification, dispute_bond_ceil,
};
use ionet_core::settlement::gross_floor;

use crate::job_fixtures::{
    POSTED_AT, RATE, SECOND, SECONDS, TERMS, apply, beat, post, replicated, start, take,
};

const ENDED_AT: i64 = POSTED_AT + 5_400;
/// Completed after 5,400 seconds, of which 1,800 had matured.
const DISPUTED: u64 = 8 * 3_600 * SECOND;
const BOND: u64 = DISPUTED / 20;

fn completed(terms: JobTerms) -> (JobState, ClaimRecord) {
    let mut job = post(terms);
    let mut claim = take(&mut job, 8, POSTED_AT);
    start(&mut job, &mut claim, POSTED_AT);
    beat(&job, &mut claim, POSTED_AT + 4_500);
    apply(
        &claim.complete(&job, 8, ENDED_AT).unwrap(),
        &mut job,
        &mut claim,
    );
    (job, claim)
}

fn posted(said: Verdict, at: i64) -> Posted<Verdict> {
    Posted { said, at }
}

#[test]
fn the_bond_is_five_percent_rounded_up_and_a_dollar_at_least() {
    for (disputed, bond) in [
        (0, 1_000_000),
        (20_000_000, 1_000_000),
        (20_000_001, 1_000_001),
        (20_000_020, 1_000_001),
        (28_800_000, 1_440_000),
        (u64::MAX, u64::MAX / 20 + 1),
    ] {
        assert_eq!(dispute_bond_ceil(disputed), Ok(bond));
    }
}

#[test]
fn what_is_held_back_can_be_disputed_for_15_minutes() {
    let (job, claim) = completed(TERMS);
    let opened = claim.dispute(&job, ENDED_AT + 899).unwrap();
    assert_eq!(opened.disputed, DISPUTED);
    assert_eq!(opened.dispute.bond, BOND);
    assert_eq!(opened.dispute.deadline, ENDED_AT + 899 + SECONDS + 86_400);
    assert_eq!(opened.claim_after.state, ClaimState::Disputed);
    let ended_at = ENDED_AT + 900;
    assert_eq!(
        claim.dispute(&job, ended_at),
        Err(DisputeError::TooLate { ended_at })
    );
    let twice = opened.claim_after.dispute(&job, ENDED_AT);
    assert_eq!(twice, Err(DisputeError::Job(JobError::WrongState)));
}

#[test]
fn what_cannot_be_disputed() {
    let (job, claim) = completed(JobTerms {
        deterministic: false,
        ..TERMS
    });
    assert_eq!(
        claim.dispute(&job, ENDED_AT),
        Err(DisputeError::NotDeterministic)
    );
    let mut job = post(TERMS);
    let mut claim = take(&mut job, 8, POSTED_AT);
    start(&mut job, &mut claim, POSTED_AT);
    assert_eq!(
        claim.dispute(&job, POSTED_AT),
        Err(DisputeError::Job(JobError::WrongState)),
        "still running"
    );
    // Nothing earned, nothing to dispute.
    let end = claim.complete(&job, 8, POSTED_AT).unwrap();
    let (job, claim) = (end.job_after, end.claim_after);
    assert_eq!(
        claim.dispute(&job, POSTED_AT),
        Err(DisputeError::NothingHeldBack)
    );

    let mut job = replicated();
    let mut replicas: Vec<_> = (0..3).map(|_| take(&mut job, 2, POSTED_AT)).collect();
    start(&mut job, &mut replicas[0], POSTED_AT);
    let end = replicas[0]
        .due_end(&job, POSTED_AT + 1_801, u64::MAX)
        .unwrap();
    let refused = end.claim_after.dispute(&end.job_after, POSTED_AT + 1_801);
    assert_eq!(refused, Err(DisputeError::Replicated));
}

#[test]
fn while_disputed_only_what_had_matured_is_settled() {
    let (job, claim) = completed(TERMS);
    let disputed = claim.dispute(&job, ENDED_AT).unwrap().claim_after;
    let much_later = ENDED_AT + 1_000_000;
    let up_to = disputed.settleable(&job, much_later).unwrap();
    assert_eq!(gross_floor(up_to.charge), 8 * 1_800 * SECOND);
    assert_eq!(
        disputed.settled(&job, 8 * 1_800 * SECOND, much_later),
        Err(JobError::Disputed)
    );
}

#[test]
fn every_outcome_to_the_unit() {
    let (job, claim) = completed(TERMS);
    let opened = claim.dispute(&job, ENDED_AT).unwrap();
    let (dispute, claim) = (opened.dispute, opened.claim_after);
    let deadline = dispute.deadline;
    assert_eq!(
        claim.resolve(&job, &dispute, None, deadline - 1),
        Err(DisputeError::VerdictAwaited { deadline })
    );
    let right = Some(posted(Verdict::OperatorRight, deadline - 1));
    let wrong = Some(posted(Verdict::OperatorWrong, deadline - 1));
    let late = Some(posted(Verdict::OperatorRight, deadline));
    for (verdict, now, kept, to_verifiers, owes, good_bps, entitlement) in [
        (
            right,
            ENDED_AT,
            true,
            BOND,
            0,
            Some(10_000),
            Entitlement::Full,
        ),
        (
            right,
            deadline,
            true,
            BOND,
            0,
            Some(10_000),
            Entitlement::Full,
        ),
        (
            wrong,
            deadline + 1_000_000,
            false,
            0,
            BOND,
            Some(0),
            Entitlement::Matured,
        ),
        (late, deadline, false, 0, 0, None, Entitlement::Matured),
        (
            wrong,
            ENDED_AT,
            false,
            0,
            BOND,
            Some(0),
            Entitlement::Matured,
        ),
        (None, deadline, false, 0, 0, None, Entitlement::Matured),
    ] {
        let ended = claim.resolve(&job, &dispute, verdict, now).unwrap();
        let (stays, back) = if kept { (DISPUTED, 0) } else { (0, DISPUTED) };
        assert_eq!((ended.stays_earned, ended.refunded), (stays, back));
        assert_eq!(ended.bond_to_verifiers, to_verifiers);
        assert_eq!(ended.bond_to_client, BOND - to_verifiers);
        assert_eq!(ended.operator_owes, owes);
        assert_eq!(ended.operator_good_bps, good_bps);
        assert_eq!(ended.slashable, good_bps == Some(0));
        assert_eq!(ended.claim_after.entitlement, entitlement);
        assert_eq!(ended.claim_after.state, ClaimState::Resolved);
        assert_eq!(
            ended.job_after.bound.ended_gross,
            job.bound.ended_gross - back
        );
        // The rest of its life: what it is entitled to, and no more.
        let final_gross = 8 * 1_800 * SECOND + stays;
        let later = ENDED_AT + 900;
        let up_to = ended
            .claim_after
            .settleable(&ended.job_after, later)
            .unwrap();
        assert_eq!(gross_floor(up_to.charge), final_gross);
        let twice = ended.claim_after.resolve(&job, &dispute, verdict, now);
        assert_eq!(twice, Err(DisputeError::Job(JobError::WrongState)));
        assert!(
            ended
                .claim_after
                .settled(&ended.job_after, final_gross, later.max(now))
                .is_ok()
        );
    }
}

/// The job goes on, for another claim: whatever its client buys, what was held back of a claim
/// that ended stays what it was.
#[test]
fn an_extension_brings_nothing_back_that_a_dispute_took() {
    let mut job = post(TERMS);
    let mut claim = take(&mut job, 4, POSTED_AT);
    start(&mut job, &mut claim, POSTED_AT);
    let mut other = take(&mut job, 4, POSTED_AT + 3_500);
    start(&mut job, &mut other, POSTED_AT + 4_500);
    beat(&job, &mut claim, POSTED_AT + SECONDS);
    // Recorded an hour late; the other claim runs for 700 seconds more.
    let recorded_at = POSTED_AT + 11_000;
    let end = claim.due_end(&job, recorded_at, u64::MAX).unwrap();
    apply(&end, &mut job, &mut claim);
    let held_back = 4 * 3_600 * SECOND;
    assert_eq!(claim.held_back(&job), Ok(held_back));

    let opened = claim.dispute(&job, recorded_at).unwrap();
    let extended = |job: &JobState| job.extend(RATE, 3_600, recorded_at).unwrap().job_after;
    let job_after = extended(&job);
    assert_eq!(
        opened.claim_after.held_back(&job_after),
        Ok(held_back),
        "while disputed"
    );
    let wrong = Some(posted(Verdict::OperatorWrong, recorded_at));
    let ended = opened
        .claim_after
        .resolve(&job, &opened.dispute, wrong, recorded_at)
        .unwrap();
    assert_eq!(ended.refunded, held_back);
    let job_after = extended(&ended.job_after);
    let up_to = ended
        .claim_after
        .settleable(&job_after, recorded_at + 900)
        .unwrap();
    assert_eq!(
        gross_floor(up_to.charge),
        job_after.bound.ended_gross,
        "what is paid is what is counted"
    );
}

#[test]
fn verifiers_dispute_audited_jobs_without_a_bond() {
    let audit = JobTerms {
        verification: Verification::Audit,
        ..TERMS
    };
    let (job, claim) = completed(audit);
    let opened = claim
        .dispute_by_verdict(&job, Verdict::OperatorWrong, ENDED_AT)
        .unwrap();
    assert_eq!((opened.disputed, opened.dispute.bond), (DISPUTED, 0));
    let verdict = Some(posted(Verdict::OperatorWrong, ENDED_AT));
    let ended = opened
        .claim_after
        .resolve(&job, &opened.dispute, verdict, ENDED_AT)
        .unwrap();
    assert_eq!((ended.refunded, ended.operator_owes), (DISPUTED, 0));
    assert!(ended.slashable);
    assert_eq!(
        claim.dispute_by_verdict(&job, Verdict::OperatorRight, ENDED_AT),
        Err(DisputeError::NotAudited)
    );
    let (job, claim) = completed(TERMS);
    assert_eq!(
        claim.dispute_by_verdict(&job, Verdict::OperatorWrong, ENDED_AT),
        Err(DisputeError::NotAudited)
    );
}

#[test]
fn stored_verdicts() {
    assert_eq!(Verdict::from_code(0), Ok(Verdict::OperatorRight));
    assert_eq!(Verdict::from_code(1), Ok(Verdict::OperatorWrong));
    assert_eq!(Verdict::from_code(2), Err(DisputeError::UnknownVerdict));
}
