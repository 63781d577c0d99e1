//! Every reason why this program refuses, numbered from 6000.
//!
//! Numbers are part of the interface: append, never renumber.

use anchor_lang::prelude::*;
use ionet_core::{
    classes::ClassError, operator_terms::TermsError, pause::PauseError, pricing::PricingError,
    referral::ReferralError, reputation::ReputationError,
};
use ionet_job_escrow_interface::outcomes::ParticipantError;
use ionet_program_common::{handover::HandoverError, upgrade_authority::UpgradeAuthorityError};

/// Errors of registry. Each text says what is wrong, what is accepted and what to do.
#[error_code]
#[derive(Debug, PartialEq, Eq)]
pub enum RegistryError {
    /// Signer is not the upgrade authority.
    #[msg(
        "authority: not this program's upgrade authority; sign with the key that deployed the program"
    )]
    NotUpgradeAuthority = 0,
    /// Wrong `ProgramData` account.
    #[msg(
        "program_data: not this program's ProgramData account of the upgradeable loader; pass the address derived from the program id"
    )]
    WrongProgramData = 1,
    /// Account layout unknown.
    #[msg(
        "version: the account was written by a version this program does not know; migrate it, or use a client and program of the same release"
    )]
    UnsupportedVersion = 2,
    /// Signer is not the admin.
    #[msg("admin: the signer is not the config's admin; sign with the admin's key")]
    NotAdmin = 3,
    /// Signer is neither guardian nor admin.
    #[msg("authority: neither guardian nor admin; sign with one of their keys")]
    NotGuardianOrAdmin = 4,
    /// Role index unknown.
    #[msg("role: unknown index; 0 is admin, 1 guardian, 2 price manager, 3 capacity reporter")]
    UnknownRole = 5,
    /// Nothing to accept.
    #[msg("nothing is proposed, or the proposal was withdrawn; ask the admin to propose again")]
    NothingProposed = 6,
    /// Signer is not the proposed key.
    #[msg("the signer is not the proposed key; sign with the key that was proposed")]
    NotProposed = 7,
    /// A role without a holder.
    #[msg("a role is the default address, which nobody can sign for; name a key for each role")]
    RoleMissing = 8,
    /// Entry is paused.
    #[msg("registrations are paused; wait until paused_until, or ask the guardian to unpause")]
    Paused = 9,
    /// Guardian paused recently.
    #[msg("the guardian paused less than 21 days ago; wait, or ask the admin to pause")]
    GuardianCoolingDown = 10,
    /// No pause to lift.
    #[msg("there is no pause in force; nothing to lift")]
    NotPaused = 11,
    /// Cluster tag unknown.
    #[msg("cluster: unknown tag; 0 is a local chain, 1 every other")]
    UnknownCluster = 12,
    /// Epoch zero not positive.
    #[msg("epoch_zero: zero or negative; give emission's start time in unix seconds")]
    EpochZeroNotPositive = 13,
    /// No epoch has begun.
    #[msg("epoch 0 has not begun; try again after the config's epoch_zero")]
    BeforeEpochZero = 14,
    /// Signer is not the price manager.
    #[msg("price_manager: the signer does not hold that role; sign with its key")]
    NotPriceManager = 15,
    /// Signer is not the capacity reporter.
    #[msg("reporter: the signer does not hold that role; sign with its key")]
    NotCapacityReporter = 16,
    /// One key's report on a public cluster.
    #[msg(
        "utilisation is reported by one key on a local chain only; on this cluster it follows from what verifiers measure"
    )]
    LocalReporterOnly = 17,
    /// Class unknown.
    #[msg("class: above 31 or never added; pass the id of a class in the book")]
    UnknownClass = 18,
    /// Class id taken.
    #[msg("class: this id is in use; change the class, or add one with a free id")]
    ClassExists = 19,
    /// Class not active.
    #[msg("class: not active; register the device for an active class")]
    ClassInactive = 20,
    /// Class without a name.
    #[msg("name: empty; give 1 to 16 bytes, padded with zeros")]
    NameMissing = 21,
    /// Class multiplier out of range.
    #[msg("multiplier_bps: above 1,000,000; give 0 to 1,000,000 basis points")]
    ClassMultiplierOutOfRange = 22,
    /// Speed out of range.
    #[msg("speed: give 1 to 1,000,000,000 (10^9 int8 operations per second)")]
    SpeedOutOfRange = 23,
    /// VRAM out of range.
    #[msg("vram_mib: give 1 to 16,777,216 MiB")]
    VramOutOfRange = 24,
    /// Posing would pay.
    #[msg(
        "cards of one class would earn more by posing as another, see the pair in the log; raise the multiplier of the first or lower that of the second"
    )]
    PosingPays = 25,
    /// Price bounds out of range.
    #[msg(
        "min_price, max_price: give 100 to 1,000,000,000 micro-dollars per GPU-hour, min_price not above max_price"
    )]
    PriceBoundsOutOfRange = 26,
    /// Price outside the voted bounds.
    #[msg("price: outside the class's voted bounds; give min_price to max_price")]
    PriceOutOfBounds = 27,
    /// Price as before.
    #[msg("price: the one in force; there is nothing to move")]
    PriceUnchanged = 28,
    /// Price moves too far.
    #[msg(
        "price: moves further than what is left of 5 % a day; move less, or wait until a day after the last move"
    )]
    PriceMovesTooFar = 29,
    /// Utilisation out of range.
    #[msg("utilisation_bps: above 10,000; give 0 to 10,000 basis points")]
    UtilisationOutOfRange = 30,
    /// Epoch reported already.
    #[msg("epoch: reported already, or before one that is; report a later one")]
    EpochReported = 31,
    /// Epoch still running.
    #[msg("epoch: has not ended; report it once it has")]
    EpochRunning = 32,
    /// Signer is not the operator's owner.
    #[msg("owner: the operator belongs to somebody else; sign with its owner's key")]
    NotOperatorOwner = 33,
    /// No accepted mint.
    #[msg("accepted_mints: no bit set; accept at least one listed mint")]
    MintsMissing = 34,
    /// Dollar share out of range.
    #[msg("usd_bps: out of range; give 3,000 to 9,000 basis points")]
    UsdShareOutOfRange = 35,
    /// Stakers' share out of range.
    #[msg("staker_bps: out of range; give 100 to 300 basis points")]
    StakerShareOutOfRange = 36,
    /// Reputation floor out of range.
    #[msg("min_client_reputation: above 10,000; give 0 to 10,000")]
    ReputationFloorOutOfRange = 37,
    /// Referrer is the owner.
    #[msg("referrer: the owner itself; name another participant, or none (the system program)")]
    SelfReferral = 38,
    /// Referrer registered too late.
    #[msg(
        "referrer: did not register in an earlier slot; name a participant that did, or none (the system program)"
    )]
    ReferrerNotEarlier = 39,
    /// Referrer given with the second registration.
    #[msg("referrer: fixed when the owner first registered; pass none (the system program) here")]
    ReferrerFixed = 40,
    /// Referrer is no participant.
    #[msg(
        "referrer: not an operator or client of this program; pass one, or none (the system program)"
    )]
    WrongReferrer = 41,
    /// Signer is not the device's owner.
    #[msg("owner: the device belongs to somebody else; sign with its owner's key")]
    NotDeviceOwner = 42,
    /// Signer is not the device's key.
    #[msg("device_key: not the key of this device; sign with the key it names")]
    NotDeviceKey = 43,
    /// Number of GPUs out of range.
    #[msg("gpus: out of range; give 1 to 64")]
    GpusOutOfRange = 44,
    /// Too little VRAM for the class.
    #[msg("vram_mib: less than the class asks; register the device for another class")]
    VramBelowClass = 45,
    /// Tier out of range.
    #[msg("connectivity, latency, security: above 4; give 0 to 4")]
    TierOutOfRange = 46,
    /// Purposes out of range.
    #[msg("purposes: give 1 to 7 (bit 0 general, bit 1 inference, bit 2 training)")]
    PurposesOutOfRange = 47,
    /// Not a participant of job-escrow.
    #[msg("participant: not a participant of job-escrow; open it there, then fold")]
    WrongParticipant = 48,
    /// Participant has a layout this program does not know.
    #[msg("participant: version unknown to this program; upgrade registry and job-escrow together")]
    ParticipantVersionUnsupported = 49,
    /// Participant is somebody else's.
    #[msg("participant: of another wallet; pass the participant of the same owner")]
    ParticipantOfAnother = 50,
    /// Nothing new to fold.
    #[msg("every ended epoch with outcomes is folded already; fold again after a later one")]
    NothingToFold = 51,
    /// Not an operator of version 1.
    #[msg("operator: not an operator of version 1; only those need this migration")]
    NotVersionOne = 52,
    /// Arithmetic overflow.
    #[msg("arithmetic overflow: an amount or time is out of range; check the arguments")]
    Overflow = 53,
}

impl From<UpgradeAuthorityError> for RegistryError {
    fn from(error: UpgradeAuthorityError) -> Self {
        match error {
            UpgradeAuthorityError::WrongProgramData => Self::WrongProgramData,
            UpgradeAuthorityError::NotUpgradeAuthority => Self::NotUpgradeAuthority,
        }
    }
}

impl From<HandoverError> for RegistryError {
    fn from(error: HandoverError) -> Self {
        match error {
            HandoverError::NothingProposed => Self::NothingProposed,
            HandoverError::NotProposed => Self::NotProposed,
        }
    }
}

impl From<PauseError> for RegistryError {
    fn from(error: PauseError) -> Self {
        match error {
            PauseError::GuardianCoolingDown => Self::GuardianCoolingDown,
            PauseError::NotPaused => Self::NotPaused,
            PauseError::Overflow => Self::Overflow,
        }
    }
}

impl From<ClassError> for RegistryError {
    fn from(error: ClassError) -> Self {
        match error {
            ClassError::UnknownClass => Self::UnknownClass,
            ClassError::MultiplierOutOfRange => Self::ClassMultiplierOutOfRange,
            ClassError::SpeedOutOfRange => Self::SpeedOutOfRange,
            ClassError::VramOutOfRange => Self::VramOutOfRange,
            ClassError::PosingPays { .. } => Self::PosingPays,
        }
    }
}

impl From<PricingError> for RegistryError {
    fn from(error: PricingError) -> Self {
        match error {
            PricingError::BoundsOutOfRange => Self::PriceBoundsOutOfRange,
            PricingError::PriceOutOfBounds { .. } => Self::PriceOutOfBounds,
            PricingError::PriceUnchanged => Self::PriceUnchanged,
            PricingError::MoveTooFar { .. } => Self::PriceMovesTooFar,
            PricingError::UtilisationOutOfRange => Self::UtilisationOutOfRange,
            PricingError::EpochReported => Self::EpochReported,
            PricingError::EpochRunning => Self::EpochRunning,
            // Quotes and deposits are job-escrow's.
            PricingError::MultiplierOutOfRange | PricingError::Overflow => Self::Overflow,
        }
    }
}

impl From<TermsError> for RegistryError {
    fn from(error: TermsError) -> Self {
        match error {
            TermsError::UsdShareOutOfRange => Self::UsdShareOutOfRange,
            TermsError::StakerShareOutOfRange => Self::StakerShareOutOfRange,
            TermsError::Overflow => Self::Overflow,
        }
    }
}

impl From<ReferralError> for RegistryError {
    fn from(error: ReferralError) -> Self {
        match error {
            ReferralError::SelfReferral => Self::SelfReferral,
            ReferralError::ReferrerNotEarlier => Self::ReferrerNotEarlier,
            // Whether a referral is due is asked by job-escrow.
            ReferralError::WindowClosed | ReferralError::StakeTooLow => Self::Overflow,
        }
    }
}

impl From<ParticipantError> for RegistryError {
    fn from(error: ParticipantError) -> Self {
        match error {
            ParticipantError::NotParticipant => Self::WrongParticipant,
            ParticipantError::UnsupportedVersion => Self::ParticipantVersionUnsupported,
            ParticipantError::WrongOwner => Self::ParticipantOfAnother,
        }
    }
}

impl From<ReputationError> for RegistryError {
    fn from(error: ReputationError) -> Self {
        match error {
            ReputationError::NothingToFold => Self::NothingToFold,
        }
    }
}
