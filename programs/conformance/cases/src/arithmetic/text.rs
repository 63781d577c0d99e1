//! Formatting and parsing.

use core::fmt::Write as _;
use core::str::FromStr;

use super::Pair;
use crate::results::{Results, Text};

/// The longest text: `{:#b}` is not among the cases, so a sign and 39 digits.
type Line = Text<48>;

/// Decimal of every width, hexadecimal, parsing back, and parsing what is out of range.
#[inline(never)]
pub fn evaluate(Pair { a, b }: Pair, results: &mut Results) {
    round_trip(a, results);
    round_trip(a as i128, results);
    round_trip(b as u64, results);
    round_trip(b as i64, results);
    round_trip(b as i32, results);
    hexadecimal(a, results);
    // A second number as long as the operand is large: short texts are frequent too.
    let short = a >> (b & 127);
    let line = decimal(short, results);
    results.add_option(line.as_str().parse::<u8>().ok().map(u128::from));
    results.add_signed_option(line.as_str().parse::<i64>().ok().map(i128::from));
    out_of_range(a, results);
}

fn decimal<T: core::fmt::Display>(value: T, results: &mut Results) -> Line {
    let mut line = Line::EMPTY;
    results.add_flag(write!(line, "{value}").is_ok());
    results.add_bytes(line.as_str().as_bytes());
    line
}

fn round_trip<T: core::fmt::Display + FromStr + PartialEq + Copy>(value: T, results: &mut Results) {
    let line = decimal(value, results);
    results.add_flag(
        line.as_str()
            .parse::<T>()
            .is_ok_and(|parsed| parsed == value),
    );
}

fn hexadecimal(value: u128, results: &mut Results) {
    let mut line = Line::EMPTY;
    results.add_flag(write!(line, "{value:#034x}").is_ok());
    results.add_bytes(line.as_str().as_bytes());
    let digits = line.as_str().trim_start_matches("0x");
    results.add_option(u128::from_str_radix(digits, 16).ok());
}

/// One digit too many, and things that are not numbers.
fn out_of_range(value: u128, results: &mut Results) {
    let mut line = Line::EMPTY;
    results.add_flag(write!(line, "{value}{}", value as u8 % 10).is_ok());
    results.add_option(line.as_str().parse::<u128>().ok());
    results.add_signed_option(line.as_str().parse::<i128>().ok());
    let mut negative = Line::EMPTY;
    results.add_flag(write!(negative, "-{value}").is_ok());
    results.add_option(negative.as_str().parse::<u128>().ok());
    results.add_signed_option(negative.as_str().parse::<i128>().ok());
    results.add_option(
        negative
            .as_str()
            .get(1..)
            .and_then(|text| text.parse().ok()),
    );
}
