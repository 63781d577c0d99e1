//! Pricing for all inputs, against unbounded numbers and a plain list of the day's moves.

use ionet_core::pricing::{
    CURVE, MAX_MULTIPLIER_BPS, MAX_PRICE, MIN_MULTIPLIER_BPS, MIN_PRICE, PRICE_MOVE_SECONDS,
    PriceEntry, PricingError, Utilisation, curve_bps, quoted_rate_ceil,
};
use num_bigint::BigUint;
use proptest::prelude::*;
use std::collections::BTreeMap;

const NOW: i64 = 1_800_000_000;

fn rates() -> impl Strategy<Value = u64> {
    prop_oneof![
        0u64..=10_000_000,
        0u64..=2 * MAX_PRICE,
        any::<u64>(),
        (0u64..3).prop_map(|d| u64::MAX - d),
    ]
}

/// Attempts: a price relative to the present one in thousandths of a percent, and the seconds
/// before it; many close to the limits of both.
fn attempts() -> impl Strategy<Value = Vec<(i64, i64)>> {
    let steps = prop_oneof![-8_000i64..=8_000, Just(5_000), Just(-5_000), -100i64..=100];
    let waits = prop_oneof![
        0i64..=PRICE_MOVE_SECONDS + 10,
        (-2i64..=2).prop_map(|offset| PRICE_MOVE_SECONDS + offset),
        0i64..=3_600,
    ];
    prop::collection::vec((steps, waits), 1..40)
}

/// The straight line through the two points around, rounded down.
fn model_curve(utilisation: u16) -> u16 {
    let (to, high) = *CURVE.iter().find(|(to, _)| utilisation <= *to).unwrap();
    let (from, low) = *CURVE
        .iter()
        .rev()
        .find(|(from, _)| *from < utilisation)
        .unwrap_or(&CURVE[0]);
    if to == from {
        return high;
    }
    let area = u32::from(high - low) * u32::from(utilisation - from);
    low + u16::try_from(area / u32::from(to - from)).unwrap()
}

#[test]
fn the_curve_is_monotone_bounded_and_the_published_line() {
    let mut last = MIN_MULTIPLIER_BPS;
    for utilisation in 0..=10_000 {
        let multiplier = curve_bps(utilisation).unwrap();
        assert!(multiplier >= last && multiplier <= MAX_MULTIPLIER_BPS);
        assert_eq!(multiplier, model_curve(utilisation), "{utilisation}");
        last = multiplier;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_024))]

    #[test]
    fn rates_are_the_price_times_the_multiplier(price in rates(), multiplier in any::<u16>()) {
        let rate = quoted_rate_ceil(price, multiplier);
        if !(MIN_MULTIPLIER_BPS..=MAX_MULTIPLIER_BPS).contains(&multiplier) {
            prop_assert_eq!(rate, Err(PricingError::MultiplierOutOfRange));
            return Ok(());
        }
        let expected = (BigUint::from(price) * multiplier + 9_999u32) / 10_000u32;
        let expected = u64::try_from(&expected).map_err(|_| PricingError::Overflow);
        prop_assert_eq!(rate, expected);
    }

    /// Whatever the role tries and when: within any 24 hours the price travels, up and down
    /// together, at most 5 % of what it was before; and it never leaves its bounds.
    #[test]
    fn no_day_moves_a_price_by_more_than_5_percent(
        start in MIN_PRICE..=MAX_PRICE,
        slack in (0u64..=50, 0u64..=50),
        attempts in attempts(),
    ) {
        let min = (start - start * slack.0 / 100).max(MIN_PRICE);
        let max = (start + start * slack.1 / 100).min(MAX_PRICE);
        let mut entry = PriceEntry::new(start, min, max).unwrap();
        let mut moves: Vec<(i64, u64, u64)> = Vec::new();
        let mut now = NOW;
        for (step, wait) in attempts {
            now += wait;
            // Votes in between, to the bounds as they are: they give no allowance back.
            entry = entry.set_bounds(min, max).unwrap().entry_after;
            let wanted = i64::try_from(entry.price).unwrap() * (100_000 + step) / 100_000;
            let Ok(change) = entry.move_to(u64::try_from(wanted).unwrap(), now) else { continue };
            prop_assert_eq!(change.price_before, entry.price);
            moves.push((now, change.price_before, change.price_after));
            entry = change.entry_after;
            prop_assert!((min..=max).contains(&entry.price));
        }
        for (first, (from, before, _)) in moves.iter().enumerate() {
            let within = moves[first..].iter().take_while(|(at, ..)| at - from < PRICE_MOVE_SECONDS);
            let travelled: u64 = within.map(|(_, before, after)| before.abs_diff(*after)).sum();
            prop_assert!(u128::from(travelled) * 10_000 <= u128::from(*before) * 500);
        }
    }

    /// Against a map from epoch to report: the mean is over what the last 24 epochs hold.
    #[test]
    fn the_multiplier_follows_the_mean_of_a_day(
        reports in prop::collection::vec((0u64..30, 0u16..=10_000), 1..80),
    ) {
        let mut class = Utilisation::NEW;
        let mut known: BTreeMap<u64, u16> = BTreeMap::new();
        let mut epoch = 0;
        for (skip, utilisation) in reports {
            epoch += skip;
            let next = class.report(epoch, utilisation, epoch + 1).unwrap();
            known.insert(epoch, utilisation);
            let day: Vec<u32> =
                known.range(epoch.saturating_sub(23)..).map(|(_, bps)| u32::from(*bps)).collect();
            let mean = day.iter().sum::<u32>() / u32::try_from(day.len()).unwrap();
            prop_assert_eq!(u32::from(next.mean_bps_floor()), mean);
            let target = model_curve(u16::try_from(mean).unwrap());
            let step = class.multiplier_bps / 20;
            let moved = next.multiplier_bps.abs_diff(class.multiplier_bps);
            prop_assert!(moved <= step);
            if next.multiplier_bps != target {
                prop_assert_eq!(moved, step, "a full step until the target is reached");
                prop_assert_eq!(next.multiplier_bps < target, class.multiplier_bps < target);
            }
            class = next;
            epoch += 1;
        }
    }
}
