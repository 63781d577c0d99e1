//! What the standard library builds of the basic operations.

use super::Pair;
use crate::results::Results;

/// Powers, roots, logarithms, rounding divisions.
#[inline(never)]
pub fn evaluate(pair: Pair, results: &mut Results) {
    powers(pair, results);
    divisions(pair, results);
    fixed_point(pair, results);
}

fn powers(Pair { a, b }: Pair, results: &mut Results) {
    let exponent = (b % 6) as u32;
    results.add(a.wrapping_pow(exponent));
    results.add_option(a.checked_pow(exponent));
    results.add(a.saturating_pow(exponent));
    results.add_signed((a as i128).wrapping_pow(exponent));
    results.add(a.isqrt());
    results.add_option(a.checked_ilog2().map(u128::from));
    results.add_option(a.checked_ilog10().map(u128::from));
    results.add_option(b.checked_next_power_of_two());
}

fn divisions(Pair { a, b }: Pair, results: &mut Results) {
    results.add(a.abs_diff(b));
    results.add((a as i128).abs_diff(b as i128));
    if b != 0 {
        results.add(a.div_ceil(b));
        results.add_option(a.checked_next_multiple_of(b));
        results.add(a.div_euclid(b));
        results.add(a.rem_euclid(b));
    }
    results.add(a.midpoint(b));
}

/// As programs compute shares: a 128-bit product of two amounts over a third.
fn fixed_point(Pair { a, b }: Pair, results: &mut Results) {
    let (x, y) = (a as u64, (a >> 64) as u64);
    let product = u128::from(x) * u128::from(y);
    results.add(product);
    results.add_option(product.checked_div(b));
    results.add_option(product.checked_div(u128::from(b as u64)));
    results.add_option(product.checked_rem(u128::from(b as u32)));
    results.add(product / 10_000);
    results.add(u128::from(x).wrapping_mul(b) / 730);
}
