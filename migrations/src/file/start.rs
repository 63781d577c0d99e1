//! When emission starts.

use toml::Value;
use toml::value::{Datetime, Offset};

/// What a start may look like.
pub(super) const ACCEPTED: &str =
    "\"now\", an RFC 3339 time with offset such as 2027-01-01T00:00:00Z, or unix seconds above 0";

/// The start of emission's first epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// When the migration initializes emission, by the cluster's clock.
    Now,
    /// Unix seconds.
    At(i64),
}

pub(super) fn parse(value: &Value) -> Result<Start, String> {
    let at = match value {
        Value::String(text) if text == "now" => return Ok(Start::Now),
        Value::String(text) => {
            let time = text
                .parse()
                .map_err(|_| format!("{text:?} is not a time"))?;
            unix_seconds(&time)
        }
        Value::Datetime(time) => unix_seconds(time),
        Value::Integer(seconds) => Ok(*seconds),
        other => Err(format!("a TOML {} is not a time", other.type_str())),
    }?;
    if at <= 0 {
        return Err(format!("{at} is not after 1970-01-01T00:00:00Z"));
    }
    Ok(Start::At(at))
}

/// Unix seconds of a full date and time with offset; the fraction is cut off.
fn unix_seconds(time: &Datetime) -> Result<i64, String> {
    let (Some(date), Some(clock), Some(offset)) = (time.date, time.time, time.offset) else {
        return Err(format!(
            "{time} lacks its date, its time or its offset from UTC"
        ));
    };
    let offset_minutes = match offset {
        Offset::Z => 0,
        Offset::Custom { minutes } => i64::from(minutes),
    };
    let days = days_since_1970(
        i64::from(date.year),
        i64::from(date.month),
        i64::from(date.day),
    );
    let minutes = i64::from(clock.hour) * 60 + i64::from(clock.minute) - offset_minutes;
    Ok(days * 86_400 + minutes * 60 + i64::from(clock.second))
}

/// Days from 1970-01-01 to a date of the Gregorian calendar. Years are counted from March,
/// so that the leap day is a year's last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    // 719,468 days from 0000-03-01 to 1970-01-01.
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year
        - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(toml: &str) -> Result<Start, String> {
        let table: toml::Table = toml::from_str(&format!("a = {toml}")).unwrap();
        parse(&table["a"])
    }

    #[test]
    fn times_in_all_three_forms() {
        assert_eq!(of("\"now\""), Ok(Start::Now));
        assert_eq!(of("1_798_761_600"), Ok(Start::At(1_798_761_600)));
        for text in [
            "2027-01-01T00:00:00Z",
            "\"2027-01-01T00:00:00Z\"",
            "2027-01-01T01:30:00+01:30",
            "\"2026-12-31 19:00:00-05:00\"",
            "2027-01-01T00:00:00.999Z",
        ] {
            assert_eq!(of(text), Ok(Start::At(1_798_761_600)), "{text}");
        }
        assert_eq!(of("2028-02-29T12:00:00Z"), Ok(Start::At(1_835_438_400)));
        assert_eq!(of("1970-01-01T00:00:01Z"), Ok(Start::At(1)));
        assert_eq!(of("2100-03-01T00:00:00Z"), Ok(Start::At(4_107_542_400)));
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        for text in [
            "0",
            "-5",
            "1970-01-01T00:00:00Z",
            "2027-01-01",
            "2027-01-01T00:00:00",
            "00:00:00",
            "\"tomorrow\"",
            "\"Now\"",
            "\"2027-13-01T00:00:00Z\"",
            "1.5",
            "true",
        ] {
            assert!(of(text).is_err(), "{text}");
        }
    }
}
