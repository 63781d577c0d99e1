//! The state folder: graceful stop and continue, and every way it is refused.

mod support;

use std::{fs, path::Path};

use ionet_localnet::{
    Localnet, LocalnetConfig, LocalnetError,
    cheatcodes::{chain_time, warp_by},
};
use solana_pubkey::Pubkey;
use support::{airdrop, rpc};
use tempfile::TempDir;

const WEEK: std::time::Duration = std::time::Duration::from_hours(7 * 24);

fn kept_in(dir: &Path) -> LocalnetConfig {
    LocalnetConfig::on_free_ports().with_state_dir(dir)
}

fn refusal(config: &LocalnetConfig) -> LocalnetError {
    Localnet::start(config).err().expect("refused")
}

/// A folder as a killed process would leave it: copied from under a live chain.
fn crash_image(of: &Path) -> TempDir {
    let image = TempDir::new().expect("a folder");
    for entry in fs::read_dir(of).expect("readable") {
        let entry = entry.expect("an entry");
        fs::copy(entry.path(), image.path().join(entry.file_name())).expect("copied");
    }
    image
}

#[test]
fn continues_where_a_graceful_stop_left_it() {
    let dir = TempDir::new().expect("a folder");
    let wallet = Pubkey::new_unique();
    let chain = Localnet::start(&kept_in(dir.path())).expect("a new folder");
    assert_eq!(chain.state_dir(), Some(dir.path()));
    airdrop(&rpc(&chain), &wallet, 7_000_000_000);
    let time = warp_by(&chain.rpc_url(), WEEK).expect("time moves");
    let slot = rpc(&chain).get_slot().expect("slot");
    chain.stop().expect("a graceful stop");

    let chain = Localnet::start(&kept_in(dir.path())).expect("the same folder");
    assert_eq!(
        rpc(&chain).get_balance(&wallet).expect("balance"),
        7_000_000_000
    );
    let continued = chain_time(&chain.rpc_url()).expect("a clock");
    assert!(
        (time..time + 60).contains(&continued),
        "stopped at {time}, went on at {continued}"
    );
    assert!(
        rpc(&chain).get_slot().expect("slot") >= slot,
        "slots never go back"
    );
    airdrop(&rpc(&chain), &wallet, 1_000_000_000);
    drop(chain); // is a graceful stop, too

    let chain = Localnet::start(&kept_in(dir.path())).expect("a third time");
    assert_eq!(
        rpc(&chain).get_balance(&wallet).expect("balance"),
        8_000_000_000
    );
}

#[test]
fn refuses_a_folder_in_use_and_that_of_a_killed_process() {
    let dir = TempDir::new().expect("a folder");
    let chain = Localnet::start(&kept_in(dir.path())).expect("a new folder");
    airdrop(&rpc(&chain), &Pubkey::new_unique(), 1_000_000_000);
    let error = refusal(&kept_in(dir.path()));
    let pid = std::process::id().to_string();
    assert!(
        matches!(&error, LocalnetError::StateInUse { pid: p, .. } if *p == pid),
        "{error}"
    );
    chain.check().expect("the first is not disturbed");

    let image = crash_image(dir.path());
    for _ in 0..2 {
        let error = refusal(&kept_in(image.path()));
        assert!(
            matches!(&error, LocalnetError::TornState { dir } if dir == image.path()),
            "{error}"
        );
        assert!(error.to_string().contains("rm -r"), "{error}");
    }
    fs::remove_file(image.path().join("running")).expect("removed");
    let error = refusal(&kept_in(image.path()));
    assert!(
        matches!(error, LocalnetError::TornState { .. }),
        "a store without a note of its stop: {error}"
    );
}

#[test]
fn refuses_folders_that_are_not_its_own() {
    let dir = TempDir::new().expect("a folder");
    fs::write(dir.path().join("thesis.tex"), "years of work").expect("written");
    let error = refusal(&kept_in(dir.path()));
    assert!(
        matches!(error, LocalnetError::NotAStateFolder { .. }),
        "{error}"
    );
    assert!(error.to_string().contains("thesis.tex"), "{error}");

    let dir = TempDir::new().expect("a folder");
    fs::write(dir.path().join("stopped.json"), r#"{"format":"other/9"}"#).expect("written");
    let error = refusal(&kept_in(dir.path()));
    assert!(error.to_string().contains("other/9"), "{error}");

    let file = dir.path().join("stopped.json");
    let error = refusal(&kept_in(&file));
    assert!(
        matches!(error, LocalnetError::StateFolder { .. }),
        "a file is not a folder: {error}"
    );
}

#[test]
fn refuses_to_start_on_a_full_disk() {
    let dir = TempDir::new().expect("a folder");
    let error = refusal(&LocalnetConfig {
        min_free_bytes: u64::MAX,
        ..kept_in(dir.path())
    });
    assert!(
        matches!(error, LocalnetError::NoDiskSpace { .. }),
        "{error}"
    );
    assert_eq!(
        fs::read_dir(dir.path()).expect("readable").count(),
        0,
        "nothing was left behind"
    );
}

#[test]
fn a_damaged_store_is_named_each_time() {
    let dir = TempDir::new().expect("a folder");
    Localnet::start(&kept_in(dir.path()))
        .expect("a new folder")
        .stop()
        .expect("a graceful stop");
    fs::write(dir.path().join("chain.sqlite"), "not a database").expect("written");
    for _ in 0..2 {
        let error = refusal(&kept_in(dir.path()));
        assert!(matches!(error, LocalnetError::Store { .. }), "{error}");
    }
}
