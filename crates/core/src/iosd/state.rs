//! What the program keeps, and what clients show of it.

use super::bucket::Window;
use super::{IosdError, IosdParameters, LeakyBucket};
use crate::fixed::{BPS_DENOMINATOR, bps_floor};
use crate::oracle::{DollarPrice, UsedPrice};
use crate::time::{DAY_SECONDS, EPOCH_SECONDS};

/// Decimals of the IOSD mint, and of every dollar mint: amounts are micro-dollars.
pub const IOSD_DECIMALS: u8 = 6;

/// The most of `window_cap` that one wallet mints in any hour, basis points.
pub const WALLET_SHARE_BPS: u16 = 1_000;

/// How long after its last mint a wallet's record can be closed. Shorter, and a stranger could
/// close it ahead of the wallet's next mint.
pub const MINTER_IDLE_SECONDS: i64 = DAY_SECONDS;

/// Parameters, window and lifetime totals. The totals never fall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IosdState {
    /// The parameters in force.
    pub parameters: IosdParameters,
    /// What was minted lately, micro-dollars.
    pub window: LeakyBucket,
    /// All IOSD ever minted, micro-dollars.
    pub minted_ever: u64,
    /// All IO burned for it, base units.
    pub io_burned: u64,
    /// Publish time of the newest price used, unix seconds; 0: none yet.
    pub newest_publish_time: i64,
}

impl IosdState {
    /// Nothing minted yet.
    ///
    /// # Errors
    /// As [`IosdParameters::validate`].
    pub fn start(parameters: IosdParameters) -> Result<Self, IosdError> {
        parameters.validate()?;
        Ok(Self {
            parameters,
            window: LeakyBucket::default(),
            minted_ever: 0,
            io_burned: 0,
            newest_publish_time: 0,
        })
    }

    /// Accepts new parameters, in force at once. The window is drained at the old cap up to
    /// `now`: a change does not reach back in time.
    ///
    /// # Errors
    /// As [`IosdParameters::validate`].
    pub fn change_parameters(&self, new: IosdParameters, now: i64) -> Result<Self, IosdError> {
        new.validate()?;
        Ok(Self {
            parameters: new,
            window: self.window.drained(self.mint_window(), now),
            ..*self
        })
    }

    /// What can be minted at `now` by all together, micro-dollars; at most half of `window_cap`.
    pub fn mint_room(&self, now: i64) -> u64 {
        let window = self.mint_window();
        self.window.drained(window, now).room(window)
    }

    /// What a wallet with this record can mint at `now` while the common window has room,
    /// micro-dollars; at most a twentieth of `window_cap`.
    pub fn wallet_room(&self, minter: LeakyBucket, now: i64) -> u64 {
        let window = self.wallet_window();
        minter.drained(window, now).room(window)
    }

    /// Whether a wallet's record holds nothing at `now` and was not used for
    /// [`MINTER_IDLE_SECONDS`]: to mint with a new one then makes no room.
    pub fn minter_is_idle(&self, minter: LeakyBucket, now: i64) -> bool {
        minter.drained(self.wallet_window(), now).level == 0
            && now.saturating_sub(minter.updated_at) >= MINTER_IDLE_SECONDS
    }

    /// What the vaults pay for IO at this price: the lower bound less the spread.
    ///
    /// # Errors
    /// [`IosdError::Oracle`] when nothing is left.
    pub fn vault_bid(&self, price: &UsedPrice) -> Result<DollarPrice, IosdError> {
        Ok(price
            .lower_bound
            .less_bps_floor(self.parameters.spread_bps)?)
    }

    pub(super) fn mint_window(&self) -> Window {
        Window::new::<DAY_SECONDS>(self.parameters.window_cap)
    }

    pub(super) fn wallet_window(&self) -> Window {
        const { assert!(WALLET_SHARE_BPS as u64 <= BPS_DENOMINATOR) };
        // A share never overflows.
        let limit = bps_floor(self.parameters.window_cap, WALLET_SHARE_BPS).unwrap_or(0);
        Window::new::<EPOCH_SECONDS>(limit)
    }
}
