//! IOSD under any sequence of mints and sales: windows, totals, and splitting.

use ionet_core::iosd::{IosdError, IosdParameters, IosdState, LeakyBucket, TradeRequest, Vault};
use ionet_core::oracle::{DollarPrice, PriceUpdate};
use num_bigint::BigUint;
use proptest::prelude::*;

/// The first second of an hour.
const START: i64 = 1_800_000_000;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
const WALLETS: usize = 25;

/// A price with 8 digits behind the point, without any uncertainty.
fn update(price: i64, publish_time: i64) -> PriceUpdate {
    PriceUpdate {
        price,
        ema_price: price,
        exponent: -8,
        publish_time,
        ..PriceUpdate::default()
    }
}

fn request(io_amount: u64) -> TradeRequest {
    TradeRequest {
        io_amount,
        min_out: 0,
        expiry: i64::MAX,
    }
}

fn parameters() -> impl Strategy<Value = IosdParameters> {
    let cap = prop_oneof![
        Just(1_000_000_000u64),
        1_000_000_000u64..=10_000_000_000_000,
        Just(10_000_000_000_000)
    ];
    (cap, 10u16..=1_000).prop_map(|(window_cap, spread_bps)| IosdParameters {
        window_cap,
        spread_bps,
        ..IosdParameters::DEFAULT
    })
}

fn prices() -> impl Strategy<Value = i64> {
    prop_oneof![1i64..=1_000, 1_000_000i64..=10_000_000_000]
}

/// Seconds to wait, the wallet, and how much of the wallet's hourly share it asks for.
fn mints() -> impl Strategy<Value = Vec<(i64, usize, u64)>> {
    let wait = prop_oneof![4 => 0i64..30, 4 => 0i64..HOUR, 1 => 0i64..2 * DAY];
    let share = prop_oneof![1u64..=60, Just(50), Just(1)];
    prop::collection::vec((wait, 0..WALLETS, share), 1..120)
}

/// Every amount that went through within a period that ends with one of them.
fn most_within(log: &[(i64, u64)], period: i64) -> BigUint {
    let sum_until = |end: i64| -> BigUint {
        let within = log
            .iter()
            .filter(|(at, _)| *at <= end && *at > end - period);
        within.map(|(_, amount)| BigUint::from(*amount)).sum()
    };
    log.iter()
        .map(|(at, _)| sum_until(*at))
        .max()
        .unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whatever is tried: the cap holds in every 24 hours, each wallet's share in every hour,
    /// and the totals are the sums of the outcomes (I4).
    #[test]
    fn no_window_is_ever_exceeded(
        parameters in parameters(),
        price in 10_000i64..=10_000_000_000,
        mints in mints(),
    ) {
        let mut state = IosdState::start(parameters).unwrap();
        let mut minters = [LeakyBucket::default(); WALLETS];
        let (mut all, mut own) = (Vec::new(), vec![Vec::new(); WALLETS]);
        let (mut minted, mut burned, mut now) = (BigUint::ZERO, BigUint::ZERO, START);
        for (wait, wallet, share) in mints {
            now += wait;
            let update = update(price, now);
            let wanted = parameters.window_cap / 1_000 * share;
            let spot = DollarPrice::from_pico_dollars(price.unsigned_abs() * 10_000).unwrap();
            let io = spot.micro_dollars_to_io_ceil(wanted).unwrap();
            let rooms = [state.mint_room(now), state.wallet_room(minters[wallet], now)];
            let out = spot.io_to_micro_dollars_floor(io).unwrap();
            match state.mint(minters[wallet], &update, request(io), now) {
                Ok(outcome) => {
                    prop_assert_eq!(outcome.iosd_minted, out);
                    prop_assert!(out <= rooms[0] && out <= rooms[1]);
                    minted += out;
                    burned += io;
                    all.push((now, out));
                    own[wallet].push((now, out));
                    (state, minters[wallet]) = (outcome.state_after, outcome.minter_after);
                }
                Err(IosdError::WindowFull { room }) => {
                    prop_assert!(room == rooms[0] && out > room);
                }
                Err(IosdError::WalletWindowFull { room }) => {
                    prop_assert!(room == rooms[1] && out > room);
                }
                Err(other) => prop_assert!(false, "{other}"),
            }
        }
        prop_assert_eq!(BigUint::from(state.minted_ever), minted);
        prop_assert_eq!(BigUint::from(state.io_burned), burned);
        prop_assert!(most_within(&all, DAY) <= BigUint::from(parameters.window_cap));
        for log in own {
            prop_assert!(most_within(&log, HOUR) <= BigUint::from(parameters.window_cap / 10));
        }
    }

    /// The room after a while is what the linear drain leaves, less than one unit per call off.
    #[test]
    fn draining_in_steps_loses_less_than_a_unit_a_step(
        parameters in parameters(),
        level_per_mille in 0u64..=1_000,
        waits in prop::collection::vec(0i64..5_000, 1..40),
    ) {
        let capacity = parameters.window_cap / 2;
        let level = capacity / 1_000 * level_per_mille;
        let mut stepped = IosdState {
            window: LeakyBucket { level, updated_at: START },
            ..IosdState::start(parameters).unwrap()
        };
        let whole = stepped;
        let mut now = START;
        for wait in &waits {
            now += wait;
            stepped = stepped.change_parameters(parameters, now).unwrap();
        }
        let elapsed = BigUint::from((now - START).unsigned_abs());
        let drained = BigUint::from(capacity) * elapsed / DAY.unsigned_abs();
        let room = (drained + (capacity - level)).min(BigUint::from(capacity));
        prop_assert_eq!(BigUint::from(whole.mint_room(now)), room);
        let lost = whole.mint_room(now) - stepped.mint_room(now);
        prop_assert!(lost <= u64::try_from(waits.len()).unwrap());
    }

    #[test]
    fn a_mint_in_parts_never_mints_more(
        price in prices(),
        parts in prop::collection::vec(1u64..=2_000_000_000, 1..20),
    ) {
        let parameters = IosdParameters { window_cap: 10_000_000_000_000, ..IosdParameters::DEFAULT };
        let start = IosdState::start(parameters).unwrap();
        let fresh = LeakyBucket::default();
        let whole = start.mint(fresh, &update(price, START), request(parts.iter().sum()), START);
        let (mut state, mut minter) = (start, fresh);
        for part in parts {
            if let Ok(outcome) = state.mint(minter, &update(price, START), request(part), START) {
                (state, minter) = (outcome.state_after, outcome.minter_after);
            }
        }
        match whole {
            Ok(whole) => prop_assert!(state.minted_ever <= whole.iosd_minted),
            Err(IosdError::NothingOut) => prop_assert_eq!(state.minted_ever, 0),
            Err(_) => prop_assert!(state.minted_ever <= parameters.window_cap / 20),
        }
    }

    /// Minting and selling to the vault, in either token, at one price, never pays more than the
    /// IO was worth.
    #[test]
    fn a_round_trip_never_profits(
        parameters in parameters(),
        price in prices(),
        io in 1u64..=1_000_000_000_000,
    ) {
        let now = START + 1_800;
        let state = IosdState::start(parameters).unwrap();
        let (balance, vault) = (u64::MAX, Vault::default());
        let worth = BigUint::from(io) * price.unsigned_abs() * 10_000u32;
        let scale = BigUint::from(10u32).pow(14);
        let minted = state.mint(LeakyBucket::default(), &update(price, now), request(io), now);
        if let Ok(minted) = minted {
            prop_assert!(BigUint::from(minted.iosd_minted) * &scale <= worth);
            if let Ok(sold) = vault.buy_iosd(balance, minted.iosd_minted, now) {
                prop_assert!(BigUint::from(sold.paid) * &scale * 100u32 <= &worth * 95u32);
            }
        }
        if let Ok(sold) = state.buy_io(&vault, balance, &update(price, now), request(io), now) {
            let kept = 10_000 - u32::from(parameters.spread_bps);
            prop_assert!(BigUint::from(sold.paid) * &scale * 10_000u32 <= worth * kept);
        }
    }

    /// Without new dollars, no hour sees more than a 24th of the balance it began with, whoever
    /// sells what, and splitting a sale makes no room.
    #[test]
    fn a_vault_spends_at_most_a_24th_in_any_hour(
        mut balance in prop_oneof![0u64..1_000, 1_000u64..1_000_000_000_000_000],
        sales in prop::collection::vec(
            (prop_oneof![0i64..10, 0i64..HOUR, 0i64..3 * HOUR], any::<bool>(), 1u64..=100),
            1..100,
        ),
    ) {
        let state = IosdState::start(IosdParameters::DEFAULT).unwrap();
        let (mut vault, mut now) = (Vault::default(), START);
        let mut log = Vec::new();
        let (start, mut paid) = (balance, [0u64; 2]);
        for (wait, sells_iosd, per_cent) in sales {
            now += wait;
            let room = vault.room(balance, now);
            let wanted = balance / 4_800 * per_cent;
            let result = if sells_iosd {
                vault.buy_iosd(balance, wanted, now).map(|outcome| (outcome.paid, outcome.vault_after))
            } else {
                // At a dollar and a 100th above, the bid is just over a dollar.
                let update = update(101_010_102, now);
                state
                    .buy_io(&vault, balance, &update, request(wanted.saturating_mul(100)), now)
                    .map(|outcome| (outcome.paid, outcome.vault_after))
            };
            match result {
                Ok((out, after)) => {
                    prop_assert!(out <= room);
                    prop_assert_eq!(after.room(balance - out, now), room - out, "not a unit made or lost");
                    log.push((now, balance, out));
                    balance -= out;
                    paid[usize::from(sells_iosd)] += out;
                    vault = after;
                }
                Err(IosdError::VaultWindowFull { room: said }) => prop_assert_eq!(said, room),
                Err(
                    IosdError::ReservedForIosd | IosdError::ZeroAmount | IosdError::NothingOut,
                ) => (),
                Err(other) => prop_assert!(false, "{other}"),
            }
        }
        prop_assert_eq!([vault.paid_for_io, vault.paid_for_iosd], paid);
        prop_assert_eq!(start - balance, paid[0] + paid[1]);
        for (from, balance, _) in &log {
            let within = log.iter().filter(|(at, ..)| at >= from && *at < from + HOUR);
            let spent: u64 = within.map(|(.., out)| out).sum();
            prop_assert!(spent <= balance / 24, "{spent} of {balance}");
        }
    }
}
