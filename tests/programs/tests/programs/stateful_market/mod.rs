//! Random sequences of the whole market.

mod act;
mod broken;
mod drain;
mod invariants;
mod opening;
mod people;
mod scenes;
mod snapshot;

#[test]
fn the_market_opens() {
    let people = people::People::open();
    assert_eq!(people.operators.len(), 5);
}
