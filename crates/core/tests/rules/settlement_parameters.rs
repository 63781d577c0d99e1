//! The ranges of the settlement parameters, and the terms that a claim gets.

use ionet_core::settlement::{
    ClaimChoices, ComputeRewardParameters, SettlementError as Error, SettlementParameters,
    SplitTerms,
};

const DEFAULT: SettlementParameters = SettlementParameters::DEFAULT;
const CHOICES: ClaimChoices = ClaimChoices {
    discount_bps: 700,
    client_referrer: true,
    operator_referrer: true,
    usd_bps: 6_000,
    staker_bps: 250,
    pool_has_stakers: true,
};

fn check(change: impl FnOnce(&mut SettlementParameters)) -> Result<(), Error> {
    let mut parameters = DEFAULT;
    change(&mut parameters);
    parameters.validate()
}

#[test]
fn ranges_of_the_split() {
    let fee = Err(Error::FeeOutOfRange);
    let discount = Err(Error::MaxDiscountOutOfRange);
    let referrals = Err(Error::ReferralsOutOfRange);
    let verifiers = Err(Error::VerifierShareOutOfRange);
    let usd = Err(Error::MinUsdOutOfRange);
    let iosd = Err(Error::IosdPointsOutOfRange);
    for (result, expected) in [
        (check(|p| p.fee_bps = 300), Ok(())),
        (check(|p| p.fee_bps = 1_000), Ok(())),
        (check(|p| p.fee_bps = 299), fee),
        (check(|p| p.fee_bps = 1_001), fee),
        (check(|p| p.max_discount_bps = 0), Ok(())),
        (check(|p| p.max_discount_bps = 2_001), discount),
        (check(|p| p.client_referral_bps = 0), Ok(())),
        (check(|p| p.client_referral_bps = 1_501), referrals),
        (check(|p| p.operator_referral_bps = 1_501), referrals),
        (check(|p| p.operator_referral_bps = u16::MAX), referrals),
        (check(|p| p.verifier_bps = 500), Ok(())),
        (check(|p| p.verifier_bps = 2_000), Ok(())),
        (check(|p| p.verifier_bps = 499), verifiers),
        (check(|p| p.verifier_bps = 2_001), verifiers),
        (check(|p| p.min_usd_bps = 9_000), Ok(())),
        (check(|p| p.min_usd_bps = 2_999), usd),
        (check(|p| p.min_usd_bps = 9_001), usd),
        (check(|p| p.iosd_points_bps = 1_000), Ok(())),
        (check(|p| p.iosd_points_bps = 999), iosd),
        (check(|p| p.iosd_points_bps = 5_001), iosd),
    ] {
        assert_eq!(result, expected);
    }
    assert_eq!(SettlementParameters::default(), DEFAULT);
    assert_eq!(DEFAULT.validate(), Ok(()));
}

#[test]
fn ranges_of_the_rewards() {
    let check = |point_pay_cap_bps, buyer_rebate_bps, token_bonus_bps| {
        ComputeRewardParameters {
            point_pay_cap_bps,
            buyer_rebate_bps,
            token_bonus_bps,
        }
        .validate()
    };
    for (result, expected) in [
        (check(1_000, 0, 0), Ok(())),
        (check(9_000, 2_000, 1_500), Ok(())),
        (check(999, 0, 0), Err(Error::PayCapOutOfRange)),
        (check(9_001, 0, 0), Err(Error::PayCapOutOfRange)),
        (check(9_000, 2_001, 0), Err(Error::RebateOutOfRange)),
        (check(9_000, 0, 1_501), Err(Error::BonusOutOfRange)),
    ] {
        assert_eq!(result, expected);
    }
    let default = ComputeRewardParameters::default();
    assert_eq!(default, ComputeRewardParameters::DEFAULT);
    assert_eq!(default.validate(), Ok(()));
}

#[test]
fn terms_take_over_what_both_sides_bring() {
    let terms = DEFAULT.terms(&CHOICES).unwrap();
    assert_eq!(
        terms,
        SplitTerms {
            fee_bps: 500,
            discount_bps: 700,
            client_referral_bps: 1_500,
            operator_referral_bps: 1_500,
            verifier_bps: 1_000,
            staker_bps: 250,
            usd_bps: 6_000,
        }
    );
    let alone = ClaimChoices {
        client_referrer: false,
        operator_referrer: false,
        pool_has_stakers: false,
        ..CHOICES
    };
    assert_eq!(
        DEFAULT.terms(&alone),
        Ok(SplitTerms {
            client_referral_bps: 0,
            operator_referral_bps: 0,
            staker_bps: 0,
            ..terms
        })
    );
}

#[test]
fn choices_have_ranges() {
    let parameters = SettlementParameters {
        max_discount_bps: 1_000,
        min_usd_bps: 5_000,
        ..DEFAULT
    };
    let terms = |change: fn(&mut ClaimChoices)| {
        let mut choices = CHOICES;
        change(&mut choices);
        parameters.terms(&choices).map(|_| ())
    };
    let discount = Err(Error::DiscountOutOfRange {
        max_discount_bps: 1_000,
    });
    let usd = Err(Error::UsdOutOfRange { min_usd_bps: 5_000 });
    let stakers = Err(Error::StakersOutOfRange);
    for (result, expected) in [
        (terms(|c| c.discount_bps = 1_000), Ok(())),
        (terms(|c| c.discount_bps = 1_001), discount),
        (terms(|c| c.usd_bps = 5_000), Ok(())),
        (terms(|c| c.usd_bps = 9_000), Ok(())),
        (terms(|c| c.usd_bps = 4_999), usd),
        (terms(|c| c.usd_bps = 9_001), usd),
        (terms(|c| c.staker_bps = 100), Ok(())),
        (terms(|c| c.staker_bps = 300), Ok(())),
        (terms(|c| c.staker_bps = 99), stakers),
        (terms(|c| c.staker_bps = 301), stakers),
    ] {
        assert_eq!(result, expected);
    }
}
