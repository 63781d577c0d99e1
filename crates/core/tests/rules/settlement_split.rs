//! The split of a gross by example.

use ionet_core::settlement::{SettlementError, Split, SplitTerms};

const TERMS: SplitTerms = SplitTerms {
    fee_bps: 500,
    discount_bps: 0,
    client_referral_bps: 1_500,
    operator_referral_bps: 1_500,
    verifier_bps: 1_000,
    staker_bps: 200,
    usd_bps: 7_000,
};

/// client, operator, verifiers, treasury | stakers, usd, token.
fn parts(terms: SplitTerms, gross: u64) -> ([u64; 4], [u64; 3]) {
    let split = terms.split(gross).unwrap();
    assert_eq!(split.gross, gross);
    assert_eq!(
        split.fee,
        split.client_referral + split.operator_referral + split.verifiers + split.treasury
    );
    (
        [
            split.client_referral,
            split.operator_referral,
            split.verifiers,
            split.treasury,
        ],
        [split.stakers, split.usd, split.token],
    )
}

#[test]
fn a_hundred_dollars() {
    // Fee 5.00: 0.75 + 0.75 referrals, 0.50 verifiers, 3.00 treasury. Net 95.00: 1.90 stakers,
    // of 93.10 in dollars 65.17, in tokens 27.93.
    assert_eq!(
        parts(TERMS, 100_000_000),
        (
            [750_000, 750_000, 500_000, 3_000_000],
            [1_900_000, 65_170_000, 27_930_000]
        )
    );
}

#[test]
fn each_term_moves_its_own_part() {
    let cases = [
        (
            SplitTerms {
                discount_bps: 2_000,
                ..TERMS
            },
            [600_000, 600_000, 400_000, 2_400_000],
            [1_920_000, 65_856_000, 28_224_000],
        ),
        (
            SplitTerms {
                operator_referral_bps: 0,
                ..TERMS
            },
            [750_000, 0, 500_000, 3_750_000],
            [1_900_000, 65_170_000, 27_930_000],
        ),
        (
            SplitTerms {
                client_referral_bps: 0,
                operator_referral_bps: 0,
                ..TERMS
            },
            [0, 0, 500_000, 4_500_000],
            [1_900_000, 65_170_000, 27_930_000],
        ),
        (
            // The share of an empty pool goes to the operator.
            SplitTerms {
                staker_bps: 0,
                ..TERMS
            },
            [750_000, 750_000, 500_000, 3_000_000],
            [0, 66_500_000, 28_500_000],
        ),
        (
            SplitTerms {
                usd_bps: 9_000,
                fee_bps: 1_000,
                verifier_bps: 2_000,
                ..TERMS
            },
            [1_500_000, 1_500_000, 2_000_000, 5_000_000],
            [1_800_000, 79_380_000, 8_820_000],
        ),
    ];
    for (terms, fee_parts, net_parts) in cases {
        assert_eq!(
            parts(terms, 100_000_000),
            (fee_parts, net_parts),
            "{terms:?}"
        );
    }
}

#[test]
fn small_grosses_round_towards_the_network() {
    let cases = [
        (0, [0, 0, 0, 0], [0, 0, 0]),
        (1, [0, 0, 0, 1], [0, 0, 0]),
        (2, [0, 0, 0, 1], [0, 0, 1]),
        (20, [0, 0, 0, 1], [0, 13, 6]),
        (21, [0, 0, 0, 2], [0, 13, 6]),
        (141, [1, 1, 0, 6], [2, 91, 40]),
    ];
    for (gross, fee_parts, net_parts) in cases {
        assert_eq!(parts(TERMS, gross), (fee_parts, net_parts), "{gross}");
    }
}

#[test]
fn what_independent_floors_would_take_back_stays() {
    // Three floors of 10 %: of a fee of 9 the treasury would get 9, of 10 only 7.
    let terms = SplitTerms {
        fee_bps: 10_000,
        client_referral_bps: 1_000,
        operator_referral_bps: 1_000,
        ..TERMS
    };
    assert_eq!(parts(terms, 9).0, [1, 0, 1, 7]);
    assert_eq!(parts(terms, 10).0, [1, 1, 1, 7]);
}

#[test]
fn the_greatest_amount_has_a_split() {
    let split = TERMS.split(u64::MAX).unwrap();
    assert_eq!(split.fee, 922_337_203_685_477_581);
    assert_eq!(
        u128::from(split.fee)
            + u128::from(split.stakers)
            + u128::from(split.usd)
            + u128::from(split.token),
        u128::from(u64::MAX)
    );
}

#[test]
fn terms_that_are_not_shares_are_refused() {
    let wrong = [
        SplitTerms {
            discount_bps: 10_001,
            ..TERMS
        },
        SplitTerms {
            fee_bps: 10_001,
            ..TERMS
        },
        SplitTerms {
            client_referral_bps: 8_501,
            ..TERMS
        },
        SplitTerms {
            client_referral_bps: 8_500,
            ..TERMS
        },
        SplitTerms {
            verifier_bps: 7_001,
            ..TERMS
        },
        SplitTerms {
            staker_bps: 10_001,
            ..TERMS
        },
        SplitTerms {
            usd_bps: 10_001,
            ..TERMS
        },
    ];
    for terms in wrong {
        assert_eq!(
            terms.split(1_000),
            Err(SettlementError::StateInvalid),
            "{terms:?}"
        );
    }
}

#[test]
fn a_difference_is_part_by_part_and_never_negative() {
    let before = TERMS.split(1_000_000).unwrap();
    let after = TERMS.split(1_500_000).unwrap();
    assert_eq!(
        after.since(&before).unwrap(),
        Split {
            gross: 500_000,
            fee: 25_000,
            client_referral: 3_750,
            operator_referral: 3_750,
            verifiers: 2_500,
            treasury: 15_000,
            stakers: 9_500,
            usd: 325_850,
            token: 139_650,
        }
    );
    assert_eq!(after.since(&after), Ok(Split::default()));
    assert_eq!(before.since(&after), Err(SettlementError::StateInvalid));
    let one_less = Split {
        verifiers: after.verifiers - 1,
        ..after
    };
    assert_eq!(one_less.since(&after), Err(SettlementError::StateInvalid));
}
