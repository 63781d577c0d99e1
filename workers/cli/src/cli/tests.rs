//! The grammar of the command line.

use clap::CommandFactory;

use super::*;

#[test]
fn the_grammar_is_sound() {
    Cli::command().debug_assert();
}

#[test]
fn times_are_read_in_both_spellings() {
    assert_eq!(unix_time("2027-01-01T00:00:00Z"), Ok(1_798_761_600));
    assert_eq!(unix_time("2027-01-01 00:00:00"), Ok(1_798_761_600));
    assert!(
        unix_time("tomorrow")
            .unwrap_err()
            .contains("2027-01-01T00:00:00Z")
    );
}

#[test]
fn durations_are_read_as_people_write_them() {
    assert_eq!(duration("1h 30m"), Ok(Duration::from_mins(90)));
    assert!(duration("30").unwrap_err().contains("30days"));
}

#[test]
fn warp_takes_a_duration_or_a_time_and_not_both() {
    let warp =
        |rest: &[&str]| Cli::try_parse_from(["ionet", "localnet", "warp"].iter().chain(rest));
    assert!(warp(&["1h"]).is_ok());
    assert!(warp(&["--to", "2027-01-01T00:00:00Z"]).is_ok());
    assert!(warp(&[]).is_err());
    assert!(warp(&["1h", "--to", "2027-01-01T00:00:00Z"]).is_err());
}

#[test]
fn months_are_a_number_or_a_range_within_1_to_244() {
    assert_eq!("12".parse(), Ok(Months(1..=12)));
    assert_eq!("1..244".parse(), Ok(Months(1..=244)));
    assert_eq!("13..13".parse(), Ok(Months(13..=13)));
    for wrong in [
        "", "0", "245", "0..12", "12..245", "24..13", "1..", "..3", "a",
    ] {
        assert!(
            wrong.parse::<Months>().unwrap_err().contains("13..24"),
            "{wrong}"
        );
    }
}
