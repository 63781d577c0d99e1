//! Multiplication and division by example.

use ionet_core::fixed::{
    BPS_DENOMINATOR, MathError, bps_ceil, bps_floor, mul_div_ceil, mul_div_floor,
};

const MAX: u64 = u64::MAX;
const OVERFLOW: Result<u64, MathError> = Err(MathError::Overflow);

#[test]
fn each_path_rounds_as_its_name_says() {
    let cases = [
        // (a, b, denominator, floor, ceil)
        (0, 0, 1, Ok(0), Ok(0)),
        (7, 3, 2, Ok(10), Ok(11)),
        (6, 3, 2, Ok(9), Ok(9)),
        (1, 1, 3, Ok(0), Ok(1)),
        (MAX, 1, 1, Ok(MAX), Ok(MAX)),
        (MAX, MAX, MAX, Ok(MAX), Ok(MAX)),
        // The last denominator of the all-64-bit path, and the first beyond it.
        (MAX, 0xffff_ffff, 0xffff_ffff, Ok(MAX), Ok(MAX)),
        (
            MAX,
            0xffff_fffe,
            0xffff_ffff,
            Ok(0xffff_fffe_ffff_fffe),
            Ok(0xffff_fffe_ffff_fffe),
        ),
        (
            MAX,
            0xffff_ffff,
            0x1_0000_0000,
            Ok(0xffff_fffe_ffff_ffff),
            Ok(0xffff_ffff_0000_0000),
        ),
        (
            0x1_ffff_fffe,
            0x1_ffff_fffe,
            0x1_ffff_ffff,
            Ok(0x1_ffff_fffd),
            Ok(0x1_ffff_fffe),
        ),
        (MAX, MAX, 0x1_0000_0000, OVERFLOW, OVERFLOW),
        // A quotient of exactly 2^64, and one below it.
        (1 << 63, 2, 1, OVERFLOW, OVERFLOW),
        (1 << 63, 4, 2, OVERFLOW, OVERFLOW),
        (1 << 63, 1 << 63, 1 << 62, OVERFLOW, OVERFLOW),
        (MAX, 1 << 63, 1 << 63, Ok(MAX), Ok(MAX)),
        (MAX, MAX - 1, MAX - 2, OVERFLOW, OVERFLOW),
        (MAX, MAX - 2, MAX - 1, Ok(MAX - 2), Ok(MAX - 1)),
        // The quotient is 2^64 − 1 and a rest: only the floor fits.
        (MAX - 1, MAX - 1, MAX - 2, Ok(MAX), OVERFLOW),
    ];
    for (a, b, denominator, floor, ceil) in cases {
        assert_eq!(
            mul_div_floor(a, b, denominator),
            floor,
            "floor {a} * {b} / {denominator}"
        );
        assert_eq!(
            mul_div_ceil(a, b, denominator),
            ceil,
            "ceil {a} * {b} / {denominator}"
        );
    }
}

#[test]
fn zero_denominator_is_its_own_error() {
    for (a, b) in [(0, 0), (1, 1), (MAX, MAX)] {
        assert_eq!(mul_div_floor(a, b, 0), Err(MathError::DivisionByZero));
        assert_eq!(mul_div_ceil(a, b, 0), Err(MathError::DivisionByZero));
    }
}

#[test]
fn basis_points() {
    let cases = [
        // (amount, bps, floor, ceil)
        (0, 10_000, Ok(0), Ok(0)),
        (1, 9_999, Ok(0), Ok(1)),
        (10_000, 1, Ok(1), Ok(1)),
        (20_000, 9_999, Ok(19_998), Ok(19_998)),
        (10_001, 1, Ok(1), Ok(2)),
        (MAX, 10_000, Ok(MAX), Ok(MAX)),
        (MAX, 5_000, Ok(MAX / 2), Ok(MAX / 2 + 1)),
        (MAX, 0, Ok(0), Ok(0)),
        (100, 12_345, Ok(123), Ok(124)),
        (MAX, 10_001, OVERFLOW, OVERFLOW),
        (MAX / 2, 20_000, Ok(MAX - 1), Ok(MAX - 1)),
    ];
    for (amount, bps, floor, ceil) in cases {
        assert_eq!(bps_floor(amount, bps), floor, "floor {amount} at {bps} bps");
        assert_eq!(bps_ceil(amount, bps), ceil, "ceil {amount} at {bps} bps");
    }
    assert_eq!(BPS_DENOMINATOR, 10_000);
}
