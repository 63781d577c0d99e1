//! Commands about the price of IO and about IOSD.

use clap::Subcommand;
use solana_pubkey::Pubkey;

use super::parse::Hex32;
use crate::amounts::{parse_dollars, parse_io};

#[derive(Debug, Subcommand)]
pub enum OracleCommand {
    /// The price of IO, and whether IOSD accepts it now
    Show {
        /// Another feed, 64 hexadecimal digits
        #[arg(long, value_name = "ID")]
        feed: Option<Hex32>,
        /// The account that holds the price [default: the local oracle's]
        #[arg(long, value_name = "ADDRESS")]
        price_account: Option<Pubkey>,
    },
    /// Publish a price. Local chains only; the wallet is the feed's publisher
    Publish {
        /// Dollars, up to 6 decimals
        #[arg(value_parser = parse_dollars, value_name = "DOLLARS")]
        micro_dollars: u64,
        /// Half the width of the confidence interval, basis points of the price
        #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(0..=10_000))]
        confidence_bps: u16,
        /// Another feed than IO's, 64 hexadecimal digits
        #[arg(long, value_name = "ID")]
        feed: Option<Hex32>,
    },
    /// Make the account of a feed. Local chains only; the wallet is the upgrade authority of the
    /// price-feed program
    Create {
        /// 64 hexadecimal digits
        feed: Hex32,
        /// Who publishes it: an address or the name of a wallet
        #[arg(long)]
        publisher: String,
    },
}

const SELL_EXAMPLE: &str = "Examples:
  ionet iosd status                 # what the vaults have, and what they spend now
  ionet -k me iosd sell 0.5
  ionet -k me iosd sell 0.5 --for 1";

#[derive(Debug, Subcommand)]
pub enum IosdCommand {
    /// What IOSD costs now, how much can be minted, what the vaults have
    Status {
        /// The account that holds the price [default: the local oracle's]
        #[arg(long, value_name = "ADDRESS")]
        price_account: Option<Pubkey>,
    },
    /// Burn IO and get IOSD for it, dollars of compute
    Mint {
        /// IO to burn, up to 8 decimals
        #[arg(value_parser = parse_io, value_name = "IO")]
        io_amount: u64,
        /// How much less than shown is accepted, basis points: the price moves on
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(0..=10_000))]
        slippage_bps: u16,
        /// Seconds after which it is no longer wanted
        #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(i64).range(1..=3600))]
        expires_in: i64,
        /// The account that holds the price [default: the local oracle's]
        #[arg(long, value_name = "ADDRESS")]
        price_account: Option<Pubkey>,
    },
    /// Sell IOSD to a buy-and-burn vault for 0.95 dollars each. A vault spends a 48th of what it
    /// has at once, and a 24th an hour
    #[command(after_help = SELL_EXAMPLE)]
    Sell {
        /// IOSD, up to 6 decimals
        #[arg(value_parser = parse_dollars, value_name = "IOSD")]
        amount: u64,
        /// The dollars to get: the index of a listed mint, or a mint's address
        #[arg(long = "for", value_name = "MINT", default_value = "1")]
        dollars: String,
    },
}
