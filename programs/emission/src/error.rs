//! Every reason why this program refuses, numbered from 6000.
//!
//! Numbers are part of the interface: append, never renumber.

use anchor_lang::prelude::*;
use ionet_core::{emission as rules, supply::SupplyError};
use ionet_io_token_interface::config::ConfigError;
use ionet_program_common::{handover::HandoverError, upgrade_authority::UpgradeAuthorityError};

/// Errors of emission. Each text says what is wrong, what is accepted and what to do.
#[error_code]
#[derive(Debug, PartialEq, Eq)]
pub enum EmissionError {
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
    #[msg("admin: the signer is not the state's admin; sign with the admin's key")]
    NotAdmin = 3,
    /// Nothing to accept.
    #[msg("nothing is proposed, or the proposal was withdrawn; ask the admin to propose again")]
    NothingProposed = 4,
    /// Signer is not the proposed key.
    #[msg("the signer is not the proposed key; sign with the key that was proposed")]
    NotProposed = 5,
    /// Not io-token's config address.
    #[msg("io_config: not io-token's config address; pass the address of seed config of io-token")]
    WrongIoConfig = 6,
    /// Not the IO mint's address.
    #[msg("io_mint: not the IO mint; pass the address of seed mint of io-token")]
    WrongIoMint = 7,
    /// Not io-token's mint authority.
    #[msg(
        "io_mint_authority: not io-token's mint authority; pass the address of seed mint-authority of io-token"
    )]
    WrongIoMintAuthority = 8,
    /// Not the io-token program.
    #[msg("io_token_program: not the io-token program; pass its id")]
    WrongIoTokenProgram = 9,
    /// io-token's config is missing or another account.
    #[msg("io_config: not initialised by io-token; run io-token's initialize first")]
    IoConfigInvalid = 10,
    /// io-token's config has a layout this program does not know.
    #[msg("io_config: version unknown to this program; upgrade emission and io-token together")]
    IoConfigVersionUnsupported = 11,
    /// Genesis not sealed yet.
    #[msg("genesis is not sealed: run io-token's seal_genesis before emission starts")]
    GenesisNotSealed = 12,
    /// Start time not positive.
    #[msg("start_time: zero or negative; give unix seconds, now or later")]
    StartTimeNotPositive = 13,
    /// Start time in the past.
    #[msg("start_time: in the past; give now or later, so that no epoch is minted backwards")]
    StartTimeInPast = 14,
    /// Start time too far ahead.
    #[msg("start_time: more than 366 days ahead; give a nearer time")]
    StartTimeTooFar = 15,
    /// Preset index unknown.
    #[msg("preset: unknown index; 0 is official, 1 is literal")]
    UnknownPreset = 16,
    /// Availability share out of range.
    #[msg("availability_bps: out of range; give 1,000 to 9,000 basis points")]
    AvailabilityShareOutOfRange = 17,
    /// Claim window out of range.
    #[msg("claim_window_epochs: out of range; give 24 to 720 epochs")]
    ClaimWindowOutOfRange = 18,
    /// Number of epochs out of range.
    #[msg("max_epochs: out of range; give 1 to 730 epochs and call again for more")]
    EpochCountOutOfRange = 19,
    /// Nothing to advance.
    #[msg("no epoch has ended since the last advance; try again after the running epoch ends")]
    NoEpochDue = 20,
    /// Epochs are missing.
    #[msg("ended epochs are not advanced yet; call advance until none is due, then repeat")]
    EpochsBehind = 21,
    /// Claim window open.
    #[msg(
        "the claim window is open; roll over once claim_window_epochs epochs are advanced since the last checkpoint"
    )]
    ClaimWindowOpen = 22,
    /// Supply cap exceeded.
    #[msg(
        "the mint would exceed the cap of 800,000,000 IO; minted_ever and the schedule disagree, report it"
    )]
    CapExceeded = 23,
    /// Supply mint of zero.
    #[msg("the mint is zero base units; report it, advance skips empty mints")]
    MintAmountZero = 24,
    /// Arithmetic overflow.
    #[msg("arithmetic overflow: an amount or time is out of range; check the arguments")]
    Overflow = 25,
}

impl From<rules::EmissionError> for EmissionError {
    fn from(error: rules::EmissionError) -> Self {
        match error {
            rules::EmissionError::StartTimeNotPositive => Self::StartTimeNotPositive,
            rules::EmissionError::StartTimeInPast => Self::StartTimeInPast,
            rules::EmissionError::StartTimeTooFar => Self::StartTimeTooFar,
            rules::EmissionError::UnknownPreset => Self::UnknownPreset,
            rules::EmissionError::AvailabilityShareOutOfRange => Self::AvailabilityShareOutOfRange,
            rules::EmissionError::ClaimWindowOutOfRange => Self::ClaimWindowOutOfRange,
            rules::EmissionError::EpochCountOutOfRange => Self::EpochCountOutOfRange,
            rules::EmissionError::NoEpochDue => Self::NoEpochDue,
            rules::EmissionError::EpochsBehind => Self::EpochsBehind,
            rules::EmissionError::ClaimWindowOpen { .. } => Self::ClaimWindowOpen,
            rules::EmissionError::Supply(SupplyError::ZeroAmount) => Self::MintAmountZero,
            rules::EmissionError::Supply(SupplyError::CapExceeded { .. }) => Self::CapExceeded,
            rules::EmissionError::Overflow => Self::Overflow,
        }
    }
}

impl From<ConfigError> for EmissionError {
    fn from(error: ConfigError) -> Self {
        match error {
            ConfigError::NotConfig => Self::IoConfigInvalid,
            ConfigError::UnsupportedVersion => Self::IoConfigVersionUnsupported,
        }
    }
}

impl From<HandoverError> for EmissionError {
    fn from(error: HandoverError) -> Self {
        match error {
            HandoverError::NothingProposed => Self::NothingProposed,
            HandoverError::NotProposed => Self::NotProposed,
        }
    }
}

impl From<UpgradeAuthorityError> for EmissionError {
    fn from(error: UpgradeAuthorityError) -> Self {
        match error {
            UpgradeAuthorityError::WrongProgramData => Self::WrongProgramData,
            UpgradeAuthorityError::NotUpgradeAuthority => Self::NotUpgradeAuthority,
        }
    }
}
