//! The split against the design's formulas with unbounded numbers, and over any settlements.

use ionet_core::settlement::{Split, SplitTerms};
use num_bigint::BigUint;
use proptest::prelude::*;

/// All that a claim can have, and beyond: any shares.
fn terms() -> impl Strategy<Value = SplitTerms> {
    let real = (300u16..=1_000, 0u16..=2_000, 0u16..=3_000, 0u16..=10_000);
    let rest = (500u16..=2_000, prop_oneof![Just(0), 100u16..=300]);
    let typical = (real, rest, 3_000u16..=9_000).prop_map(
        |((fee_bps, discount_bps, both, of_both), (verifier_bps, staker_bps), usd_bps)| {
            let client = u16::try_from(u32::from(both) * u32::from(of_both) / 10_000).unwrap();
            SplitTerms {
                fee_bps,
                discount_bps,
                client_referral_bps: client,
                operator_referral_bps: both - client,
                verifier_bps,
                staker_bps,
                usd_bps,
            }
        },
    );
    let share = || 0u16..=10_000;
    let any = (
        share(),
        share(),
        share(),
        share(),
        share(),
        share(),
        share(),
    )
        .prop_map(
            |(fee_bps, discount_bps, a, b, c, staker_bps, usd_bps)| SplitTerms {
                fee_bps,
                discount_bps,
                client_referral_bps: a / 3,
                operator_referral_bps: b / 3,
                verifier_bps: c / 3,
                staker_bps,
                usd_bps,
            },
        );
    prop_oneof![3 => typical, 1 => any]
}

fn gross() -> impl Strategy<Value = u64> {
    prop_oneof![
        0u64..3_000,
        (0u32..64, any::<u64>()).prop_map(|(shift, bits)| bits >> shift),
        (0u64..10).prop_map(|less| u64::MAX - less),
    ]
}

/// `floor(amount · bps / 10⁴)` with unbounded numbers.
fn share(amount: u64, bps: u64) -> u64 {
    u64::try_from(BigUint::from(amount) * bps / 10_000u32).unwrap()
}

fn parts(split: &Split) -> [u64; 9] {
    [
        split.gross,
        split.fee,
        split.client_referral,
        split.operator_referral,
        split.verifiers,
        split.treasury,
        split.stakers,
        split.usd,
        split.token,
    ]
}

/// Every part of two splits, or of a split and a difference, added.
pub fn sum(a: &Split, b: &Split) -> Split {
    Split {
        gross: a.gross + b.gross,
        fee: a.fee + b.fee,
        client_referral: a.client_referral + b.client_referral,
        operator_referral: a.operator_referral + b.operator_referral,
        verifiers: a.verifiers + b.verifiers,
        treasury: a.treasury + b.treasury,
        stakers: a.stakers + b.stakers,
        usd: a.usd + b.usd,
        token: a.token + b.token,
    }
}

/// I3.
pub fn is_whole(split: &Split) -> bool {
    split.fee + split.stakers + split.usd + split.token == split.gross
        && split.client_referral + split.operator_referral + split.verifiers + split.treasury
            == split.fee
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8_192))]

    #[test]
    fn parts_make_the_whole_and_are_those_of_the_design(terms in terms(), gross in gross()) {
        let split = terms.split(gross).unwrap();
        prop_assert_eq!(split.gross, gross);
        prop_assert!(is_whole(&split));

        let rate = u64::from(terms.fee_bps) * (10_000 - u64::from(terms.discount_bps));
        let fee = (BigUint::from(gross) * rate + 99_999_999u32) / 100_000_000u32;
        prop_assert_eq!(BigUint::from(split.fee), fee);
        let (client, operator) = (
            u64::from(terms.client_referral_bps),
            u64::from(terms.operator_referral_bps),
        );
        let referrals = share(split.fee, client + operator);
        prop_assert_eq!(split.client_referral + split.operator_referral, referrals);
        let verifiers = share(split.fee, u64::from(terms.verifier_bps));
        let off_by_one = [
            (split.client_referral, share(split.fee, client)),
            (split.operator_referral, share(split.fee, operator)),
            (split.verifiers, verifiers),
            (split.treasury, split.fee - referrals - verifiers),
        ];
        for (part, formula) in off_by_one {
            prop_assert!(part.abs_diff(formula) <= 1, "{} instead of {}", part, formula);
        }
        prop_assert!(split.verifiers >= verifiers);
        let net = gross - split.fee;
        prop_assert_eq!(split.stakers, share(net, u64::from(terms.staker_bps)));
        let participant = net - split.stakers;
        prop_assert_eq!(split.usd, share(participant, u64::from(terms.usd_bps)));
        prop_assert_eq!(split.token, participant - split.usd);
    }

    #[test]
    fn no_part_falls_while_the_gross_grows(
        terms in terms(),
        gross in gross(),
        more in prop_oneof![1u64..30, gross()],
    ) {
        let before = terms.split(gross).unwrap();
        let after = terms.split(gross.saturating_add(more)).unwrap();
        for (before, after) in parts(&before).iter().zip(parts(&after)) {
            prop_assert!(*before <= after);
        }
        let booked = after.since(&before).unwrap();
        prop_assert!(is_whole(&booked));
        prop_assert_eq!(sum(&before, &booked), after);
    }

    #[test]
    fn the_number_of_settlements_changes_nothing(
        terms in terms(),
        steps in prop::collection::vec(prop_oneof![0u64..20, 0u64..100_000_000], 1..60),
    ) {
        let mut gross = 0;
        let mut booked = Split::default();
        for step in steps {
            let before = terms.split(gross).unwrap();
            gross += step;
            booked = sum(&booked, &terms.split(gross).unwrap().since(&before).unwrap());
        }
        prop_assert_eq!(booked, terms.split(gross).unwrap());
    }
}

#[test]
fn unit_by_unit_no_part_falls() {
    for referral in [0, 777, 1_500] {
        let terms = SplitTerms {
            fee_bps: 1_000,
            discount_bps: 333,
            client_referral_bps: referral,
            operator_referral_bps: 1_500,
            verifier_bps: 1_000,
            staker_bps: 300,
            usd_bps: 3_001,
        };
        let mut before = terms.split(0).unwrap();
        for gross in 1..200_000 {
            let after = terms.split(gross).unwrap();
            let booked = after.since(&before);
            assert!(booked.is_ok_and(|booked| is_whole(&booked)), "at {gross}");
            before = after;
        }
    }
}
