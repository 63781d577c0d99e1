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
        (PostError::GpusOutOfRange.into(), 6115),
        (PostError::GranuleOutOfRange.into(), 6116),
        (PostError::GranuleDoesNotDivide.into(), 6117),
        (PostError::SecondsOutOfRange.into(), 6118),
        (PostError::ClaimDeadlineOutOfRange.into(), 6119),
        (PostError::StartSecondsOutOfRange.into(), 6120),
        (PostError::UnknownVerification.into(), 6121),
        (PostError::ReplicasOutOfRange.into(), 6122),
        (PostError::UnknownPartialFill.into(), 6123),
        (PostError::ReplicasNeedAll.into(), 6124),
        (PostError::AuditNeedsDeterministic.into(), 6125),
        (PostError::Filter(FilterError::UnknownPurpose).into(), 6127),
        (PostError::Hire(SettlementError::RateZero).into(), 6128),
    ]);
}

#[test]
fn jobs_and_claims() {
    hold(&[
        (JobError::WrongState.into(), 6134),
        (JobError::UnknownState.into(), 6135),
        (JobError::UnknownReason.into(), 6135),
        (JobError::UnknownJobEnd.into(), 6135),
        (JobError::UnknownEntitlement.into(), 6135),
        (JobError::Paused.into(), 6011),
        (JobError::JobEnded.into(), 6136),
        (JobError::ClaimDeadlinePassed.into(), 6137),
        (JobError::NotAGranule { granule: 1 }.into(), 6138),
        (JobError::NotAReplica { gpus: 1 }.into(), 6139),
        (JobError::NotEnoughSlots { free: 1 }.into(), 6140),
        (JobError::MaxSecondsTooShort { seconds: 1 }.into(), 6141),
        (JobError::StartNotOpen { opens_at: 1 }.into(), 6142),
        (JobError::StartMissed { deadline: 1 }.into(), 6143),
        (JobError::TooManyGpus { left: 1 }.into(), 6144),
        (JobError::EndNotDue.into(), 6145),
        (JobError::LastHeartbeatAwaited.into(), 6146),
        (JobError::CommitInstead.into(), 6147),
        (JobError::NotFull.into(), 6181),
        (JobError::NotReplicated.into(), 6148),
        (JobError::NotDecided.into(), 6149),
        (JobError::HeldBack { until: 1 }.into(), 6163),
        (JobError::JobNotDue.into(), 6150),
        (JobError::TimeOver.into(), 6151),
        (JobError::ClaimingOpen.into(), 6152),
        (JobError::NothingToRefund.into(), 6153),
        (JobError::JobOpen.into(), 6154),
        (JobError::ClaimsOpen { claims: 1 }.into(), 6155),
        (JobError::NotSettled.into(), 6156),
        (JobError::Meter(SettlementError::RateZero).into(), 6128),
        (JobError::Overflow.into(), 6180),
    ]);
}

#[test]
fn replicas_and_disputes() {
    hold(&[
        (ReplicaError::Job(JobError::NotFull).into(), 6181),
        (ReplicaError::RevealNotOpen { opens_at: 1 }.into(), 6165),
        (ReplicaError::RevealClosed { closed_at: 1 }.into(), 6166),
        (ReplicaError::RevealAwaited { closes_at: 1 }.into(), 6167),
        (ReplicaError::VerdictAwaited { deadline: 1 }.into(), 6168),
        (ReplicaError::TallyFull.into(), 6170),
        (DisputeError::Job(JobError::WrongState).into(), 6134),
        (DisputeError::NotDeterministic.into(), 6171),
        (DisputeError::Replicated.into(), 6172),
        (DisputeError::TooLate { ended_at: 1 }.into(), 6173),
        (DisputeError::NothingHeldBack.into(), 6174),
        (DisputeError::NotAudited.into(), 6175),
        (DisputeError::VerdictAwaited { deadline: 1 }.into(), 6168),
        (DisputeError::UnknownVerdict.into(), 6176),
        (DisputeError::Overflow.into(), 6180),
    ]);
}

#[test]
fn settlements_and_their_parameters() {
    hold(&[
        (SettlementError::FeeOutOfRange.into(), 6102),
        (SettlementError::MaxDiscountOutOfRange.into(), 6103),
        (SettlementError::ReferralsOutOfRange.into(), 6104),
        (SettlementError::VerifierShareOutOfRange.into(), 6105),
        (SettlementError::MinUsdOutOfRange.into(), 6106),
        (SettlementError::IosdPointsOutOfRange.into(), 6107),
        (SettlementError::RebateOutOfRange.into(), 6108),
        (SettlementError::BonusOutOfRange.into(), 6109),
        (SettlementError::PayCapOutOfRange.into(), 6110),
        (
            SettlementError::DiscountOutOfRange {
                max_discount_bps: 1,
            }
            .into(),
            6112,
        ),
        (
            SettlementError::UsdOutOfRange { min_usd_bps: 1 }.into(),
            6113,
        ),
        (SettlementError::StakersOutOfRange.into(), 6114),
        (SettlementError::RateZero.into(), 6128),
        (SettlementError::JobTooShort.into(), 6129),
        (SettlementError::JobTooLong.into(), 6130),
        (SettlementError::DepositTooSmall.into(), 6131),
        (SettlementError::DepositTooLarge.into(), 6132),
        (SettlementError::TooManyRates.into(), 6133),
        (SettlementError::JobCancelled.into(), 6157),
        (SettlementError::ClaimEmpty.into(), 6078),
        (SettlementError::AlreadyStarted.into(), 6134),
        (SettlementError::NotStarted.into(), 6158),
        (SettlementError::StartTooLate { start_by: 1 }.into(), 6143),
        (SettlementError::ClaimEnded.into(), 6159),
        (SettlementError::ClaimOpen.into(), 6146),
        (
            SettlementError::HeartbeatTooEarly { next_at: 1 }.into(),
            6160,
        ),
        (SettlementError::AliveOutOfRange { gpus: 1 }.into(), 6161),
        (SettlementError::NotDark.into(), 6162),
        (SettlementError::NothingToSettle.into(), 6163),
        (SettlementError::PriceNeeded.into(), 6164),
        (SettlementError::StateInvalid.into(), 6180),
        (
            WashError::Range(SettlementError::FeeOutOfRange).into(),
            6102,
        ),
        (WashError::RingCouldGain { missing_ppm: 1 }.into(), 6111),
    ]);
}
