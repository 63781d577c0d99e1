//! Division of 128-bit integers: Knuth, The Art of Computer Programming 2, 4.3.1, algorithm D,
//! on 32-bit digits held in 64-bit words.
//!
//! Dividing by zero never gets here: Rust's operators check first.
// Every `/` and `%` below is on u64 with a divisor that cannot be zero (each says why) and is
// the rounding the algorithm asks for.
#![allow(clippy::arithmetic_side_effects, clippy::integer_division)]

use crate::multiplication::multiply;
use crate::words::{high, join, low};

const LOW_HALF: u64 = 0xffff_ffff;
const DIGIT: u64 = 1 << 32;

/// Quotient and remainder. `divisor` must not be zero.
#[inline]
pub const fn divide(dividend: u128, divisor: u128) -> (u128, u128) {
    if high(divisor) != 0 {
        return divide_by_two_words(dividend, divisor);
    }
    let divisor = low(divisor);
    if high(dividend) == 0 {
        // Both fit one word, by far the most frequent case.
        let (quotient, remainder) = (low(dividend) / divisor, low(dividend) % divisor);
        return (join(0, quotient), join(0, remainder));
    }
    if divisor < DIGIT {
        return divide_by_one_digit(dividend, divisor);
    }
    let quotient_high = high(dividend) / divisor;
    let rest = high(dividend) % divisor;
    let (quotient_low, remainder) = divide_two_words_by_one(rest, low(dividend), divisor);
    (join(quotient_high, quotient_low), join(0, remainder))
}

/// Schoolbook division by a divisor below 2^32: three steps, each on numbers of one word.
#[inline]
const fn divide_by_one_digit(dividend: u128, divisor: u64) -> (u128, u128) {
    let quotient_high = high(dividend) / divisor;
    let rest = high(dividend) % divisor;
    let middle = (rest << 32) | (low(dividend) >> 32);
    let last = ((middle % divisor) << 32) | (low(dividend) & LOW_HALF);
    // The remainders are below the divisor, so both digits are below 2^32.
    let quotient_low = ((middle / divisor) << 32) | (last / divisor);
    (join(quotient_high, quotient_low), join(0, last % divisor))
}

/// `high · 2^64 + low` divided by a one-word `divisor` of at least 2^32 with `high < divisor`,
/// so that the quotient fits one word.
#[inline]
const fn divide_two_words_by_one(high: u64, low: u64, divisor: u64) -> (u64, u64) {
    // Normalise: with the divisor's top bit set a guessed digit is at most 2 too large.
    let shift = divisor.leading_zeros();
    let divisor = divisor << shift;
    let high = if shift == 0 {
        high
    } else {
        (high << shift) | (low >> (64 - shift))
    };
    let low = low << shift;

    let (first, rest) = next_digit(high, low >> 32, divisor);
    let (second, rest) = next_digit(rest, low & LOW_HALF, divisor);
    ((first << 32) | second, rest >> shift)
}

/// One step of algorithm D: divides `rest · 2^32 + digit` by the normalised `divisor` (top bit
/// set, `rest < divisor`) and gives one quotient digit and the new rest.
#[inline]
const fn next_digit(rest: u64, digit: u64, divisor: u64) -> (u64, u64) {
    let (divisor_high, divisor_low) = (divisor >> 32, divisor & LOW_HALF);
    // divisor_high has its top bit set, so it is not zero.
    let mut guess = rest / divisor_high;
    let mut guess_rest = rest % divisor_high;
    // D3: the guess is never too small and at most 2 too large.
    while guess >= DIGIT || guess * divisor_low > ((guess_rest << 32) | digit) {
        guess -= 1;
        guess_rest += divisor_high;
        if guess_rest >= DIGIT {
            break;
        }
    }
    // D4: modulo 2^64, the true value is below the divisor.
    let shifted = (rest << 32) | digit;
    (guess, shifted.wrapping_sub(guess.wrapping_mul(divisor)))
}

/// The divisor has two words, so the quotient fits one word: divides by the divisor's top 64
/// bits and corrects by at most one.
#[inline]
const fn divide_by_two_words(dividend: u128, divisor: u128) -> (u128, u128) {
    let shift = high(divisor).leading_zeros();
    let divisor_top = high(divisor << shift);
    // Halved so that its high word is below the normalised divisor.
    let halved = dividend >> 1;
    let (guess, _) = divide_two_words_by_one(high(halved), low(halved), divisor_top);
    // guess is the quotient or one more after this; stepping back makes it the quotient or one
    // less, which is safe to multiply back.
    let mut quotient = (guess >> (63 - shift)).saturating_sub(1);
    let mut remainder = dividend.wrapping_sub(multiply(join(0, quotient), divisor));
    if remainder >= divisor {
        quotient += 1;
        remainder = remainder.wrapping_sub(divisor);
    }
    (join(0, quotient), remainder)
}

/// Signed quotient, rounded towards zero. `divisor` must not be zero; `i128::MIN / -1` wraps.
#[inline]
#[allow(clippy::cast_possible_wrap)] // two's complement is meant
pub const fn divide_signed(dividend: i128, divisor: i128) -> i128 {
    let (quotient, _) = divide(dividend.unsigned_abs(), divisor.unsigned_abs());
    let quotient = quotient as i128;
    if (dividend < 0) == (divisor < 0) {
        quotient
    } else {
        quotient.wrapping_neg()
    }
}

/// Signed remainder, with the dividend's sign. `divisor` must not be zero.
#[inline]
#[allow(clippy::cast_possible_wrap)] // two's complement is meant
pub const fn remainder_signed(dividend: i128, divisor: i128) -> i128 {
    let (_, remainder) = divide(dividend.unsigned_abs(), divisor.unsigned_abs());
    let remainder = remainder as i128;
    if dividend < 0 {
        remainder.wrapping_neg()
    } else {
        remainder
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Values around every power of two: where carries, normalisation and corrections happen.
    fn edges() -> Vec<u128> {
        let mut values = vec![0];
        for bit in 0..128 {
            let power = 1u128 << bit;
            values.extend([
                power - 1,
                power,
                power + 1,
                u128::MAX - power,
                u128::MAX << bit,
            ]);
        }
        values.push(u128::MAX);
        values.sort_unstable();
        values.dedup();
        values
    }

    #[test]
    fn every_pair_of_edges_divides_like_the_native_operator() {
        for dividend in edges() {
            for divisor in edges().into_iter().filter(|&divisor| divisor != 0) {
                let expected = (dividend / divisor, dividend % divisor);
                assert_eq!(
                    divide(dividend, divisor),
                    expected,
                    "{dividend} / {divisor}"
                );
            }
        }
    }

    #[test]
    #[allow(clippy::cast_possible_wrap)]
    fn every_pair_of_signed_edges_divides_like_the_native_operator() {
        for dividend in edges() {
            for divisor in edges().into_iter().filter(|&divisor| divisor != 0) {
                let (n, d) = (dividend as i128, divisor as i128);
                assert_eq!(divide_signed(n, d), n.wrapping_div(d), "{n} / {d}");
                assert_eq!(remainder_signed(n, d), n.wrapping_rem(d), "{n} % {d}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(50_000))]

        #[test]
        fn any_pair_of_any_lengths_divides(a: u128, b: u128, s in 0u32..128, t in 0u32..128) {
            let (dividend, divisor) = (a >> s, (b >> t).max(1));
            prop_assert_eq!(divide(dividend, divisor), (dividend / divisor, dividend % divisor));
        }

        /// Digits of all ones or zero make the guessed digit too large: the add-back steps.
        #[test]
        fn extreme_digits_divide(a in extreme_digits(), b in extreme_digits()) {
            let divisor = b.max(1);
            prop_assert_eq!(divide(a, divisor), (a / divisor, a % divisor));
        }

        #[test]
        fn any_signed_pair_divides(a: i128, b: i128, s in 0u32..128, t in 0u32..128) {
            let (dividend, divisor) = (a >> s, b >> t);
            prop_assume!(divisor != 0);
            prop_assert_eq!(divide_signed(dividend, divisor), dividend.wrapping_div(divisor));
            prop_assert_eq!(remainder_signed(dividend, divisor), dividend.wrapping_rem(divisor));
        }
    }

    fn extreme_digits() -> impl Strategy<Value = u128> {
        let digit = prop_oneof![
            Just(0u32),
            Just(1),
            Just(u32::MAX),
            Just(u32::MAX - 1),
            Just(1 << 31),
            any::<u32>()
        ];
        prop::array::uniform4(digit).prop_map(|digits| {
            digits
                .iter()
                .fold(0, |n, &digit| n << 32 | u128::from(digit))
        })
    }
}
