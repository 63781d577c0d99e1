//! Durations, times and month ranges as people write them.

use std::{ops::RangeInclusive, str::FromStr, time::Duration};

/// The months of the longest schedule.
const ALL_MONTHS: RangeInclusive<u16> = 1..=244;

/// A range of months of the schedule, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Months(pub RangeInclusive<u16>);

impl FromStr for Months {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (first, last) = text.split_once("..").unwrap_or(("1", text));
        let month = |text: &str| {
            text.parse::<u16>()
                .ok()
                .filter(|month| ALL_MONTHS.contains(month))
        };
        match (month(first), month(last)) {
            (Some(first), Some(last)) if first <= last => Ok(Self(first..=last)),
            _ => Err("accepted are a number such as 12 (the first 12 months) and a range such as 13..24, \
                      within 1 to 244"
                .to_owned()),
        }
    }
}

/// 32 bytes: the id of a price feed, or a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hex32(pub [u8; 32]);

impl FromStr for Hex32 {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || {
            format!(
                "{text:?} is not what is asked for; accepted are 64 hexadecimal digits, with or without 0x"
            )
        };
        let digits = text.strip_prefix("0x").unwrap_or(text);
        if digits.len() != 64 || !digits.is_ascii() {
            return Err(refused());
        }
        let mut id = [0; 32];
        for (byte, index) in id.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&digits[index..index + 2], 16).map_err(|_| refused())?;
        }
        Ok(Self(id))
    }
}

/// A duration such as `1h 30m`.
pub fn duration(text: &str) -> Result<Duration, String> {
    let parsed = humantime::parse_duration(text);
    parsed.map_err(|error| format!("{error}; write it like `90s`, `1h 30m`, `30days`, `1year`"))
}

/// A time in RFC 3339, as unix seconds.
pub fn unix_time(text: &str) -> Result<i64, String> {
    let parsed = humantime::parse_rfc3339_weak(text);
    let time = parsed.map_err(|error| format!("{error}; write it like `2027-01-01T00:00:00Z`"))?;
    let since = time
        .duration_since(std::time::UNIX_EPOCH)
        .map_err(|_| "it is before 1970".to_owned())?;
    i64::try_from(since.as_secs()).map_err(|error| error.to_string())
}
