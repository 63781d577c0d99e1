//! Deployment and genesis.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ionet_client::accounts::fetch;
use ionet_client::io_token::accounts::Config;
use ionet_client::io_token::pdas;
use ionet_core::genesis::Category;
use ionet_core::supply::GENESIS_SUPPLY;
use ionet_end_to_end::Network;
use ionet_migrations::{Holder, MigrationError, Progress, Step};
use solana_pubkey::Pubkey;

use crate::assert_says;

#[tokio::test(flavor = "multi_thread")]
async fn genesis_is_exact_and_visible_to_any_client() {
    let network = Network::migrated().await;
    let raw = network.raw();
    let mint = raw.mint(&pdas::find_mint_pda().0.to_string());
    assert_eq!(mint["decimals"], 8);
    assert_eq!(mint["freezeAuthority"], serde_json::Value::Null);
    assert_eq!(
        mint["mintAuthority"],
        pdas::find_mint_authority_pda().0.to_string()
    );

    let config: Config = fetch(network.sender().rpc(), &pdas::find_config_pda().0)
        .await
        .unwrap();
    assert_eq!(config.sealed, 1);
    assert_eq!(
        usize::try_from(config.vesting_count),
        Ok(network.migration.allocations.len())
    );
    for category in Category::ALL {
        let ledger = &config.categories[usize::from(category.index())];
        let planned = network.migration.plan.category(category).amount;
        assert_eq!((ledger.planned, ledger.allocated), (planned, planned));
    }
    let emitted = network.emission().await.minted_total;
    assert_eq!(network.supply(), GENESIS_SUPPLY + emitted);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_run_sends_nothing() {
    let network = Network::migrated().await;
    let admin = network.resolve().unwrap().admin().to_string();
    let before = network.raw().transactions(&admin);
    assert!(before > 0);
    assert_eq!(
        network
            .resolve()
            .unwrap()
            .plan(network.sender().rpc())
            .await
            .unwrap(),
        []
    );
    assert_eq!(network.migrate().await.unwrap(), 0);
    assert_eq!(network.raw().transactions(&admin), before);
}

/// Returns once two steps have begun: the first is done then, the second under way.
async fn second_step(begun: &AtomicUsize) {
    while begun.load(Ordering::SeqCst) < 2 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_genesis_continues_where_it_stopped() {
    let network = Network::own().await;
    let resolved = network.resolve().unwrap();
    let sender = network.sender();
    let mut interruptions = 0;
    loop {
        let begun = AtomicUsize::new(0);
        let mut observer = |progress| {
            if matches!(progress, Progress::Started { .. }) {
                begun.fetch_add(1, Ordering::SeqCst);
            }
        };
        // The loser of the race is dropped, as if its process had been killed.
        tokio::select! {
            outcome = resolved.run(&sender, &mut observer) => match outcome {
                Ok(_) => break,
                // What the one before had sent arrived only now: the program refuses it twice.
                Err(MigrationError::Send { .. }) => {}
                Err(error) => panic!("{error}"),
            },
            () = second_step(&begun) => {}
        }
        interruptions += 1;
        assert!(interruptions < 50, "no end");
    }
    assert!(interruptions >= 3, "{interruptions} interruptions");
    assert_eq!(resolved.plan(sender.rpc()).await.unwrap(), []);
    assert_eq!(network.supply(), GENESIS_SUPPLY);
    let vault = pdas::find_vesting_vault_pda().0.to_string();
    assert_eq!(network.raw().token_balance(&vault), GENESIS_SUPPLY);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_differs_from_the_chain_is_refused_and_nothing_is_sent() {
    let mut network = Network::migrated().await;
    let admin = network.resolve().unwrap().admin().to_string();
    let before = network.raw().transactions(&admin);
    let official = network.migration.clone();

    network.migration.guardian = Holder::Address(Pubkey::new_from_array([7; 32]));
    network.migration.allocations[2].amount -= 1;
    network.migration.allocations[3].amount += 1;
    network.migration.emission.parameters.claim_window_epochs = 48;
    let error = network.migrate().await.unwrap_err();
    let MigrationError::Different { differences, .. } = &error else {
        panic!("{error}")
    };
    let fields: Vec<&str> = differences
        .iter()
        .map(|difference| difference.field.as_str())
        .collect();
    for field in [
        "roles.guardian",
        "genesis.allocations[2]",
        "genesis.allocations[3]",
        "emission.claim_window_epochs",
        "roles.guardian (of iosd)",
    ] {
        assert!(fields.contains(&field), "{field} is not in {fields:?}");
    }
    assert_says(&error, &["localnet.toml", "the file has 48, the chain 24"]);
    assert_eq!(network.raw().transactions(&admin), before);

    network.migration = official;
    assert_eq!(network.migrate().await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plan_of_a_new_chain_names_every_step() {
    let network = Network::own().await;
    let steps = network
        .resolve()
        .unwrap()
        .plan(network.sender().rpc())
        .await
        .unwrap();
    assert!(matches!(
        steps.first_chunk(),
        Some([
            Step::InitializeIoToken,
            Step::Allocate { .. },
            Step::Allocate { .. },
            Step::SealGenesis,
            Step::InitializeEmission { .. }
        ])
    ));
    assert!(matches!(steps.last(), Some(Step::ExtendLookupTable { .. })));
    assert_eq!(
        network
            .raw()
            .transactions(&pdas::find_config_pda().0.to_string()),
        0
    );
}
