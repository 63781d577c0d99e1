//! The joint bound: the default's margin, and which single changes it refuses.

use ionet_core::settlement::{ComputeRewardParameters, SettlementError, SettlementParameters};
use ionet_core::time::DAY_SECONDS;
use ionet_core::wash::{JointHistory, JointParameters, Margin, WashError};

const DEFAULT: JointParameters = JointParameters::DEFAULT;

fn check(change: impl FnOnce(&mut JointParameters)) -> Result<Margin, WashError> {
    let mut parameters = DEFAULT;
    change(&mut parameters);
    parameters.check()
}

#[test]
fn the_default_loses_half_a_percent() {
    // f = 4 %, k = 60 %, u = 30 %, m = 0.9 · (0.05 + 0.95 · 1.15) = 1.02825:
    // 2.4 % − 2.825 % · 96 % · 70 % = 0.5016 %, required 4 % · 2.825 % = 0.113 %.
    assert_eq!(
        DEFAULT.check(),
        Ok(Margin {
            loss_ppm: 5_016,
            required_ppm: 1_130
        })
    );
}

#[test]
fn each_parameter_has_its_own_limit_beside_the_default() {
    type Set = fn(&mut JointParameters, u16);
    // The last accepted value and the first refused. Bonus, cap, discount and referrals stand at
    // the hard bound that is worst, the dollar share too.
    let cases: [(Set, u16, u16); 3] = [
        (|p, v| p.settlement.fee_bps = v, 418, 417),
        (|p, v| p.settlement.verifier_bps = v, 1_971, 1_972),
        (|p, v| p.rewards.buyer_rebate_bps = v, 96, 95),
    ];
    for (set, accepted, refused) in cases {
        assert!(check(|p| set(p, accepted)).is_ok(), "{accepted}");
        assert!(
            matches!(
                check(|p| set(p, refused)),
                Err(WashError::RingCouldGain { .. })
            ),
            "{refused}"
        );
    }
}

#[test]
fn a_fee_at_its_lower_end_needs_other_concessions() {
    let low_fee = |change: fn(&mut JointParameters)| {
        check(|p| {
            p.settlement.fee_bps = 300;
            change(p);
        })
    };
    assert!(matches!(
        low_fee(|_| ()),
        Err(WashError::RingCouldGain { .. })
    ));
    let concessions: [fn(&mut JointParameters); 4] = [
        |p| p.rewards.token_bonus_bps = 1_000,
        |p| p.rewards.point_pay_cap_bps = 8_700,
        |p| p.settlement.min_usd_bps = 5_000,
        |p| {
            p.settlement.client_referral_bps = 0;
            p.settlement.max_discount_bps = 0;
        },
    ];
    for concession in concessions {
        assert!(low_fee(concession).is_ok());
    }
}

#[test]
fn pay_below_a_dollar_needs_no_fee() {
    let margin = check(|p| {
        p.settlement.fee_bps = 300;
        p.rewards.token_bonus_bps = 0;
    });
    assert_eq!(
        margin,
        Ok(Margin {
            loss_ppm: 14_400,
            required_ppm: 0
        })
    );
}

#[test]
fn ranges_come_first() {
    assert_eq!(
        check(|p| p.settlement.fee_bps = 299),
        Err(WashError::Range(SettlementError::FeeOutOfRange))
    );
    assert_eq!(
        check(|p| p.rewards.token_bonus_bps = 1_501),
        Err(WashError::Range(SettlementError::BonusOutOfRange))
    );
}

#[test]
fn the_refusal_says_how_much_is_missing() {
    // Loss 1.44 % − 2.825 % · 97.6 % · 70 % = −0.490 %, required 2.4 % · 2.825 % = 0.068 %.
    let refused = check(|p| p.settlement.fee_bps = 300).unwrap_err();
    assert_eq!(refused, WashError::RingCouldGain { missing_ppm: 5_579 });
    let text = refused.to_string();
    assert!(text.contains("5579 millionths") && text.contains("raise fee_bps"));
    let range = WashError::Range(SettlementError::FeeOutOfRange);
    assert_eq!(range.to_string(), "fee_bps must be 300 to 1,000");
}

#[test]
fn the_worst_of_two_sets_takes_the_worse_of_each_field() {
    let other = JointParameters {
        settlement: SettlementParameters {
            fee_bps: 700,
            max_discount_bps: 100,
            client_referral_bps: 0,
            operator_referral_bps: 3_000,
            verifier_bps: 1_500,
            min_usd_bps: 4_000,
            iosd_points_bps: 2_000,
        },
        rewards: ComputeRewardParameters {
            point_pay_cap_bps: 8_000,
            buyer_rebate_bps: 100,
            token_bonus_bps: 700,
        },
    };
    let worst = JointParameters {
        settlement: SettlementParameters {
            client_referral_bps: 3_000,
            operator_referral_bps: 0,
            verifier_bps: 1_500,
            ..DEFAULT.settlement
        },
        rewards: ComputeRewardParameters {
            buyer_rebate_bps: 100,
            ..DEFAULT.rewards
        },
    };
    assert_eq!(DEFAULT.worst_of(&other), worst);
    assert_eq!(other.worst_of(&DEFAULT), worst);
    // Raising the fee and the bonus together does not pass while claims with the old fee live.
    let cheap = JointParameters {
        settlement: SettlementParameters {
            fee_bps: 300,
            ..DEFAULT.settlement
        },
        rewards: ComputeRewardParameters {
            token_bonus_bps: 0,
            ..DEFAULT.rewards
        },
    };
    assert!(cheap.check().is_ok() && DEFAULT.check().is_ok());
    assert!(cheap.worst_of(&DEFAULT).check().is_err());
}

const NOW: i64 = 1_800_000_000;

fn with(change: impl FnOnce(&mut JointParameters)) -> JointParameters {
    let mut parameters = DEFAULT;
    change(&mut parameters);
    parameters
}

#[test]
fn two_harmless_changes_make_no_harmful_one() {
    // Each at its limit: claims of the first could be paid by the second.
    let low_fee = with(|p| p.settlement.fee_bps = 418);
    let high_verifiers = with(|p| p.settlement.verifier_bps = 1_971);
    let start = JointHistory::start(low_fee, NOW).unwrap();
    assert!(JointHistory::start(high_verifiers, NOW).is_ok());
    let refused = start.change(high_verifiers, NOW + 1);
    assert!(matches!(refused, Err(WashError::RingCouldGain { .. })));
    // However long it was in force: claims of the last second still have it.
    let later = start.change(high_verifiers, NOW + 1_000 * DAY_SECONDS);
    assert!(matches!(later, Err(WashError::RingCouldGain { .. })));
}

#[test]
fn what_no_claim_can_have_any_more_is_forgotten() {
    let low_fee = with(|p| p.settlement.fee_bps = 418);
    let high_verifiers = with(|p| p.settlement.verifier_bps = 1_971);
    let back = JointHistory::start(low_fee, NOW)
        .and_then(|start| start.change(DEFAULT, NOW + 1))
        .unwrap();
    assert_eq!(back.current, DEFAULT);
    assert_eq!(back.worst.settlement.fee_bps, 418);
    let last = NOW + 1 + 91 * DAY_SECONDS;
    assert!(back.change(high_verifiers, last).is_err());
    let after = back.change(high_verifiers, last + 1).unwrap();
    assert_eq!(after.current, high_verifiers);
    assert_eq!(after.changed_at, last + 1);
    assert_eq!(after.worst.settlement.fee_bps, DEFAULT.settlement.fee_bps);
}

#[test]
fn a_history_starts_and_goes_on_with_sound_parameters_only() {
    let unsound = with(|p| p.settlement.fee_bps = 417);
    assert!(JointHistory::start(unsound, NOW).is_err());
    let start = JointHistory::start(DEFAULT, NOW).unwrap();
    assert!(start.change(unsound, NOW + 1).is_err());
}
