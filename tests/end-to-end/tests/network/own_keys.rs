//! A cluster of one's own: keypairs made here, programs rebuilt for their ids, deployed over RPC
//! through the upgradeable loader, genesis, and one epoch.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use ionet_client::wallet;
use ionet_core::supply::GENESIS_SUPPLY;
use ionet_end_to_end::repository::{build_ionet, cargo, copy_to, executable, run, set_apart};
use ionet_end_to_end::{Ionet, RawRpc};
use ionet_localnet::{Localnet, LocalnetConfig};
use ionet_migrations::Migration;
use serde_json::json;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

const FILE: &str = "migrations/localnet.toml";
const PROGRAMS: [&str; 7] = [
    "io-token",
    "emission",
    "price-feed",
    "iosd",
    "registry",
    "local-stand-in",
    "job-escrow",
];
/// floor(333333333333333 / 730)
const FIRST_EPOCH: u64 = 456_621_004_566;

/// Cargo's target folder of this very test: what other checkouts share with it need not be built
/// again.
fn target_folder() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    // target/PROFILE/deps/TEST
    test.ancestors().nth(3).unwrap().to_owned()
}

fn shared_cargo(root: &Path) -> Command {
    let mut command = cargo(root);
    command.env("CARGO_TARGET_DIR", target_folder());
    command
}

/// Builds the copy's programs in a folder of their own: cargo names a program's file without any
/// hash, so in a shared one the original's would be replaced by one with other ids.
fn build_programs(root: &Path, folder: &Path) {
    let messages =
        run(shared_cargo(root).args(["build", "--package", "xtask", "--message-format", "json"]));
    let xtask = folder.join("xtask");
    std::fs::copy(executable(&messages), &xtask).unwrap();
    let mut build = Command::new(xtask);
    build
        .args(["build-programs", "--skip-idl"])
        .args(PROGRAMS)
        .current_dir(root);
    build.env("CARGO_MANIFEST_DIR", root.join("xtask"));
    build.env("CARGO_TARGET_DIR", target_folder().join("own-keys"));
    run(&mut build);
}

fn id_of(keys: &Path, program: &str) -> Pubkey {
    wallet::read(&keys.join(format!("{program}-keypair.json")))
        .unwrap()
        .pubkey()
}

fn exists(raw: &RawRpc, address: &Pubkey) -> bool {
    !raw.call(
        "getAccountInfo",
        &json!([address.to_string(), { "encoding": "base64" }]),
    )["value"]
        .is_null()
}

#[test]
fn own_keys_rebuilt_programs_and_the_loader_make_a_working_network() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("checkout");
    copy_to(&root);
    set_apart(&root);
    let config = folder.path().join("config");
    let keys = config.join("ionet").join("program-keys");

    run(shared_cargo(&root)
        .args(["xtask", "keys", "--out"])
        .arg(&keys));
    build_programs(&root, folder.path());
    let ionet = Ionet::new(build_ionet(&root, folder.path()), config);
    assert_eq!(ionet.program_keys(), keys);

    let chain = Localnet::start(&LocalnetConfig::on_free_ports()).unwrap();
    let url = chain.rpc_url();
    let raw = RawRpc::new(&url);
    let migration = Migration::load(&root.join(FILE)).unwrap();
    for name in migration.wallet_names() {
        let key = Keypair::new();
        wallet::write_new(&ionet.wallets().join(format!("{name}.json")), &key).unwrap();
        if name == "admin" {
            raw.call(
                "requestAirdrop",
                &json!([key.pubkey().to_string(), 50_000_000_000_u64]),
            );
        }
    }
    let (io_token, emission) = (id_of(&keys, "io_token"), id_of(&keys, "emission"));
    let to_chain = ["--url", url.as_str()];
    let migrate =
        |more: &[&str]| ionet.json(&root, &[&to_chain, more, &["migrate", FILE]].concat());

    let planned = migrate(&["--dry-run"])["missing"].clone();
    let planned = planned.as_array().unwrap();
    assert!(
        planned[0].as_str().unwrap().contains(&io_token.to_string()),
        "{planned:?}"
    );
    assert!(
        planned[1].as_str().unwrap().contains(&emission.to_string()),
        "{planned:?}"
    );
    assert!(!exists(&raw, &io_token), "a dry run deploys nothing");

    // Killed in the middle of the upload, then run again.
    let mut killed = ionet
        .command(
            &root,
            &[&to_chain, &["--yes", "migrate", FILE][..]].concat(),
        )
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(700));
    killed.kill().unwrap();
    killed.wait().unwrap();
    migrate(&["--yes"]);
    assert!(exists(&raw, &io_token) && exists(&raw, &emission));
    for old in [
        ionet_client::io_token::IO_TOKEN_ID,
        ionet_client::emission::EMISSION_ID,
    ] {
        assert!(!exists(&raw, &old), "{old} is an id of the committed tree");
    }
    let (mint, _) = Pubkey::find_program_address(&[b"mint"], &io_token);
    assert_eq!(raw.token_supply(&mint.to_string()), GENESIS_SUPPLY);
    assert_eq!(
        migrate(&["--yes"])["missing"],
        json!([]),
        "a second run has nothing to do"
    );

    ionet.json(
        &root,
        &[&to_chain, &["localnet", "warp", "1h 1m"][..]].concat(),
    );
    let advance = [
        &to_chain,
        &["--yes", "--keypair", "admin", "emission", "advance"][..],
    ]
    .concat();
    ionet.json(&root, &advance);
    assert_eq!(
        raw.token_supply(&mint.to_string()),
        GENESIS_SUPPLY + FIRST_EPOCH
    );
    chain.stop().unwrap();
}
