//! Vesting by example.

use ionet_core::genesis::{Category, GenesisPlan};
use ionet_core::time::MONTH_SECONDS;
use ionet_core::vesting::{ClaimOutcome, VestingError, VestingSchedule, VestingTerms};

const START: i64 = 1_800_000_000;

fn terms(upfront_bps: u16, cliff_months: u16, parts: u16) -> VestingTerms {
    VestingTerms {
        upfront_bps,
        cliff_months,
        parts,
    }
}

fn grant(total: u64, terms: VestingTerms) -> VestingSchedule {
    VestingSchedule {
        total,
        terms,
        start: START,
    }
}

fn month(months: i64) -> i64 {
    START + months * MONTH_SECONDS
}

#[test]
fn terms_have_ranges() {
    let cases = [
        (terms(0, 0, 1), Ok(())),
        (terms(10_000, 120, 240), Ok(())),
        (terms(10_000, 0, 0), Ok(())),
        (terms(9_999, 0, 0), Err(VestingError::PartsOutOfRange)),
        (terms(0, 0, 0), Err(VestingError::PartsOutOfRange)),
        (terms(0, 0, 241), Err(VestingError::PartsOutOfRange)),
        (terms(10_000, 0, 241), Err(VestingError::PartsOutOfRange)),
        (terms(0, 121, 1), Err(VestingError::CliffOutOfRange)),
        (terms(10_001, 0, 1), Err(VestingError::UpfrontOutOfRange)),
    ];
    for (terms, expected) in cases {
        assert_eq!(terms.validate(), expected, "{terms:?}");
        let schedule = grant(100, terms);
        assert_eq!(schedule.vested_at(START).err(), expected.err());
        assert_eq!(schedule.claim(0, month(1_000)).err(), expected.err());
        assert_eq!(schedule.first_unlock_at().err(), expected.err());
        assert_eq!(schedule.next_unlock_at(START).err(), expected.err());
    }
}

#[test]
fn investors_get_nothing_for_12_months_then_24_parts() {
    let series_a = GenesisPlan::OFFICIAL.category(Category::SeriesA);
    let schedule = grant(series_a.amount, series_a.terms);
    let part = series_a.amount / 24;
    assert_eq!(schedule.first_unlock_at(), Ok(month(13)));
    let cases = [
        (START - 1, 0),
        (START, 0),
        (month(12), 0),
        (month(13) - 1, 0),
        (month(13), part),
        (month(14) - 1, part),
        (month(14), 2 * part),
        (month(36) - 1, 23 * part),
        (month(36), series_a.amount),
        (month(400), series_a.amount),
        (i64::MAX, series_a.amount),
    ];
    for (now, vested) in cases {
        assert_eq!(schedule.vested_at(now), Ok(vested), "at {now}");
    }
}

#[test]
fn community_gets_a_tenth_at_once_then_48_parts() {
    let community = GenesisPlan::OFFICIAL.category(Category::Community);
    let schedule = grant(community.amount, community.terms);
    let upfront = community.amount / 10;
    let part = (community.amount - upfront) / 48;
    assert_eq!(schedule.first_unlock_at(), Ok(START));
    for (now, vested) in [
        (START - 1, 0),
        (START, upfront),
        (month(1) - 1, upfront),
        (month(1), upfront + part),
        (month(47), upfront + 47 * part),
        (month(48), community.amount),
    ] {
        assert_eq!(schedule.vested_at(now), Ok(vested), "at {now}");
    }
}

#[test]
fn last_part_takes_the_remainder() {
    // 10 % of 1,009 is 100; the rest of 909 makes parts of 227, 227, 227 and 228.
    let schedule = grant(1_009, terms(1_000, 2, 4));
    let vested: Vec<_> = (0..8)
        .map(|m| schedule.vested_at(month(m)).unwrap())
        .collect();
    assert_eq!(vested, [100, 100, 100, 327, 554, 781, 1_009, 1_009]);
}

#[test]
fn unlock_times_are_those_that_pay() {
    let cases = [
        // (total, terms, first, [(now, next)])
        (
            1_009,
            terms(1_000, 2, 4),
            START,
            vec![
                (START - 9, Some(START)),
                (START, Some(month(3))),
                (month(3) - 1, Some(month(3))),
                (month(3), Some(month(4))),
                (month(6) - 1, Some(month(6))),
                (month(6), None),
            ],
        ),
        // The upfront share rounds to nothing, and the parts but the last one do too.
        (
            3,
            terms(1_000, 1, 4),
            month(5),
            vec![
                (START - 9, Some(month(5))),
                (month(2), Some(month(5))),
                (month(5), None),
            ],
        ),
        (
            500,
            terms(10_000, 7, 0),
            START,
            vec![(START - 1, Some(START)), (START, None)],
        ),
        (
            500,
            terms(10_000, 7, 9),
            START,
            vec![(START - 1, Some(START)), (START, None)],
        ),
        (
            500,
            terms(0, 120, 240),
            month(121),
            vec![
                (0, Some(month(121))),
                (month(359), Some(month(360))),
                (month(360), None),
            ],
        ),
    ];
    for (total, terms, first, next) in cases {
        let schedule = grant(total, terms);
        assert_eq!(schedule.first_unlock_at(), Ok(first), "{schedule:?}");
        assert_eq!(schedule.vested_at(first - 1), Ok(0), "{schedule:?}");
        assert!(schedule.vested_at(first).unwrap() > 0, "{schedule:?}");
        for (now, expected) in next {
            assert_eq!(
                schedule.next_unlock_at(now),
                Ok(expected),
                "{schedule:?} at {now}"
            );
        }
    }
}

#[test]
fn claims_pay_what_unlocked_since_the_last() {
    let schedule = grant(1_009, terms(1_000, 2, 4));
    let paid = |claimed_before, claimed_after| {
        let amount = claimed_after - claimed_before;
        Ok(ClaimOutcome {
            amount,
            claimed_before,
            claimed_after,
        })
    };
    let cases = [
        (0, START - 1, Err(VestingError::BeforeFirstUnlock)),
        (0, START, paid(0, 100)),
        (100, START, Err(VestingError::NothingToClaim)),
        (100, month(3) - 1, Err(VestingError::NothingToClaim)),
        (100, month(3), paid(100, 327)),
        (0, month(5), paid(0, 781)),
        (99, month(5), paid(99, 781)),
        (782, month(5), Err(VestingError::NothingToClaim)),
        (781, month(6), paid(781, 1_009)),
        (1_008, month(9), paid(1_008, 1_009)),
        (1_009, month(9), Err(VestingError::FullyClaimed)),
        (u64::MAX, month(9), Err(VestingError::FullyClaimed)),
    ];
    for (claimed, now, expected) in cases {
        assert_eq!(
            schedule.claim(claimed, now),
            expected,
            "claimed {claimed} at {now}"
        );
    }
}

#[test]
fn a_grant_of_the_largest_amount_vests_without_overflow() {
    let schedule = grant(u64::MAX, terms(9_999, 0, 240));
    assert_eq!(schedule.vested_at(month(240)), Ok(u64::MAX));
    assert!(schedule.vested_at(month(239)).unwrap() < u64::MAX);
}

#[test]
fn a_zero_grant_never_pays() {
    let schedule = grant(0, terms(1_000, 0, 4));
    assert_eq!(schedule.vested_at(month(9)), Ok(0));
    assert_eq!(schedule.claim(0, month(9)), Err(VestingError::FullyClaimed));
    assert_eq!(schedule.next_unlock_at(START - 1), Ok(None));
}

#[test]
fn times_beyond_64_bits_are_errors() {
    let late = VestingSchedule {
        total: 10,
        terms: terms(0, 0, 1),
        start: i64::MAX - 1,
    };
    assert_eq!(late.first_unlock_at(), Err(VestingError::Overflow));
    assert_eq!(late.next_unlock_at(0), Err(VestingError::Overflow));
    let early = VestingSchedule {
        total: 10,
        terms: terms(0, 0, 1),
        start: -2,
    };
    assert_eq!(early.vested_at(i64::MAX), Err(VestingError::Overflow));
}
