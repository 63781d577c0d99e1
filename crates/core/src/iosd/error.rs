//! Why a mint or a purchase is refused.

use core::fmt;

use crate::oracle::OracleError;

/// Why a mint or a purchase is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IosdError {
    /// The amount is zero.
    ZeroAmount,
    /// The trade's expiry has passed.
    Expired,
    /// The price is refused.
    Oracle(OracleError),
    /// The amount is worth less than a micro-dollar.
    NothingOut,
    /// The amount is worth less than the caller accepts.
    BelowMinimum {
        /// What it is worth, micro-dollars.
        out: u64,
    },
    /// All together have minted the cap.
    WindowFull {
        /// Micro-dollars that can be minted now.
        room: u64,
    },
    /// The wallet has minted its share of the cap.
    WalletWindowFull {
        /// Micro-dollars that the wallet can mint now.
        room: u64,
    },
    /// The vault has spent its part of this hour.
    VaultWindowFull {
        /// Micro-dollars that the vault can spend now.
        room: u64,
    },
    /// The first half of the hour belongs to sellers of IOSD.
    ReservedForIosd,
    /// `window_cap` is outside 1,000..=10,000,000 IOSD.
    WindowCapOutOfRange,
    /// `spread_bps` is outside 10..=1,000.
    SpreadOutOfRange,
    /// A total is beyond what 64 bits hold.
    Overflow,
}

impl fmt::Display for IosdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ZeroAmount => "amount is 0 base units; give at least 1",
            Self::Expired => "expiry has passed; sign again with a later one",
            Self::Oracle(error) => return write!(f, "price: {error}"),
            Self::NothingOut => "amount is worth less than 0.000001 dollars; give more",
            Self::BelowMinimum { out } => {
                return write!(
                    f,
                    "amount is worth {out} micro-dollars now, less than min_out; lower min_out or wait"
                );
            }
            Self::WindowFull { room } => {
                return write!(
                    f,
                    "the window of 24 hours is full; mint at most {room} micro-dollars now"
                );
            }
            Self::WalletWindowFull { room } => {
                return write!(
                    f,
                    "a wallet mints at most a tenth of window_cap an hour; mint at most {room} micro-dollars now"
                );
            }
            Self::VaultWindowFull { room } => {
                return write!(
                    f,
                    "the vault spends at most a 24th of its balance an hour; sell for at most {room} micro-dollars now"
                );
            }
            Self::ReservedForIosd => {
                "the first half of every hour is reserved for sellers of IOSD; sell IO in the second half"
            }
            Self::WindowCapOutOfRange => {
                "window_cap must be 1,000 to 10,000,000 IOSD (1,000,000,000 to 10,000,000,000,000 micro-dollars)"
            }
            Self::SpreadOutOfRange => "spread_bps must be 10 to 1,000",
            Self::Overflow => "a total does not fit 64 bits; give a smaller amount",
        })
    }
}

impl core::error::Error for IosdError {}

impl From<OracleError> for IosdError {
    fn from(error: OracleError) -> Self {
        Self::Oracle(error)
    }
}
