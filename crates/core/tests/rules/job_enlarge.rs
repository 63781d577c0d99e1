//! A claim that takes more slots.

use ionet_core::hiring::{BondOutcome, hour_gross, lock_bond};
use ionet_core::job::{
    ClaimState, EndReason, JobError, JobState, JobTerms, PartialFill, TakeOutcome,
};
use ionet_core::oracle::DollarPrice;

use crate::job_fixtures::{
    DEADLINE, POSTED_AT, RATE, SLOT, START_SECONDS, TERMS, post, replicated, start, take, with_fill,
};

#[test]
fn more_slots_make_one_claim_of_the_total() {
    let mut job = post(TERMS);
    let claim = take(&mut job, 2, POSTED_AT);
    let more = claim.enlarge(&job, 4, false, POSTED_AT).unwrap();
    assert_eq!((more.free_before, more.free_after), (6, 2));
    assert_eq!(
        (more.claim.state, more.claim.meter.gpus),
        (ClaimState::Claimed, 6)
    );
    let at_once = post(TERMS).take(6, 10_800, false, POSTED_AT).unwrap();
    assert_eq!(more.claim, at_once.claim);
    assert_eq!(more.job_after, at_once.job_after, "one claim is open");
    // The last slots fill the job, as somebody else's would.
    let all = more
        .claim
        .enlarge(&more.job_after, 2, false, POSTED_AT + 7)
        .unwrap();
    assert_eq!(
        (all.free_after, all.job_after.filled_at),
        (0, POSTED_AT + 7)
    );
    let (mut job, mut claim) = (all.job_after, all.claim);
    start(&mut job, &mut claim, POSTED_AT + 9);
    assert_eq!((job.bound.waiting_gpus, job.bound.running_gpus), (0, 8));
}

#[test]
fn what_a_claim_is_refused_more_slots_are_refused() {
    let mut job = post(TERMS);
    let claim = take(&mut job, 2, POSTED_AT);
    take(&mut job, 4, POSTED_AT);
    let refused = |job: &JobState, gpus, paused, now| claim.enlarge(job, gpus, paused, now).err();
    let granule = Some(JobError::NotAGranule { granule: 2 });
    assert_eq!(refused(&job, 0, false, POSTED_AT), granule);
    assert_eq!(refused(&job, 1, false, POSTED_AT), granule);
    for gpus in [4, u32::MAX - 1] {
        assert_eq!(
            refused(&job, gpus, false, POSTED_AT),
            Some(JobError::NotEnoughSlots { free: 2 })
        );
    }
    assert_eq!(
        refused(&job, 2, true, POSTED_AT),
        Some(JobError::Paused),
        "I10"
    );
    let cancelled = job.cancel(POSTED_AT + 1).unwrap();
    assert_eq!(
        refused(&cancelled, 2, false, POSTED_AT + 1),
        Some(JobError::JobEnded)
    );
    let full = claim.enlarge(&job, 2, false, POSTED_AT).unwrap();
    assert_eq!(
        refused(&full.job_after, 2, false, POSTED_AT),
        Some(JobError::NotEnoughSlots { free: 0 })
    );
}

#[test]
fn nothing_is_enlarged_after_the_claim_deadline() {
    // The time to start is longer than the time to claim.
    let mut job = post(JobTerms {
        start_seconds: 86_400,
        ..TERMS
    });
    let claim = take(&mut job, 2, POSTED_AT);
    assert!(claim.enlarge(&job, 2, false, DEADLINE - 1).is_ok());
    assert_eq!(
        claim.enlarge(&job, 2, false, DEADLINE),
        Err(JobError::ClaimDeadlinePassed)
    );
}

#[test]
fn a_replica_is_not_enlarged() {
    let mut job = replicated();
    let claim = take(&mut job, 2, POSTED_AT);
    for gpus in [2, 4] {
        assert_eq!(
            claim.enlarge(&job, gpus, false, POSTED_AT),
            Err(JobError::NotAReplica { gpus: 2 })
        );
    }
}

#[test]
fn a_claim_that_has_begun_to_start_or_ended_is_not_enlarged() {
    let mut job = post(TERMS);
    let claim = take(&mut job, 4, POSTED_AT);
    let first = claim.start_host(&job, 2, POSTED_AT, SLOT).unwrap();
    let last = first
        .claim_after
        .start_host(&first.job_after, 2, POSTED_AT, SLOT)
        .unwrap();
    let late = POSTED_AT + START_SECONDS + 1;
    let expired = claim.due_end(&job, late, SLOT).unwrap();
    assert_eq!(expired.reason, Some(EndReason::Expired));
    for (claim, job, now) in [
        (first.claim_after, first.job_after, POSTED_AT),
        (last.claim_after, last.job_after, POSTED_AT),
        (expired.claim_after, expired.job_after, late),
    ] {
        assert_eq!(
            claim.enlarge(&job, 2, false, now),
            Err(JobError::WrongState),
            "{:?}",
            claim.state
        );
    }
}

/// One GPU after the other, each shortly before the start is missed, would keep a job waiting.
#[test]
fn enlarging_puts_off_no_start() {
    let mut job = post(TERMS);
    let mut claim = take(&mut job, 2, POSTED_AT);
    let deadline = POSTED_AT + START_SECONDS;
    for now in [deadline - 400, deadline] {
        let more = claim.enlarge(&job, 2, false, now).unwrap();
        (claim, job) = (more.claim, more.job_after);
        assert_eq!(
            (claim.granted_at, claim.meter.start_by),
            (POSTED_AT, deadline)
        );
    }
    let missed = JobError::StartMissed { deadline };
    assert_eq!(claim.enlarge(&job, 2, false, deadline + 1), Err(missed));
    assert_eq!(
        claim.start_host(&job, 6, deadline + 1, SLOT),
        Err(missed),
        "it has missed its start with all that it took"
    );
    let end = claim.due_end(&job, deadline + 1, SLOT).unwrap();
    assert!(end.forfeits);
    assert_eq!(end.job_after.slots_finished, 6);
    start(&mut job, &mut claim, deadline);
}

#[test]
fn a_job_that_waits_for_all_starts_when_an_enlargement_fills_it() {
    for fill in [PartialFill::Wait, PartialFill::Fail] {
        let mut job = with_fill(fill);
        let claim = take(&mut job, 2, POSTED_AT);
        let late = POSTED_AT + START_SECONDS + 60;
        let TakeOutcome {
            claim, job_after, ..
        } = claim.enlarge(&job, 6, false, late).unwrap();
        assert_eq!(claim.meter.start_by, late + START_SECONDS);
        assert_eq!(claim.granted_at, POSTED_AT);
        let (mut job, mut claim) = (job_after, claim);
        start(&mut job, &mut claim, late + START_SECONDS);
    }
}

#[test]
fn after_an_extension_a_claim_is_enlarged_only_if_it_accepted_the_longer_time() {
    let taken = post(TERMS).take(2, 7_800, false, POSTED_AT).unwrap();
    let claim = taken.claim;
    let extended = taken.job_after.extend(RATE, 600, POSTED_AT).unwrap();
    let extended = extended.job_after;
    let more = claim.enlarge(&extended, 2, false, POSTED_AT).unwrap();
    assert_eq!(more.claim.meter.accepted_seconds, 7_800);
    let again = extended.extend(RATE, 600, POSTED_AT).unwrap().job_after;
    assert_eq!(
        claim.enlarge(&again, 2, false, POSTED_AT),
        Err(JobError::MaxSecondsTooShort { seconds: 8_400 })
    );
}

/// Each part is rounded up: a base unit more for each enlargement at most, never less.
#[test]
fn parts_lock_no_less_than_the_whole() {
    let price = DollarPrice::from_pico_dollars(7_000_000_000_000).unwrap();
    let needed = |gpus| {
        let hour = hour_gross(RATE, gpus).unwrap();
        price.micro_dollars_to_io_ceil(hour).unwrap()
    };
    let mut locked = 0;
    for gpus in [1, 2, 3, 2] {
        let BondOutcome { locked_after, .. } = lock_bond(u64::MAX, locked, needed(gpus)).unwrap();
        locked = locked_after;
    }
    // $28.80 at $7: 411,428,571.4 base units.
    assert_eq!((needed(8), locked), (411_428_572, 411_428_573));
}
