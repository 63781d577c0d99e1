//! Prices against unbounded integers: which updates pass, their bounds, and conversions.

use ionet_core::oracle::{
    DollarPrice, Feed, OracleError, PriceRules, PriceUpdate, VerificationLevel,
};
use num_bigint::{BigInt, BigUint};
use proptest::prelude::*;

const NOW: i64 = 1_800_000_000;

/// All magnitudes alike, and the ends.
fn any_u64() -> impl Strategy<Value = u64> {
    prop_oneof![
        any::<u64>(),
        (0u32..64, any::<u64>()).prop_map(|(shift, bits)| bits >> shift),
        (0u64..4),
        (0u64..4).prop_map(|d| u64::MAX - d),
    ]
}

fn any_i64() -> impl Strategy<Value = i64> {
    any_u64().prop_map(|bits| i64::from_le_bytes(bits.to_le_bytes()))
}

fn verifications() -> impl Strategy<Value = VerificationLevel> {
    prop_oneof![
        8 => Just(VerificationLevel::Full),
        1 => any::<u8>().prop_map(|signatures| VerificationLevel::Partial { signatures }),
    ]
}

fn any_update() -> impl Strategy<Value = PriceUpdate> {
    let ids = (any::<[u8; 32]>(), any::<[u8; 32]>(), verifications());
    let spot = (any_i64(), any_u64(), any::<i32>());
    let times = (any_i64(), any_i64(), any_u64());
    (ids, spot, times, any_i64(), any_u64()).prop_map(
        |(ids, spot, times, ema_price, ema_confidence)| PriceUpdate {
            write_authority: ids.0,
            feed_id: ids.1,
            verification: ids.2,
            price: spot.0,
            confidence: spot.1,
            exponent: spot.2,
            publish_time: times.0,
            prev_publish_time: times.1,
            posted_slot: times.2,
            ema_price,
            ema_confidence,
        },
    )
}

/// Mostly near what is accepted, so that each rule decides often.
fn plausible_update() -> impl Strategy<Value = PriceUpdate> {
    let price = prop_oneof![
        8 => 1i64..1_000_000_000_000,
        1 => any_i64(),
        1 => -3i64..3
    ];
    let confidence = prop_oneof![4 => 0u64..260, 1 => 195u64..205, 1 => any_u64()];
    let exponent = prop_oneof![8 => -12i32..=-4, 1 => -14i32..-2, 1 => any::<i32>()];
    let published = prop_oneof![8 => -65i64..15, 1 => any_i64()];
    let ema_per_mille = prop_oneof![4 => 900i64..1_100, 1 => -2i64..3];
    (
        verifications(),
        price,
        ema_per_mille,
        (confidence.clone(), confidence),
        exponent,
        published,
    )
        .prop_map(
            |(verification, price, ema_per_mille, confidences, exponent, published)| {
                let bps = |bps: u64| price.unsigned_abs() / 10_000 * bps.min(20_000);
                PriceUpdate {
                    verification,
                    price,
                    ema_price: price.saturating_mul(ema_per_mille) / 1_000,
                    confidence: bps(confidences.0),
                    ema_confidence: bps(confidences.1),
                    exponent,
                    publish_time: NOW.saturating_add(published),
                    ..PriceUpdate::default()
                }
            },
        )
}

/// The account's bytes, written from Pyth's struct definition.
fn encode(update: &PriceUpdate) -> Vec<u8> {
    let mut bytes = b"\x22\xf1\x23\x63\x9d\x7e\xf4\xcd".to_vec();
    bytes.extend(update.write_authority);
    match update.verification {
        VerificationLevel::Partial { signatures } => bytes.extend([0, signatures]),
        VerificationLevel::Full => bytes.push(1),
    }
    bytes.extend(update.feed_id);
    bytes.extend(update.price.to_le_bytes());
    bytes.extend(update.confidence.to_le_bytes());
    bytes.extend(update.exponent.to_le_bytes());
    bytes.extend(update.publish_time.to_le_bytes());
    bytes.extend(update.prev_publish_time.to_le_bytes());
    bytes.extend(update.ema_price.to_le_bytes());
    bytes.extend(update.ema_confidence.to_le_bytes());
    bytes.extend(update.posted_slot.to_le_bytes());
    bytes.resize(134, 0);
    bytes
}

/// Lower and upper bound in pico-dollars, or the refusal, as the design's words say it.
fn expected(
    update: &PriceUpdate,
    rules: PriceRules,
    newest: i64,
) -> Result<[BigInt; 2], OracleError> {
    if update.verification != VerificationLevel::Full {
        return Err(OracleError::NotFullyVerified);
    }
    if !(-12..=-4).contains(&update.exponent) {
        return Err(OracleError::ExponentOutOfRange);
    }
    let [spot, ema] = [update.price, update.ema_price].map(BigInt::from);
    if spot <= BigInt::ZERO || ema <= BigInt::ZERO {
        return Err(OracleError::PriceNotPositive);
    }
    let ahead = BigInt::from(update.publish_time) - NOW;
    if ahead > BigInt::from(10) {
        return Err(OracleError::FromFuture);
    }
    if -ahead > BigInt::from(rules.max_age_seconds) {
        return Err(OracleError::Stale);
    }
    if update.publish_time < newest {
        return Err(OracleError::OlderThanUsed {
            newest_publish_time: newest,
        });
    }
    let (low, high) = (spot.clone().min(ema.clone()), spot.max(ema));
    let confidence = BigInt::from(update.confidence.max(update.ema_confidence));
    if &confidence * 10_000 > &low * rules.max_confidence_bps {
        return Err(OracleError::ConfidenceTooWide);
    }
    let scale = BigInt::from(10).pow(u32::try_from(update.exponent + 12).unwrap());
    let bounds = [
        (low - &confidence * 2) * &scale,
        (high + &confidence * 2) * &scale,
    ];
    if bounds[1] > BigInt::from(u64::MAX) {
        return Err(OracleError::PriceTooHigh);
    }
    Ok(bounds)
}

fn fits(value: &BigUint) -> Result<u64, OracleError> {
    u64::try_from(value).map_err(|_| OracleError::AmountTooLarge)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_096))]

    #[test]
    fn every_account_reads_as_what_was_written(update in any_update(), owner: [u8; 32]) {
        let bytes = encode(&update);
        prop_assert_eq!(PriceUpdate::parse(&bytes), Ok(update));
        let feed = Feed { owner, feed_id: update.feed_id };
        prop_assert_eq!(feed.read(&owner, &bytes), Ok(update));
    }

    #[test]
    fn acceptance_and_bounds_are_the_designs(
        update in plausible_update(),
        max_age_seconds in 10u16..=60,
        max_confidence_bps in 10u16..=200,
        newest in prop_oneof![Just(0), NOW - 40..NOW + 12],
    ) {
        let rules = PriceRules { max_age_seconds, max_confidence_bps };
        let used = update.accept(rules, NOW, newest);
        let bounds = used.map(|used| {
            [used.lower_bound, used.upper_bound].map(|price| BigInt::from(price.pico_dollars()))
        });
        prop_assert_eq!(bounds, expected(&update, rules, newest));
        if let Ok(used) = used {
            prop_assert!(used.lower_bound <= used.spot && used.spot <= used.upper_bound);
            prop_assert_eq!(used.publish_time, update.publish_time);
        }
    }

    #[test]
    fn any_bytes_and_any_update_never_panic(
        update in any_update(),
        now in any_i64(),
        newest in any_i64(),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        age in any::<u16>(),
        confidence in any::<u16>(),
    ) {
        let _ = PriceUpdate::parse(&bytes);
        let rules = PriceRules { max_age_seconds: age, max_confidence_bps: confidence };
        if let Ok(used) = update.accept(rules, now, newest) {
            prop_assert!(used.lower_bound.pico_dollars() > 0);
        }
    }

    #[test]
    fn conversions_are_exact(amount in any_u64(), pico_dollars in any_u64()) {
        prop_assume!(pico_dollars > 0);
        let price = DollarPrice::from_pico_dollars(pico_dollars).unwrap();
        // An IO base unit is 10^-8 IO, a micro-dollar 10^-6 dollars, a pico-dollar 10^-12.
        let scale = BigUint::from(10u32).pow(14);
        let product = BigUint::from(amount) * pico_dollars;
        let ceil = |a: &BigUint, b: &BigUint| (a + b - 1u32) / b;
        prop_assert_eq!(price.io_to_micro_dollars_floor(amount), fits(&(&product / &scale)));
        prop_assert_eq!(price.io_to_micro_dollars_ceil(amount), fits(&ceil(&product, &scale)));
        let (scaled, pico) = (BigUint::from(amount) * &scale, BigUint::from(pico_dollars));
        prop_assert_eq!(price.micro_dollars_to_io_floor(amount), fits(&(&scaled / &pico)));
        prop_assert_eq!(price.micro_dollars_to_io_ceil(amount), fits(&ceil(&scaled, &pico)));
    }

    #[test]
    fn a_round_trip_never_profits(amount in any_u64(), pico_dollars in any_u64()) {
        prop_assume!(pico_dollars > 0);
        let price = DollarPrice::from_pico_dollars(pico_dollars).unwrap();
        if let Ok(dollars) = price.io_to_micro_dollars_floor(amount) {
            prop_assert!(price.micro_dollars_to_io_floor(dollars)? <= amount);
        }
        if let Ok(io) = price.micro_dollars_to_io_floor(amount) {
            prop_assert!(price.io_to_micro_dollars_floor(io)? <= amount);
        }
        // What is asked covers what is given for it, unless that is beyond 64 bits.
        let covers = |given: Result<u64, OracleError>| match given {
            Ok(given) => given >= amount,
            Err(error) => error == OracleError::AmountTooLarge,
        };
        if let Ok(io) = price.micro_dollars_to_io_ceil(amount) {
            prop_assert!(covers(price.io_to_micro_dollars_floor(io)));
        }
        if let Ok(dollars) = price.io_to_micro_dollars_ceil(amount) {
            prop_assert!(covers(price.micro_dollars_to_io_floor(dollars)));
        }
    }

    #[test]
    fn shares_of_a_price_are_exact(pico in any_u64(), other in any_u64(), bps in 0u16..=10_000) {
        prop_assume!(pico > 0 && other > 0);
        let [price, spot] = [pico, other].map(|pico| DollarPrice::from_pico_dollars(pico).unwrap());
        let less = u128::from(pico) * u128::from(10_000 - bps) / 10_000;
        let less = u64::try_from(less).unwrap();
        prop_assert_eq!(price.less_bps_floor(bps), DollarPrice::from_pico_dollars(less));
        prop_assert_eq!(price.dollar_fraction_ppm_floor(), (pico / 1_000_000).min(1_000_000));
        // The smallest share of spot that covers the distance.
        let below = u128::from(other.saturating_sub(pico)) * 10_000;
        let shown = u128::from(price.below_spot_bps_ceil(spot));
        prop_assert!(shown * u128::from(other) >= below);
        prop_assert!(shown == 0 || (shown - 1) * u128::from(other) < below);
    }
}
