//! Random sequences of the whole market.

mod act;
mod opening;
mod people;

#[test]
fn the_market_opens() {
    let people = people::People::open();
    assert_eq!(people.operators.len(), 5);
}
