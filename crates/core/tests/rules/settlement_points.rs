//! Compute points: their value, the record that keeps them, and the limit of their pay.

use ionet_core::settlement::{
    ComputePay, ComputeRewardParameters, Funding, Points, PointsBucket, PointsBuckets,
    SettlementError as Error, TokenRoute,
};

const IOSD: Funding = Funding::Iosd { points_bps: 5_000 };

fn dollar(price: u64) -> Funding {
    Funding::Dollar {
        price_lower: Some(price),
    }
}

fn points(points: u64, bonus_points: u64) -> Points {
    Points {
        points,
        bonus_points,
    }
}

fn bucket(epoch: u64, count: u64) -> PointsBucket {
    PointsBucket {
        epoch,
        points: points(count, count / 2),
    }
}

/// A record after bookings of (epoch, points).
fn booked(bookings: &[(u64, u64)]) -> PointsBuckets {
    let mut record = PointsBuckets::default();
    for (epoch, count) in bookings {
        let outcome = record.book(*epoch, points(*count, count / 2)).unwrap();
        assert_eq!(outcome.forfeited, None);
        record = outcome.buckets_after;
    }
    record
}

/// The buckets with points, oldest first.
fn held(record: &PointsBuckets) -> Vec<(u64, u64)> {
    let mut held: Vec<(u64, u64)> = record
        .buckets
        .iter()
        .map(|bucket| (bucket.epoch, bucket.points.points))
        .filter(|(_, points)| *points > 0)
        .collect();
    held.sort_unstable();
    held
}

#[test]
fn a_token_counts_what_it_is_worth_and_a_dollar_at_most() {
    for (funding, token, expected) in [
        (IOSD, 1_000, 500),
        (IOSD, 999, 499),
        (IOSD, u64::MAX, u64::MAX / 2),
        (Funding::Iosd { points_bps: 1_000 }, 999, 99),
        (dollar(1_000_000), 1_000, 1_000),
        (dollar(1_020_000), 1_000, 1_000),
        (dollar(u64::MAX), u64::MAX, u64::MAX),
        (dollar(999_999), 1_000_000, 999_999),
        (dollar(999_999), 999_999, 999_998),
        (dollar(500_000), 3, 1),
        (dollar(0), u64::MAX, 0),
    ] {
        let result = funding.points_floor(token, 9_000);
        assert_eq!(result, Ok(points(expected, 0)), "{funding:?} {token}");
    }
    let none = Funding::Dollar { price_lower: None };
    assert_eq!(none.points_floor(1, 9_000), Err(Error::PriceNeeded));
    assert_eq!(IOSD.token_route(), TokenRoute::Burn);
    assert_eq!(none.token_route(), TokenRoute::BuyAndBurn);
}

#[test]
fn the_bonus_grows_with_the_token_share() {
    for (usd_bps, bonus) in [
        (3_000, 1_000),
        (3_006, 999),
        (6_000, 500),
        (8_999, 0),
        (9_000, 0),
        // Beyond the range that a claim can have.
        (0, 1_000),
        (u16::MAX, 0),
    ] {
        let result = dollar(1_000_000).points_floor(1_000, usd_bps);
        assert_eq!(result, Ok(points(1_000, bonus)), "{usd_bps}");
    }
}

#[test]
fn points_of_an_epoch_add_up_and_epochs_stay_apart() {
    let record = booked(&[(7, 10), (8, 20), (7, 5), (9, 0), (0, 1)]);
    assert_eq!(held(&record), [(0, 1), (7, 15), (8, 20)]);
    let (taken, record) = record.take(7);
    assert_eq!(taken, points(15, 7));
    assert_eq!(held(&record), [(0, 1), (8, 20)]);
    assert_eq!(record.take(7), (Points::default(), record));
    assert_eq!(record.take(0).0, points(1, 0));
}

#[test]
fn a_fifth_epoch_forfeits_the_oldest() {
    let record = booked(&[(30, 3), (10, 1), (40, 4), (20, 2)]);
    let outcome = record.book(50, points(5, 0)).unwrap();
    assert_eq!(outcome.forfeited, Some(bucket(10, 1)));
    assert_eq!(
        held(&outcome.buckets_after),
        [(20, 2), (30, 3), (40, 4), (50, 5)]
    );
    // A known epoch needs no room.
    let outcome = record.book(10, points(5, 0)).unwrap();
    assert_eq!(outcome.forfeited, None);
    assert_eq!(held(&outcome.buckets_after)[0], (10, 6));
    // Nothing needs none either.
    let outcome = record.book(50, Points::default()).unwrap();
    assert_eq!((outcome.forfeited, outcome.buckets_after), (None, record));
    // If the newcomer is the oldest, it goes.
    let outcome = record.book(9, points(5, 2)).unwrap();
    assert_eq!(
        (outcome.forfeited, outcome.buckets_after),
        (Some(bucket(9, 5)), record)
    );
    // Folding makes room.
    let outcome = record.take(30).1.book(50, points(5, 0)).unwrap();
    assert_eq!(outcome.forfeited, None);
}

#[test]
fn a_bucket_has_an_end() {
    let full = booked(&[(1, u64::MAX)]);
    assert_eq!(full.book(1, points(1, 0)), Err(Error::StateInvalid));
}

#[test]
fn an_epoch_pays_less_than_a_dollar_for_a_point() {
    let pay = |client, operator, bonus| {
        Ok(ComputePay {
            client,
            operator,
            bonus,
        })
    };
    let default = ComputeRewardParameters::DEFAULT;
    assert_eq!(
        default.most_pay(&points(1_000_000, 1_000_000)),
        pay(45_000, 855_000, 128_250)
    );
    assert_eq!(
        default.most_pay(&points(1_000_000, 0)),
        pay(45_000, 855_000, 0)
    );
    // 9 points: 8 paid, of them 0 to the client; of 8 × 95 % = 7 points of bonus pay 15 %: 1.
    assert_eq!(default.most_pay(&points(9, 9)), pay(0, 8, 1));
    assert_eq!(default.most_pay(&points(1, 1)), pay(0, 0, 0));
    let wrong = ComputeRewardParameters {
        buyer_rebate_bps: 10_001,
        ..default
    };
    assert_eq!(
        wrong.most_pay(&points(1_000_000, 0)),
        Err(Error::StateInvalid)
    );
}
