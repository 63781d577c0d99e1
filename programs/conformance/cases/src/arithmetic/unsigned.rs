//! u128.

use super::Pair;
use crate::results::Results;

/// Operators and wrapping forms.
#[inline(never)]
pub fn wrapping(Pair { a, b }: Pair, results: &mut Results) {
    results.add(a.wrapping_add(b));
    results.add(a.wrapping_sub(b));
    results.add(a.wrapping_mul(b));
    // The operators themselves, where the result is in range.
    if a.checked_add(b).is_some() {
        results.add(a + b);
    }
    if a >= b {
        results.add(a - b);
    }
    if a.checked_mul(b).is_some() {
        results.add(a * b);
    }
    if b != 0 {
        results.add(a / b);
        results.add(a % b);
    }
    let shift = b as u32;
    results.add(a.wrapping_shl(shift));
    results.add(a.wrapping_shr(shift));
    results.add(a << (shift & 127));
    results.add(a >> (shift & 127));
    results.add(a & b);
    results.add(a | b);
    results.add(a ^ b);
    results.add(!a);
    // Constants become multiplications and shifts, not calls.
    results.add(a / 10);
    results.add(a % 10_000);
    results.add(a / (1 << 20));
    results.add(a.wrapping_mul(1_000_000_007));
}

/// Forms that tell or avoid overflow.
#[inline(never)]
pub fn checked(Pair { a, b }: Pair, results: &mut Results) {
    results.add_option(a.checked_add(b));
    results.add_option(a.checked_sub(b));
    results.add_option(a.checked_mul(b));
    results.add_option(a.checked_div(b));
    results.add_option(a.checked_rem(b));
    results.add_option(a.checked_shl((b & 0xff) as u32));
    results.add_option(a.checked_shr((b & 0xff) as u32));
    results.add_option(a.checked_neg());
    for (value, overflowed) in [
        a.overflowing_add(b),
        a.overflowing_sub(b),
        a.overflowing_mul(b),
        a.overflowing_shl(b as u32),
        a.overflowing_shr(b as u32),
    ] {
        results.add(value);
        results.add_flag(overflowed);
    }
    results.add(a.saturating_add(b));
    results.add(a.saturating_sub(b));
    results.add(a.saturating_mul(b));
}
