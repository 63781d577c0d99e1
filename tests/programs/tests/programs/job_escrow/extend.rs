//! A job is prolonged at another price.

use ionet_core::job::ClaimState;
use ionet_test_kit::{
    market::{CLASS, DOLLAR_MINT, Market, RATE},
    process::job_escrow as escrow,
};

#[test]
fn added_seconds_cost_the_quote_of_the_day_and_the_first_keep_theirs() {
    let mut market = Market::open();
    let operator = market.operators[0];
    let job = market.posted(0, &market.terms(DOLLAR_MINT, 2));
    market.running(&job, &operator, 2);
    // Half an hour more, at twice the price.
    let _ = market.world.chain.write_class_book(&[(CLASS, 2 * RATE)]);
    let (book, source) = (market.class_book, market.client_dollars);
    let extend = |max_rate| escrow::extend(&job, book, source, 1_800, max_rate);
    market
        .world
        .chain
        .send(extend(2 * RATE - 1))
        .fails_with("RateAboveMax");
    let _ = market.world.chain.send(extend(2 * RATE)).ok();
    let stored = market.job_at(&job);
    assert_eq!(stored.deposit, 4 * RATE);
    assert_eq!(market.world.chain.balance(&job.vault()), 4 * RATE);
    assert_eq!(
        (stored.windows[1].seconds, stored.windows[1].rate),
        (1_800, 2 * RATE)
    );

    for _ in 0..6 {
        market.world.chain.warp(900);
        let _ = market.beat(&job, &operator, 2);
    }
    let finish = escrow::finish(&job, &operator.owner);
    let _ = market.world.chain.send(finish).ok();
    let end = escrow::end_job(&job);
    let _ = market.world.chain.send(end).ok();
    market.world.chain.warp(900);
    let _ = market.settle(&job, &operator);
    let claim = market.claim_of(&job, &operator);
    assert_eq!(claim.state, ClaimState::Settled.code());
    assert_eq!(claim.settled_gross, 4 * RATE);
    let guardian = market.world.guardian;
    let _ = market.world.chain.send(escrow::pause(guardian)).ok();
    market
        .world
        .chain
        .send(extend(2 * RATE))
        .fails_with("Paused");
}
