//! The record of points against a map, and points against unbounded numbers.

use std::collections::BTreeMap;

use ionet_core::settlement::{ComputeRewardParameters, Funding, Points, PointsBuckets};
use num_bigint::BigUint;
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Step {
    Book { epoch: u64, points: u64 },
    Fold { epoch: u64 },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0u64..9, prop_oneof![Just(0), 1u64..1_000_000])
            .prop_map(|(epoch, points)| Step::Book { epoch, points }),
        1 => (0u64..9).prop_map(|epoch| Step::Fold { epoch }),
    ];
    prop::collection::vec(step, 1..60)
}

fn held(record: &PointsBuckets) -> BTreeMap<u64, Points> {
    let buckets = record.buckets.iter();
    let with_points = buckets.filter(|bucket| bucket.points.points > 0);
    let map: BTreeMap<u64, Points> = with_points
        .clone()
        .map(|bucket| (bucket.epoch, bucket.points))
        .collect();
    assert_eq!(map.len(), with_points.count(), "one bucket per epoch");
    map
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_048))]

    #[test]
    fn the_record_is_a_map_of_the_four_latest_epochs(steps in steps()) {
        let mut record = PointsBuckets::default();
        let mut map: BTreeMap<u64, Points> = BTreeMap::new();
        for step in steps {
            match step {
                Step::Book { epoch, points } => {
                    let points = Points { points, bonus_points: points / 3 };
                    if points.points > 0 {
                        let sum = map.entry(epoch).or_default();
                        sum.points += points.points;
                        sum.bonus_points += points.bonus_points;
                    }
                    let expected = if map.len() > 4 { map.pop_first() } else { None };
                    let outcome = record.book(epoch, points).unwrap();
                    let forfeited = outcome.forfeited.map(|lost| (lost.epoch, lost.points));
                    prop_assert_eq!(forfeited, expected);
                    record = outcome.buckets_after;
                }
                Step::Fold { epoch } => {
                    let (points, after) = record.take(epoch);
                    prop_assert_eq!(points, map.remove(&epoch).unwrap_or_default());
                    record = after;
                }
            }
            prop_assert_eq!(held(&record), map.clone());
        }
    }

    #[test]
    fn points_are_exact_and_never_worth_more_than_the_tokens(
        token in prop_oneof![0u64..10_000, any::<u64>()],
        usd_bps in 3_000u16..=9_000,
        price in prop_oneof![0u64..2_000_000, any::<u64>()],
        points_bps in 1_000u16..=5_000,
    ) {
        let exact = |numerator: u64, denominator: u64| {
            u64::try_from(BigUint::from(token) * numerator / denominator).unwrap()
        };
        let dollar = Funding::Dollar { price_lower: Some(price) };
        let iosd = Funding::Iosd { points_bps };
        for (funding, expected) in [
            (dollar, exact(price.min(1_000_000), 1_000_000)),
            (iosd, exact(u64::from(points_bps), 10_000)),
        ] {
            let points = funding.points_floor(token, usd_bps).unwrap();
            prop_assert_eq!(points.points, expected);
            let bonus = BigUint::from(expected) * (9_000 - usd_bps) / 6_000u32;
            prop_assert_eq!(BigUint::from(points.bonus_points), bonus);
        }
    }

    #[test]
    fn the_pay_is_never_above_the_exact_one(
        points in prop_oneof![0u64..10_000, 0u64..=u64::MAX / 2],
        bonus_bps in 0u64..=10_000,
        cap in 1_000u16..=9_000,
        rebate in 0u16..=2_000,
        bonus in 0u16..=1_500,
    ) {
        let bonus_points = u64::try_from(u128::from(points) * u128::from(bonus_bps) / 10_000);
        let points = Points { points, bonus_points: bonus_points.unwrap() };
        let parameters = ComputeRewardParameters {
            point_pay_cap_bps: cap,
            buyer_rebate_bps: rebate,
            token_bonus_bps: bonus,
        };
        let pay = parameters.most_pay(&points).unwrap();
        let capped = BigUint::from(points.points) * cap / 10_000u32;
        prop_assert_eq!(BigUint::from(pay.client + pay.operator), capped.clone());
        prop_assert_eq!(BigUint::from(pay.client), capped * rebate / 10_000u32);
        let exact = BigUint::from(points.bonus_points) * cap * (10_000 - rebate) * bonus
            / 1_000_000_000_000u64;
        let bonus = BigUint::from(pay.bonus);
        prop_assert!(bonus <= exact && exact < bonus + 3u32);
    }
}
