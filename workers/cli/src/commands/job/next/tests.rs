//! Lives of jobs by the rules, and what is said to come next.

use ionet_core::{
    hiring::JobFilters,
    job::{
        ClaimRecord, JobState, JobTerms, PartialFill, REVEAL_SECONDS, Tally, VERDICT_SECONDS,
        Verification,
    },
};

use super::*;

const NOW: i64 = 1_800_000_000;
const HOUR: u32 = 3_600;
const DEADLINE: i64 = NOW + 600;

fn posted(verification: Verification, deterministic: bool) -> JobState {
    let terms = JobTerms {
        gpus: 1,
        granule: 1,
        seconds: HOUR,
        claim_deadline: DEADLINE,
        start_seconds: 600,
        verification,
        deterministic,
        partial_fill: if verification.is_replicate() {
            PartialFill::Fail
        } else {
            PartialFill::Keep
        },
        filters: JobFilters::default(),
    };
    JobState::post(&terms, 3_600_000, NOW).unwrap()
}

fn view(record: ClaimRecord, dispute: Option<Dispute>) -> ClaimView {
    ClaimView {
        operator: Pubkey::new_from_array([7; 32]),
        record,
        dispute,
        verdict: false,
        earned: 0,
    }
}

/// The steps as text: command, from, until, in seconds since the job was posted.
fn told(job: &JobState, claims: &[ClaimView], now: i64) -> Vec<(&'static str, i64, i64)> {
    let since = |time: i64| if time == 0 { 0 } else { time - NOW };
    steps(job, true, &Tally::default(), claims, now)
        .iter()
        .map(|step| (step.command, since(step.opens), since(step.closes)))
        .collect()
}

/// A job of one GPU that runs since `NOW + 10`.
fn running(deterministic: bool, accepted: u32) -> (JobState, ClaimRecord) {
    let job = posted(Verification::None, deterministic);
    let taken = job.take(1, accepted, false, NOW + 10).unwrap();
    let started = taken
        .claim
        .start_host(&taken.job_after, 1, NOW + 10, 1)
        .unwrap();
    (started.job_after, started.claim_after)
}

#[test]
fn a_job_that_nobody_claims_is_sealed_claimed_or_refunded() {
    let job = posted(Verification::None, false);
    let unsealed = steps(&job, false, &Tally::default(), &[], NOW);
    assert_eq!(unsealed[0].command, "job seal");
    assert_eq!(
        told(&job, &[], NOW),
        [
            ("job claim", 0, 600),
            ("job extend", 0, 0),
            ("job cancel", 0, 0),
            ("job refund", 600, 0),
        ]
    );
    let late = steps(&job, true, &Tally::default(), &[], DEADLINE);
    let commands: Vec<_> = late.iter().map(|step| step.command).collect();
    assert_eq!(commands, ["job refund", "job close"]);
    assert_eq!(late[0].amount, Some(("refund", 3_600_000)));
}

#[test]
fn a_claim_starts_within_its_window_and_a_keeper_ends_it_after() {
    let job = posted(Verification::None, false);
    let taken = job.take(1, HOUR, false, NOW + 10).unwrap();
    let all = told(&taken.job_after, &[view(taken.claim, None)], NOW + 10);
    assert!(all.contains(&("job start", 10, 611)), "{all:?}");
    assert!(all.contains(&("keeper --once", 611, 0)), "{all:?}");
    let late = told(&taken.job_after, &[view(taken.claim, None)], NOW + 611);
    assert!(!late.iter().any(|step| step.0 == "job start"), "{late:?}");
}

#[test]
fn a_running_claim_has_its_heartbeats_and_more_time_only_where_it_was_accepted() {
    let (job, claim) = running(false, HOUR);
    assert_eq!(
        told(&job, &[view(claim, None)], NOW + 10),
        [
            ("job cancel", 0, 0),
            ("job heartbeat", 910, 1_811),
            ("job complete", 0, 4_510),
            ("keeper --once", 1_811, 0),
        ]
    );
    let (job, claim) = running(false, 2 * HOUR);
    assert_eq!(
        told(&job, &[view(claim, None)], NOW + 10)[0].0,
        "job extend"
    );
}

#[test]
fn a_dispute_has_its_bond_and_its_deadline() {
    let (job, claim) = running(true, HOUR);
    let end = claim.complete(&job, 1, NOW + 910).unwrap();
    let (job, claim) = (end.job_after, end.claim_after);
    let all = steps(
        &job,
        true,
        &Tally::default(),
        &[view(claim, None)],
        NOW + 910,
    );
    let dispute = &all[0];
    assert_eq!(
        (dispute.command, dispute.closes),
        ("job dispute", NOW + 1_810)
    );
    assert_eq!(dispute.amount, Some(("bond", 1_000_000)), "900 s are $0.90");
    assert_eq!((all[1].command, all[1].opens), ("job settle", NOW + 1_810));

    let opened = claim.dispute(&job, NOW + 920).unwrap();
    let mut disputed = view(opened.claim_after, Some(opened.dispute));
    let resolve = |view: &ClaimView| {
        let all = steps(
            &job,
            true,
            &Tally::default(),
            std::slice::from_ref(view),
            NOW + 920,
        );
        all[0].opens
    };
    assert_eq!(resolve(&disputed), opened.dispute.deadline);
    disputed.verdict = true;
    assert_eq!(resolve(&disputed), 0, "at once with a verdict");

    let (job, claim) = running(false, HOUR);
    let end = claim.complete(&job, 1, NOW + 910).unwrap();
    let all = told(&end.job_after, &[view(end.claim_after, None)], NOW + 910);
    assert_eq!(all[0].0, "job settle", "nothing to dispute: {all:?}");
}

#[test]
fn replicas_commit_reveal_and_are_decided() {
    let mut job = posted(Verification::Replicate { replicas: 3 }, true);
    let mut claims = Vec::new();
    for _ in 0..3 {
        let taken = job.take(1, HOUR, false, NOW + 10).unwrap();
        job = taken.job_after;
        claims.push(taken.claim);
    }
    for claim in &mut claims {
        let started = claim.start_host(&job, 1, NOW + 10, 1).unwrap();
        (job, *claim) = (started.job_after, started.claim_after);
    }
    let one = told(&job, &[view(claims[0], None)], NOW + 10);
    assert!(one.contains(&("job commit", 0, 4_510)), "{one:?}");
    for claim in &mut claims {
        let end = claim.commit(&job, 1, NOW + 910).unwrap();
        (job, *claim) = (end.job_after, end.claim_after);
    }
    let closes = 910 + REVEAL_SECONDS;
    let undecided = closes + i64::from(HOUR) + VERDICT_SECONDS;
    let one = told(&job, &[view(claims[0], None)], NOW + 910);
    assert_eq!(
        one[..2],
        [("job reveal", 910, closes), ("job decide", undecided, 0)]
    );

    let revealed = claims[0].reveal(&job, NOW + 920).unwrap();
    let tally = Tally::default()
        .count(&[1; 32])
        .unwrap()
        .count(&[1; 32])
        .unwrap();
    let with = |claim| steps(&job, true, &tally, &[view(claim, None)], NOW + 920);
    let decide = with(revealed);
    assert_eq!((decide[0].command, decide[0].opens), ("job decide", 0));
    let waits = with(claims[2]);
    assert_eq!(
        (waits[1].command, waits[1].opens),
        ("job decide", NOW + closes)
    );
}

#[test]
fn when_is_told_with_what_is_left() {
    let step = |opens, closes| Step::new("x", Who::Anybody).from(opens).until(closes);
    for (step, words) in [
        (step(0, 0), "now".to_owned()),
        (
            step(NOW - 5, NOW + 720),
            format!("now; 12 min left (until {})", time(NOW + 720)),
        ),
        (step(NOW + 60, 0), format!("in 1 min ({})", time(NOW + 60))),
        (
            step(NOW + 60, NOW + 3_660),
            format!("in 1 min ({}), for 1 h", time(NOW + 60)),
        ),
    ] {
        assert_eq!(step.when(NOW), words);
    }
    let json = step(NOW + 60, 0).json(NOW);
    assert_eq!(json["now"], false);
    assert_eq!(json["from"], time(NOW + 60));
    assert!(json["until"].is_null());
}
