//! How long a claim's bond stays locked, end by end.

use ionet_core::job::{ClaimRecord, Decision, JobState, JobTerms, Posted, Verdict};

use crate::job_fixtures::{
    POSTED_AT, SECONDS, START_SECONDS, TERMS, apply, beat, post, replicated, start, take,
};

const ENDED_AT: i64 = POSTED_AT + 900;

/// Completed after a quarter of an hour, all of which is held back.
fn completed(terms: JobTerms) -> (JobState, ClaimRecord) {
    let mut job = post(terms);
    let mut claim = take(&mut job, 8, POSTED_AT);
    start(&mut job, &mut claim, POSTED_AT);
    let end = claim.complete(&job, 8, ENDED_AT).unwrap();
    apply(&end, &mut job, &mut claim);
    (job, claim)
}

fn locks(job: &JobState, claim: &ClaimRecord) -> bool {
    claim.locks_bond(job)
}

#[test]
fn a_claim_that_has_not_ended_locks_its_bond() {
    let mut job = post(TERMS);
    let mut claim = take(&mut job, 8, POSTED_AT);
    assert!(locks(&job, &claim), "claimed");
    let one = claim.start_host(&job, 2, POSTED_AT, 1).unwrap();
    assert!(locks(&one.job_after, &one.claim_after), "starting");
    start(&mut job, &mut claim, POSTED_AT);
    assert!(locks(&job, &claim), "running");
}

#[test]
fn what_can_be_disputed_stays_locked_until_it_is_settled_in_full() {
    let (job, claim) = completed(TERMS);
    assert!(locks(&job, &claim));
    let gross = job.bound.ended_gross;
    assert!(claim.settled(&job, gross, ENDED_AT + 899).is_err());
    // The time for disputes is over; nobody has come by.
    assert!(locks(&job, &claim));
    let settled = claim.settled(&job, gross, ENDED_AT + 900).unwrap();
    assert!(!locks(&job, &settled));
    assert!(!locks(&job, &settled.close(&job, ENDED_AT + 900).unwrap()));
}

#[test]
fn a_dispute_keeps_it_locked_until_it_is_resolved() {
    let (job, claim) = completed(TERMS);
    let opened = claim.dispute(&job, ENDED_AT + 899).unwrap();
    let (dispute, disputed) = (opened.dispute, opened.claim_after);
    assert!(locks(&job, &disputed));
    for verdict in [
        Some(Verdict::OperatorRight),
        Some(Verdict::OperatorWrong),
        None,
    ] {
        let posted = verdict.map(|said| Posted { said, at: ENDED_AT });
        let ended = disputed
            .resolve(&job, &dispute, posted, dispute.deadline)
            .unwrap();
        assert!(
            !locks(&ended.job_after, &ended.claim_after),
            "{verdict:?}: there is no second dispute"
        );
    }
}

#[test]
fn what_cannot_be_disputed_is_free_at_once() {
    let (job, claim) = completed(JobTerms {
        deterministic: false,
        ..TERMS
    });
    assert!(!locks(&job, &claim), "a re-run would prove nothing");

    let mut job = post(TERMS);
    let claim = take(&mut job, 8, POSTED_AT);
    let late = POSTED_AT + START_SECONDS + 1;
    let end = claim.due_end(&job, late, 0).unwrap();
    assert!(end.forfeits);
    assert!(!locks(&end.job_after, &end.claim_after), "never started");
}

#[test]
fn a_replica_that_ran_locks_it_until_it_is_decided() {
    let mut job = replicated();
    let mut claims: Vec<_> = (0..3).map(|_| take(&mut job, 2, POSTED_AT)).collect();
    for claim in &mut claims[..2] {
        start(&mut job, claim, POSTED_AT);
    }
    let end = claims[0].commit(&job, 2, ENDED_AT).unwrap();
    apply(&end, &mut job, &mut claims[0]);
    assert!(locks(&job, &claims[0]), "committed");
    // The third never started, the second used its time up without a commitment.
    let end = claims[2].due_end(&job, POSTED_AT + 1_201, 0).unwrap();
    apply(&end, &mut job, &mut claims[2]);
    assert!(!locks(&job, &claims[2]), "the tally has nothing to say");
    let over = POSTED_AT + SECONDS + 900;
    beat(&job, &mut claims[1], over - 900);
    let end = claims[1].due_end(&job, over, 0).unwrap();
    apply(&end, &mut job, &mut claims[1]);
    assert!(locks(&job, &claims[1]), "used up");

    let revealed = claims[0].reveal(&job, over).unwrap();
    assert!(locks(&job, &revealed), "revealed");
    let decided = claims[1]
        .decided(&job, &Decision::Undecided, &[0; 32], over)
        .unwrap();
    assert!(!locks(&decided.job_after, &decided.claim_after));
}
