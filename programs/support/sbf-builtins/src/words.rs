//! Taking 128-bit integers apart and putting them together.

/// The low 64 bits.
#[inline]
#[allow(clippy::cast_possible_truncation)] // the point of the function
pub const fn low(value: u128) -> u64 {
    value as u64
}

/// The high 64 bits.
#[inline]
pub const fn high(value: u128) -> u64 {
    low(value >> 64)
}

/// `high · 2^64 + low`.
#[inline]
pub const fn join(high: u64, low: u64) -> u128 {
    ((high as u128) << 64) | low as u128
}
