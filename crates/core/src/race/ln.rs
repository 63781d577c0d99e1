//! −ln of a product of uniform numbers, with 32 fraction bits, in 64-bit integers.
//!
//! A number in (0, 1] is kept as `mantissa ÷ 2^39 × 2^−exponent` with the mantissa in
//! 2^39..2^40. Its logarithm is `exponent × ln 2` less `ln y` of the mantissa `y` in [1, 2), and
//! for `y` above √2 one `ln 2` less and `ln (2 ÷ y)` more, so that nothing cancels near 1. What
//! is left comes from the series `ln y = 2 (s + s³/3 + s⁵/5 + …)` with `s = (y − 1) ÷ (y + 1)`,
//! at most 0.1716: a division costs one compute unit on sBPF, a table would cost memory.
//!
//! **Error bound**: less than 0.8 units of the last place (2^−32) for a single number and for
//! products of up to eight. Half a unit is the final rounding; cutting the mantissas adds at
//! most 0.008 for each factor, the series (up to `s¹³`), its quotient and its products at most
//! 0.2 in all.

/// One in the mantissa's scale.
const ONE: u64 = 1 << 39;
/// √2 in the mantissa's scale.
const SQRT_2: u64 = 777_472_127_993;
/// ln 2 with 56 fraction bits, so that 256 of them fit 64 bits.
const LN_2_Q56: u64 = 49_946_518_145_322_874;
/// 1/13, 1/11, … 1/3 with 34 fraction bits.
const COEFFICIENTS: [u64; 6] = [
    1_321_528_399,
    1_561_806_289,
    1_908_874_354,
    2_454_267_026,
    3_435_973_837,
    5_726_623_061,
];

/// `−ln u` for `u = (h + 1) ÷ 2^64`, with 32 fraction bits: 0 for the largest `h`, about 44.36
/// for 0. Off by less than 0.8 × 2^−32.
#[inline]
pub fn neg_ln_q32(h: u64) -> u64 {
    Uniform::from_u64(h).neg_ln_q32()
}

/// A product of uniform numbers in (0, 1].
#[derive(Clone, Copy)]
pub(super) struct Uniform {
    /// 2^39..2^40.
    mantissa: u64,
    /// At least 1 unless the number is 1.
    exponent: u32,
}

impl Uniform {
    /// `(h + 1) ÷ 2^64`.
    #[inline]
    pub(super) fn from_u64(h: u64) -> Self {
        match h.checked_add(1) {
            Some(numerator) => Self::normalised(numerator, 1),
            None => Self {
                mantissa: ONE,
                exponent: 0,
            },
        }
    }

    /// This number times `(h + 1) ÷ 2^24`, for an `h` below 2^24.
    #[inline]
    pub(super) fn times(self, h: u32) -> Self {
        // Below 2^40 × 2^24.
        let product = self.mantissa.wrapping_mul(u64::from(h.wrapping_add(1)));
        Self::normalised(product, self.exponent)
    }

    /// `value ÷ 2^63 × 2^−exponent`, for a value above zero.
    #[inline]
    fn normalised(value: u64, exponent: u32) -> Self {
        let shift = value.leading_zeros();
        Self {
            mantissa: value.wrapping_shl(shift) >> 24,
            exponent: exponent.wrapping_add(shift),
        }
    }

    /// `−ln` of this number, with 32 fraction bits.
    #[inline]
    pub(super) fn neg_ln_q32(self) -> u64 {
        let above_sqrt_2 = self.mantissa > SQRT_2;
        let whole = u64::from(self.exponent).saturating_sub(u64::from(above_sqrt_2));
        let whole_q38 = whole.wrapping_mul(LN_2_Q56) >> 18;
        let sum_q38 = if above_sqrt_2 {
            whole_q38.wrapping_add(ln_ratio_q38(2 * ONE, self.mantissa))
        } else {
            // ln y < ln 2, and y is 1 where the exponent is 0.
            whole_q38.wrapping_sub(ln_ratio_q38(self.mantissa, ONE))
        };
        sum_q38.wrapping_add(32) >> 6
    }
}

/// `ln (a ÷ b)` with 38 fraction bits, for 2^39 ≤ b ≤ a ≤ 2^40 and a ÷ b ≤ √2.
#[inline]
fn ln_ratio_q38(a: u64, b: u64) -> u64 {
    let (difference, sum) = (a.wrapping_sub(b), a.wrapping_add(b));
    let s = fraction_q38(difference, sum);
    // s < 2^35.5 here, its square with 34 fraction bits below 2^29 and the series below 2^27.5:
    // no product reaches 2^63.
    let square = (s >> 4).wrapping_mul(s >> 4) >> 34;
    let mut series = 0u64;
    for coefficient in COEFFICIENTS {
        series = series.wrapping_add(coefficient).wrapping_mul(square) >> 34;
    }
    s.wrapping_add(s.wrapping_mul(series) >> 34).wrapping_mul(2)
}

/// `numerator ÷ denominator` with 38 fraction bits, for a numerator below 2^39 and a denominator
/// below 2^42: long division in two steps.
#[inline]
fn fraction_q38(numerator: u64, denominator: u64) -> u64 {
    let divide = |dividend: u64| {
        let quotient = dividend.checked_div(denominator).unwrap_or(0);
        let remainder = dividend.wrapping_sub(quotient.wrapping_mul(denominator));
        (quotient, remainder)
    };
    let (high, remainder) = divide(numerator << 25);
    let (low, _) = divide(remainder << 13);
    (high << 13).wrapping_add(low)
}
