//! Price book, curve, multiplier, quotes: boundaries and each refusal.

use ionet_core::pricing::{
    CURVE, MAX_PRICE, MIN_PRICE, NOT_REPORTED, PRICE_MOVE_SECONDS, PriceEntry, PricingError,
    Utilisation, curve_bps, quoted_rate_ceil,
};

const NOW: i64 = 1_800_000_000;
const DAY: i64 = PRICE_MOVE_SECONDS;

/// $2.00 within $1.50 to $4.00.
fn entry() -> PriceEntry {
    PriceEntry::new(2_000_000, 1_500_000, 4_000_000).unwrap()
}

fn moved(entry: PriceEntry, price: u64, now: i64) -> PriceEntry {
    entry.move_to(price, now).unwrap().entry_after
}

#[test]
fn bounds_are_between_the_hard_limits_and_hold_the_price() {
    for (min, max) in [(MIN_PRICE - 1, 500), (100, MAX_PRICE + 1), (501, 500)] {
        assert_eq!(
            PriceEntry::new(500, min, max),
            Err(PricingError::BoundsOutOfRange)
        );
        assert_eq!(
            entry().set_bounds(min, max),
            Err(PricingError::BoundsOutOfRange)
        );
    }
    for price in [499, 601] {
        let refused = PricingError::PriceOutOfBounds { min: 500, max: 600 };
        assert_eq!(PriceEntry::new(price, 500, 600), Err(refused));
    }
    assert!(PriceEntry::new(MAX_PRICE, MIN_PRICE, MAX_PRICE).is_ok());
    assert!(PriceEntry::new(MIN_PRICE, MIN_PRICE, MIN_PRICE).is_ok());
}

#[test]
fn a_price_moves_5_percent_and_not_a_unit_more() {
    for (price, accepted) in [
        (2_100_000, true),
        (1_900_000, true),
        (2_100_001, false),
        (1_899_999, false),
    ] {
        assert_eq!(entry().move_to(price, NOW).is_ok(), accepted, "{price}");
    }
    let change = entry().move_to(2_100_000, NOW).unwrap();
    assert_eq!(
        (change.price_before, change.price_after),
        (2_000_000, 2_100_000)
    );
    assert_eq!(change.entry_after.allowance, 0);
}

#[test]
fn moves_within_a_day_share_one_allowance_in_both_directions() {
    let up = moved(entry(), 2_060_000, NOW);
    let back = moved(up, 2_030_000, NOW + 100);
    assert_eq!(back.allowance_at(NOW + DAY), 10_000);
    assert_eq!(
        back.move_to(2_040_001, NOW + DAY),
        Err(PricingError::MoveTooFar {
            left: 10_000,
            renewed_at: NOW + 100 + DAY
        })
    );
    // A day after the last move, not after the first.
    assert!(back.move_to(2_040_001, NOW + 100 + DAY).is_ok());
    assert_eq!(back.allowance_at(NOW + 100 + DAY), 101_500);
}

#[test]
fn the_role_stays_within_the_voted_bounds() {
    let at_bounds = PriceEntry::new(2_000_000, 1_950_000, 2_050_000).unwrap();
    assert!(at_bounds.move_to(1_950_000, NOW).is_ok());
    assert!(at_bounds.move_to(2_050_000, NOW).is_ok());
    let refused = Err(PricingError::PriceOutOfBounds {
        min: 1_950_000,
        max: 2_050_000,
    });
    assert_eq!(at_bounds.move_to(1_949_999, NOW), refused);
    assert_eq!(at_bounds.move_to(2_050_001, NOW), refused);
    assert_eq!(
        at_bounds.move_to(2_000_000, NOW),
        Err(PricingError::PriceUnchanged)
    );
}

#[test]
fn a_vote_moves_a_price_into_its_bounds_and_gives_no_allowance() {
    let spent = moved(entry(), 2_100_000, NOW);
    let voted = spent.set_bounds(3_000_000, 4_000_000).unwrap();
    assert_eq!(
        (voted.price_before, voted.price_after),
        (2_100_000, 3_000_000)
    );
    assert_eq!(voted.entry_after.allowance_at(NOW + 1), 0);
    let lowered = spent.set_bounds(100, 1_000_000).unwrap();
    assert_eq!(lowered.price_after, 1_000_000);
    let wider = spent.set_bounds(100, 9_000_000).unwrap();
    assert_eq!(wider.price_after, 2_100_000);
    // 95,000 are left of $2.00; of $0.10 that would be nearly all.
    let little = moved(entry(), 2_005_000, NOW)
        .set_bounds(100, 100_000)
        .unwrap();
    assert_eq!(little.entry_after.allowance_at(NOW + 1), 5_000);
}

#[test]
fn curve_by_points_and_between() {
    for (utilisation, multiplier) in CURVE {
        assert_eq!(curve_bps(utilisation), Ok(multiplier));
    }
    for (utilisation, multiplier) in [
        (1, 7_000),
        (3, 7_001),
        (2_500, 8_000),
        (6_000, 9_500),
        (8_000, 12_000),
        (9_999, 19_994),
    ] {
        assert_eq!(curve_bps(utilisation), Ok(multiplier), "{utilisation}");
    }
    assert_eq!(curve_bps(10_001), Err(PricingError::UtilisationOutOfRange));
}

#[test]
fn the_multiplier_follows_by_5_percent_of_itself() {
    let busy = Utilisation::NEW.report(0, 10_000, 1).unwrap();
    assert_eq!(busy.multiplier_bps, 10_500);
    let busier = busy.report(1, 10_000, 2).unwrap();
    assert_eq!(busier.multiplier_bps, 11_025);
    let idle = Utilisation::NEW.report(0, 0, 1).unwrap();
    assert_eq!(idle.multiplier_bps, 9_500);
    // Close to the target it stops there.
    let near = Utilisation::NEW.report(0, 7_100, 1).unwrap();
    assert_eq!(near.multiplier_bps, 10_200);
}

#[test]
fn the_mean_is_over_the_reported_of_the_last_24_epochs() {
    let mut class = Utilisation::NEW;
    assert_eq!(class.mean_bps_floor(), 0);
    class = class.report(5, 9_000, 6).unwrap();
    assert_eq!(class.mean_bps_floor(), 9_000);
    class = class.report(7, 6_001, 30).unwrap();
    assert_eq!(class.mean_bps_floor(), 7_500);
    assert_eq!(class.epochs[6], NOT_REPORTED);
    // Epoch 29 takes the place of epoch 5.
    class = class.report(29, 1, 30).unwrap();
    assert_eq!(class.mean_bps_floor(), 3_001);
    // After a day of silence nothing old is left.
    class = class.report(53, 4_000, 54).unwrap();
    assert_eq!(class.mean_bps_floor(), 4_000);
}

#[test]
fn each_ended_epoch_is_reported_once() {
    let class = Utilisation::NEW.report(3, 100, 4).unwrap();
    for epoch in 0..=3 {
        assert_eq!(
            class.report(epoch, 100, 9),
            Err(PricingError::EpochReported)
        );
    }
    assert_eq!(class.report(4, 100, 4), Err(PricingError::EpochRunning));
    assert_eq!(
        class.report(4, 10_001, 5),
        Err(PricingError::UtilisationOutOfRange)
    );
    assert_eq!(
        class.report(u64::MAX, 1, u64::MAX),
        Err(PricingError::EpochRunning)
    );
    assert!(class.report(u64::MAX - 1, 1, u64::MAX).is_ok());
}

#[test]
fn quotes_round_up_and_know_the_multipliers_range() {
    assert_eq!(quoted_rate_ceil(2_000_001, 7_000), Ok(1_400_001));
    assert_eq!(quoted_rate_ceil(2_000_000, 20_000), Ok(4_000_000));
    for multiplier in [0, 6_999, 20_001, u16::MAX] {
        assert_eq!(
            quoted_rate_ceil(2_000_000, multiplier),
            Err(PricingError::MultiplierOutOfRange)
        );
    }
    assert_eq!(
        quoted_rate_ceil(u64::MAX, 10_001),
        Err(PricingError::Overflow)
    );
}
