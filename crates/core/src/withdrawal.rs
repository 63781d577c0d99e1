//! Paying out what is booked.
//!
//! Settlements book, payees withdraw. What a payee is owed is one ledger; the money lies in
//! sixteen pools of the mint, each with a ledger of its own. A withdrawal is bounded by both, so
//! that no payee can take out of a pool what belongs to somebody else's ledger.

use core::fmt;

/// Booked and withdrawn in all, base units of one mint. Neither falls; `withdrawn ≤ booked`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Booked in all.
    pub booked: u64,
    /// Withdrawn in all.
    pub withdrawn: u64,
}

/// A withdrawal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// What is paid, at least 1.
    pub amount: u64,
    /// The payee's balance after it.
    pub balance_after: Balance,
    /// The pool's balance after it.
    pub pool_after: Balance,
}

/// Why nothing is booked or paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithdrawalError {
    /// `amount` is zero.
    ZeroAmount,
    /// Everything that is booked to the payee is withdrawn.
    NothingOwed,
    /// This pool holds nothing that is booked to anybody.
    PoolEmpty,
    /// A total is beyond what 64 bits hold.
    Overflow,
}

impl fmt::Display for WithdrawalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ZeroAmount => "amount must be at least 1",
            Self::NothingOwed => {
                "everything that is booked is withdrawn; withdraw again after a settlement"
            }
            Self::PoolEmpty => {
                "this shard holds nothing to withdraw; name another shard of the mint"
            }
            Self::Overflow => "the total does not fit 64 bits; report it",
        })
    }
}

impl core::error::Error for WithdrawalError {}

impl Balance {
    /// What is booked and not withdrawn.
    #[inline]
    pub fn owed(&self) -> u64 {
        self.booked.saturating_sub(self.withdrawn)
    }

    fn pay(&self, amount: u64) -> Result<Self, WithdrawalError> {
        let withdrawn = self
            .withdrawn
            .checked_add(amount)
            .ok_or(WithdrawalError::Overflow)?;
        Ok(Self { withdrawn, ..*self })
    }
}

/// Pays at most `amount` of what `balance` is owed, and at most what `pool` holds.
///
/// # Errors
/// [`WithdrawalError::ZeroAmount`], [`WithdrawalError::NothingOwed`],
/// [`WithdrawalError::PoolEmpty`], in this order.
pub fn withdraw(
    balance: Balance,
    pool: Balance,
    amount: u64,
) -> Result<Withdrawal, WithdrawalError> {
    if amount == 0 {
        return Err(WithdrawalError::ZeroAmount);
    }
    if balance.owed() == 0 {
        return Err(WithdrawalError::NothingOwed);
    }
    if pool.owed() == 0 {
        return Err(WithdrawalError::PoolEmpty);
    }
    let amount = amount.min(balance.owed()).min(pool.owed());
    Ok(Withdrawal {
        amount,
        balance_after: balance.pay(amount)?,
        pool_after: pool.pay(amount)?,
    })
}
