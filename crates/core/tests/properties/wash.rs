//! The joint bound against floating point, and its direction in every parameter.

use ionet_core::settlement::{ComputeRewardParameters, SettlementParameters};
use ionet_core::wash::{JointParameters, WashError};
use proptest::prelude::*;

fn parameters() -> impl Strategy<Value = JointParameters> {
    let split = (
        300u16..=1_000,
        0u16..=2_000,
        0u16..=1_500,
        0u16..=1_500,
        500u16..=2_000,
    );
    let rest = (3_000u16..=9_000, 1_000u16..=5_000);
    // Most of the box is far from the bound: half of the sets are near it.
    let rewards = prop_oneof![
        (1_000u16..=9_000, 0u16..=2_000, 0u16..=1_500),
        (8_800u16..=9_000, 0u16..=1_000, 1_200u16..=1_500),
    ];
    (split, rest, rewards).prop_map(|(split, rest, rewards)| JointParameters {
        settlement: SettlementParameters {
            fee_bps: split.0,
            max_discount_bps: split.1,
            client_referral_bps: split.2,
            operator_referral_bps: split.3,
            verifier_bps: split.4,
            min_usd_bps: rest.0,
            iosd_points_bps: rest.1,
        },
        rewards: ComputeRewardParameters {
            point_pay_cap_bps: rewards.0,
            buyer_rebate_bps: rewards.1,
            token_bonus_bps: rewards.2,
        },
    })
}

/// Loss and requirement of a dollar of gross.
fn floating(p: &JointParameters) -> (f64, f64) {
    let bps = |bps: u16| f64::from(bps) / 10_000.0;
    let (s, r) = (&p.settlement, &p.rewards);
    let fee = bps(s.fee_bps) * (1.0 - bps(s.max_discount_bps));
    let kept =
        1.0 - bps(s.client_referral_bps) - bps(s.operator_referral_bps) - bps(s.verifier_bps);
    let bonus = bps(r.token_bonus_bps) * f64::from(9_000 - s.min_usd_bps) / 6_000.0;
    let rebate = bps(r.buyer_rebate_bps);
    let pay = bps(r.point_pay_cap_bps) * (rebate + (1.0 - rebate) * (1.0 + bonus));
    let gain = (pay - 1.0).max(0.0);
    let loss = fee * kept - gain * (1.0 - fee) * (1.0 - bps(s.min_usd_bps));
    (loss, fee * gain)
}

/// Every parameter a little worse for the network, within its range.
fn worse(p: &JointParameters, which: usize) -> JointParameters {
    let mut worse = *p;
    let (s, r) = (&mut worse.settlement, &mut worse.rewards);
    match which {
        0 => s.fee_bps = (s.fee_bps - 1).max(300),
        1 => s.max_discount_bps = (s.max_discount_bps + 1).min(2_000),
        2 => s.client_referral_bps = (s.client_referral_bps + 1).min(1_500),
        3 => s.verifier_bps = (s.verifier_bps + 1).min(2_000),
        4 => s.min_usd_bps = (s.min_usd_bps - 1).max(3_000),
        5 => r.point_pay_cap_bps = (r.point_pay_cap_bps + 1).min(9_000),
        6 => r.buyer_rebate_bps = r.buyer_rebate_bps.saturating_sub(1),
        _ => r.token_bonus_bps = (r.token_bonus_bps + 1).min(1_500),
    }
    worse
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8_192))]

    #[test]
    fn the_check_is_the_formula(parameters in parameters()) {
        let (loss, required) = floating(&parameters);
        match parameters.check() {
            Ok(margin) => {
                prop_assert!(loss > required - 1e-12);
                prop_assert!((f64::from(margin.loss_ppm) - loss * 1e6).abs() < 1.000_1);
                prop_assert!((f64::from(margin.required_ppm) - required * 1e6).abs() < 1.000_1);
            }
            Err(WashError::RingCouldGain { missing_ppm }) => {
                prop_assert!(loss < required + 1e-12);
                let missing = (required - loss) * 1e6;
                prop_assert!((f64::from(missing_ppm) - missing).abs() < 1.000_1);
            }
            Err(WashError::Range(error)) => prop_assert!(false, "in range: {}", error),
        }
    }

    #[test]
    fn what_is_worse_never_passes_where_better_fails(
        parameters in parameters(),
        which in 0usize..8,
    ) {
        if parameters.check().is_err() {
            prop_assert!(worse(&parameters, which).check().is_err());
        }
    }

    #[test]
    fn what_passes_together_passes_alone(a in parameters(), b in parameters()) {
        let both = a.worst_of(&b);
        if both.check().is_ok() {
            for settlement in [a.settlement, b.settlement] {
                for rewards in [a.rewards, b.rewards] {
                    let mixed = JointParameters { settlement, rewards };
                    prop_assert!(mixed.check().is_ok());
                }
            }
        }
    }
}
