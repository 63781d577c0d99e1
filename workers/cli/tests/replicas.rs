//! Replicas from the command line: commit, reveal, decide, and salts that must not be lost. Needs the
//! built programs (`cargo xtask build-programs`), as the whole suite does.

mod support;

use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf};

use serde_json::Value;
use support::{Market, OTHER_RESULT, RESULT, number};

const OPERATORS: [&str; 3] = ["one", "two", "three"];

fn commit(market: &Market, job: &str, operator: &str, result: &str) -> Value {
    let card = format!("{operator}-card");
    market.ask(&[
        "job",
        "commit",
        job,
        "--device",
        &card,
        "--result-hash",
        result,
    ])
}

fn salts(market: &Market) -> PathBuf {
    market.home.path().join("config/ionet/commitments")
}

#[test]
fn the_majority_is_paid_whatever_is_typed_twice() {
    let market = Market::open(&OPERATORS);
    let refused = market.refuse(&[
        "-k",
        "community",
        "job",
        "post",
        "--class",
        "4",
        "--for",
        "1h",
        "--replicas",
        "6",
        "--spec-hash",
        RESULT,
    ]);
    assert!(refused.contains("2 to 5"), "{refused}");
    let job = market.hire(&["--for", "1h", "--replicas", "3"], &[], &OPERATORS);
    market.warp("15m");
    let refused = market.refuse(&[
        "job",
        "complete",
        &job,
        "--device",
        "one-card",
        "--result-hash",
        RESULT,
    ]);
    assert!(refused.contains("CommitInstead"), "{refused}");
    let reveal = ["-k", "one-card", "job", "reveal", &job];
    let refused = market.refuse(&reveal);
    assert!(refused.contains("waits to be revealed"), "{refused}");

    let committed = commit(&market, &job, "one", RESULT);
    assert_eq!(commit(&market, &job, "one", RESULT)["already"], true);
    let refused = market.refuse(&[
        "job",
        "commit",
        &job,
        "--device",
        "one-card",
        "--result-hash",
        OTHER_RESULT,
    ]);
    assert!(
        refused.contains("--result-hash") && refused.contains(RESULT),
        "{refused}"
    );
    let refused = market.refuse(&reveal);
    assert!(
        refused.contains("RevealNotOpen") && refused.contains("at the latest in 54 min"),
        "{refused}"
    );
    commit(&market, &job, "two", RESULT);
    commit(&market, &job, "three", OTHER_RESULT);
    let got = market.ask(&["job", "get", &job]);
    let claims = got["claims"].as_array().expect("claims");
    let own = claims
        .iter()
        .find(|claim| claim["operator"] == committed["operator"])
        .expect("a claim");
    assert_eq!(own["state"], "committed");
    assert_eq!(own["commitment"], committed["commitment"]);

    let decide = ["-k", "keeper", "job", "decide", &job];
    let refused = market.refuse(&decide);
    assert!(
        refused.contains("VerdictAwaited") && refused.contains("in 1 day"),
        "{refused}"
    );
    let mine = market.ask(&[&reveal[..], &["--operator", "one"]].concat());
    assert_eq!(mine["revealed"], serde_json::json!([market.address("one")]));
    let rest = market.ask(&reveal);
    assert_eq!(rest["revealed"].as_array().map(Vec::len), Some(2));
    assert_eq!(market.ask(&reveal)["already"], true);

    let decided = market.ask(&decide);
    let paid = |name: &str| {
        let address = market.address(name);
        let all = decided["decided"].as_array().expect("outcomes");
        let own = all.iter().find(|outcome| outcome["operator"] == *address);
        number(&own.expect("an outcome")["stays_earned"])
    };
    assert!(paid("one") > 500_000 && paid("two") > 500_000);
    assert_eq!(paid("three"), 0);
    assert_eq!(market.ask(&decide)["already"], true);
    market.warp("16m");
    assert_eq!(market.keep()["settled"], 3);
    let owed = |name: &str| number(&market.ask(&["rewards", name])["balances"][0]["owed"]);
    assert!(owed("one") > 0 && owed("two") > 0);
    assert_eq!(owed("three"), 0);
    market.network.interrupt();
}

#[test]
fn without_a_salt_on_the_disk_nothing_is_committed() {
    let market = Market::open(&OPERATORS);
    let job = market.hire(&["--for", "1h", "--replicas", "3"], &[], &OPERATORS);
    market.warp("15m");
    let state = |place: usize| {
        let got = market.ask(&["job", "get", &job]);
        got["claims"][place]["state"]
            .as_str()
            .expect("text")
            .to_owned()
    };
    let first = [
        "job",
        "commit",
        &job,
        "--device",
        "one-card",
        "--result-hash",
        RESULT,
    ];
    // A look changes nothing, on the disk neither.
    market.ask(&[&first[..], &["--dry-run"]].concat());
    assert!(!salts(&market).exists());
    // No room for the salt: nothing is sent.
    fs::create_dir_all(salts(&market).parent().expect("a folder")).expect("made");
    fs::write(salts(&market), "in the way").expect("written");
    let refused = market.refuse(&first);
    assert!(refused.contains("nothing was sent"), "{refused}");
    assert_eq!(state(0), "running");
    fs::remove_file(salts(&market)).expect("removed");

    // Stopped between the salt and the answer: nobody can be asked here. The next attempt has the same.
    let stopped = market.network.refuse(&market.home, &first);
    assert!(stopped.contains("--yes"), "{stopped}");
    assert_eq!(state(0), "running");
    let kept: Vec<_> = salts(&market).read_dir().expect("kept").collect();
    assert_eq!(kept.len(), 1);

    for operator in OPERATORS {
        let committed = commit(&market, &job, operator, RESULT);
        let folder = PathBuf::from(committed["salt_kept_in"].as_str().expect("a path"));
        let files: Vec<_> = folder.read_dir().expect("a folder").collect();
        assert_eq!(files.len(), 1, "the failed attempts left nothing");
        let file = files[0].as_ref().expect("a file").path();
        let mode = fs::metadata(&file).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let text = fs::read_to_string(&file).expect("readable");
        assert!(text.contains(committed["commitment"].as_str().expect("text")));
        assert!(
            !committed.to_string().contains(
                text.split("salt\":\"")
                    .nth(1)
                    .expect("a salt")
                    .split('"')
                    .next()
                    .expect("digits")
            ),
            "the salt is not printed"
        );
        // Away with it, as if it were another machine.
        fs::rename(&folder, folder.with_extension("elsewhere")).expect("renamed");
    }
    let reveal = ["-k", "one-card", "job", "reveal", &job];
    let refused = market.refuse(&reveal);
    assert!(
        refused.contains("3 replicas") && refused.contains("salts of none are here"),
        "{refused}"
    );
    let refused = market.refuse(&first);
    assert!(refused.contains("another machine"), "{refused}");
    for entry in salts(&market).read_dir().expect("a folder") {
        let path = entry.expect("an entry").path();
        fs::rename(&path, path.with_extension("")).expect("renamed");
    }
    assert_eq!(
        market.ask(&reveal)["revealed"].as_array().map(Vec::len),
        Some(3)
    );
    assert_eq!(market.keep()["decided"], 3, "the keeper decides");
    market.network.interrupt();
}

#[test]
fn a_verdict_decides_where_there_is_no_majority() {
    let market = Market::open(&OPERATORS);
    let job = market.hire(&["--for", "1h", "--replicas", "3"], &[], &OPERATORS);
    market.warp("15m");
    let third = "5656565656565656565656565656565656565656565656565656565656565656";
    for (operator, result) in OPERATORS.iter().zip([RESULT, OTHER_RESULT, third]) {
        commit(&market, &job, operator, result);
    }
    market.ask(&["-k", "one-card", "job", "reveal", &job]);
    market.ask(&["localnet", "verdict", &job, "--result-hash", OTHER_RESULT]);
    let decide = ["-k", "keeper", "job", "decide", &job];
    let refused = market.refuse(&decide);
    assert!(
        refused.contains("VerdictAwaited"),
        "reveals first: {refused}"
    );
    market.warp("1h 1m");
    assert!(market.next(&job).contains(&"job decide".to_owned()));
    market.ask(&decide);
    let got = market.ask(&["job", "get", &job]);
    let earned = |name: &str| {
        let address = market.address(name);
        let claims = got["claims"].as_array().expect("claims");
        let own = claims.iter().find(|claim| claim["operator"] == *address);
        number(&own.expect("a claim")["earned"])
    };
    assert!(earned("two") > 500_000);
    assert_eq!((earned("one"), earned("three")), (0, 0));
    market.network.interrupt();
}
