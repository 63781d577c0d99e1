//! The roll-over: its window, what it takes, and what it must leave.

use ionet_core::emission::{
    EmissionError, EmissionParameters, EmissionState, PoolLedger, Preset, RollOverOutcome,
};
use ionet_core::supply::GENESIS_SUPPLY;
use ionet_core::time::EPOCH_SECONDS;

const START: i64 = 1_800_000_000;
const EPOCH_MINT: u64 = 456_621_004_566;
/// Each pool's share of an epoch at 5,000 bps.
const SHARE: u64 = EPOCH_MINT / 2;

fn at(epochs: u64) -> i64 {
    START + i64::try_from(epochs).unwrap() * EPOCH_SECONDS
}

/// Advanced to `epochs`, with nothing due.
fn advanced(state: EmissionState, epochs: u64) -> EmissionState {
    state
        .advance(GENESIS_SUPPLY, at(epochs), 730)
        .unwrap()
        .state_after
}

fn started() -> EmissionState {
    let parameters = EmissionParameters::DEFAULT;
    EmissionState::start(START, START, Preset::Official, parameters, GENESIS_SUPPLY).unwrap()
}

fn roll(state: EmissionState) -> Result<RollOverOutcome, EmissionError> {
    state.roll_over(at(state.next_epoch))
}

fn open(closes_at_epoch: u64) -> Result<RollOverOutcome, EmissionError> {
    Err(EmissionError::ClaimWindowOpen { closes_at_epoch })
}

#[test]
fn allowed_once_a_claim_window_was_advanced_since_the_checkpoint() {
    assert_eq!(roll(started()), open(24));
    assert_eq!(roll(advanced(started(), 23)), open(24));
    let first = roll(advanced(started(), 24)).unwrap().state_after;
    assert_eq!(first.availability.checkpoint_epoch, 24);
    assert_eq!(first.compute.checkpoint_epoch, 24);
    assert_eq!(roll(first), open(48));
    assert_eq!(roll(advanced(first, 47)), open(48));
    let late = roll(advanced(first, 60)).unwrap().state_after;
    assert_eq!(roll(advanced(late, 83)), open(84));
}

#[test]
fn the_first_takes_nothing_and_the_next_takes_what_nobody_earned() {
    let first = roll(advanced(started(), 24)).unwrap();
    assert_eq!((first.from_availability, first.from_compute), (0, 0));
    assert_eq!(first.state_after.reserve, 0);
    assert_eq!(first.state_after.availability.checkpoint_funded, 24 * SHARE);

    let mut state = advanced(first.state_after, 48);
    state.availability.earned = 5 * SHARE;
    state.compute.earned = 24 * SHARE - 1;
    let second = roll(state).unwrap();
    assert_eq!(
        (second.from_availability, second.from_compute),
        (19 * SHARE, 1)
    );
    let expected = EmissionState {
        availability: PoolLedger {
            funded: 48 * SHARE,
            earned: 5 * SHARE,
            rolled_over: 19 * SHARE,
            checkpoint_funded: 48 * SHARE,
            checkpoint_epoch: 48,
        },
        compute: PoolLedger {
            funded: 48 * SHARE,
            earned: 24 * SHARE - 1,
            rolled_over: 1,
            checkpoint_funded: 48 * SHARE,
            checkpoint_epoch: 48,
        },
        reserve: 19 * SHARE + 1,
        ..state
    };
    assert_eq!(second.state_after, expected);
}

#[test]
fn what_was_earned_from_newer_funds_is_left() {
    let mut state = advanced(roll(advanced(started(), 24)).unwrap().state_after, 48);
    // More was earned than the checkpoint held: nothing expired, and nothing owed is taken.
    state.availability.earned = 24 * SHARE + 1;
    state.compute.earned = 48 * SHARE;
    let outcome = roll(state).unwrap();
    assert_eq!((outcome.from_availability, outcome.from_compute), (0, 0));
    assert_eq!(outcome.state_after.availability.unearned(), 24 * SHARE - 1);
    assert_eq!(outcome.state_after.compute.unearned(), 0);
}

#[test]
fn each_unit_is_taken_once() {
    let mut state = roll(advanced(started(), 24)).unwrap().state_after;
    let mut taken = 0;
    for window in 2..=10u64 {
        state = advanced(state, window * 24);
        let before = state.availability.unearned();
        let outcome = roll(state).unwrap();
        taken += outcome.from_availability;
        state = outcome.state_after;
        assert_eq!(
            state.availability.unearned(),
            before - outcome.from_availability
        );
        assert_eq!(state.availability.rolled_over, taken);
    }
    assert!(state.availability.unearned() >= 24 * SHARE);
}

#[test]
fn late_epochs_cannot_be_advanced_and_rolled_over_at_once() {
    // Nobody advanced for two windows, after a pause say.
    let now = at(48);
    let half = started()
        .advance(GENESIS_SUPPLY, now, 24)
        .unwrap()
        .state_after;
    assert_eq!(half.roll_over(now), Err(EmissionError::EpochsBehind));
    let caught_up = half.advance(GENESIS_SUPPLY, now, 24).unwrap().state_after;
    let outcome = caught_up.roll_over(now).unwrap();
    assert_eq!((outcome.from_availability, outcome.from_compute), (0, 0));
    assert_eq!(outcome.state_after.roll_over(now), open(72));
    assert_eq!(
        outcome.state_after.roll_over(at(49)),
        Err(EmissionError::EpochsBehind)
    );
}

#[test]
fn the_window_in_force_decides() {
    let longer = EmissionParameters {
        claim_window_epochs: 72,
        ..EmissionParameters::DEFAULT
    };
    let state = advanced(started(), 10)
        .change_parameters(longer, at(10))
        .unwrap();
    assert_eq!(roll(state), open(24));
    assert_eq!(roll(advanced(state, 24)), open(72));
    assert!(roll(advanced(state, 72)).is_ok());
    // Accepted before the start: in force although no epoch was advanced since.
    let early = EmissionState {
        start_time: START + 1,
        ..started()
    };
    let early = early.change_parameters(longer, START).unwrap();
    assert_eq!(early.roll_over(START), open(72));
}

#[test]
fn the_later_of_two_checkpoints_decides() {
    let mut state = advanced(started(), 24);
    state.compute.checkpoint_epoch = 1;
    assert_eq!(roll(state), open(25));
    state.compute.checkpoint_epoch = 0;
    state.availability.checkpoint_epoch = 2;
    assert_eq!(roll(state), open(26));
}

#[test]
fn a_full_reserve_or_a_checkpoint_at_the_end_of_time_is_refused() {
    let mut state = advanced(roll(advanced(started(), 24)).unwrap().state_after, 48);
    state.reserve = u64::MAX;
    assert_eq!(roll(state), Err(EmissionError::Overflow));
    state.reserve = 0;
    state.availability.checkpoint_epoch = u64::MAX;
    assert_eq!(roll(state), Err(EmissionError::Overflow));
}
