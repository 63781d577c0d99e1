//! Priority access by example.

use ionet_core::race::{PriorityError, PriorityParameters, PriorityTier, WaitingJob};
use ionet_core::supply::{IO_UNIT, SUPPLY_CAP};

const DEFAULT: PriorityParameters = PriorityParameters::DEFAULT;

/// A waiting job of a scarce class, opened in slot 1,000; the operator has been idle for longer.
const JOB: WaitingJob = WaitingJob {
    utilisation_bps: 9_500,
    client_stake: 0,
    open_slot: 1_000,
    idle_since_slot: 400,
};

#[test]
fn stake_shortens_the_wait() {
    let cases = [
        // (stake in base units, slots)
        (0, 150),
        (1_000 * IO_UNIT - 1, 150),
        (1_000 * IO_UNIT, 100),
        (10_000 * IO_UNIT - 1, 100),
        (10_000 * IO_UNIT, 60),
        (100_000 * IO_UNIT, 25),
        (1_000_000 * IO_UNIT - 1, 25),
        (1_000_000 * IO_UNIT, 0),
        (u64::MAX, 0),
    ];
    for (client_stake, wait) in cases {
        assert_eq!(DEFAULT.wait_for(client_stake), wait, "{client_stake}");
        let job = WaitingJob {
            client_stake,
            ..JOB
        };
        assert_eq!(DEFAULT.open_from(&job), 1_000 + u64::from(wait));
    }
}

#[test]
fn the_wait_runs_from_the_later_of_open_and_idle_while_scarce() {
    let cases = [
        // (utilisation, idle since, opens)
        (9_000, 400, 1_150),
        (8_999, 400, 1_000),
        (8_999, 5_000, 1_000),
        (10_000, 1_000, 1_150),
        (10_000, 1_001, 1_151),
        (10_000, 5_000, 5_150),
        (10_000, u64::MAX, u64::MAX),
    ];
    for (utilisation_bps, idle_since_slot, opens) in cases {
        let job = WaitingJob {
            utilisation_bps,
            idle_since_slot,
            ..JOB
        };
        assert_eq!(DEFAULT.open_from(&job), opens, "{job:?}");
    }
}

#[test]
fn the_race_begins_when_the_wait_ends() {
    let waiting = Err(PriorityError::Waiting { until_slot: 1_150 });
    for (current, expected) in [
        (0, waiting),
        (1_000, waiting),
        (1_149, waiting),
        (1_150, Ok(0)),
        (1_169, Ok(19)),
        (9_999, Ok(8_849)),
    ] {
        assert_eq!(DEFAULT.elapsed(&JOB, current), expected, "{current}");
    }
}

#[test]
fn parameters_have_ranges() {
    let with_tier = |index: usize, min_stake: u64, wait_slots: u16| {
        let mut parameters = DEFAULT;
        parameters.tiers[index] = PriorityTier {
            min_stake,
            wait_slots,
        };
        parameters
    };
    let scarcity = Err(PriorityError::ScarcityOutOfRange);
    let stake = Err(PriorityError::TierStakeOutOfRange);
    let wait = Err(PriorityError::WaitOutOfRange);
    let cases = [
        (DEFAULT, Ok(())),
        (
            PriorityParameters {
                scarce_from_bps: 5_000,
                ..DEFAULT
            },
            Ok(()),
        ),
        (
            PriorityParameters {
                scarce_from_bps: 10_000,
                ..DEFAULT
            },
            Ok(()),
        ),
        (
            PriorityParameters {
                scarce_from_bps: 4_999,
                ..DEFAULT
            },
            scarcity,
        ),
        (
            PriorityParameters {
                scarce_from_bps: 10_001,
                ..DEFAULT
            },
            scarcity,
        ),
        (
            PriorityParameters {
                wait_slots: 750,
                ..DEFAULT
            },
            Ok(()),
        ),
        (
            PriorityParameters {
                wait_slots: 751,
                ..DEFAULT
            },
            wait,
        ),
        // The first tier must not wait longer than those without stake.
        (
            PriorityParameters {
                wait_slots: 99,
                ..DEFAULT
            },
            wait,
        ),
        (with_tier(0, 1, 150), Ok(())),
        (with_tier(0, 0, 100), stake),
        (with_tier(1, 1_000 * IO_UNIT, 60), stake),
        (with_tier(1, 10_000 * IO_UNIT, 101), wait),
        (with_tier(3, SUPPLY_CAP, 0), Ok(())),
        (with_tier(3, SUPPLY_CAP + 1, 0), stake),
        (with_tier(3, 1_000_000 * IO_UNIT, 26), wait),
    ];
    for (parameters, expected) in cases {
        assert_eq!(parameters.validate(), expected, "{parameters:?}");
    }
}
