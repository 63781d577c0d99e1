//! Every reason why this program refuses, numbered from 6000.
//!
//! Numbers are part of the interface: append, never renumber.

use anchor_lang::prelude::*;
use ionet_program_common::upgrade_authority::UpgradeAuthorityError;

/// Errors of local-stand-in. Each text says what is wrong, what is accepted and what to do.
#[error_code]
#[derive(Debug, PartialEq, Eq)]
pub enum StandInError {
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
}

impl From<UpgradeAuthorityError> for StandInError {
    fn from(error: UpgradeAuthorityError) -> Self {
        match error {
            UpgradeAuthorityError::WrongProgramData => Self::WrongProgramData,
            UpgradeAuthorityError::NotUpgradeAuthority => Self::NotUpgradeAuthority,
        }
    }
}
