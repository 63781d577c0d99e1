//! `a × b ÷ d` on 64-bit integers, exact, with the rounding in the function's name.
//!
//! On sBPF a 64-bit division costs one compute unit and a 128-bit one some hundreds, so the
//! product is widened only when it has to be.

use core::fmt;

/// Basis points in one: 10,000 bps = 100 %.
pub const BPS_DENOMINATOR: u64 = 10_000;

/// Why an arithmetic operation has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MathError {
    /// The true result does not fit 64 bits.
    Overflow,
    /// The denominator is zero.
    DivisionByZero,
}

impl fmt::Display for MathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Overflow => {
                "the result exceeds 18,446,744,073,709,551,615; use smaller factors or a larger denominator"
            }
            Self::DivisionByZero => "the denominator is 0; it must be at least 1",
        })
    }
}

impl core::error::Error for MathError {}

/// `floor(a × b ÷ denominator)`: for amounts that are paid out.
///
/// # Errors
/// [`MathError::DivisionByZero`] for a zero denominator; [`MathError::Overflow`] exactly when
/// the true quotient exceeds [`u64::MAX`], whatever the size of the product.
#[inline]
pub fn mul_div_floor(a: u64, b: u64, denominator: u64) -> Result<u64, MathError> {
    match mul_div_rem(a, b, denominator) {
        Ok((quotient, _)) => Ok(quotient),
        Err(error) => Err(error),
    }
}

/// `ceil(a × b ÷ denominator)`: for amounts that are paid in.
///
/// # Errors
/// As [`mul_div_floor`], with the rounded-up quotient deciding the overflow.
#[inline]
pub fn mul_div_ceil(a: u64, b: u64, denominator: u64) -> Result<u64, MathError> {
    let (quotient, remainder) = mul_div_rem(a, b, denominator)?;
    if remainder == 0 {
        return Ok(quotient);
    }
    quotient.checked_add(1).ok_or(MathError::Overflow)
}

/// `floor(amount × bps ÷ 10,000)`. Rates above 10,000 bps multiply; callers that mean a share
/// check the range first.
///
/// # Errors
/// [`MathError::Overflow`], only possible above 10,000 bps.
#[inline]
pub fn bps_floor(amount: u64, bps: u16) -> Result<u64, MathError> {
    mul_div_floor(amount, u64::from(bps), BPS_DENOMINATOR)
}

/// `ceil(amount × bps ÷ 10,000)`, otherwise as [`bps_floor`].
///
/// # Errors
/// [`MathError::Overflow`], only possible above 10,000 bps.
#[inline]
pub fn bps_ceil(amount: u64, bps: u16) -> Result<u64, MathError> {
    mul_div_ceil(amount, u64::from(bps), BPS_DENOMINATOR)
}

/// Quotient and remainder of `a × b ÷ denominator`.
#[inline]
fn mul_div_rem(a: u64, b: u64, denominator: u64) -> Result<(u64, u64), MathError> {
    let (Some(whole), Some(rest)) = (a.checked_div(denominator), a.checked_rem(denominator)) else {
        return Err(MathError::DivisionByZero);
    };
    // a × b = whole × b × denominator + rest × b. A share (b ≤ denominator) of anything, with
    // a denominator of 32 bits, stays within 64 bits: whole × b ≤ a, and rest × b < 2^64.
    if b <= denominator && denominator >> 32 == 0 {
        let product = rest.wrapping_mul(b);
        let quotient = product.checked_div(denominator).unwrap_or(0);
        let remainder = product.wrapping_sub(quotient.wrapping_mul(denominator));
        return Ok((whole.wrapping_mul(b).wrapping_add(quotient), remainder));
    }
    wide_mul_div_rem(a, b, denominator)
}

/// The general case, for a denominator that is not zero. Kept out of line: programs whose rates
/// are all shares do not pay for it.
#[inline(never)]
fn wide_mul_div_rem(a: u64, b: u64, denominator: u64) -> Result<(u64, u64), MathError> {
    let product = u128::from(a).wrapping_mul(u128::from(b));
    if let Ok(narrow) = u64::try_from(product) {
        return match (
            narrow.checked_div(denominator),
            narrow.checked_rem(denominator),
        ) {
            (Some(quotient), Some(remainder)) => Ok((quotient, remainder)),
            _ => Err(MathError::DivisionByZero),
        };
    }
    let divisor = u128::from(denominator);
    // Before the division, which is the expensive part: quotient ≥ 2^64 ⇔ high half ≥ divisor.
    if (product >> 64) >= divisor {
        return Err(MathError::Overflow);
    }
    let quotient = product
        .checked_div(divisor)
        .ok_or(MathError::DivisionByZero)?;
    let remainder = product.wrapping_sub(quotient.wrapping_mul(divisor));
    match (u64::try_from(quotient), u64::try_from(remainder)) {
        (Ok(quotient), Ok(remainder)) => Ok((quotient, remainder)),
        _ => Err(MathError::Overflow),
    }
}

/// `floor(value ÷ D)` for a divisor known, and known not to be zero, when compiling.
#[inline]
pub(crate) const fn div_const<const D: u64>(value: u64) -> u64 {
    const { assert!(D > 0, "a constant divisor must be at least 1") };
    match value.checked_div(D) {
        Some(quotient) => quotient,
        None => 0,
    }
}
