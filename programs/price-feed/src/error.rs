//! Every reason why this program refuses, numbered from 6000.
//!
//! Numbers are part of the interface: append, never renumber.

use anchor_lang::prelude::*;
use ionet_program_common::upgrade_authority::UpgradeAuthorityError;

/// Errors of price-feed. Each text says what is wrong, what is accepted and what to do.
#[error_code]
#[derive(Debug, PartialEq, Eq)]
pub enum PriceFeedError {
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
    /// Publisher missing.
    #[msg("publisher: the default address is given; pass the key that will publish")]
    PublisherMissing = 2,
    /// Signer is not the publisher.
    #[msg("publisher: the signer is not the feed's write_authority; sign with the publisher's key")]
    NotPublisher = 3,
    /// Not newer than the present price.
    #[msg(
        "publish_time: not after the feed's present one; publish prices in the order of their times"
    )]
    NotNewer = 4,
    /// In the future.
    #[msg("publish_time: after the chain's clock; give the clock's time or an earlier one")]
    InFuture = 5,
}

impl From<UpgradeAuthorityError> for PriceFeedError {
    fn from(error: UpgradeAuthorityError) -> Self {
        match error {
            UpgradeAuthorityError::WrongProgramData => Self::WrongProgramData,
            UpgradeAuthorityError::NotUpgradeAuthority => Self::NotUpgradeAuthority,
        }
    }
}
