//! The network's tokens by name.

use std::fmt;

use ionet_client::generated::{io_token, iosd};
use solana_pubkey::Pubkey;

use crate::amounts::{dollars, grouped, io};

/// Which token an amount is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// IO, 8 decimals.
    Io,
    /// IOSD, 6 decimals.
    Iosd,
    /// Of a mint this command does not know.
    Other(Pubkey),
}

impl Token {
    /// The token of a mint.
    pub fn of(mint: &Pubkey) -> Self {
        if *mint == io_token::pdas::find_mint_pda().0 {
            Self::Io
        } else if *mint == iosd::pdas::find_mint_pda().0 {
            Self::Iosd
        } else {
            Self::Other(*mint)
        }
    }

    /// Base units with the token's name: `1.5 IO`.
    pub fn amount(self, base_units: u64) -> String {
        match self {
            Self::Io => format!("{} IO", io(base_units)),
            Self::Iosd => format!("{} IOSD", dollars(base_units)),
            Self::Other(mint) => format!("{} base units of {mint}", grouped(base_units)),
        }
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io => f.write_str("IO"),
            Self::Iosd => f.write_str("IOSD"),
            Self::Other(mint) => mint.fmt(f),
        }
    }
}
