//! Which updates are accepted, the bounds they give, and conversions by example.

use ionet_core::oracle::{
    DollarPrice, OracleError, PriceRules, PriceUpdate, UsedPrice, VerificationLevel,
};

const NOW: i64 = 1_800_000_000;
const RULES: PriceRules = PriceRules::DEFAULT;
const DOLLAR: u64 = 1_000_000_000_000;
const IO: u64 = 100_000_000;

/// 2.50 dollars, average 2.40, confidence 0.01.
const UPDATE: PriceUpdate = PriceUpdate {
    write_authority: [0; 32],
    verification: VerificationLevel::Full,
    feed_id: [0; 32],
    price: 250_000_000,
    confidence: 1_000_000,
    exponent: -8,
    publish_time: NOW,
    prev_publish_time: NOW - 1,
    ema_price: 240_000_000,
    ema_confidence: 900_000,
    posted_slot: 1,
};

fn price(pico_dollars: u64) -> DollarPrice {
    DollarPrice::from_pico_dollars(pico_dollars).unwrap()
}

fn accept(update: PriceUpdate) -> Result<UsedPrice, OracleError> {
    update.accept(RULES, NOW, 0)
}

/// Bounds of an accepted update, in pico-dollars.
fn bounds(update: PriceUpdate) -> (u64, u64) {
    let used = accept(update).unwrap();
    (
        used.lower_bound.pico_dollars(),
        used.upper_bound.pico_dollars(),
    )
}

#[test]
fn bounds_take_the_worse_price_and_the_wider_confidence() {
    let used = accept(UPDATE).unwrap();
    assert_eq!(used.spot, price(5 * DOLLAR / 2));
    assert_eq!(used.publish_time, NOW);
    let cent = DOLLAR / 100;
    assert_eq!(bounds(UPDATE), (238 * cent, 252 * cent));
    let falling = PriceUpdate {
        price: 240_000_000,
        ema_price: 250_000_000,
        ..UPDATE
    };
    assert_eq!(bounds(falling), (238 * cent, 252 * cent));
    let wider_average = PriceUpdate {
        ema_confidence: 2_000_000,
        ..UPDATE
    };
    assert_eq!(bounds(wider_average), (236 * cent, 254 * cent));
    let certain = PriceUpdate {
        confidence: 0,
        ema_confidence: 0,
        ..UPDATE
    };
    assert_eq!(bounds(certain), (240 * cent, 250 * cent));
}

#[test]
fn exponents_from_minus_12_to_minus_4() {
    for (exponent, mantissa) in [(-12, 2_500_000_000_000), (-8, 250_000_000), (-4, 25_000)] {
        let update = PriceUpdate {
            price: mantissa,
            ema_price: mantissa,
            confidence: 1,
            ema_confidence: 0,
            exponent,
            ..UPDATE
        };
        let step = 2 * 10u64.pow(u32::try_from(exponent + 12).unwrap());
        let whole = 5 * DOLLAR / 2;
        assert_eq!(bounds(update), (whole - step, whole + step));
    }
    for exponent in [i32::MIN, -13, -3, 0, 8, i32::MAX] {
        let update = PriceUpdate { exponent, ..UPDATE };
        assert_eq!(accept(update), Err(OracleError::ExponentOutOfRange));
    }
}

#[test]
fn only_full_verification() {
    for signatures in [0, 5, 19, 255] {
        let update = PriceUpdate {
            verification: VerificationLevel::Partial { signatures },
            ..UPDATE
        };
        assert_eq!(accept(update), Err(OracleError::NotFullyVerified));
    }
}

#[test]
fn price_and_average_are_positive() {
    for bad in [0, -1, i64::MIN] {
        for update in [
            PriceUpdate {
                price: bad,
                ..UPDATE
            },
            PriceUpdate {
                ema_price: bad,
                ..UPDATE
            },
        ] {
            assert_eq!(accept(update), Err(OracleError::PriceNotPositive));
        }
    }
}

#[test]
fn age_and_order() {
    let stale = Err(OracleError::Stale);
    let future = Err(OracleError::FromFuture);
    let older = |newest_publish_time| {
        Err(OracleError::OlderThanUsed {
            newest_publish_time,
        })
    };
    let strict = PriceRules {
        max_age_seconds: 10,
        ..RULES
    };
    for (rules, published, newest, expected) in [
        (RULES, NOW, 0, Ok(())),
        (RULES, NOW - 60, 0, Ok(())),
        (RULES, NOW - 61, 0, stale),
        (strict, NOW - 10, 0, Ok(())),
        (strict, NOW - 11, 0, stale),
        (RULES, NOW + 10, 0, Ok(())),
        (RULES, NOW + 11, 0, future),
        (RULES, i64::MIN, 0, stale),
        (RULES, i64::MAX, 0, future),
        // An update is used as often as one likes, until a newer one is.
        (RULES, NOW - 5, NOW - 6, Ok(())),
        (RULES, NOW - 5, NOW - 5, Ok(())),
        (RULES, NOW - 5, NOW - 4, older(NOW - 4)),
        (RULES, NOW, NOW + 1, older(NOW + 1)),
    ] {
        let update = PriceUpdate {
            publish_time: published,
            ..UPDATE
        };
        let result = update.accept(rules, NOW, newest).map(|_| ());
        assert_eq!(result, expected, "published {published}, newest {newest}");
    }
}

#[test]
fn confidence_up_to_2_percent_of_the_lower_price() {
    let with = |confidence, ema_confidence| {
        accept(PriceUpdate {
            confidence,
            ema_confidence,
            ..UPDATE
        })
        .map(|_| ())
    };
    let wide = Err(OracleError::ConfidenceTooWide);
    for (confidence, ema_confidence, expected) in [
        (4_800_000, 0, Ok(())),
        (4_800_001, 0, wide),
        (0, 4_800_000, Ok(())),
        (0, 4_800_001, wide),
        (u64::MAX, 0, wide),
        (0, u64::MAX, wide),
    ] {
        assert_eq!(with(confidence, ema_confidence), expected);
    }
    let strict = PriceRules {
        max_confidence_bps: 10,
        ..RULES
    };
    let narrow = PriceUpdate {
        confidence: 240_000,
        ema_confidence: 0,
        ..UPDATE
    };
    assert!(narrow.accept(strict, NOW, 0).is_ok());
    let wider = PriceUpdate {
        confidence: 240_001,
        ..narrow
    };
    let refused = wider.accept(strict, NOW, 0).map(|_| ());
    assert_eq!(refused, wide);
}

#[test]
fn the_extremes_of_64_bits() {
    let extreme = |price, exponent| PriceUpdate {
        price,
        ema_price: price,
        confidence: 0,
        ema_confidence: 0,
        exponent,
        ..UPDATE
    };
    assert_eq!(bounds(extreme(1, -12)), (1, 1));
    let max = u64::try_from(i64::MAX).unwrap();
    assert_eq!(bounds(extreme(i64::MAX, -12)), (max, max));
    // The highest price of each step that fits, and the one after it.
    for exponent in -11..=-4 {
        let scale = 10u64.pow(u32::try_from(exponent + 12).unwrap());
        let highest = i64::try_from(u64::MAX / scale).unwrap_or(i64::MAX);
        assert!(accept(extreme(highest, exponent)).is_ok());
        if let Some(higher) = highest.checked_add(1) {
            let refused = accept(extreme(higher, exponent));
            assert_eq!(refused, Err(OracleError::PriceTooHigh));
        }
    }
    // The spot price fits, the upper bound does not.
    let update = PriceUpdate {
        confidence: u64::MAX / 100_000_000 / 100,
        ..extreme(184_467_440_737, -4)
    };
    assert_eq!(accept(update), Err(OracleError::PriceTooHigh));
}

#[test]
fn rules_can_only_be_stricter() {
    let with = |max_age_seconds, max_confidence_bps| {
        PriceRules {
            max_age_seconds,
            max_confidence_bps,
        }
        .validate()
    };
    let age = Err(OracleError::MaxAgeOutOfRange);
    let confidence = Err(OracleError::MaxConfidenceOutOfRange);
    for (result, expected) in [
        (RULES.validate(), Ok(())),
        (with(60, 200), Ok(())),
        (with(10, 10), Ok(())),
        (with(9, 10), age),
        (with(61, 200), age),
        (with(60, 9), confidence),
        (with(60, 201), confidence),
    ] {
        assert_eq!(result, expected);
    }
}

#[test]
fn conversions_round_as_their_names_say() {
    let third = price(333_333_333_333);
    // 3 IO are worth 0.999999999999 dollars.
    assert_eq!(third.io_to_micro_dollars_floor(3 * IO), Ok(999_999));
    assert_eq!(third.io_to_micro_dollars_ceil(3 * IO), Ok(1_000_000));
    // A dollar buys 3.000000000003 IO.
    assert_eq!(third.micro_dollars_to_io_floor(1_000_000), Ok(3 * IO));
    assert_eq!(third.micro_dollars_to_io_ceil(1_000_000), Ok(3 * IO + 1));

    let two_and_a_half = price(5 * DOLLAR / 2);
    assert_eq!(two_and_a_half.io_to_micro_dollars_floor(IO), Ok(2_500_000));
    assert_eq!(two_and_a_half.io_to_micro_dollars_ceil(IO), Ok(2_500_000));
    assert_eq!(two_and_a_half.micro_dollars_to_io_floor(2_500_000), Ok(IO));
    assert_eq!(two_and_a_half.io_to_micro_dollars_floor(0), Ok(0));
    assert_eq!(two_and_a_half.io_to_micro_dollars_floor(1), Ok(0));
    assert_eq!(two_and_a_half.io_to_micro_dollars_ceil(1), Ok(1));
}

#[test]
fn conversions_that_do_not_fit_are_errors() {
    let too_large = Err(OracleError::AmountTooLarge);
    let highest = price(u64::MAX);
    assert_eq!(highest.io_to_micro_dollars_floor(u64::MAX), too_large);
    assert_eq!(highest.io_to_micro_dollars_ceil(u64::MAX), too_large);
    assert_eq!(
        highest.micro_dollars_to_io_floor(u64::MAX),
        Ok(IO * 1_000_000)
    );
    let lowest = price(1);
    assert_eq!(lowest.micro_dollars_to_io_floor(184_468), too_large);
    assert_eq!(lowest.micro_dollars_to_io_ceil(u64::MAX), too_large);
    assert_eq!(
        lowest.micro_dollars_to_io_floor(184_467),
        Ok(184_467 * IO * 1_000_000)
    );
    assert_eq!(lowest.io_to_micro_dollars_floor(u64::MAX), Ok(184_467));
    assert_eq!(
        DollarPrice::from_pico_dollars(0),
        Err(OracleError::PriceNotPositive)
    );
}

#[test]
fn a_dollar_token_counts_for_at_most_a_dollar() {
    for (pico_dollars, ppm) in [
        (1, 0),
        (999_999, 0),
        (1_000_000, 1),
        (DOLLAR / 2, 500_000),
        (999_999_999_999, 999_999),
        (DOLLAR, 1_000_000),
        (DOLLAR + 1, 1_000_000),
        (u64::MAX, 1_000_000),
    ] {
        assert_eq!(price(pico_dollars).dollar_fraction_ppm_floor(), ppm);
    }
}

#[test]
fn a_spread_is_taken_off_and_never_leaves_nothing() {
    assert_eq!(price(10_000).less_bps_floor(100), Ok(price(9_900)));
    assert_eq!(price(10_001).less_bps_floor(100), Ok(price(9_900)));
    assert_eq!(price(u64::MAX).less_bps_floor(0), Ok(price(u64::MAX)));
    for (pico_dollars, bps) in [(1, 1), (99, 9_900), (u64::MAX, 10_000)] {
        assert_eq!(
            price(pico_dollars).less_bps_floor(bps),
            Err(OracleError::PriceNotPositive)
        );
    }
}

#[test]
fn distance_from_spot_rounds_up() {
    let spot = price(10_000);
    for (lower, bps) in [
        (10_001, 0),
        (10_000, 0),
        (9_999, 1),
        (9_700, 300),
        (1, 9_999),
    ] {
        assert_eq!(price(lower).below_spot_bps_ceil(spot), bps);
    }
    assert_eq!(price(u64::MAX - 1).below_spot_bps_ceil(price(u64::MAX)), 1);
    assert_eq!(price(1).below_spot_bps_ceil(price(u64::MAX)), 10_000);
    // 2.38 under 2.50 dollars is 4.8 %.
    let used = accept(UPDATE).unwrap();
    assert_eq!(used.lower_bound.below_spot_bps_ceil(used.spot), 480);
}
