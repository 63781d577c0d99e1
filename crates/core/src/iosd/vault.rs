//! The buy-and-burn vault: dollars of token shares buy IOSD and IO back, and both are burned.
//!
//! The vault has two standing bids: 0.95 dollars for an IOSD, and the lower bound of the price
//! less the spread for an IO. Both share one window of a 24th of the balance an hour, so that a
//! wrong price, or a rush, cannot empty it in a block. IOSD comes first: the first half of every
//! hour is reserved for its sellers.

use super::bucket::Window;
use super::mint::sum;
use super::{IosdError, IosdState, LeakyBucket, TradeRequest};
use crate::fixed::{bps_floor, div_const};
use crate::oracle::{PriceUpdate, UsedPrice};
use crate::time::EPOCH_SECONDS;

/// What the vault pays for an IOSD, basis points of a dollar.
pub const IOSD_BID_BPS: u16 = 9_500;
/// The vault spends at most one part in so many of its balance in any hour.
pub const VAULT_HOURLY_DIVISOR: u64 = 24;
/// The first seconds of every hour of the clock, in which only IOSD is bought.
pub const RESERVED_SECONDS: u64 = 1_800;

/// What one vault has spent. The balance is its token account's: dollars that strangers send
/// to it are spent like the others. The totals never fall.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Vault {
    /// What was spent lately, micro-dollars.
    pub spending: LeakyBucket,
    /// All IOSD bought and burned, micro-dollars.
    pub iosd_burned: u64,
    /// All dollars paid for it, micro-dollars.
    pub paid_for_iosd: u64,
    /// All IO bought and burned, base units.
    pub io_burned: u64,
    /// All dollars paid for it, micro-dollars.
    pub paid_for_io: u64,
}

/// A purchase of IOSD that is allowed, and the vault after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuyIosdOutcome {
    /// To pay to the seller, micro-dollars; at least 1.
    pub paid: u64,
    /// The vault with this purchase.
    pub vault_after: Vault,
}

/// A purchase of IO that is allowed, and what is stored after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuyIoOutcome {
    /// To pay to the seller, micro-dollars; at least 1.
    pub paid: u64,
    /// The price used.
    pub price: UsedPrice,
    /// The vault with this purchase.
    pub vault_after: Vault,
    /// The state with this price used.
    pub state_after: IosdState,
}

/// Whether the vaults buy nothing but IOSD at `now`.
#[inline]
pub fn is_reserved_for_iosd(now: i64) -> bool {
    // Unsigned: sBPF has no signed division. No clock is before 1970.
    let seconds = now.max(0).unsigned_abs();
    let second = seconds.checked_rem(EPOCH_SECONDS.unsigned_abs());
    second.is_some_and(|second| second < RESERVED_SECONDS)
}

impl Vault {
    /// What a vault with `balance` micro-dollars can spend at `now`, micro-dollars; at most a
    /// 48th of the balance.
    pub fn room(&self, balance: u64, now: i64) -> u64 {
        let spending = self.spending_at(balance, now);
        spending.room(spending_window(balance, &spending))
    }

    /// Buys `iosd_amount` micro-dollars of IOSD at [`IOSD_BID_BPS`], rounded down.
    ///
    /// # Errors
    /// [`IosdError::ZeroAmount`], [`IosdError::NothingOut`], [`IosdError::VaultWindowFull`].
    pub fn buy_iosd(
        &self,
        balance: u64,
        iosd_amount: u64,
        now: i64,
    ) -> Result<BuyIosdOutcome, IosdError> {
        if iosd_amount == 0 {
            return Err(IosdError::ZeroAmount);
        }
        let paid = bps_floor(iosd_amount, IOSD_BID_BPS).map_err(|_| IosdError::Overflow)?;
        if paid == 0 {
            return Err(IosdError::NothingOut);
        }
        let vault_after = Self {
            spending: self.spend(balance, paid, now)?,
            iosd_burned: sum(self.iosd_burned, iosd_amount)?,
            paid_for_iosd: sum(self.paid_for_iosd, paid)?,
            ..*self
        };
        Ok(BuyIosdOutcome { paid, vault_after })
    }

    /// The spending window with `paid` more.
    fn spend(&self, balance: u64, paid: u64, now: i64) -> Result<LeakyBucket, IosdError> {
        let spending = self.spending_at(balance, now);
        let window = spending_window(balance, &spending);
        spending
            .filled(paid, window)
            .ok_or_else(|| IosdError::VaultWindowFull {
                room: spending.room(window),
            })
    }

    fn spending_at(&self, balance: u64, now: i64) -> LeakyBucket {
        self.spending
            .drained(spending_window(balance, &self.spending), now)
    }
}

impl IosdState {
    /// Buys IO for the vault at [`IosdState::vault_bid`], rounded down.
    ///
    /// # Errors
    /// [`IosdError::ZeroAmount`], [`IosdError::Expired`] or [`IosdError::ReservedForIosd`]; as
    /// [`PriceUpdate::accept`]; [`IosdError::NothingOut`], [`IosdError::BelowMinimum`] or
    /// [`IosdError::VaultWindowFull`].
    pub fn buy_io(
        &self,
        vault: &Vault,
        balance: u64,
        update: &PriceUpdate,
        request: TradeRequest,
        now: i64,
    ) -> Result<BuyIoOutcome, IosdError> {
        request.check(now)?;
        if is_reserved_for_iosd(now) {
            return Err(IosdError::ReservedForIosd);
        }
        let price = update.accept(self.parameters.price, now, self.newest_publish_time)?;
        let out = self
            .vault_bid(&price)?
            .io_to_micro_dollars_floor(request.io_amount)?;
        let paid = request.check_out(out)?;
        let vault_after = Vault {
            spending: vault.spend(balance, paid, now)?,
            io_burned: sum(vault.io_burned, request.io_amount)?,
            paid_for_io: sum(vault.paid_for_io, paid)?,
            ..*vault
        };
        let state_after = Self {
            newest_publish_time: self.newest_publish_time.max(price.publish_time),
            ..*self
        };
        Ok(BuyIoOutcome {
            paid,
            price,
            vault_after,
            state_after,
        })
    }
}

/// A 24th of what the balance would be if nothing had been spent lately, so that spending in
/// parts does not shrink the whole.
fn spending_window(balance: u64, spending: &LeakyBucket) -> Window {
    let limit = div_const::<VAULT_HOURLY_DIVISOR>(balance.saturating_add(spending.level));
    Window::new::<EPOCH_SECONDS>(limit)
}
