//! Conversions between integer types.

use super::Pair;
use crate::results::Results;

/// Checked and cutting conversions, sign extension, bytes.
#[inline(never)]
pub fn evaluate(Pair { a, b }: Pair, results: &mut Results) {
    // High and low words, so that narrow types are hit in and out of range.
    for value in [a, b, a >> (b & 127), a % 65_536] {
        unsigned(value, results);
        signed(value as i128, results);
    }
    results.add(u128::from_le_bytes(a.to_be_bytes()));
    results.add(u128::from_be_bytes(b.to_ne_bytes()));
    results.add_signed(i128::from_le_bytes(a.to_le_bytes()));
}

fn unsigned(value: u128, results: &mut Results) {
    results.add_option(u64::try_from(value).ok().map(u128::from));
    results.add_option(u32::try_from(value).ok().map(u128::from));
    results.add_option(u16::try_from(value).ok().map(u128::from));
    results.add_option(u8::try_from(value).ok().map(u128::from));
    results.add_signed_option(i64::try_from(value).ok().map(i128::from));
    results.add_signed_option(i128::try_from(value).ok());
    results.add_option(usize::try_from(value).ok().map(|value| value as u128));
    results.add(u128::from(value as u64));
    results.add(u128::from(value as u32));
    results.add(u128::from(value as u16));
    results.add(u128::from(value as u8));
}

fn signed(value: i128, results: &mut Results) {
    results.add_signed_option(i64::try_from(value).ok().map(i128::from));
    results.add_signed_option(i32::try_from(value).ok().map(i128::from));
    results.add_signed_option(i16::try_from(value).ok().map(i128::from));
    results.add_signed_option(i8::try_from(value).ok().map(i128::from));
    results.add_option(u64::try_from(value).ok().map(u128::from));
    results.add_option(u128::try_from(value).ok());
    // Sign extension from each width.
    results.add_signed(i128::from(value as i64));
    results.add_signed(i128::from(value as i32));
    results.add_signed(i128::from(value as i16));
    results.add_signed(i128::from(value as i8));
    results.add(value.unsigned_abs());
}
