//! IOSD, the token of one dollar of compute: minted only by burning IO at the oracle price.
//!
//! | module | rule |
//! | --- | --- |
//! | `parameters` | what governance can change, with its bounds |
//! | `bucket` | the decaying windows: no period ever sees more than its limit |
//! | `state` | what the program keeps, and what clients show of it |
//! | `mint` | IO in, IOSD out |
//! | `vault` | the buy-and-burn vault of one dollar mint |
//!
//! ```text
//! IO ──mint: lower bound──▶ IOSD ──job settled──▶ burned
//!  │                          │
//!  │ lower bound − spread     │ 0.95 dollars, first half of each hour reserved
//!  ▼                          ▼
//! burned ◀──────────── buy-and-burn vault ◀── dollars of token shares
//! ```
//!
//! Amounts of IOSD and of every dollar mint are micro-dollars (6 decimals), IO has 8.
//!
//! ```
//! use ionet_core::iosd::{IosdParameters, IosdState, LeakyBucket, TradeRequest};
//! use ionet_core::oracle::{PriceUpdate, VerificationLevel};
//!
//! let now = 1_800_000_000;
//! let update = PriceUpdate {
//!     price: 250_000_000, // 2.50 dollars
//!     confidence: 1_000_000,
//!     exponent: -8,
//!     publish_time: now,
//!     ema_price: 240_000_000,
//!     ..PriceUpdate::default()
//! };
//! let state = IosdState::start(IosdParameters::DEFAULT)?;
//! let request = TradeRequest { io_amount: 1_000_000_000, min_out: 23_000_000, expiry: now + 60 };
//! let outcome = state.mint(LeakyBucket::default(), &update, request, now)?;
//! assert_eq!(outcome.iosd_minted, 23_800_000);
//! # Ok::<(), ionet_core::iosd::IosdError>(())
//! ```

mod bucket;
mod error;
mod mint;
mod parameters;
mod state;
mod vault;

pub use bucket::LeakyBucket;
pub use error::IosdError;
pub use mint::{MintOutcome, TradeRequest};
pub use parameters::{
    IosdParameters, MAX_SPREAD_BPS, MAX_WINDOW_CAP, MIN_SPREAD_BPS, MIN_WINDOW_CAP,
};
pub use state::{IOSD_DECIMALS, IosdState, MINTER_IDLE_SECONDS, WALLET_SHARE_BPS};
pub use vault::{
    BuyIoOutcome, BuyIosdOutcome, IOSD_BID_BPS, RESERVED_SECONDS, VAULT_HOURLY_DIVISOR, Vault,
    is_reserved_for_iosd,
};
