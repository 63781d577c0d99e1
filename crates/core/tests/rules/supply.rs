//! The cap.

use ionet_core::supply::{
    GENESIS_SUPPLY, IO_DECIMALS, IO_UNIT, MintOutcome, SUPPLY_CAP, SupplyError, mint_within_cap,
    room_below_cap,
};

#[test]
fn published_amounts() {
    assert_eq!(IO_UNIT, 10u64.pow(u32::from(IO_DECIMALS)));
    assert_eq!(SUPPLY_CAP, 80_000_000_000_000_000);
    assert_eq!(GENESIS_SUPPLY, 50_000_000_000_000_000);
}

#[test]
fn mints_up_to_the_cap_and_not_one_unit_more() {
    let room = |room| Err(SupplyError::CapExceeded { room });
    let ok = |before, after| {
        Ok(MintOutcome {
            minted_ever_before: before,
            minted_ever_after: after,
        })
    };
    let cases = [
        (0, GENESIS_SUPPLY, ok(0, GENESIS_SUPPLY)),
        (0, SUPPLY_CAP, ok(0, SUPPLY_CAP)),
        (0, SUPPLY_CAP + 1, room(SUPPLY_CAP)),
        (GENESIS_SUPPLY, 1, ok(GENESIS_SUPPLY, GENESIS_SUPPLY + 1)),
        (SUPPLY_CAP - 1, 1, ok(SUPPLY_CAP - 1, SUPPLY_CAP)),
        (SUPPLY_CAP - 1, 2, room(1)),
        (SUPPLY_CAP, 1, room(0)),
        (1, u64::MAX, room(SUPPLY_CAP - 1)),
        (u64::MAX, 1, room(0)),
        (SUPPLY_CAP, 0, Err(SupplyError::ZeroAmount)),
        (0, 0, Err(SupplyError::ZeroAmount)),
    ];
    for (minted_ever, amount, expected) in cases {
        assert_eq!(
            mint_within_cap(minted_ever, amount),
            expected,
            "{minted_ever} + {amount}"
        );
    }
    assert_eq!(room_below_cap(GENESIS_SUPPLY), 300_000_000 * IO_UNIT);
    assert_eq!(room_below_cap(u64::MAX), 0);
}
