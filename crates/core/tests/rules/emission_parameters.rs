//! Parameters: their ranges, and from which epoch a change holds.

use ionet_core::emission::{
    EmissionError, EmissionParameters, EmissionState, PendingParameters, Preset,
};
use ionet_core::supply::GENESIS_SUPPLY;
use ionet_core::time::EPOCH_SECONDS;

const START: i64 = 1_800_000_000;
const OLD: EmissionParameters = EmissionParameters::DEFAULT;
const NEW: EmissionParameters = EmissionParameters {
    availability_bps: 9_000,
    ..OLD
};
const NEWER: EmissionParameters = EmissionParameters {
    availability_bps: 1_000,
    ..OLD
};
const EPOCH_MINT: u64 = 456_621_004_566;

fn started() -> EmissionState {
    EmissionState::start(START, START - 100, Preset::Official, OLD, GENESIS_SUPPLY).unwrap()
}

/// `epochs` epochs after the start.
fn at(epochs: i64) -> i64 {
    START + epochs * EPOCH_SECONDS
}

/// Advances up to `now`, one epoch per call, and returns each epoch's availability share.
fn shares(state: &mut EmissionState, now: i64) -> Vec<u64> {
    let mut shares = Vec::new();
    while let Ok(outcome) = state.advance(GENESIS_SUPPLY, now, 1) {
        shares.push((outcome.minted_availability * 10_000).div_ceil(EPOCH_MINT));
        *state = outcome.state_after;
    }
    shares
}

#[test]
fn ranges() {
    let with = |availability_bps, claim_window_epochs| {
        EmissionParameters {
            availability_bps,
            claim_window_epochs,
        }
        .validate()
    };
    let share = Err(EmissionError::AvailabilityShareOutOfRange);
    let window = Err(EmissionError::ClaimWindowOutOfRange);
    for (result, expected) in [
        (with(1_000, 24), Ok(())),
        (with(9_000, 720), Ok(())),
        (with(999, 24), share),
        (with(9_001, 24), share),
        (with(5_000, 23), window),
        (with(5_000, 721), window),
    ] {
        assert_eq!(result, expected);
    }
    assert_eq!(
        OLD,
        EmissionParameters {
            availability_bps: 5_000,
            claim_window_epochs: 24
        }
    );
    assert_eq!(EmissionParameters::default(), OLD);
}

#[test]
fn start_time_has_a_range_and_start_checks_the_parameters() {
    let start = |start_time, now| {
        EmissionState::start(start_time, now, Preset::Official, OLD, GENESIS_SUPPLY).err()
    };
    let year = 366 * 86_400;
    let cases = [
        (0, -5, Some(EmissionError::StartTimeNotPositive)),
        (-1, -5, Some(EmissionError::StartTimeNotPositive)),
        (START - 1, START, Some(EmissionError::StartTimeInPast)),
        (START, START, None),
        (START + year, START, None),
        (
            START + year + 1,
            START,
            Some(EmissionError::StartTimeTooFar),
        ),
        (i64::MAX, START, Some(EmissionError::StartTimeTooFar)),
        (i64::MAX, i64::MAX, None),
    ];
    for (start_time, now, expected) in cases {
        assert_eq!(
            start(start_time, now),
            expected,
            "start {start_time} at {now}"
        );
    }
    let wrong = EmissionParameters {
        availability_bps: 0,
        ..OLD
    };
    let refused = EmissionState::start(START, START, Preset::Official, wrong, GENESIS_SUPPLY);
    assert_eq!(refused, Err(EmissionError::AvailabilityShareOutOfRange));
    let over = EmissionState::start(START, START, Preset::Official, OLD, u64::MAX);
    assert!(matches!(over, Err(EmissionError::Supply(_))));
}

#[test]
fn a_change_holds_from_the_next_epoch_boundary() {
    let mut state = started();
    assert_eq!(shares(&mut state, at(3)), [5_000; 3]);
    for now in [at(3), at(4) - 1] {
        let changed = state.change_parameters(NEW, now).unwrap();
        assert_eq!(
            changed.pending,
            Some(PendingParameters {
                parameters: NEW,
                from_epoch: 4
            })
        );
        assert_eq!(changed.current_parameters(), OLD);
        let mut changed = changed;
        assert_eq!(shares(&mut changed, at(6)), [5_000, 9_000, 9_000]);
        assert_eq!((changed.parameters, changed.pending), (NEW, None));
    }
}

#[test]
fn a_change_before_the_start_holds_from_epoch_0() {
    let changed = started().change_parameters(NEW, START - 1).unwrap();
    assert_eq!(
        changed.pending,
        Some(PendingParameters {
            parameters: NEW,
            from_epoch: 0
        })
    );
    assert_eq!(changed.current_parameters(), NEW);
    assert_eq!(shares(&mut { changed }, at(2)), [9_000, 9_000]);
    // At the start epoch 0 runs, and keeps the terms it began with.
    let later = changed.change_parameters(NEWER, START).unwrap();
    assert_eq!(later.current_parameters(), NEW);
    assert_eq!(shares(&mut { later }, at(2)), [9_000, 1_000]);
    // Before the start the later change replaces the earlier one altogether.
    let replaced = changed.change_parameters(NEWER, START - 1).unwrap();
    assert_eq!(shares(&mut { replaced }, at(2)), [1_000, 1_000]);
}

#[test]
fn a_later_change_replaces_a_pending_one_only() {
    let mut state = started();
    shares(&mut state, at(3));
    let pending = state.change_parameters(NEW, at(3)).unwrap();
    let replaced = pending.change_parameters(NEWER, at(3)).unwrap();
    assert_eq!(shares(&mut { replaced }, at(5)), [5_000, 1_000]);

    let mut state = pending;
    assert_eq!(shares(&mut state, at(4)), [5_000]);
    assert_eq!((state.parameters, state.pending), (NEW, None));
    let mut state = state.change_parameters(NEWER, at(4)).unwrap();
    assert_eq!(shares(&mut state, at(6)), [9_000, 1_000]);
}

#[test]
fn a_change_waits_for_the_epochs_that_ended_and_for_valid_values() {
    let state = started();
    assert!(state.change_parameters(NEW, at(1) - 1).is_ok());
    assert_eq!(
        state.change_parameters(NEW, at(1)),
        Err(EmissionError::EpochsBehind)
    );
    let wrong = EmissionParameters {
        claim_window_epochs: 0,
        ..OLD
    };
    assert_eq!(
        state.change_parameters(wrong, at(0)),
        Err(EmissionError::ClaimWindowOutOfRange)
    );
}

#[test]
fn one_advance_splits_at_the_boundary_of_a_change() {
    let mut state = started();
    shares(&mut state, at(10));
    let state = state.change_parameters(NEW, at(10)).unwrap();
    let outcome = state.advance(GENESIS_SUPPLY, at(15), 730).unwrap();
    assert_eq!(outcome.epochs, 5);
    let availability = EPOCH_MINT / 2 + 4 * (EPOCH_MINT * 9 / 10);
    assert_eq!(outcome.minted_availability, availability);
    assert_eq!(outcome.minted_compute, 5 * EPOCH_MINT - availability);
}
