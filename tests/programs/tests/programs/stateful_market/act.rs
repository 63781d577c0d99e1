//! One step of a sequence, as the invariants see it.

use ionet_test_kit::{Call, Outcome};
use solana_address::Address;
use std::fmt;

/// One step and what it did. A step is at most one transaction with one instruction of ours.
pub struct Act {
    /// The call and its outcome; `None` for a warp, a donation, a frozen or closed account.
    pub sent: Option<(Call, Outcome)>,
    /// Who signed besides the fee payer.
    pub signers: Vec<Address>,
    /// Who did it, or what happened.
    pub what: String,
}

impl Act {
    /// A step without a call of ours.
    pub fn idle(what: String) -> Self {
        Self {
            sent: None,
            signers: Vec::new(),
            what,
        }
    }

    /// The call that succeeded, if one did.
    pub fn succeeded(&self) -> Option<&Call> {
        let (call, outcome) = self.sent.as_ref()?;
        outcome.is_ok().then_some(call)
    }

    /// Whether `program.instruction` succeeded.
    pub fn did(&self, program: &str, instruction: &str) -> bool {
        self.succeeded()
            .is_some_and(|call| (call.program, call.instruction) == (program, instruction))
    }

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
