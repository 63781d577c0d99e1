//! The supply of IO: its cap, and the check before each mint (invariant I1).

use core::fmt;

/// Decimals of the IO mint.
pub const IO_DECIMALS: u8 = 8;

/// Base units of one IO.
pub const IO_UNIT: u64 = 100_000_000;

/// Base units that can ever be minted: 800,000,000 IO.
pub const SUPPLY_CAP: u64 = 800_000_000 * IO_UNIT;

/// Base units minted at genesis: 500,000,000 IO.
pub const GENESIS_SUPPLY: u64 = 500_000_000 * IO_UNIT;

/// A mint that is allowed: the counter before and after it, in base units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MintOutcome {
    /// All base units ever minted before this mint.
    pub minted_ever_before: u64,
    /// All base units ever minted, this mint included; at most [`SUPPLY_CAP`].
    pub minted_ever_after: u64,
}

/// Why a mint is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SupplyError {
    /// The amount is zero.
    ZeroAmount,
    /// The amount does not fit below the cap.
    CapExceeded {
        /// Base units that can still be minted.
        room: u64,
    },
}

impl fmt::Display for SupplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ZeroAmount => {
                f.write_str("amount is 0 base units; mint at least 1, or skip the mint")
            }
            Self::CapExceeded { room } => write!(
                f,
                "amount exceeds what the cap of 800,000,000 IO leaves; mint at most {room} base units"
            ),
        }
    }
}

impl core::error::Error for SupplyError {}

/// Checks a mint of `amount` base units against the cap.
///
/// `minted_ever` counts genesis and emission and never falls: burning tokens does not make room
/// for new ones.
///
/// # Errors
/// [`SupplyError::ZeroAmount`], or [`SupplyError::CapExceeded`] when
/// `minted_ever + amount > SUPPLY_CAP`.
#[inline]
pub fn mint_within_cap(minted_ever: u64, amount: u64) -> Result<MintOutcome, SupplyError> {
    if amount == 0 {
        return Err(SupplyError::ZeroAmount);
    }
    match minted_ever.checked_add(amount) {
        Some(after) if after <= SUPPLY_CAP => Ok(MintOutcome {
            minted_ever_before: minted_ever,
            minted_ever_after: after,
        }),
        _ => Err(SupplyError::CapExceeded {
            room: room_below_cap(minted_ever),
        }),
    }
}

/// Base units that can still be minted after `minted_ever`.
#[inline]
pub fn room_below_cap(minted_ever: u64) -> u64 {
    SUPPLY_CAP.saturating_sub(minted_ever)
}
