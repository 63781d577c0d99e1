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

#[test]
fn more_time_is_a_total_or_an_addition_and_not_both() {
    let extend = |rest: &[&str]| {
        let fixed = ["ionet", "job", "extend", "0"];
        Cli::try_parse_from(fixed.iter().chain(rest))
    };
    assert!(extend(&["--to", "3h"]).is_ok());
    assert!(extend(&["--by", "90m", "--max-rate", "2.5"]).is_ok());
    assert!(extend(&[]).is_err());
    assert!(extend(&["--to", "3h", "--by", "1h"]).is_err());
    assert!(
        extend(&["--by", "3"])
            .unwrap_err()
            .to_string()
            .contains("1h 30m")
    );
}

#[test]
fn replicas_hashes_and_audits_are_checked_when_typed() {
    let hash = "ab".repeat(32);
    let post = |rest: &[&str]| {
        let fixed = [
            "ionet",
            "job",
            "post",
            "--class",
            "4",
            "--for",
            "1h",
            "--spec-hash",
            &hash,
        ];
        Cli::try_parse_from(fixed.iter().chain(rest)).map_err(|error| error.to_string())
    };
    assert!(post(&["--replicas", "3"]).is_ok());
    assert!(post(&["--replicas", "2"]).is_ok());
    assert!(post(&["--replicas", "6"]).unwrap_err().contains("2 to 5"));
    assert!(post(&["--audit"]).unwrap_err().contains("--deterministic"));
    assert!(post(&["--audit", "--deterministic"]).is_ok());
    let commit = |hash: &str| {
        let fixed = [
            "ionet",
            "job",
            "commit",
            "J",
            "--device",
            "d",
            "--result-hash",
        ];
        Cli::try_parse_from(fixed.iter().chain(&[hash])).map_err(|error| error.to_string())
    };
    assert!(commit(&hash).is_ok());
    assert!(commit(&format!("0x{hash}")).is_ok());
    for wrong in ["ab", "zz", &"é".repeat(32)] {
        assert!(commit(wrong).unwrap_err().contains("64 hexadecimal digits"));
    }
}

#[test]
fn every_command_that_moves_money_in_a_dispute_has_an_example() {
    for name in [
        "post", "extend", "dispute", "resolve", "commit", "reveal", "decide",
    ] {
        let mut command = Cli::command();
        let job = command.find_subcommand_mut("job").unwrap();
        let help = job
            .find_subcommand_mut(name)
            .unwrap()
            .render_help()
            .to_string();
        assert!(
            help.contains("Example") && help.contains("ionet"),
            "{name}: {help}"
        );
    }
}
