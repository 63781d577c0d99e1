//! Taking a reputation over from an outcome ledger.

use core::fmt;

use super::{OutcomeLedger, Reputation};

/// Why there is nothing to fold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReputationError {
    /// Every epoch that has outcomes and has ended is folded already.
    NothingToFold,
}

impl fmt::Display for ReputationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NothingToFold => {
                "every ended epoch with outcomes is folded already; fold again after an epoch with outcomes has ended"
            }
        })
    }
}

impl core::error::Error for ReputationError {}

/// The participant's reputation with every epoch folded in that has ended before
/// `running_epoch`. Epochs are folded in order and once each: the ledger closes them in order,
/// and a ledger that is not ahead of `stored` is refused. When, and how often, anyone folds
/// changes no score.
///
/// # Errors
/// [`ReputationError::NothingToFold`].
pub fn fold(
    stored: &Reputation,
    ledger: &OutcomeLedger,
    running_epoch: u64,
) -> Result<Reputation, ReputationError> {
    let folded = ledger.reputation_before(running_epoch);
    if folded == *stored || folded.epoch < stored.epoch {
        return Err(ReputationError::NothingToFold);
    }
    Ok(folded)
}
