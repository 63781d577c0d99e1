//! Filters: which trait is missing, and how much of it.

use ionet_core::hiring::{DeviceTraits, FilterError, FilterMiss, JobFilters, OperatorTraits};

const JOB: JobFilters = JobFilters {
    class: 3,
    mint_index: 2,
    min_vram_mib: 24_000,
    region: 49,
    min_connectivity: 2,
    min_latency: 1,
    min_security: 3,
    purposes: 0b010,
    min_operator_reputation: 5_000,
};
const DEVICE: DeviceTraits = DeviceTraits {
    class: 3,
    vram_mib: 24_000,
    region: 49,
    connectivity: 2,
    latency: 1,
    security: 3,
    purposes: 0b011,
};
const OPERATOR: OperatorTraits = OperatorTraits {
    reputation: 5_000,
    min_client_reputation: 2_000,
    accepted_mints: 0b100,
    max_seconds: 7_200,
    draining: false,
};
const SECONDS: u32 = 7_200;
const CLIENT: u16 = 2_000;

#[test]
fn each_trait_of_a_device_is_enough_at_its_bound_and_named_below_it() {
    assert_eq!(JOB.check_device(&DEVICE), Ok(()));
    assert_eq!(JOB.misses(&OPERATOR, &DEVICE, SECONDS, CLIENT).count(), 0);

    for (device, miss) in [
        (DeviceTraits { class: 4, ..DEVICE }, FilterMiss::Class),
        (
            DeviceTraits {
                vram_mib: 23_999,
                ..DEVICE
            },
            FilterMiss::Vram { missing: 1 },
        ),
        (
            DeviceTraits {
                region: 33,
                ..DEVICE
            },
            FilterMiss::Region,
        ),
        (
            DeviceTraits {
                region: 0,
                ..DEVICE
            },
            FilterMiss::Region,
        ),
        (
            DeviceTraits {
                connectivity: 0,
                ..DEVICE
            },
            FilterMiss::Connectivity { missing: 2 },
        ),
        (
            DeviceTraits {
                latency: 0,
                ..DEVICE
            },
            FilterMiss::Latency { missing: 1 },
        ),
        (
            DeviceTraits {
                security: 2,
                ..DEVICE
            },
            FilterMiss::Security { missing: 1 },
        ),
        (
            DeviceTraits {
                purposes: 0b101,
                ..DEVICE
            },
            FilterMiss::Purpose,
        ),
        (
            DeviceTraits {
                purposes: 0,
                ..DEVICE
            },
            FilterMiss::Purpose,
        ),
    ] {
        assert_eq!(JOB.check_device(&device), Err(miss), "{device:?}");
        let misses = JOB.misses(&OPERATOR, &device, SECONDS, CLIENT);
        assert_eq!(misses.iter().collect::<Vec<_>>(), [&miss]);
    }
}

#[test]
fn each_trait_of_an_operator_is_enough_at_its_bound_and_named_below_it() {
    assert_eq!(JOB.check_operator(&OPERATOR, SECONDS, CLIENT), Ok(()));
    for (operator, seconds, client, miss) in [
        (
            OperatorTraits {
                draining: true,
                ..OPERATOR
            },
            SECONDS,
            CLIENT,
            FilterMiss::Draining,
        ),
        (
            OperatorTraits {
                accepted_mints: 0b011,
                ..OPERATOR
            },
            SECONDS,
            CLIENT,
            FilterMiss::Mint,
        ),
        (
            OperatorTraits {
                reputation: 4_990,
                ..OPERATOR
            },
            SECONDS,
            CLIENT,
            FilterMiss::OperatorReputation { missing: 10 },
        ),
        (
            OPERATOR,
            SECONDS,
            1_999,
            FilterMiss::ClientReputation { missing: 1 },
        ),
        (OPERATOR, 7_300, CLIENT, FilterMiss::Hours { beyond: 100 }),
    ] {
        assert_eq!(JOB.check_operator(&operator, seconds, client), Err(miss));
        let misses = JOB.misses(&operator, &DEVICE, seconds, client);
        assert_eq!(misses.iter().collect::<Vec<_>>(), [&miss]);
    }
}

#[test]
fn a_job_that_asks_for_nothing_takes_any_device_of_its_class() {
    let open = JobFilters {
        class: 3,
        ..JobFilters::default()
    };
    let least = DeviceTraits {
        class: 3,
        vram_mib: 1,
        region: 0,
        connectivity: 0,
        latency: 0,
        security: 0,
        purposes: 0,
    };
    assert_eq!(open.check_device(&least), Ok(()));
    // But no mint is accepted unless it is named.
    let picky = OperatorTraits {
        accepted_mints: 0,
        ..OPERATOR
    };
    assert_eq!(
        open.check_operator(&picky, 1, CLIENT),
        Err(FilterMiss::Mint)
    );
    let unknown_mint = JobFilters {
        mint_index: 8,
        ..open
    };
    let all = OperatorTraits {
        accepted_mints: u8::MAX,
        ..OPERATOR
    };
    assert_eq!(
        unknown_mint.check_operator(&all, 1, CLIENT),
        Err(FilterMiss::Mint)
    );
}

#[test]
fn all_misses_are_listed_for_the_nearest_miss() {
    let operator = OperatorTraits {
        reputation: 0,
        min_client_reputation: 10_000,
        accepted_mints: 0,
        max_seconds: 1,
        draining: true,
    };
    let device = DeviceTraits {
        class: 0,
        vram_mib: 0,
        region: 1,
        connectivity: 0,
        latency: 0,
        security: 0,
        purposes: 0,
    };
    let misses = JOB.misses(&operator, &device, SECONDS, CLIENT);
    assert_eq!(misses.count(), 12);
    assert_eq!(misses.iter().next(), Some(&FilterMiss::Draining));
    assert!(
        misses
            .iter()
            .any(|miss| miss.to_string().contains("24000 MiB"))
    );
}

#[test]
fn filter_ranges() {
    let all = JobFilters {
        min_vram_mib: 16_777_216,
        min_connectivity: 4,
        min_latency: 4,
        min_security: 4,
        purposes: 7,
        min_operator_reputation: 10_000,
        ..JOB
    };
    assert_eq!(all.validate(), Ok(()));
    assert_eq!(JobFilters::default().validate(), Ok(()));
    for (filters, error) in [
        (
            JobFilters {
                min_vram_mib: 16_777_217,
                ..JOB
            },
            FilterError::VramOutOfRange,
        ),
        (
            JobFilters {
                min_connectivity: 5,
                ..JOB
            },
            FilterError::ConnectivityOutOfRange,
        ),
        (
            JobFilters {
                min_latency: 5,
                ..JOB
            },
            FilterError::LatencyOutOfRange,
        ),
        (
            JobFilters {
                min_security: 5,
                ..JOB
            },
            FilterError::SecurityOutOfRange,
        ),
        (
            JobFilters { purposes: 8, ..JOB },
            FilterError::UnknownPurpose,
        ),
        (
            JobFilters {
                min_operator_reputation: 10_001,
                ..JOB
            },
            FilterError::ReputationOutOfRange,
        ),
    ] {
        assert_eq!(filters.validate(), Err(error));
    }
}
