//! The pause: its length, the guardian's cooldown, the admin's freedom.

use ionet_core::pause::{GUARDIAN_COOLDOWN_SECONDS, PAUSE_SECONDS, PauseError, PauseState};
use ionet_core::time::DAY_SECONDS;

const NOW: i64 = 1_800_000_000;

fn by_guardian() -> PauseState {
    PauseState::default().pause_by_guardian(NOW).unwrap()
}

#[test]
fn lengths_are_7_and_14_days() {
    assert_eq!(PAUSE_SECONDS, 7 * 24 * 3_600);
    assert_eq!(GUARDIAN_COOLDOWN_SECONDS, 14 * 24 * 3_600);
}

#[test]
fn zeroed_state_is_not_paused_and_guardian_may_pause() {
    assert!(!PauseState::default().is_paused(NOW));
    assert!(!PauseState::default().is_paused(0));
    assert!(by_guardian().is_paused(NOW));
}

#[test]
fn a_pause_ends_by_itself_after_7_days() {
    let by_admin = PauseState::default().pause_by_admin(NOW).unwrap();
    for state in [by_guardian(), by_admin] {
        assert!(state.is_paused(NOW + PAUSE_SECONDS - 1));
        assert!(!state.is_paused(NOW + PAUSE_SECONDS));
    }
}

#[test]
fn guardian_waits_14_days_after_the_end_of_its_pause() {
    let state = by_guardian();
    let allowed_from = NOW + 21 * DAY_SECONDS;
    for early in [NOW, NOW + 1, NOW + PAUSE_SECONDS, allowed_from - 1] {
        assert_eq!(
            state.pause_by_guardian(early),
            Err(PauseError::GuardianCoolingDown)
        );
    }
    let again = state.pause_by_guardian(allowed_from).unwrap();
    assert!(again.is_paused(allowed_from + PAUSE_SECONDS - 1));
    assert_eq!(
        again.guardian_pause_allowed_from,
        allowed_from + 21 * DAY_SECONDS
    );
}

#[test]
fn lifting_early_does_not_shorten_the_cooldown() {
    let lifted = by_guardian().lift(NOW + 1).unwrap();
    assert!(!lifted.is_paused(NOW + 1));
    let before_end = NOW + 21 * DAY_SECONDS - 1;
    assert_eq!(
        lifted.pause_by_guardian(before_end),
        Err(PauseError::GuardianCoolingDown)
    );
}

#[test]
fn admin_pauses_at_any_time_and_leaves_the_cooldown_alone() {
    let guardian = by_guardian();
    let extended = guardian.pause_by_admin(NOW + DAY_SECONDS).unwrap();
    assert!(extended.is_paused(NOW + 8 * DAY_SECONDS - 1));
    assert!(!extended.is_paused(NOW + 8 * DAY_SECONDS));
    assert_eq!(
        extended.guardian_pause_allowed_from,
        guardian.guardian_pause_allowed_from
    );

    let fresh = PauseState::default().pause_by_admin(NOW).unwrap();
    assert!(fresh.pause_by_guardian(NOW + 1).is_ok());
}

#[test]
fn no_pause_shortens_a_longer_one() {
    let long = PauseState {
        paused_until: NOW + 30 * DAY_SECONDS,
        guardian_pause_allowed_from: 0,
    };
    for state in [
        long.pause_by_admin(NOW).unwrap(),
        long.pause_by_guardian(NOW).unwrap(),
    ] {
        assert_eq!(state.paused_until, long.paused_until);
    }
}

#[test]
fn only_a_pause_in_force_can_be_lifted() {
    assert_eq!(PauseState::default().lift(NOW), Err(PauseError::NotPaused));
    let state = by_guardian();
    assert!(state.lift(NOW + PAUSE_SECONDS - 1).is_ok());
    assert_eq!(state.lift(NOW + PAUSE_SECONDS), Err(PauseError::NotPaused));
    assert_eq!(
        state.lift(NOW).unwrap().lift(NOW),
        Err(PauseError::NotPaused)
    );
}

#[test]
fn the_end_of_time_is_an_error() {
    let state = PauseState::default();
    assert_eq!(state.pause_by_admin(i64::MAX), Err(PauseError::Overflow));
    assert_eq!(
        state.pause_by_guardian(i64::MAX - PAUSE_SECONDS),
        Err(PauseError::Overflow)
    );
}
