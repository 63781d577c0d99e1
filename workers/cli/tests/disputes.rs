//! More time, disputes and rotated keys, from the command line. Needs the built programs
//! (`cargo xtask build-programs`), as the whole suite does.

mod support;

use support::{Market, OTHER_RESULT, RESULT, number, with};

fn complete(market: &Market, job: &str, operator: &str) -> serde_json::Value {
    let card = format!("{operator}-card");
    market.ask(&[
        "job",
        "complete",
        job,
        "--device",
        &card,
        "--result-hash",
        RESULT,
    ])
}

#[test]
fn time_is_bought_to_a_total_once_and_only_where_somebody_runs_on() {
    let market = Market::open(&["one"]);
    let job = market.hire(&["--for", "1h"], &["--at-most", "3h"], &["one"]);
    assert!(market.next(&job).contains(&"job extend".to_owned()));

    let client = ["-k", "community", "job", "extend", "0"];
    let preview = market.ask(&with(&client, &["--to", "2h", "--dry-run"]));
    assert_eq!(preview["deposit"], "2190000");
    assert_eq!(preview["seconds_after"], 7_200);
    assert!(preview["signature"].is_null());
    let bought = market.ask(&with(&client, &["--to", "2h"]));
    assert_eq!(
        (number(&bought["deposit"]), &bought["rent"]),
        (2_190_000, &serde_json::json!([]))
    );
    let again = market.ask(&with(&client, &["--to", "2h"]));
    assert_eq!(again["already"], true, "{again}");
    let got = market.ask(&["job", "get", &job]);
    assert_eq!(got["deposit"], "4380000", "bought once");
    assert_eq!(got["time"][0]["seconds"], 7_200, "one rate, one window");

    for (arguments, says) in [
        (&["--by", "5s"][..], "600 GPU-seconds"),
        (&["--by", "90days"], "90 days"),
        (&["--by", "24h"], "iosd mint"),
        (&["--to", "3h", "--max-rate", "1"], "max_rate"),
        (&["--to", "3h", "--by", "1h"], "cannot be used with"),
        (&[], "--to <DURATION>|--by <DURATION>"),
    ] {
        let refused = market.refuse(&with(&client, arguments));
        assert!(refused.contains(says), "{arguments:?}: {refused}");
    }
    let refused = market.refuse(&["-k", "one", "job", "extend", &job, "--by", "1h"]);
    assert!(refused.contains("is the job's client"), "{refused}");
    market.ask(&with(&client, &["--by", "1h"]));
    let refused = market.refuse(&with(&client, &["--by", "1h"]));
    assert!(
        refused.contains("no operator runs it for longer than the 3 h")
            && refused.contains("--at-most"),
        "{refused}"
    );
    assert!(!market.next(&job).contains(&"job extend".to_owned()));

    market.ask(&["-k", "community", "job", "cancel", "0"]);
    let again = market.ask(&["-k", "community", "job", "cancel", "0"]);
    assert_eq!(again["already"], true);
    let refused = market.refuse(&with(&client, &["--by", "1h"]));
    assert!(refused.contains("job has ended"), "{refused}");
    market.network.interrupt();
}

#[test]
fn a_dispute_is_for_the_client_by_verdict_and_by_deadline() {
    let market = Market::open(&["one"]);
    let terms = ["--for", "1h", "--deterministic"];
    let job = market.hire(&terms, &[], &["one"]);
    let dispute = ["-k", "community", "job", "dispute", &job];
    let refused = market.refuse(&dispute);
    assert!(
        refused.contains("WrongState") && refused.contains("It still runs"),
        "{refused}"
    );
    market.warp("20m");
    complete(&market, &job, "one");
    assert_eq!(complete(&market, &job, "one")["already"], true);
    assert!(market.next(&job).contains(&"job dispute".to_owned()));

    let refused = market.refuse(&["-k", "one", "job", "dispute", &job]);
    assert!(refused.contains("is the job's client"), "{refused}");
    let refused = market.refuse(&[&dispute[..], &["--operator", "keeper"]].concat());
    assert!(refused.contains("holds no claim"), "{refused}");
    let refused = market.refuse(&["-k", "keeper", "job", "resolve", &job]);
    assert!(refused.contains("WrongState"), "{refused}");
    let refused = market.refuse(&[&dispute[..], &["--by-verdict"]].concat());
    assert!(refused.contains("verdict"), "{refused}");

    let before = number(&market.ask(&["wallet", "balance", "community"])["iosd"]);
    let disputed = market.ask(&dispute);
    assert_eq!(disputed["bond"], "1000000", "at least a dollar");
    let held_back = number(&disputed["disputed"]);
    assert!((730_000..735_000).contains(&held_back), "{held_back}");
    let after = number(&market.ask(&["wallet", "balance", "community"])["iosd"]);
    assert_eq!(before - after, 1_000_000);
    assert_eq!(market.ask(&dispute)["already"], true, "no second bond");
    let got = market.ask(&["job", "get", &job]);
    assert_eq!(got["claims"][0]["state"], "disputed");
    assert_eq!(
        got["claims"][0]["dispute"]["deadline"],
        disputed["deadline"]
    );

    let resolve = ["-k", "keeper", "job", "resolve", &job];
    let refused = market.refuse(&resolve);
    assert!(
        refused.contains("VerdictAwaited") && refused.contains("decided for the client in 1 day"),
        "{refused}"
    );
    market.ask(&["localnet", "verdict", &job, "--right", "client"]);
    assert!(market.next(&job).contains(&"job resolve".to_owned()));
    let resolved = market.ask(&resolve);
    // The verifiers had no record: whoever resolves opens it.
    assert_eq!(
        resolved["rent"].as_array().map(Vec::len),
        Some(1),
        "{resolved}"
    );
    assert_eq!(number(&resolved["resolved"][0]["refunded"]), held_back);
    assert_eq!(resolved["resolved"][0]["bond_to_client"], "1000000");
    assert!(number(&resolved["resolved"][0]["charged_io"]) > 0);
    assert_eq!(market.ask(&resolve)["already"], true);
    assert_eq!(market.ask(&dispute)["already"], true);
    let got = market.ask(&["job", "get", &job]);
    assert_eq!(got["claims"][0]["earned"], "0", "{got}");
    market.warp("16m");
    for _ in 0..3 {
        market.keep();
    }
    let refused = market.refuse(&["job", "get", &job]);
    assert!(refused.contains("is closed"), "{refused}");

    // The same without a verdict; the keeper resolves it at its deadline.
    let job = market.hire(&terms, &[], &["one"]);
    market.warp("20m");
    complete(&market, &job, "one");
    market.ask(&["-k", "community", "job", "dispute", &job]);
    market.warp("25h 1m");
    assert_eq!(market.keep()["decided"], 1);
    let got = market.ask(&["job", "get", &job]);
    assert_eq!(got["claims"][0]["state"], "resolved");
    assert_eq!(got["claims"][0]["earned"], "0");
    market.network.interrupt();
}

#[test]
fn what_cannot_be_disputed_is_refused_with_the_reason() {
    let market = Market::open(&["one"]);
    let job = market.hire(&["--for", "1h"], &[], &["one"]);
    market.warp("15m");
    complete(&market, &job, "one");
    let dispute = ["-k", "community", "job", "dispute", &job];
    let refused = market.refuse(&dispute);
    assert!(refused.contains("not declared deterministic"), "{refused}");
    assert!(!market.next(&job).contains(&"job dispute".to_owned()));

    let job = market.hire(&["--for", "1h", "--deterministic"], &[], &["one"]);
    market.warp("15m");
    complete(&market, &job, "one");
    market.warp("16m");
    let dispute = ["-k", "community", "job", "dispute", &job];
    let refused = market.refuse(&dispute);
    assert!(
        refused.contains("DisputeTooLate") && refused.contains("They ended"),
        "{refused}"
    );
    let refused = market.refuse(&[
        "-k",
        "community",
        "job",
        "complete",
        &job,
        "--device",
        "one-card",
        "--result-hash",
        OTHER_RESULT,
    ]);
    assert!(refused.contains("WrongState"), "{refused}");
    market.network.interrupt();
}

#[test]
fn the_key_of_a_device_at_work_is_changed_by_force_only() {
    let market = Market::open(&["one"]);
    let job = market.hire(&["--for", "1h"], &[], &["one"]);
    market.wallet("next-card");
    let card = market.address("one-card");
    let rotate = ["-k", "one", "device", "rotate", &card, "next-card"];
    let refused = market.refuse(&rotate);
    for says in ["leads the claim", &job, "drain", "--force"] {
        assert!(refused.contains(says), "{says}: {refused}");
    }
    let refused = market.refuse(&["-k", "one", "device", "revoke", &card]);
    assert!(refused.contains("leads the claim"), "{refused}");

    market.ask(&[&rotate[..], &["--force"]].concat());
    market.warp("15m");
    let beat = |card: &str| ["job", "heartbeat", &job, "--device", card].map(str::to_owned);
    for card in ["one-card", "next-card"] {
        let beat = beat(card);
        let refused = market.refuse(&beat.each_ref().map(String::as_str));
        assert!(
            refused.contains("no device") || refused.contains("NotLeadDevice"),
            "the loss that --force accepts: {refused}"
        );
    }
    // Once the claim has ended the key changes freely.
    market.ask(&["-k", "community", "job", "cancel", &job]);
    market.warp("16m");
    market.keep();
    let card = market.address("next-card");
    market.wallet("third-card");
    market.ask(&["-k", "one", "device", "rotate", &card, "third-card"]);
    let devices = market.ask(&["device", "list", "one"]);
    assert_eq!(
        devices["devices"][0]["device"],
        market.address("third-card")
    );
    market.network.interrupt();
}

#[test]
fn a_second_host_of_a_claim_is_not_taken_away_unseen() {
    let market = Market::open(&["one"]);
    market.wallet("second-card");
    let register = [
        "device",
        "register",
        "--device",
        "second-card",
        "--class",
        "4",
    ];
    market.ask(&with(&["-k", "one"], &register));
    market.ask(&["localnet", "verify", "one", "--class", "4", "--gpus", "2"]);
    // Started by its lead device for one of two GPUs.
    let job = market.hire(&["--for", "1h", "--gpus", "2"], &["--gpus", "2"], &["one"]);
    let got = market.ask(&["job", "get", &job]);
    assert_eq!(got["claims"][0]["state"], "starting");
    market.ask(&["job", "start", &job, "--device", "second-card"]);
    let again = market.ask(&["job", "start", &job, "--device", "second-card"]);
    assert_eq!(again["already"], true);
    let second = market.address("second-card");
    let revoke = ["-k", "one", "device", "revoke", &second];
    let refused = market.refuse(&revoke);
    assert!(
        refused.contains("serves the claim") && refused.contains("--force"),
        "{refused}"
    );
    market.ask(&with(&revoke, &["--force"]));
    market.warp("15m");
    market.ask(&[
        "job",
        "heartbeat",
        &job,
        "--device",
        "one-card",
        "--alive",
        "1",
    ]);
    market.network.interrupt();
}
