//! Transactions that make the network's lookup table.

use ionet_client::instructions::lookup_table;

use crate::{Transaction, address};

/// How many addresses a migration appends at once.
const ADDRESSES: u8 = 24;

pub fn transactions() -> Vec<Transaction> {
    let admin = address(1);
    let create = [
        lookup_table::create_record(&admin, u64::MAX).unwrap(),
        lookup_table::create(&admin, u64::MAX).unwrap(),
    ];
    let addresses = (100..100 + ADDRESSES).map(address).collect();
    vec![
        ("make a lookup table", create.concat()),
        (
            "append to a lookup table",
            vec![lookup_table::extend(address(2), admin, addresses)],
        ),
    ]
}
