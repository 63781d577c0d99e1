//! One settlement: what it books, and when it brings points.

use ionet_core::settlement::{
    Checkpoint, Circumstances, Funding, Points, Settled, SettlementError as Error, SplitTerms,
    TokenRoute,
};

const T: i64 = 1_800_000_000;
const DAY: i64 = 86_400;
const TERMS: SplitTerms = SplitTerms {
    fee_bps: 500,
    discount_bps: 0,
    client_referral_bps: 0,
    operator_referral_bps: 0,
    verifier_bps: 1_000,
    staker_bps: 0,
    usd_bps: 6_000,
};
const SETTLED: Settled = Settled {
    gross: 1_000_000,
    until: T,
};
const NO_PRICE: Funding = Funding::Dollar { price_lower: None };

fn up_to(at: i64, gross: u64) -> Checkpoint {
    Checkpoint {
        at,
        charge: gross * 3_600 + 3_599,
    }
}

fn circumstances(now: i64, funding: Funding) -> Circumstances {
    Circumstances {
        now,
        funding,
        by_operator: false,
    }
}

#[test]
fn a_settlement_books_the_difference() {
    let funding = Funding::Iosd { points_bps: 5_000 };
    let outcome = SETTLED
        .settle(
            &up_to(T + 900, 1_100_000),
            &TERMS,
            &circumstances(T + 4_500, funding),
        )
        .unwrap();
    assert_eq!(outcome.booked.gross, 100_000);
    assert_eq!(outcome.booked.fee, 5_000);
    assert_eq!(outcome.booked.usd, 57_000);
    assert_eq!(outcome.booked.token, 38_000);
    assert_eq!(outcome.token_route, TokenRoute::Burn);
    assert_eq!(
        outcome.points,
        Points {
            points: 19_000,
            bonus_points: 9_500
        }
    );
    assert_eq!(
        outcome.settled_after,
        Settled {
            gross: 1_100_000,
            until: T + 900
        }
    );
}

#[test]
fn nothing_is_settled_twice() {
    let settle = |at, gross| {
        let circumstances = circumstances(T + 1, NO_PRICE);
        let outcome = SETTLED.settle(&up_to(at, gross), &TERMS, &circumstances);
        outcome.map(|outcome| outcome.booked.gross)
    };
    assert_eq!(settle(T, 1_000_000), Err(Error::NothingToSettle));
    assert_eq!(settle(T - 1, 2_000_000), Err(Error::NothingToSettle));
    assert_eq!(settle(0, 0), Err(Error::NothingToSettle));
    // Time went by without earnings: nothing is booked, later seconds are younger.
    assert_eq!(settle(T + 1, 1_000_000), Ok(0));
    assert_eq!(settle(T + 1, 999_999), Err(Error::StateInvalid));
    // The minimum of a job that was cancelled in the second of its start.
    assert_eq!(settle(T, 2_000_000), Err(Error::PriceNeeded));
}

#[test]
fn time_or_money_is_something_to_settle() {
    for (at, gross, behind) in [
        (T, 1_000_000, false),
        (T - 1, 2_000_000, false),
        (0, 0, false),
        (T + 1, 1_000_000, true),
        // The minimum of a job that was cancelled in the second of its start.
        (T, 1_000_001, true),
    ] {
        assert_eq!(
            SETTLED.is_behind(&up_to(at, gross)),
            behind,
            "{at}, {gross}"
        );
    }
}

#[test]
fn seconds_older_than_a_day_bring_no_points() {
    let price = Funding::Dollar {
        price_lower: Some(1_000_000),
    };
    for (age, points) in [(0, 38_000), (DAY, 38_000), (DAY + 1, 0)] {
        let circumstances = circumstances(T + age, price);
        let outcome = SETTLED.settle(&up_to(T + 1, 1_100_000), &TERMS, &circumstances);
        let outcome = outcome.unwrap();
        assert_eq!(outcome.points.points, points, "{age} seconds old");
        assert_eq!(outcome.booked.token, 38_000, "money comes at any age");
    }
}

#[test]
fn without_a_price_only_the_operator_can_give_up_points() {
    let up_to = up_to(T + 1, 1_100_000);
    let settle = |circumstances| SETTLED.settle(&up_to, &TERMS, &circumstances);
    let by_anyone = circumstances(T + DAY, NO_PRICE);
    assert_eq!(settle(by_anyone), Err(Error::PriceNeeded));
    let by_operator = Circumstances {
        by_operator: true,
        ..by_anyone
    };
    let outcome = settle(by_operator).unwrap();
    assert_eq!(
        (outcome.points, outcome.booked.gross),
        (Points::default(), 100_000)
    );
    assert_eq!(outcome.token_route, TokenRoute::BuyAndBurn);
    // After a day there are none to lose, and nothing stands in the way.
    let late = settle(circumstances(T + DAY + 1, NO_PRICE)).unwrap();
    assert_eq!(
        (late.points, late.booked.gross),
        (Points::default(), 100_000)
    );
    // The operator's signature does not cost it points that have a price.
    let iosd = Funding::Iosd { points_bps: 5_000 };
    let with_price = Circumstances {
        funding: iosd,
        ..by_operator
    };
    assert_eq!(settle(with_price).unwrap().points.points, 19_000);
}
