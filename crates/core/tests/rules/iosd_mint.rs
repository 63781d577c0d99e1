//! Minting IOSD by example: the amount, the caller's limits, the windows, the parameters.

use ionet_core::iosd::{
    IosdError, IosdParameters, IosdState, LeakyBucket, MINTER_IDLE_SECONDS, MintOutcome,
    TradeRequest, WALLET_SHARE_BPS,
};
use ionet_core::oracle::{OracleError, PriceRules, PriceUpdate};

const NOW: i64 = 1_800_000_000;
const IO: u64 = 100_000_000;
const IOSD: u64 = 1_000_000;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
const PARAMETERS: IosdParameters = IosdParameters::DEFAULT;

/// Exactly 2 dollars.
fn update(publish_time: i64) -> PriceUpdate {
    PriceUpdate {
        price: 200_000_000,
        ema_price: 200_000_000,
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

fn start() -> IosdState {
    IosdState::start(PARAMETERS).unwrap()
}

/// A mint of `iosd` whole IOSD at `now` by a wallet with this record.
fn mint(
    state: &IosdState,
    minter: LeakyBucket,
    iosd: u64,
    now: i64,
) -> Result<MintOutcome, IosdError> {
    state.mint(minter, &update(now), request(iosd * IO / 2), now)
}

/// A mint by a wallet that has minted nothing.
fn mint_fresh(state: &IosdState, iosd: u64, now: i64) -> Result<MintOutcome, IosdError> {
    mint(state, LeakyBucket::default(), iosd, now)
}

#[test]
fn a_mint_burns_at_the_lower_bound_and_counts() {
    let state = IosdState {
        minted_ever: 7,
        io_burned: 11,
        newest_publish_time: NOW - 30,
        ..start()
    };
    let spread = PriceUpdate {
        price: 250_000_000,
        confidence: 1_000_000,
        ema_price: 240_000_000,
        ..update(NOW)
    };
    let outcome = state
        .mint(LeakyBucket::default(), &spread, request(10 * IO), NOW)
        .unwrap();
    assert_eq!(outcome.iosd_minted, 23_800_000);
    assert_eq!(outcome.price.lower_bound.pico_dollars(), 2_380_000_000_000);
    let bucket = LeakyBucket {
        level: 23_800_000,
        updated_at: NOW,
    };
    assert_eq!(outcome.minter_after, bucket);
    let expected = IosdState {
        parameters: PARAMETERS,
        window: bucket,
        minted_ever: 23_800_007,
        io_burned: 10 * IO + 11,
        newest_publish_time: NOW,
    };
    assert_eq!(outcome.state_after, expected);
}

#[test]
fn the_newest_publish_time_never_falls() {
    let state = IosdState {
        newest_publish_time: NOW - 20,
        ..start()
    };
    let with = |published| {
        let minter = LeakyBucket::default();
        state
            .mint(minter, &update(published), request(IO), NOW)
            .map(|outcome| outcome.state_after.newest_publish_time)
    };
    assert_eq!(with(NOW - 20), Ok(NOW - 20));
    assert_eq!(with(NOW - 10), Ok(NOW - 10));
    let older = OracleError::OlderThanUsed {
        newest_publish_time: NOW - 20,
    };
    assert_eq!(with(NOW - 21), Err(IosdError::Oracle(older)));
}

#[test]
fn the_callers_limits_hold() {
    let state = start();
    let with = |io_amount, min_out, expiry| {
        let request = TradeRequest {
            io_amount,
            min_out,
            expiry,
        };
        state
            .mint(LeakyBucket::default(), &update(NOW), request, NOW)
            .map(|outcome| outcome.iosd_minted)
    };
    for (result, expected) in [
        (with(IO, 2_000_000, NOW), Ok(2_000_000)),
        (with(IO, 0, NOW), Ok(2_000_000)),
        (
            with(IO, 2_000_001, NOW),
            Err(IosdError::BelowMinimum { out: 2_000_000 }),
        ),
        (with(IO, 0, NOW - 1), Err(IosdError::Expired)),
        (with(0, 0, NOW), Err(IosdError::ZeroAmount)),
        // Half a micro-dollar is 25 base units.
        (with(49, 0, NOW), Err(IosdError::NothingOut)),
        (with(50, 1, NOW), Ok(1)),
        (with(99, 1, NOW), Ok(1)),
    ] {
        assert_eq!(result, expected);
    }
}

#[test]
fn parameters_decide_which_price_is_accepted() {
    let parameters = IosdParameters {
        price: PriceRules {
            max_age_seconds: 10,
            max_confidence_bps: 10,
        },
        ..PARAMETERS
    };
    let strict = IosdState::start(parameters).unwrap();
    let old = update(NOW - 11);
    let wide = PriceUpdate {
        confidence: 200_001,
        ..update(NOW)
    };
    for (update, error) in [
        (old, OracleError::Stale),
        (wide, OracleError::ConfidenceTooWide),
    ] {
        let with =
            |state: &IosdState| state.mint(LeakyBucket::default(), &update, request(IO), NOW);
        assert_eq!(with(&strict), Err(IosdError::Oracle(error)));
        assert!(with(&start()).is_ok());
    }
}

#[test]
fn a_wallet_mints_a_twentieth_at_once_and_a_tenth_an_hour() {
    assert_eq!(WALLET_SHARE_BPS, 1_000);
    let state = start();
    assert_eq!(state.wallet_room(LeakyBucket::default(), NOW), 5_000 * IOSD);
    let full = |room| Err(IosdError::WalletWindowFull { room });
    assert_eq!(mint_fresh(&state, 5_001, NOW), full(5_000 * IOSD));

    let first = mint_fresh(&state, 5_000, NOW).unwrap();
    let (state, minter) = (first.state_after, first.minter_after);
    assert_eq!(state.wallet_room(minter, NOW), 0);
    assert_eq!(mint(&state, minter, 1, NOW), full(0));
    // A part of a micro-dollar does not drain: 5,000 IOSD an hour are 1,388,888.8 a second.
    assert_eq!(state.wallet_room(minter, NOW + 1), 1_388_888);
    assert_eq!(mint(&state, minter, 2, NOW + 1), full(1_388_888));

    let half = mint(&state, minter, 2_500, NOW + HOUR / 2).unwrap();
    let rest = mint(&half.state_after, half.minter_after, 2_500, NOW + HOUR).unwrap();
    assert_eq!(rest.state_after.minted_ever, 10_000 * IOSD);
    assert_eq!(
        state.wallet_room(rest.minter_after, NOW + 3 * HOUR),
        5_000 * IOSD
    );
    // Another wallet is not in the way of the first.
    assert!(mint_fresh(&state, 5_000, NOW).is_ok());
}

#[test]
fn a_record_is_idle_a_day_after_its_last_use_once_it_drained() {
    assert_eq!(MINTER_IDLE_SECONDS, DAY);
    let outcome = mint_fresh(&start(), 5_000, NOW).unwrap();
    let (state, minter) = (outcome.state_after, outcome.minter_after);
    for (now, idle) in [(NOW, false), (NOW + DAY - 1, false), (NOW + DAY, true)] {
        assert_eq!(state.minter_is_idle(minter, now), idle);
    }
    // After a cut of the cap to a hundredth the same level takes a hundred hours.
    let lower = IosdParameters {
        window_cap: PARAMETERS.window_cap / 100,
        ..PARAMETERS
    };
    let state = state.change_parameters(lower, NOW).unwrap();
    assert!(!state.minter_is_idle(minter, NOW + 100 * HOUR - 1));
    assert!(state.minter_is_idle(minter, NOW + 100 * HOUR));
}

#[test]
fn all_together_mint_half_the_cap_at_once_and_the_cap_a_day() {
    let mut state = start();
    assert_eq!(state.mint_room(NOW), 50_000 * IOSD);
    for _ in 0..10 {
        state = mint_fresh(&state, 5_000, NOW).unwrap().state_after;
    }
    let full = |room| Err(IosdError::WindowFull { room });
    assert_eq!(mint_fresh(&state, 1, NOW), full(0));
    assert_eq!(state.mint_room(NOW + HOUR), 2_083_333_333);
    assert_eq!(mint_fresh(&state, 2_084, NOW + HOUR), full(2_083_333_333));
    assert!(mint_fresh(&state, 2_083, NOW + HOUR).is_ok());
    assert_eq!(state.mint_room(NOW + DAY), 50_000 * IOSD);
    // Long quiet does not make more room than that.
    assert_eq!(state.mint_room(NOW + 1_000 * DAY), 50_000 * IOSD);
}

#[test]
fn a_clock_that_went_back_makes_no_room() {
    let state = mint_fresh(&start(), 5_000, NOW).unwrap().state_after;
    assert_eq!(state.mint_room(NOW - DAY), 45_000 * IOSD);
    let earlier = mint_fresh(&state, 5_000, NOW - 10);
    let earlier = earlier.map(|outcome| outcome.state_after);
    let older = OracleError::OlderThanUsed {
        newest_publish_time: NOW,
    };
    assert_eq!(earlier, Err(IosdError::Oracle(older)));
    let back = state
        .mint(LeakyBucket::default(), &update(NOW), request(IO), NOW - 10)
        .unwrap();
    assert_eq!(back.state_after.window.updated_at, NOW);
}

#[test]
fn a_new_cap_holds_from_now_on() {
    let state = mint_fresh(&start(), 5_000, NOW).unwrap().state_after;
    let with_cap = |window_cap| IosdParameters {
        window_cap,
        ..PARAMETERS
    };
    // Six hours at the old cap drain 12,500 IOSD, at a tenth of it they would drain 1,250.
    let lower = state
        .change_parameters(with_cap(10_000 * IOSD), NOW + 6 * HOUR)
        .unwrap();
    assert_eq!(lower.mint_room(NOW + 6 * HOUR), 5_000 * IOSD);
    // Above the new cap's capacity there is no room until it drained.
    let at_once = state
        .change_parameters(with_cap(1_000 * IOSD), NOW)
        .unwrap();
    assert_eq!(at_once.mint_room(NOW), 0);
    assert_eq!(at_once.mint_room(NOW + 9 * DAY), 0);
    assert_eq!(at_once.mint_room(NOW + 10 * DAY), 500 * IOSD);
    let same = IosdState {
        parameters: with_cap(1_000 * IOSD),
        ..state
    };
    assert_eq!(at_once, same);
}

#[test]
fn parameter_ranges() {
    let check = |change: fn(&mut IosdParameters)| {
        let mut parameters = PARAMETERS;
        change(&mut parameters);
        assert_eq!(
            IosdState::start(parameters).map(|_| ()),
            parameters.validate()
        );
        assert_eq!(
            start().change_parameters(parameters, NOW).map(|_| ()),
            parameters.validate()
        );
        parameters.validate()
    };
    let cap = Err(IosdError::WindowCapOutOfRange);
    let spread = Err(IosdError::SpreadOutOfRange);
    for (result, expected) in [
        (check(|_| ()), Ok(())),
        (check(|p| p.window_cap = 1_000 * IOSD), Ok(())),
        (check(|p| p.window_cap = 1_000 * IOSD - 1), cap),
        (check(|p| p.window_cap = 10_000_000 * IOSD), Ok(())),
        (check(|p| p.window_cap = 10_000_000 * IOSD + 1), cap),
        (check(|p| p.spread_bps = 10), Ok(())),
        (check(|p| p.spread_bps = 9), spread),
        (check(|p| p.spread_bps = 1_000), Ok(())),
        (check(|p| p.spread_bps = 1_001), spread),
        (
            check(|p| p.price.max_age_seconds = 61),
            Err(IosdError::Oracle(OracleError::MaxAgeOutOfRange)),
        ),
        (
            check(|p| p.price.max_confidence_bps = 201),
            Err(IosdError::Oracle(OracleError::MaxConfidenceOutOfRange)),
        ),
    ] {
        assert_eq!(result, expected);
    }
}

#[test]
fn the_extremes_of_64_bits() {
    let state = start();
    let minter = LeakyBucket::default();
    let dear = PriceUpdate {
        price: 184_467_440_737,
        ema_price: 184_467_440_737,
        exponent: -4,
        ..update(NOW)
    };
    assert_eq!(
        state.mint(minter, &dear, request(u64::MAX), NOW),
        Err(IosdError::Oracle(OracleError::AmountTooLarge))
    );
    assert_eq!(
        state.mint(minter, &update(NOW), request(u64::MAX), NOW),
        Err(IosdError::WindowFull {
            room: 50_000 * IOSD
        })
    );
    for full in [
        IosdState {
            minted_ever: u64::MAX,
            ..state
        },
        IosdState {
            io_burned: u64::MAX,
            ..state
        },
    ] {
        let refused = full.mint(minter, &update(NOW), request(IO), NOW);
        assert_eq!(refused, Err(IosdError::Overflow));
    }
    // A record that this crate did not write.
    let broken = LeakyBucket {
        level: u64::MAX,
        updated_at: i64::MIN,
    };
    assert_eq!(state.wallet_room(broken, NOW), 5_000 * IOSD);
    let broken = LeakyBucket {
        updated_at: i64::MAX,
        ..broken
    };
    assert_eq!(
        mint(&state, broken, 1, NOW),
        Err(IosdError::WalletWindowFull { room: 0 })
    );
}
