//! The network's tokens by name.

use std::fmt;

use anyhow::Result;
use ionet_client::{
    accounts,
    generated::{
        io_token, iosd,
        job_escrow::{accounts::EscrowConfig, pdas::find_config_pda},
    },
};
use solana_pubkey::Pubkey;

use crate::{
    amounts::{dollars, grouped, io},
    context::Context,
};

/// Which token an amount is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// IO, 8 decimals.
    Io,
    /// IOSD, 6 decimals.
    Iosd,
    /// Dollars of a listed mint, 6 decimals.
    Dollars {
        /// Its index in job-escrow's list.
        index: usize,
        /// The mint.
        mint: Pubkey,
    },
    /// Of a mint this command does not know.
    Other(Pubkey),
}

/// The tokens of one cluster.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    /// The mints that job-escrow lists, by index; 0 is IOSD.
    listed: Vec<Pubkey>,
}

impl Tokens {
    /// Those of the cluster; before job-escrow is there, IO and IOSD only.
    pub async fn read(context: &Context) -> Result<Self> {
        let address = find_config_pda().0;
        let config: Option<EscrowConfig> = accounts::fetch_optional(&context.rpc, &address).await?;
        Ok(config.as_ref().map_or_else(Self::default, Self::listed))
    }

    /// Those that a config lists.
    pub fn listed(config: &EscrowConfig) -> Self {
        let mints = config.mints.iter().take(config.mint_count.into());
        Self {
            listed: mints.map(|listed| listed.mint).collect(),
        }
    }

    /// The token of a mint.
    pub fn of(&self, mint: &Pubkey) -> Token {
        if *mint == io_token::pdas::find_mint_pda().0 {
            return Token::Io;
        }
        if *mint == iosd::pdas::find_mint_pda().0 {
            return Token::Iosd;
        }
        let index = self.listed.iter().position(|listed| listed == mint);
        index.map_or(Token::Other(*mint), |index| Token::Dollars {
            index,
            mint: *mint,
        })
    }

    /// Mints of dollars, with their index.
    pub fn dollars(&self) -> impl Iterator<Item = (usize, Pubkey)> {
        self.listed.iter().copied().enumerate().skip(1)
    }
}

impl Token {
    /// Base units with the token's name: `1.5 IO`.
    pub fn amount(self, base_units: u64) -> String {
        match self {
            Self::Io => format!("{} IO", io(base_units)),
            Self::Iosd => format!("{} IOSD", dollars(base_units)),
            Self::Dollars { index, .. } => {
                format!("{} dollars of mint {index}", dollars(base_units))
            }
            Self::Other(mint) => format!("{} base units of {mint}", grouped(base_units)),
        }
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io => f.write_str("IO"),
            Self::Iosd => f.write_str("IOSD"),
            Self::Dollars { mint, .. } | Self::Other(mint) => mint.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listed_mints_are_dollars_and_others_are_not() {
        let (iosd, listed) = (iosd::pdas::find_mint_pda().0, Pubkey::new_unique());
        let tokens = Tokens {
            listed: vec![iosd, listed],
        };
        assert_eq!(tokens.of(&iosd).amount(2_190_000), "2.19 IOSD");
        assert_eq!(
            tokens.of(&listed).amount(2_190_000),
            "2.19 dollars of mint 1"
        );
        let io = io_token::pdas::find_mint_pda().0;
        assert_eq!(tokens.of(&io).amount(150_000_000), "1.5 IO");
        let other = Pubkey::new_unique();
        assert_eq!(
            tokens.of(&other).amount(1_000),
            format!("1,000 base units of {other}")
        );
        assert_eq!(tokens.dollars().collect::<Vec<_>>(), [(1, listed)]);
    }
}
