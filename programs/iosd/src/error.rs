//! Every reason why this program refuses, numbered from 6000.
//!
//! Numbers are part of the interface: append, never renumber.

use anchor_lang::prelude::*;
use ionet_core::{iosd as rules, oracle::OracleError, pause::PauseError};
use ionet_program_common::{handover::HandoverError, upgrade_authority::UpgradeAuthorityError};

/// Errors of iosd. Each text says what is wrong, what is accepted and what to do.
#[error_code]
#[derive(Debug, PartialEq, Eq)]
pub enum IosdError {
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
        "paused: minting and selling IO wait until state.paused_until or an unpause; selling IOSD still works"
    )]
    Paused = 9,
    /// Guardian used its pause recently.
    #[msg(
        "guardian: may pause again only from state.guardian_pause_allowed_from; the admin may pause at any time"
    )]
    GuardianCoolingDown = 10,
    /// Nothing to lift.
    #[msg("not paused: there is no pause to lift")]
    NotPaused = 11,
    /// Not the IO mint.
    #[msg("io_mint: not the IO mint; pass the address of seed mint of io-token")]
    WrongIoMint = 12,
    /// Not a dollar mint.
    #[msg("dollar_mint: must have 6 decimals and must not be IOSD; list a dollar token's mint")]
    NotDollarMint = 13,
    /// Another wallet's record.
    #[msg("minter: not the signer's record; pass the one of seed minter and the wallet's address")]
    WrongMinter = 14,
    /// The record is in use.
    #[msg("minter: in use; it can be closed a day after its last mint, once its level has drained")]
    MinterInUse = 15,
    /// Rent would go elsewhere.
    #[msg("payer: not the account that paid the rent; pass minter.payer")]
    WrongRentReceiver = 16,
    /// Not the vault's token account.
    #[msg("vault_tokens: not the vault's token account; pass vault.token_account")]
    WrongVaultTokens = 17,
    /// Zero amount.
    #[msg("amount: zero; give at least one base unit")]
    AmountZero = 18,
    /// Expired.
    #[msg("expiry: has passed; sign again with a later one")]
    Expired = 19,
    /// Worth nothing.
    #[msg("amount: worth less than one micro-dollar; give more")]
    NothingOut = 20,
    /// Less than the caller accepts.
    #[msg("min_out: the amount is worth less at the present price; lower min_out or wait")]
    BelowMinimum = 21,
    /// All together have minted the cap.
    #[msg(
        "the window of 24 hours is full: mint less or later; spending IOSD goes on, see the mint room"
    )]
    WindowFull = 22,
    /// The wallet has minted its share.
    #[msg(
        "the wallet's window is full: a wallet mints at most a tenth of window_cap an hour; mint less or later"
    )]
    WalletWindowFull = 23,
    /// The vault has spent its part.
    #[msg(
        "the vault's window is full: it spends at most a 24th of its balance an hour; sell less or later"
    )]
    VaultWindowFull = 24,
    /// It is the IOSD sellers' half hour.
    #[msg(
        "the first half of every hour is reserved for sellers of IOSD; sell IO in the second half"
    )]
    ReservedForIosd = 25,
    /// Window cap out of range.
    #[msg(
        "window_cap: out of range; give 1,000 to 10,000,000 IOSD (1000000000 to 10000000000000 micro-dollars)"
    )]
    WindowCapOutOfRange = 26,
    /// Spread out of range.
    #[msg("spread_bps: out of range; give 10 to 1,000 basis points")]
    SpreadOutOfRange = 27,
    /// Greatest age out of range.
    #[msg("max_age_seconds: out of range; give 10 to 60 seconds")]
    MaxAgeOutOfRange = 28,
    /// Widest confidence out of range.
    #[msg("max_confidence_bps: out of range; give 10 to 200 basis points")]
    MaxConfidenceOutOfRange = 29,
    /// Price account of another program.
    #[msg("price_update: not owned by the pinned oracle; pass an account of state.feed_owner")]
    WrongPriceOwner = 30,
    /// Not a price account.
    #[msg("price_update: not a PriceUpdateV2 account of 134 bytes; pass the pinned feed's")]
    NotPriceUpdate = 31,
    /// Not fully verified.
    #[msg(
        "price_update: verification_level is not Full; post the update with all guardian signatures"
    )]
    PriceNotFullyVerified = 32,
    /// Price of another feed.
    #[msg("price_update: of another feed; pass an update of state.feed_id")]
    WrongPriceFeed = 33,
    /// Exponent out of range.
    #[msg("price_update: exponent out of range; -12 to -4 are accepted")]
    PriceExponentOutOfRange = 34,
    /// Price not positive.
    #[msg(
        "price_update: price, ema_price, or what a spread leaves of them is not above zero; wait for the next price"
    )]
    PriceNotPositive = 35,
    /// Price too high.
    #[msg("price_update: above 18,446,744 dollars; wait for the next price")]
    PriceTooHigh = 36,
    /// Price too old.
    #[msg("price_update: older than state.max_age_seconds; post a newer update first")]
    PriceStale = 37,
    /// Price from the future.
    #[msg("price_update: more than 10 seconds ahead of the chain's clock; try again shortly")]
    PriceFromFuture = 38,
    /// A newer price was used.
    #[msg(
        "price_update: older than state.newest_publish_time, which was used already; post a newer update first"
    )]
    PriceOlderThanUsed = 39,
    /// Confidence too wide.
    #[msg(
        "price_update: confidence above state.max_confidence_bps of the price; wait for a calmer market"
    )]
    PriceConfidenceTooWide = 40,
    /// Amount too large.
    #[msg("amount: worth more than 64 bits of micro-dollars; give a smaller amount")]
    AmountTooLarge = 41,
    /// Arithmetic overflow.
    #[msg("arithmetic overflow: a total or time is out of range; check the arguments")]
    Overflow = 42,
}

impl From<rules::IosdError> for IosdError {
    fn from(error: rules::IosdError) -> Self {
        use rules::IosdError as Core;
        match error {
            Core::ZeroAmount => Self::AmountZero,
            Core::Expired => Self::Expired,
            Core::Oracle(error) => error.into(),
            Core::NothingOut => Self::NothingOut,
            Core::BelowMinimum { .. } => Self::BelowMinimum,
            Core::WindowFull { .. } => Self::WindowFull,
            Core::WalletWindowFull { .. } => Self::WalletWindowFull,
            Core::VaultWindowFull { .. } => Self::VaultWindowFull,
            Core::ReservedForIosd => Self::ReservedForIosd,
            Core::WindowCapOutOfRange => Self::WindowCapOutOfRange,
            Core::SpreadOutOfRange => Self::SpreadOutOfRange,
            Core::Overflow => Self::Overflow,
        }
    }
}

impl From<OracleError> for IosdError {
    fn from(error: OracleError) -> Self {
        match error {
            OracleError::WrongOwner => Self::WrongPriceOwner,
            OracleError::NotPriceUpdate => Self::NotPriceUpdate,
            OracleError::NotFullyVerified => Self::PriceNotFullyVerified,
            OracleError::WrongFeed => Self::WrongPriceFeed,
            OracleError::ExponentOutOfRange => Self::PriceExponentOutOfRange,
            OracleError::PriceNotPositive => Self::PriceNotPositive,
            OracleError::PriceTooHigh => Self::PriceTooHigh,
            OracleError::Stale => Self::PriceStale,
            OracleError::FromFuture => Self::PriceFromFuture,
            OracleError::OlderThanUsed { .. } => Self::PriceOlderThanUsed,
            OracleError::ConfidenceTooWide => Self::PriceConfidenceTooWide,
            OracleError::MaxAgeOutOfRange => Self::MaxAgeOutOfRange,
            OracleError::MaxConfidenceOutOfRange => Self::MaxConfidenceOutOfRange,
            OracleError::AmountTooLarge => Self::AmountTooLarge,
        }
    }
}

impl From<PauseError> for IosdError {
    fn from(error: PauseError) -> Self {
        match error {
            PauseError::GuardianCoolingDown => Self::GuardianCoolingDown,
            PauseError::NotPaused => Self::NotPaused,
            PauseError::Overflow => Self::Overflow,
        }
    }
}

impl From<HandoverError> for IosdError {
    fn from(error: HandoverError) -> Self {
        match error {
            HandoverError::NothingProposed => Self::NothingProposed,
            HandoverError::NotProposed => Self::NotProposed,
        }
    }
}

impl From<UpgradeAuthorityError> for IosdError {
    fn from(error: UpgradeAuthorityError) -> Self {
        match error {
            UpgradeAuthorityError::WrongProgramData => Self::WrongProgramData,
            UpgradeAuthorityError::NotUpgradeAuthority => Self::NotUpgradeAuthority,
        }
    }
}
