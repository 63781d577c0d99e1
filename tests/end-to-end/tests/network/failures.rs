//! What goes wrong around the network: servers that are gone, answers that are lost, missing files.

use std::net::TcpListener;

use ionet_core::supply::GENESIS_SUPPLY;
use ionet_end_to_end::network::sender;
use ionet_end_to_end::{Fault, FlakyRpc, Network};
use ionet_localnet::{Localnet, LocalnetConfig, LocalnetError};
use ionet_migrations::{FolderWallets, MigrationError};
use solana_pubkey::Pubkey;

use crate::assert_says;

/// An address where nobody listens.
fn dead_url() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_rpc_server_that_is_down_is_named() {
    let network = Network::own().await;
    let url = dead_url();
    let resolved = network.resolve().unwrap();
    let error = resolved.run(&sender(&url), &mut |_| {}).await.unwrap_err();
    assert_says(
        &error,
        &[
            "looking for the programs",
            &url,
            "Is the chain running?",
            "ionet localnet",
        ],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_that_stops_in_the_middle_is_reported() {
    let mut network = Network::own().await;
    let resolved = network.resolve().unwrap();
    let sender = network.sender();
    let running = tokio::spawn(async move { resolved.run(&sender, &mut |_| {}).await });
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let url = network.url().to_owned();
    let chain = network.take_chain();
    tokio::task::spawn_blocking(move || chain.stop())
        .await
        .unwrap()
        .unwrap();
    let error = running.await.unwrap().unwrap_err();
    assert_says(&error, &[&url]);
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_requests_and_answers_do_no_harm() {
    let network = Network::own().await;
    let flaky = FlakyRpc::start(network.url(), |send| match send % 3 {
        0 => Fault::LoseRequest,
        1 => Fault::LoseAnswer,
        _ => Fault::None,
    });
    let resolved = network.resolve().unwrap();
    let planned = resolved.plan(network.sender().rpc()).await.unwrap().len();
    let done = resolved
        .run(&sender(&flaky.url()), &mut |_| {})
        .await
        .unwrap();
    assert_eq!(done, planned);
    assert!(
        flaky.sends() > planned,
        "{} sends of {planned} transactions",
        flaky.sends()
    );
    assert_eq!(network.supply(), GENESIS_SUPPLY);
    assert_eq!(resolved.plan(network.sender().rpc()).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_wallets_and_programs_are_named_before_anything_is_sent() {
    let mut network = Network::own().await;
    let folder = tempfile::tempdir().unwrap();
    let error = network
        .migration
        .resolve(&FolderWallets::new(folder.path()), None)
        .err()
        .expect("no wallets");
    assert_says(&error, &["roles.admin: ", "admin.json", "ionet wallet new"]);

    let path = folder.path().join("missing.so");
    network.migration.programs[1].path = path.clone();
    let error = network.resolve().err().expect("no program");
    assert_says(
        &error,
        &[
            "programs.emission.path",
            "missing.so",
            "cargo xtask build-programs",
        ],
    );
    std::fs::write(&path, "not a program").unwrap();
    let error = network.resolve().err().expect("no program");
    assert_says(&error, &["missing.so is not an executable"]);

    network.migration.programs[0].id = Pubkey::new_from_array([3; 32]);
    let error = network.resolve().err().expect("another id");
    assert_says(&error, &["programs.io_token.id", "cargo xtask keys"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cluster_without_the_programs_needs_their_keypairs() {
    let network = Network::own().await;
    let empty = Localnet::start(&LocalnetConfig::on_free_ports()).unwrap();
    let no_keys = tempfile::tempdir().unwrap();
    let wallets = FolderWallets::new(network.wallet_folder());
    let resolved = network
        .migration
        .resolve(&wallets, Some(no_keys.path()))
        .unwrap();
    let sender = sender(&empty.rpc_url());
    let error = resolved.run(&sender, &mut |_| {}).await.unwrap_err();
    assert!(
        matches!(
            error,
            MigrationError::ProgramKey {
                name: "io_token",
                ..
            }
        ),
        "{error}"
    );
    assert_says(
        &error,
        &["io_token-keypair.json does not exist", "cargo xtask keys"],
    );
}

#[test]
fn a_port_in_use_and_a_half_written_ledger_are_refused() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let config = LocalnetConfig {
        rpc_port: port,
        ..LocalnetConfig::on_free_ports()
    };
    let error = Localnet::start(&config).err().expect("the port is taken");
    assert_says(&error, &[&port.to_string()]);

    // What a killed process leaves: the files of a chain that is still running.
    let running = tempfile::tempdir().unwrap();
    let config = LocalnetConfig::on_free_ports().with_state_dir(running.path());
    let chain = Localnet::start(&config).unwrap();
    let torn = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(running.path()).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, torn.path().join(path.file_name().unwrap())).unwrap();
    }
    let config = LocalnetConfig::on_free_ports().with_state_dir(torn.path());
    let error = Localnet::start(&config).err().expect("the ledger is torn");
    assert!(matches!(error, LocalnetError::TornState { .. }), "{error}");
    assert_says(&error, &[&torn.path().display().to_string()]);
    chain.stop().unwrap();
}
