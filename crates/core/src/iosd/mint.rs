//! Minting: IO is burned at the lower bound of its price.

use super::{IosdError, IosdState, LeakyBucket};
use crate::oracle::{PriceUpdate, UsedPrice};

/// What the caller of a trade at the oracle price asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TradeRequest {
    /// IO to burn, base units; at least 1.
    pub io_amount: u64,
    /// The least micro-dollars accepted for it. The price can move while the transaction
    /// travels.
    pub min_out: u64,
    /// The last second at which the trade is wanted, unix seconds.
    pub expiry: i64,
}

/// A mint that is allowed, and the state after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MintOutcome {
    /// To mint to the caller, micro-dollars; at least 1.
    pub iosd_minted: u64,
    /// The price used.
    pub price: UsedPrice,
    /// The caller's record with this mint.
    pub minter_after: LeakyBucket,
    /// The state with this mint.
    pub state_after: IosdState,
}

impl TradeRequest {
    pub(super) fn check(&self, now: i64) -> Result<(), IosdError> {
        if self.io_amount == 0 {
            return Err(IosdError::ZeroAmount);
        }
        if now > self.expiry {
            return Err(IosdError::Expired);
        }
        Ok(())
    }

    /// `out`, when it is something and not less than the caller accepts.
    pub(super) fn check_out(&self, out: u64) -> Result<u64, IosdError> {
        if out == 0 {
            return Err(IosdError::NothingOut);
        }
        if out < self.min_out {
            return Err(IosdError::BelowMinimum { out });
        }
        Ok(out)
    }
}

impl IosdState {
    /// Mints for burned IO at the lower bound of the price, rounded down.
    ///
    /// `minter` is what the caller's wallet minted lately, zeroed for a new one.
    ///
    /// # Errors
    /// [`IosdError::ZeroAmount`] or [`IosdError::Expired`]; as [`PriceUpdate::accept`];
    /// [`IosdError::NothingOut`] or [`IosdError::BelowMinimum`]; [`IosdError::WindowFull`] or
    /// [`IosdError::WalletWindowFull`].
    pub fn mint(
        &self,
        minter: LeakyBucket,
        update: &PriceUpdate,
        request: TradeRequest,
        now: i64,
    ) -> Result<MintOutcome, IosdError> {
        request.check(now)?;
        let price = update.accept(self.parameters.price, now, self.newest_publish_time)?;
        let out = price
            .lower_bound
            .io_to_micro_dollars_floor(request.io_amount)?;
        let iosd_minted = request.check_out(out)?;
        let (window, minter_after) = self.take_room(minter, iosd_minted, now)?;
        let state_after = Self {
            window,
            minted_ever: sum(self.minted_ever, iosd_minted)?,
            io_burned: sum(self.io_burned, request.io_amount)?,
            newest_publish_time: self.newest_publish_time.max(price.publish_time),
            ..*self
        };
        Ok(MintOutcome {
            iosd_minted,
            price,
            minter_after,
            state_after,
        })
    }

    /// The common window and the wallet's with `amount` more.
    fn take_room(
        &self,
        minter: LeakyBucket,
        amount: u64,
        now: i64,
    ) -> Result<(LeakyBucket, LeakyBucket), IosdError> {
        let (window, wallet_window) = (self.mint_window(), self.wallet_window());
        let (all, own) = (
            self.window.drained(window, now),
            minter.drained(wallet_window, now),
        );
        let all_after = all
            .filled(amount, window)
            .ok_or_else(|| IosdError::WindowFull {
                room: all.room(window),
            })?;
        let own_after =
            own.filled(amount, wallet_window)
                .ok_or_else(|| IosdError::WalletWindowFull {
                    room: own.room(wallet_window),
                })?;
        Ok((all_after, own_after))
    }
}

/// A lifetime total with `amount` more.
pub(super) fn sum(total: u64, amount: u64) -> Result<u64, IosdError> {
    total.checked_add(amount).ok_or(IosdError::Overflow)
}
