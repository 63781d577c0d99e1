//! The binary without a chain: schedules, wallets, completions, and what it says
//! when something is missing.

mod support;

use std::fs;

use serde_json::Value;
use support::{Home, fails, json, succeeds};

/// An address where nothing listens: port 1 needs privileges to bind.
const NOWHERE: &str = "http://127.0.0.1:1";

#[test]
fn the_official_schedule_has_the_published_vectors() {
    let home = Home::new();
    let schedule = json(home.ionet(["emission", "schedule", "--json"]));
    let months = schedule["months"].as_array().expect("months");
    assert_eq!(months.len(), 240);
    let row =
        |month: usize, field: &str| months[month - 1][field].as_str().expect("text").to_owned();
    assert_eq!(row(1, "mint"), "333333333333333");
    assert_eq!(row(2, "mint"), "329949732999999");
    assert_eq!(row(12, "supply"), "53784068745997256");
    assert_eq!(row(120, "mint"), "98990616043163");
    assert_eq!(row(240, "supply"), "80000000000000000");
}

#[test]
fn the_literal_schedule_reaches_the_cap_in_month_244() {
    let home = Home::new();
    let schedule = json(home.ionet([
        "emission", "schedule", "--months", "244", "--preset", "literal", "--json",
    ]));
    let months = schedule["months"].as_array().expect("months");
    assert_eq!(months.len(), 244);
    assert_eq!(months[243]["supply"], "80000000000000000");
    assert_ne!(months[242]["supply"], "80000000000000000");
}

#[test]
fn schedules_are_tables_and_pictures() {
    let home = Home::new();
    let table = succeeds(home.ionet(["emission", "schedule", "--months", "1"]));
    assert!(table.contains("3,333,333.33333333"), "{table}");
    let plot = succeeds(home.ionet(["emission", "schedule", "--plot", "terminal"]));
    assert!(plot.contains("800.0"), "{plot}");
    let file = home.path().join("supply.svg");
    succeeds(home.ionet([
        "emission",
        "schedule",
        "--plot",
        &format!("svg:{}", file.display()),
    ]));
    assert!(
        fs::read_to_string(file)
            .expect("written")
            .starts_with("<svg")
    );
    let refused = fails(home.ionet(["emission", "schedule", "--plot", "png:x"]));
    assert!(refused.contains("svg:PATH"), "{refused}");
    let refused = fails(home.ionet(["emission", "schedule", "--months", "245"]));
    assert!(refused.contains("1 to 244"), "{refused}");
    let refused = fails(home.ionet(["emission", "schedule", "--months", "241..244"]));
    assert!(refused.contains("month 240"), "{refused}");
    let year = json(home.ionet(["emission", "schedule", "--months", "13..24", "--json"]));
    assert_eq!(year["months"].as_array().map(Vec::len), Some(12));
    assert_eq!(year["months"][0]["month"], 13);
}

#[test]
fn wallets_are_made_once_and_shown() {
    let home = Home::new();
    let refused = fails(home.ionet(["wallet", "show"]));
    assert!(refused.contains("ionet wallet new"), "{refused}");

    let made = json(home.ionet(["wallet", "new", "--json"]));
    let shown = json(home.ionet(["wallet", "show", "--json"]));
    assert_eq!(made, shown);
    let refused = fails(home.ionet(["wallet", "new"]));
    assert!(refused.contains("never overwritten"), "{refused}");

    let admin = json(home.ionet(["wallet", "new", "admin", "--json"]));
    let shown = json(home.ionet(["wallet", "show", "-k", "admin", "--json"]));
    assert_eq!(admin["address"], shown["address"]);
    let by_path = json(home.ionet([
        "wallet",
        "show",
        "-k",
        admin["path"].as_str().expect("a path"),
        "--json",
    ]));
    assert_eq!(admin["address"], by_path["address"]);
    let all = json(home.ionet(["wallet", "show", "--all", "--json"]));
    assert_eq!(
        all["wallets"].as_array().map(Vec::len),
        Some(1),
        "the default one has no name"
    );
    let file = home.path().join("elsewhere.json");
    let file = file.to_str().expect("UTF-8");
    let elsewhere = json(home.ionet(["wallet", "new", "--out", file, "--json"]));
    assert_eq!(
        elsewhere,
        json(home.ionet(["wallet", "show", "-k", file, "--json"]))
    );
    let refused = fails(home.ionet(["wallet", "new", "Admin"]));
    assert!(refused.contains("lower-case"), "{refused}");
}

#[test]
fn a_cluster_that_does_not_answer_is_named_with_what_to_do() {
    let home = Home::new();
    home.ionet(["wallet", "new"]);
    for command in [
        &["supply"][..],
        &["emission", "status"],
        &["emission", "advance", "--yes"],
        &["vesting", "list"],
        &["keeper", "--once"],
        &["oracle", "show"],
        &["iosd", "mint", "1", "--yes"],
        &["class", "list"],
        &["operator", "status"],
        &["device", "list"],
        &["client", "status"],
        &["job", "list"],
        &["rewards"],
        &["withdraw", "--yes"],
        &["wallet", "balance"],
        &["wallet", "airdrop", "1"],
        &["localnet", "warp", "1h"],
    ] {
        let refused = fails(home.ionet(command.iter().copied().chain(["--url", NOWHERE])));
        assert!(
            refused.contains(NOWHERE) && refused.contains("ionet localnet"),
            "{command:?}: {refused}"
        );
    }
}

#[test]
fn errors_are_json_for_programs() {
    let home = Home::new();
    let refused = fails(home.ionet(["supply", "--json", "--url", NOWHERE]));
    let error: Value = serde_json::from_str(&refused).expect("JSON");
    assert!(
        error["error"]
            .as_str()
            .is_some_and(|text| text.contains(NOWHERE)),
        "{error}"
    );
}

#[test]
fn clusters_and_amounts_are_checked_when_typed() {
    let home = Home::new();
    let refused = fails(home.ionet(["supply", "--url", "mainet"]));
    assert!(refused.contains("mainnet-beta"), "{refused}");
    let refused = fails(home.ionet(["wallet", "airdrop", "0"]));
    assert!(refused.contains("above 0"), "{refused}");
    home.ionet(["wallet", "new"]);
    let refused = fails(home.ionet(["wallet", "airdrop", "1", "--url", "mainnet-beta"]));
    assert!(refused.contains("no faucet"), "{refused}");
}

#[test]
fn localnet_without_programs_says_how_to_build_them() {
    let home = Home::new();
    let empty = home.path().join("empty");
    fs::create_dir(&empty).expect("a folder");
    let refused = fails(home.ionet([
        "localnet",
        "--rpc-port",
        "0",
        "--programs",
        empty.to_str().expect("UTF-8"),
    ]));
    assert!(
        refused.contains("io_token.so") && refused.contains("cargo xtask build-programs"),
        "{refused}"
    );
    let refused = fails(home.ionet(["localnet", "--rpc-port", "0", "--genesis", "none.toml"]));
    assert!(refused.contains("none.toml"), "{refused}");
}

#[test]
fn completions_exist_for_every_shell() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = succeeds(home.ionet(["completions", shell]));
        assert!(script.contains("airdrop"), "{shell}");
    }
}

const JOB: &str = "version = 1\nname = \"digits\"\n\n[terms]\nclass = \"cpu\"\nduration = \"1h\"\n\n[run]\nkind = \"process\"\ncommand = [\"true\"]\n";

#[test]
fn a_job_is_checked_hashed_and_published() {
    let home = Home::new();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("job.toml");
    fs::write(&file, JOB).expect("written");
    let file = file.to_str().expect("UTF-8");
    let checked = json(home.ionet(["job", "check", file, "--json"]));
    let hash = checked["hash"].as_str().expect("a hash").to_owned();
    assert_eq!(hash.len(), 64);
    assert_eq!(checked["published"], Value::Null);
    let store = format!("file://{}/jobs", folder.path().display());
    let published = json(home.ionet(["job", "check", file, "--publish", &store, "--json"]));
    assert_eq!(published["hash"].as_str(), Some(hash.as_str()));
    let put = folder.path().join("jobs").join(format!("{hash}.json"));
    let put: Value = serde_json::from_slice(&fs::read(put).expect("a file")).expect("JSON");
    assert_eq!(put["name"], "digits");
    assert_eq!(put, published["spec"]);
}

#[test]
fn a_faulty_job_is_told_by_line_and_field() {
    let home = Home::new();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("job.toml");
    fs::write(&file, JOB.replace("1h", "1m")).expect("written");
    let told = fails(home.ionet(["job", "check", file.to_str().expect("UTF-8")]));
    assert!(
        told.contains("line 6, column 1: terms.duration: must be 10m to 30days"),
        "{told}"
    );
    let told = fails(home.ionet(["job", "check", "job.yaml"]));
    assert!(told.contains(".toml or .json"), "{told}");
}

#[test]
fn the_schema_of_jobs_is_printed() {
    let printed = succeeds(Home::new().ionet(["job", "schema"]));
    let schema: Value = serde_json::from_str(&printed).expect("JSON");
    assert!(schema["properties"]["terms"].is_object());
}
