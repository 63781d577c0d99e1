//! The price of a job's time: deposit, extension, cancellation.

use ionet_core::settlement::{
    Hire, HireOutcome, MAX_JOB_SECONDS, SettlementError as Error, Window, gross_ceil, gross_floor,
};

const RATE: u64 = 1_800_000;

fn posted(rate: u64, gpus: u32, seconds: u64) -> Hire {
    Hire::post(rate, gpus, seconds).unwrap().hire_after
}

fn deposit(outcome: Result<HireOutcome, Error>) -> Result<u64, Error> {
    outcome.map(|outcome| outcome.deposit)
}

#[test]
fn the_deposit_rounds_up() {
    for (rate, gpus, seconds, expected) in [
        (RATE, 1, 3_600, Ok(1_800_000)),
        (RATE, 8, 7_200, Ok(28_800_000)),
        (1_000_001, 1, 3_599, Ok(999_724)),
        (600_000, 1, 600, Ok(100_000)),
        (599_995, 1, 600, Ok(100_000)),
        (599_994, 1, 600, Err(Error::DepositTooSmall)),
        (RATE, 1, 599, Err(Error::JobTooShort)),
        (RATE, 600, 1, Ok(300_000)),
        (RATE, 0, 3_600, Err(Error::JobTooShort)),
        (RATE, 599, 1, Err(Error::JobTooShort)),
        (0, 1, 3_600, Err(Error::RateZero)),
        (RATE, 1, MAX_JOB_SECONDS, Ok(3_888_000_000)),
        (RATE, 1, MAX_JOB_SECONDS + 1, Err(Error::JobTooLong)),
        (RATE, 1, u64::MAX, Err(Error::JobTooLong)),
        (u64::MAX / 600, 1, 600, Ok(5_124_095_576_030_431)),
        (u64::MAX / 600 + 1, 1, 600, Err(Error::DepositTooLarge)),
        (u64::MAX / 1_200 + 1, 2, 600, Err(Error::DepositTooLarge)),
        (u64::MAX, 1, 600, Err(Error::DepositTooLarge)),
    ] {
        assert_eq!(
            deposit(Hire::post(rate, gpus, seconds)),
            expected,
            "{rate} {gpus} {seconds}"
        );
    }
}

#[test]
fn a_charge_becomes_a_gross_in_the_direction_it_is_paid() {
    for (charge, floor, ceil) in [
        (0, 0, 0),
        (1, 0, 1),
        (3_599, 0, 1),
        (3_600, 1, 1),
        (3_601, 1, 2),
        (u64::MAX, 5_124_095_576_030_431, 5_124_095_576_030_432),
    ] {
        assert_eq!((gross_floor(charge), gross_ceil(charge)), (floor, ceil));
    }
}

#[test]
fn an_extension_costs_the_quote_of_its_day() {
    let first = posted(RATE, 4, 3_600);
    let extended = first.extend(3_600_000, 4, 1_800).unwrap();
    assert_eq!(extended.deposit, 4 * 1_800_000);
    let hire = extended.hire_after;
    assert_eq!((hire.seconds(), hire.highest_rate()), (5_400, 3_600_000));
    for (from, to, expected) in [
        (0, 0, 0),
        (0, 1, RATE),
        (0, 3_600, 3_600 * RATE),
        (3_599, 3_601, RATE + 3_600_000),
        (3_600, 5_400, 1_800 * 3_600_000),
        (5_399, 9_999, 3_600_000),
        (5_400, u64::MAX, 0),
        (10, 10, 0),
        (20, 10, 0),
        (0, u64::MAX, 3_600 * RATE + 1_800 * 3_600_000),
    ] {
        assert_eq!(hire.charge(from, to), Ok(expected), "{from}..{to}");
    }
}

#[test]
fn windows_with_one_rate_are_one() {
    let mut hire = posted(RATE, 1, 3_600);
    for _ in 0..10 {
        hire = hire.extend(RATE, 1, 3_600).unwrap().hire_after;
    }
    assert_eq!(
        hire.windows[..2],
        [
            Window {
                seconds: 39_600,
                rate: RATE
            },
            Window::default()
        ]
    );
    for rate in [RATE + 1, RATE, RATE - 1] {
        hire = hire.extend(rate, 1, 600).unwrap().hire_after;
    }
    assert_eq!(
        hire.extend(RATE, 1, 600).err(),
        Some(Error::TooManyRates),
        "a fifth window, though not a fifth rate"
    );
    let last = hire.extend(RATE - 1, 1, 600).unwrap().hire_after;
    assert_eq!(last.windows[3].seconds, 1_200);
}

#[test]
fn an_extension_has_the_limits_of_a_job() {
    let hire = posted(RATE, 2, 3_600);
    let extend = |rate, gpus, seconds| deposit(hire.extend(rate, gpus, seconds));
    assert_eq!(extend(RATE, 2, 299), Err(Error::JobTooShort));
    assert_eq!(extend(RATE, 2, 300), Ok(300_000));
    // A small extension of a job that paid its $0.10 before.
    assert_eq!(extend(3, 2, 300), Ok(1));
    assert_eq!(extend(0, 2, 300), Err(Error::RateZero));
    let room = MAX_JOB_SECONDS - 3_600;
    assert!(extend(RATE, 2, room).is_ok());
    assert_eq!(extend(RATE, 2, room + 1), Err(Error::JobTooLong));
    // Each fits 64 bits, both do not.
    let half = u64::MAX / 2 / 7_200;
    let large = posted(half, 2, 3_600);
    assert!(large.extend(half, 2, 3_600).is_ok());
    assert_eq!(
        deposit(large.extend(half + 2, 2, 3_600)),
        Err(Error::DepositTooLarge)
    );
}

#[test]
fn a_job_is_cancelled_once_and_for_good() {
    let cancelled = posted(RATE, 1, 3_600).cancel(5).unwrap();
    assert_eq!(cancelled.cancelled_at, Some(5));
    assert_eq!(cancelled.cancel(6), Err(Error::JobCancelled));
    assert_eq!(
        deposit(cancelled.extend(RATE, 1, 600)),
        Err(Error::JobCancelled)
    );
}
