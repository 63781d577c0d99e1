//! Who counts: verifiers' stake in the denominator of every quorum.
//!
//! A quorum is a part of the *active* stake. Verifiers that published no vector for 24 epochs are
//! not active, and anyone may have them taken out, so that those who left or lost their keys do
//! not stop the rest; with the next vector they count again. They cannot be taken out earlier, so
//! a minority cannot make itself a majority in a quiet night.

use super::VerificationError;

/// Epochs of silence after which a verifier does not count.
pub const SILENT_EPOCHS: u64 = 24;
/// Epochs of availability emission that all verifiers' stake must be worth: 30 days.
const STAKE_EPOCHS: u64 = 720;

/// One verifier. Zeroed: not a member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verifier {
    /// Its active stake when it was counted last, base units of IO.
    pub stake: u64,
    /// The epoch of its last vector, or of its entry.
    pub last_epoch: u64,
    /// Whether its stake is in the total.
    pub counted: bool,
}

/// All verifiers together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VerifierSet {
    /// The stake of those that count, base units of IO.
    pub active_stake: u64,
}

impl VerifierSet {
    /// Counts a verifier that published a vector for `epoch`, or that enters, with its stake of
    /// now.
    ///
    /// # Errors
    /// [`VerificationError::NoStake`]; [`VerificationError::EpochInPast`] for a vector of an
    /// earlier epoch than its last one; [`VerificationError::Overflow`].
    pub fn count(
        self,
        verifier: &Verifier,
        stake: u64,
        epoch: u64,
    ) -> Result<(Self, Verifier), VerificationError> {
        if stake == 0 {
            return Err(VerificationError::NoStake);
        }
        if epoch < verifier.last_epoch {
            return Err(VerificationError::EpochInPast);
        }
        let others = self.without(verifier)?;
        let active_stake = others.checked_add(stake);
        let set = Self {
            active_stake: active_stake.ok_or(VerificationError::Overflow)?,
        };
        let verifier = Verifier {
            stake,
            last_epoch: epoch,
            counted: true,
        };
        Ok((set, verifier))
    }

    /// Takes a verifier out that was silent for 24 epochs before `epoch`, or whose stake is gone.
    /// Anyone may ask for it.
    ///
    /// # Errors
    /// [`VerificationError::NotSilent`]; [`VerificationError::NotCounted`].
    pub fn retire(
        self,
        verifier: &Verifier,
        stake: u64,
        epoch: u64,
    ) -> Result<(Self, Verifier), VerificationError> {
        if !verifier.counted {
            return Err(VerificationError::NotCounted);
        }
        let from = verifier.last_epoch.saturating_add(SILENT_EPOCHS);
        if epoch <= from && stake > 0 {
            return Err(VerificationError::NotSilent { after: from });
        }
        let set = Self {
            active_stake: self.without(verifier)?,
        };
        let verifier = Verifier {
            counted: false,
            ..*verifier
        };
        Ok((set, verifier))
    }

    /// Checks that the active verifiers' stake is at least 30 days of what an epoch emits for
    /// availability: what they could steal in the time it takes to notice.
    ///
    /// # Errors
    /// [`VerificationError::SetTooSmall`].
    pub fn check_size(self, epoch_emission: u64) -> Result<(), VerificationError> {
        let least = min_total_stake(epoch_emission);
        if self.active_stake < least {
            return Err(VerificationError::SetTooSmall { least });
        }
        Ok(())
    }

    fn without(self, verifier: &Verifier) -> Result<u64, VerificationError> {
        let own = if verifier.counted { verifier.stake } else { 0 };
        self.active_stake
            .checked_sub(own)
            .ok_or(VerificationError::StateInvalid)
    }
}

/// The least stake of all active verifiers, base units of IO: 720 epochs of availability
/// emission.
pub fn min_total_stake(epoch_emission: u64) -> u64 {
    epoch_emission.saturating_mul(STAKE_EPOCHS)
}

/// Checks that `stake_for` of `active` stake posts a root: more than two thirds.
///
/// # Errors
/// [`VerificationError::NoQuorum`].
pub fn check_post_quorum(stake_for: u64, active: u64) -> Result<(), VerificationError> {
    check_more_than(stake_for, active, 2)
}

/// Checks that `stake_against` of `active` stake vetoes a root: more than one third.
///
/// # Errors
/// [`VerificationError::NoQuorum`].
pub fn check_veto_quorum(stake_against: u64, active: u64) -> Result<(), VerificationError> {
    check_more_than(stake_against, active, 1)
}

fn check_more_than(stake: u64, active: u64, thirds: u128) -> Result<(), VerificationError> {
    let needed = u128::from(active).wrapping_mul(thirds);
    if stake <= active && u128::from(stake).wrapping_mul(3) > needed {
        return Ok(());
    }
    Err(VerificationError::NoQuorum)
}
