//! Vesting for any terms, amounts and times.

use ionet_core::time::MONTH_SECONDS;
use ionet_core::vesting::{VestingError, VestingSchedule, VestingTerms};
use num_bigint::BigUint;
use proptest::prelude::*;

fn schedules() -> impl Strategy<Value = VestingSchedule> {
    let terms = prop_oneof![
        4 => (0u16..=9_999, 0u16..=120, 1u16..=240),
        1 => (Just(10_000), 0u16..=120, 0u16..=240),
        1 => (Just(0), 0u16..=120, 1u16..=240),
    ];
    let total = prop_oneof![
        1u64..=u64::MAX,
        1u64..=1_000,
        (0u64..3).prop_map(|d| u64::MAX - d)
    ];
    (terms, total, 0i64..=4_000_000_000).prop_map(|(terms, total, start)| {
        let (upfront_bps, cliff_months, parts) = terms;
        let terms = VestingTerms {
            upfront_bps,
            cliff_months,
            parts,
        };
        VestingSchedule {
            total,
            terms,
            start,
        }
    })
}

/// Times from before the start to after the longest schedule, often right at a boundary.
fn times() -> impl Strategy<Value = i64> {
    prop_oneof![
        -MONTH_SECONDS..370 * MONTH_SECONDS,
        (0i64..=361, -1i64..=1).prop_map(|(month, offset)| month * MONTH_SECONDS + offset),
    ]
}

/// Each unlock as (time, amount), as the terms say it in words.
fn unlocks(schedule: &VestingSchedule) -> Vec<(i64, BigUint)> {
    let terms = schedule.terms;
    let upfront = BigUint::from(schedule.total) * terms.upfront_bps / 10_000u32;
    let mut left = BigUint::from(schedule.total) - &upfront;
    let mut unlocks = vec![(schedule.start, upfront)];
    if terms.parts > 0 {
        let part = &left / terms.parts;
        for k in 1..=terms.parts {
            let month = i64::from(terms.cliff_months) + i64::from(k);
            let amount = if k == terms.parts {
                left.clone()
            } else {
                part.clone()
            };
            left -= &amount;
            unlocks.push((schedule.start + month * MONTH_SECONDS, amount));
        }
    }
    unlocks.retain(|(_, amount)| *amount > BigUint::ZERO);
    unlocks
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_024))]

    #[test]
    fn vested_is_the_sum_of_the_unlocks_so_far(schedule in schedules(), offset in times()) {
        let now = schedule.start + offset;
        let unlocks = unlocks(&schedule);
        let sum: BigUint =
            unlocks.iter().filter(|(at, _)| *at <= now).map(|(_, amount)| amount).sum();
        prop_assert_eq!(BigUint::from(schedule.vested_at(now).unwrap()), sum);
        let next = unlocks.iter().map(|(at, _)| *at).find(|at| *at > now);
        prop_assert_eq!(schedule.next_unlock_at(now), Ok(next));
        prop_assert_eq!(schedule.first_unlock_at(), Ok(unlocks[0].0));
    }

    #[test]
    fn monotone_and_never_over_total(schedule in schedules(), a in times(), b in times()) {
        let (early, late) = (schedule.start + a.min(b), schedule.start + a.max(b));
        let (less, more) = (schedule.vested_at(early).unwrap(), schedule.vested_at(late).unwrap());
        prop_assert!(less <= more && more <= schedule.total);
    }

    #[test]
    fn nothing_before_the_first_unlock_and_something_at_it(
        schedule in schedules(),
        before in 1i64..100 * MONTH_SECONDS,
    ) {
        let first = schedule.first_unlock_at().unwrap();
        prop_assert_eq!(schedule.vested_at(first - before), Ok(0));
        let refused = schedule.claim(0, first - before);
        prop_assert_eq!(refused, Err(VestingError::BeforeFirstUnlock));
        prop_assert!(schedule.claim(0, first).unwrap().amount > 0);
    }

    /// Whenever one claims, the sum is what a single claim at the last time pays, and at the end
    /// it is the grant to the unit.
    #[test]
    fn claims_at_any_times_sum_to_the_grant(
        schedule in schedules(),
        mut offsets in prop::collection::vec(times(), 0..30),
    ) {
        offsets.sort_unstable();
        offsets.push(400 * MONTH_SECONDS);
        let (mut claimed, mut paid) = (0u64, BigUint::ZERO);
        for offset in offsets {
            let now = schedule.start + offset;
            if let Ok(outcome) = schedule.claim(claimed, now) {
                prop_assert!(outcome.amount > 0);
                prop_assert_eq!(outcome.claimed_before, claimed);
                prop_assert_eq!(outcome.claimed_after - claimed, outcome.amount);
                paid += outcome.amount;
                claimed = outcome.claimed_after;
            }
            prop_assert_eq!(claimed, schedule.vested_at(now).unwrap());
            prop_assert!(schedule.claim(claimed, now).is_err(), "nothing is paid twice");
        }
        prop_assert_eq!(paid, BigUint::from(schedule.total));
        let end = schedule.start + 400 * MONTH_SECONDS;
        prop_assert_eq!(schedule.claim(claimed, end), Err(VestingError::FullyClaimed));
    }

    /// Two grants of one beneficiary, or of two: the order of the claims changes no amount.
    #[test]
    fn claim_order_is_irrelevant(
        schedule in schedules(),
        offsets in prop::collection::vec(times(), 1..10),
    ) {
        let claim_all = |offsets: &[i64]| {
            let mut claimed = 0;
            for offset in offsets {
                if let Ok(outcome) = schedule.claim(claimed, schedule.start + offset) {
                    claimed = outcome.claimed_after;
                }
            }
            claimed
        };
        let latest = schedule.start + offsets.iter().max().unwrap();
        let mut reversed = offsets.clone();
        reversed.reverse();
        // A clock that went backwards pays nothing extra and takes nothing away.
        prop_assert_eq!(claim_all(&offsets), schedule.vested_at(latest).unwrap());
        prop_assert_eq!(claim_all(&reversed), claim_all(&offsets));
    }
}
