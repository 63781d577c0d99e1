//! Transactions of price-feed.

use ionet_client::instructions::price_feed;

use crate::{Transaction, address};

pub fn transactions() -> Vec<Transaction> {
    let (wallet, publisher) = (address(1), address(2));
    let price = price_feed::dollars(2_500_000, 10, i64::MAX).unwrap();
    vec![
        (
            "create a feed",
            vec![price_feed::create_feed(wallet, [9; 32], publisher)],
        ),
        (
            "publish a price",
            vec![price_feed::publish(publisher, [9; 32], price)],
        ),
        (
            "set a publisher",
            vec![price_feed::set_publisher(wallet, [9; 32], publisher)],
        ),
    ]
}
