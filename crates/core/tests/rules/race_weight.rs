//! Weights by example.

use ionet_core::race::{
    MAX_CAP_PER_GPU, MAX_FLOOR_PER_GPU, MAX_IDLE_GPUS, RaceError, WeightParameters,
};
use ionet_core::supply::{IO_UNIT, SUPPLY_CAP};

const DEFAULT: WeightParameters = WeightParameters::DEFAULT;

fn parameters(cap_per_gpu: u64, floor_per_gpu: u64) -> WeightParameters {
    WeightParameters {
        cap_per_gpu,
        floor_per_gpu,
    }
}

#[test]
fn stake_gpus_and_reputation_make_a_weight() {
    let cases = [
        // (stake in IO, idle GPUs, reputation, weight in IO)
        (0, 0, 10_000, 0),
        (10_000, 0, 10_000, 0),
        (0, 1, 10_000, 2),
        (0, 8, 10_000, 16),
        (0, 8, 5_000, 8),
        (1_000, 8, 10_000, 1_016),
        (1_998, 1, 10_000, 2_000),
        (1_999, 1, 10_000, 2_000),
        (15_984, 8, 10_000, 16_000),
        (800_000_000, 8, 10_000, 16_000),
        (800_000_000, 8, 2_500, 4_000),
        (800_000_000, 8, 0, 0),
        (800_000_000, 1_000_000, 10_000, 802_000_000),
    ];
    for (stake, gpus, reputation, weight) in cases {
        assert_eq!(
            DEFAULT.weight(stake * IO_UNIT, gpus, reputation),
            Ok(weight * IO_UNIT),
            "{stake} IO, {gpus} GPUs, reputation {reputation}"
        );
    }
    assert_eq!(DEFAULT.weight(1, 1, 9_999), Ok(199_980_000), "rounded down");
}

#[test]
fn the_whole_supply_behind_all_gpus_fits() {
    let widest = parameters(MAX_CAP_PER_GPU, MAX_FLOOR_PER_GPU);
    let weight = widest.weight(SUPPLY_CAP, MAX_IDLE_GPUS, 10_000).unwrap();
    assert_eq!(weight, SUPPLY_CAP + 100_000_000 * IO_UNIT);
    // One operator with everything weighs as much as any number of them together can.
    assert!(weight < 1 << 58);
}

#[test]
fn parameters_have_ranges() {
    let cases = [
        (parameters(1, 1), Ok(())),
        (parameters(MAX_CAP_PER_GPU, MAX_FLOOR_PER_GPU), Ok(())),
        (parameters(5, 5), Ok(())),
        (parameters(4, 5), Err(RaceError::CapOutOfRange)),
        (
            parameters(MAX_CAP_PER_GPU + 1, 1),
            Err(RaceError::CapOutOfRange),
        ),
        (parameters(5, 0), Err(RaceError::FloorOutOfRange)),
        (
            parameters(MAX_CAP_PER_GPU, MAX_FLOOR_PER_GPU + 1),
            Err(RaceError::FloorOutOfRange),
        ),
    ];
    for (parameters, expected) in cases {
        assert_eq!(parameters.validate(), expected, "{parameters:?}");
        assert_eq!(parameters.weight(1, 1, 1).err(), expected.err());
    }
    assert_eq!(DEFAULT.validate(), Ok(()));
}

#[test]
fn arguments_have_ranges() {
    let cases = [
        (SUPPLY_CAP, MAX_IDLE_GPUS, 10_000, None),
        (SUPPLY_CAP + 1, 1, 1, Some(RaceError::StakeOutOfRange)),
        (1, MAX_IDLE_GPUS + 1, 1, Some(RaceError::IdleGpusOutOfRange)),
        (1, 1, 10_001, Some(RaceError::ReputationOutOfRange)),
    ];
    for (stake, gpus, reputation, error) in cases {
        assert_eq!(DEFAULT.weight(stake, gpus, reputation).err(), error);
    }
}
