//! The terms of a job: each field's boundaries, and the fields against each other.

use ionet_core::hiring::{FilterError, JobFilters};
use ionet_core::job::{JobState, JobTerms, MAX_SLOTS, PartialFill, PostError, Verification};
use ionet_core::settlement::SettlementError;
use ionet_core::time::DAY_SECONDS;

use crate::job_fixtures::{POSTED_AT, RATE, TERMS};

const REPLICATE: Verification = Verification::Replicate { replicas: 5 };

fn check(terms: JobTerms) -> Result<(), PostError> {
    terms.validate(POSTED_AT)
}

#[test]
fn boundaries_of_each_field() {
    let deadline = |seconds| JobTerms {
        claim_deadline: POSTED_AT + seconds,
        ..TERMS
    };
    let gpus = |gpus| JobTerms {
        gpus,
        granule: 1,
        ..TERMS
    };
    let granule = |granule| JobTerms {
        gpus: 240,
        granule,
        ..TERMS
    };
    let seconds = |seconds| JobTerms { seconds, ..TERMS };
    let start = |start_seconds| JobTerms {
        start_seconds,
        ..TERMS
    };
    for good in [
        gpus(1),
        gpus(10_000),
        granule(1),
        granule(16),
        seconds(600),
        seconds(2_592_000),
        deadline(300),
        deadline(7 * DAY_SECONDS),
        start(600),
        start(86_400),
    ] {
        assert_eq!(check(good), Ok(()), "{good:?}");
    }
    for (bad, error) in [
        (gpus(0), PostError::GpusOutOfRange),
        (gpus(10_001), PostError::GpusOutOfRange),
        (granule(0), PostError::GranuleOutOfRange),
        (granule(17), PostError::GranuleOutOfRange),
        (granule(7), PostError::GranuleDoesNotDivide),
        (seconds(599), PostError::SecondsOutOfRange),
        (seconds(2_592_001), PostError::SecondsOutOfRange),
        (deadline(299), PostError::ClaimDeadlineOutOfRange),
        (deadline(-1), PostError::ClaimDeadlineOutOfRange),
        (
            deadline(7 * DAY_SECONDS + 1),
            PostError::ClaimDeadlineOutOfRange,
        ),
        (start(599), PostError::StartSecondsOutOfRange),
        (start(86_401), PostError::StartSecondsOutOfRange),
    ] {
        assert_eq!(check(bad), Err(error), "{bad:?}");
    }
    let far = JobTerms {
        claim_deadline: i64::MAX,
        ..TERMS
    };
    assert_eq!(
        far.validate(i64::MIN),
        Err(PostError::ClaimDeadlineOutOfRange)
    );
}

#[test]
fn verification_partial_fill_and_determinism_fit_each_other() {
    let all_fills = [PartialFill::Keep, PartialFill::Wait, PartialFill::Fail];
    for partial_fill in all_fills {
        for deterministic in [false, true] {
            let terms = |verification| JobTerms {
                verification,
                partial_fill,
                deterministic,
                ..TERMS
            };
            assert_eq!(check(terms(Verification::None)), Ok(()));
            let audit = if deterministic {
                Ok(())
            } else {
                Err(PostError::AuditNeedsDeterministic)
            };
            assert_eq!(check(terms(Verification::Audit)), audit);
            let all = partial_fill == PartialFill::Fail;
            let replicate = if all {
                Ok(())
            } else {
                Err(PostError::ReplicasNeedAll)
            };
            assert_eq!(check(terms(REPLICATE)), replicate);
        }
    }
    for replicas in 0..=u8::MAX {
        let verification = Verification::Replicate { replicas };
        let terms = JobTerms {
            verification,
            partial_fill: PartialFill::Fail,
            ..TERMS
        };
        let expected = match replicas {
            2..=5 => Ok(()),
            _ => Err(PostError::ReplicasOutOfRange),
        };
        assert_eq!(check(terms), expected, "{replicas} replicas");
    }
}

#[test]
fn stored_codes() {
    for (code, replicas, verification) in [
        (0, 1, Ok(Verification::None)),
        (1, 2, Ok(Verification::Replicate { replicas: 2 })),
        (1, 3, Ok(Verification::Replicate { replicas: 3 })),
        (1, 4, Ok(Verification::Replicate { replicas: 4 })),
        (1, 5, Ok(Verification::Replicate { replicas: 5 })),
        (2, 1, Ok(Verification::Audit)),
        (0, 3, Err(PostError::ReplicasOutOfRange)),
        (1, 1, Err(PostError::ReplicasOutOfRange)),
        (1, 6, Err(PostError::ReplicasOutOfRange)),
        (2, 2, Err(PostError::ReplicasOutOfRange)),
        (2, 5, Err(PostError::ReplicasOutOfRange)),
        (3, 1, Err(PostError::UnknownVerification)),
    ] {
        assert_eq!(Verification::from_parts(code, replicas), verification);
        if let Ok(verification) = verification {
            assert_eq!(
                (verification.code(), verification.replicas()),
                (code, replicas)
            );
        }
    }
    for code in 0..3 {
        assert_eq!(PartialFill::from_code(code).unwrap().code(), code);
    }
    assert_eq!(
        PartialFill::from_code(3),
        Err(PostError::UnknownPartialFill)
    );
}

#[test]
fn filters_are_checked_too() {
    let filters = JobFilters {
        min_latency: 5,
        ..TERMS.filters
    };
    let terms = JobTerms { filters, ..TERMS };
    assert_eq!(
        check(terms),
        Err(PostError::Filter(FilterError::LatencyOutOfRange))
    );
    assert_eq!(
        PostError::Filter(FilterError::LatencyOutOfRange).to_string(),
        "filters: min_latency must be 0 to 4"
    );
}

#[test]
fn a_posted_job_asks_for_the_deposit_of_all_replicas() {
    let single = JobState::post(&TERMS, RATE, POSTED_AT).unwrap();
    assert_eq!((single.slots, single.deposit), (8, 57_600_000));
    let terms = JobTerms {
        verification: REPLICATE,
        partial_fill: PartialFill::Fail,
        ..TERMS
    };
    let five = JobState::post(&terms, RATE, POSTED_AT).unwrap();
    assert_eq!((five.slots, five.deposit), (40, 5 * 57_600_000));
    assert!(!five.has_ended() && !five.is_full() && five.free_slots() == 40);
    assert_eq!(
        JobState::post(&TERMS, 0, POSTED_AT),
        Err(PostError::Hire(SettlementError::RateZero))
    );
}

/// What the comment on `MAX_SLOTS` says.
#[test]
fn the_largest_job_fits_its_integers_and_its_blocks() {
    let largest = JobTerms {
        gpus: 10_000,
        granule: 1,
        seconds: 2_592_000,
        verification: REPLICATE,
        partial_fill: PartialFill::Fail,
        ..TERMS
    };
    assert_eq!(largest.slots(), MAX_SLOTS);
    assert_eq!(MAX_SLOTS, 50_000);
    let dollars = |dollars: u64| JobState::post(&largest, dollars * 1_000_000, POSTED_AT);
    // Five billion dollars.
    assert_eq!(dollars(142).unwrap().deposit, 5_112_000_000_000_000);
    assert_eq!(
        dollars(143),
        Err(PostError::Hire(SettlementError::DepositTooLarge))
    );

    let blocks = |units: u64| (u64::from(MAX_SLOTS) * units).div_ceil(12_000_000);
    assert_eq!(blocks(8_000), 34);
    assert_eq!(blocks(25_000), 105);
    assert_eq!(300 * 1_000 / 400, 750);
}
