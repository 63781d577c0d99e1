//! The buy-and-burn vault by example: prices, the shared window, whose turn it is.

use ionet_core::iosd::{
    BuyIoOutcome, IOSD_BID_BPS, IosdError, IosdParameters, IosdState, LeakyBucket,
    RESERVED_SECONDS, TradeRequest, Vault, is_reserved_for_iosd,
};
use ionet_core::oracle::{OracleError, PriceUpdate};

/// The first second of an hour: 500,000 of them after 1970.
const HOUR_START: i64 = 1_800_000_000;
/// In the second half of that hour.
const NOW: i64 = HOUR_START + 1_800;
const HOUR: i64 = 3_600;
const IO: u64 = 100_000_000;
const DOLLAR: u64 = 1_000_000;
const BALANCE: u64 = 4_800 * DOLLAR;

/// Exactly 2 dollars, so the vaults bid 1.98.
fn update() -> PriceUpdate {
    PriceUpdate {
        price: 200_000_000,
        ema_price: 200_000_000,
        exponent: -8,
        publish_time: NOW,
        ..PriceUpdate::default()
    }
}

fn start() -> IosdState {
    IosdState::start(IosdParameters::DEFAULT).unwrap()
}

fn request(io_amount: u64) -> TradeRequest {
    TradeRequest {
        io_amount,
        min_out: 0,
        expiry: i64::MAX,
    }
}

fn buy_io(vault: &Vault, balance: u64, io_amount: u64) -> Result<BuyIoOutcome, IosdError> {
    start().buy_io(vault, balance, &update(), request(io_amount), NOW)
}

#[test]
fn iosd_is_bought_at_95_cents() {
    assert_eq!(IOSD_BID_BPS, 9_500);
    let vault = Vault {
        iosd_burned: 3,
        paid_for_iosd: 4,
        ..Vault::default()
    };
    let outcome = vault.buy_iosd(BALANCE, 10 * DOLLAR, HOUR_START).unwrap();
    assert_eq!(outcome.paid, 9_500_000);
    let expected = Vault {
        spending: LeakyBucket {
            level: 9_500_000,
            updated_at: HOUR_START,
        },
        iosd_burned: 10 * DOLLAR + 3,
        paid_for_iosd: 9_500_004,
        io_burned: 0,
        paid_for_io: 0,
    };
    assert_eq!(outcome.vault_after, expected);
    for (amount, paid) in [
        (0, Err(IosdError::ZeroAmount)),
        (1, Err(IosdError::NothingOut)),
        (2, Ok(1)),
        (3, Ok(2)),
        (20, Ok(19)),
        (21, Ok(19)),
    ] {
        let result = vault.buy_iosd(BALANCE, amount, NOW);
        assert_eq!(result.map(|outcome| outcome.paid), paid);
    }
}

#[test]
fn io_is_bought_below_the_lower_bound() {
    let vault = Vault {
        io_burned: 5,
        paid_for_io: 6,
        ..Vault::default()
    };
    let outcome = buy_io(&vault, BALANCE, 10 * IO).unwrap();
    assert_eq!(outcome.paid, 19_800_000);
    assert_eq!(outcome.price.spot.pico_dollars(), 2_000_000_000_000);
    let expected = Vault {
        spending: LeakyBucket {
            level: 19_800_000,
            updated_at: NOW,
        },
        iosd_burned: 0,
        paid_for_iosd: 0,
        io_burned: 10 * IO + 5,
        paid_for_io: 19_800_006,
    };
    assert_eq!(outcome.vault_after, expected);
    let state = IosdState {
        newest_publish_time: NOW,
        ..start()
    };
    assert_eq!(outcome.state_after, state, "a purchase is no mint");
}

#[test]
fn a_wider_spread_pays_less() {
    let state = IosdState::start(IosdParameters {
        spread_bps: 1_000,
        ..IosdParameters::DEFAULT
    })
    .unwrap();
    let outcome = state
        .buy_io(&Vault::default(), BALANCE, &update(), request(10 * IO), NOW)
        .unwrap();
    assert_eq!(outcome.paid, 18 * DOLLAR);
    let bid = state.vault_bid(&outcome.price).unwrap();
    assert_eq!(bid.pico_dollars(), 1_800_000_000_000);
}

#[test]
fn the_callers_limits_and_the_price_rules_hold() {
    let vault = Vault::default();
    let with = |io_amount, min_out, expiry| {
        let request = TradeRequest {
            io_amount,
            min_out,
            expiry,
        };
        start()
            .buy_io(&vault, BALANCE, &update(), request, NOW)
            .map(|outcome| outcome.paid)
    };
    for (result, expected) in [
        (with(IO, 1_980_000, NOW), Ok(1_980_000)),
        (
            with(IO, 1_980_001, NOW),
            Err(IosdError::BelowMinimum { out: 1_980_000 }),
        ),
        (with(IO, 0, NOW - 1), Err(IosdError::Expired)),
        (with(0, 0, NOW), Err(IosdError::ZeroAmount)),
        (with(50, 0, NOW), Err(IosdError::NothingOut)),
        (with(51, 0, NOW), Ok(1)),
    ] {
        assert_eq!(result, expected);
    }
    let newer_used = IosdState {
        newest_publish_time: NOW + 1,
        ..start()
    };
    let older = OracleError::OlderThanUsed {
        newest_publish_time: NOW + 1,
    };
    assert_eq!(
        newer_used.buy_io(&vault, BALANCE, &update(), request(IO), NOW),
        Err(IosdError::Oracle(older))
    );
}

#[test]
fn the_first_half_of_every_hour_is_for_iosd() {
    assert_eq!(RESERVED_SECONDS, 1_800);
    for (second, reserved) in [(0, true), (1_799, true), (1_800, false), (3_599, false)] {
        for hour in [0, HOUR, HOUR_START, HOUR_START + HOUR] {
            assert_eq!(is_reserved_for_iosd(hour + second), reserved);
        }
        let now = HOUR_START + second;
        let update = PriceUpdate {
            publish_time: now,
            ..update()
        };
        let vault = Vault::default();
        let io = start().buy_io(&vault, BALANCE, &update, request(IO), now);
        if reserved {
            assert_eq!(io, Err(IosdError::ReservedForIosd));
        } else {
            assert!(io.is_ok());
        }
        assert!(vault.buy_iosd(BALANCE, DOLLAR, now).is_ok());
    }
}

#[test]
fn both_bids_share_a_24th_of_the_balance_an_hour() {
    let vault = Vault::default();
    assert_eq!(vault.room(BALANCE, NOW), 100 * DOLLAR);
    let full = |room| Err(IosdError::VaultWindowFull { room });
    let too_much = vault.buy_iosd(BALANCE, 106 * DOLLAR, NOW);
    assert_eq!(too_much.map(|outcome| outcome.paid), full(100 * DOLLAR));

    let first = vault.buy_iosd(BALANCE, 60 * DOLLAR, NOW).unwrap();
    assert_eq!(first.paid, 57 * DOLLAR);
    let (vault, balance) = (first.vault_after, BALANCE - first.paid);
    assert_eq!(
        vault.room(balance, NOW),
        43 * DOLLAR,
        "not a 48th of what is left"
    );
    let io = buy_io(&vault, balance, 22 * IO);
    assert_eq!(io.map(|outcome| outcome.paid), full(43 * DOLLAR));
    let second = buy_io(&vault, balance, 21 * IO).unwrap();
    let (vault, balance) = (second.vault_after, balance - second.paid);
    assert_eq!(vault.room(balance, NOW), 1_420_000);

    // Half an hour later half of the 100 dollars drained; the base is what is left then.
    let half = NOW + HOUR / 2;
    assert_eq!(vault.spending.level, 98_580_000);
    let level = 98_580_000 - 50 * DOLLAR;
    assert_eq!(
        vault.room(balance, half),
        (balance + level) / 24 / 2 - level
    );
    assert_eq!(vault.room(balance, NOW + 2 * HOUR), balance / 24 / 2);
}

#[test]
fn an_empty_vault_buys_nothing() {
    let vault = Vault::default();
    let full = |room| Err(IosdError::VaultWindowFull { room });
    for (balance, room) in [(0, 0), (47, 0), (48, 1), (95, 1)] {
        assert_eq!(vault.room(balance, NOW), room);
        let result = vault.buy_iosd(balance, 3, NOW);
        assert_eq!(result.map(|outcome| outcome.paid), full(room));
    }
    assert!(vault.buy_iosd(48, 2, NOW).is_ok());
}

#[test]
fn the_extremes_of_64_bits() {
    let vault = Vault::default();
    assert_eq!(vault.room(u64::MAX, NOW), u64::MAX / 48);
    assert_eq!(
        vault.buy_iosd(u64::MAX, u64::MAX, NOW),
        Err(IosdError::VaultWindowFull {
            room: u64::MAX / 48
        })
    );
    for full in [
        Vault {
            iosd_burned: u64::MAX,
            ..vault
        },
        Vault {
            paid_for_iosd: u64::MAX,
            ..vault
        },
    ] {
        let refused = full.buy_iosd(BALANCE, DOLLAR, NOW);
        assert_eq!(refused, Err(IosdError::Overflow));
    }
    for full in [
        Vault {
            io_burned: u64::MAX,
            ..vault
        },
        Vault {
            paid_for_io: u64::MAX,
            ..vault
        },
    ] {
        assert_eq!(buy_io(&full, BALANCE, IO), Err(IosdError::Overflow));
    }
    // One pico-dollar less a spread is no bid.
    let dust = PriceUpdate {
        price: 1,
        ema_price: 1,
        exponent: -12,
        ..update()
    };
    assert_eq!(
        start().buy_io(&vault, BALANCE, &dust, request(u64::MAX), NOW),
        Err(IosdError::Oracle(OracleError::PriceNotPositive))
    );
}
