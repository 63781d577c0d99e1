//! Scores, histories and reasons by example.

use ionet_core::classes::SPEED_SPREAD_BPS;
use ionet_core::supply::IO_UNIT;
use ionet_core::verification::{
    DeviceScore, DrawHistory, DrawResult, MissReason, Standing, VerificationError, performance_bps,
    self_stake_ceil,
};

#[test]
fn performance_is_one_plus_the_logarithm() {
    let cases = [
        // (measured, calibrated, basis points: 10,000 · (1 + log₂ x), rounded down)
        (1_000, 1_000, Ok(10_000)),
        (1_050, 1_000, Ok(10_703)),
        (1_100, 1_000, Ok(11_375)),
        (1_189, 1_000, Ok(12_497)),
        (1_250, 1_000, Ok(13_219)),
        (1_251, 1_000, Ok(13_219)),
        (u32::MAX, 1, Ok(13_219)),
        (1_000_000_000, 1_000_000_000, Ok(10_000)),
        (999, 1_000, Err(VerificationError::TooSlow)),
        (0, 1, Err(VerificationError::TooSlow)),
        (5, 0, Err(VerificationError::SpeedOutOfRange)),
        (
            u32::MAX,
            1_000_000_001,
            Err(VerificationError::SpeedOutOfRange),
        ),
    ];
    for (measured, calibrated, bps) in cases {
        assert_eq!(
            performance_bps(measured, calibrated),
            bps,
            "{measured} of {calibrated}"
        );
    }
}

/// Against floating point, over the whole range: never above, at most a basis point below.
#[test]
fn performance_is_rounded_down() {
    for speed in 0..=2_500_u32 {
        let (measured, calibrated) = (1_000_000 + 100 * speed, 1_000_000_u32);
        let x = f64::from(measured) / f64::from(calibrated);
        let exact = 10_000.0 * (1.0 + x.min(f64::from(SPEED_SPREAD_BPS) / 1e4).log2());
        let found = f64::from(performance_bps(measured, calibrated).unwrap());
        assert!(
            found <= exact + 1e-9 && exact - found < 1.02,
            "{found} for {exact}"
        );
    }
}

fn device(passes: u32, reputation: u16) -> DeviceScore {
    DeviceScore {
        multiplier_bps: 100_000,
        measured_speed: 1_000,
        class_speed: 1_000,
        history: DrawHistory {
            passes,
            streak: 1,
            drawn: 1,
        },
        reputation,
    }
}

#[test]
fn a_score_is_the_product_of_all_four() {
    let cases = [
        // (draws passed as bits, reputation, score)
        (0xFF_FFFF, 10_000, 100_000),
        (0xFF_FFFF, 0, 50_000),
        (0x00_0FFF, 10_000, 50_000),
        (0x00_0001, 10_000, 4_166),
        (0, 10_000, 0),
        (0xFF_FFFF, 60_000, 100_000),
    ];
    for (passes, reputation, score) in cases {
        assert_eq!(
            device(passes, reputation).score_floor(),
            Ok(score),
            "{passes:x}"
        );
    }
    let most = DeviceScore {
        multiplier_bps: 1_000_000,
        measured_speed: 2_000,
        ..device(0xFF_FFFF, 10_000)
    };
    assert_eq!(most.score_floor(), Ok(1_321_900));
    let unpaid = DeviceScore {
        multiplier_bps: 0,
        ..most
    };
    assert_eq!(unpaid.score_floor(), Ok(0));
    let slow = DeviceScore {
        measured_speed: 999,
        ..most
    };
    assert_eq!(slow.score_floor(), Err(VerificationError::TooSlow));
    let beyond = DeviceScore {
        multiplier_bps: 1_000_001,
        ..most
    };
    assert_eq!(
        beyond.score_floor(),
        Err(VerificationError::MultiplierOutOfRange)
    );
}

#[test]
fn self_stake_is_200_io_times_the_multiplier() {
    let cases = [
        // (multiplier, GPUs, IO): eight H100 at 10, four small cards at 0.25
        (100_000, 8, 16_000),
        (2_500, 4, 800),
        (10_000, 1, 200),
        (0, 3, 600),
        (100_000, 0, 0),
    ];
    for (multiplier, gpus, io) in cases {
        assert_eq!(self_stake_ceil(multiplier, gpus), Ok(io * IO_UNIT));
    }
    assert_eq!(self_stake_ceil(10_001, 1), Ok(200 * IO_UNIT + 2_000_000));
    let most = self_stake_ceil(1_000_000, u32::MAX);
    assert_eq!(most, Err(VerificationError::Overflow));
    let beyond = self_stake_ceil(1_000_001, 1);
    assert_eq!(beyond, Err(VerificationError::MultiplierOutOfRange));
}

#[test]
fn failed_draws_end_the_streak_and_unknown_ones_change_nothing() {
    let mut history = DrawHistory::default();
    for _ in 0..30 {
        history = history.record(DrawResult::Passed);
    }
    assert_eq!((history.pass_count(), history.streak), (24, 30));
    assert_eq!(history.record(DrawResult::Unknown), history);
    assert_eq!(
        history.record(DrawResult::Failed(MissReason::Hired)),
        history
    );
    let failed = history.record(DrawResult::Failed(MissReason::WrongTile));
    assert_eq!((failed.pass_count(), failed.streak), (23, 0));
    let mut back = failed;
    for _ in 0..24 {
        back = back.record(DrawResult::Passed);
    }
    assert_eq!((back.pass_count(), back.streak), (24, 24));
}

/// A device registered anew stands where one stands that failed in everything.
#[test]
fn a_new_identity_never_pays() {
    let mut failed = DrawHistory::default();
    for _ in 0..24 {
        failed = failed.record(DrawResult::Failed(MissReason::NoAnswer));
    }
    assert_eq!(failed.pass_count(), DrawHistory::default().pass_count());
    let next = [failed, DrawHistory::default()].map(|history| history.record(DrawResult::Passed));
    assert_eq!(next[0], next[1]);
}

#[test]
fn an_epoch_pays_what_was_measured() {
    use DrawResult::{Failed, Passed, Unknown};
    let passed = DrawHistory::default().record(Passed);
    let failed = passed.record(Failed(MissReason::TooLate));
    let cases: [(DrawHistory, &[DrawResult], Standing); 8] = [
        (passed, &[Passed], Standing::Pays),
        (passed, &[Passed, Passed], Standing::Pays),
        (passed, &[], Standing::Pays),
        (
            DrawHistory::default(),
            &[],
            Standing::Misses(MissReason::NeverDrawn),
        ),
        (failed, &[], Standing::Misses(MissReason::LastDrawFailed)),
        (
            failed,
            &[Passed, Failed(MissReason::TooLate)],
            Standing::Misses(MissReason::TooLate),
        ),
        (
            passed,
            &[Failed(MissReason::Residency), Passed],
            Standing::Misses(MissReason::Residency),
        ),
        (
            passed,
            &[Passed, Unknown],
            Standing::Misses(MissReason::Unmeasured),
        ),
    ];
    for (history, draws, standing) in cases {
        assert_eq!(history.standing(draws), standing, "{draws:?}");
    }
}

#[test]
fn reasons_have_one_code_and_one_text_each() {
    let mut texts = std::collections::BTreeSet::new();
    for (code, reason) in (1..).zip(MissReason::ALL) {
        assert_eq!(
            (reason.code(), MissReason::from_code(code)),
            (code, Ok(reason))
        );
        assert!(texts.insert(reason.to_string()));
    }
    for code in [0, 17, 255] {
        assert_eq!(
            MissReason::from_code(code),
            Err(VerificationError::UnknownReason)
        );
    }
    let failures = MissReason::ALL.iter().filter(|reason| reason.is_failure());
    assert_eq!(failures.count(), 7);
}
