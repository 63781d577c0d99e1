//! How long the bond of a claim stays locked (`hiring::lock_bond`).
//!
//! | the claim | its bond is released |
//! | --- | --- |
//! | never ran | with its end |
//! | cannot be disputed, since its spec is not deterministic | with its end |
//! | is disputed | when that is resolved |
//! | is a replica | when it is decided |
//! | any other | when it is settled in full, 15 minutes after its end was recorded at the earliest |
//!
//! Each of these anyone can bring about (invariant I8), and each comes once. GPUs are free with
//! the end: they can serve somebody else while the stake still answers for what they did.

use super::{ClaimRecord, ClaimState, JobState};

impl ClaimRecord {
    /// Whether the claim's bond stays locked: as long as something can still be charged to it,
    /// or its result be proved wrong. It stays so until somebody calls what decides that.
    ///
    /// Attack prevented: with a bond that is free at the end, an operator delivers a wrong
    /// result, locks the same stake for the next claim or has it slashed, and what it owes when
    /// a re-run proves it wrong minutes later is covered by nothing.
    pub fn locks_bond(&self, job: &JobState) -> bool {
        match self.state {
            ClaimState::Ended => {
                let checked = job.deterministic || job.verification.is_replicate();
                checked && !self.never_ran()
            }
            ClaimState::Resolved | ClaimState::Settled | ClaimState::Closed => false,
            _ => true,
        }
    }
}
