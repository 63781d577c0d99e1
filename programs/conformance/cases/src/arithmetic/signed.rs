//! i128.

use super::Pair;
use crate::results::Results;

/// Operators and wrapping forms.
#[inline(never)]
pub fn wrapping(Pair { a, b }: Pair, results: &mut Results) {
    let shift = b as u32;
    let (a, b) = (a as i128, b as i128);
    results.add_signed(a.wrapping_add(b));
    results.add_signed(a.wrapping_sub(b));
    results.add_signed(a.wrapping_mul(b));
    results.add_signed(a.wrapping_neg());
    results.add_signed(a.wrapping_abs());
    if a.checked_add(b).is_some() {
        results.add_signed(a + b);
    }
    if a.checked_sub(b).is_some() {
        results.add_signed(a - b);
    }
    if a.checked_mul(b).is_some() {
        results.add_signed(a * b);
    }
    if b != 0 {
        results.add_signed(a.wrapping_div(b));
        results.add_signed(a.wrapping_rem(b));
        results.add_signed(a.wrapping_div_euclid(b));
        results.add_signed(a.wrapping_rem_euclid(b));
    }
    if a.checked_div(b).is_some() {
        results.add_signed(a / b);
        results.add_signed(a % b);
    }
    results.add_signed(a.wrapping_shl(shift));
    results.add_signed(a.wrapping_shr(shift));
    results.add_signed(a << (shift & 127));
    results.add_signed(a >> (shift & 127));
    results.add_signed(a / 10);
    results.add_signed(a % 3_600);
    results.add_signed(a / -(1 << 20));
}

/// Forms that tell or avoid overflow.
#[inline(never)]
pub fn checked(Pair { a, b }: Pair, results: &mut Results) {
    let shift = (b & 0xff) as u32;
    let (a, b) = (a as i128, b as i128);
    results.add_signed_option(a.checked_add(b));
    results.add_signed_option(a.checked_sub(b));
    results.add_signed_option(a.checked_mul(b));
    results.add_signed_option(a.checked_div(b));
    results.add_signed_option(a.checked_rem(b));
    results.add_signed_option(a.checked_neg());
    results.add_signed_option(a.checked_abs());
    results.add_signed_option(a.checked_shl(shift));
    results.add_signed_option(a.checked_shr(shift));
    for (value, overflowed) in [
        a.overflowing_add(b),
        a.overflowing_sub(b),
        a.overflowing_mul(b),
        a.overflowing_neg(),
    ] {
        results.add_signed(value);
        results.add_flag(overflowed);
    }
    if b != 0 {
        let (quotient, overflowed) = a.overflowing_div(b);
        results.add_signed(quotient);
        results.add_flag(overflowed);
        results.add_signed(a.saturating_div(b));
    }
    results.add_signed(a.saturating_add(b));
    results.add_signed(a.saturating_sub(b));
    results.add_signed(a.saturating_mul(b));
}
