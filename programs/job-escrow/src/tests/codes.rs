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
        (PauseError::Overflow.into(), 6180),
    ]);
}

#[test]
fn withdrawals() {
    hold(&[
        (WithdrawalError::ZeroAmount.into(), 6177),
        (WithdrawalError::NothingOwed.into(), 6178),
        (WithdrawalError::PoolEmpty.into(), 6179),
        (WithdrawalError::Overflow.into(), 6180),
    ]);
}

#[test]
fn capacity_bond_and_filters() {
    hold(&[
        (CapacityError::ZeroGpus.into(), 6078),
        (CapacityError::RootFromFuture.into(), 6079),
        (CapacityError::RootTooOld { oldest: 1 }.into(), 6080),
        (CapacityError::NotEnoughVerified { idle: 1 }.into(), 6081),
        (CapacityError::TooManyClasses.into(), 6082),
        (CapacityError::NotHired { hired: 1 }.into(), 6083),
        (
            BondError::NotEnoughSelfStake { free: 1, needed: 2 }.into(),
            6084,
        ),
        (BondError::NotLocked.into(), 6085),
        (BondError::Overflow.into(), 6180),
        (FilterError::VramOutOfRange.into(), 6127),
        (FilterError::ConnectivityOutOfRange.into(), 6127),
        (FilterError::LatencyOutOfRange.into(), 6127),
        (FilterError::SecurityOutOfRange.into(), 6127),
        (FilterError::UnknownPurpose.into(), 6127),
        (FilterError::ReputationOutOfRange.into(), 6127),
        (FilterMiss::Draining.into(), 6066),
        (FilterMiss::Class.into(), 6067),
        (FilterMiss::Mint.into(), 6068),
        (FilterMiss::Vram { missing: 1 }.into(), 6069),
        (FilterMiss::Region.into(), 6070),
        (FilterMiss::Connectivity { missing: 1 }.into(), 6071),
        (FilterMiss::Latency { missing: 1 }.into(), 6072),
        (FilterMiss::Security { missing: 1 }.into(), 6073),
        (FilterMiss::Purpose.into(), 6074),
        (FilterMiss::OperatorReputation { missing: 1 }.into(), 6075),
        (FilterMiss::ClientReputation { missing: 1 }.into(), 6076),
        (FilterMiss::Hours { beyond: 1 }.into(), 6077),
    ]);
}

#[test]
fn seal_race_and_wait() {
    hold(&[
        (SeedError::Malformed.into(), 6045),
        (SeedError::NotYetSealable.into(), 6046),
        (SeedError::Expired.into(), 6047),
        (SeedError::StillSealable.into(), 6048),
        (RaceError::CapOutOfRange.into(), 6090),
        (RaceError::FloorOutOfRange.into(), 6090),
        (RaceError::StakeOutOfRange.into(), 6086),
        (RaceError::IdleGpusOutOfRange.into(), 6086),
        (RaceError::ReputationOutOfRange.into(), 6086),
        (RaceError::JobSlotsOutOfRange.into(), 6086),
        (RaceError::ClaimSlotsOutOfRange.into(), 6086),
        (RaceError::ActiveTooLate.into(), 6087),
        (RaceError::TooEarly { from_elapsed: 1 }.into(), 6088),
        (PriorityError::ScarcityOutOfRange.into(), 6091),
        (PriorityError::TierStakeOutOfRange.into(), 6091),
        (PriorityError::WaitOutOfRange.into(), 6091),
        (PriorityError::Waiting { until_slot: 1 }.into(), 6089),
    ]);
}

#[test]
fn prices() {
    hold(&[
        (OracleError::WrongOwner.into(), 6092),
        (OracleError::NotPriceUpdate.into(), 6093),
        (OracleError::NotFullyVerified.into(), 6094),
        (OracleError::WrongFeed.into(), 6095),
        (OracleError::ExponentOutOfRange.into(), 6096),
        (OracleError::PriceNotPositive.into(), 6096),
        (OracleError::PriceTooHigh.into(), 6096),
        (OracleError::Stale.into(), 6097),
        (
            OracleError::OlderThanUsed {
                newest_publish_time: 1,
            }
            .into(),
            6097,
        ),
        (OracleError::FromFuture.into(), 6098),
        (OracleError::ConfidenceTooWide.into(), 6099),
        (OracleError::MaxAgeOutOfRange.into(), 6100),
        (OracleError::MaxConfidenceOutOfRange.into(), 6101),
        (OracleError::AmountTooLarge.into(), 6180),
        (PricingError::MultiplierOutOfRange.into(), 6060),
        (PricingError::NothingQuoted.into(), 6180),
        (PricingError::Overflow.into(), 6180),
    ]);
}

#[test]
fn accounts_of_other_programs() {
    let registry = |error| EscrowError::registry(EscrowError::WrongDevice)(error);
    let verification = |error| EscrowError::verification(EscrowError::WrongCapacity)(error);
    hold(&[
        (StakeError::NotStake.into(), 6050),
        (StakeError::WrongOwner.into(), 6050),
        (StakeError::UnsupportedVersion.into(), 6053),
        (registry(ReadError::WrongAccount), 6055),
        (registry(ReadError::WrongKey), 6055),
        (registry(ReadError::UnsupportedVersion), 6053),
        (verification(VerificationError::NotThisAccount), 6051),
        (verification(VerificationError::WrongSubject), 6051),
        (verification(VerificationError::UnsupportedVersion), 6053),
    ]);
}
