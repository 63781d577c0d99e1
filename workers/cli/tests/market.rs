//! A job from the command line: everything a client, an operator, a device and a keeper type.
//! Needs the built programs (`cargo xtask build-programs`), as the whole suite does.

mod support;

use support::{Home, Network, number};

const SPEC: &str = "abababababababababababababababababababababababababababababababab";

#[test]
fn a_job_is_posted_run_settled_and_paid() {
    let home = Home::new();
    let network = Network::start(&home, &["--no-keeper"]);
    let ask = |arguments: &[&str]| network.ask(&home, &[arguments, &["--yes"]].concat());
    let keep = || ask(&["-k", "keeper", "keeper", "--once"]);
    for wallet in ["gpus", "card"] {
        ask(&["wallet", "new", wallet]);
        ask(&["wallet", "airdrop", "1", "--to", wallet]);
    }
    ask(&["-k", "community", "vesting", "claim", "8"]);
    let preview = ask(&["-k", "community", "iosd", "mint", "10", "--dry-run"]);
    assert_eq!(preview["iosd_quoted"], "24950000");
    assert_eq!(preview["below_spot_bps"], 20);
    assert_eq!(
        preview["rent"].as_array().map(Vec::len),
        Some(2),
        "{preview}"
    );
    let minted = ask(&["-k", "community", "iosd", "mint", "10"]);
    assert_eq!(minted["iosd_minted"], "24950000");

    ask(&["-k", "community", "client", "register"]);
    ask(&["-k", "gpus", "operator", "register", "--usd-bps", "3000"]);
    ask(&["-k", "gpus", "operator", "set", "--usd-bps", "7000"]);
    assert_eq!(ask(&["operator", "status", "gpus"])["usd_bps"], 7_000);
    ask(&[
        "-k",
        "gpus",
        "device",
        "register",
        "--device",
        "card",
        "--class",
        "h100 80gb",
        "--gpus",
        "2",
    ]);
    assert_eq!(ask(&["device", "list", "gpus"])["devices"][0]["class"], 4);
    ask(&["localnet", "verify", "gpus", "--class", "4", "--gpus", "2"]);

    let post = [
        "-k",
        "community",
        "job",
        "post",
        "--class",
        "4",
        "--for",
        "1h",
        "--gpus",
        "2",
    ];
    let posted = ask(&[&post[..], &["--spec-hash", SPEC]].concat());
    assert_eq!(posted["deposit"], "4380000");
    let job = posted["job"].as_str().unwrap().to_owned();
    let device = ["--device", "card"];
    // All wait for their turn: the next slot, and the race.
    ask(&["-k", "keeper", "job", "seal", &job]);
    // A GPU at a time.
    for command in ["claim", "enlarge"] {
        ask(&[&["job", command, &job], &device[..]].concat());
    }
    assert_eq!(ask(&["job", "get", &job])["claims"][0]["gpus"], 2);
    let work =
        |command: &str, more: &[&str]| ask(&[&["job", command, &job], &device[..], more].concat());
    work("start", &["--gpus", "2"]);
    for _ in 0..2 {
        ask(&["localnet", "warp", "15m"]);
        work("heartbeat", &["--alive", "2"]);
    }
    ask(&["localnet", "warp", "15m"]);
    work("complete", &["--alive", "2", "--result-hash", SPEC]);
    let state = ask(&["job", "get", &job]);
    assert_eq!(state["claims"][0]["state"], "ended", "{state}");
    assert_eq!(state["claims"][0]["end_reason"], "completed", "{state}");

    keep();
    keep();
    let refunded = number(&ask(&["job", "get", &job])["refunded"]);
    assert!((1_080_000..=1_095_000).contains(&refunded), "{refunded}");
    assert_eq!(ask(&["rewards", "gpus"])["balances"][0]["owed"], "0");
    ask(&["localnet", "warp", "16m"]);
    assert_eq!(keep()["settled"], 1);
    let owed = number(&ask(&["rewards", "gpus"])["balances"][0]["owed"]);
    // 45 minutes of two GPUs at 2.19 dollars an hour, less 5 % and 2 %, 7,000 of 10,000 of it.
    assert!((2_140_000..=2_164_000).contains(&owed), "{owed}");
    let paid = ask(&["-k", "gpus", "withdraw"]);
    assert_eq!(number(&paid["amount"]), owed);
    keep();
    keep();
    let refused = network.refuse(&home, &["job", "get", &job]);
    assert!(refused.contains("is closed"), "{refused}");
    let refused = network.refuse(&home, &["-k", "gpus", "withdraw", "--yes"]);
    assert!(refused.contains("nothing is owed"), "{refused}");
    network.interrupt();
}
