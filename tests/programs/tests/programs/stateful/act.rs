//! One step of a sequence, as the invariants see it.

use ionet_test_kit::{Call, Outcome};
use solana_address::Address;
use std::fmt;

/// One step and what it did.
pub struct Act {
    /// The call and its outcome; `None` for a warp or a donation.
    pub sent: Option<(Call, Outcome)>,
    /// Who signed besides the fee payer.
    pub signers: Vec<Address>,
    /// Donated so far to the availability, compute, reserve and vesting vaults.
    pub donated: [u64; 4],
    /// What the rules say about this call: whether it succeeds.
    pub must_succeed: Option<(String, bool)>,
    /// Who did it, or what happened.
    pub what: String,
}

impl Act {
    /// Whether `key` signed this step.
    pub fn signed_by(&self, key: &Address) -> bool {
        self.signers.contains(key)
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.sent {
            Some((call, outcome)) => {
                let (program, instruction) = (call.program, call.instruction);
                write!(
                    f,
                    "{}: {program}.{instruction} → {}",
                    self.what,
                    outcome.failure()
                )
            }
            None => f.write_str(&self.what),
        }
    }
}
