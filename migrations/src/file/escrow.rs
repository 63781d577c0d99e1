//! Parameters of hiring and settlement.

use ionet_core::oracle::{
    MAX_CONFIDENCE_BPS, MAX_PRICE_AGE_SECONDS, MIN_CONFIDENCE_BPS, MIN_PRICE_AGE_SECONDS,
    PriceRules,
};
use ionet_core::race::{PriorityParameters, PriorityTier, WeightParameters};
use ionet_core::settlement::{ComputeRewardParameters, SettlementParameters};
use ionet_core::wash::JointParameters;
use toml::{Spanned, Value};

use super::amount::Unit;
use super::check::{Checked, address, holder, number};
use super::raw::{RawEscrow, RawRace, RawSplit};
use super::source::Source;
use super::{ClusterTag, Escrow, ForeignPrograms};

/// Who gets what of the fees, what hiring and splitting go by, and which programs are read.
pub(super) fn escrow(source: Source<'_>, tag: ClusterTag, raw: &RawEscrow) -> Checked<Escrow> {
    let (weights, priority) = race(source, &raw.race)?;
    Ok(Escrow {
        treasury: holder(source, "escrow.treasury", &raw.treasury)?,
        verifiers: holder(source, "escrow.verifiers", &raw.verifiers)?,
        foreign: foreign(source, tag, raw)?,
        price: PriceRules {
            max_age_seconds: number(
                source,
                "escrow.max_age_seconds",
                &raw.max_age_seconds,
                MIN_PRICE_AGE_SECONDS..=MAX_PRICE_AGE_SECONDS,
            )?,
            max_confidence_bps: number(
                source,
                "escrow.max_confidence_bps",
                &raw.max_confidence_bps,
                MIN_CONFIDENCE_BPS..=MAX_CONFIDENCE_BPS,
            )?,
        },
        weights,
        priority,
        joint: split(source, &raw.split)?,
    })
}

/// Where stakes, capacities and verdicts are read from.
fn foreign(
    source: Source<'_>,
    tag: ClusterTag,
    raw: &RawEscrow,
) -> Checked<Option<ForeignPrograms>> {
    match (tag, &raw.staking_program, &raw.verification_program) {
        (ClusterTag::Local, None, None) => Ok(None),
        (ClusterTag::Public, Some(staking), Some(verification)) => Ok(Some(ForeignPrograms {
            staking: address(source, "escrow.staking_program", staking)?,
            verification: address(source, "escrow.verification_program", verification)?,
        })),
        _ => Err(source.error(
            &raw.race.span(),
            "escrow",
            format!("the programs that are read do not fit cluster.tag \"{tag}\""),
            "staking_program and verification_program exactly where cluster.tag is \"public\": on a local chain \
             local_stand_in is read",
        )),
    }
}

fn race(
    source: Source<'_>,
    raw: &Spanned<RawRace>,
) -> Checked<(WeightParameters, PriorityParameters)> {
    let (span, raw) = (raw.span(), raw.get_ref());
    let refuse = |problem: String| {
        let accepted = "values within the bounds that the problem names";
        source.error(&span, "escrow.race", problem, accepted)
    };
    let weights = WeightParameters {
        cap_per_gpu: stake(source, "escrow.race.cap_per_gpu", &raw.cap_per_gpu)?,
        floor_per_gpu: stake(source, "escrow.race.floor_per_gpu", &raw.floor_per_gpu)?,
    };
    weights
        .validate()
        .map_err(|error| refuse(error.to_string()))?;
    let mut tiers = PriorityParameters::DEFAULT.tiers;
    for (index, (tier, raw)) in tiers.iter_mut().zip(&raw.tiers).enumerate() {
        let field = |part: &str| format!("escrow.race.tiers[{index}].{part}");
        *tier = PriorityTier {
            min_stake: stake(source, &field("min_stake"), &raw.min_stake)?,
            wait_slots: number(source, &field("wait_slots"), &raw.wait_slots, 0..=u16::MAX)?,
        };
    }
    let priority = PriorityParameters {
        scarce_from_bps: number(
            source,
            "escrow.race.scarce_from_bps",
            &raw.scarce_from_bps,
            0..=u16::MAX,
        )?,
        wait_slots: number(
            source,
            "escrow.race.wait_slots",
            &raw.wait_slots,
            0..=u16::MAX,
        )?,
        tiers,
    };
    priority
        .validate()
        .map_err(|error| refuse(error.to_string()))?;
    Ok((weights, priority))
}

fn stake(source: Source<'_>, field: &str, raw: &Spanned<Value>) -> Checked<u64> {
    Unit::Io
        .base_units(raw.get_ref())
        .map_err(|problem| source.error(&raw.span(), field, problem, Unit::Io.accepted()))
}

fn split(source: Source<'_>, raw: &Spanned<RawSplit>) -> Checked<JointParameters> {
    let (span, raw) = (raw.span(), raw.get_ref());
    let bps = |name: &str, raw: &Spanned<i64>| {
        number(source, &format!("escrow.split.{name}"), raw, 0..=10_000)
    };
    let joint = JointParameters {
        settlement: SettlementParameters {
            fee_bps: bps("fee_bps", &raw.fee_bps)?,
            max_discount_bps: bps("max_discount_bps", &raw.max_discount_bps)?,
            client_referral_bps: bps("client_referral_bps", &raw.client_referral_bps)?,
            operator_referral_bps: bps("operator_referral_bps", &raw.operator_referral_bps)?,
            verifier_bps: bps("verifier_bps", &raw.verifier_bps)?,
            min_usd_bps: bps("min_usd_bps", &raw.min_usd_bps)?,
            iosd_points_bps: bps("iosd_points_bps", &raw.iosd_points_bps)?,
        },
        rewards: ComputeRewardParameters {
            point_pay_cap_bps: bps("point_pay_cap_bps", &raw.point_pay_cap_bps)?,
            buyer_rebate_bps: bps("buyer_rebate_bps", &raw.buyer_rebate_bps)?,
            token_bonus_bps: bps("token_bonus_bps", &raw.token_bonus_bps)?,
        },
    };
    joint.check().map_err(|error| {
        source.error(
            &span,
            "escrow.split",
            error.to_string(),
            "a split with which nobody gains by hiring from themselves",
        )
    })?;
    Ok(joint)
}
