//! The market's scenario, as `cargo xtask demo` plays it.

use ionet_end_to_end::{Network, market};

#[tokio::test(flavor = "multi_thread")]
async fn two_jobs_are_hired_run_and_paid_and_the_books_close_to_the_unit() {
    let network = Network::own().await;
    network.migrate().await.unwrap();
    let tables = market::run(&network).await.unwrap();
    for party in [
        "client",
        "operator 1",
        "operator 2",
        "treasury",
        "all parties",
    ] {
        assert!(tables.contains(party), "{party} is not in\n{tables}");
    }
    // The same again: nothing of the first time is in the way.
    market::run(&network).await.unwrap();
}
