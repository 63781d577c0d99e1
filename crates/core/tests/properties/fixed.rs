//! Multiplication and division against unbounded integers, over the full range of 64 bits.

use ionet_core::fixed::{MathError, bps_ceil, bps_floor, mul_div_ceil, mul_div_floor};
use num_bigint::BigUint;
use proptest::prelude::*;

/// All magnitudes alike, and the edges of each path.
fn any_amount() -> impl Strategy<Value = u64> {
    prop_oneof![
        any::<u64>(),
        (0u32..64, any::<u64>()).prop_map(|(shift, bits)| bits >> shift),
        (0u32..64, 0u64..3).prop_map(|(shift, d)| (1u64 << shift).wrapping_add(d).wrapping_sub(1)),
        (0u64..4).prop_map(|d| u64::MAX - d),
    ]
}

/// `a × b ÷ d` close to 2^64, where the overflow begins.
fn near_overflow() -> impl Strategy<Value = (u64, u64, u64)> {
    (any_amount(), any_amount(), -2i128..=2).prop_map(|(b, d, offset)| {
        let a = (u128::from(d) << 64)
            .checked_div(u128::from(b))
            .unwrap_or(0);
        let a = a.saturating_add_signed(offset).min(u128::from(u64::MAX));
        (u64::try_from(a).unwrap(), b, d)
    })
}

fn triple() -> impl Strategy<Value = (u64, u64, u64)> {
    prop_oneof![(any_amount(), any_amount(), any_amount()), near_overflow()]
}

/// The true quotients, or the error that the true values call for.
fn expected(a: u64, b: u64, d: u64) -> [Result<u64, MathError>; 2] {
    if d == 0 {
        return [Err(MathError::DivisionByZero); 2];
    }
    let product = BigUint::from(a) * b;
    let fits = |quotient: BigUint| u64::try_from(&quotient).map_err(|_| MathError::Overflow);
    [fits(&product / d), fits((&product + (d - 1)) / d)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_096))]

    #[test]
    fn mul_div_is_exact((a, b, d) in triple()) {
        let [floor, ceil] = expected(a, b, d);
        prop_assert_eq!(mul_div_floor(a, b, d), floor);
        prop_assert_eq!(mul_div_ceil(a, b, d), ceil);
        prop_assert_eq!(mul_div_floor(b, a, d), floor);
    }

    #[test]
    fn ceil_exceeds_floor_by_at_most_one((a, b, d) in triple()) {
        if let (Ok(floor), Ok(ceil)) = (mul_div_floor(a, b, d), mul_div_ceil(a, b, d)) {
            prop_assert!(ceil - floor <= 1);
        }
    }

    #[test]
    fn basis_points_are_ten_thousandths(amount in any_amount(), bps in any::<u16>()) {
        let [floor, ceil] = expected(amount, u64::from(bps), 10_000);
        prop_assert_eq!(bps_floor(amount, bps), floor);
        prop_assert_eq!(bps_ceil(amount, bps), ceil);
        if bps <= 10_000 {
            prop_assert!(ceil.unwrap() <= amount, "a share never exceeds the whole");
        }
    }
}
