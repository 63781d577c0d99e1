//! What errors of shared rules and of accounts that are read become.

use ionet_core::{
    hiring::{BondError, CapacityError, FilterError, FilterMiss},
    oracle::OracleError,
    pause::PauseError,
    pricing::PricingError,
    race::{PriorityError, RaceError, SeedError},
    withdrawal::WithdrawalError,
};
use ionet_program_common::{handover::HandoverError, upgrade_authority::UpgradeAuthorityError};
use ionet_registry_interface::ReadError;
use ionet_staking_interface::StakeError;
use ionet_verification_interface::VerificationError;

use super::hold;
use crate::error::EscrowError;

#[test]
fn roles_and_pause() {
    hold(&[
        (UpgradeAuthorityError::WrongProgramData.into(), 6001),
        (UpgradeAuthorityError::NotUpgradeAuthority.into(), 6000),
        (HandoverError::NothingProposed.into(), 6009),
        (HandoverError::NotProposed.into(), 6010),
        (PauseError::GuardianCoolingDown.into(), 6012),
        (PauseError::NotPaused.into(), 6013),
        (PauseError::Overflow.into(), 6166),
    ]);
}

#[test]
fn withdrawals() {
    hold(&[
        (WithdrawalError::ZeroAmount.into(), 6163),
        (WithdrawalError::NothingOwed.into(), 6164),
        (WithdrawalError::PoolEmpty.into(), 6165),
        (WithdrawalError::Overflow.into(), 6166),
    ]);
}

#[test]
fn capacity_bond_and_filters() {
    hold(&[
        (CapacityError::ZeroGpus.into(), 6166),
        (CapacityError::RootFromFuture.into(), 6075),
        (CapacityError::RootTooOld { oldest: 1 }.into(), 6076),
        (CapacityError::NotEnoughVerified { idle: 1 }.into(), 6077),
        (CapacityError::TooManyClasses.into(), 6078),
        (CapacityError::NotHired { hired: 1 }.into(), 6166),
        (
            BondError::NotEnoughSelfStake { free: 1, needed: 2 }.into(),
            6079,
        ),
        (BondError::NotLocked.into(), 6166),
        (BondError::Overflow.into(), 6166),
        (FilterError::VramOutOfRange.into(), 6120),
        (FilterError::ConnectivityOutOfRange.into(), 6120),
        (FilterError::LatencyOutOfRange.into(), 6120),
        (FilterError::SecurityOutOfRange.into(), 6120),
        (FilterError::UnknownPurpose.into(), 6120),
        (FilterError::ReputationOutOfRange.into(), 6120),
        (FilterMiss::Draining.into(), 6063),
        (FilterMiss::Class.into(), 6064),
        (FilterMiss::Mint.into(), 6065),
        (FilterMiss::Vram { missing: 1 }.into(), 6066),
        (FilterMiss::Region.into(), 6067),
        (FilterMiss::Connectivity { missing: 1 }.into(), 6068),
        (FilterMiss::Latency { missing: 1 }.into(), 6069),
        (FilterMiss::Security { missing: 1 }.into(), 6070),
        (FilterMiss::Purpose.into(), 6071),
        (FilterMiss::OperatorReputation { missing: 1 }.into(), 6072),
        (FilterMiss::ClientReputation { missing: 1 }.into(), 6073),
        (FilterMiss::Hours { beyond: 1 }.into(), 6074),
    ]);
}

#[test]
fn seal_race_and_wait() {
    hold(&[
        (SeedError::Malformed.into(), 6044),
        (SeedError::NotYetSealable.into(), 6045),
        (SeedError::Expired.into(), 6044),
        (SeedError::StillSealable.into(), 6044),
        (RaceError::CapOutOfRange.into(), 6084),
        (RaceError::FloorOutOfRange.into(), 6084),
        (RaceError::StakeOutOfRange.into(), 6080),
        (RaceError::IdleGpusOutOfRange.into(), 6080),
        (RaceError::ReputationOutOfRange.into(), 6080),
        (RaceError::JobSlotsOutOfRange.into(), 6080),
        (RaceError::ClaimSlotsOutOfRange.into(), 6080),
        (RaceError::ActiveTooLate.into(), 6081),
        (RaceError::TooEarly { from_elapsed: 1 }.into(), 6082),
        (PriorityError::ScarcityOutOfRange.into(), 6085),
        (PriorityError::TierStakeOutOfRange.into(), 6085),
        (PriorityError::WaitOutOfRange.into(), 6085),
        (PriorityError::Waiting { until_slot: 1 }.into(), 6083),
    ]);
}

#[test]
fn prices() {
    hold(&[
        (OracleError::WrongOwner.into(), 6086),
        (OracleError::NotPriceUpdate.into(), 6087),
        (OracleError::NotFullyVerified.into(), 6088),
        (OracleError::WrongFeed.into(), 6089),
        (OracleError::ExponentOutOfRange.into(), 6090),
        (OracleError::PriceNotPositive.into(), 6090),
        (OracleError::PriceTooHigh.into(), 6090),
        (OracleError::Stale.into(), 6091),
        (
            OracleError::OlderThanUsed {
                newest_publish_time: 1,
            }
            .into(),
            6091,
        ),
        (OracleError::FromFuture.into(), 6092),
        (OracleError::ConfidenceTooWide.into(), 6093),
        (OracleError::MaxAgeOutOfRange.into(), 6094),
        (OracleError::MaxConfidenceOutOfRange.into(), 6095),
        (OracleError::AmountTooLarge.into(), 6166),
        (PricingError::MultiplierOutOfRange.into(), 6057),
        (PricingError::Overflow.into(), 6166),
    ]);
}

#[test]
fn accounts_of_other_programs() {
    let registry = |error| EscrowError::registry(EscrowError::WrongDevice)(error);
    let verification = |error| EscrowError::verification(EscrowError::WrongCapacity)(error);
    hold(&[
        (StakeError::NotStake.into(), 6047),
        (StakeError::WrongOwner.into(), 6047),
        (StakeError::UnsupportedVersion.into(), 6050),
        (registry(ReadError::WrongAccount), 6052),
        (registry(ReadError::WrongKey), 6052),
        (registry(ReadError::UnsupportedVersion), 6050),
        (verification(VerificationError::NotThisAccount), 6048),
        (verification(VerificationError::WrongSubject), 6048),
        (verification(VerificationError::UnsupportedVersion), 6050),
    ]);
}
