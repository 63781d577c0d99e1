//! Claims of genesis grants.

use ionet_client::accounts::fetch;
use ionet_client::instructions::io_token::io_account;
use ionet_client::io_token::accounts::Config;
use ionet_client::io_token::pdas;
use ionet_core::time::MONTH_SECONDS;
use ionet_end_to_end::Network;
use solana_signer::Signer;

use crate::assert_says;

fn balance(network: &Network, wallet: &str) -> u64 {
    let account = io_account(&network.wallet(wallet).pubkey());
    network.raw().token_balance(&account.to_string())
}

async fn genesis_time(network: &Network) -> i64 {
    let config: Config = fetch(network.sender().rpc(), &pdas::find_config_pda().0)
        .await
        .unwrap();
    config.genesis_time
}

#[tokio::test(flavor = "multi_thread")]
async fn investors_claim_nothing_before_the_cliff_and_a_part_at_the_end_of_month_13() {
    let network = Network::own().await;
    network.migrate().await.unwrap();
    let early = network.claim("seed-1", 0).await.unwrap_err();
    assert_says(
        &early,
        &[
            "io_token refused: BeforeFirstUnlock",
            "nothing is unlocked yet: claim after the first unlock",
        ],
    );

    let genesis = genesis_time(&network).await;
    network.travel_to(genesis + 12 * MONTH_SECONDS);
    let error = network.claim("seed-1", 0).await.unwrap_err();
    assert_says(&error, &["BeforeFirstUnlock"]);

    network.travel_to(genesis + 13 * MONTH_SECONDS);
    network.claim("seed-1", 0).await.unwrap();
    // 60,000,000 IO in 24 parts.
    assert_eq!(balance(&network, "seed-1"), 250_000_000_000_000);
    let error = network.claim("seed-1", 0).await.unwrap_err();
    assert_says(&error, &["io_token refused: NothingToClaim"]);

    network.travel_to(genesis + 36 * MONTH_SECONDS);
    network.claim("seed-1", 0).await.unwrap();
    assert_eq!(balance(&network, "seed-1"), 6_000_000_000_000_000);
    let error = network.claim("seed-1", 0).await.unwrap_err();
    assert_says(&error, &["io_token refused: FullyClaimed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_community_has_a_tenth_at_once_and_nobody_else_can_take_it() {
    let network = Network::own().await;
    network.migrate().await.unwrap();
    let error = network.claim("seed-1", 8).await.unwrap_err();
    assert_says(&error, &["io_token refused: NotBeneficiary"]);
    network.claim("community", 8).await.unwrap();
    assert_eq!(balance(&network, "community"), 1_000_000_000_000_000);
    let vault = pdas::find_vesting_vault_pda().0.to_string();
    assert_eq!(network.raw().token_balance(&vault), 49_000_000_000_000_000);
}
