//! `ionet localnet` and the commands that talk to it. Needs the built programs
//! (`cargo xtask build-programs`), as the whole suite does.

mod support;

use std::{
    path::Path,
    time::{Duration, Instant},
};

use serde_json::Value;
use support::{Home, Network, number, succeeds};

#[test]
fn the_network_comes_up_mints_by_schedule_and_pays_vested_grants() {
    let home = Home::new();
    let network = Network::start(&home, &["--no-keeper", "--warp", "730h 30m"]);
    let status = network.ask(&home, &["emission", "status"]);
    assert_eq!(status["epochs_due"], 730);

    let preview = network.ask(&home, &["emission", "advance", "--dry-run"]);
    assert_eq!(
        number(&preview["minted_availability"]) + number(&preview["minted_compute"]),
        333_333_333_333_333
    );
    let refused = network.refuse(&home, &["emission", "advance"]);
    assert!(
        refused.contains("3,333,333") || refused.contains("--yes"),
        "{refused}"
    );
    assert_eq!(
        network.ask(&home, &["emission", "status"])["epochs_due"],
        730,
        "nothing was sent"
    );
    assert_eq!(
        network.ask(&home, &["emission", "advance", "--yes"])["epochs"],
        730
    );
    assert_eq!(
        network.ask(&home, &["emission", "advance", "--yes"])["epochs"],
        0,
        "never twice"
    );

    let supply = network.ask(&home, &["supply"]);
    assert_eq!(number(&supply["supply"]), 50_333_333_333_333_333);
    assert_eq!(
        number(&supply["availability_pool"]) + number(&supply["compute_pool"]),
        333_333_333_333_333
    );
    assert_eq!(number(&supply["circulating"]), 0);

    let grants = network.ask(&home, &["vesting", "list", "--beneficiary", "community"]);
    let grant = grants["grants"][0]["grant"].to_string();
    let unlocked = number(&grants["grants"][0]["unlocked"]);
    assert_eq!(
        unlocked, 1_187_500_000_000_000,
        "10 % and the first of 48 parts"
    );
    let refused = network.refuse(&home, &["vesting", "claim", &grant, "--yes"]);
    assert!(refused.contains("belongs to"), "{refused}");
    let community = ["vesting", "claim", &grant, "-k", "community"];
    let preview = network.ask(&home, &[&community[..], &["--dry-run"]].concat());
    assert_eq!(number(&preview["amount"]), unlocked);
    network.ask(&home, &[&community[..], &["--yes"]].concat());
    assert_eq!(
        number(&network.ask(&home, &["wallet", "balance", "community"])["io"]),
        unlocked
    );
    let refused = network.refuse(&home, &[&community[..], &["--yes"]].concat());
    assert!(refused.contains("next part unlocks at"), "{refused}");
    let refused = network.refuse(&home, &["vesting", "claim", "0", "-k", "seed-1", "--yes"]);
    assert!(
        refused.contains("next part unlocks at"),
        "before the cliff: {refused}"
    );
    let refused = network.refuse(&home, &["vesting", "claim", "99", "--yes"]);
    assert!(refused.contains("no grant 99"), "{refused}");
    network.interrupt();
}

#[test]
fn the_keeper_advances_and_time_goes_forward_only() {
    let home = Home::new();
    let network = Network::start(&home, &[]);
    let warped = network.ask(&home, &["localnet", "warp", "10000h"]);
    assert!(
        warped["after"].as_i64() >= warped["before"].as_i64().map(|before| before + 36_000_000)
    );
    let start = Instant::now();
    while network.ask(&home, &["emission", "status"])["next_epoch"].as_u64() < Some(9_999) {
        assert!(
            start.elapsed() < Duration::from_mins(2),
            "the keeper does not keep up"
        );
        std::thread::sleep(Duration::from_millis(500));
    }
    let refused = network.refuse(&home, &["localnet", "warp", "--to", "2020-01-01T00:00:00Z"]);
    assert!(refused.contains("forward only"), "{refused}");
    network.interrupt();
}

#[test]
fn faucet_wallets_and_a_repeated_migration() {
    let home = Home::new();
    let network = Network::start(&home, &["--no-keeper"]);
    assert_eq!(network.up["state"], Value::Null, "in memory");
    network.ask(&home, &["wallet", "new", "somebody"]);
    let airdrop = network.ask(&home, &["wallet", "airdrop", "2.5", "--to", "somebody"]);
    assert_eq!(airdrop["balance"], 2_500_000_000_u64);
    let preview = network.ask(
        &home,
        &["wallet", "airdrop", "1", "--to", "somebody", "--dry-run"],
    );
    assert_eq!(preview["dry_run"], true);
    assert_eq!(
        network.ask(&home, &["wallet", "balance", "somebody"])["lamports"],
        2_500_000_000_u64
    );
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/localnet.toml");
    let again = network.ask(&home, &["migrate", file.to_str().expect("UTF-8")]);
    assert_eq!(
        again["missing"].as_array().map(Vec::len),
        Some(0),
        "{again}"
    );
    network.interrupt();
}

#[test]
fn a_kept_chain_goes_on_after_ctrl_c() {
    let home = Home::new();
    let state = home.path().join("state");
    let state = state.to_str().expect("UTF-8");
    let network = Network::start(
        &home,
        &["--no-keeper", "--state", state, "--warp", "24h 30m"],
    );
    network.ask(&home, &["emission", "advance", "--yes"]);
    let supply = network.ask(&home, &["supply"]);
    network.interrupt();

    let network = Network::start(&home, &["--no-keeper", "--state", state]);
    assert_eq!(network.ask(&home, &["supply"]), supply);
    let status = network.ask(&home, &["emission", "status"]);
    assert_eq!(
        status["next_epoch"], 24,
        "time did not go back, nothing is minted twice: {status}"
    );
    succeeds(home.ionet(["wallet", "airdrop", "1", "--url", &network.url]));
    network.interrupt();
}
