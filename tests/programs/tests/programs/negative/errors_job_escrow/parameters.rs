//! Errors of job-escrow: parameters, each for itself and all together.

use super::{
    super::tables::{ErrorCase, error_case as case},
    roles::{fresh, initialize, start},
    stage::Stage,
};
use ionet_test_kit::{
    Outcome,
    addresses::STABLE,
    process::job_escrow::{self as escrow, Parameters},
};

const FEE: usize = 0;
const MAX_DISCOUNT: usize = 1;
const CLIENT_REFERRAL: usize = 2;
const OPERATOR_REFERRAL: usize = 3;
const VERIFIERS: usize = 4;
const MIN_USD: usize = 5;
const IOSD_POINTS: usize = 6;
const PAY_CAP: usize = 7;
const REBATE: usize = 8;
const BONUS: usize = 9;

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("RaceParametersOutOfRange", "initialize, no floor", || initialize(|start| start.parameters.floor_per_gpu = 0)),
    case("RaceParametersOutOfRange", "floor above 100 IO", || set(|new| new.floor_per_gpu = 10_000_000_001)),
    case("RaceParametersOutOfRange", "the greatest floor", || set(|new| new.floor_per_gpu = u64::MAX)),
    case("RaceParametersOutOfRange", "cap below the floor", || set(|new| new.cap_per_gpu = new.floor_per_gpu - 1)),
    case("RaceParametersOutOfRange", "no cap", || set(|new| new.cap_per_gpu = 0)),
    case("RaceParametersOutOfRange", "cap above 100,000 IO", || set(|new| new.cap_per_gpu = 10_000_000_000_001)),
    case("RaceParametersOutOfRange", "the greatest cap", || set(|new| new.cap_per_gpu = u64::MAX)),
    case("PriorityParametersOutOfRange", "initialize, scarce too early", || {
        initialize(|start| start.parameters.scarce_from_bps = 4_999)
    }),
    case("PriorityParametersOutOfRange", "never scarce", || set(|new| new.scarce_from_bps = 10_001)),
    case("PriorityParametersOutOfRange", "the longest wait", || set(|new| new.wait_slots = u16::MAX)),
    case("PriorityParametersOutOfRange", "a slot more than 750", || set(|new| new.wait_slots = 751)),
    case("PriorityParametersOutOfRange", "a tier of nothing", || set(|new| new.tiers[0].0 = 0)),
    case("PriorityParametersOutOfRange", "two tiers alike", || set(|new| new.tiers[2].0 = new.tiers[1].0)),
    case("PriorityParametersOutOfRange", "more than there is", || set(|new| new.tiers[3].0 = u64::MAX)),
    case("PriorityParametersOutOfRange", "more stake waits longer", || set(|new| new.tiers[3].1 = new.tiers[2].1 + 1)),
    case("MaxAgeOutOfRange", "initialize, zero", || initialize(|start| start.parameters.max_age_seconds = 0)),
    case("MaxAgeOutOfRange", "9", || set(|new| new.max_age_seconds = 9)),
    case("MaxAgeOutOfRange", "61", || set(|new| new.max_age_seconds = 61)),
    case("MaxAgeOutOfRange", "the greatest", || set(|new| new.max_age_seconds = u16::MAX)),
    case("MaxConfidenceOutOfRange", "initialize, zero", || initialize(|start| start.parameters.max_confidence_bps = 0)),
    case("MaxConfidenceOutOfRange", "9", || set(|new| new.max_confidence_bps = 9)),
    case("MaxConfidenceOutOfRange", "201", || set(|new| new.max_confidence_bps = 201)),
    case("FeeOutOfRange", "initialize, none", || initialize(|start| start.parameters.joint[FEE] = 0)),
    case("FeeOutOfRange", "299", || joint(FEE, 299)),
    case("FeeOutOfRange", "1,001", || joint(FEE, 1_001)),
    case("FeeOutOfRange", "more than all", || joint(FEE, u16::MAX)),
    case("MaxDiscountOutOfRange", "2,001", || joint(MAX_DISCOUNT, 2_001)),
    case("MaxDiscountOutOfRange", "more than all", || joint(MAX_DISCOUNT, u16::MAX)),
    case("ReferralsOutOfRange", "together 3,001", || joint(CLIENT_REFERRAL, 1_501)),
    case("ReferralsOutOfRange", "the operator's alone", || set(|new| {
        new.joint[CLIENT_REFERRAL] = 0;
        new.joint[OPERATOR_REFERRAL] = 3_001;
    })),
    case("ReferralsOutOfRange", "their sum does not fit 16 bits", || set(|new| {
        new.joint[CLIENT_REFERRAL] = u16::MAX;
        new.joint[OPERATOR_REFERRAL] = 1;
    })),
    case("VerifierShareOutOfRange", "499", || joint(VERIFIERS, 499)),
    case("VerifierShareOutOfRange", "2,001", || joint(VERIFIERS, 2_001)),
    case("MinUsdOutOfRange", "2,999", || joint(MIN_USD, 2_999)),
    case("MinUsdOutOfRange", "9,001", || joint(MIN_USD, 9_001)),
    case("IosdPointsOutOfRange", "999", || joint(IOSD_POINTS, 999)),
    case("IosdPointsOutOfRange", "5,001", || joint(IOSD_POINTS, 5_001)),
    case("PayCapOutOfRange", "999", || joint(PAY_CAP, 999)),
    case("PayCapOutOfRange", "9,001", || joint(PAY_CAP, 9_001)),
    case("RebateOutOfRange", "2,001", || joint(REBATE, 2_001)),
    case("RebateOutOfRange", "more than all", || joint(REBATE, u16::MAX)),
    case("BonusOutOfRange", "1,501", || joint(BONUS, 1_501)),
    case("BonusOutOfRange", "more than all", || joint(BONUS, u16::MAX)),
    case("RingCouldGain", "initialize, a small fee", || initialize(|start| start.parameters.joint[FEE] = 300)),
    case("RingCouldGain", "a small fee", || joint(FEE, 300)),
    case("RingCouldGain", "harmless, but not with the claims made before it", || set(small_fee_small_pay)),
    case("RingCouldGain", "the way back in one step", || {
        let mut careful = fresh();
        let mut start = start(&careful);
        small_fee_small_pay(&mut start.parameters);
        careful.must(escrow::initialize(careful.admin(), STABLE.mint, &start));
        careful.after(365 * 86_400).refuses(|stage| {
            escrow::set_parameters(stage.admin(), Parameters::default())
        })
    }),
];

fn small_fee_small_pay(new: &mut Parameters) {
    new.joint[FEE] = 300;
    new.joint[PAY_CAP] = 1_000;
}

fn set(change: impl FnOnce(&mut Parameters)) -> Outcome {
    let mut new = Parameters::default();
    change(&mut new);
    Stage::open().refuses(|stage| escrow::set_parameters(stage.admin(), new))
}

fn joint(index: usize, bps: u16) -> Outcome {
    set(|new| new.joint[index] = bps)
}
