//! Sizes, durations and dollars.

use std::{borrow::Cow, fmt, str::FromStr, time::Duration};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de};

use super::written_as_text;

const MICRO_DOLLARS: u64 = 1_000_000;

/// A number of bytes: `"24 GiB"`, or a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Size(pub u64);

/// Whole seconds: `"1h 30m"`, or a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Seconds(pub u64);

/// Micro-dollars, written in dollars: `"2.40"`. Never a float, which would not be exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dollars(pub u64);

impl Size {
    /// `mebibytes` × 2²⁰ bytes.
    pub const fn mebibytes(mebibytes: u64) -> Self {
        Self(mebibytes << 20)
    }

    /// `gibibytes` × 2³⁰ bytes.
    pub const fn gibibytes(gibibytes: u64) -> Self {
        Self(gibibytes << 30)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        bytesize::ByteSize(self.0).display().iec().fmt(f)
    }
}

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || format!("{text:?} is not a size; write it like \"24 GiB\" or \"500 MB\"");
        // ByteSize reads fractions through a float; whole numbers are exact.
        if text.contains('.') {
            return Err(format!(
                "{text:?} is not a whole number; write it in a smaller unit, like \"1536 MiB\""
            ));
        }
        text.trim()
            .parse::<bytesize::ByteSize>()
            .map(|size| Self(size.0))
            .map_err(|_| refused())
    }
}

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        humantime::format_duration(Duration::from_secs(self.0)).fmt(f)
    }
}

impl FromStr for Seconds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        humantime::parse_duration(text)
            .ok()
            .filter(|duration| duration.subsec_nanos() == 0)
            .map(|duration| Self(duration.as_secs()))
            .ok_or_else(|| {
                format!("{text:?} is not a duration in whole seconds; write it like \"1h 30m\" or \"600s\"")
            })
    }
}

impl fmt::Display for Dollars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, micro) = (self.0 / MICRO_DOLLARS, self.0 % MICRO_DOLLARS);
        if micro == 0 {
            return write!(f, "{whole}");
        }
        let digits = format!("{micro:06}");
        write!(f, "{whole}.{}", digits.trim_end_matches('0'))
    }
}

impl FromStr for Dollars {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let exact = || {
            if !is_number(whole) || !is_number(fraction) || fraction.len() > 6 {
                return None;
            }
            let micro: u64 = format!("{fraction:0<6}").parse().ok()?;
            let whole: u64 = whole.parse().ok()?;
            whole.checked_mul(MICRO_DOLLARS)?.checked_add(micro)
        };
        exact().map(Self).ok_or_else(|| {
            format!("{text:?} is not an amount of dollars; write it like \"2.40\", with up to 6 decimals")
        })
    }
}

written_as_text!(Dollars, "^[0-9]+(\\.[0-9]{1,6})?$", "2.40");

/// Reads either the text form or a whole number.
struct TextOrNumber<T> {
    expected: &'static str,
    from_number: fn(u64) -> T,
}

impl<T: FromStr<Err = String>> de::Visitor<'_> for TextOrNumber<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<T, E> {
        Ok((self.from_number)(number))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<T, E> {
        let number = u64::try_from(number)
            .map_err(|_| E::invalid_value(de::Unexpected::Signed(number), &self))?;
        self.visit_u64(number)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(TextOrNumber {
            expected: "a size like \"24 GiB\", or a number of bytes",
            from_number: Self,
        })
    }
}

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(TextOrNumber {
            expected: "a duration like \"1h 30m\", or a number of seconds",
            from_number: Self,
        })
    }
}

impl JsonSchema for Size {
    fn schema_name() -> Cow<'static, str> {
        "Size".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A number of bytes, or a text with a unit.",
            "oneOf": [
                { "type": "integer", "minimum": 0 },
                { "type": "string", "pattern": "^[0-9]+ *([kKmMgGtTpP]i?)?[bB]?$" },
            ],
            "examples": ["24 GiB"],
        })
    }
}

impl JsonSchema for Seconds {
    fn schema_name() -> Cow<'static, str> {
        "Seconds".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A number of seconds, or a text with units.",
            "oneOf": [
                { "type": "integer", "minimum": 0 },
                { "type": "string", "pattern": "^([0-9]+ *[a-z]+ *)+$" },
            ],
            "examples": ["1h 30m"],
        })
    }
}
