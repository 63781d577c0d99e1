//! Multiplication of 64-bit and 128-bit integers out of 64-bit multiplications.

use crate::words::{high, join, low};

const LOW_HALF: u64 = 0xffff_ffff;

/// The full 128-bit product of two 64-bit integers as (high, low) words.
#[inline]
pub const fn widening_multiply(a: u64, b: u64) -> (u64, u64) {
    let (a_low, a_high) = (a & LOW_HALF, a >> 32);
    let (b_low, b_high) = (b & LOW_HALF, b >> 32);
    // No product of two 32-bit halves plus two 32-bit carries exceeds 64 bits.
    let low = a_low.wrapping_mul(b_low);
    let middle = a_high.wrapping_mul(b_low).wrapping_add(low >> 32);
    let other_middle = a_low.wrapping_mul(b_high).wrapping_add(middle & LOW_HALF);
    let high = a_high
        .wrapping_mul(b_high)
        .wrapping_add(middle >> 32)
        .wrapping_add(other_middle >> 32);
    (high, (other_middle << 32) | (low & LOW_HALF))
}

/// `a · b` modulo 2^128, for unsigned and two's complement operands alike.
#[inline]
pub const fn multiply(a: u128, b: u128) -> u128 {
    let (carry, product_low) = widening_multiply(low(a), low(b));
    let product_high = carry
        .wrapping_add(low(a).wrapping_mul(high(b)))
        .wrapping_add(high(a).wrapping_mul(low(b)));
    join(product_high, product_low)
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects)] // the native operators are what is compared with
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn widening_multiply_is_exact(a: u64, b: u64) {
            let (high, low) = widening_multiply(a, b);
            prop_assert_eq!(join(high, low), u128::from(a) * u128::from(b));
        }

        #[test]
        fn multiply_wraps_like_the_native_operator(a: u128, b: u128, s in 0u32..128, t in 0u32..128) {
            let (a, b) = (a >> s, b >> t);
            prop_assert_eq!(multiply(a, b), a.wrapping_mul(b));
        }
    }

    #[test]
    fn carries_of_the_largest_operands_are_kept() {
        for a in [0, 1, LOW_HALF, LOW_HALF + 1, u64::MAX - 1, u64::MAX] {
            for b in [0, 1, LOW_HALF, LOW_HALF + 1, u64::MAX - 1, u64::MAX] {
                let (high, low) = widening_multiply(a, b);
                assert_eq!(join(high, low), u128::from(a) * u128::from(b), "{a} · {b}");
            }
        }
        assert_eq!(multiply(u128::MAX, u128::MAX), 1);
    }
}
