//! What errors of the rules of jobs and settlements become.

use ionet_core::{
    hiring::FilterError,
    job::{DisputeError, JobError, PostError, ReplicaError},
    settlement::SettlementError,
    wash::WashError,
};

use super::hold;

#[test]
fn posting() {
    hold(&[
        (PostError::GpusOutOfRange.into(), 6108),
        (PostError::GranuleOutOfRange.into(), 6109),
        (PostError::GranuleDoesNotDivide.into(), 6110),
        (PostError::SecondsOutOfRange.into(), 6111),
        (PostError::ClaimDeadlineOutOfRange.into(), 6112),
        (PostError::StartSecondsOutOfRange.into(), 6113),
        (PostError::UnknownVerification.into(), 6114),
        (PostError::ReplicasOutOfRange.into(), 6115),
        (PostError::UnknownPartialFill.into(), 6116),
        (PostError::ReplicasNeedAll.into(), 6117),
        (PostError::AuditNeedsDeterministic.into(), 6118),
        (PostError::Filter(FilterError::UnknownPurpose).into(), 6120),
        (PostError::Hire(SettlementError::RateZero).into(), 6166),
    ]);
}

#[test]
fn jobs_and_claims() {
    hold(&[
        (JobError::WrongState.into(), 6126),
        (JobError::UnknownState.into(), 6166),
        (JobError::UnknownReason.into(), 6166),
        (JobError::UnknownJobEnd.into(), 6166),
        (JobError::UnknownEntitlement.into(), 6166),
        (JobError::Paused.into(), 6011),
        (JobError::JobEnded.into(), 6127),
        (JobError::ClaimDeadlinePassed.into(), 6128),
        (JobError::NotAGranule { granule: 1 }.into(), 6129),
        (JobError::NotAReplica { gpus: 1 }.into(), 6130),
        (JobError::NotEnoughSlots { free: 1 }.into(), 6131),
        (JobError::MaxSecondsTooShort { seconds: 1 }.into(), 6132),
        (JobError::StartNotOpen { opens_at: 1 }.into(), 6133),
        (JobError::StartMissed { deadline: 1 }.into(), 6134),
        (JobError::TooManyGpus { left: 1 }.into(), 6135),
        (JobError::EndNotDue.into(), 6136),
        (JobError::LastHeartbeatAwaited.into(), 6137),
        (JobError::CommitInstead.into(), 6138),
        (JobError::NotFull.into(), 6167),
        (JobError::NotReplicated.into(), 6139),
        (JobError::NotDecided.into(), 6140),
        (JobError::HeldBack { until: 1 }.into(), 6150),
        (JobError::JobNotDue.into(), 6141),
        (JobError::TimeOver.into(), 6142),
        (JobError::ClaimingOpen.into(), 6143),
        (JobError::NothingToRefund.into(), 6144),
        (JobError::JobOpen.into(), 6145),
        (JobError::ClaimsOpen { claims: 1 }.into(), 6146),
        (JobError::NotSettled.into(), 6171),
        (JobError::Disputed.into(), 6169),
        (JobError::AlreadySettled.into(), 6170),
        (JobError::Meter(SettlementError::RateZero).into(), 6166),
        (JobError::Overflow.into(), 6166),
    ]);
}

#[test]
fn replicas_and_disputes() {
    hold(&[
        (ReplicaError::Job(JobError::NotFull).into(), 6167),
        (ReplicaError::RevealNotOpen { opens_at: 1 }.into(), 6152),
        (ReplicaError::RevealClosed { closed_at: 1 }.into(), 6153),
        (ReplicaError::RevealAwaited { closes_at: 1 }.into(), 6154),
        (ReplicaError::VerdictAwaited { deadline: 1 }.into(), 6155),
        (ReplicaError::TallyFull.into(), 6166),
        (DisputeError::Job(JobError::WrongState).into(), 6126),
        (DisputeError::NotDeterministic.into(), 6157),
        (DisputeError::Replicated.into(), 6158),
        (DisputeError::TooLate { ended_at: 1 }.into(), 6159),
        (DisputeError::NothingHeldBack.into(), 6160),
        (DisputeError::NotAudited.into(), 6161),
        (DisputeError::VerdictAwaited { deadline: 1 }.into(), 6155),
        (DisputeError::UnknownVerdict.into(), 6162),
        (DisputeError::Overflow.into(), 6166),
    ]);
}

#[test]
fn settlements_and_their_parameters() {
    hold(&[
        (SettlementError::FeeOutOfRange.into(), 6096),
        (SettlementError::MaxDiscountOutOfRange.into(), 6097),
        (SettlementError::ReferralsOutOfRange.into(), 6098),
        (SettlementError::VerifierShareOutOfRange.into(), 6099),
        (SettlementError::MinUsdOutOfRange.into(), 6100),
        (SettlementError::IosdPointsOutOfRange.into(), 6101),
        (SettlementError::RebateOutOfRange.into(), 6102),
        (SettlementError::BonusOutOfRange.into(), 6103),
        (SettlementError::PayCapOutOfRange.into(), 6104),
        (
            SettlementError::DiscountOutOfRange {
                max_discount_bps: 1,
            }
            .into(),
            6166,
        ),
        (
            SettlementError::UsdOutOfRange { min_usd_bps: 1 }.into(),
            6106,
        ),
        (SettlementError::StakersOutOfRange.into(), 6107),
        (SettlementError::RateZero.into(), 6166),
        (SettlementError::JobTooShort.into(), 6121),
        (SettlementError::JobTooLong.into(), 6122),
        (SettlementError::DepositTooSmall.into(), 6123),
        (SettlementError::DepositTooLarge.into(), 6124),
        (SettlementError::TooManyRates.into(), 6125),
        (SettlementError::JobCancelled.into(), 6127),
        (SettlementError::ClaimEmpty.into(), 6166),
        (SettlementError::AlreadyStarted.into(), 6126),
        (SettlementError::NotStarted.into(), 6126),
        (SettlementError::StartTooLate { start_by: 1 }.into(), 6134),
        (SettlementError::ClaimEnded.into(), 6147),
        (SettlementError::ClaimOpen.into(), 6137),
        (
            SettlementError::HeartbeatTooEarly { next_at: 1 }.into(),
            6148,
        ),
        (SettlementError::AliveOutOfRange { gpus: 1 }.into(), 6149),
        (SettlementError::NotDark.into(), 6136),
        (SettlementError::NothingToSettle.into(), 6150),
        (SettlementError::PriceNeeded.into(), 6151),
        (SettlementError::StateInvalid.into(), 6166),
        (
            WashError::Range(SettlementError::FeeOutOfRange).into(),
            6096,
        ),
        (WashError::RingCouldGain { missing_ppm: 1 }.into(), 6105),
    ]);
}
