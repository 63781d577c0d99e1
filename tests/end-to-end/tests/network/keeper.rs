//! `ionet localnet` and its keeper, as a person runs them.

use std::time::{Duration, Instant};

use ionet_end_to_end::{Ionet, RawRpc, repository};
use rustix::process::{Pid, Signal, kill_process};

/// Genesis and three epochs, base units.
const SUPPLY_AFTER_THREE_EPOCHS: u64 = 50_001_369_863_013_698;

#[test]
fn the_keeper_advances_what_time_travel_made_due_and_ctrl_c_ends_it() {
    let root = repository::root();
    let folder = tempfile::tempdir().unwrap();
    let executable = repository::build_ionet(&root, folder.path());
    let ionet = Ionet::new(executable, folder.path().join("config"));
    let (mut running, facts) = ionet.start(&root, &["localnet", "--rpc-port", "0"]);
    let url = facts["rpc_url"].as_str().unwrap().to_owned();
    let mint = facts["io_mint"].as_str().unwrap().to_owned();
    let raw = RawRpc::new(&url);

    ionet.json(&root, &["--url", &url, "localnet", "warp", "3h 5m"]);
    let begun = Instant::now();
    while raw.token_supply(&mint) < SUPPLY_AFTER_THREE_EPOCHS {
        assert!(
            begun.elapsed() < Duration::from_mins(1),
            "the keeper did not advance"
        );
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(raw.token_supply(&mint), SUPPLY_AFTER_THREE_EPOCHS);
    // A second keeper finds nothing to do and harms nothing.
    let report = ionet.json(&root, &["--url", &url, "--yes", "keeper", "--once"]);
    assert_eq!(report["epochs"], 0);
    assert_eq!(raw.token_supply(&mint), SUPPLY_AFTER_THREE_EPOCHS);

    let pid = Pid::from_child(running.child());
    kill_process(pid, Signal::INT).unwrap();
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = running.child().try_wait().unwrap() {
            break status;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "Ctrl-C did not end it"
        );
        std::thread::sleep(Duration::from_millis(50));
    };
    assert!(status.success(), "{status}");
    assert!(std::net::TcpStream::connect(url.trim_start_matches("http://")).is_err());
}
