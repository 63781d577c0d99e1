//! Amounts of IO as people write them.

use ionet_core::supply::{IO_DECIMALS, IO_UNIT};
use toml::Value;

/// What an amount may look like.
pub(super) const ACCEPTED: &str =
    "whole IO such as 100_000_000, or text with up to 8 decimals such as \"1234.5\"";

/// Base units of an amount in IO.
///
/// Numbers with a decimal point must be text: TOML's floats cannot hold 8 decimals of
/// hundreds of millions exactly.
pub(super) fn base_units(value: &Value) -> Result<u64, String> {
    match value {
        Value::Integer(whole) => u64::try_from(*whole)
            .ok()
            .and_then(|whole| whole.checked_mul(IO_UNIT))
            .ok_or_else(|| format!("{whole} IO is negative or too large")),
        Value::String(text) => {
            parse(text).ok_or_else(|| format!("{text:?} is not an amount of IO"))
        }
        Value::Float(float) => Err(format!(
            "{float} is a floating-point number, which is inexact"
        )),
        other => Err(format!("a TOML {} is not an amount", other.type_str())),
    }
}

fn parse(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let width = usize::from(IO_DECIMALS);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || fraction.len() > width {
        return None;
    }
    let fraction: u64 = format!("{fraction:0<width$}").parse().ok()?;
    whole
        .parse::<u64>()
        .ok()?
        .checked_mul(IO_UNIT)?
        .checked_add(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(toml: &str) -> Result<u64, String> {
        let table: toml::Table = toml::from_str(&format!("a = {toml}")).unwrap();
        base_units(&table["a"])
    }

    #[test]
    fn whole_and_decimal_amounts_are_exact() {
        assert_eq!(of("100_000_000"), Ok(10_000_000_000_000_000));
        assert_eq!(of("\"81600000\""), Ok(8_160_000_000_000_000));
        assert_eq!(of("\"0.00000001\""), Ok(1));
        assert_eq!(of("\"1234.5\""), Ok(123_450_000_000));
        assert_eq!(of("\"184467440737.09551615\""), Ok(u64::MAX));
    }

    #[test]
    fn what_is_not_exact_is_refused() {
        for text in [
            "-1",
            "184467440738",
            "\"184467440737.09551616\"",
            "\"1.123456789\"",
        ] {
            assert!(of(text).is_err(), "{text}");
        }
        for text in [
            "\"\"",
            "\".5\"",
            "\"5.\"",
            "\"1e3\"",
            "\"+1\"",
            "\"1_000\"",
            "true",
            "[1]",
        ] {
            assert!(of(text).is_err(), "{text}");
        }
        assert_eq!(
            of("0.1").unwrap_err(),
            "0.1 is a floating-point number, which is inexact"
        );
    }
}
