//! Amounts as people write them.

use ionet_core::supply::{IO_DECIMALS, IO_UNIT};
use toml::Value;

/// What an amount is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// IO, 8 decimals.
    Io,
    /// Dollars of compute, 6 decimals.
    Dollar,
}

impl Unit {
    fn decimals(self) -> usize {
        match self {
            Self::Io => usize::from(IO_DECIMALS),
            Self::Dollar => 6,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Io => "IO",
            Self::Dollar => "dollars",
        }
    }

    /// What an amount may look like.
    pub(super) fn accepted(self) -> String {
        let (name, decimals) = (self.name(), self.decimals());
        format!(
            "whole {name} such as 100_000_000, or text with up to {decimals} decimals such as \"1234.5\""
        )
    }

    /// Base units of an amount.
    ///
    /// Numbers with a decimal point must be text: TOML's floats cannot hold 8 decimals of
    /// hundreds of millions exactly.
    pub(super) fn base_units(self, value: &Value) -> Result<u64, String> {
        let name = self.name();
        match value {
            Value::Integer(whole) => u64::try_from(*whole)
                .ok()
                .and_then(|whole| whole.checked_mul(self.one()))
                .ok_or_else(|| format!("{whole} {name} is negative or too large")),
            Value::String(text) => self
                .parse(text)
                .ok_or_else(|| format!("{text:?} is not an amount of {name}")),
            Value::Float(float) => Err(format!(
                "{float} is a floating-point number, which is inexact"
            )),
            other => Err(format!("a TOML {} is not an amount", other.type_str())),
        }
    }

    /// Base units of one whole.
    fn one(self) -> u64 {
        match self {
            Self::Io => IO_UNIT,
            Self::Dollar => 1_000_000,
        }
    }

    fn parse(self, text: &str) -> Option<u64> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let width = self.decimals();
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || fraction.len() > width {
            return None;
        }
        let fraction: u64 = format!("{fraction:0<width$}").parse().ok()?;
        whole
            .parse::<u64>()
            .ok()?
            .checked_mul(self.one())?
            .checked_add(fraction)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(toml: &str) -> Result<u64, String> {
        let table: toml::Table = toml::from_str(&format!("a = {toml}")).unwrap();
        Unit::Io.base_units(&table["a"])
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

    #[test]
    fn dollars_have_six_decimals() {
        let of = |text: &str| Unit::Dollar.base_units(&Value::String(text.to_owned()));
        assert_eq!(of("2.19"), Ok(2_190_000));
        assert_eq!(of("0.000001"), Ok(1));
        assert!(of("0.0000001").unwrap_err().contains("dollars"));
        assert!(Unit::Dollar.accepted().contains("6 decimals"));
    }
}
