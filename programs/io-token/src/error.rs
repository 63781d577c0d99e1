//! Every reason why this program refuses, numbered from 6000.
//!
//! Numbers are part of the interface: append, never renumber.

use anchor_lang::prelude::*;
use ionet_core::{
    genesis::GenesisError, pause::PauseError, supply::SupplyError, vesting::VestingError,
};
use ionet_program_common::{handover::HandoverError, upgrade_authority::UpgradeAuthorityError};

/// Errors of io-token. Each text says what is wrong, what is accepted and what to do.
#[error_code]
#[derive(Debug, PartialEq, Eq)]
pub enum IoTokenError {
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
        "version: the account was written by a version this program does not know; use a client and program of the same release"
    )]
    UnsupportedVersion = 2,
    /// Signer is not the admin.
    #[msg("admin: the signer is not the config's admin; sign with the admin's key")]
    NotAdmin = 3,
    /// Signer holds neither role.
    #[msg("authority: the signer is neither guardian nor admin; sign with one of these keys")]
    NotGuardianOrAdmin = 4,
    /// Guardian missing.
    #[msg(
        "guardian: the default address is given; pass the guardian's key, which may be the admin's"
    )]
    GuardianMissing = 5,
    /// Role index unknown.
    #[msg("role: unknown index; 0 is admin, 1 is guardian")]
    UnknownRole = 6,
    /// Nothing to accept.
    #[msg(
        "nothing is proposed, or the proposal was withdrawn; ask the present holder to propose again"
    )]
    NothingProposed = 7,
    /// Signer is not the proposed key.
    #[msg("the signer is not the proposed key; sign with the key that was proposed")]
    NotProposed = 8,
    /// Paused.
    #[msg(
        "paused: minting and genesis wait until config.paused_until or an unpause; claims, burns and hand-overs still work"
    )]
    Paused = 9,
    /// Guardian used its pause recently.
    #[msg(
        "guardian: may pause again only from config.guardian_pause_allowed_from; the admin may pause at any time"
    )]
    GuardianCoolingDown = 10,
    /// Nothing to lift.
    #[msg("not paused: there is no pause to lift")]
    NotPaused = 11,
    /// Genesis already sealed.
    #[msg("genesis is sealed: allocations are final and sealing cannot be repeated")]
    GenesisAlreadySealed = 12,
    /// Genesis not sealed yet.
    #[msg("genesis is not sealed: nothing is minted or vests before seal_genesis")]
    GenesisNotSealed = 13,
    /// Category index unknown.
    #[msg(
        "category: unknown index; 0 seed, 1 series A, 2 core contributors, 3 research and ecosystem, 4 community"
    )]
    UnknownCategory = 14,
    /// Zero allocation or category.
    #[msg("amount: zero; every category and every allocation needs at least one base unit")]
    GenesisAmountZero = 15,
    /// Plan does not add up.
    #[msg(
        "plan: the categories do not sum to exactly 500,000,000 IO (50000000000000000 base units); correct the amounts"
    )]
    GenesisTotalMismatch = 16,
    /// Category overfilled.
    #[msg(
        "amount: more than the category has left; allocate at most planned minus allocated of the category"
    )]
    CategoryOverfilled = 17,
    /// Genesis not complete.
    #[msg("genesis is incomplete: allocate every category's whole amount before sealing")]
    GenesisIncomplete = 18,
    /// Beneficiary missing.
    #[msg("beneficiary: the default address is given; pass the key that will claim")]
    BeneficiaryMissing = 19,
    /// Upfront part out of range.
    #[msg("upfront_bps: over 10,000; give 0 to 10,000 basis points")]
    UpfrontOutOfRange = 20,
    /// Cliff out of range.
    #[msg("cliff_months: over 120; give 0 to 120 months")]
    CliffOutOfRange = 21,
    /// Number of parts out of range.
    #[msg("parts: out of range; give 1 to 240 monthly parts, or 0 when all unlocks upfront")]
    PartsOutOfRange = 22,
    /// Signer is not the beneficiary.
    #[msg(
        "beneficiary: the signer is not this vesting account's beneficiary; sign with the beneficiary's key"
    )]
    NotBeneficiary = 23,
    /// Claimed before the first unlock.
    #[msg(
        "nothing is unlocked yet: claim after the first unlock (genesis, or cliff plus one month)"
    )]
    BeforeFirstUnlock = 24,
    /// Nothing new is unlocked.
    #[msg("everything unlocked so far is claimed; claim after the next monthly unlock")]
    NothingToClaim = 25,
    /// All claimed.
    #[msg("the whole allocation is claimed; close the vesting account to return its rent")]
    FullyClaimed = 26,
    /// Close before the end.
    #[msg("the vesting account still holds a claim; it can be closed once everything is claimed")]
    VestingNotFullyClaimed = 27,
    /// Rent would go elsewhere.
    #[msg("payer: not the account that paid the rent; pass vesting.payer")]
    WrongRentReceiver = 28,
    /// Signer is not the emission program.
    #[msg(
        "emission_authority: only the emission program's authority address may mint; call emission.advance instead"
    )]
    NotEmissionAuthority = 29,
    /// Token account of another mint.
    #[msg("token account: its mint is not the IO mint; pass an account of config's mint")]
    WrongTokenMint = 30,
    /// Token account of another owner.
    #[msg(
        "token account: not owned by the expected owner (beneficiary, holder or emission authority)"
    )]
    WrongTokenOwner = 31,
    /// Zero amount.
    #[msg("amount: zero; give at least one base unit")]
    AmountZero = 32,
    /// Cap exceeded.
    #[msg(
        "amount: would mint more than 800,000,000 IO in all; mint at most cap minus config.minted_ever"
    )]
    CapExceeded = 33,
    /// Arithmetic overflow.
    #[msg("arithmetic overflow: an amount or time is out of range; check the arguments")]
    Overflow = 34,
}

impl From<VestingError> for IoTokenError {
    fn from(error: VestingError) -> Self {
        match error {
            VestingError::UpfrontOutOfRange => Self::UpfrontOutOfRange,
            VestingError::CliffOutOfRange => Self::CliffOutOfRange,
            VestingError::PartsOutOfRange => Self::PartsOutOfRange,
            VestingError::BeforeFirstUnlock => Self::BeforeFirstUnlock,
            VestingError::NothingToClaim => Self::NothingToClaim,
            VestingError::FullyClaimed => Self::FullyClaimed,
            VestingError::Overflow => Self::Overflow,
        }
    }
}

impl From<GenesisError> for IoTokenError {
    fn from(error: GenesisError) -> Self {
        match error {
            GenesisError::UnknownCategory => Self::UnknownCategory,
            GenesisError::ZeroAmount => Self::GenesisAmountZero,
            GenesisError::TotalMismatch => Self::GenesisTotalMismatch,
            GenesisError::CategoryOverfilled => Self::CategoryOverfilled,
            GenesisError::Incomplete => Self::GenesisIncomplete,
            GenesisError::Terms(terms) => terms.into(),
            GenesisError::Overflow => Self::Overflow,
        }
    }
}

impl From<SupplyError> for IoTokenError {
    fn from(error: SupplyError) -> Self {
        match error {
            SupplyError::ZeroAmount => Self::AmountZero,
            SupplyError::CapExceeded { .. } => Self::CapExceeded,
        }
    }
}

impl From<PauseError> for IoTokenError {
    fn from(error: PauseError) -> Self {
        match error {
            PauseError::GuardianCoolingDown => Self::GuardianCoolingDown,
            PauseError::NotPaused => Self::NotPaused,
            PauseError::Overflow => Self::Overflow,
        }
    }
}

impl From<HandoverError> for IoTokenError {
    fn from(error: HandoverError) -> Self {
        match error {
            HandoverError::NothingProposed => Self::NothingProposed,
            HandoverError::NotProposed => Self::NotProposed,
        }
    }
}

impl From<UpgradeAuthorityError> for IoTokenError {
    fn from(error: UpgradeAuthorityError) -> Self {
        match error {
            UpgradeAuthorityError::WrongProgramData => Self::WrongProgramData,
            UpgradeAuthorityError::NotUpgradeAuthority => Self::NotUpgradeAuthority,
        }
    }
}
