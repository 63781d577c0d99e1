//! Comparisons and bit counts.

use super::Pair;
use crate::results::Results;

/// Unsigned, signed, and counts of bits.
#[inline(never)]
pub fn evaluate(pair: Pair, results: &mut Results) {
    compare(&pair.a, &pair.b, results);
    results.add(pair.a.min(pair.b));
    results.add(pair.a.max(pair.b));
    let (a, b) = (pair.a as i128, pair.b as i128);
    compare(&a, &b, results);
    results.add_signed(a.min(b));
    results.add_signed(a.max(b));
    results.add_signed(a.signum());
    results.add_flag(a.is_negative());
    // Equal and nearly equal operands, which random pairs never are.
    compare(&pair.a, &pair.a, results);
    compare(&pair.a, &(pair.a ^ 1), results);
    compare(&pair.a, &(pair.a ^ (1 << 64)), results);
    compare(&a, &(a ^ i128::MIN), results);
    compare(&(pair.a >> 64), &(pair.b >> 64), results);
    bits(pair, results);
}

fn compare<T: Ord>(a: &T, b: &T, results: &mut Results) {
    results.add_flag(a < b);
    results.add_flag(a <= b);
    results.add_flag(a == b);
    results.add_flag(a > b);
    results.add_signed(a.cmp(b) as i128);
}

fn bits(Pair { a, b }: Pair, results: &mut Results) {
    let shift = b as u32;
    for value in [a, b, a & b] {
        results.add(u128::from(value.leading_zeros()));
        results.add(u128::from(value.trailing_zeros()));
        results.add(u128::from(value.count_ones()));
        results.add_flag(value.is_power_of_two());
    }
    results.add(a.rotate_left(shift));
    results.add(a.rotate_right(shift));
    results.add(a.swap_bytes());
    results.add(a.reverse_bits());
}
