//! Times and spans of time: as people read them, and as programs do.

use serde_json::Value;

use crate::output::time;

/// Seconds of the units that people count in, largest first.
const UNITS: [(&str, u64); 4] = [("days", 86_400), ("h", 3_600), ("min", 60), ("s", 1)];

/// Unix seconds for programs, as RFC 3339; `null` for a time that accounts store as 0: it has not come.
pub fn json(unix: i64) -> Value {
    match unix {
        0 => Value::Null,
        unix => time(unix).into(),
    }
}

/// A time seen from `now`: `in 12 min`, `3 h 5 min ago`, `now`.
pub fn relative(unix: i64, now: i64) -> String {
    let seconds = unix.saturating_sub(now);
    match seconds {
        0 => "now".to_owned(),
        1.. => format!("in {}", span(seconds.unsigned_abs())),
        _ => format!("{} ago", span(seconds.unsigned_abs())),
    }
}

/// A time seen from `now`, and the time itself.
pub fn when(unix: i64, now: i64) -> String {
    format!("{} ({})", relative(unix, now), time(unix))
}

/// A span of time in its largest unit and the one below, rounded down: `1 h 30 min`.
pub fn span(seconds: u64) -> String {
    let parts = |from: usize| {
        let units = UNITS.iter().skip(from).take(2);
        let mut left = seconds;
        let mut words = Vec::new();
        for (name, size) in units {
            let count = left / size;
            left %= size;
            if count > 0 {
                let name = if count == 1 && *name == "days" {
                    "day"
                } else {
                    name
                };
                words.push(format!("{count} {name}"));
            }
        }
        words.join(" ")
    };
    match UNITS.iter().position(|(_, size)| seconds >= *size) {
        Some(largest) => parts(largest),
        None => "0 s".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_two_units_at_most_and_are_rounded_down() {
        for (seconds, words) in [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 min"),
            (90, "1 min 30 s"),
            (720, "12 min"),
            (3_600, "1 h"),
            (3_659, "1 h"),
            (5_400, "1 h 30 min"),
            (86_399, "23 h 59 min"),
            (86_400, "1 day"),
            (180_000, "2 days 2 h"),
            (2_592_061, "30 days"),
        ] {
            assert_eq!(span(seconds), words, "{seconds}");
        }
    }

    #[test]
    fn times_are_seen_from_now() {
        let now = 1_798_761_600;
        assert_eq!(relative(now + 720, now), "in 12 min");
        assert_eq!(relative(now - 11_100, now), "3 h 5 min ago");
        assert_eq!(relative(now, now), "now");
        assert_eq!(when(now + 60, now), "in 1 min (2027-01-01T00:01:00Z)");
        assert_eq!(
            relative(i64::MIN, i64::MAX),
            "106751991167300 days 15 h ago"
        );
    }

    #[test]
    fn programs_read_iso_times_and_null_for_none() {
        assert_eq!(json(1_798_761_600), "2027-01-01T00:00:00Z");
        assert_eq!(json(0), Value::Null);
        assert_eq!(json(-5), "-5 (unix seconds)");
    }
}
