//! Tickets: what somebody is owed of a frozen amount, in case the slash is restored.
//!
//! What was the participant's is owed to it as a ticket; so is the part of whoever withdraws while
//! a slash is undecided, and what was taken from moved stake. If the slash is restored, tickets
//! are paid, and what was nobody's ticket returns to the pool, whose shares are those of before:
//! nobody could come in between. If it is executed, they are worth nothing.

use super::pool::{Exit, sub};
use super::{MAX_PENDING_SLASHES, Slash, SlashState, StakingError};

/// A claim on a frozen amount: empty when `amount` is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ticket {
    /// Number of the slash.
    pub slash: u64,
    /// Base units of IO.
    pub amount: u64,
}

/// A ticket that is paid and gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RedeemOutcome {
    /// To pay from the pool's vault, base units of IO.
    pub amount: u64,
    /// The slash after it.
    pub slash_after: Slash,
}

impl Slash {
    /// Pays a ticket. The caller destroys it.
    ///
    /// # Errors
    /// [`StakingError::WrongSlash`]; [`StakingError::NotRestored`]; [`StakingError::ZeroAmount`]
    /// for an empty ticket.
    pub fn redeem(&self, ticket: &Ticket) -> Result<RedeemOutcome, StakingError> {
        if ticket.slash != self.number {
            return Err(StakingError::WrongSlash { next: self.number });
        }
        if self.state != SlashState::Restored {
            return Err(StakingError::NotRestored);
        }
        if ticket.amount == 0 {
            return Err(StakingError::ZeroAmount);
        }
        Ok(RedeemOutcome {
            amount: ticket.amount,
            slash_after: Self {
                tickets: sub(self.tickets, ticket.amount)?,
                ..*self
            },
        })
    }
}

/// The tickets of whoever left with an exit.
pub(super) fn tickets(exit: &Exit) -> [Ticket; MAX_PENDING_SLASHES] {
    exit.left_behind.map(|part| Ticket {
        slash: part.slash,
        amount: part.left,
    })
}
