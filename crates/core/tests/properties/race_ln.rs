//! The race's logarithm and arrivals against a series evaluated to 192 bits.

use ionet_core::race::{Draw, RANDOM_ARRIVALS, neg_ln_q32};
use num_bigint::BigUint;
use proptest::prelude::*;

/// Fraction bits of the reference.
const BITS: u64 = 192;
/// One unit of the last place of a result with 32 fraction bits, in the reference's scale.
const UNIT_SHIFT: u64 = BITS - 32;

/// `ln (numerator ÷ denominator)` for a ratio in 1..=2, rounded down by less than 2^−180: twice
/// the area tangent of a number that is at most a third.
fn ln_ratio(numerator: &BigUint, denominator: &BigUint) -> BigUint {
    let s = ((numerator - denominator) << BITS) / (numerator + denominator);
    let square = (&s * &s) >> BITS;
    let (mut power, mut sum) = (s, BigUint::ZERO);
    for odd in (1u32..140).step_by(2) {
        sum += &power / odd;
        power = (&power * &square) >> BITS;
    }
    sum * 2u32
}

/// `−ln (product of numerators ÷ 2^denominator_bits)`.
fn reference(numerators: &[u64], denominator_bits: u64) -> BigUint {
    let product: BigUint = numerators
        .iter()
        .map(|n| BigUint::from(*n) + 1u32)
        .product();
    // The power of two that is not below the product, and the one below that.
    let bits = (&product - 1u32).bits();
    let ln_2 = ln_ratio(&BigUint::from(2u32), &BigUint::from(1u32));
    ln_2 * (denominator_bits - bits) + ln_ratio(&(BigUint::from(1u32) << bits), &product)
}

/// How far a result is from the reference, in millionths of a unit of its last place.
fn error_ppm(result_q32: u64, reference: &BigUint) -> u64 {
    let result = BigUint::from(result_q32) << UNIT_SHIFT;
    let distance = if result > *reference {
        result - reference
    } else {
        reference - result
    };
    u64::try_from((distance * 1_000_000u32) >> UNIT_SHIFT).unwrap()
}

fn hash_of(first: u64, gaps: [u32; 7], offset: u32) -> [u8; 32] {
    let mut hash = [0; 32];
    hash[..8].copy_from_slice(&first.to_le_bytes());
    for (bytes, word) in hash[8..].chunks_mut(3).zip(gaps.iter().chain([&offset])) {
        bytes.copy_from_slice(&word.to_le_bytes()[..3]);
    }
    hash
}

/// All magnitudes, both ends, and where the mantissa passes √2 or a power of two.
fn any_h() -> impl Strategy<Value = u64> {
    prop_oneof![
        any::<u64>(),
        (0u32..64, any::<u64>()).prop_map(|(shift, bits)| bits >> shift),
        (0u32..64, 0u64..4).prop_map(|(shift, d)| (1u64 << shift).wrapping_add(d).wrapping_sub(2)),
        (0u32..40, -3i64..=3, any::<u32>()).prop_map(|(shift, d, noise)| {
            let near_sqrt_2 = 777_472_127_993u64.wrapping_add_signed(d);
            ((near_sqrt_2 << 24) | u64::from(noise >> 8)) >> shift
        }),
        (0u64..100).prop_map(|d| u64::MAX - d),
    ]
}

fn any_word() -> impl Strategy<Value = u32> {
    prop_oneof![
        0u32..1 << 24,
        (0u32..24, any::<u32>()).prop_map(|(shift, bits)| (bits >> 8) >> shift),
        (0u32..4).prop_map(|d| (1 << 24) - 1 - d),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8_192))]

    #[test]
    fn ln_is_off_by_less_than_four_fifths_of_a_unit(h in any_h()) {
        let error = error_ppm(neg_ln_q32(h), &reference(&[h], 64));
        prop_assert!(error < 800_000, "{error} millionths at {h}");
    }

    #[test]
    fn ln_falls_as_u_rises(a in any_h(), b in any_h(), step in 0u64..1 << 26) {
        prop_assert!(neg_ln_q32(a.min(b)) >= neg_ln_q32(a.max(b)));
        prop_assert!(neg_ln_q32(a) >= neg_ln_q32(a.saturating_add(step)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_048))]

    /// The first arrivals: −ln of the product of the first draw and the gaps, each with its
    /// number of bits.
    #[test]
    fn a_random_arrival_is_off_by_less_than_four_fifths_of_a_unit(
        first in any_h(),
        gaps in prop::array::uniform7(any_word()),
        offset in any_word(),
    ) {
        let draw = Draw::from_hash(hash_of(first, gaps, offset));
        let mut numerators = vec![first];
        for number in 1..=RANDOM_ARRIVALS {
            let bits = 64 + 24 * u64::from(number - 1);
            let error = error_ppm(draw.arrival_q32(number), &reference(&numerators, bits));
            prop_assert!(error < 800_000, "{error} millionths at arrival {number}");
            if let Some(gap) = gaps.get(numerators.len() - 1) {
                numerators.push(u64::from(*gap));
            }
        }
    }

    #[test]
    fn later_arrivals_follow_one_by_one(
        first in any_h(),
        gaps in prop::array::uniform7(any_word()),
        offset in any_word(),
        number in 9u32..=100_000,
    ) {
        let draw = Draw::from_hash(hash_of(first, gaps, offset));
        let after_eighth = (u64::from(offset) << 8) + (u64::from(number - 9) << 32);
        prop_assert_eq!(draw.arrival_q32(number), draw.arrival_q32(8) + after_eighth);
    }

    #[test]
    fn arrivals_never_fall(hash in any::<[u8; 32]>(), number in 0u32..40) {
        let draw = Draw::from_hash(hash);
        prop_assert!(draw.arrival_q32(number) <= draw.arrival_q32(number + 1));
        prop_assert_eq!(draw.arrival_q32(0), 0);
    }
}
