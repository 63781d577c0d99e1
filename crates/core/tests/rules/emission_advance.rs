//! Advancing: the clock, the split, the reserve.

use ionet_core::emission::{
    AdvanceOutcome, EmissionError, EmissionParameters, EmissionState, MAX_EPOCHS_PER_ADVANCE,
    PoolLedger, Preset,
};
use ionet_core::supply::{GENESIS_SUPPLY, SUPPLY_CAP, SupplyError};
use ionet_core::time::EPOCH_SECONDS;

const START: i64 = 1_800_000_000;
const EPOCH_MINT: u64 = 456_621_004_566;

fn with_share(availability_bps: u16) -> EmissionState {
    let parameters = EmissionParameters {
        availability_bps,
        ..EmissionParameters::DEFAULT
    };
    EmissionState::start(START, START, Preset::Official, parameters, GENESIS_SUPPLY).unwrap()
}

fn at(epochs: i64) -> i64 {
    START + epochs * EPOCH_SECONDS
}

#[test]
fn an_epoch_is_due_when_it_has_ended() {
    let state = with_share(5_000);
    let cases = [
        (i64::MIN, 0),
        (START - 1, 0),
        (START, 0),
        (at(1) - 1, 0),
        (at(1), 1),
        (at(2) - 1, 1),
        (at(175_200), 175_200),
    ];
    for (now, due) in cases {
        assert_eq!(state.epochs_due(now), due, "at {now}");
        assert_eq!(
            state.advance(GENESIS_SUPPLY, now, 1).is_ok(),
            due > 0,
            "at {now}"
        );
    }
    assert_eq!(
        state.advance(GENESIS_SUPPLY, at(1) - 1, 1),
        Err(EmissionError::NoEpochDue)
    );
    let advanced = EmissionState {
        next_epoch: 7,
        ..state
    };
    assert_eq!(
        (advanced.epochs_due(at(7)), advanced.epochs_due(at(9))),
        (0, 2)
    );
    assert_eq!(advanced.epochs_due(at(2)), 0);
}

#[test]
fn the_number_of_epochs_is_bounded() {
    let state = with_share(5_000);
    for max in [0, 731, u16::MAX] {
        let refused = state.advance(GENESIS_SUPPLY, at(9), max);
        assert_eq!(refused, Err(EmissionError::EpochCountOutOfRange));
    }
    assert_eq!(MAX_EPOCHS_PER_ADVANCE, 730);
    let cases = [
        (9, 730, 9),
        (9, 4, 4),
        (730, 730, 730),
        (731, 730, 730),
        (100_000, 700, 700),
    ];
    for (ended, max, expected) in cases {
        let outcome = state.advance(GENESIS_SUPPLY, at(ended), max).unwrap();
        assert_eq!((outcome.first_epoch, outcome.epochs), (0, expected));
        assert_eq!(outcome.state_after.next_epoch, expected);
    }
}

#[test]
fn each_epoch_is_minted_once() {
    let now = at(2);
    let first = with_share(5_000).advance(GENESIS_SUPPLY, now, 2).unwrap();
    assert_eq!(
        first.state_after.advance(GENESIS_SUPPLY, now, 2),
        Err(EmissionError::NoEpochDue)
    );
    let second = first
        .state_after
        .advance(GENESIS_SUPPLY, at(3), 730)
        .unwrap();
    assert_eq!((second.first_epoch, second.epochs), (2, 1));
}

#[test]
fn the_split_rounds_each_epoch_towards_the_compute_pool() {
    // 33.33 % of 456,621,004,566 is 152,191,780,821.84…
    let outcome = with_share(3_333).advance(GENESIS_SUPPLY, at(3), 3).unwrap();
    let expected = AdvanceOutcome {
        first_epoch: 0,
        epochs: 3,
        minted_availability: 3 * 152_191_780_821,
        minted_compute: 3 * (EPOCH_MINT - 152_191_780_821),
        reserve_to_availability: 0,
        reserve_to_compute: 0,
        state_after: outcome.state_after,
    };
    assert_eq!(outcome, expected);
    let state = outcome.state_after;
    let funded = |funded| PoolLedger {
        funded,
        ..PoolLedger::default()
    };
    assert_eq!(state.availability, funded(expected.minted_availability));
    assert_eq!(state.compute, funded(expected.minted_compute));
    assert_eq!(
        (
            state.next_epoch,
            state.schedule.epoch_in_month,
            state.reserve
        ),
        (3, 3, 0)
    );
}

#[test]
fn the_reserve_returns_a_720th_of_what_is_left_each_epoch() {
    let cases = [
        // (reserve, share, epochs, to availability, to compute)
        (719, 5_000, 730, 0, 0),
        (720, 5_000, 1, 0, 1),
        (720, 5_000, 730, 0, 1),
        (1_440, 5_000, 1, 1, 1),
        // 2 of 1,440, then 1 each from 1,438 down to 719, where it ends.
        (1_440, 5_000, 2, 1, 2),
        (1_440, 5_000, 730, 1, 720),
        (7_200_000, 3_333, 1, 3_333, 6_667),
        // 10,000 of 7,200,000, then floor(7,190,000 / 720) = 9,986: 3,328 and 6,658.
        (7_200_000, 3_333, 2, 6_661, 13_325),
        (SUPPLY_CAP, 9_000, 1, 99_999_999_999_999, 11_111_111_111_112),
    ];
    for (reserve, share, epochs, to_availability, to_compute) in cases {
        let state = EmissionState {
            reserve,
            ..with_share(share)
        };
        let outcome = state.advance(GENESIS_SUPPLY, at(730), epochs).unwrap();
        assert_eq!(outcome.epochs, u64::from(epochs));
        assert_eq!(
            (outcome.reserve_to_availability, outcome.reserve_to_compute),
            (to_availability, to_compute),
            "{reserve} at {share} bps in {epochs}"
        );
        let after = outcome.state_after;
        assert_eq!(after.reserve, reserve - to_availability - to_compute);
        assert_eq!(
            after.availability.funded,
            outcome.minted_availability + to_availability
        );
        assert_eq!(after.compute.funded, outcome.minted_compute + to_compute);
    }
}

#[test]
fn the_reserve_keeps_returning_after_the_cap() {
    let state = EmissionState {
        reserve: 720_000,
        ..with_share(5_000)
    };
    let schedule = ionet_core::emission::Schedule {
        month_mint: 0,
        ..state.schedule
    };
    let state = EmissionState { schedule, ..state };
    let outcome = state.advance(SUPPLY_CAP, at(1), 1).unwrap();
    assert_eq!(
        (outcome.minted_availability, outcome.minted_compute),
        (0, 0)
    );
    assert_eq!(
        (outcome.reserve_to_availability, outcome.reserve_to_compute),
        (500, 500)
    );
}

#[test]
fn a_mint_above_the_cap_or_a_full_ledger_is_refused() {
    let state = with_share(5_000);
    let refused = state.advance(SUPPLY_CAP - EPOCH_MINT, at(2), 2);
    let room = EmissionError::Supply(SupplyError::CapExceeded { room: EPOCH_MINT });
    assert_eq!(refused, Err(room));
    assert!(state.advance(SUPPLY_CAP - 2 * EPOCH_MINT, at(2), 2).is_ok());

    let full = PoolLedger {
        funded: u64::MAX - 5,
        ..PoolLedger::default()
    };
    let availability = EmissionState {
        availability: full,
        ..state
    };
    let compute = EmissionState {
        compute: full,
        ..state
    };
    for state in [availability, compute] {
        assert_eq!(
            state.advance(GENESIS_SUPPLY, at(1), 1),
            Err(EmissionError::Overflow)
        );
    }
}

#[test]
fn room_is_checked_across_the_end_of_a_month() {
    // The last epoch of a month and the first of the next: each counts what the other minted.
    let state = with_share(5_000);
    let schedule = ionet_core::emission::Schedule {
        epoch_in_month: 729,
        ..state.schedule
    };
    let state = EmissionState { schedule, ..state };
    let last = EPOCH_MINT + 153;
    let outcome = state
        .advance(SUPPLY_CAP - last - 1_460, at(731), 730)
        .unwrap();
    // 1,460 left for month 2: two units in each of its 729 epochs advanced here.
    assert_eq!(
        outcome.minted_availability + outcome.minted_compute,
        last + 2 * 729
    );
    assert_eq!(outcome.state_after.schedule.month_mint, 1_460);
}
