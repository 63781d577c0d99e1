//! Emission by time travel, checked against published numbers through plain JSON-RPC.

use ionet_core::emission::{EmissionParameters, EmissionState, Preset};
use ionet_core::supply::GENESIS_SUPPLY;
use ionet_core::time::{EPOCH_SECONDS, MONTH_SECONDS};
use ionet_end_to_end::Network;

use crate::assert_says;

/// Base units of each of the first month's epochs: floor(333333333333333 / 730).
const FIRST_MONTH_EPOCH: u64 = 456_621_004_566;
/// Half of it, rounded down.
const HALF_EPOCH: u64 = 228_310_502_283;

/// Supply and pools that follow from the number of epochs alone, by the rules in `ionet_core`.
fn by_the_rules(epochs: u64) -> (u64, [u64; 3]) {
    let parameters = EmissionParameters::DEFAULT;
    let mut state =
        EmissionState::start(1, 1, Preset::Official, parameters, GENESIS_SUPPLY).unwrap();
    let mut supply = GENESIS_SUPPLY;
    while state.next_epoch < epochs {
        let left = u16::try_from((epochs - state.next_epoch).min(730)).unwrap();
        let now = i64::try_from(epochs).unwrap() * EPOCH_SECONDS + 1;
        let outcome = state.advance(supply, now, left).unwrap();
        supply += outcome.minted_availability + outcome.minted_compute;
        state = outcome.state_after;
    }
    (
        supply,
        [
            state.availability.funded,
            state.compute.funded,
            state.reserve,
        ],
    )
}

/// Supply and pools as any client sees them are what the rules give.
async fn assert_by_the_rules(network: &Network) {
    let state = network.emission().await;
    let (supply, pools) = by_the_rules(state.next_epoch);
    assert_eq!(
        network.supply(),
        supply,
        "after {} epochs",
        state.next_epoch
    );
    // A given cluster may have rolled over or paid out; then its ledgers tell another story.
    if state.availability.rolled_over + state.compute.rolled_over == 0 {
        assert_eq!(network.pools(), pools, "after {} epochs", state.next_epoch);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_epochs_give_the_published_numbers() {
    let network = Network::migrated().await;
    let state = network.emission().await;
    let fresh = state.next_epoch == 0;
    let to = state.next_epoch.max(1) + 2;
    if !network.travel_to(state.start_time + i64::try_from(to).unwrap() * EPOCH_SECONDS) {
        return assert_by_the_rules(&network).await;
    }
    network.advance(730).await.unwrap();
    if fresh {
        assert_eq!(network.emission().await.next_epoch, 3);
        assert_eq!(
            network.supply(),
            50_000_000_000_000_000 + 3 * FIRST_MONTH_EPOCH
        );
        assert_eq!(
            network.pools(),
            [3 * HALF_EPOCH, 3 * (FIRST_MONTH_EPOCH - HALF_EPOCH), 0]
        );
    }
    assert_by_the_rules(&network).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_minted_early_or_twice() {
    let network = Network::migrated().await;
    let state = network.emission().await;
    let supply = network.supply();
    if state.next_epoch == 0 && network.time() < state.start_time + EPOCH_SECONDS {
        let error = network.advance(730).await.unwrap_err();
        assert_says(&error, &["emission refused: NoEpochDue"]);
        assert_eq!(network.supply(), supply);
    }
    let end_of_next =
        state.start_time + i64::try_from(state.next_epoch + 1).unwrap() * EPOCH_SECONDS;
    if !network.travel_to(end_of_next) {
        return;
    }
    while network.advance(730).await.is_ok() {}
    let after = network.supply();
    assert!(after > supply);
    let error = network.advance(1).await.unwrap_err();
    assert_says(&error, &["emission refused: NoEpochDue"]);
    assert_eq!(network.supply(), after);
    assert_by_the_rules(&network).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_month_by_month_is_exact_at_each_end() {
    let network = Network::own().await;
    network.migrate().await.unwrap();
    let start = network.emission().await.start_time;
    // Every epoch boundary around the end of month 1, then whole months.
    network.travel_to(start + MONTH_SECONDS - 2 * EPOCH_SECONDS);
    network.advance(730).await.unwrap();
    for boundary in [728_i64, 729, 730, 731, 732] {
        network.travel_to(start + boundary * EPOCH_SECONDS);
        if boundary > 728 {
            network.advance(730).await.unwrap();
        }
        assert_eq!(
            network.emission().await.next_epoch,
            u64::try_from(boundary).unwrap()
        );
        assert_by_the_rules(&network).await;
        if boundary == 730 {
            assert_eq!(
                network.supply(),
                50_000_000_000_000_000 + 333_333_333_333_333
            );
        }
    }
    for month in 2..=12 {
        network.travel_to(start + month * MONTH_SECONDS);
        network.advance(730).await.unwrap();
        if month == 2 {
            let both = 333_333_333_333_333 + 329_949_732_999_999;
            assert_eq!(network.supply(), 50_000_000_000_000_000 + both);
        }
    }
    assert_eq!(network.supply(), 53_784_068_745_997_256);
    assert_by_the_rules(&network).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_missed_epochs_are_minted_once_each_in_bounded_calls() {
    let network = Network::own().await;
    network.migrate().await.unwrap();
    let start = network.emission().await.start_time;
    network.travel_to(start + 10_000 * EPOCH_SECONDS);
    for out_of_bounds in [0, 731] {
        let error = network.advance(out_of_bounds).await.unwrap_err();
        assert_says(&error, &["emission refused: EpochCountOutOfRange"]);
    }
    for call in 1..=14_u64 {
        network.advance(730).await.unwrap();
        assert_eq!(
            network.emission().await.next_epoch,
            (call * 730).min(10_000)
        );
    }
    assert_by_the_rules(&network).await;
    let error = network.advance(730).await.unwrap_err();
    assert_says(&error, &["emission refused: NoEpochDue"]);
}
